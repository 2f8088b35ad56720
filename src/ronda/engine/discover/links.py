"""Links from pages of known sites to hosts that nobody has registered.

What it reads: the front pages that a patrol has already brought back; then, by itself, some further
pages of the office's own sites: what their sitemaps list, menus, feet and news, the newest first, a
few of each site and run, so that a large site is read through in time and nothing is read twice
within some days (``RONDA_CRAWL_PAGES_A_SITE``, ``RONDA_CRAWL_PAGES_A_RUN``,
``RONDA_CRAWL_AGAIN_DAYS``). It does what robots.txt says, keeps out of calendars and sorted lists,
and reads no site that the office does not hold.

A short link (bit.ly, s.id ...) is asked where it leads, as a visitor would; what it leads to is
judged by its address like any link and not visited. A page of links ("link in bio") is read once.
Both are remembered (``RONDA_SHORT_LINKS_A_RUN``).

A link is worth a look when its address or its words carry an office's name, a region's name, a kind
or a field of offices, when its words call it an application as offices name theirs ("E-KAPAL"), or
when an official page leads to a bare IP address. Any other unknown site that one of our pages links
to is a lead: Ronda looks at it once, and it becomes a candidate only when what stands there concerns
us. The source sees only what known pages link to.

Social profiles and applications in stores are recorded for the site that links to them. They are not
visited, unless the office says so (``RONDA_READ_SOCIAL=1``): then a profile is read like a page of
links.

What it drops, counted: links within known sites, links to the large platforms, names in other
governments' zones, schools and universities without a sign, addresses that are none.

What it costs: the office's own sites a few pages a day, one request a second at most; a shortener
one request for each link that is new.
"""

import time
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

import msgspec

from ronda.engine.artifacts import SiteFacts
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.collect.scope import allowance_of
from ronda.engine.content.channels import APPS, channel_of
from ronda.engine.discover.contract import (
    Checkpoint,
    Known,
    KnownPage,
    Note,
    Sighting,
    SourceContext,
    SourceMeta,
)
from ronda.engine.discover.parts.crawlround import CrawlRound
from ronda.engine.discover.parts.linkjudge import LinkJudge, Place
from ronda.engine.discover.parts.shorteners import shorteners
from ronda.engine.discover.parts.shortlinks import MAX_ADDRESS, Led, ShortLinks, ShortMemory
from ronda.engine.text import Text

META = SourceMeta(
    id="links",
    title=Text("Tautan dari situs yang dikenal", "Links from known sites"),
    what=Text(
        "Membaca tautan pada halaman situs kantor sendiri: halaman depan, lalu berita, menu, dan peta "
        "situsnya sedikit demi sedikit; menanyakan ke mana tautan pendek mengarah. Hanya melihat "
        "situs yang ditautkan dari sana.",
        "Reads links on pages of the office's own sites: front pages, then news, menus and sitemaps "
        "little by little; asks where short links lead. Sees only sites that are linked there.",
    ),
    cost=Text(
        "Situs kantor sendiri: beberapa halaman sehari, paling banyak satu permintaan per detik, "
        "sesuai robots.txt. Pemendek tautan: satu permintaan untuk tiap tautan baru.",
        "The office's own sites: a few pages a day, at most one request a second, as robots.txt "
        "allows. Shorteners: one request for each new link.",
    ),
)
MAX_LINKS = 2_000  # a page
MAX_WAITING = 5_000  # short links that wait for an answer
STORE_EVERY = 45.0  # seconds; what is remembered of many sites is not written after each
SHORT_AT_ONCE = 40  # asked between two checkpoints
ROUNDS = 3  # a short link may lead to a page of links, whose links may be short
_TRUSTED = frozenset({"official", "unofficial"})
_OWN_PLACES = frozenset({"nav", "header", "footer"})
_DAY = 86_400
# The funnel as it is read: pages, their links, short ones among them, what came of all.
_STEPS = (
    *("sites_read", "pages_read", "robots", "trap", "unanswered", "read", "short_links"),
    *("short_remembered", "short_resolved", "link_pages", "short_dead", "short_left", "own_site"),
    *("known", "platform", "other_government", "institution", "duplicate", "lead", "sighted"),
)

Event = Sighting | Checkpoint | Note | Known


async def discover(context: SourceContext) -> AsyncIterator[Event]:
    """Yield the unknown sites that pages of ours link to, and the profiles and applications."""
    run = _Run(context)
    for page in context.pages:
        for event in run.front(page):
            yield event
    if context.control is not None:
        async for event in run.visit(context.control):
            yield event
        yield Checkpoint(run.state())
    counts = run.judge.counts
    for step in dict.fromkeys((*_STEPS, *counts)):
        if counts[step]:
            yield Note(step, counts[step])


class _Waiting(msgspec.Struct, frozen=True):
    """A link whose address has to be asked where it leads."""

    site: str
    place: Place
    words: str
    where: str


