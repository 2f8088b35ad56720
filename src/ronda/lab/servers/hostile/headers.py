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
async def redirect_loop(ask: Ask) -> None:
    """Redirects for ever: to itself, or with ``kind`` "pair" between two paths, or "growing"."""
    path, _, query = ask.target.partition("?")
    to = f"{path}?{query}" if query else path
    if ask.params.get("kind") == "pair":
        to = path if query else f"{path}?kembali=1"
    elif ask.params.get("kind") == "growing":
        to = f"{path}?n={int(query[2:]) + 1 if query[2:].isdecimal() else 1}"
    await ask.wire.send(_redirect(f"{ask.scheme}://{ask.host}{to}"))


@behaviour()
async def redirect_private(ask: Ask) -> None:
    """Redirects to ``to``: a private, metadata or loopback address (http://10.0.0.1/)."""
    await ask.wire.send(_redirect(str(ask.params.get("to", "http://10.0.0.1/"))))


def _redirect(to: str) -> bytes:
    head = f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    return head.encode("latin-1", "replace")
