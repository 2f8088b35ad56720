"""HTTP and HTTPS for every virtual host: chooses the host, shakes hands, answers or misbehaves."""

import asyncio
import hashlib
import logging
import socket
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus

import h11

from ronda.lab.problems import LabError
from ronda.lab.servers import behaviours, hello
from ronda.lab.servers.behaviours import Ask
from ronda.lab.servers.counters import Counters
from ronda.lab.servers.hostile.handshake import alert
from ronda.lab.servers.listeners import Listeners
from ronda.lab.servers.sites import Sites
from ronda.lab.servers.views import Visitor, who
from ronda.lab.servers.wire import Gone, PlainWire, TlsWire, Wire
from ronda.lab.world import Misbehave, Place, Respond

IDLE = 30.0
"""Seconds that a client may be silent between requests, or within one."""
MAX_BODY = 1_000_000
_UNRECOGNIZED_NAME = 112
_DECODE_ERROR = 50
_log = logging.getLogger(__name__)
_REASONS = {status.value: status.phrase for status in HTTPStatus}


class Web:
    """Serves :class:`Sites`; put another in ``sites`` and the next connection sees it."""

    def __init__(self, sites: Sites, counters: Counters) -> None:
        self.sites = sites
        self.counters = counters
        self.listeners = Listeners()

    async def open(self, scheme: str, address: str, sock: socket.socket) -> None:
        """Serve a scheme on a bound socket of a loopback address."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            wire = PlainWire(reader, writer)
            try:
                if scheme == "https":
                    await self._tls(wire, address)
                else:
                    await self._talk(wire, address, "http", None)
            except LabError as error:
                # Planted, and cannot be served: said to who runs the lab, hidden from nobody.
                _log.error("cannot serve %s: %s", address, error)
                wire.reset()
            except (Gone, TimeoutError):
                wire.reset()

        await self.listeners.open((scheme, address), sock, serve)

    async def _tls(self, wire: PlainWire, address: str) -> None:
        async with asyncio.timeout(IDLE):
            heard, name = await _client_hello(wire)
        if name is None:
            if heard:
                await wire.send(alert(_DECODE_ERROR))
            await wire.finish()
            return
        place = self.sites.find(address, name, "https")
        if place is None:
            await wire.send(alert(_UNRECOGNIZED_NAME))
            await wire.finish()
            return
        context = self.sites.context(place)
        behaviour, params = self.sites.tls_behaviour(place)
        if behaviour:
            ask = Ask(wire, "https", place.name.lower(), "", params, context, heard)
            await behaviours.misbehave(behaviour, ask)
            await wire.finish()
            return
        wire.give_back(heard)
        secure = TlsWire(wire, context)
        async with asyncio.timeout(IDLE):
            agreed = await secure.handshake()
        if agreed:
            await self._talk(secure, address, "https", place)
        else:
            await wire.finish()

    async def _talk(self, wire: Wire, address: str, scheme: str, sni: Place | None) -> None:
        """Answer requests on a connection until it ends."""
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=65_536)
        try:
            while connection.our_state is h11.IDLE:
                async with asyncio.timeout(IDLE):
                    request = await _request(wire, connection)
                if request is None:
                    break
                keep = await self._answer(wire, connection, request, (address, scheme, sni))
                if not keep:
                    break
                connection.start_next_cycle()
        except h11.RemoteProtocolError:
            if connection.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                await wire.send(_simple(connection, 400))
        await wire.finish()

    async def _answer(
        self,
        wire: Wire,
        connection: h11.Connection,
        request: h11.Request,
        where: tuple[str, str, Place | None],
    ) -> bool:
        """Answer one request; return whether the connection can carry another."""
        address, scheme, sni = where
        headers = {n.decode("latin-1"): v.decode("latin-1") for n, v in request.headers}
        target = request.target.decode("latin-1")
        view = who(headers.get("user-agent", ""), headers.get("referer", ""))
        name = _without_port(headers.get("host", ""))
        path = target.partition("?")[0]
        place = self.sites.find(address, name, scheme)
        if sni is not None and (place is None or place.name != sni.name):
            place = None
        answers = self.sites.answers(place, scheme, path) if place is not None else None
        if place is None or answers is None:
            # RFC 9110 section 15.5.20: this connection is not for that name.
            status = 421 if name in self.sites.names else 404
            await wire.send(_simple(connection, status, request.method))
        else:
            count = self.counters.count(name or place.name.lower(), path, view)
            answer = answers.find(target, view)
            if isinstance(answer, Misbehave):
                said = name or place.name.lower()
                turn = self.counters.total(said)
                ask = Ask(wire, scheme, said, target, answer.params, turn=turn)
                await behaviours.misbehave(answer.behaviour, ask)
                return False
            if answer is None:
                await wire.send(_simple(connection, 404, request.method))
            else:
                await asyncio.sleep(answer.delay)
                body = _filled(answer, name, path, count, view) if answer.rotating else answer.body
                await wire.send(_encoded(connection, request.method, answer, body))
        return connection.our_state is h11.DONE and connection.their_state is h11.DONE


async def _client_hello(wire: PlainWire) -> tuple[bytes, str | None]:
    """Return what the client said and the name in it; the name is None when that is no hello."""
    heard = b""
    while True:
        data = await wire.read()
        heard += data
        try:
            name = hello.server_name(heard)
        except hello.NotTls:
            return heard, None
        if name is not None or not data:
            return heard, name


async def _request(wire: Wire, connection: h11.Connection) -> h11.Request | None:
    """Return the next whole request, its body read and dropped; None when the client is done."""
    request: h11.Request | None = None
    size = 0
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            if connection.they_are_waiting_for_100_continue:
                go_on = h11.InformationalResponse(status_code=100, headers=[])
                await wire.send(connection.send(go_on) or b"")
            connection.receive_data(await wire.read())
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            size += len(event.data)
            if size > MAX_BODY:
                raise Gone
        elif isinstance(event, h11.EndOfMessage):
            return request
        else:
            return None


def _encoded(connection: h11.Connection, method: bytes, answer: Respond, body: bytes) -> bytes:
    bodiless = answer.status in (204, 304)
    headers = [*answer.headers, ("Date", format_datetime(datetime.now(UTC), usegmt=True))]
    if not bodiless:
        headers.append(("Content-Length", str(len(body))))
    reason = _REASONS.get(answer.status, "")
    head = h11.Response(status_code=answer.status, headers=headers, reason=reason)
    out = connection.send(head) or b""
    if not bodiless and method != b"HEAD":
        out += connection.send(h11.Data(data=body)) or b""
    return out + (connection.send(h11.EndOfMessage()) or b"")


def _simple(connection: h11.Connection, status: int, method: bytes = b"GET") -> bytes:
    """What a web server says for itself; it closes the connection after it."""
    text = _REASONS[status]
    page = f"<html><head><title>{status} {text}</title></head><body><h1>{text}</h1></body></html>"
    headers = (("Content-Type", "text/html"), ("Connection", "close"))
    return _encoded(connection, method, Respond(status, headers), page.encode())


def _filled(answer: Respond, name: str, path: str, count: int, view: Visitor) -> bytes:
    """Fill the places that change with each request; the same requests give the same tokens."""
    seed = f"{name}|{path}|{view}|{count}".encode()
    token = hashlib.sha256(seed).hexdigest()[:32]
    body = answer.body.replace(b"{counter}", str(count).encode())
    body = body.replace(b"{token}", token.encode())
    return body.replace(b"{now}", datetime.now(UTC).isoformat().encode())


def _without_port(host: str) -> str:
    name, colon, port = host.strip().lower().rpartition(":")
    return (name if colon and port.isdecimal() else host.strip().lower()).rstrip(".")
