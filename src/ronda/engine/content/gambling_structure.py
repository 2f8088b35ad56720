"""Signs of injected content that need no word: how links to strangers are placed, in every view."""

from collections.abc import Iterator

from ronda.engine.artifacts import Link, PageArtifact, View
from ronda.engine.content.foreign import is_office
from ronda.engine.content.gambling_links import weigh
from ronda.engine.content.gambling_sign import OTHERS, VIEWS, Sides, Sign
from ronda.engine.content.hosts import belongs, host_of, registered
from ronda.engine.content.open_blocks import Block, beyond, comment_block, open_blocks
from ronda.engine.content.smuggled import (
    Lead,
    Placed,
    in_many_tongues,
    leads,
    shop_window,
    shown_openly,
    smuggled,
)
from ronda.engine.content.strangers import unrelated
from ronda.engine.content.subjects import subject_of
from ronda.engine.content.veiled import veiled_anchors
from ronda.engine.content.written import PACKED, written_links

_LINKS = 3_000
_CODE = 500_000
_KINDS: dict[Placed, str] = {
    "packed": "hidden_link",
    "hidden": "hidden_link",
    "comment": "comment_link",
    "open": "open_link",
}
_VEILED = 0.6
# What only another view leads to counts from so many phrases for one stranger, or so many strangers.
_AGAIN, _SEVERAL = 2, 3


def structure(sides: Sides) -> Iterator[Sign]:
    """Return what the placing of links to strangers adds to what their words weigh."""
    page = sides.pages.get("visitor")
    told: set[str] = set()
    if page is not None:
        counted: dict[Placed, dict[str, float]] = {"open": {}, "comment": {}}
        for how, lead in smuggled(page, sides.host, sides.listed):
            told.add(registered(lead.host))
            if how in counted:
                counted[how][registered(lead.host)] = lead.weight
            yield _sign(_KINDS[how], "visitor", lead)
        yield from _blocks(page, sides, counted)
        for lead in in_many_tongues(page, sides.host):
            yield _sign("open_link", "visitor", lead)
        yield from _window(page, sides)
    yield from _in_other_views(sides, told)
    yield from _written(sides, told)
    yield from _veiled(sides)


def _sign(kind: str, view: View, lead: Lead) -> Sign:
    words = f"{lead.link.text} -> {lead.link.url}"
    place = lead.link.place if kind != "written_link" else ""
    return Sign(kind, view, lead.weight, words, lead.link.hidden, lead.subject, place)


def _blocks(
    page: PageArtifact, sides: Sides, counted: dict[Placed, dict[str, float]]
) -> Iterator[Sign]:
    """What links side by side, and those in comments, weigh together more than one by one."""
    blocks: list[tuple[Placed, Block]] = [
        ("open", block) for block in open_blocks(page, sides.host, sides.listed)[:1]
    ]
    if comments := comment_block(page, sides.host, sides.listed):
        blocks.append(("comment", comments))
    for how, block in blocks:
        weight = beyond(block, sides.host, sides.listed, counted[how])
        if weight > 0:
            link = block.links[0]
            words = f"{link.text} -> {link.url}"
            yield Sign(_KINDS[how], "visitor", weight, words, "", block.subject, link.place)


def _window(page: PageArtifact, sides: Sides) -> Iterator[Sign]:
    """All links of the page are a stranger's advertisements, and no office speaks on it."""
    lead = shop_window(page, sides.host)
    if lead is None:
        return
    said = f"{page.title} . {' . '.join(page.headings[:20])} . {page.text}"
    if not is_office(said.lower().replace(sides.host, " ")):
        yield Sign(
            "taken_over", "visitor", 1.0, page.title or lead.phrases[0], subject=lead.subject
        )


def _in_other_views(sides: Sides, told: set[str]) -> Iterator[Sign]:
    """Strangers to whom only the page leads that a robot or a phone gets."""
    base = sides.pages.get("visitor")
    if base is None:
        return
    usual = {registered(host_of(link.url)) for link in base.links[:_LINKS]}
    for view in OTHERS:
        page = sides.pages.get(view)
        if page is None or not belongs(host_of(page.url), sides.host):
            continue
        links = [
            link
            for link in page.links[:_LINKS]
            if link.hidden != "noscript" and registered(host_of(link.url)) not in usual | told
        ]
        found = leads(links, sides.host, "hidden", listed=sides.listed, once=True)
        for lead in found:
            if len(lead.phrases) < _AGAIN and len(found) < _SEVERAL:
                continue  # an advertisement that changes with each request
            told.add(registered(lead.host))
            yield _sign("view_link", view, lead)


def _written(sides: Sides, told: set[str]) -> Iterator[Sign]:
    """Links that scripts write so that no visitor sees them; packed ones are weighed elsewhere."""
    known = shown_openly(sides.pages.get("visitor"))
    for view in VIEWS:
        answer = sides.answer(view)
        if answer is None or not belongs(host_of(answer.final_url), sides.host):
            continue
        written = [one for one in written_links(answer.body[:_CODE]) if one.how not in PACKED]
        for hidden in (True, False):
            links = [one.link for one in written if bool(one.how) is hidden]
            placing: Placed = "packed" if hidden else "open"
            for lead in leads(links, sides.host, placing, known=known, listed=sides.listed):
                if registered(lead.host) not in told:
                    told.add(registered(lead.host))
                    yield _sign("written_link", view, lead)


def _veiled(sides: Sides) -> Iterator[Sign]:
    """Links to strangers whose words the markup breaks or spells letter by letter."""
    answer = sides.answer("visitor")
    if answer is None or not belongs(host_of(answer.final_url), sides.host):
        return
    by_host: dict[str, list[Link]] = {}
    for link in veiled_anchors(answer.body[:_CODE]):
        if unrelated(host_of(link.url), sides.host):
            by_host.setdefault(registered(host_of(link.url)), []).append(link)
    for links in by_host.values():
        said = sum(
            weigh(link, sides.host, concealed=False, listed=sides.listed).weight for link in links
        )
        weight = max(0.0, _VEILED * min(len(links), 2) - said)
        if weight:
            text = " . ".join(link.text for link in links)
            about = subject_of(text, host_of(links[0].url))
            words = f"{links[0].text} -> {links[0].url}"
            yield Sign("veiled_link", "visitor", weight, words, subject=about)
