"""Small, bounded GETs to an operator's own endpoint, over one connection that is kept."""

import asyncio
import ssl
import zlib
from ipaddress import ip_address
from urllib.parse import urlsplit

import dns.asyncresolver
import dns.exception
import dns.nameserver
import h11
import msgspec

from ronda.engine.netconfig import NetConfig

MAX_BODY = 48 * 1024 * 1024
RETRIES = 3


class FetchFailed(Exception):
    """An endpoint gave no usable answer; the message (English) says why.

    ``status`` is that of the last HTTP answer, 0 when there was none.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


def unpacked(body: bytes, limit: int) -> bytes:
    """Return what gzip holds, as far as an answer may be long; raises :class:`FetchFailed`."""
    unzip = zlib.decompressobj(wbits=31)
    try:
        whole = unzip.decompress(body, limit)
    except zlib.error as error:
        raise FetchFailed(f"no gzip: {error}") from error
    if not unzip.eof:
        raise FetchFailed(f"gzip that is cut off or holds more than {limit} bytes")
    return whole


class Answer(msgspec.Struct, frozen=True):
    """An answer whatever its status; header names in lower case, the last of a name."""

    status: int
    headers: dict[str, str]
    body: bytes


class Endpoint:
    """GETs below one base URL: https anywhere, plain http on this machine only.

    The endpoint is the operator's setting and therefore outside the scope guard. Names are
    resolved by the configured resolvers, never by the system's.
    """

    def __init__(
        self,
        base: str,
        net: NetConfig,
        headers: tuple[tuple[str, str], ...] = (),
        max_body: int = MAX_BODY,
    ) -> None:
        try:
            parts = urlsplit(base)
            port = parts.port
        except ValueError as error:
            raise FetchFailed(f"{base!r}: {error}") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchFailed(f"{base!r} is no http or https address")
        self.base = base.rstrip("/")
        self._host = parts.hostname
        self._secure = parts.scheme == "https"
        self._port = port or (443 if self._secure else 80)
        self._netloc = parts.netloc
        self._path = parts.path.rstrip("/")
        self._net = net
        self._headers = headers
        self._max_body = max_body
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._http = h11.Connection(h11.CLIENT)

    async def get(self, path: str, tries: int = RETRIES) -> bytes:
        """Return the body of a 200 answer; raises :class:`FetchFailed`.

        A busy answer (429, 503) or a cut connection is tried again after a pause, ``tries`` times
        in all (three).
        """
        problem, status = "", 0
        for attempt in range(tries):
            try:
                async with asyncio.timeout(60):
                    answer = await self._once(path)
            except (OSError, TimeoutError, EOFError, h11.ProtocolError) as error:
                self.close()
                problem, status = str(error) or type(error).__name__, 0
            else:
                if answer.status == 200:
                    return answer.body
                problem, status = f"HTTP status {answer.status}", answer.status
                if answer.status not in (429, 502, 503, 504):
                    break
            if attempt + 1 < tries:
                await asyncio.sleep(0.5 * 4**attempt)
        raise FetchFailed(problem, status)

    async def answer(self, path: str, seconds: float) -> Answer:
        """Ask once and return the answer whatever its status; raises :class:`FetchFailed`."""
        try:
            async with asyncio.timeout(seconds):
                return await self._once(path)
        except (OSError, TimeoutError, EOFError, h11.ProtocolError) as error:
            self.close()
            raise FetchFailed(str(error) or type(error).__name__) from error

    def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _once(self, path: str) -> Answer:
        reader, writer = await self._connected()
        self._http.start_next_cycle() if self._http.our_state is h11.DONE else None
        request = h11.Request(
            method="GET",
            target=f"{self._path}{path}",
            headers=[
                ("Host", self._netloc),
                ("User-Agent", self._net.user_agent),
                ("Accept", "application/json, */*"),
                ("Accept-Encoding", "gzip, identity"),
                *self._headers,
            ],
        )
        writer.write(self._http.send(request) or b"")
        writer.write(self._http.send(h11.EndOfMessage()) or b"")
        await writer.drain()
        status, body = 0, bytearray()
        headers: dict[str, str] = {}
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                self._http.receive_data(await reader.read(65_536))
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in event.headers}
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > self._max_body:
                    self.close()
                    raise FetchFailed(f"an answer larger than {self._max_body} bytes")
            elif isinstance(event, h11.EndOfMessage):
                break
            elif isinstance(event, h11.ConnectionClosed):
                raise EOFError("the connection was closed before the answer was complete")
        if self._http.their_state is not h11.DONE or self._http.our_state is not h11.DONE:
            self.close()
        whole = bytes(body)
        if headers.get("content-encoding") == "gzip":
            whole = unpacked(whole, self._max_body)
        return Answer(status, headers, whole)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is not None:
            return self._streams
        address, port = self._net.mapped(await self._resolve(), self._port)
        if not self._secure and not ip_address(address).is_loopback:
            raise FetchFailed("plain http is for this machine only; use https")
        context = None
        if self._secure:
            context = ssl.create_default_context(cafile=self._net.trust_store or None)
        async with asyncio.timeout(self._net.limits.connect_timeout):
            self._streams = await asyncio.open_connection(
                address, port, ssl=context, server_hostname=self._host if context else None
            )
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=65_536)
        return self._streams

    async def _resolve(self) -> str:
        try:
            return str(ip_address(self._host))
        except ValueError:
            pass
        if self._host == "localhost":
            return "127.0.0.1"
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers = [
            dns.nameserver.Do53Nameserver(address, port) for address, port in self._net.resolvers
        ]
        resolver.lifetime = self._net.limits.dns_timeout
        for kind in ("A", "AAAA"):
            try:
                answer = await resolver.resolve(self._host, kind, search=False)
            except (dns.exception.DNSException, OSError):
                continue
            return str(next(iter(answer)).address)
        raise FetchFailed(f"the name {self._host} has no address in DNS")
