"""The page carries no injected gambling, neither openly nor for robots or phones alone.

## What it does
Asks for the front page as three visitors: an ordinary one, a search engine's robot, and a phone
that comes from a search result. It looks for links and texts that a visitor cannot see, for what
only robots or phones get, for redirects to gambling hosts by the server, by a refresh or by a script
(also one that is packed or acts only for who comes from a search), and for gambling promoted in
structured data; and in the sitemaps (also those that robots.txt or an index names) for pages whose
addresses promote gambling. Links to strangers are also judged by how they are placed, whatever they say:
hidden, packed, kept for robots or phones, disguised in writing, or written under comments, several phrases
that lead to the front pages of hosts with nothing to do with the site, also in plain sight when they stand side
by side, in small letters, about what the page does not speak of; a page all of whose links are such; a whole
page that leads its visitors to such a host in any way, and says nothing of a move;
and a stranger's canonical address under a title of which the page does not speak. What is sold is then told
by single words, and without any it is taken for gambling, the likeliest. In each visit some further pages are read as well: odd places such as
upload folders, the newest news, forums and guest books, and a sample of all others that changes from
visit to visit. Two of them, the oddest, are asked for again as a robot and as a phone. Each sign is
weighed; words alone never decide, nor does a host's name that is merely like those of gambling sites,
nor an entry of the lists that the office has loaded (`RONDA_GAMBLING_LIST`). Advertisements in visitors' comments on an honest page are a
finding of lower severity: the page was not broken into. Medicine, counterfeits and shops in Japanese
are CONTENT.SPAM.

## Why it matters
Gambling promoters break into government sites because search engines trust them. A hidden link is
proof that somebody else can write on the server, and what can plant a link can take data.

## How to fix
Preserve the evidence, close the way in, then clean: removing the links alone brings them back
within days. The steps below follow the order of an incident's handling.

## Limits
No more than six further pages and sitemaps a visit are read as an ordinary visitor, and two as a robot
and a phone; a large site is known only after many visits. No script is run: where it leads is read from its text, and scripts in files of their own are not fetched. A page on which gambling was found is read again in each visit until it
is clean. Pages that nothing on the site leads to, or that show gambling to addresses of one country
only, are not seen. Pages that warn of gambling stay quiet: words
near "waspada", "blokir", "polisi" and the like do not count. When the robot's or the phone's view
could not be fetched, a clean page is "not measured", not "good".

## References
UU 1/2024 (ITE), Pasal 27 ayat (2); Google Search Essentials, cloaking and hidden text and links.
"""

from ronda.engine.artifacts import (
    HTTP_PHONE,
    HTTP_ROBOT,
    HTTP_VISITOR,
    PAGE_PHONE,
    PAGE_ROBOT,
    PAGE_VISITOR,
    Failure,
    FailureKind,
    HttpArtifact,
    PageArtifact,
)
from ronda.engine.checks.contract import Case, Meta, Outcome, Seen, Severity, Verdict
from ronda.engine.checks.examples import failure, http, link, page
from ronda.engine.checks.gambling_guidance import GUIDANCE
from ronda.engine.checks.injected import ALSO, NEEDS, judge_injected
from ronda.engine.checks.legal import BSSN_INCIDENT, BSSN_SECURITY, GAMBLING
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.GAMBLING",
    area="content",
    title=Text("Tidak ada sisipan judi", "No injected gambling"),
    problem=Text("Ada sisipan judi di situs", "Gambling has been injected into the site"),
    finding_class="injected-gambling",
    severity=Severity.CRITICAL,
    needs=NEEDS,
    also=ALSO,
    # Signs in one view stand, whatever became of the others; see "Limits". A visitor who is sent to
    # a gambling host that does not answer has been sent there all the same.
    judges_failure=NEEDS,
    urgent=True,
    legal=(GAMBLING, BSSN_SECURITY, BSSN_INCIDENT),
    guidance=GUIDANCE,
)

_GOOD = Text(
    "Tidak ada sisipan judi pada halaman depan dan halaman lain yang diperiksa.",
    "No injected gambling on the front page and the further pages that were read.",
)


def judge(seen: Seen) -> Verdict:
    """Weigh the signs of all views; see the manual page above."""
    return judge_injected(seen, "gambling", _GOOD)


