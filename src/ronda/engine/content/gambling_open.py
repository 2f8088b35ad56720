"""Weighs the gambling links of a page that every visitor sees: an advertiser's, or a warning's."""

from collections.abc import Iterable

import msgspec

from ronda.engine.artifacts import Link, PageArtifact
from ronda.engine.content.gambling_links import Weighed, weigh
from ronda.engine.content.gambling_words import STRONG, promotion
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.strangers import unrelated

_LINKS = 3_000
# Where the page warns of gambling its links never decide alone.
_WARNED = 0.9
# Each further advertisement for the same host, up to two: no article links its subject again and
# again, each time with other words of praise.
_AGAIN = 0.3
# Letters on either side of a link: where an advertiser goes on, and where a warning may stand.
_BESIDE, _NEAR = 60, 150


def open_links(page: PageArtifact, host: str, listed: HostList = EMPTY) -> list[Weighed]:
    """Return the gambling links of the page itself that visitors see, one a host, the weightiest first."""
    links = (
        link for link in page.links[:_LINKS] if not (link.place == "comment" or "ugc" in link.rel)
    )
    return praised_links(page, links, host, listed=listed)


def praised_links(
    page: PageArtifact,
    links: Iterable[Link],
    host: str,
    *,
    mild: bool = True,
    listed: HostList = EMPTY,
) -> list[Weighed]:
    """Return those of a page's links that lead to gambling, one a host, the weightiest first.

    ``mild``: where the page warns of gambling its links do not decide alone. Visitors' comments
    under a warning are none of it.
    """
    best: dict[str, Weighed] = {}
    praised: dict[str, set[str]] = {}
    said: dict[str, set[str]] = {}
    for link in links:
        if link.hidden:
            continue
        got = weigh(link, host, concealed=False, listed=listed)
        if got.bare:
            said.setdefault(got.host, set()).add(link.text.strip().lower()[:100])
        if got.advertises:
            praised.setdefault(got.host, set()).add(link.text.strip().lower()[:100])
        if got.weight > (best[got.host].weight if got.host in best else 0):
            best[got.host] = got
    weighed = [
        _with_words_beside(_repeated(got, len(said.get(got.host, ()))), page, host)
        for got in best.values()
    ]
    weighed.sort(key=lambda one: -one.weight)
    # Advertisements for two such hosts stand in no warning, whatever the words beside them.
    if not mild or len(praised) >= 2 or not _warns(page, weighed):
        return weighed
    left = _WARNED
    limited = []
    for got in weighed:
        weight = min(got.weight, left)
        left -= weight
        limited.append(msgspec.structs.replace(got, weight=weight))
    return limited


def _repeated(got: Weighed, times: int) -> Weighed:
    more = _AGAIN * min(max(0, times - 1), 2)
    return msgspec.structs.replace(got, weight=got.weight + more)


def _with_words_beside(got: Weighed, page: PageArtifact, host: str) -> Weighed:
    """An advertisement whose neighbours promote as well needs no known host: no headline stands so.

    Words that condemn around it are weighed afterwards, for all links of the page.
    """
    if not got.bare or got.weight >= 1 or not unrelated(got.host, host):
        return got
    around = promotion(_around(page, got.link, _BESIDE))
    if around.weight - promotion(got.link.text).weight < STRONG or around.warned:
        return got
    return msgspec.structs.replace(got, weight=1.0)


def _warns(page: PageArtifact, links: Iterable[Weighed]) -> bool:
    top = promotion(" . ".join((page.title, *page.headings[:1])))
    return top.warned or _warned_around(page, links)


def _warned_around(page: PageArtifact, links: Iterable[Weighed]) -> bool:
    """The page's words around one of these links warn of gambling."""
    return any(promotion(_around(page, got.link, _NEAR)).condemned for got in list(links)[:20])


def _around(page: PageArtifact, link: Link, letters: int) -> str:
    """A link's words with the page's on either side, where it first says them; "" where it never does."""
    at = page.text.find(link.text) if link.text else -1
    return page.text[max(0, at - letters) : at + len(link.text) + letters] if at >= 0 else ""
