"""Politeness over all visits of a process, and what one visit may cost its site."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from ronda.engine.artifacts import FailureKind
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.questions import Questions
from ronda.engine.netconfig import Limits

_HOSTS_REMEMBERED = 50_000


class _Gate:
    """A counted door to one address; forgotten when nobody stands in or before it."""

    def __init__(self, size: int) -> None:
        self.free = asyncio.Semaphore(size)
        self.users = 0
        # How to end each connection that only rests, the longest at rest first.
        self.resting: list[Callable[[], Awaitable[None]]] = []


class Politeness:
    """Shared by all visits of a process: connections an address, requests a second a host.

    Connections are counted by the address as DNS gave it, requests by host with a token bucket:
    ``burst_per_host`` at once, then ``requests_per_second_per_host``. Questions to the resolver
    have places and a memory of their own.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._gates: dict[str, _Gate] = {}
        # host -> the moment (monotonic) at which its bucket is full again
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self.questions = Questions()

    @asynccontextmanager
    async def connection(self, address: str) -> AsyncIterator[None]:
        """Hold one of the few connections to an address; waits for a free one.

        A connection that only rests makes room at once.
        """
        gate = self._gates.setdefault(address, _Gate(self._limits.connections_per_address))
        gate.users += 1
        try:
            if gate.free.locked() and gate.resting:
                await gate.resting.pop(0)()
            async with gate.free:
                yield
        finally:
            gate.users -= 1
            if gate.users == 0:
                del self._gates[address]

    def awaited(self, address: str) -> bool:
        """Whether somebody waits for a connection to an address."""
        gate = self._gates.get(address)
        return gate is not None and gate.users > self._limits.connections_per_address

    def rest(self, address: str, end: Callable[[], Awaitable[None]]) -> None:
        """Note that the holder of a connection keeps it for later; ``end`` closes it."""
        self._gates[address].resting.append(end)

    def rests_no_more(self, address: str, end: Callable[[], Awaitable[None]]) -> None:
        """Take back what :meth:`rest` noted, if it still stands."""
        gate = self._gates.get(address)
        if gate is not None and end in gate.resting:
            gate.resting.remove(end)

    async def turn(self, host: str) -> None:
        """Wait for this host's turn for one request."""
        wait = self._reserve(host, time.monotonic())
        if wait > 0:
            await asyncio.sleep(wait)

    def _reserve(self, host: str, now: float) -> float:
        """Take one token, perhaps of the future; return the seconds to wait for it.

        The generic cell rate algorithm: one number a host instead of tokens and a time.
        """
        gap = 1.0 / self._limits.requests_per_second_per_host
        full_at = max(self._full_at.pop(host, now), now) + gap
        self._full_at[host] = full_at
        while len(self._full_at) > _HOSTS_REMEMBERED:
            self._full_at.popitem(last=False)
        return max(0.0, full_at - gap * self._limits.burst_per_host - now)


class VisitBudget:
    """Time, bytes and requests of one visit. Spending beyond it raises :class:`Broken` (BUDGET)."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._deadline = time.monotonic() + limits.site_time
        self.requests = 0
        self.bytes_received = 0

    def remaining(self) -> float:
        """Seconds left; raises when there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self.used_up()
        return left

    def used_up(self, where: str = "") -> Broken:
        """What to raise when the time is over, also by who waited for exactly what was left."""
        detail = f"the visit's {self._limits.site_time:g} seconds are used up"
        return Broken(FailureKind.BUDGET, "policy", detail, where)

    def request(self) -> None:
        """Count one request that is about to be made."""
        self.remaining()
        self.requests += 1

    def received(self, count: int) -> None:
        """Count bytes from the site, as they came over the wire."""
        self.bytes_received += count
        if self.bytes_received > self._limits.site_bytes:
            raise Broken(
                FailureKind.BUDGET,
                "body",
                f"the visit's {self._limits.site_bytes} bytes are used up",
            )
