"""Servers whose TLS is broken before any certificate is judged (RFC 5246, RFC 8446)."""

import asyncio
import functools
import hashlib

from OpenSSL import SSL

from ronda.lab.servers.behaviours import Ask, behaviour, until_gone

_ALERT, _HANDSHAKE, _APPLICATION = 21, 22, 23
_SERVER_HELLO, _CERTIFICATE, _HELLO_DONE = 2, 11, 14


@behaviour("handshake", page="none")
async def tls_garbage(ask: Ask) -> None:
    """Answers the ClientHello with 4 KB that are no TLS record, then closes."""
    await ask.wire.send(hashlib.shake_128(b"garbage").digest(4096))


@behaviour("handshake", page="none")
async def tls_alert(ask: Ask) -> None:
    """Answers the ClientHello with a fatal alert; ``alert`` is its number (40, handshake_failure)."""
    await ask.wire.send(alert(ask.number("alert", 40)))


@behaviour("handshake", page="none")
async def tls_warnings(ask: Ask) -> None:
    """Warning alerts without end in place of a handshake (up to ``megabytes``)."""
    storm = record(_ALERT, bytes((1, 90))) * 2_000
    sent = 0
    while sent < ask.size:
        await ask.wire.send(storm)
        sent += len(storm)


@behaviour("handshake", page="none")
async def half_handshake(ask: Ask) -> None:
    """Sends the first half of a true server's first flight, then nothing more."""
    flight = _first_flight(ask)
    await ask.wire.send(flight[: len(flight) // 2])
    await until_gone(ask.wire)


@behaviour("handshake", page="none")
async def cut_handshake(ask: Ask) -> None:
    """Sends the first half of a true server's first flight, then closes."""
    flight = _first_flight(ask)
    await ask.wire.send(flight[: len(flight) // 2])


@behaviour("handshake", page="none")
async def reset_handshake(ask: Ask) -> None:
    """Sends the first half of a true server's first flight, then resets the connection."""
    flight = _first_flight(ask)
    await ask.wire.send(flight[: len(flight) // 2])
    await asyncio.sleep(0.05)
    ask.wire.reset()


@behaviour("handshake", page="none")
async def drip_handshake(ask: Ask) -> None:
    """A true server's first flight, one byte a second (``millis`` between bytes)."""
    for byte in _first_flight(ask):
        await ask.wire.send(bytes((byte,)))
        await asyncio.sleep(ask.number("millis", 1_000) / 1_000)
    await until_gone(ask.wire)


@behaviour("handshake", page="none")
async def tls_plain_http(ask: Ask) -> None:
    """Speaks plain HTTP on the port of https."""
    body = b"<h1>400 Bad Request</h1>"
    head = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n"
    await ask.wire.send(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


@behaviour("handshake", page="none")
async def tls_wrong_version(ask: Ask) -> None:
    """A ServerHello of a version that nobody has; ``version`` in hexadecimal (0305)."""
    version = bytes.fromhex(ask.word("version", "0305"))
    await ask.wire.send(record(_HANDSHAKE, server_hello(version)))
    await until_gone(ask.wire)


@behaviour("handshake", page="none")
async def tls_unknown_cipher(ask: Ask) -> None:
    """A ServerHello that picks a cipher suite which nobody offered."""
    await ask.wire.send(record(_HANDSHAKE, server_hello(cipher=b"\xfa\xfa")))
    await until_gone(ask.wire)


@behaviour("handshake", page="none")
async def tls_record_too_long(ask: Ask) -> None:
    """A record that claims 65,535 bytes and brings them."""
    await ask.wire.send(bytes((_HANDSHAKE, 3, 3)) + b"\xff\xff" + bytes(65_535))
    await until_gone(ask.wire)


@behaviour("handshake", page="none")
async def tls_empty_records(ask: Ask) -> None:
    """Empty handshake records without end (up to ``megabytes``)."""
    storm = record(_HANDSHAKE, b"") * 5_000
    sent = 0
    while sent < ask.size:
        await ask.wire.send(storm)
        sent += len(storm)


@behaviour("handshake", page="none")
async def tls_data_first(ask: Ask) -> None:
    """Application data before any handshake."""
    await ask.wire.send(record(_APPLICATION, b"HTTP/1.1 200 OK\r\n\r\nhalo"))


@behaviour("handshake", page="none")
async def tls_message_too_long(ask: Ask) -> None:
    """A handshake message that announces 16 MB, and sends them (up to ``megabytes``)."""
    await ask.wire.send(record(_HANDSHAKE, server_hello()))
    await ask.wire.send(record(_HANDSHAKE, bytes((_CERTIFICATE, 255, 255, 255))))
    sent = 0
    while sent < ask.size:
        await ask.wire.send(record(_HANDSHAKE, bytes(16_000)))
        sent += 16_005


@behaviour("handshake", page="none")
async def tls_without_certificate(ask: Ask) -> None:
    """A handshake of TLS 1.2 whose list of certificates is empty."""
    await _certificates(ask)


@behaviour("handshake", page="none")
async def tls_invalid_der(ask: Ask) -> None:
    """A certificate that is no DER: noise of 1,000 bytes in its place."""
    await _certificates(ask, hashlib.shake_128(b"der").digest(1_000))


@behaviour("handshake", page="none")
async def tls_lying_der(ask: Ask) -> None:
    """A certificate whose DER claims to be 2 GB long."""
    await _certificates(ask, bytes.fromhex("3084 7fffffff 3082 0100") + bytes(500))


@behaviour("handshake", page="none")
async def tls_deep_der(ask: Ask) -> None:
    """A certificate of 20,000 sequences, each within the one before."""
    await _certificates(ask, _nested(20_000))


@behaviour("handshake", page="none")
async def tls_huge_certificate(ask: Ask) -> None:
    """A certificate of 5 MB (``megabytes``)."""
    size = ask.number("megabytes", 5) * 1_000_000
    await _certificates(ask, b"\x30\x83" + size.to_bytes(3) + bytes(size))


def alert(number: int) -> bytes:
    """Return a fatal TLS alert record (RFC 8446 section 6)."""
    return record(_ALERT, bytes((2, number)))


def record(kind: int, content: bytes) -> bytes:
    """Return a record of TLS 1.2 (RFC 5246 section 6.2.1)."""
    return bytes((kind, 3, 3)) + len(content).to_bytes(2) + content


def server_hello(version: bytes = b"\x03\x03", cipher: bytes = b"\xc0\x2f") -> bytes:
    """Return a ServerHello of TLS 1.2 without extensions (RFC 5246 section 7.4.1.3)."""
    return _message(_SERVER_HELLO, version + bytes(32) + b"\x00" + cipher + b"\x00")


async def _certificates(ask: Ask, *ders: bytes) -> None:
    """Send a ServerHello and a Certificate message of TLS 1.2 with what is to stand in it."""
    listed = b"".join(len(der).to_bytes(3) + der for der in ders)
    flight = server_hello() + _message(_CERTIFICATE, len(listed).to_bytes(3) + listed)
    flight += _message(_HELLO_DONE, b"")
    for place in range(0, len(flight), 16_000):
        await ask.wire.send(record(_HANDSHAKE, flight[place : place + 16_000]))
    await until_gone(ask.wire)


def _message(kind: int, body: bytes) -> bytes:
    return bytes((kind,)) + len(body).to_bytes(3) + body


@functools.lru_cache(2)
def _nested(depth: int) -> bytes:
    """Sequences within sequences, the innermost empty."""
    headers: list[bytes] = []
    size = 0
    for _ in range(depth):
        headers.append(b"\x30" + _der_length(size))
        size += len(headers[-1])
    return b"".join(reversed(headers))


def _der_length(size: int) -> bytes:
    octets = size.to_bytes(3).lstrip(b"\x00")
    return bytes((size,)) if size < 128 else bytes((0x80 | len(octets),)) + octets


def _first_flight(ask: Ask) -> bytes:
    """What an honest server would send first; nothing when the client's hello suits no server."""
    if ask.context is None:
        return b""
    server = SSL.Connection(ask.context, None)
    server.set_accept_state()
    server.bio_write(ask.heard)
    try:
        server.do_handshake()
    except SSL.WantReadError:
        return server.bio_read(65_536)
    except SSL.Error:
        return b""
    return b""
