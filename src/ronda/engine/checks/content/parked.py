"""The name carries a site, not a notice that it is parked or for sale.

## What it does
Recognises short pages that say that the name is parked, expired or for sale, and pages served by
the known parking services.

## Why it matters
When an office's name expires, whoever buys it takes over its visitors, its place in search results
and mail still sent to it. Gambling sites look for exactly such names.

## How to fix
Renew the name at once if it is within the time of grace. If it is lost, take all links to it off
the official sites and tell the public the right address.

## Limits
Only pages of at most 2,500 characters are judged. A page that says "coming soon" is not parked.

## References
ICANN, Expired Registration Recovery Policy (for .com and the like); PANDI's policies for .id.
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
from ronda.engine.checks.helpers import clip, own_page, status_seen
from ronda.engine.checks.legal import OFFICIAL_DOMAIN
from ronda.engine.content.hosts import host_of
from ronda.engine.content.parking import parking
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.PARKED",
    area="content",
    title=Text("Domain dipakai, tidak diparkir", "The name is in use, not parked"),
    problem=Text("Domain diparkir atau dijual", "The name is parked or for sale"),
    finding_class="parked",
    severity=Severity.HIGH,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    legal=(OFFICIAL_DOMAIN,),
    guidance=Guidance(
        why=Text(
            "Nama ini bukan lagi di tangan instansi, atau hampir lepas. Pembelinya mendapat "
            "pengunjung dan surel yang dulu untuk Anda.",
            "This name is no longer in the office's hands, or nearly lost. Whoever buys it gets "
            "the visitors and the mail that were meant for you.",
        ),
        steps=(
            Text(
                "Cari tahu siapa yang mendaftarkan nama ini dan kapan berakhir (WHOIS).",
                "Find out who registered the name and when it ends (WHOIS).",
            ),
            Text(
                "Bila masih dalam masa tenggang, perpanjang hari ini juga.",
                "If it is within the time of grace, renew it today.",
            ),
            Text(
                "Bila sudah lepas, hapus tautan ke nama ini dari semua situs dan dokumen resmi.",
                "If it is lost, remove links to it from all official sites and documents.",
            ),
            Text(
                "Pindahkan layanan ke subdomain go.id dan umumkan alamat barunya.",
                "Move the service to a go.id subdomain and announce the new address.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamatnya di jendela penyamaran, lalu cari namanya di WHOIS (pandi.id untuk .id).",
            "Open it in a private window, then look the name up in WHOIS (pandi.id for .id).",
        ),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge whether the page is a notice of parking; see the manual page above."""
    got = seen.http()
    own = own_page(seen)
    if got.status >= 500 and isinstance(own, Verdict):
        return own
    found = parking(seen.page(), seen.site.host)
    if found is None:
        if isinstance(own, Verdict):
            return own
        return passed(Text("Domain ini dipakai.", "The name is in use."))
    if found.what == "service":
        where = Text("layanan parkir yang dimuat halaman", "parking service that the page loads")
    else:
        where = Text("kalimat di halaman", "words on the page")
    evidence = [Evidence(PAGE_VISITOR, where, clip(found.words))]
    if host_of(got.final_url) != seen.site.host:
        evidence.append(status_seen(HTTP_VISITOR, got))
    return failed(
        Text(
            "Halaman ini hanya menyatakan bahwa domainnya diparkir atau dijual.",
            "The page only says that the name is parked or for sale.",
        ),
        *evidence,
    )


CASES = (
    Case("A living site", {HTTP_VISITOR: http(), PAGE_VISITOR: page()}, Outcome.PASS),
    Case(
        "A circular that warns of names for sale",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Surat edaran: periksa masa berlaku nama domain perangkat daerah. Bila muncul "
                "tulisan domain ini dijual, segera hubungi Dinas Komunikasi.",
                title="Surat Edaran Pengelolaan Domain",
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "A car park is no parked name",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page("Tarif parkir dan lahan yang dijual pemerintah daerah."),
        },
        Outcome.PASS,
    ),
    Case(
        "The name is offered",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Domain ini dijual. Hubungi kami.", title="Domain ini dijual | dinascontoh.com"
            ),
        },
        Outcome.FAIL,
    ),
    Case(
        "A page of a parking service",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Related searches", title="", links=(link("https://sedo.com/search", "Offer"),)
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
