"""Reads the name that a TLS client asks for, before any handshake (RFC 8446, RFC 6066)."""

MAX_HELLO = 32_768


class NotTls(ValueError):
    """The bytes are no TLS ClientHello."""


def server_name(data: bytes) -> str | None:
    """Return the SNI host name in lower case, "" when there is none, None when bytes are missing.

    Raises :class:`NotTls` for anything but a ClientHello.
    """
    body = _handshake(data)
    if body is None:
        return None
    try:
        return _sni(body)
    except IndexError as error:
        raise NotTls("ClientHello ends early") from error


def _handshake(data: bytes) -> bytes | None:
    """Join the handshake message out of its records, or None when more bytes must come."""
    message = b""
    place = 0
    while True:
        if len(data) < place + 5:
            if data[place : place + 1] not in (b"", b"\x16"):
                raise NotTls("first byte is no handshake record")
            return None
        if data[place] != 22:
            raise NotTls("record is no handshake")
        size = int.from_bytes(data[place + 3 : place + 5])
        if size == 0 or size > 16_640:
            raise NotTls("record length out of bounds")
        message += data[place + 5 : place + 5 + size]
        if message and message[0] != 1:
            raise NotTls("handshake message is no ClientHello")
        if len(message) >= 4:
            wanted = int.from_bytes(message[1:4])
            if wanted > MAX_HELLO:
                raise NotTls("ClientHello too long")
            if len(message) >= 4 + wanted:
                return message[4 : 4 + wanted]
        if len(data) < place + 5 + size:
            return None
        place += 5 + size


def _sni(body: bytes) -> str:
    place = 34  # version and random
    place += 1 + body[place]  # session
    place += 2 + int.from_bytes(body[place : place + 2])  # cipher suites
    place += 1 + body[place]  # compression
    end = min(len(body), place + 2 + int.from_bytes(body[place : place + 2]))
    place += 2
    while place + 4 <= end:
        kind = int.from_bytes(body[place : place + 2])
        size = int.from_bytes(body[place + 2 : place + 4])
        value = body[place + 4 : place + 4 + size]
        if kind == 0 and len(value) >= 5 and value[2] == 0:
            name = value[5 : 5 + int.from_bytes(value[3:5])]
            return name.decode("ascii", "replace").rstrip(".").lower()
        place += 4 + size
    return ""
