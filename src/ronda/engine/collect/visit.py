"""One visit's way to the network: resolved once, judged each time, within its budget."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from ronda.engine.artifacts import Failure, SiteFacts
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.budget import Politeness, VisitBudget
from ronda.engine.collect.dns import Resolver
from ronda.engine.collect.lines import Lines
from ronda.engine.collect.scope import Permit, Scope
from ronda.engine.collect.tls_wire import TlsWire
from ronda.engine.collect.wire import TcpWire, connected
from ronda.engine.netconfig import NetConfig


class Visit:
    """What the collectors of one visit share. Between ``async with`` and its end, a connection is
    kept from one request to the next."""

    def __init__(
        self,
        site: SiteFacts,
        net: NetConfig,
        scope: Scope,
        politeness: Politeness,
        resolver: Resolver | None = None,
    ) -> None:
        self.site = site
        self.net = net
        self.scope = scope
        self.politeness = politeness
        self.budget = VisitBudget(net.limits)
        self.resolver = resolver or Resolver(net, politeness.questions)
        self.lines = Lines(net, politeness, self.budget)
        self._resolved: dict[str, tuple[str, ...] | Broken] = {}

    async def permit(self, host: str, port: int) -> Permit:
        """Return leave to connect, or raise :class:`Broken`.

        A host is resolved once in a visit; what was judged is what is connected to, whatever the
        name server would say a moment later. The do-not-visit list is asked before DNS is.
        """
        permit = self.scope.judge(self.site, host, port, ())
        if isinstance(permit, Failure):
            raise Broken.of(permit)
        permit = self.scope.judge(self.site, host, port, await self.addresses(host))
        if isinstance(permit, Failure):
            raise Broken.of(permit)
        return permit

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Resolve a host once; a failure to do so is remembered too."""
        if host not in self._resolved:
            try:
                self._resolved[host] = await self.resolver.addresses(host)
            except Broken as broken:
                self._resolved[host] = broken
        found = self._resolved[host]
        if isinstance(found, Broken):
            raise Broken(found.kind, found.stage, found.detail, found.where)
        return found

    def pin(self, host: str, addresses: tuple[str, ...]) -> None:
        """Use addresses that the DNS collector has already brought."""
        self._resolved[host] = addresses

    async def __aenter__(self) -> Self:
        await self.lines.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.lines.__aexit__()

    @asynccontextmanager
    async def tcp(self, permit: Permit) -> AsyncIterator[TcpWire]:
        """Open a permitted connection for one measurement alone; aborted at the end."""
        async with connected(permit, self.net, self.politeness, self.budget) as wire:
            yield wire

    def tls(self, tcp: TcpWire, host: str, alpn: tuple[bytes, ...]) -> TlsWire:
        """Prepare TLS on a connection; the caller shakes hands."""
        limit = self.net.limits.certificate_bytes
        return TlsWire(tcp, host, handshake_bytes=limit, alpn=alpn)

    async def turn(self, host: str) -> None:
        """Wait for the host's turn and count the request; raises Broken (BUDGET)."""
        self.budget.remaining()
        await self.politeness.turn(host)
        self.budget.request()
