"""Gives each of our sites its turn to be read a little further, those that waited longest first."""

import asyncio
from collections import Counter, deque
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
    """What one site's turn brought, and what is to be remembered of it."""

    site: SiteFacts
    pages: tuple[CrawledPage, ...]
    counts: Counter[str]
    memory: Mapping[str, object]


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
        """Yield what each site's turn brings, as it comes, until the run's budget of pages is used.

        A slow site holds up none but its own place. What is remembered of a site changes with the
        yield of its turn, so that :meth:`state` never speaks of a turn that nobody has seen.
        """
        own = {page.url: page for page in pages}
        # A site that is registered no more is forgotten.
        self._state = {url: row for url, row in self._state.items() if url in own}
        waiting = deque(sorted(own.values(), key=lambda page: self._last(page.url)))
        crawler = Crawler(net, control, politeness)
        left = self._limits.pages_a_run
        running: dict[asyncio.Task[Turn], tuple[str, int]] = {}
        try:
            while not control.stopped():
                while waiting and left > 0 and len(running) < SIDE_BY_SIDE:
                    page, room = waiting.popleft(), min(self._limits.pages_a_site, left)
                    left -= room
                    running[asyncio.create_task(self._turn(crawler, page, room))] = page.url, room
                if not running:
                    break
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    url, room = running.pop(task)
                    turn = task.result()
                    left += room - len(turn.pages)
                    self._state[url] = dict(turn.memory)
                    yield turn
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        self.counts["left_for_next_run"] += len(waiting) + len(running)

    async def _turn(self, crawler: Crawler, page: KnownPage, room: int) -> Turn:
        assert page.site is not None  # noqa: S101 - chosen by having one
        front: list[Link] = list(page.links[:MAX_FRONT])
        memory = SiteMemory(self._state.get(page.url), self._today, self._limits.again_days)
        read = await crawler.read(page.site, front, memory, room)
        if read.pages:
            read.counts["sites_read"] += 1
        return Turn(
            page.site, tuple(read.pages), read.counts, {**memory.state(), "at": self._today}
        )

    def _last(self, url: str) -> int:
        day = self._state.get(url, {}).get("at")
        return day if isinstance(day, int) else 0
