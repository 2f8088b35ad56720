"""Gives each of our sites its turn to be read a little further, those that waited longest first."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping

import msgspec

from ronda.engine.artifacts import SiteFacts
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.discover.contract import Crawl, KnownPage
from ronda.engine.discover.parts.crawl import CrawledPage, Crawler, Link
from ronda.engine.discover.parts.frontier import SiteMemory
from ronda.engine.netconfig import NetConfig

SIDE_BY_SIDE = 10  # sites read at a time
MAX_SITES = 20_000  # remembered
MAX_FRONT = 2_000  # links of a front page


class Turn(msgspec.Struct, frozen=True):
    """What one site's turn brought; ``last_of_part``: a good moment to store it all."""

    site: SiteFacts
    pages: tuple[CrawledPage, ...]
    counts: Counter[str]
    last_of_part: bool


class CrawlRound:
    """All sites' turns of one run, and what is remembered of each for the next."""

    def __init__(self, state: object, today: int, limits: Crawl) -> None:
        self.counts: Counter[str] = Counter()
        self._today = today
        self._limits = limits
        self._state: dict[str, dict[str, object]] = {}
        if isinstance(state, Mapping):
            for url, row in state.items():
                if isinstance(row, Mapping) and len(self._state) < MAX_SITES:
                    self._state[str(url)] = dict(row)

    def state(self) -> dict[str, object]:
        """Return what is remembered, as plain values."""
        return dict(self._state)

    async def rounds(
        self,
        pages: Iterable[KnownPage],
        net: NetConfig,
        control: Control,
        politeness: Politeness,
    ) -> AsyncIterator[Turn]:
        """Yield what each site's turn brings, until the run's budget of pages is used."""
        own = {page.url: page for page in pages}
        # A site that is registered no more is forgotten.
        self._state = {url: row for url, row in self._state.items() if url in own}
        waiting = sorted(own.values(), key=lambda page: self._last(page.url))
        crawler = Crawler(net, control, politeness)
        left = self._limits.pages_a_run
        while waiting and left > 0 and not control.stopped():
            size = max(1, min(SIDE_BY_SIDE, left // max(1, self._limits.pages_a_site)))
            part, waiting = waiting[:size], waiting[size:]
            room = min(self._limits.pages_a_site, max(1, left // len(part)))
            turns = await asyncio.gather(*(self._turn(crawler, page, room) for page in part))
            for number, turn in enumerate(turns, start=1):
                left -= len(turn.pages)
                yield msgspec.structs.replace(turn, last_of_part=number == len(turns))
        self.counts["left_for_next_run"] += len(waiting)

    async def _turn(self, crawler: Crawler, page: KnownPage, room: int) -> Turn:
        assert page.site is not None  # noqa: S101 - chosen by having one
        front: list[Link] = list(page.links[:MAX_FRONT])
        memory = SiteMemory(self._state.get(page.url), self._today, self._limits.again_days)
        read = await crawler.read(page.site, front, memory, room)
        if read.pages:
            read.counts["sites_read"] += 1
        self._state[page.url] = {**memory.state(), "at": self._today}
        return Turn(page.site, tuple(read.pages), read.counts, last_of_part=False)

    def _last(self, url: str) -> int:
        day = self._state.get(url, {}).get("at")
        return day if isinstance(day, int) else 0
