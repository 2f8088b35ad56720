"""Servers whose page is not in the characters that it says."""

from ronda.lab.servers.behaviours import Ask, behaviour

_MARKUP = (
    "<!doctype html><html><head>{meta}<title>Pelayanan</title></head><body>{text}</body></html>"
)


@behaviour()
async def utf7_page(ask: Ask) -> None:
    """Declares UTF-7, in which its text would be a script."""
    page = _MARKUP.format(meta="<meta charset=utf-7>", text="<p>+ADw-script+AD4-alert(1)</p>")
    await _send(ask, "text/html; charset=utf-7", page.encode())


@behaviour()
async def utf16_unmarked(ask: Ask) -> None:
    """UTF-16 without a byte order mark and without a word of it."""
    await _send(ask, "text/html", _MARKUP.format(meta="", text="<p>Isi</p>").encode("utf-16-le"))


@behaviour()
async def three_charsets(ask: Ask) -> None:
    """A byte order mark, a header and a markup that each name another charset."""
    page = _MARKUP.format(meta="<meta charset=shift_jis>", text="<p>Layanan \u201ccepat\u201d</p>")
    await _send(ask, "text/html; charset=big5", b"\xef\xbb\xbf" + page.encode())


@behaviour()
async def absurd_charset(ask: Ask) -> None:
    """A charset whose name is 10 KB long and names a codec that unpacks."""
    page = _MARKUP.format(meta='<meta charset="zlib_codec">', text="<p>Isi</p>")
    await _send(ask, "text/html; charset=" + "base64_codec" * 800, page.encode())


@behaviour()
async def nul_bytes(ask: Ask) -> None:
    """NULs within tags, names and text."""
    page = _MARKUP.format(meta="", text="<sc\0ript>a</sc\0ript><p>Isi\0 nol</p><a hr\0ef=/>a</a>")
    await _send(ask, "text/html", page.encode())


@behaviour()
async def binary_as_page(ask: Ask) -> None:
    """A megabyte of a picture's bytes, called a page."""
    await _send(ask, "text/html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4_000)


@behaviour()
async def page_as_binary(ask: Ask) -> None:
    """A page, called a program to save."""
    page = _MARKUP.format(meta="", text="<p>Isi</p>").encode()
    await _send(ask, "application/octet-stream", page)


async def _send(ask: Ask, kind: str, body: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    await ask.wire.send(head.encode() + body)
