"""Servers whose body has no end, no truth or no mercy."""

import asyncio
import functools
import struct
import zlib
from collections.abc import Iterator

from ronda.lab.servers.behaviours import Ask, behaviour

_HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
_PAGE = b"<!doctype html><html><head><title>Beranda</title></head><body><p>Isi.</p></body></html>"
_MEGABYTE = 1_000_000


@behaviour()
async def endless_body(ask: Ask) -> None:
    """A body without length that goes on (up to ``megabytes``)."""
    await ask.wire.send(_HTML + b"\r\n")
    sent = 0
    while sent < ask.size:
        await ask.wire.send(b"<p>dan seterusnya</p>\n" * 3_000)
        sent += 66_000


@behaviour()
async def slow_body(ask: Ask) -> None:
    """A body of one byte a second (``millis`` between bytes), as long as the client waits."""
    await ask.wire.send(_HTML + b"Content-Length: 100000\r\n\r\n")
    while True:
        await ask.wire.send(b"a")
        await asyncio.sleep(ask.number("millis", 1_000) / 1_000)


@behaviour()
async def gzip_bomb(ask: Ask) -> None:
    """A gzip body that is a thousand times as large unpacked: ``megabytes`` (200) of spaces."""
    packed = list(bomb(ask.number("megabytes", 200)))
    length = sum(map(len, packed))
    head = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % length
    await ask.wire.send(_HTML + head)
    for piece in packed:
        await ask.wire.send(piece)


@behaviour()
async def short_length(ask: Ask) -> None:
    """Promises 10,000 bytes, sends a small page and closes in order."""
    await ask.wire.send(_HTML + b"Content-Length: 10000\r\n\r\n" + _PAGE)


@behaviour()
async def long_length(ask: Ask) -> None:
    """Promises 20 bytes and sends a whole page."""
    await ask.wire.send(_HTML + b"Content-Length: 20\r\n\r\n" + _PAGE)


@behaviour()
async def deep_markup(ask: Ask) -> None:
    """A page of 100,000 elements, each inside the one before (``depth``)."""
    depth = ask.number("depth", 100_000)
    body = b"<!doctype html><title>Dalam</title>" + b"<div>" * depth + b"dasar" + b"</div>" * depth
    await ask.wire.send(_HTML + b"Content-Length: %d\r\n\r\n" % len(body) + body)


@behaviour()
async def wrong_charset(ask: Ask) -> None:
    """Says ``charset`` (utf-16) in its header, another in its markup; the bytes are neither."""
    charset = str(ask.params.get("charset", "utf-16")).encode("ascii", "replace")
    body = (
        b"<!doctype html><html><head><meta charset=windows-1252><title>Pelayanan \xff\xfe</title>"
        b"</head><body><p>Layanan \xe2\x80\x93 \xc3\x28 \xf0\x9f\x98 selesai</p></body></html>"
    )
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=%s\r\n" % charset
    await ask.wire.send(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


@behaviour(page="none")
async def reset_midway(ask: Ask) -> None:
    """Sends half of what it promised, then resets the connection."""
    await ask.wire.send(_HTML + b"Content-Length: %d\r\n\r\n" % (2 * len(_PAGE)) + _PAGE)
    # Give the kernel time to deliver: a reset drops what still waits.
    await asyncio.sleep(0.05)
    ask.wire.reset()


def bomb(megabytes: int) -> Iterator[bytes]:
    """Yield a valid gzip stream (RFC 1952) that unpacks to so many megabytes of spaces."""
    segment, end = _pieces()
    yield b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    for _ in range(megabytes):
        yield segment
    yield end + struct.pack("<II", _checksum(megabytes), megabytes * _MEGABYTE & 0xFFFFFFFF)


@functools.cache
def _pieces() -> tuple[bytes, bytes]:
    """A megabyte of spaces as deflate that repeats (a full flush forgets), and the last block."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    segment = packer.compress(b" " * _MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return segment, packer.flush(zlib.Z_FINISH)


@functools.lru_cache(8)
def _checksum(megabytes: int) -> int:
    value, spaces = 0, b" " * _MEGABYTE
    for _ in range(megabytes):
        value = zlib.crc32(spaces, value)
    return value
