"""Weighs links to strangers by how they are placed, whatever they say: the structure of injected links.

Who plants links for search engines names what is sold in the words of the link, and leads to the front
page of a host that has nothing to do with the office, often several times with other words each. An
office's own link names whom it leads to. Hidden, packed or kept for robots, such links have no honest
purpose; in plain sight they need more that speaks against them.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from ronda.engine.artifacts import Link, PageArtifact
from ronda.engine.content.gambling_links import weigh
from ronda.engine.content.gambling_sign import AT_MOST
from ronda.engine.content.gambling_words import Subject
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import belongs, host_of, registered
from ronda.engine.content.phrases import alike, is_front, phrase
from ronda.engine.content.strangers import thrown_away, unrelated
from ronda.engine.content.subjects import told
from ronda.engine.content.tongues import tongue_of, tongues
from ronda.engine.content.veiled import veiled_anyhow

Placed = Literal["packed", "hidden", "comment", "open"]
"""How links are kept from visitors: so that nobody finds them by chance, as honest menus may be, not."""

_LINKS = 3_000
# By how many different phrases lead to one stranger.
_WEIGHTS: dict[Placed, tuple[float, ...]] = {
    "packed": (0.0, 0.6, 1.0),
    "hidden": (0.0, 0.3, 0.6, 1.0),
    "comment": (0.0, 0.3, 0.6, 1.0),
    "open": (0.0, 0.0, 0.3, 0.6, 0.75),
}
_SURE = 0.15  # more for a host that is named so, and for words that sell
_SELLS = 0.2
_FOREIGN = 0.25  # more for words in a foreign tongue beside others, in plain sight
_VEILED = 0.6
_DECEIVES = frozenset({"off-screen", "font-size:0", "opacity:0", "zero-size", "same-colour"})
_OWN_PLACES = frozenset({"nav", "header"})  # where menus wait out of sight


class Lead(msgspec.Struct, frozen=True):
    """A stranger to whom links lead: one of them, how many phrases there are, the weight."""

    link: Link
    host: str
    phrases: tuple[str, ...]
    weight: float
    subject: Subject | None


def placed(link: Link) -> Placed | None:
    """How a link of a page stands; None for one that no rule here speaks of."""
    if link.hidden == "noscript":
        return None
    if link.hidden:
        deceives = link.hidden in _DECEIVES and link.place not in _OWN_PLACES
        return "packed" if deceives else "hidden"
    return "comment" if link.place == "comment" or "ugc" in link.rel else "open"


def leads(
    links: Iterable[Link],
    own: str,
    how: Placed,
    *,
    known: frozenset[str] = frozenset(),
    listed: HostList = EMPTY,
    once: bool = False,
) -> list[Lead]:
    """Return the strangers to whom links of one placing lead, the weightiest first.

    ``known``: registered domains that the page leads to in plain sight. The weight is what the
    structure adds to what the links' words weigh by themselves (:func:`weigh`), as that is counted:
    of one host the links together, or with ``once`` one of them.
    """
    groups: dict[str, dict[str, Link]] = {}
    for link in links:
        host = host_of(link.url)
        if not unrelated(host, own) or registered(host) in known or not is_front(link.url):
            continue
        if said := phrase(link.text, host):
            groups.setdefault(registered(host), {}).setdefault(said, link)
    found = [_lead(group, own, how, listed, once=once) for group in groups.values()]
    if len(found) > 1 and any(one.subject == "japanese" for one in found):
        # One tongue of several tells nothing of what is sold.
        together = " . ".join(said for group in groups.values() for said in group)
        about = told(together, tuple(one.host for one in found)).subject
        found = [
            msgspec.structs.replace(one, subject=about) if one.subject == "japanese" else one
            for one in found
        ]
    return sorted((one for one in found if one.weight > 0), key=lambda one: -one.weight)


def _lead(group: dict[str, Link], own: str, how: Placed, listed: HostList, *, once: bool) -> Lead:
    first = next(iter(group.values()))
    host = host_of(first.url)
    said = told(" . ".join(group), (host,))
    steps = _WEIGHTS[how]
    weight = steps[min(len(group), len(steps) - 1)]
    if weight:
        weight += _SURE if alike(host, listed) else 0.0
        weight += _SURE if how == "open" and thrown_away(host) else 0.0
        weight += _FOREIGN if how == "open" and tongues(group) else 0.0
        weight += _SELLS if said.sells else 0.0
    veiled = sum(veiled_anyhow(link.text) for link in group.values())
    weight = max(weight, _VEILED * min(veiled, 2))
    counted = [
        weigh(link, own, concealed=how in ("packed", "hidden"), listed=listed)
        for link in group.values()
    ]
    named = min(AT_MOST["lead"], sum(one.weight for one in counted if one.lead))
    words = named + sum(one.weight for one in counted if not one.lead)
    if once:
        words = max(one.weight for one in counted)
    return Lead(first, host, tuple(group), max(0.0, weight - words), said.subject)


def shown_openly(page: PageArtifact | None) -> frozenset[str]:
    """Return the registered domains to which a page leads in plain sight, comments apart."""
    links = page.links[:_LINKS] if page else ()
    return frozenset(registered(host_of(link.url)) for link in links if placed(link) == "open")


def smuggled(
    page: PageArtifact, own: str, listed: HostList = EMPTY
) -> Iterator[tuple[Placed, Lead]]:
    """Return the strangers of one page, by how their links are placed."""
    by_place: dict[Placed, list[Link]] = {}
    for link in page.links[:_LINKS]:
        how = placed(link)
        if how is not None:
            by_place.setdefault(how, []).append(link)
    known = shown_openly(page)
    for how, links in by_place.items():
        aside = frozenset() if how == "open" else known
        for lead in leads(links, own, how, known=aside, listed=listed):
            yield how, lead


def in_many_tongues(page: PageArtifact, own: str) -> tuple[Lead, ...]:
    """Return links by which a page advertises strangers in the tongues of several countries.

    An office leads to pages in another tongue under its own name or a public body's; who promotes
    for search engines does it in all tongues that pay.
    """
    found: dict[str, Link] = {}
    for link in page.links[:_LINKS]:
        host = host_of(link.url)
        if link.text.isascii() or not unrelated(host, own) or not is_front(link.url):
            continue
        if (tongue := tongue_of(link.text)) and phrase(link.text, host):
            found.setdefault(tongue, link)
    if len(tongues(link.text for link in found.values())) < _TONGUES:
        return ()
    hosts = tuple(dict.fromkeys(host_of(link.url) for link in found.values()))
    about = told(" . ".join(link.text for link in found.values()), hosts).subject
    return tuple(
        Lead(link, host_of(link.url), (link.text,), 1.0 / _TONGUES, about)
        for link in found.values()
    )


_TONGUES = 2
_LEAST = 3
_LED_AWAY = 0.8  # of a page's links


def shop_window(page: PageArtifact, own: str) -> Lead | None:
    """Return to whom a page leads whose links are all a stranger's advertisements, or None.

    Nothing leads home, to a public body or to a platform: such pages are made for search engines.
    """
    links = [link for link in page.links[:_LINKS] if host_of(link.url)]
    if len(links) < _LEAST or any(belongs(host_of(link.url), own) for link in links):
        return None
    strange = [link for link in links if unrelated(host_of(link.url), own)]
    if len(strange) < _LED_AWAY * len(links):
        return None
    said = {
        (registered(host_of(link.url)), text): link
        for link in strange
        if is_front(link.url) and (text := phrase(link.text, host_of(link.url)))
    }
    if len(said) < _LEAST:
        return None
    first = next(iter(said.values()))
    hosts = tuple(dict.fromkeys(host_of(link.url) for link in said.values()))
    texts = tuple(text for _, text in said)
    about = told(" . ".join((page.title, *texts)), hosts)
    return Lead(first, host_of(first.url), texts, 1.0, about.subject)
