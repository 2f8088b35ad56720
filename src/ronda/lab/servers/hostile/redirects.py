"""Servers that send their visitors in circles, inward, or out of the web."""

import asyncio

from ronda.lab.servers.behaviours import Ask, behaviour


@behaviour(page="none")
async def redirect_loop(ask: Ask) -> None:
    """Redirects for ever: to itself, or with ``kind`` "pair" between two paths, or "growing"."""
    path, _, query = ask.target.partition("?")
    to = f"{path}?{query}" if query else path
    if ask.params.get("kind") == "pair":
        to = path if query else f"{path}?kembali=1"
    elif ask.params.get("kind") == "growing":
        to = f"{path}?n={int(query[2:]) + 1 if query[2:].isdecimal() else 1}"
    await ask.wire.send(_redirect(f"{ask.scheme}://{ask.host}{to}"))


@behaviour(page="none")
async def redirect_private(ask: Ask) -> None:
    """Redirects to ``to``: a private, metadata or loopback address (http://10.0.0.1/)."""
    await ask.wire.send(_redirect(ask.word("to", "http://10.0.0.1/")))


@behaviour()
async def redirect_chain(ask: Ask) -> None:
    """A chain of 50 redirects (``length``), each to another path, with a page at its end."""
    _, _, query = ask.target.partition("?langkah=")
    step = int(query) if query.isdecimal() else 0
    if step >= ask.number("length", 50):
        await ask.wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Akhir</h1>")
        return
    await ask.wire.send(_redirect(f"/?langkah={step + 1}"))


@behaviour(page="none")
async def redirect_between_hosts(ask: Ask) -> None:
    """Sends to another host (``to``) that sends back."""
    await ask.wire.send(_redirect(ask.word("to", "https://a.invalid/")))


@behaviour(page="none")
async def redirect_scheme(ask: Ask) -> None:
    """Redirects out of the web, to ``to`` (file:///etc/passwd)."""
    await ask.wire.send(_redirect(ask.word("to", "file:///etc/passwd")))


@behaviour()
async def redirect_port(ask: Ask) -> None:
    """Redirects to another port of itself (``port``, 22)."""
    await ask.wire.send(_redirect(f"http://{ask.host}:{ask.number('port', 22)}/"))


@behaviour(page="none")
async def redirect_userinfo(ask: Ask) -> None:
    """Redirects to a metadata address behind a user name that looks like the host."""
    await ask.wire.send(_redirect(f"http://{ask.host}@169.254.169.254/"))


@behaviour()
async def redirect_long(ask: Ask) -> None:
    """Redirects to an address of 50,000 characters (``bytes``)."""
    path = "a" * ask.number("bytes", 50_000)
    await ask.wire.send(_redirect(f"{ask.scheme}://{ask.host}/{path}"))


@behaviour()
async def redirect_nowhere(ask: Ask) -> None:
    """A redirect without a Location, with a page of its own."""
    page = b"<html><title>Pindah</title><body><p>Pindah, entah ke mana.</p></body></html>"
    head = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n"
    await ask.wire.send(head + b"Content-Length: %d\r\n\r\n" % len(page) + page)


@behaviour(page="none")
async def redirect_garbage(ask: Ask) -> None:
    """A Location that is no address."""
    await ask.wire.send(_redirect("http://[::1/%%%\x7f"))


@behaviour(page="none")
async def redirect_two_ways(ask: Ask) -> None:
    """Two Location headers; the first leads to itself, the second inward."""
    first = f"{ask.scheme}://{ask.host}{ask.target}"
    both = f"Location: {first}\r\nLocation: http://127.0.0.1/\r\n"
    await ask.wire.send(f"HTTP/1.1 302 Found\r\n{both}Content-Length: 0\r\n\r\n".encode())


@behaviour(page="none")
async def redirect_bad_name(ask: Ask) -> None:
    """Redirects to names that cannot be: a NUL, a bidirectional mark, a label of 70 letters (``to``)."""
    names = {
        "nul": "a\x00.b.id",
        "bidi": "ba\u202enk.id",
        "long": f"{'a' * 70}.id",
        "empty": "a..id",
    }
    host = names[ask.word("kind", "bidi")]
    await ask.wire.send(_redirect(f"http://{host}/"))


@behaviour(page="none")
async def redirect_cookies(ask: Ask) -> None:
    """Redirects to itself with a new cookie each time, as if the next one were the last."""
    cookie = f"Set-Cookie: putaran{ask.turn}=1; Path=/"
    await ask.wire.send(_redirect(f"{ask.scheme}://{ask.host}{ask.target}", cookie))


@behaviour(page="none")
async def redirect_slowly(ask: Ask) -> None:
    """A chain without end whose every step takes a second (``millis``)."""
    await asyncio.sleep(ask.number("millis", 1_000) / 1_000)
    await ask.wire.send(_redirect(f"/?langkah={ask.turn}"))


def _redirect(to: str, *more: str) -> bytes:
    lines = ["HTTP/1.1 302 Found", f"Location: {to}", *more, "Content-Length: 0"]
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    # Names beyond Latin-1 go out as UTF-8, as servers do it against RFC 9110.
    return head.encode()