def _views(
    visitor: PageArtifact,
    robot: PageArtifact | None = None,
    phone: PageArtifact | None = None,
) -> dict[str, HttpArtifact | PageArtifact | Failure]:
    """Artifacts of the three views; the others get the visitor's page unless told."""
    shown = {"visitor": visitor, "robot": robot or visitor, "phone": phone or visitor}
    return {
        **{f"http:{view}": http() for view in shown},
        **{f"page:{view}": got for view, got in shown.items()},
    }


_NEWS = "Rapat koordinasi pelayanan. Jadwal posyandu bulan ini. Alamat: Jalan Melati 5."

CASES = (
    Case("An ordinary office", _views(page(_NEWS)), Outcome.PASS),
    Case(
        "News of a fight against gambling, with the words of the promoters",
        _views(
            page(
                "Dinas Kominfo memblokir situs slot gacor dan togel online. Polisi mengimbau warga "
                "waspada terhadap judi online, rtp live dan link alternatif yang menyusup.",
                title="Waspada judi online",
                links=(
                    link("https://berita.contoh.id/slot-gacor-diblokir", "Slot gacor diblokir"),
                ),
            )
        ),
        Outcome.PASS,
    ),
    Case(
        "Field hockey, a singing-bird contest, a queue and a budget",
        _views(
            page(
                "Tim hoki putri juara. Kontes burung: murai gacor hari ini juara satu. Ambil slot "
                "online antrean poli. Realisasi pengeluaran dan keluaran kegiatan. Raja dan dewa "
                "dalam hikayat. Bonus atlet dan deposit jaminan."
            )
        ),
        Outcome.PASS,
    ),
    Case(
        "News rotates between the views",
        _views(
            page(_NEWS, links=(link("https://dinas.contohprov.go.id/a", "Rapat"),)),
            page("Pelatihan UMKM.", links=(link("https://dinas.contohprov.go.id/b", "UMKM"),)),
        ),
        Outcome.PASS,
    ),
    Case(
        "A hidden block of links",
        _views(
            page(
                _NEWS,
                links=(
                    link("https://naga-slot88.example/", "slot gacor", hidden="display:none"),
                    link("https://surga4d.example/", "togel online", hidden="display:none"),
                ),
            )
        ),
        Outcome.FAIL,
        says="tersembunyi (display:none)",
    ),
    Case(
        "A robot gets another page",
        _views(
            page(_NEWS),
            page(
                "Situs slot terpercaya dengan rtp live dan maxwin hari ini.",
                title="SLOT GACOR MAXWIN",
                view="robot",
            ),
        ),
        Outcome.FAIL,
        says="robot",
    ),
    Case(
        "A phone from a search is sent away, and the way is barred to us",
        {
            **_views(page(_NEWS)),
            HTTP_PHONE: failure(
                FailureKind.NXDOMAIN, "dns", "raja-slot777.example", "https://raja-slot777.example/"
            ),
            PAGE_PHONE: failure(FailureKind.NOT_ATTEMPTED, "parse"),
        },
        Outcome.FAIL,
        says="pengalihan",
    ),
    Case(
        "A hidden link is enough, though the other views were not fetched",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                _NEWS, links=(link("https://slot-dewa.example/", "x", hidden="off-screen"),)
            ),
            **dict.fromkeys(
                (HTTP_ROBOT, PAGE_ROBOT, HTTP_PHONE, PAGE_PHONE),
                failure(FailureKind.BLOCKED_BY_POLICY, "policy"),
            ),
        },
        Outcome.FAIL,
    ),
    Case(
        "Clean for visitors, but the robot's view timed out",
        {
            **_views(page(_NEWS)),
            HTTP_ROBOT: failure(FailureKind.TIMEOUT, "http"),
            PAGE_ROBOT: failure(FailureKind.NOT_ATTEMPTED, "parse"),
        },
        Outcome.NOT_MEASURED,
        says="robot",
    ),
    Case(
        "A firewall refuses the robot",
        {**_views(page(_NEWS)), HTTP_ROBOT: http("Forbidden", status=403)},
        Outcome.NOT_MEASURED,
        says="robot",
    ),
    Case(
        "The site is down",
        dict.fromkeys(META.needs, failure(FailureKind.REFUSED)),
        Outcome.NOT_MEASURED,
    ),
)
