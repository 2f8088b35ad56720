"""One GET and its answer over HTTP/1.1 (RFC 9112), with every size bounded."""

import h11

from ronda.engine.artifacts import FailureKind, Stage
from ronda.engine.collect.body import Body
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.target import Target
from ronda.engine.collect.tls_wire import TlsWire
from ronda.engine.collect.wire import Wire
from ronda.engine.netconfig import Limits

Headers = tuple[tuple[str, str], ...]

_INTERIM_ANSWERS = 10  # 1xx answers before the real one
_TOO_LONG = 431
# A body that comes byte by byte costs far more than its size: chunks of so few bytes, on average
# over so many of them, are taken for an attack.
_MANY_PIECES, _TINY_PIECE = 5_000, 16


class Exchange:
    """Sends one request on a wire and reads its answer: the head first, the body when wanted."""

    def __init__(self, wire: Wire, limits: Limits) -> None:
        self._wire = wire
        self._limits = limits
        self._h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.header_bytes)
        self._received = 0
        self.stage: Stage = "http"
        self.status = 0
        self.http_version = ""
        self.headers: Headers = ()
        self.framing_problem = ""
        self.truncated = False
        self._plain = True  # no interim answers

    @property
    def reusable(self) -> bool:
        """Whether the whole answer was read, nothing of it was odd, and the server stays."""
        return (
            self._plain
            and self._h11.our_state is h11.DONE
            and self._h11.their_state is h11.DONE
            and not (self.framing_problem or self.truncated or self._h11.trailing_data[0])
        )

    async def ask(
        self, target: Target, headers: list[tuple[str, str]], *, last: bool = True
    ) -> None:
        """Send a GET and read the answer's head; raises :class:`Broken`.

        ``last`` asks the server to close the connection afterwards.
        """
        request = h11.Request(
            method="GET",
            target=target.resource,
            headers=[
                ("Host", target.authority),
                *headers,
                ("Connection", "close" if last else "keep-alive"),
            ],
        )
        data = (self._h11.send(request) or b"") + (self._h11.send(h11.EndOfMessage()) or b"")
        await self._wire.write(data, "http")
        for _ in range(_INTERIM_ANSWERS + 1):
            event = await self._next()
            if isinstance(event, h11.Response):
                self._head(event)
                return
            self._plain = False
        detail = f"more than {_INTERIM_ANSWERS} interim (1xx) answers"
        raise Broken(FailureKind.BAD_HTTP, "http", detail)

    async def body(self, limit: int) -> bytes:
        """Read the body up to ``limit`` decoded bytes; raises :class:`Broken`."""
        self.stage = "body"
        codings = ",".join(v for k, v in self.headers if k == "content-encoding")
        body = Body(tuple(c.strip().lower() for c in codings.split(",")), limit)
        pieces = 0
        while not body.truncated:
            event = await self._next()
            if isinstance(event, h11.Data):
                body.feed(bytes(event.data))
                pieces += 1
                if pieces >= _MANY_PIECES and self._received < pieces * _TINY_PIECE:
                    detail = f"{pieces} pieces of less than {_TINY_PIECE} bytes on average"
                    raise Broken(FailureKind.BAD_HTTP, "body", detail)
            elif isinstance(event, h11.EndOfMessage):
                self._check_end()
                break
        self.truncated = body.truncated
        kept = body.finish()
        self._note(body.problem)
        return kept

    async def skip(self, limit: int) -> None:
        """Read a body of a told size up to ``limit`` and drop it; raises :class:`Broken`."""
        self.stage = "body"
        told = next((v for k, v in self.headers if k == "content-length"), "")
        if not (told.isascii() and told.isdigit() and len(told) < 10 and int(told) <= limit):
            return
        while not isinstance(await self._next(), h11.EndOfMessage):
            pass

    def _head(self, response: h11.Response) -> None:
        raw = response.headers.raw_items()
        if len(raw) > self._limits.headers:
            detail = f"{len(raw)} headers; at most {self._limits.headers} are read"
            raise Broken(FailureKind.TOO_LARGE, "http", detail)
        version = response.http_version.decode("ascii")
        if not version.startswith("1."):
            raise Broken(FailureKind.BAD_HTTP, "http", f"an answer of HTTP/{version}")
        names = {name.lower() for name, _ in raw}
        if {b"content-length", b"transfer-encoding"} <= names:
            # RFC 9112 section 6.3: perhaps an attempt at smuggling; the chunks count.
            self._note("both Content-Length and Transfer-Encoding")
        self.status = response.status_code
        self.http_version = version
        self.headers = tuple((k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in raw)

    async def _next(self) -> h11.Event:
        """Return the next event, feeding from the wire."""
        while True:
            try:
                event = self._h11.next_event()
            except h11.RemoteProtocolError as error:
                raise self._broken(error) from error
            if event is h11.NEED_DATA:
                data = await self._wire.read(self.stage)
                self._received += len(data)
                self._feed(data)
                continue
            if isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
                raise Broken(FailureKind.INCOMPLETE, self.stage, "closed before the answer ended")
            assert not isinstance(event, type)  # noqa: S101  no other sentinel exists
            return event

    def _feed(self, data: bytes) -> None:
        try:
            self._h11.receive_data(data)
        except RuntimeError as error:  # h11 says so of data after the end of the stream
            raise Broken(FailureKind.BAD_HTTP, self.stage, str(error)[:200]) from error

    def _broken(self, error: h11.RemoteProtocolError) -> Broken:
        if self._received == 0:
            return Broken(FailureKind.INCOMPLETE, "http", "closed without any answer")
        if error.error_status_hint == _TOO_LONG:
            detail = f"headers of more than {self._limits.header_bytes} bytes"
            return Broken(FailureKind.TOO_LARGE, self.stage, detail)
        ended = ("without sending complete", "event type ConnectionClosed")
        if self._h11.their_state is h11.ERROR and any(words in str(error) for words in ended):
            return Broken(FailureKind.INCOMPLETE, self.stage, str(error)[:200])
        return Broken(FailureKind.BAD_HTTP, self.stage, str(error)[:200])

    def _check_end(self) -> None:
        extra = len(self._h11.trailing_data[0])
        if extra:
            self._note(f"{extra} or more bytes came after the end of the answer")
        if isinstance(self._wire, TlsWire) and self._wire.cut and not self._framed:
            self._note("the body ends where TLS was cut off without its closing alert")

    @property
    def _framed(self) -> bool:
        return any(k in ("content-length", "transfer-encoding") for k, _ in self.headers)

    def _note(self, problem: str) -> None:
        if problem:
            self.framing_problem = "; ".join(filter(None, (self.framing_problem, problem)))
