"""The page carries no injected gambling, neither openly nor for robots or phones alone.

## What it does
Asks for the front page as three visitors: an ordinary one, a search engine's robot, and a phone
that comes from a search result. It looks for links and texts that a visitor cannot see, for what
only robots or phones get, for redirects to gambling hosts, and for gambling promoted in
structured data; and in the sitemaps (also those that robots.txt or an index names) for pages whose
addresses promote gambling. In each visit some further pages are read as well: odd places such as
upload folders, the newest news, forums and guest books, and a sample of all others that changes from
visit to visit. Each sign is weighed; words alone never decide, nor does a host's name that is merely like those
of gambling sites, nor an entry of the lists that the office has loaded (`RONDA_GAMBLING_LIST`).

## Why it matters
Gambling promoters break into government sites because search engines trust them. A hidden link is
proof that somebody else can write on the server, and what can plant a link can take data.

## How to fix
Preserve the evidence, close the way in, then clean: removing the links alone brings them back
within days. The steps below follow the order of an incident's handling.

## Limits
No more than six further pages and sitemaps a visit are read, as an ordinary visitor; a large site is
known only after many visits. A page on which gambling was found is read again in each visit until it
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
    INNER,
    PAGE_PHONE,
    PAGE_ROBOT,
    PAGE_VISITOR,
    PATH_MISSING,
    Failure,
    FailureKind,
    HttpArtifact,
    PageArtifact,
    View,
)
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Meta,
    NotSeen,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    not_measured,
    passed,
)
from ronda.engine.checks.examples import failure, http, link, page
from ronda.engine.checks.gambling_guidance import GUIDANCE
from ronda.engine.checks.helpers import clip, not_own, own_page, served_file, status_seen, telling
from ronda.engine.checks.legal import BSSN_INCIDENT, BSSN_SECURITY, GAMBLING
from ronda.engine.content.gambling import ENOUGH, OTHERS, VIEWS, Sides, Sign, signs, total
from ronda.engine.content.gambling_inner import Inner, gambling_inside
from ronda.engine.content.gambling_names import KIND_NAMES, SUBJECT_NAMES, VIEW_NAMES
from ronda.engine.content.gambling_words import subject_of
from ronda.engine.content.inner import UNSEEN, inner_pages
from ronda.engine.text import Text

SITEMAP = "path:/sitemap.xml"
ROBOTS = "path:/robots.txt"

META = Meta(
    id="CONTENT.GAMBLING",
    area="content",
    title=Text("Tidak ada sisipan judi", "No injected gambling"),
    problem=Text("Ada sisipan judi di situs", "Gambling has been injected into the site"),
    finding_class="injected-gambling",
    severity=Severity.CRITICAL,
    needs=(HTTP_VISITOR, PAGE_VISITOR, HTTP_ROBOT, PAGE_ROBOT, HTTP_PHONE, PAGE_PHONE),
    also=(SITEMAP, ROBOTS, PATH_MISSING, INNER),
    # Signs in one view stand, whatever became of the others; see "Limits". A visitor who is sent to
    # a gambling host that does not answer has been sent there all the same.
    judges_failure=(HTTP_VISITOR, PAGE_VISITOR, HTTP_ROBOT, PAGE_ROBOT, HTTP_PHONE, PAGE_PHONE),
    urgent=True,
    legal=(GAMBLING, BSSN_SECURITY, BSSN_INCIDENT),
    guidance=GUIDANCE,
)

_SHOWN = 8


def judge(seen: Seen) -> Verdict:
    """Weigh the signs of all views; see the manual page above."""
    answers: dict[View, HttpArtifact | Failure] = {}
    pages: dict[View, PageArtifact] = {}
    for view in VIEWS:
        answer = seen.artifacts.get(f"http:{view}")
        if isinstance(answer, HttpArtifact | Failure):
            answers[view] = answer
        got = seen.artifacts.get(f"page:{view}")
        if isinstance(got, PageArtifact):
            pages[view] = got
    found = signs(Sides(seen.site.host, answers, pages, _sitemap(seen), seen.listed))
    if HTTP_VISITOR in seen.artifacts and seen.failure(HTTP_VISITOR):
        found = tuple(sign for sign in found if sign.kind == "redirect")
    weight = total(found)
    evidence = tuple(_evidence(sign) for sign in found[:_SHOWN] if sign.weight > 0)
    inside = gambling_inside(seen.artifacts, seen.site.host, seen.listed)
    if weight >= ENOUGH:
        more = tuple(_inside(page) for page in inside[:_SHOWN])
        return failed(
            _summary(found[0]), *evidence, *more, confidence=min(0.99, 0.55 + 0.15 * weight)
        )
    if inside:
        weight = max(total(page.signs) for page in inside)
        return failed(
            _inside_summary(inside[0]),
            *(_inside(page) for page in inside[:_SHOWN]),
            *evidence,
            confidence=min(0.99, 0.55 + 0.15 * weight),
        )
    seen.page()  # without the visitor's view there is nothing to compare with
    if seen.http().status >= 400:
        return not_measured(
            Text(
                "Belum terukur: halaman depan menjawab dengan status {status}.",
                "Not measured: the front page answered with status {status}.",
            ).fill(status=seen.http().status),
            status_seen(HTTP_VISITOR, seen.http()),
        )
    for key, answer, _ in inner_pages(seen.artifacts):
        if isinstance(answer, Failure) and answer.kind in UNSEEN:
            raise NotSeen(key, answer)  # it may be the very page on which gambling was found
    broken = seen.failure(SITEMAP)
    if broken and broken.kind is not FailureKind.BLOCKED_BY_POLICY:
        raise NotSeen(SITEMAP, broken)  # doorway pages found before may be listed still
    if isinstance(seen.artifacts.get(SITEMAP), HttpArtifact):
        telling(seen, SITEMAP)
    own = own_page(seen)
    if isinstance(own, Verdict):
        return own
    missing = [view for view in OTHERS if view not in pages or not_own(seen, f"http:{view}")]
    if missing:
        names = [VIEW_NAMES[view] for view in missing]
        return not_measured(
            Text(
                f"Belum terukur penuh: {' dan '.join(n.id for n in names)} tidak dapat diambil.",
                f"Not fully measured: the {' and the '.join(n.en for n in names)} could not be fetched.",
            ),
            *(_why(seen, view) for view in missing),
        )
    if own.truncated:
        return not_measured(
            Text(
                "Belum terukur penuh: halaman depan terlalu panjang untuk dibaca seluruhnya.",
                "Not fully measured: the front page is too long to be read to its end.",
            )
        )
    return passed(
        Text(
            "Tidak ada sisipan judi pada halaman depan dan halaman lain yang diperiksa.",
            "No injected gambling on the front page and the further pages that were read.",
        ),
        *evidence,
    )


def _sitemap(seen: Seen) -> bytes:
    try:
        return served_file(seen, SITEMAP, "/sitemap.xml") or b""
    except NotSeen:
        return b""


def _summary(first: Sign) -> Text:
    view, kind, what = VIEW_NAMES[first.view], _kind(first), SUBJECT_NAMES[subject_of(first.words)]
    return Text(
        f"Ada {what.id}: {kind.id} pada {view.id}.",
        f"{what.en} been injected: {kind.en} in the {view.en}.",
    )


def _inside_summary(page: Inner) -> Text:
    first = page.signs[0]
    kind, what, path = _kind(first), SUBJECT_NAMES[subject_of(first.words)], clip(page.path)[:120]
    return Text(
        f"Ada {what.id}: {kind.id} di {path}.", f"{what.en} been injected: {kind.en} at {path}."
    )


def _inside(page: Inner) -> Evidence:
    kind = _kind(page.signs[0])
    where = Text(f"{page.path}: {kind.id}", f"{page.path}: {kind.en}")
    return Evidence(page.key, where, clip(page.signs[0].words))


def _kind(sign: Sign) -> Text:
    return KIND_NAMES[sign.kind].fill(how=clip(sign.how)[:60] or "?")


def _evidence(sign: Sign) -> Evidence:
    view, kind = VIEW_NAMES[sign.view], _kind(sign)
    key = (
        f"http:{sign.view}"
        if sign.kind in ("redirect", "code", "written_link")
        else f"page:{sign.view}"
    )
    if sign.kind == "sitemap":
        return Evidence(SITEMAP, kind, clip(sign.words))
    where = Text(f"{view.id}: {kind.id}", f"{view.en}: {kind.en}")
    return Evidence(key, where, clip(sign.words))


def _why(seen: Seen, view: View) -> Evidence:
    problem = seen.failure(f"http:{view}") or seen.failure(f"page:{view}")
    answer = seen.artifacts.get(f"http:{view}")
    status = f"HTTP {answer.status}" if isinstance(answer, HttpArtifact) else ""
    detail = problem.detail if problem else status
    return Evidence(f"http:{view}", VIEW_NAMES[view], clip(detail))


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
            HTTP_PHONE: failure(FailureKind.NXDOMAIN, "dns", "https://raja-slot777.example/"),
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
