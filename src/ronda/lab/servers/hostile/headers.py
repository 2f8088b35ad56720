"""Servers whose answer's head is a flood, a drip or a trick."""

import asyncio

from ronda.lab.servers.behaviours import Ask, behaviour

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_END = b"Content-Length: 2\r\nConnection: close\r\n\r\nok"


@behaviour()
async def huge_header(ask: Ask) -> None:
    """One header of 1 MB (``bytes``)."""
    await ask.wire.send(_OK + b"X-Huge: ")
    left = ask.number("bytes", 1_000_000)
    while left > 0:
        await ask.wire.send(b"a" * min(left, 65_536))
        left -= 65_536
    await ask.wire.send(b"\r\n" + _END)


@behaviour()
async def many_headers(ask: Ask) -> None:
    """10,000 headers (``count``)."""
    await ask.wire.send(_OK)
    count = ask.number("count", 10_000)
    for start in range(0, count, 1_000):
        numbers = range(start, min(count, start + 1_000))
        await ask.wire.send(b"".join(b"X-%d: %d\r\n" % (n, n) for n in numbers))
    await ask.wire.send(_END)


@behaviour()
async def drip_headers(ask: Ask) -> None:
    """A true answer's head, one byte a second (``millis`` between bytes)."""
    for byte in _OK + b"X-Slow: yes\r\n" + _END:
        await ask.wire.send(bytes((byte,)))
        await asyncio.sleep(ask.number("millis", 1_000) / 1_000)


@behaviour()
async def status_storm(ask: Ask) -> None:
    """20,000 interim answers (``count`` times 103) before the final one."""
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
    for _ in range(0, ask.number("count", 20_000), 100):
        await ask.wire.send(interim * 100)
    await ask.wire.send(_OK + _END)


@behaviour()
async def http09(ask: Ask) -> None:
    """Answers as HTTP/0.9 did: a body alone, without status line or headers."""
    await ask.wire.send(b"<html><body><h1>Selamat datang</h1></body></html>\r\n")


@behaviour()
async def cookie_flood(ask: Ask) -> None:
    """Sets 150 cookies (``count``) of 300 bytes (``bytes``), new ones each time."""
    value = b"a" * ask.number("bytes", 300)
    cookies = (
        b"Set-Cookie: k%d-%d=%s; Path=/\r\n" % (ask.turn, n, value)
        for n in range(ask.number("count", 150))
    )
    await ask.wire.send(_OK + b"".join(cookies) + _END)


@behaviour()
async def injected_header(ask: Ask) -> None:
    """A header value with bare line feeds and carriage returns in it."""
    await ask.wire.send(_OK + b"X-Nama: a\nSet-Cookie: b=c\rX-Lain: d\r\n" + _END)


@behaviour()
async def control_header(ask: Ask) -> None:
    """Terminal escape sequences, a bell and bidirectional marks in header values."""
    title = b"X-Judul: \x1b]0;kuasai\x07\x1b[2J\r\n"
    await ask.wire.send(_OK + title + "Server: a\u202egro\r\n".encode() + _END)


@behaviour()
async def latin_header(ask: Ask) -> None:
    """Header values of bytes that are no ASCII, as old servers send them."""
    await ask.wire.send(_OK + b"X-Kota: S\xe3o Jos\xe9 \xff\xfe\r\n" + _END)


@behaviour()
async def nul_header(ask: Ask) -> None:
    """A NUL in a header's value."""
    await ask.wire.send(_OK + b"X-Nol: a\x00b\r\n" + _END)


@behaviour()
async def header_without_colon(ask: Ask) -> None:
    """A line among the headers that has no colon."""
    await ask.wire.send(_OK + b"ini bukan kepala\r\n" + _END)


@behaviour()
async def folded_headers(ask: Ask) -> None:
    """A header folded over 1,000 lines, an old way that RFC 9112 takes back."""
    await ask.wire.send(_OK + b"X-Lipat: a\r\n" + b" lagi\r\n" * 1_000 + _END)
