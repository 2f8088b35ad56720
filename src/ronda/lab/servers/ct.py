"""The log over plain HTTP on loopback: the client messages of RFC 6962 section 4, and tiles."""

import asyncio
import base64
import binascii
import json
import socket
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import h11

from ronda.lab.servers.listeners import Listeners
from ronda.lab.servers.log import Log
from ronda.lab.servers.tiles import Tiles

MAX_ENTRIES = 256
"""Entries in one answer, as real logs bound it; the client asks for the rest."""
IDLE = 30.0
TILED = "/tiled"
"""Below this path stand the same entries as static-ct-api has them."""

_JSON = "application/json"
_GZIP = b"\x1f\x8b\x08"


class BadRequest(ValueError):
    """The client's parameters are wrong; the message says how."""


class CtServer:
    """Serves a :class:`Log`."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._tiles = Tiles(log, "")
        self._listeners = Listeners()

    async def open(self, sock: socket.socket) -> None:
        """Serve on a bound socket."""
        host, port = sock.getsockname()[:2]
        self._tiles.origin = f"{host}:{port}{TILED}"
        await self._listeners.open("ct", sock, self._talk)

    async def close(self) -> None:
        """Stop serving."""
        await self._listeners.close_all()

    def reply(self, target: str) -> tuple[int, object]:
        """Return status and JSON for a GET."""
        parts = urlsplit(target)
        values = dict(parse_qsl(parts.query))
        try:
            match parts.path.rstrip("/").rpartition("/ct/v1/")[2]:
                case "get-sth":
                    return 200, self.log.head()
                case "get-entries":
                    return 200, {"entries": self._entries(values)}
                case "get-sth-consistency":
                    first, second = _number(values, "first"), _number(values, "second")
                    if first == 0 and second <= self.log.size:
                        return 200, {"consistency": []}
                    return 200, self.log.consistency(first, second)
                case "get-proof-by-hash":
                    size = _number(values, "tree_size")
                    return 200, self.log.proof(_digest(values), size)
                case "get-roots":
                    return 200, self.log.roots()
                case _:
                    return 404, _error("no such message of RFC 6962")
        except (BadRequest, LookupError) as error:
            return 400, _error(str(error))

    def _entries(self, values: Mapping[str, str]) -> list[dict[str, str]]:
        start, end = _number(values, "start"), _number(values, "end")
        if start > end or start >= self.log.size:
            raise BadRequest(f"no entries {start} to {end} in a tree of {self.log.size}")
        return self.log.entries(start, min(end, start + MAX_ENTRIES - 1))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        try:
            while True:
                async with asyncio.timeout(IDLE):
                    request = await _request(reader, connection)
                if request is None:
                    break
                writer.write(self._encoded(connection, request))
                await writer.drain()
                if connection.our_state is not h11.DONE:
                    break
                connection.start_next_cycle()
        except (h11.RemoteProtocolError, TimeoutError):
            pass
        writer.close()

    def _encoded(self, connection: h11.Connection, request: h11.Request) -> bytes:
        target = request.target.decode("latin-1")
        if request.method != b"GET":
            status, kind, body = 405, _JSON, json.dumps(_error("only GET is served")).encode()
        elif target.startswith(TILED + "/"):
            status, kind, body = self._tiles.reply(target.removeprefix(TILED))
        else:
            status, value = self.reply(target)
            kind, body = _JSON, json.dumps(value).encode()
        headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
        if body.startswith(_GZIP):
            headers.append(("Content-Encoding", "gzip"))
        out = connection.send(h11.Response(status_code=status, headers=headers)) or b""
        if request.method != b"HEAD":
            out += connection.send(h11.Data(data=body)) or b""
        return out + (connection.send(h11.EndOfMessage()) or b"")


async def _request(reader: asyncio.StreamReader, connection: h11.Connection) -> h11.Request | None:
    request: h11.Request | None = None
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65_536))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.EndOfMessage):
            return request
        elif not isinstance(event, h11.Data):
            return None


def _number(values: Mapping[str, str], name: str) -> int:
    text = values.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise BadRequest(f"{name} must be a whole number from 0 on, not {text[:40]!r}")
    return int(text)


def _digest(values: Mapping[str, str]) -> bytes:
    try:
        return base64.b64decode(values.get("hash", "").replace(" ", "+"), validate=True)
    except binascii.Error as error:
        raise BadRequest("hash must be the base64 of a leaf hash") from error


def _error(text: str) -> dict[str, str]:
    return {"error_message": text}
