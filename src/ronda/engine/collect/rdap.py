"""Asks registries about domains over RDAP (RFC 9082), politely: bootstrap, rates, redirects.

Which server answers for which ending stands in IANA's bootstrap file (RFC 9224), which the operator
keeps on this machine. Servers in it are the operator's endpoints and outside the scope guard; a
redirect is followed only to another of them.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec

from ronda.engine.discover.parts.fetch import Answer, Endpoint, FetchFailed
from ronda.engine.netconfig import BadSetting, NetConfig
from ronda.engine.registration import MAX_BYTES, BadRegistration, Registration, parse

MAX_BOOTSTRAP = 5_000_000  # bytes
PAUSE = 1.0  # seconds between two questions to one server
LONGEST_WAIT = 30.0  # seconds waited for a busy server within a run; longer: another run
MAX_HOLD = 86_400.0  # seconds that a server may ask us to stay away
TIMEOUT = 15.0
REDIRECTS = 3
ACCEPT = (("Accept", "application/rdap+json"),)

Clock = Callable[[], float]


class RdapFailed(Exception):
    """No registration came back. ``kind``: "no_server", "not_found", "busy", "refused", "broken".

    The message (English) says more; ``retry`` seconds: not to be asked before.
    """

    def __init__(self, kind: str, detail: str, retry: float = 0.0) -> None:
        super().__init__(detail)
        self.kind = kind
        self.retry = retry


class Bootstrap(msgspec.Struct, frozen=True):
    """Which RDAP servers answer for which ending."""

    servers: dict[str, tuple[str, ...]]  # ending -> base URLs, https first
    hosts: frozenset[tuple[str, str]]  # (scheme, host:port) of all of them

    def of(self, domain: str) -> tuple[str, ...]:
        """Return the base URLs for a domain, those of the longest matching ending."""
        labels = domain.lower().strip(".").split(".")
        for start in range(len(labels)):
            found = self.servers.get(".".join(labels[start:]))
            if found:
                return found
        return ()


def read_bootstrap(path: str) -> Bootstrap:
    """Read a bootstrap file (RFC 9224 section 3); raises :class:`BadSetting`."""
    how = "RONDA_RDAP_BOOTSTRAP: download https://data.iana.org/rdap/dns.json again"
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BOOTSTRAP + 1)
        if len(content) > MAX_BOOTSTRAP:
            raise BadSetting(f"{path}: larger than {MAX_BOOTSTRAP} bytes; {how}")
        services = msgspec.json.decode(content, type=_File).services
    except OSError as error:
        raise BadSetting(f"{path}: {error.strerror}; {how}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadSetting(f"{path}: no bootstrap file ({error}); {how}") from error
    servers: dict[str, tuple[str, ...]] = {}
    hosts: set[tuple[str, str]] = set()
    for service in services:
        if len(service) < 2:
            continue
        bases = tuple(sorted((u for u in service[1] if _web(u)), key=lambda u: u[:5] != "https"))
        hosts |= {_origin(base) for base in bases}
        for ending in service[0]:
            if bases:
                servers.setdefault(ending.lower().strip("."), bases)
    return Bootstrap(servers, frozenset(hosts))


class _File(msgspec.Struct):
    services: list[list[list[str]]]


class Rdap:
    """A client that remembers when each server may be asked again."""

    def __init__(
        self,
        bootstrap: Bootstrap,
        net: NetConfig,
        *,
        pause: float = PAUSE,
        clock: Clock = time.monotonic,
    ) -> None:
        self._bootstrap = bootstrap
        self._net = net
        self._pause = pause
        self._clock = clock
        self._not_before: dict[tuple[str, str], float] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}

    async def look_up(self, domain: str, now: datetime) -> Registration:
        """Return what is published of a registered domain; raises :class:`RdapFailed`.

        ``now`` becomes ``asked_at``.
        """
        bases = self._bootstrap.of(domain)
        if not bases:
            raise RdapFailed("no_server", f"no RDAP server is known for {domain}")
        url = f"{bases[0].rstrip('/')}/domain/{domain}"
        for _ in range(REDIRECTS + 1):
            answer = await self._ask(url)
            if answer.status in (301, 302, 303, 307, 308):
                url = self._followed(url, answer.headers.get("location", ""))
                continue
            if answer.status == 404:
                raise RdapFailed("not_found", f"{domain} is not registered, says {bases[0]}")
            if answer.status != 200:
                raise RdapFailed("refused", f"{_origin(url)[1]} answered HTTP {answer.status}")
            try:
                return parse(answer.body, domain, url, now)
            except BadRegistration as error:
                raise RdapFailed("broken", f"{_origin(url)[1]}: {error}") from error
        raise RdapFailed("refused", f"more than {REDIRECTS} redirects from {bases[0]}")

    async def _ask(self, url: str) -> Answer:
        server = _origin(url)
        async with self._locks.setdefault(server, asyncio.Lock()):
            wait = self._not_before.get(server, 0.0) - self._clock()
            if wait > LONGEST_WAIT:
                raise RdapFailed("busy", f"{server[1]} asked to be left alone", wait)
            if wait > 0:
                await asyncio.sleep(wait)
            parts = urlsplit(url)
            endpoint = None
            try:
                base = f"{parts.scheme}://{parts.netloc}"
                endpoint = Endpoint(base, self._net, ACCEPT, MAX_BYTES)
                answer = await endpoint.answer(parts.path or "/", TIMEOUT)
            except FetchFailed as error:
                raise RdapFailed("refused", f"{server[1]}: {error}") from error
            finally:
                if endpoint is not None:
                    endpoint.close()
                self._not_before[server] = self._clock() + self._pause
            if answer.status in (429, 503):
                hold = _hold(answer.headers.get("retry-after", ""))
                self._not_before[server] = self._clock() + hold
                raise RdapFailed("busy", f"{server[1]} answered HTTP {answer.status}", hold)
            return answer

    def _followed(self, url: str, location: str) -> str:
        target = urljoin(url, location[:2000])
        if not _web(target) or _origin(target) not in self._bootstrap.hosts:
            raise RdapFailed(
                "refused", f"{_origin(url)[1]} leads to {target[:100]!r}, no known server"
            )
        return target


def _hold(text: str) -> float:
    """Seconds of a Retry-After (RFC 9110 section 10.2.3), a minute when it says nothing usable."""
    text = text.strip()[:40]
    if text.isascii() and text.isdecimal():
        seconds = float(text)
    else:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            seconds = 60.0
    return min(max(seconds, 1.0), MAX_HOLD)


def _web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, f"{parts.hostname}:{port}"
