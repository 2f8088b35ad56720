"""Judges a visit for injected content of one family: what the two rules of it share."""

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
    View,
)
from ronda.engine.checks.contract import (
    Evidence,
    NotSeen,
    Seen,
    Severity,
    Verdict,
    failed,
    not_measured,
    passed,
)
from ronda.engine.checks.helpers import clip, not_own, own_page, served_file, status_seen, telling
from ronda.engine.content.gambling_entry import only_comments, way_in
from ronda.engine.content.gambling_inner import Inner
from ronda.engine.content.gambling_names import (
    KIND_NAMES,
    ONLY_NAMES,
    PLACE_NAMES,
    SUBJECT_NAMES,
    UNTOLD,
    VIEW_NAMES,
)
from ronda.engine.content.gambling_sign import ENOUGH, OTHERS, Family, Sign
from ronda.engine.content.injected import Injected, injected
from ronda.engine.content.inner import UNSEEN, inner_pages
from ronda.engine.text import Text

SITEMAP = "path:/sitemap.xml"
ROBOTS = "path:/robots.txt"
NEEDS = (HTTP_VISITOR, PAGE_VISITOR, HTTP_ROBOT, PAGE_ROBOT, HTTP_PHONE, PAGE_PHONE)
ALSO = (SITEMAP, ROBOTS, PATH_MISSING, INNER)

_SHOWN = 8
_FROM_SERVER = frozenset(
    {
        "redirect",
        "code",
        "written_link",
        "moved_script",
        "moved_refresh",
        "moved_form",
        "moved_frame",
        "home",
    }
)


def judge_injected(seen: Seen, family: Family, good: Text) -> Verdict:
    """Weigh the signs of all views and further pages that speak for one family."""
    found = injected(seen.artifacts, seen.site.host, _sitemap(seen), family, seen.listed)
    if HTTP_VISITOR in seen.artifacts and seen.failure(HTTP_VISITOR):
        # A visitor who is sent to a host that does not answer has been sent there all the same.
        front = tuple(sign for sign in found.front if sign.kind == "redirect")
        found = Injected(front, found.pages)
    if found.weight >= ENOUGH:
        return _failed(found)
    return _clean(seen) or passed(good, *(_evidence(sign) for sign in found.front[:_SHOWN]))


def _failed(found: Injected) -> Verdict:
    deciding = found.deciding()
    front = tuple(_evidence(sign) for sign in found.front[:_SHOWN] if sign.weight > 0)
    inside = tuple(_inside(page) for page in found.pages[:_SHOWN])
    way = way_in(deciding)
    key = front[0].artifact if found.decides else inside[0].artifact
    advice = (
        Evidence(
            key,
            Text(f"Kemungkinan jalan masuk: {way.entry.id}.", f"Probable way in: {way.entry.en}."),
        ),
        Evidence(
            key, Text(f"Yang dibersihkan: {way.clean.id}.", f"What to clean: {way.clean.en}.")
        ),
    )
    seen = (*front, *inside) if found.decides else (*inside, *front)
    return failed(
        _summary(found),
        *seen,
        *advice,
        confidence=min(0.99, 0.55 + 0.15 * found.weight),
        severity=Severity.MEDIUM if only_comments(deciding) else None,
    )


def _clean(seen: Seen) -> Verdict | None:
    """The verdict why nothing found is not the same as good; None when everything was seen."""
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
            raise NotSeen(key, answer)  # it may be the very page on which something was found
    broken = seen.failure(SITEMAP)
    if broken and broken.kind is not FailureKind.BLOCKED_BY_POLICY:
        raise NotSeen(SITEMAP, broken)  # doorway pages found before may be listed still
    if isinstance(seen.artifacts.get(SITEMAP), HttpArtifact):
        telling(seen, SITEMAP)
    own = own_page(seen)
    if isinstance(own, Verdict):
        return own
    missing = [
        view
        for view in OTHERS
        if f"page:{view}" not in _pages(seen) or not_own(seen, f"http:{view}")
    ]
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
    return None


def _pages(seen: Seen) -> set[str]:
    return {
        key
        for key in NEEDS
        if key.startswith("page:") and not seen.failure(key) and key in seen.artifacts
    }


def _sitemap(seen: Seen) -> bytes:
    try:
        return served_file(seen, SITEMAP, "/sitemap.xml") or b""
    except NotSeen:
        return b""


def _summary(found: Injected) -> Text:
    signs = found.front if found.decides else found.pages[0].signs
    first, kind = signs[0], _kind(signs[0])
    subject = next((sign.subject for sign in signs if sign.subject), None)
    what = SUBJECT_NAMES[subject] if subject else UNTOLD
    if found.decides:
        view = VIEW_NAMES[first.view]
        return Text(
            f"Ada {what.id}: {kind.id} pada {view.id}.",
            f"{what.en} been injected: {kind.en} in the {view.en}.",
        )
    path = clip(found.pages[0].path)[:120]
    view = VIEW_NAMES[first.view]
    seen_by = Text("", "") if first.view == "visitor" else Text(f" ({view.id})", f" ({view.en})")
    return Text(
        f"Ada {what.id}: {kind.id} di {path}{seen_by.id}.",
        f"{what.en} been injected: {kind.en} at {path}{seen_by.en}.",
    )


def _inside(page: Inner) -> Evidence:
    where, first = _where(page.signs[0]), page.signs[0]
    path = clip(page.path)[:120]
    return Evidence(page.key, Text(f"{path}, {where.id}", f"{path}, {where.en}"), clip(first.words))


def _evidence(sign: Sign) -> Evidence:
    if sign.kind == "sitemap":
        return Evidence(SITEMAP, _kind(sign), clip(sign.words))
    key = f"{'http' if sign.kind in _FROM_SERVER else 'page'}:{sign.view}"
    return Evidence(key, _where(sign), clip(sign.words))


def _where(sign: Sign) -> Text:
    """In which view, of which kind, in which part of the page, and for whom alone."""
    view, kind = VIEW_NAMES[sign.view], _kind(sign)
    place = PLACE_NAMES.get(sign.place) if sign.kind != "comment_link" else None
    only = ONLY_NAMES.get(sign.only)
    parts = [part for part in (kind, place, only) if part is not None]
    return Text(
        f"{view.id}: {', '.join(part.id for part in parts)}",
        f"{view.en}: {', '.join(part.en for part in parts)}",
    )


def _kind(sign: Sign) -> Text:
    kind = KIND_NAMES[sign.kind].fill(how=clip(sign.how)[:60] or "?")
    if sign.how and sign.kind == "moved_script":
        return Text(f"{kind.id}, dikemas ({sign.how})", f"{kind.en}, packed ({sign.how})")
    return kind


def _why(seen: Seen, view: View) -> Evidence:
    problem = seen.failure(f"http:{view}") or seen.failure(f"page:{view}")
    answer = seen.artifacts.get(f"http:{view}")
    status = f"HTTP {answer.status}" if isinstance(answer, HttpArtifact) else ""
    detail = problem.detail if problem else status
    return Evidence(f"http:{view}", VIEW_NAMES[view], clip(detail))
