"""The page carries no injected advertisements for medicine, counterfeits or shops in Japanese.

## What it does
Looks at the same three views, further pages and sitemaps as CONTENT.GAMBLING, with the same weighing of
signs, for what strangers advertise besides gambling: medicine that needs a prescription, imitations of
brands, the pages of shops in Japanese that are planted by the thousand ("Japanese keyword hack"), and other
goods and services: loans, essays written for others, adult trades. Where no word is known, forms of trade
tell: weights of a dose, stems of medicines' names, prices, sizes, words of who sends goods, and hosts that
call themselves shops.

## Why it matters
The intruders and the ways in are the same as for gambling; only the buyer of the links differs. People
who trust a government's address are led to medicine that nobody tested and to fraud.

## How to fix
As for injected gambling: preserve the evidence, close the way in, then clean. Pages in Japanese mostly
come with a false owner in the search engine's console and with rules in .htaccess that make them.

## Limits
Those of CONTENT.GAMBLING. A page that warns of illegal medicine, or an office's honest page in Japanese,
stays quiet: words alone never decide. What neither a word nor a form tells counts for gambling,
which is by far the most frequent, and the summary then says "content of strangers".

## References
Google Search Essentials, hacked content and cloaking; web.dev, "Fix the Japanese keyword hack".
"""

import msgspec

from ronda.engine.artifacts import (
    HTTP_PHONE,
    HTTP_ROBOT,
    HTTP_VISITOR,
    PAGE_PHONE,
    PAGE_ROBOT,
    PAGE_VISITOR,
    FailureKind,
    HttpArtifact,
    PageArtifact,
)
from ronda.engine.checks.contract import Case, Meta, Outcome, Seen, Severity, Verdict
from ronda.engine.checks.examples import failure, http, link, page
from ronda.engine.checks.gambling_guidance import GUIDANCE
from ronda.engine.checks.injected import ALSO, NEEDS, judge_injected
from ronda.engine.checks.legal import BSSN_INCIDENT, BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.SPAM",
    area="content",
    title=Text("Tidak ada sisipan iklan", "No injected advertisements"),
    problem=Text(
        "Ada sisipan iklan obat, barang tiruan atau toko asing di situs",
        "Advertisements for medicine, counterfeits or strange shops have been injected into the site",
    ),
    finding_class="injected-spam",
    severity=Severity.CRITICAL,
    needs=NEEDS,
    also=ALSO,
    judges_failure=NEEDS,
    urgent=True,
    legal=(BSSN_SECURITY, BSSN_INCIDENT),
    guidance=msgspec.structs.replace(
        GUIDANCE,
        why=Text(
            "Orang lain dapat menulis di server Anda; iklan itu hanyalah tandanya. Jalan masuk yang "
            "sama dapat dipakai untuk mengambil data.",
            "Somebody else can write on your server; the advertisements are only the sign of it. The "
            "same way in can be used to take data.",
        ),
    ),
)

_GOOD = Text(
    "Tidak ada sisipan iklan obat, barang tiruan atau toko asing pada halaman yang diperiksa.",
    "No injected advertisements for medicine, counterfeits or strange shops on the pages that were read.",
)


def judge(seen: Seen) -> Verdict:
    """Weigh the signs of all views; see the manual page above."""
    return judge_injected(seen, "spam", _GOOD)


def _views(
    visitor: PageArtifact, robot: PageArtifact | None = None
) -> dict[str, HttpArtifact | PageArtifact]:
    """Artifacts of the three views; the robot gets the visitor's page unless told."""
    return {
        HTTP_VISITOR: http(),
        HTTP_ROBOT: http(),
        HTTP_PHONE: http(),
        PAGE_VISITOR: visitor,
        PAGE_ROBOT: robot or visitor,
        PAGE_PHONE: visitor,
    }


_NEWS = "Rapat koordinasi pelayanan. Jadwal posyandu bulan ini. Alamat: Jalan Melati 5."

CASES = (
    Case("An ordinary office", _views(page(_NEWS)), Outcome.PASS),
    Case(
        "A warning of illegal medicine",
        _views(
            page(
                "BPOM menyita obat kuat dan viagra ilegal; masyarakat diimbau waspada terhadap iklan "
                "cialis tanpa resep.",
                title="Waspada obat ilegal",
            )
        ),
        Outcome.PASS,
    ),
    Case(
        "A hidden block of links to a shop of medicine",
        _views(
            page(
                _NEWS,
                links=(
                    link("https://apotek-maya.example/", "buy viagra online", hidden="off-screen"),
                    link(
                        "https://pil-biru.example/",
                        "cialis without prescription",
                        hidden="off-screen",
                    ),
                ),
            )
        ),
        Outcome.FAIL,
        says="iklan obat",
    ),
    Case(
        "A robot gets the page of a shop in Japanese",
        _views(
            page(_NEWS),
            page(
                "送料無料 激安通販 新品未使用 在庫処分 メンズ財布 レディース財布",
                title="【激安通販】送料無料 メンズ財布 公式通販",
                view="robot",
            ),
        ),
        Outcome.FAIL,
        says="berbahasa Jepang",
    ),
    Case(
        "Gambling is another rule's matter",
        _views(
            page(
                _NEWS, links=(link("https://naga-slot88.example/", "slot gacor", hidden="hidden"),)
            )
        ),
        Outcome.PASS,
    ),
    Case(
        "The site is down",
        dict.fromkeys(META.needs, failure(FailureKind.REFUSED)),
        Outcome.NOT_MEASURED,
    ),
)
