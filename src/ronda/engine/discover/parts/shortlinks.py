"""Asks short links where they lead, and reads pages of links once; remembers both for a while.

Asked as a visitor would, one request a second to a host, under the stop switch and the
do-not-visit list. What a short link leads to is not visited: its address is judged like any link.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from itertools import islice

import msgspec

from ronda.engine.artifacts import FailureKind, HttpArtifact, PageArtifact, SiteFacts
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control
from ronda.engine.collect.http import fetch
from ronda.engine.collect.page import parse_page
from ronda.engine.collect.scope import Scope
from ronda.engine.collect.target import redirected, target_of
from ronda.engine.collect.visit import Visit
from ronda.engine.collect.watch import watched
from ronda.engine.content.channels import channel_of
from ronda.engine.discover.parts.shorteners import Shorteners
from ronda.engine.netconfig import NetConfig
from ronda.engine.urls import BadUrl, parse

MAX_REMEMBERED = 3_000  # addresses
MAX_ADDRESS = 500  # characters; longer ones are no short links
MAX_HOPS = 4  # short links that lead to short links
MAX_LINKS = 100  # of a page of links
BODY_BYTES = 400_000
TIME = 40.0  # seconds for one address
TOGETHER = 120.0  # seconds after which no further address is asked in one go
SIDE_BY_SIDE = 8  # hosts asked at a time, each one address after the other
AGAIN = 1  # days until an address that did not answer is asked again
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Links = tuple[tuple[str, str], ...]  # (absolute address, words)


class Led(msgspec.Struct, frozen=True):
    """Where an address leads: to another one, or to a page with links, or nowhere ("why")."""

    target: str = ""
    links: Links = ()
    is_page: bool = False
    why: str = ""


class Remembered(msgspec.Struct, array_like=True):
    """What an address led to, and on which day it was asked (days since 1970)."""

    day: int
    target: str = ""  # "": nowhere
    is_page: bool = False


class ShortMemory:
    """Addresses asked before, the longest unasked forgotten first."""

    def __init__(self, state: object, today: int, again_days: int) -> None:
        self._today = today
        self._again = again_days
        self._known: dict[str, Remembered] = {}
        if isinstance(state, Mapping):
            for url, row in islice(state.items(), MAX_REMEMBERED):
                try:
                    self._known[str(url)] = msgspec.convert(row, Remembered)
                except msgspec.ValidationError:
                    continue

    def of(self, url: str) -> Remembered | None:
        """Return what is known of an address, or None when it is to be asked."""
        row = self._known.get(url)
        if row is None:
            return None
        age = self._today - row.day
        nowhere = not row.target and not row.is_page
        return row if 0 <= age < (AGAIN if nowhere else self._again) else None

    def keep(self, url: str, led: Led) -> None:
        """Remember where an address led today."""
        self._known.pop(url, None)
        self._known[url] = Remembered(self._today, led.target[:MAX_ADDRESS], led.is_page)
        while len(self._known) > MAX_REMEMBERED:
            del self._known[next(iter(self._known))]

    def state(self) -> dict[str, object]:
        """Return it as plain values for the checkpoint."""
        return {url: [r.day, r.target, r.is_page] for url, r in self._known.items()}


class ShortLinks:
    """Asks addresses of shorteners and pages of links, politely."""

    def __init__(
        self, table: Shorteners, net: NetConfig, control: Control, politeness: Politeness
    ) -> None:
        self._table = table
        self._net = net
        self._control = control
        self._politeness = politeness

    async def ask_all(self, addresses: Iterable[str]) -> dict[str, Led]:
        """Ask addresses: those of one host one after the other, several hosts side by side.

        Stops between two addresses when the stop switch is engaged or ``TOGETHER`` is over; what was
        not asked is left out.
        """
        by_host: dict[str, list[str]] = {}
        for url in addresses:
            by_host.setdefault(_host(url), []).append(url)
        places = asyncio.Semaphore(SIDE_BY_SIDE)
        found: dict[str, Led] = {}
        until = time.monotonic() + TOGETHER

        async def of_host(urls: list[str]) -> None:
            async with places:
                for url in urls:
                    if self._control.stopped() or time.monotonic() > until:
                        return
                    found[url] = await self.ask(url)

        await asyncio.gather(*(of_host(urls) for urls in by_host.values()))
        return found

    async def ask(self, url: str) -> Led:
        """Follow an address from short link to short link; never raises but for cancellation."""
        seen: set[str] = set()
        while True:
            seen.add(url)
            try:
                answer = await self._fetch(url)
            except Broken as broken:
                return Led(why=str(broken.kind))
            except TimeoutError:
                return Led(why=str(FailureKind.TIMEOUT))
            target = _target(answer)
            if not target:
                return self._page(url, answer)
            if not self._table.shortens(target):
                return Led(target=target)
            if target in seen or len(seen) >= MAX_HOPS:
                return Led(why=str(FailureKind.TOO_MANY_REDIRECTS))
            url = target

    async def _fetch(self, url: str) -> HttpArtifact:
        try:
            origin = parse(url)
        except BadUrl as bad:
            raise Broken(FailureKind.BAD_HTTP, "http", str(bad), url[:200]) from bad
        host = f"[{origin.host}]" if ":" in origin.host else origin.host
        # Somebody else's site: the least that the scope table allows.
        site = SiteFacts(f"{origin.scheme}://{host}/", origin.host, "third_party")
        scope = Scope(self._net, self._control)
        async with asyncio.timeout(TIME), Visit(site, self._net, scope, self._politeness) as visit:
            work = fetch(visit, url, "visitor", body_limit=BODY_BYTES, leave_site=False)
            return await watched(self._control, work)

    def _page(self, url: str, answer: HttpArtifact) -> Led:
        """An answer that leads nowhere by itself: somebody's page of links, or a dead end."""
        if answer.status != 200:
            return Led(why=f"status {answer.status}")
        social = channel_of(url) is not None
        if not self._table.lists(url) and not social:
            return Led(why="no redirect")
        page = parse_page(answer, self._net.limits)
        if not isinstance(page, PageArtifact):
            return Led(why="no page")
        here = _host(url)
        links = ((k.url, k.text) for k in page.links if not k.hidden and _host(k.url) != here)
        return Led(links=tuple(islice(dict.fromkeys(links), MAX_LINKS)), is_page=True)


def _target(answer: HttpArtifact) -> str:
    location = answer.header("location") if answer.status in _REDIRECTS else None
    if not location or len(location) > MAX_ADDRESS:
        return ""
    try:
        return redirected(target_of(answer.final_url), location).url
    except Broken:
        return ""


def _host(url: str) -> str:
    try:
        return parse(url).host.removeprefix("www.")
    except BadUrl:
        return ""
