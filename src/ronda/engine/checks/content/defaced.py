"""The front page is the office's own, not an intruder's.

## What it does
Recognises short pages on which somebody signs as the one who broke in.

## Why it matters
Every visitor sees that the site was taken. Whoever could replace the page can also read the
database behind it and leave a way back in.

## How to fix
Take the site offline, keep a copy of files and logs for the response team, and rebuild it from a
clean source with new passwords. Putting the old page back alone leaves the way in open.

## Limits
Only the front page is judged, and only what it says in text: a picture that boasts is not read.
Long pages and pages with many links, such as news about break-ins, are never accused.

## References
BSSN Regulation 1/2024 (cyber incidents); OWASP Web Security Testing Guide.
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
from ronda.engine.checks.examples import failure, http, link, page
from ronda.engine.checks.helpers import clip, own_page
from ronda.engine.checks.legal import BSSN_INCIDENT, BSSN_SECURITY
from ronda.engine.content.defacement import defacement
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.DEFACED",
    area="content",
    title=Text("Halaman depan milik instansi sendiri", "The front page is the office's own"),
    problem=Text("Halaman depan diganti peretas", "The front page was replaced by an intruder"),
    finding_class="defaced",
    severity=Severity.CRITICAL,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    legal=(BSSN_INCIDENT, BSSN_SECURITY),
    urgent=True,
    guidance=Guidance(
        why=Text(
            "Setiap pengunjung melihat bahwa situs ini telah diambil alih. Pelakunya mungkin juga "
            "membaca basis data dan meninggalkan pintu belakang.",
            "Every visitor sees that this site was taken over. Whoever did it may have read the "
            "database too and left a back door.",
        ),
        steps=(
            Text(
                "Tutup situs untuk sementara dan pasang pemberitahuan dari server lain.",
                "Take the site offline and show a notice from another server.",
            ),
            Text(
                "Simpan salinan berkas dan catatan akses, lalu laporkan ke tim CSIRT.",
                "Keep a copy of files and access logs, and tell the CSIRT.",
            ),
            Text(
                "Bangun ulang dari sumber yang bersih, perbarui semua perangkat lunaknya.",
                "Rebuild from a clean source and update all of its software.",
            ),
            Text(
                "Ganti semua sandi: hosting, basis data, admin situs, dan surel terkait.",
                "Change every password: hosting, database, the site's admin and its mailboxes.",
            ),
        ),
        see_for_yourself=Text(
            "Buka situs di jendela penyamaran.", "Open the site in a private window."
        ),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge whether an intruder signed the front page; see the manual page above."""
    found = defacement(seen.page())
    if found is None:
        got = own_page(seen)
        if isinstance(got, Verdict):
            return got
        return passed(
            Text("Halaman depan tidak diganti peretas.", "No intruder has signed the front page.")
        )
    where = Text("kalimat di halaman depan", "words on the front page")
    return failed(
        Text(
            "Halaman depan memuat tanda peretas.", "The front page carries an intruder's signature."
        ),
        Evidence(PAGE_VISITOR, where, clip(found.words)),
        confidence=found.confidence,
    )


_NEWS = (
    "Situs Dinas Contoh diretas oleh pihak tak dikenal pada Senin lalu dan kini telah pulih. "
    "Tim CSIRT menjelaskan langkah pemulihannya. "
)

CASES = (
    Case("A living site", {HTTP_VISITOR: http(), PAGE_VISITOR: page()}, Outcome.PASS),
    Case(
        "News about a break-in",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(_NEWS * 30, title="Berita Dinas Contoh")},
        Outcome.PASS,
    ),
    Case(
        "A short notice after a break-in",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(_NEWS, title="Pemberitahuan")},
        Outcome.PASS,
    ),
    Case(
        "A page that leads on to many others is a site's own",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Diskusi: hacked by design.",
                title="Hacked by design: lokakarya keamanan",
                links=tuple(link(f"/halaman/{n}", f"Halaman {n}") for n in range(20)),
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "Signed in the title",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page("Sorry admin", title="Hacked by K0mpl0t")},
        Outcome.FAIL,
    ),
    Case(
        "Signed in the text, with greetings",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Touched by Bayang. Your security is low. Greetz to all crew.", title=""
            ),
        },
        Outcome.FAIL,
    ),
    Case(
        "The page could not be read",
        {HTTP_VISITOR: http(), PAGE_VISITOR: failure(FailureKind.INCOMPLETE, "body")},
        Outcome.NOT_MEASURED,
    ),
)
