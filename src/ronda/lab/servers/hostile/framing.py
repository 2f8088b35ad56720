"""Servers whose answer contradicts itself about where it begins and ends (RFC 9112)."""

import asyncio

from ronda.lab.servers.behaviours import Ask, behaviour, until_gone

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
PAGE = b"<!doctype html><html><head><title>Beranda</title></head><body><p>Isi.</p></body></html>"


@behaviour()
async def two_lengths(ask: Ask) -> None:
    """Two Content-Length headers that differ."""
    lengths = b"Content-Length: 4\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
    await ask.wire.send(_OK + lengths + PAGE)


@behaviour()
async def negative_length(ask: Ask) -> None:
    """A Content-Length below zero."""
    await ask.wire.send(_OK + b"Content-Length: -5\r\n\r\n" + PAGE)


@behaviour()
async def absurd_length(ask: Ask) -> None:
    """A Content-Length of 30 digits, then a page and the end."""
    await ask.wire.send(_OK + b"Content-Length: %s\r\n\r\n" % (b"9" * 30) + PAGE)


@behaviour()
async def length_and_chunks(ask: Ask) -> None:
    """Content-Length and chunks at once, as request smugglers send."""
    both = b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    await ask.wire.send(_OK + both + chunk(PAGE) + b"0\r\n\r\n")


@behaviour()
async def huge_chunk(ask: Ask) -> None:
    """A chunk that claims 18 exabytes, then a page and the end."""
    await ask.wire.send(_OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + PAGE)


@behaviour()
async def negative_chunk(ask: Ask) -> None:
    """A chunk whose size is below zero."""
    await ask.wire.send(_OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n" + PAGE + b"\r\n0\r\n\r\n")


@behaviour()
async def chunk_nonsense(ask: Ask) -> None:
    """Words where the chunk sizes should stand."""
    await ask.wire.send(_OK + b"Transfer-Encoding: chunked\r\n\r\nseratus\r\n" + PAGE)


@behaviour()
async def chunks_cut(ask: Ask) -> None:
    """Whole chunks, then the end of the connection without the last one."""
    await ask.wire.send(_OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(PAGE))


@behaviour()
async def chunk_extension(ask: Ask) -> None:
    """A chunk with an extension of 1 MB (``bytes``)."""
    await ask.wire.send(_OK + b"Transfer-Encoding: chunked\r\n\r\n5;a=")
    left = ask.number("bytes", 1_000_000)
    while left > 0:
        await ask.wire.send(b"a" * min(left, 65_536))
        left -= 65_536
    await ask.wire.send(b"\r\nhalo!\r\n0\r\n\r\n")


@behaviour()
async def endless_chunks(ask: Ask) -> None:
    """Chunks of one byte without end (up to ``megabytes``)."""
    await ask.wire.send(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
    sent = 0
    while sent < ask.size:
        await ask.wire.send(b"1\r\na\r\n" * 10_000)
        sent += 60_000


@behaviour()
async def drip_chunks(ask: Ask) -> None:
    """A chunk of one byte each second (``millis`` between them)."""
    await ask.wire.send(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        await ask.wire.send(b"1\r\na\r\n")
        await asyncio.sleep(ask.number("millis", 1_000) / 1_000)


@behaviour()
async def trailer_flood(ask: Ask) -> None:
    """A page in chunks, then 20,000 trailer fields (``count``)."""
    await ask.wire.send(_OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(PAGE) + b"0\r\n")
    for start in range(0, ask.number("count", 20_000), 1_000):
        trailers = (b"X-%d: a\r\n" % n for n in range(start, start + 1_000))
        await ask.wire.send(b"".join(trailers))
    await ask.wire.send(b"\r\n")


@behaviour()
async def unknown_transfer(ask: Ask) -> None:
    """A transfer coding that nobody asked for (gzip, chunked)."""
    await ask.wire.send(_OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk(PAGE))


@behaviour()
async def second_answer(ask: Ask) -> None:
    """Two whole answers to one question, as after a split response."""
    answer = _OK + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    await ask.wire.send(answer + answer.replace(b"Beranda", b"Sisipan"))


@behaviour()
async def body_where_none_is(ask: Ask) -> None:
    """Status 204, which has no body, followed by a page."""
    await ask.wire.send(b"HTTP/1.1 204 No Content\r\nContent-Type: text/html\r\n\r\n" + PAGE)


@behaviour()
async def head_only(ask: Ask) -> None:
    """A head that promises a page, then silence."""
    await ask.wire.send(_OK + b"Content-Length: %d\r\n\r\n" % len(PAGE))
    await until_gone(ask.wire)


def chunk(data: bytes) -> bytes:
    """Return a chunk (RFC 9112 section 7.1)."""
    return b"%x\r\n%s\r\n" % (len(data), data)
