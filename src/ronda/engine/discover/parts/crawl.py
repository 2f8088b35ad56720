"""Reads some further pages of one site of ours, as its robots.txt allows, and brings their links."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

import msgspec
from protego import Protego

from ronda.engine.artifacts import (
    INNER_PAGE_PREFIX,
    INNER_PREFIX,
    PATH_PREFIX,
    Artifact,
    Failure,
    FailureKind,
    HttpArtifact,
    PageArtifact,
    SiteFacts,
)
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.collect.inner import below, is_news
from ronda.engine.content.sitemaps import dated, is_index
from ronda.engine.discover.parts.frontier import SiteMemory, choose
from ronda.engine.netconfig import NetConfig
from ronda.engine.observe import observe
from ronda.engine.urls import Origin, parse

AGENT = "Ronda"  # as robots.txt files name us
MAX_SITEMAPS = 3  # a run, beside /sitemap.xml
AT_ONCE = 4  # pages a visit: so much is held in memory, and a stop is obeyed in between
MAX_DELAY = 10.0  # seconds; a site that asks for more is read that slowly, but for fewer pages
WAITING = 60.0  # seconds a site and run that are spent waiting at most
TURN = 120.0  # seconds after which a slow site's turn asks for nothing more
MAX_LINKS = 600  # of one page
MAX_ROBOTS = 65_536  # bytes
_ROBOTS = f"{PATH_PREFIX}/robots.txt"
_SITEMAP = "/sitemap.xml"
_UNANSWERED = "unanswered"

Link = tuple[str, str, str]  # (absolute address, words, place)


class Robots(msgspec.Struct, frozen=True):
    """What a robots.txt (RFC 9309) says to us."""

    delay: float  # seconds between two requests that it asks for; 0 when our own pace is as slow
    sitemaps: tuple[str, ...]
    _rules: Protego | None  # None: it could not be understood, so nothing is allowed

    def allows(self, origin: Origin, path: str) -> bool:
        """Whether we may read a path of the site."""
        if self._rules is None:
            return False
        try:
            return bool(self._rules.can_fetch(f"{origin.url.rstrip('/')}{path}", AGENT))
        except ValueError:
            return False  # an address that cannot be taken apart


def rules_of(body: bytes) -> Robots:
    """Read a robots.txt. What breaks the reader forbids all: nobody is crawled by mistake."""
    try:
        rules = Protego.parse(body[:MAX_ROBOTS].decode("utf-8", "replace"))
        wanted = rules.crawl_delay(AGENT)
        sitemaps = tuple(islice(rules.sitemaps, 50))
    except (ValueError, OverflowError):
        return Robots(0.0, (), None)
    delay = float(wanted) if wanted is not None else 0.0
    return Robots(min(delay, MAX_DELAY) if delay > 1 else 0.0, sitemaps, rules)


class CrawledPage(msgspec.Struct, frozen=True):
    """A page as read: its links to elsewhere that no earlier page of the site had."""

    url: str
    links: tuple[Link, ...]


class Crawled(msgspec.Struct):
    """What one turn at a site brought."""

    site: SiteFacts
    memory: SiteMemory
    pages: list[CrawledPage]
    counts: Counter[str]


class Crawler:
    """Reads sites, each in its turn; one for a run, so that politeness spans all of them."""

    def __init__(self, net: NetConfig, control: Control, politeness: Politeness) -> None:
        self._net = net
        self._control = control
        self._politeness = politeness

    async def read(
        self, site: SiteFacts, front: Sequence[Link], memory: SiteMemory, room: int
    ) -> Crawled:
        """Read at most ``room`` further pages of a site.

        ``front``: the links of its front page as a patrol last saw it. What the scope table does
        not permit is not asked for; a robots.txt that cannot be had forbids all (RFC 9309, 2.3.1.4).
        """
        turn = _Turn(self, site, front, memory)
        result = Crawled(site, memory, turn.pages, turn.counts)
        rules = None if memory.is_full or room <= 0 else await turn.rules()
        if rules is None:
            return result
        listed = await turn.sitemaps(rules)
        if rules.delay:
            room = min(room, max(1, int(WAITING / rules.delay)))
        paths = choose(
            memory,
            linked=turn.linked(),
            listed=listed,
            room=room,
            allowed=lambda path: rules.allows(turn.origin, path),
            counts=turn.counts,
        )
        await turn.read(paths, rules.delay)
        return result

    async def fetch(self, site: SiteFacts, keys: Sequence[str]) -> Mapping[str, Artifact]:
        """Ask for some keys of a site in one visit."""
        seen = await observe(
            site,
            frozenset(keys),
            net=self._net,
            control=self._control,
            politeness=self._politeness,
        )
        return seen.artifacts

    def stopped(self) -> bool:
        """Nothing more may be asked for."""
        return self._control.stopped()


class _Turn:
    def __init__(
        self, crawler: Crawler, site: SiteFacts, front: Sequence[Link], memory: SiteMemory
    ) -> None:
        self.origin: Origin = parse(site.url)
        self.pages: list[CrawledPage] = []
        self.counts: Counter[str] = Counter()
        self._crawler = crawler
        self._site = site
        self._front = front
        self._memory = memory
        self._until = time.monotonic() + TURN
        # Menus and feet repeat on every page; what the front page links was judged there.
        self._seen = {url for url, _, _ in front}

    async def rules(self) -> Robots | None:
        """Return what robots.txt says, or None when the site is to be left alone."""
        found = await self._crawler.fetch(self._site, [_ROBOTS])
        answer = found.get(_ROBOTS)
        if isinstance(answer, HttpArtifact):
            if answer.status == 200:
                return rules_of(answer.body)
            if 300 <= answer.status < 500 and answer.status != 429:
                return rules_of(b"")
        refused = isinstance(answer, Failure) and answer.kind is FailureKind.BLOCKED_BY_POLICY
        self.counts["out_of_scope" if refused else _UNANSWERED] += 1
        return None

    async def sitemaps(self, rules: Robots) -> list[str]:
        """Return the paths that the sitemaps list, the newest first."""
        places = [path for url in rules.sitemaps if (path := below(url, self.origin))] or [_SITEMAP]
        listed: list[tuple[str, str]] = []
        room = MAX_SITEMAPS + 1
        while places and room and not self._is_over():
            path = places.pop(0)
            room -= 1
            if not rules.allows(self.origin, path):
                continue
            body = await self._body(path)
            entries = [(p, day) for url, day in dated(body) if (p := below(url, self.origin))]
            if is_index(body):
                # The parts with news first, of these the newest; then those not read through lately.
                entries.sort(key=lambda e: (self._memory.has(e[0]), not is_news(_part(e[0]))))
                places = [p for p, _ in entries if not p.endswith(".gz")] + places
                continue
            listed += entries
            if all(self._memory.has(p) for p, _ in entries):
                self._memory.read(path)  # nothing is left in it: another one is read next time
        return [path for path, _ in sorted(listed, key=lambda e: e[1], reverse=True)]

    def linked(self) -> list[str]:
        """Paths of this site that its front page links."""
        paths = (below(url, self.origin) for url, _, _ in self._front)
        return [path for path in paths if path]

    async def read(self, paths: Sequence[str], delay: float) -> None:
        """Read pages, a few in one visit, or one by one with the pause that the site asks for."""
        size = 1 if delay else AT_ONCE
        ahead: list[str] = []
        for start in range(0, len(paths), size):
            if self._is_over():
                break
            if delay and start:
                await asyncio.sleep(delay)
            part = paths[start : start + size]
            found = await self._crawler.fetch(self._site, [f"{INNER_PREFIX}{p}" for p in part])
            answered = [self._take(path, found, ahead) for path in part]
            if not any(answered):
                break
        self._memory.look_ahead(ahead)

    def _take(self, path: str, found: Mapping[str, Artifact], ahead: list[str]) -> bool:
        """Keep what a page links; return whether the server answered at all."""
        answer = found.get(f"{INNER_PREFIX}{path}")
        if not isinstance(answer, HttpArtifact):
            self.counts[_UNANSWERED] += 1
            return False
        self._memory.read(path)
        self.counts["pages_read"] += 1
        page = found.get(f"{INNER_PAGE_PREFIX}{path.lstrip('/')}")
        if not isinstance(page, PageArtifact):
            return True
        links: list[Link] = []
        for link in page.links[:MAX_LINKS]:
            own = below(link.url, self.origin)
            if own:
                ahead.append(own)
            elif not link.hidden and link.url not in self._seen:
                # A hidden link is what an intruder planted, never the office's own pointer.
                self._seen.add(link.url)
                links.append((link.url, link.text, link.place))
        self.pages.append(CrawledPage(page.url, tuple(links)))
        return True

    def _is_over(self) -> bool:
        """Stopped, or so slow that others wait: the next run goes on here."""
        return self._crawler.stopped() or time.monotonic() > self._until

    async def _body(self, path: str) -> bytes:
        key = f"{INNER_PREFIX}{path}"
        answer = (await self._crawler.fetch(self._site, [key])).get(key)
        if isinstance(answer, HttpArtifact) and answer.status == 200:
            return answer.body
        return b""


def _part(path: str) -> str:
    """A sitemap's name as the path of what it lists: "/post-sitemap2.xml" lists posts."""
    return (
        "/" + path.rpartition("/")[2].removesuffix(".xml").replace("-", "/").replace("_", "/") + "/"
    )
