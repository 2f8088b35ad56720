"""Connections of one visit to web servers: each carries one request at a time, and one is kept."""

import contextlib
import time
from contextlib import AsyncExitStack
from typing import Self

import msgspec

from ronda.engine.artifacts import FailureKind, View
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.budget import Politeness, VisitBudget
from ronda.engine.collect.exchange import Exchange
from ronda.engine.collect.scope import Permit
from ronda.engine.collect.target import Target
from ronda.engine.collect.tls_wire import TlsWire
from ronda.engine.collect.wire import TcpWire, connected
from ronda.engine.netconfig import NetConfig

IDLE = 4.0
"""Seconds that a connection may rest: less than the five after which Apache closes it."""
REQUESTS = 100
"""Requests on one connection, as Apache and nginx allow at least (MaxKeepAliveRequests)."""
_ALPN = (b"http/1.1",)
# How a connection shows that it was no longer good: closed while it rested, or bytes on it that
# belong to no request of ours.
_WORN_OUT = frozenset(
    {
        FailureKind.INCOMPLETE,
        FailureKind.RESET,
        FailureKind.BAD_HTTP,
        FailureKind.TLS_PROTOCOL,
        FailureKind.TLS_ALERT,
    }
)


class LineKey(msgspec.Struct, frozen=True):
    """For whom a connection was made; it serves nobody else.

    The view is part of it: a visitor, a robot and a phone that shared a connection would not be
    three strangers to the server.
    """

    scheme: str
    host: str
    port: int
    view: View


class Line:
    """One connection with what runs on it."""

    def __init__(self, key: LineKey, tcp: TcpWire, ends: AsyncExitStack) -> None:
        self.key, self.tcp, self._ends = key, tcp, ends
        self.wire: TcpWire | TlsWire = tcp
        self.requests = 0
        self.started = tcp.started  # time.monotonic() before connecting, or before a later request
        self.rests_since = 0.0

    @property
    def used_before(self) -> bool:
        """Whether the request under way is not the first on this connection."""
        return self.requests > 1

    async def shake_hands(self, host: str, handshake_bytes: int) -> None:
        """Speak TLS from here on; raises :class:`Broken`."""
        tls = TlsWire(self.tcp, host, handshake_bytes=handshake_bytes, alpn=_ALPN)
        await tls.handshake()
        self.wire = tls

    async def close(self) -> None:
        """Abort the connection and give its place away."""
        await self._ends.aclose()


class Lines:
    """Opens the connections of a visit, and keeps the last one for the next request to its server.

    Only between ``async with`` and its end is anything kept, and never more than one connection.
    It gives way to any other connection to its address that waits for a place.
    """

    def __init__(self, net: NetConfig, politeness: Politeness, budget: VisitBudget) -> None:
        self._net, self._politeness, self._budget = net, politeness, budget
        self._keeps = False
        self._resting: Line | None = None
        self.opened = 0  # connections, for measuring

    async def __aenter__(self) -> Self:
        self._keeps = True
        return self

    async def __aexit__(self, *_: object) -> None:
        self._keeps = False
        await self._close_resting()

    async def line(self, permit: Permit, target: Target, view: View, *, fresh: bool) -> Line:
        """Return the kept connection to this very server, or a new one; raises :class:`Broken`."""
        key = LineKey(target.scheme, target.host, permit.port, view)
        line = None if fresh else await self._rested(key, permit)
        if line is None:
            await self._close_resting()
            line = await self._open(key, permit)
        line.requests += 1
        return line

    def may_keep(self, line: Line) -> bool:
        """Whether the server may be asked to leave the connection open after this request."""
        return self._keeps and line.requests < REQUESTS

    async def done(self, line: Line, exchange: Exchange | None) -> None:
        """Keep a connection after its request when nothing about the answer was odd; else close it.

        ``exchange`` is None when the request failed: then the visit keeps no more connections.
        """
        await self._close_resting()
        if exchange is None:
            # Some servers err where a connection is to stay and not where it is to end.
            self._keeps = False
        good = exchange is not None and exchange.reusable
        address = line.tcp.address
        if not (good and self.may_keep(line)) or self._politeness.awaited(address):
            await line.close()
            return
        line.rests_since = time.monotonic()
        self._resting = line
        self._politeness.rest(address, self._close_resting)

    def worn_out(self, line: Line, exchange: Exchange | None, broken: Broken) -> bool:
        """Whether a failure is that of a kept connection and the request may be made once more.

        Only when no head of an answer was read. Requests are GETs: to repeat one is safe
        (RFC 9110 section 9.2.2; RFC 9112 section 9.3.1).
        """
        unanswered = exchange is None or exchange.status == 0
        return line.used_before and unanswered and broken.kind in _WORN_OUT

    async def _open(self, key: LineKey, permit: Permit) -> Line:
        async with AsyncExitStack() as ends:
            tcp = await ends.enter_async_context(
                connected(permit, self._net, self._politeness, self._budget)
            )
            self.opened += 1
            return Line(key, tcp, ends.pop_all())
        raise AssertionError("an exit stack swallows nothing")  # for the type checker

    async def _rested(self, key: LineKey, permit: Permit) -> Line | None:
        """Take the kept connection when it fits and is still silent and open."""
        line = self._resting
        if line is None or line.key != key or line.tcp.address not in permit.addresses:
            return None
        self._forget()
        silent = False
        try:
            if time.monotonic() - line.rests_since <= IDLE:
                with contextlib.suppress(Broken):
                    silent = await line.wire.silent()
        finally:
            if not silent:
                await line.close()
        line.started = time.monotonic()
        return line if silent else None

    def _forget(self) -> Line | None:
        line, self._resting = self._resting, None
        if line is not None:
            self._politeness.rests_no_more(line.tcp.address, self._close_resting)
        return line

    async def _close_resting(self) -> None:
        line = self._forget()
        if line is not None:
            await line.close()
