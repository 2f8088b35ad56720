"""The lab's name server: the wire format of DNS over UDP and TCP, zone transfers, truncation.

It stands in for the resolver that Ronda asks: RA is set, aliases are followed, and what the World
does not know does not exist. Nothing is ever asked of anybody else.
"""

import asyncio
import itertools
import logging
import socket
from collections.abc import Iterable, Iterator

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from ronda.lab.problems import LabError
from ronda.lab.servers.behaviours import NameAsk, Reply, name_behaviours
from ronda.lab.servers.listeners import Listeners
from ronda.lab.servers.names import Names
from ronda.lab.servers.zone import Zone

MAX_UDP = 1232
"""No answer over UDP is longer (DNS flag day 2020); longer ones are truncated."""
IDLE = 10.0
_TRANSFER_BYTES = 16_000
_RCODES = {"ok": dns.rcode.NOERROR, "nxdomain": dns.rcode.NXDOMAIN, "servfail": dns.rcode.SERVFAIL}
_MAX_SAID = 1_000  # problems that are logged, each once
_log = logging.getLogger(__name__)
_TRANSFERS = (dns.rdatatype.AXFR, dns.rdatatype.IXFR)


class DnsServer(asyncio.DatagramProtocol):
    """Answers from :class:`Names`; put others in ``names`` and the next question sees them."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._said: set[str] = set()
        self._listeners = Listeners()
        self._transport: asyncio.DatagramTransport | None = None
        self._later: list[asyncio.TimerHandle] = []
        self._asked: dict[tuple[dns.name.Name, int], int] = {}

    async def open(self, datagrams: socket.socket, streams: socket.socket) -> None:
        """Serve on bound sockets."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=datagrams)
        await self._listeners.open("tcp", streams, self._stream)

    async def close(self) -> None:
        """Stop serving."""
        for timer in self._later:
            timer.cancel()
        if self._transport is not None:
            self._transport.close()
        await self._listeners.close_all()

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        """Answer one question over UDP, or drop what is no question."""
        delay = 0.0
        loop = asyncio.get_running_loop()
        for reply in self.replies(data, stream=False):
            if isinstance(reply, float):
                delay += reply
            elif delay:
                self._later = [timer for timer in self._later if timer.when() > loop.time()]
                self._later.append(loop.call_later(delay, self._send, reply, addr))
            else:
                self._send(reply, addr)

    def _send(self, reply: bytes, addr: tuple[str | object, int]) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(reply, addr)

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer questions over TCP, each with its length before it (RFC 7766)."""
        try:
            while True:
                async with asyncio.timeout(IDLE):
                    size = int.from_bytes(await reader.readexactly(2))
                    data = await reader.readexactly(size)
                for reply in self.replies(data, stream=True):
                    if isinstance(reply, float):
                        await asyncio.sleep(reply)
                        continue
                    writer.write(len(reply).to_bytes(2) + reply)
                    await writer.drain()
        except (asyncio.IncompleteReadError, TimeoutError):
            writer.close()

    def replies(self, data: bytes, *, stream: bool) -> Iterator[Reply]:
        """Yield the messages that answer one: none for rubbish, several for a transfer.

        A number between them is seconds to wait.
        """
        try:
            query = dns.message.from_wire(data, ignore_trailing=True)
        except (dns.exception.DNSException, ValueError):
            if len(data) >= 12 and not data[2] & 0x80:
                # FORMERR with the question's id and operation, and nothing else.
                yield data[:2] + bytes((0x80 | (data[2] & 0x78), dns.rcode.FORMERR)) + bytes(8)
            return
        if query.flags & dns.flags.QR:
            return
        try:
            yield from self._answers(query, stream)
        except LabError as error:
            # A zone is made when somebody asks, and this one cannot be: its servers fail.
            self._say(str(error))
            reply = _reply_to(query)
            reply.set_rcode(dns.rcode.SERVFAIL)
            yield reply.to_wire()

    def _say(self, problem: str) -> None:
        if problem not in self._said and len(self._said) < _MAX_SAID:
            self._said.add(problem)
            _log.error("DNS answers SERVFAIL: %s", problem)

    def _answers(self, query: dns.message.Message, stream: bool) -> Iterator[Reply]:
        kind = query.question[0].rdtype if query.question else None
        hostile = self._hostile(query, stream)
        if hostile is not None:
            yield from hostile
        elif query.opcode() == dns.opcode.QUERY and kind in _TRANSFERS:
            yield from self._transfer(query, stream)
        else:
            yield self._reply(query, stream)

    def _hostile(self, query: dns.message.Message, stream: bool) -> Iterable[Reply] | None:
        """Return what a hostile name server answers, or None where an honest one does."""
        if query.opcode() != dns.opcode.QUERY or len(query.question) != 1:
            return None
        question = query.question[0]
        name = _lower(question.name)
        plan = self.names.misbehaving(name)
        if plan is None or question.rdclass != dns.rdataclass.IN:
            return None
        turn = self._asked[name, question.rdtype] = self._asked.get((name, question.rdtype), 0) + 1
        honest = _reply_to(query)
        found = self.names.answer(name, question.rdtype)
        honest.set_rcode(_RCODES[found.rcode])
        honest.answer, honest.authority = list(found.answer), list(found.authority)
        ask = NameAsk(query, honest, stream, turn, plan.params)
        return name_behaviours()[plan.behaviour].run(ask)

    def _reply(self, query: dns.message.Message, stream: bool) -> bytes:
        reply = _reply_to(query)
        if query.opcode() != dns.opcode.QUERY:
            reply.set_rcode(dns.rcode.NOTIMP)
            return reply.to_wire()
        if len(query.question) != 1:
            reply.set_rcode(dns.rcode.FORMERR)
            return reply.to_wire()
        question = query.question[0]
        if question.rdclass != dns.rdataclass.IN:
            reply.set_rcode(dns.rcode.REFUSED)
            return reply.to_wire()
        found = self.names.answer(_lower(question.name), question.rdtype)
        reply.set_rcode(_RCODES[found.rcode])
        reply.answer = list(found.answer)
        reply.authority = list(found.authority)
        if stream:
            return reply.to_wire(max_size=65_535)
        allowed = min(MAX_UDP, max(512, query.payload if query.edns >= 0 else 512))
        try:
            return reply.to_wire(max_size=allowed)
        except dns.exception.TooBig:
            reply.answer, reply.authority = [], []
            reply.flags |= dns.flags.TC
            return reply.to_wire()

    def _transfer(self, query: dns.message.Message, stream: bool) -> Iterator[bytes]:
        """A whole zone between its SOA twice (RFC 5936), for whom it is allowed, over TCP only."""
        zone = self.names.exactly(_lower(query.question[0].name))
        if zone is None or not zone.transfer or not stream:
            reply = _reply_to(query)
            refused = zone is not None and (not zone.transfer or not stream)
            reply.set_rcode(dns.rcode.REFUSED if refused else dns.rcode.NOTAUTH)
            yield reply.to_wire()
            return
        for number, records in enumerate(_packed(zone)):
            reply = _reply_to(query)
            reply.flags |= dns.flags.AA
            if number:
                reply.question = []
            reply.answer = records
            yield reply.to_wire(max_size=65_535)


def _packed(zone: Zone) -> Iterator[list[dns.rrset.RRset]]:
    """Split a zone's record sets into messages of moderate size."""
    batch: list[dns.rrset.RRset] = []
    size = 0
    for found in itertools.chain([zone.soa], zone.records(), [zone.soa]):
        length = sum(len(data.to_wire() or b"") + len(found.name) * 8 + 12 for data in found)
        if batch and size + length > _TRANSFER_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(found)
        size += length
    yield batch


def _reply_to(query: dns.message.Message) -> dns.message.Message:
    reply = dns.message.make_response(query, recursion_available=True, our_payload=MAX_UDP)
    if query.opcode() == dns.opcode.QUERY:
        reply.flags |= dns.flags.AA
    return reply


def _lower(name: dns.name.Name) -> dns.name.Name:
    return dns.name.Name(tuple(label.lower() for label in name.labels))
