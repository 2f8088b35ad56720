"""A registry's RDAP face (RFC 9082 and 9083) over plain HTTP on loopback, with a rate limit."""

import asyncio
import json
import socket
import time
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import h11

from ronda.lab.servers.listeners import Listeners
from ronda.lab.world import DomainPlan

IDLE = 10.0
BURST = 40
"""Questions a second before the registry asks to wait, as real ones do."""
RETRY_AFTER = 2  # seconds
TYPE = "application/rdap+json"

LookUp = Callable[[str], DomainPlan | None]


class RdapServer:
    """Answers for every domain that ``look_up`` knows; 404 for all others."""

    def __init__(self, look_up: LookUp) -> None:
        self.look_up = look_up
        self._listeners = Listeners()
        self._second, self._asked = 0, 0

    async def open(self, sock: socket.socket) -> None:
        """Serve on a bound socket."""
        await self._listeners.open("rdap", sock, self._talk)

    async def close(self) -> None:
        """Stop serving."""
        await self._listeners.close_all()

    def reply(self, target: str) -> tuple[int, dict[str, str], object]:
        """Return status, headers and JSON for a GET."""
        second = int(time.monotonic())
        self._second, self._asked = second, 1 if second != self._second else self._asked + 1
        if self._asked > BURST:
            return 429, {"Retry-After": str(RETRY_AFTER)}, _error(429, "too many questions")
        path = urlsplit(target).path
        if not path.startswith("/domain/"):
            return 400, {}, _error(400, "only domains are known here")
        domain = path.removeprefix("/domain/").rstrip("/.").lower()
        plan = self.look_up(domain)
        if plan is None:
            return 404, {}, _error(404, "not registered")
        return 200, {}, answer(domain, plan)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        try:
            async with asyncio.timeout(IDLE):
                target = await _target(reader, connection)
            status, headers, value = self.reply(target)
            body = json.dumps(value).encode()
            fields = {"Content-Type": TYPE, "Content-Length": str(len(body)), "Connection": "close"}
            head = h11.Response(status_code=status, headers=list((fields | headers).items()))
            parts = (head, h11.Data(data=body), h11.EndOfMessage())
            writer.write(b"".join(connection.send(part) or b"" for part in parts))
            await writer.drain()
        except (h11.ProtocolError, TimeoutError, EOFError):
            pass
        writer.close()


def answer(domain: str, plan: DomainPlan) -> dict[str, object]:
    """Return a domain object (RFC 9083 section 5.3) as registries write it."""
    events = [("registration", plan.registered), ("expiration", plan.expires)]
    entities = [_entity("registrar", plan.registrar, "org")]
    if plan.holder:
        entities.append(_entity("registrant", plan.holder, "org"))
    return {
        "rdapConformance": ["rdap_level_0"],
        "objectClassName": "domain",
        "ldhName": domain.upper(),
        "status": ["active"],
        "events": [{"eventAction": what, "eventDate": _when(at)} for what, at in events],
        "entities": entities,
        "nameservers": [{"objectClassName": "nameserver", "ldhName": f"ns1.{domain}"}],
    }


def _entity(role: str, name: str, kind: str) -> dict[str, object]:
    card = [
        ["version", {}, "text", "4.0"],
        ["fn", {}, "text", name],
        ["kind", {}, "text", kind],
        ["org", {}, "text", name],
    ]
    return {"objectClassName": "entity", "roles": [role], "vcardArray": ["vcard", card]}


def _when(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _error(code: int, title: str) -> dict[str, object]:
    return {"errorCode": code, "title": title}


async def _target(reader: asyncio.StreamReader, connection: h11.Connection) -> str:
    target = ""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65_536))
        elif isinstance(event, h11.Request):
            target = event.target.decode("latin-1")
        elif isinstance(event, h11.EndOfMessage):
            return target
        elif not isinstance(event, h11.Data):
            raise EOFError
