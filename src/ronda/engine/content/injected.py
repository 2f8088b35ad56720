"""Gathers, once for all rules, what a visit saw of injected content on the front page and further ones."""

from collections.abc import Mapping

import msgspec

from ronda.engine.artifacts import Artifact, Failure, HttpArtifact, PageArtifact, View
from ronda.engine.content.gambling import signs
from ronda.engine.content.gambling_inner import Inner, inside
from ronda.engine.content.gambling_sign import ENOUGH, VIEWS, Family, Sides, Sign, of_family, total
from ronda.engine.content.host_lists import EMPTY, HostList

_KEPT = 2  # visits; each rule asks once, one after the other


class Injected(msgspec.Struct, frozen=True):
    """The signs of the front page, and of each further page that has any, weightiest first."""

    front: tuple[Sign, ...]
    pages: tuple[Inner, ...] = ()

    @property
    def weight(self) -> float:
        """The weight that decides: the front page's, or that of the weightiest further page."""
        return max((total(self.front), *(total(page.signs) for page in self.pages)), default=0.0)

    @property
    def decides(self) -> bool:
        """The front page's own signs are enough."""
        return total(self.front) >= ENOUGH

    def deciding(self) -> tuple[Sign, ...]:
        """All signs of those pages that are enough for a verdict."""
        front = self.front if self.decides else ()
        return (*front, *(sign for page in self.pages for sign in page.signs))


def injected(
    artifacts: Mapping[str, Artifact],
    host: str,
    sitemap: bytes,
    family: Family,
    listed: HostList = EMPTY,
) -> Injected:
    """Return what of a visit speaks for one family; further pages only where it is enough."""
    front, pages = _read(artifacts, host, sitemap, listed)
    chosen = [Inner(page.path, of_family(page.signs, family)) for page in pages]
    enough = tuple(page for page in chosen if total(page.signs) >= ENOUGH)
    return Injected(of_family(front, family), enough)


_memory: dict[tuple[object, ...], tuple[object, tuple[Sign, ...], tuple[Inner, ...]]] = {}


def _read(
    artifacts: Mapping[str, Artifact], host: str, sitemap: bytes, listed: HostList
) -> tuple[tuple[Sign, ...], tuple[Inner, ...]]:
    """All signs. The values are immutable, so that the same ones need no second reading."""
    key = (
        host,
        hash(sitemap),
        id(listed),
        *((name, id(value)) for name, value in sorted(artifacts.items())),
    )
    known = _memory.get(key)
    if known is None:
        known = (
            (*artifacts.values(), listed),
            _front(artifacts, host, sitemap, listed),
            tuple(inside(artifacts, host, listed)),
        )
        while len(_memory) >= _KEPT:
            _memory.pop(next(iter(_memory)), None)
        _memory[key] = known  # holds the values, so that no other gets their identities
    return known[1], known[2]


def _front(
    artifacts: Mapping[str, Artifact], host: str, sitemap: bytes, listed: HostList
) -> tuple[Sign, ...]:
    answers: dict[View, HttpArtifact | Failure] = {}
    pages: dict[View, PageArtifact] = {}
    for view in VIEWS:
        answer = artifacts.get(f"http:{view}")
        if isinstance(answer, HttpArtifact | Failure):
            answers[view] = answer
        got = artifacts.get(f"page:{view}")
        if isinstance(got, PageArtifact):
            pages[view] = got
    return signs(Sides(host, answers, pages, sitemap, listed))
