"""Raw servers on loopback behind ordinary settings: web servers by address, and a DNS server."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import trustme

from ronda.engine.artifacts import Observation, SiteFacts
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control, Free
from ronda.engine.netconfig import NetConfig, from_env
from ronda.engine.observe import observe

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
# (name, type) -> values, or an rcode, or "silence", or "truncate"
Zone = dict[tuple[str, str], "list[str] | dns.rcode.Rcode | str"]

QUICK: Mapping[str, str] = {
    "RONDA_LIMIT_READ_TIMEOUT": "0.5",
    "RONDA_LIMIT_REQUEST_TIMEOUT": "1.5",
    "RONDA_LIMIT_CONNECT_TIMEOUT": "1",
    "RONDA_LIMIT_REQUESTS_PER_SECOND_PER_HOST": "50",
    "RONDA_LIMIT_BURST_PER_HOST": "50",
}


def free_port() -> int:
    """A port that was free a moment ago on the loopback addresses."""
    with socket.socket() as probe:
        probe.bind(("0.0.0.0", 0))
        return int(probe.getsockname()[1])


class CollectWorld:
    """Web servers at addresses of 198.18.0.0/15 and the DNS server that knows their names."""

    def __init__(self, tmp: Path) -> None:
        self.ca = trustme.CA()
        self._pem = tmp / "ca.pem"
        self.ca.cert_pem.write_to_path(str(self._pem))
        self.http_port, self.https_port = free_port(), free_port()
        self.zone: Zone = {}
        self.questions: list[tuple[str, str]] = []
        self.connections = 0
        self.open_now = self.open_most = 0
        self.heads: list[str] = []
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._dns_sockets: list[socket.socket] = []
        self.dns_port = 0
        self.answers_after = 0.0  # seconds, over UDP

    async def serve(
        self, handler: Handler, *, address: str = "198.18.0.7", tls: ssl.SSLContext | None = None
    ) -> None:
        """Serve a handler on port 80 of an address, or on 443 with TLS."""
        await self.listen(
            handler,
            address.replace("198.", "127.", 1),
            self.https_port if tls else self.http_port,
            tls,
        )

    async def serve_raw_tls_port(self, handler: Handler, *, address: str = "198.18.0.7") -> None:
        """Serve a handler on port 443 that speaks for itself."""
        await self.listen(handler, address.replace("198.", "127.", 1), self.https_port)

    async def listen(
        self, handler: Handler, address: str, port: int, tls: ssl.SSLContext | None = None
    ) -> int:
        """Serve a handler on any loopback address."""

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            self.connections += 1
            self.open_now += 1
            self.open_most = max(self.open_most, self.open_now)
            try:
                await handler(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                pass
            finally:
                self.open_now -= 1
                self._tasks.discard(task)
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()

        server = await asyncio.start_server(connected, address, port, ssl=tls)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def tls(self, *names: str) -> ssl.SSLContext:
        """A server's TLS with a certificate of the trusted CA."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*names).configure_cert(context)
        return context

    def pages(self, answer: bytes) -> Handler:
        """A handler that reads a request, notes it, and sends these bytes."""

        async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self.request(reader)
            writer.write(answer)
            await writer.drain()

        return handler

    async def request(self, reader: asyncio.StreamReader) -> str:
        """Read one request's head."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        self.heads.append(head)
        return head

    async def start_dns(self) -> None:
        """Start a real DNS server on UDP and TCP of one port."""
        for _ in range(20):
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self._dns_sockets.append(udp)
            udp.bind(("127.0.0.1", 0))
            udp.setblocking(False)
            self.dns_port = udp.getsockname()[1]
            try:
                await self.listen(self._tcp_dns, "127.0.0.1", self.dns_port)
            except OSError:
                continue  # the number was free for UDP and taken for TCP
            self._keep(asyncio.get_running_loop().create_task(self._udp(udp)))
            return
        raise RuntimeError("no port is free for both UDP and TCP")

    def net(self, **limits: object) -> NetConfig:
        """Ordinary settings, as an office behind a gateway would set them."""
        changed = {f"RONDA_LIMIT_{k.upper()}": str(v) for k, v in limits.items()}
        return from_env(
            {
                "RONDA_RESOLVER": f"127.0.0.1:{self.dns_port}",
                "RONDA_ALLOW_NETWORKS": "198.18.0.0/15",
                "RONDA_CONNECT_MAP": f"198.18.0.0/15:80=127.18.0.0/15:{self.http_port}, "
                f"198.18.0.0/15:443=127.18.0.0/15:{self.https_port}",
                "RONDA_TRUST_STORE": str(self._pem),
                **QUICK,
                **changed,
            }
        )

    async def visit(
        self,
        url: str,
        *wants: str,
        relation: str = "official",
        confirmed: bool = True,
        control: Control | None = None,
        politeness: Politeness | None = None,
        **limits: object,
    ) -> Observation:
        """Observe a site with these settings."""
        net = self.net(**limits)
        host = url.partition("://")[2].partition("/")[0].partition(":")[0]
        return await observe(
            SiteFacts(url=url, host=host, relation=relation, confirmed=confirmed),
            frozenset(wants),
            net=net,
            control=control or Free(),
            politeness=politeness or Politeness(net.limits),
        )

    async def close(self) -> None:
        """Stop everything."""
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()
        for sock in self._dns_sockets:
            sock.close()

    def _keep(self, task: "asyncio.Task[None]") -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _udp(self, sock: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            wire, peer = await loop.sock_recvfrom(sock, 4096)
            answer = self._answer(wire, udp=True)
            if answer is not None and self.answers_after:
                loop.call_later(self.answers_after, sock.sendto, answer, peer)
            elif answer is not None:
                await loop.sock_sendto(sock, answer, peer)

    async def _tcp_dns(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            (length,) = struct.unpack("!H", await reader.readexactly(2))
            answer = self._answer(await reader.readexactly(length), udp=False)
            if answer is not None:
                writer.write(struct.pack("!H", len(answer)) + answer)
                await writer.drain()

    def _answer(self, wire: bytes, *, udp: bool) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text().rstrip(".").lower()
        rdtype = question.rdtype.name
        self.questions.append((name, rdtype))
        response = dns.message.make_response(query, recursion_available=True)
        found = self._find(name, rdtype)
        if found == "silence":
            return None
        if isinstance(found, dns.rcode.Rcode):
            response.set_rcode(found)
        elif isinstance(found, list):
            rrset = dns.rrset.from_text(question.name, 300, "IN", rdtype, *found)
            response.answer.append(rrset)
        elif alias := self.zone.get((name, "CNAME")):
            assert isinstance(alias, list)
            response.answer.append(dns.rrset.from_text(question.name, 300, "IN", "CNAME", *alias))
        elif not any(known == name for known, _ in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        if udp and ("truncate", rdtype) in self.zone:
            response.answer.clear()
            response.flags |= dns.flags.TC
        return response.to_wire(max_size=65_535)

    def _find(self, name: str, rdtype: str) -> "list[str] | dns.rcode.Rcode | str | None":
        for key in ((name, rdtype), (name, "ANY"), ("*." + name.partition(".")[2], rdtype)):
            found = self.zone.get(key)
            if found is not None:
                if isinstance(found, list) and found and found[0] == "then":
                    # Rebinding: the first value once, the second ever after.
                    first, second = found[1], found[2]
                    self.zone[key] = [second]
                    return [first]
                if isinstance(found, list) and found and found[0] == "silence once":
                    self.zone[key] = found[1:]
                    return "silence"
                return found
        return None


def html(body: str, *headers: str, status: str = "200 OK") -> bytes:
    """An ordinary answer."""
    data = body.encode()
    lines = [
        f"HTTP/1.1 {status}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(data)}",
        *headers,
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + data
