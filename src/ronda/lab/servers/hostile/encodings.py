"""Servers whose compression is a bomb, a lie or broken."""

import base64
import functools
import gzip
import zlib

from ronda.lab.servers.behaviours import Ask, behaviour
from ronda.lab.servers.hostile.bodies import bomb
from ronda.lab.servers.hostile.framing import PAGE

_HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
# 64 MiB of spaces as one brotli stream (RFC 7932): 53 bytes.
_BROTLI = base64.b64decode(
    "z///f/glQOKxQCD3/p/////wSwDEYQGA7v0/////4ZcAiMMiAN37//z//8cvARCHBQC69/8="
)


@behaviour()
async def nested_gzip_bomb(ask: Ask) -> None:
    """A gzip bomb that is packed once more: a few KB for ``megabytes`` (200)."""
    packed = gzip.compress(b"".join(bomb(ask.number("megabytes", 200))), 9)
    await ask.wire.send(_coded("gzip, gzip", packed))


@behaviour()
async def brotli_bomb(ask: Ask) -> None:
    """Brotli that nobody offered, 53 bytes for 64 MB."""
    await ask.wire.send(_coded("br", _BROTLI))


@behaviour()
async def deflate_bomb(ask: Ask) -> None:
    """A bomb in the raw deflate that some servers mean by "deflate": ``megabytes`` (100)."""
    await ask.wire.send(_coded("deflate", _raw_bomb(ask.number("megabytes", 100))))


@behaviour()
async def deflate_garbage(ask: Ask) -> None:
    """Says deflate and sends bytes that are none."""
    await ask.wire.send(_coded("deflate", b"\xff\x00\xaa" * 3_000))


@behaviour()
async def gzip_cut(ask: Ask) -> None:
    """A gzip body that ends in the middle of its stream, in a whole answer."""
    await ask.wire.send(_coded("gzip", gzip.compress(PAGE * 50)[:60]))


@behaviour()
async def gzip_checksum(ask: Ask) -> None:
    """A gzip body whose checksum is wrong."""
    await ask.wire.send(_coded("gzip", gzip.compress(PAGE)[:-8] + b"\x00" * 8))


@behaviour()
async def gzip_and_more(ask: Ask) -> None:
    """A gzip body with a megabyte of noise after the end of its stream."""
    await ask.wire.send(_coded("gzip", gzip.compress(PAGE) + b"\xa5" * 1_000_000))


@behaviour()
async def gzip_unpacked(ask: Ask) -> None:
    """Says gzip and sends the page as it is."""
    await ask.wire.send(_coded("gzip", PAGE))


@behaviour()
async def hundred_codings(ask: Ask) -> None:
    """Claims to be packed a hundred times over."""
    await ask.wire.send(_coded(", ".join(["gzip"] * 100), gzip.compress(PAGE)))


@behaviour()
async def unknown_coding(ask: Ask) -> None:
    """A content coding that does not exist."""
    await ask.wire.send(_coded("rahasia", PAGE))


@functools.lru_cache(4)
def _raw_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    spaces = b" " * 1_000_000
    return b"".join(packer.compress(spaces) for _ in range(megabytes)) + packer.flush()


def _coded(coding: str, body: bytes) -> bytes:
    head = f"Content-Encoding: {coding}\r\nContent-Length: {len(body)}\r\n\r\n"
    return _HTML + head.encode() + body
