"""Servers whose TLS is broken."""

import hashlib

from OpenSSL import SSL

from ronda.lab.servers.behaviours import Ask, behaviour, until_gone


@behaviour(handshake=True)
async def tls_garbage(ask: Ask) -> None:
    """Answers the ClientHello with 4 KB that are no TLS record, then closes."""
    await ask.wire.send(hashlib.shake_128(b"garbage").digest(4096))


@behaviour(handshake=True)
async def tls_alert(ask: Ask) -> None:
    """Answers the ClientHello with a fatal alert; ``alert`` is its number (40, handshake_failure)."""
    await ask.wire.send(alert(ask.number("alert", 40)))


@behaviour(handshake=True)
async def half_handshake(ask: Ask) -> None:
    """Sends the first half of a true server's first flight, then nothing more."""
    if ask.context is None:
        return
    server = SSL.Connection(ask.context, None)
    server.set_accept_state()
    server.bio_write(ask.heard)
    try:
        server.do_handshake()
    except SSL.WantReadError:
        flight = server.bio_read(65_536)
        await ask.wire.send(flight[: len(flight) // 2])
        await until_gone(ask.wire)
    except SSL.Error:
        return


def alert(number: int) -> bytes:
    """Return a fatal TLS alert record (RFC 8446 section 6)."""
    return bytes((21, 3, 3, 0, 2, 2, number))