class _Run:
    """One run of the source."""

    def __init__(self, context: SourceContext) -> None:
        self.judge = LinkJudge(context, META.id)
        self._context = context
        self._today = int((context.now - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) // _DAY
        self._table = shorteners(context.net.extra_shorteners, context.net.extra_link_pages)
        again = context.crawl.again_days
        self._short = ShortMemory(context.checkpoint.get("short"), self._today, again)
        self._crawl = CrawlRound(context.checkpoint.get("sites"), self._today, context.crawl)
        self._waiting: dict[str, list[_Waiting]] = {}
        self._left = context.crawl.short_links

    def state(self) -> dict[str, object]:
        """Where the next run goes on."""
        return {"short": self._short.state(), "sites": self._crawl.state()}

    def front(self, page: KnownPage) -> Iterator[Event]:
        """Judge the links of a front page."""
        if page.relation not in _TRUSTED:
            self.judge.counts["page_not_trusted"] += 1
            return
        place = Place(page.url, page.relation)
        yield from self._links(page.url, place, page.links[:MAX_LINKS])
        self.judge.counts["clipped"] += max(0, len(page.links) - MAX_LINKS)

    async def visit(self, control: Control) -> AsyncIterator[Event]:
        """Read further pages of our own sites, then ask where short links lead."""
        politeness = Politeness(self._context.net.limits)
        stored = time.monotonic()
        own = (page for page in self._context.pages if _is_read(page))
        async for crawled in self._crawl.rounds(own, self._context.net, control, politeness):
            self.judge.counts += crawled.counts
            for page in crawled.pages:
                place = Place(page.url, crawled.site.relation, further=True)
                for event in self._links(crawled.site.url, place, page.links):
                    yield event
            if time.monotonic() - stored > STORE_EVERY:
                stored = time.monotonic()
                yield Checkpoint(self.state())
        self.judge.counts += self._crawl.counts
        asker = ShortLinks(self._table, self._context.net, control, politeness)
        for _ in range(ROUNDS):
            async for event in self._ask(asker, control):
                yield event
        self.judge.counts["short_left"] += len(self._waiting)

    def _links(
        self, site: str, place: Place, links: Iterable[tuple[str, str, str]]
    ) -> Iterator[Event]:
        for address, words, where in links:
            self.judge.counts["read"] += 1
            yield from self._link(site, place, address, words, where)

    def _link(
        self, site: str, place: Place, address: str, words: str, where: str
    ) -> Iterator[Event]:
        channel = channel_of(address)
        if channel is not None:
            # What a news item mentions is somebody's; what the head or foot of a page shows is its own.
            own = not place.further or where in _OWN_PLACES or channel.network in APPS
            if own:
                now = self._context.now
                yield Known(
                    site,
                    channel.network,
                    channel.handle,
                    address,
                    place.page,
                    where,
                    words[:300],
                    now,
                )
            if self._context.crawl.read_social and own and channel.network not in APPS:
                self._wait(site, place, address, words, where)
        short, lists = self._table.shortens(address), self._table.lists(address)
        if short or lists:
            self.judge.counts["short_links"] += 1
            self._wait(site, place, address, words, where)
        if not short:
            sighting = self.judge.judge(place, address, words, where)
            if sighting is not None:
                yield sighting

    def _wait(self, site: str, place: Place, address: str, words: str, where: str) -> None:
        if len(address) > MAX_ADDRESS or (
            address not in self._waiting and len(self._waiting) >= MAX_WAITING
        ):
            self.judge.counts["over_limit"] += 1
            return
        self._waiting.setdefault(address, []).append(_Waiting(site, place, words, where))

    async def _ask(self, asker: ShortLinks, control: Control) -> AsyncIterator[Event]:
        """One round: what is remembered at once, then what the budget allows to be asked."""
        waiting, self._waiting = self._waiting, {}
        for address in list(waiting):
            known = self._short.of(address)
            if known is not None:
                self.judge.counts["short_remembered"] += 1
                led = Led(known.target, is_page=known.is_page)
                for event in self._led(address, led, waiting.pop(address)):
                    yield event
        while waiting and self._left > 0 and not control.stopped():
            part = list(islice(waiting, min(SHORT_AT_ONCE, self._left)))
            self._left -= len(part)
            answers = await asker.ask_all(part)
            for address in part:
                if address not in answers:
                    continue  # stopped, or out of time, before it was asked
                said = answers[address]
                self._short.keep(address, said)
                self.judge.counts[_step_of(said)] += 1
                for event in self._led(address, said, waiting.pop(address)):
                    yield event
            yield Checkpoint(self.state())
            if not answers:
                break
        for address, rows in waiting.items():
            self._waiting.setdefault(address, []).extend(rows)

    def _led(self, address: str, led: Led, rows: list[_Waiting]) -> Iterator[Event]:
        """Judge what an address has led to, for every page that links to it."""
        for row in rows:
            place = row.place
            if led.target:
                way = msgspec.structs.replace(place, via=(*place.via, address))
                yield from self._link(row.site, way, led.target, row.words, row.where)
            elif led.is_page and self._table.shortens(address):
                # Such a host does both; now that it showed a page it is a site like any other.
                sighting = self.judge.judge(place, address, row.words, row.where)
                if sighting is not None:
                    yield sighting
        if led.links and rows:
            first = rows[0]
            # Only what our own menu leads to speaks for us; a news item's link may be anybody's.
            relation = "" if first.place.further else first.place.relation
            page = Place(address, relation, led_from=first.place.page, further=first.place.further)
            links = ((url, words, "main") for url, words in led.links)
            yield from self._links(first.site, page, links)


def _step_of(led: Led) -> str:
    if led.target:
        return "short_resolved"
    return "link_pages" if led.is_page else "short_dead"


def _is_read(page: KnownPage) -> bool:
    """Only sites of which the scope table permits further pages."""
    site: SiteFacts | None = page.site
    return site is not None and allowance_of(site).inner_pages
