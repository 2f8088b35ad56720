"""A page over HTTPS loads nothing over plain HTTP.

## What it does
Looks for scripts and pictures that the front page, itself fetched over HTTPS, takes from addresses
with http://.

## Why it matters
Browsers refuse such scripts, so parts of the page stay dead, and mark the page as not fully safe.
Where they are loaded, anybody on the way can replace them.

## How to fix
Write the addresses with https://, or without a scheme at all. In a content management system, put
https:// into the site's own address and let it replace the old links.

## Limits
Scripts and pictures in the markup are seen; what a script loads later is not.

## References
W3C Mixed Content; MDN, Mixed content.
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
    not_applicable,
    passed,
)
from ronda.engine.checks.examples import URL, failure, http, page
from ronda.engine.checks.helpers import clip, own_answer, own_page
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="HEADERS.MIXED",
    area="headers",
    title=Text(
        "Halaman aman tidak memuat isi lewat HTTP", "A secure page loads nothing over plain HTTP"
    ),
    problem=Text(
        "Halaman aman memuat isi lewat HTTP biasa", "A secure page loads content over plain HTTP"
    ),
    finding_class="mixed-content",
    severity=Severity.LOW,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Peramban menolak skrip seperti itu, sehingga bagian halaman tidak berfungsi. Isinya "
            "juga dapat diganti orang di tengah jalan.",
            "Browsers refuse such scripts, so parts of the page do not work. Their content can "
            "also be replaced on the way.",
        ),
        steps=(
            Text(
                "Cari alamat http:// pada templat dan isi halaman yang kami sebutkan.",
                "Look for http:// addresses in the template and the content that we name.",
            ),
            Text("Gantilah dengan https://.", "Replace them with https://."),
            Text(
                "Bila sumbernya tidak melayani HTTPS, simpan berkasnya di server sendiri.",
                "If the source does not serve HTTPS, keep the file on your own server.",
            ),
        ),
        see_for_yourself=Text(
            'Buka situs, tekan F12, lihat tab Console: peringatan berbunyi "Mixed Content".',
            'Open the site, press F12 and look at the Console: warnings say "Mixed Content".',
        ),
        platforms={
            "wordpress": (
                Text(
                    "Di Pengaturan > Umum tulis kedua alamat dengan https://, lalu jalankan "
                    "`wp search-replace 'http://NAMA' 'https://NAMA'`.",
                    "In Settings > General write both addresses with https://, then run "
                    "`wp search-replace 'http://NAME' 'https://NAME'`.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge the addresses that the page loads from; see the manual page above."""
    got = own_answer(seen)
    if isinstance(got, Verdict):
        return got
    if not got.final_url.startswith("https://"):
        return not_applicable(
            Text("Halaman ini sendiri tanpa HTTPS.", "The page itself comes without HTTPS.")
        )
    found = seen.page()
    scripts = [url for url in found.scripts if url.startswith("http://")]
    pictures = [url for url, _ in found.images if url.startswith("http://")]
    if not scripts and not pictures:
        got = own_page(seen)
        if isinstance(got, Verdict):
            return got
        return passed(
            Text(
                "Tidak ada skrip atau gambar yang dimuat lewat HTTP.",
                "No script or picture is loaded over plain HTTP.",
            )
        )
    where = Text("alamat yang dimuat halaman", "addresses that the page loads")
    return failed(
        Text(
            "{scripts} skrip dan {pictures} gambar dimuat lewat HTTP biasa.",
            "{scripts} scripts and {pictures} pictures are loaded over plain HTTP.",
        ).fill(scripts=len(scripts), pictures=len(pictures)),
        Evidence(PAGE_VISITOR, where, clip("\n".join((scripts + pictures)[:10]))),
        severity=Severity.MEDIUM if scripts else Severity.LOW,
    )


CASES = (
    Case("All over HTTPS", {HTTP_VISITOR: http(), PAGE_VISITOR: page()}, Outcome.PASS),
    Case(
        "A script from an old address",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(scripts=("http://cdn.contoh.id/jquery.js",))},
        Outcome.FAIL,
        says="1 skrip",
    ),
    Case(
        "A picture from an old address",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(images=(("http://contoh.id/logo.png", ""),))},
        Outcome.FAIL,
        says="1 gambar",
    ),
    Case(
        "A site without HTTPS has another finding",
        {HTTP_VISITOR: http(final_url=URL.replace("https", "http")), PAGE_VISITOR: page()},
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "The page could not be read",
        {HTTP_VISITOR: http(), PAGE_VISITOR: failure(FailureKind.INCOMPLETE, "body")},
        Outcome.NOT_MEASURED,
    ),
)
