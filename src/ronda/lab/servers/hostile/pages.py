"""Servers whose page is made to cost its reader time or memory."""

import functools
import json

from ronda.lab.servers.behaviours import Ask, behaviour

_HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
_TOP = b"<!doctype html><html><head><title>Beranda</title></head><body><p>Di atas.</p>"


@behaviour()
async def million_attributes(ask: Ask) -> None:
    """One element with a million attributes (``count``)."""
    names = _numbered(b"a#=1 ", ask.number("count", 1_000_000))
    await _page(ask, _TOP + b"<div " + names + b">")


@behaviour()
async def huge_attribute(ask: Ask) -> None:
    """An attribute of 1.5 MB (``bytes``)."""
    value = b"display:none;" * (ask.number("bytes", 1_500_000) // 13)
    await _page(ask, _TOP + b'<div style="' + value + b'">dasar</div>')


@behaviour()
async def megabyte_title(ask: Ask) -> None:
    """A title of a megabyte (``bytes``)."""
    title = b"Judul " * (ask.number("bytes", 1_000_000) // 6)
    await _page(ask, b"<!doctype html><title>" + title + b"</title><p>Isi.</p>")


@behaviour()
async def many_links(ask: Ask) -> None:
    """50,000 links (``count``), each to another host."""
    links = _numbered(b'<a href="//h#.invalid/">#</a>', ask.number("count", 50_000))
    await _page(ask, _TOP + links)


@behaviour()
async def odd_links(ask: Ask) -> None:
    """Links to scripts, data, files, broken addresses and one of a megabyte."""
    odd = (
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,a", "file:///etc/passwd",
        "vbscript:a", "http://[::1", "//", "http://a:99999/", "\x00\x01", "mailto:" + "a" * 5_000,
        "http://" + "a." * 40_000, "?" * 1_000_000,
    )  # fmt: skip
    await _page(ask, _TOP + "".join(f"<a href='{to}'>ke sana</a>" for to in odd).encode())


@behaviour()
async def entity_flood(ask: Ask) -> None:
    """Half a million character references, many of them to no character."""
    await _page(ask, _TOP + b"&amp;&#x110000;&#0;&#xd800;&tidakada;" * 50_000)


@behaviour()
async def unclosed(ask: Ask) -> None:
    """A comment that is opened again and again and never closed."""
    await _page(ask, _TOP + b"<!--<script>" * 100_000)


@behaviour()
async def formatting_flood(ask: Ask) -> None:
    """Misnested formatting elements, which parsers must carry along (HTML, adoption agency)."""
    await _page(ask, _TOP + b"<a><b><i><font><p></a></b></i>" * 40_000)


@behaviour()
async def table_flood(ask: Ask) -> None:
    """Text in tables in tables, which parsers must move before each of them."""
    await _page(ask, _TOP + b"<table><tr>luar<td>" * 60_000)


@behaviour()
async def style_flood(ask: Ask) -> None:
    """25,000 rules of style (``count``) and as many elements they could hide."""
    count = ask.number("count", 25_000)
    rules = _numbered(b".k#{display:none}", count)
    spans = _numbered(b"<i class=k#>a</i>", count)
    await _page(ask, b"<!doctype html><style>" + rules + b"</style>" + _TOP + spans)


@behaviour()
async def deep_json(ask: Ask) -> None:
    """Structured data nested 100,000 deep (``depth``)."""
    depth = ask.number("depth", 100_000)
    data = b"[" * depth + b"]" * depth
    await _page(ask, _TOP + b'<script type="application/ld+json">' + data + b"</script>")


@behaviour()
async def form_flood(ask: Ask) -> None:
    """5,000 forms (``count``) with 20 fields each."""
    form = b"<form action=/kirim>" + b"<input name=a type=password>" * 20 + b"</form>"
    await _page(ask, _TOP + form * ask.number("count", 5_000))


@behaviour()
async def refresh_to_itself(ask: Ask) -> None:
    """A page that reloads itself at once, for ever."""
    refresh = b'<meta http-equiv="refresh" content="0; url=/">'
    await _page(ask, b"<!doctype html><title>Beranda</title>" + refresh + b"<p>Tunggu.</p>")


@behaviour()
async def frame_of_itself(ask: Ask) -> None:
    """A page that shows itself in a hundred frames."""
    await _page(ask, _TOP + b'<iframe src="/"></iframe>' * 100)


@behaviour()
async def script_base(ask: Ask) -> None:
    """A base address that is a script, below which all its links would lead."""
    base = b'<!doctype html><head><base href="javascript:alert(1)//"><title>Beranda</title></head>'
    await _page(ask, base + b"<a href='profil'>Profil</a>")


@behaviour()
async def escape_title(ask: Ask) -> None:
    """Terminal escapes, bidirectional marks and a formula in its title."""
    title = json.loads('"=1+1\\u202egnp.exe \\u001b]0;x\\u0007\\u001b[31m\\u2066 @SUM(A1)"')
    await _page(ask, f"<!doctype html><title>{title}</title><p>Isi.</p>".encode())


@functools.lru_cache(8)
def _numbered(pattern: bytes, count: int) -> bytes:
    """The pattern so many times, its number in place of each "#"."""
    return b"".join(pattern.replace(b"#", b"%d" % n) for n in range(count))


async def _page(ask: Ask, body: bytes) -> None:
    await ask.wire.send(_HTML + b"Content-Length: %d\r\n\r\n" % len(body) + body)
