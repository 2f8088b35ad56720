"""Servers whose status line is wrong, is another protocol's, or asks for patience."""

from ronda.lab.servers.behaviours import Ask, behaviour
from ronda.lab.servers.hostile.framing import PAGE

_REST = b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
# A SETTINGS and a GOAWAY frame (RFC 9113 sections 6.5 and 6.8).
_HTTP2 = bytes.fromhex("000000 04 00 00000000  000008 07 00 00000000 00000000 00000001")


@behaviour()
async def status_words(ask: Ask) -> None:
    """A status of letters."""
    await ask.wire.send(b"HTTP/1.1 2x0 Baik\r\n" + _REST)


@behaviour()
async def status_zero(ask: Ask) -> None:
    """Status 000."""
    await ask.wire.send(b"HTTP/1.1 000 Kosong\r\n" + _REST)


@behaviour()
async def status_999(ask: Ask) -> None:
    """Status 999, which some guards send to robots."""
    await ask.wire.send(b"HTTP/1.1 999 Request denied\r\n" + _REST)


@behaviour()
async def long_reason(ask: Ask) -> None:
    """A status line whose reason is 200 KB long (``bytes``)."""
    await ask.wire.send(b"HTTP/1.1 200 " + b"a" * ask.number("bytes", 200_000))
    await ask.wire.send(b"\r\n" + _REST)


@behaviour()
async def future_version(ask: Ask) -> None:
    """HTTP/9.9 in the status line."""
    await ask.wire.send(b"HTTP/9.9 200 OK\r\n" + _REST)


@behaviour()
async def http2_frames(ask: Ask) -> None:
    """Frames of HTTP/2 in answer to HTTP/1.1."""
    await ask.wire.send(_HTTP2)


@behaviour()
async def other_protocol(ask: Ask) -> None:
    """The banner of another service; ``banner`` says which (SSH)."""
    await ask.wire.send(ask.word("banner", "SSH-2.0-OpenSSH_9.2").encode() + b"\r\n")


@behaviour()
async def binary_noise(ask: Ask) -> None:
    """64 KB of bytes without a line end."""
    await ask.wire.send(bytes(range(128, 256)) * 512)


@behaviour(page="none")
async def switching_protocols(ask: Ask) -> None:
    """101 to another protocol that nobody asked for."""
    upgrade = (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    )
    await ask.wire.send(upgrade + b"\x81\x04halo")


@behaviour(page="none")
async def only_interim(ask: Ask) -> None:
    """One 100 Continue, then the end: no final answer."""
    await ask.wire.send(b"HTTP/1.1 100 Continue\r\n\r\n")


@behaviour(page="none")
async def later_by_years(ask: Ask) -> None:
    """``status`` (503) with a Retry-After of ten years (``after`` seconds)."""
    status, after = ask.number("status", 503), ask.word("after", "315360000")
    body = b"<h1>Nanti</h1>"
    head = f"HTTP/1.1 {status} Nanti\r\nRetry-After: {after}\r\nContent-Type: text/html\r\n"
    await ask.wire.send(head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body)


@behaviour()
async def too_many_requests(ask: Ask) -> None:
    """Status 429 with a Retry-After that is no number and no date."""
    head = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: nanti saja\r\n"
    await ask.wire.send(head + _REST)


@behaviour()
async def only_the_first(ask: Ask) -> None:
    """Answers the first requests (``count``, 2) and closes without a word on all others."""
    if ask.turn <= ask.number("count", 2):
        await ask.wire.send(b"HTTP/1.1 200 OK\r\n" + _REST)
