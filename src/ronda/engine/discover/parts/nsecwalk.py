"""Walks a signed zone from name to name along its NSEC records (RFC 4034 section 4)."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Literal

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rdtypes.ANY.NSEC
import dns.rdtypes.util
import msgspec

from ronda.engine.collect import datagram

End = Literal["whole", "hashed", "minimal", "unsigned", "limit", "unanswered", "loops"]
"""Why a walk ended: round the zone, or not walkable (NSEC3, made-up next names, no DNSSEC), or cut."""

SECONDS = 300.0
_Nsec = dns.rdtypes.ANY.NSEC.NSEC
_PATIENCE = (1.0, 2.0, 3.0)
_EDNS = 1232


class Step(msgspec.Struct, frozen=True):
    """A name of the zone and the kinds of its records."""

    name: str
    kinds: frozenset[str]


class Walk:
    """One walk; ``end`` says afterwards why it ended."""

    def __init__(
        self, zone: str, servers: tuple[tuple[str, int], ...], pause: float, most: int
    ) -> None:
        self._zone = dns.name.from_text(zone)
        self._servers = servers
        self._pause, self._most = pause, most
        self.end: End = "unanswered"
        self.detail = ""

    async def names(self, clock: Callable[[], float]) -> AsyncIterator[Step]:
        """Yield the names in the zone's order, the apex first. Never raises for what a server says."""
        until = clock() + SECONDS
        seen: set[dns.name.Name] = set()
        at = self._zone
        while True:
            if len(seen) >= self._most or clock() > until:
                self.end = "limit"
                return
            found = await self._next(at)
            if found is None:
                return
            if at in seen:
                self.end = "loops"
                return
            seen.add(at)
            yield Step(at.to_text(omit_final_dot=True).lower(), _kinds(found))
            following = found.next.canonicalize()
            if following == self._zone:
                self.end = "whole"
                return
            # A server that makes the next name up ("\\000.name") never tells the real one.
            if not following.is_subdomain(self._zone) or following.labels[0].startswith(b"\0"):
                self.end = "minimal"
                return
            if following <= at:
                self.end = "loops"
                return
            at = following
            await asyncio.sleep(self._pause)

    async def _next(self, name: dns.name.Name) -> _Nsec | None:
        answer = await self._ask(name, dns.rdatatype.NSEC)
        if answer is None:
            return None
        record = _record(answer, name)
        if record is not None and name != self._zone and "SOA" in _kinds(record):
            # The server also holds the zone delegated here and answered from that one. The name
            # that would follow all of it is proved absent by the record of ours.
            after = dns.name.Name((name.labels[0] + b"\0", *name.labels[1:]))
            answer = await self._ask(after, dns.rdatatype.A)
            if answer is None:
                return None
            record = _record(answer, name)
        if record is not None:
            return record
        kinds = {rrset.rdtype for rrset in answer.authority}
        self.end = "hashed" if dns.rdatatype.NSEC3 in kinds else "unsigned"
        if self.end == "unsigned" and await self._is_hashed():
            self.end = "hashed"
        return None

    async def _is_hashed(self) -> bool:
        """Whether the zone proves with NSEC3 (RFC 5155) that a name is not there."""
        other = dns.name.from_text(secrets.token_hex(6), self._zone)
        answer = await self._ask(other, dns.rdatatype.A)
        kinds = {rrset.rdtype for rrset in answer.authority} if answer else set()
        return dns.rdatatype.NSEC3 in kinds

    async def _ask(
        self, name: dns.name.Name, kind: dns.rdatatype.RdataType
    ) -> dns.message.Message | None:
        query = dns.message.make_query(name, kind, use_edns=0, payload=_EDNS, want_dnssec=True)
        for patience in _PATIENCE:
            for address, port in self._servers:
                try:
                    answer = await datagram.ask(query, address, port, patience)
                except (dns.exception.DNSException, OSError, EOFError, ValueError) as error:
                    self.detail = str(error) or type(error).__name__
                    continue
                if answer.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
                    return answer
                self.detail = dns.rcode.to_text(answer.rcode())
        self.end = "unanswered"
        return None


def _record(answer: dns.message.Message, name: dns.name.Name) -> _Nsec | None:
    for rrset in (*answer.answer, *answer.authority):
        record = rrset[0]
        if rrset.name == name and isinstance(record, _Nsec):
            return record
    return None


def _kinds(record: _Nsec) -> frozenset[str]:
    numbers = (
        window * 256 + byte * 8 + bit
        for window, bitmap in record.windows
        for byte, value in enumerate(bitmap)
        for bit in range(8)
        if value & (0x80 >> bit)
    )
    return frozenset(dns.rdatatype.to_text(dns.rdatatype.RdataType.make(n)) for n in numbers)
