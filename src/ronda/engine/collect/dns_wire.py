"""Questions and answers of the DNS as bytes (RFC 1035 section 4), read by hand for bulk look-ups.

Only what bulk look-ups need: one question, and of an answer the alias chain and the simple kinds.
Everything else of the product uses dnspython.
"""

import os
from collections.abc import Callable
from ipaddress import IPv6Address

KINDS = {
    "A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "HTTPS": 65,
}  # fmt: skip
HEADER = 12
MAX_ALIASES = 8
MAX_RECORDS = 400
_NAMES_OF_KINDS = {number: name for name, number in KINDS.items()}
_SIZES = tuple(bytes((size,)) for size in range(64))
_ASKED_NAME = b"\xc0\x0c"  # a pointer to the question
_POINTERS = 64  # followed in one name at most
_SAFE = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_*")
# Letters may be asked for in either case; lengths of labels (at most 63) are never letters.
_CASE = bytes(0x20 if 0x61 <= n <= 0x7A else 0 for n in range(256))
_EDNS = b"\0\0\x29\x04\xd0\0\0\0\0\0\0"  # an answer of 1,232 bytes is welcome (RFC 6891)


class BadMessage(ValueError):
    """Bytes that are no DNS message."""


def name_wire(name: str) -> bytes:
    """Return a host name as labels with their lengths, in lower case; raises ``ValueError``."""
    try:
        labels = name.rstrip(".").lower().encode("ascii").split(b".")
    except UnicodeEncodeError as error:
        raise ValueError(f"{name!r} is not written in ASCII") from error
    sizes = [len(label) for label in labels]
    if min(sizes) == 0 or max(sizes) > 63:
        raise ValueError(f"{name!r} is no host name")
    wire = b"".join([_SIZES[len(label)] + label for label in labels]) + b"\0"
    if len(wire) > 255:
        raise ValueError(f"{name!r} is no host name")
    return wire


class Lots:
    """Random bytes of the system's, drawn many at a time: asking for few is a call for each."""

    _DRAWN = 8_192

    def __init__(self) -> None:
        self._bytes, self._at = b"", 0

    def draw(self, size: int) -> int:
        """Return a number of at most 255 random bytes, none of which is used twice."""
        if self._at + size > len(self._bytes):
            self._bytes, self._at = os.urandom(self._DRAWN), 0
        self._at += size
        return int.from_bytes(self._bytes[self._at - size : self._at])


def mixed_case(wire: bytes, lots: Lots) -> bytes:
    """Return a name with the case of each letter drawn by lot: one bit against forgers for each."""
    size = len(wire)
    letters = int.from_bytes(wire.translate(_CASE)) & lots.draw(size)
    return (int.from_bytes(wire) ^ letters).to_bytes(size)


def query(identity: int, question: bytes, *, edns: bool = True) -> bytes:
    """Return a recursive query for a question (name, kind and class as bytes)."""
    head = identity.to_bytes(2) + b"\x01\0\0\x01\0\0\0\0"
    return head + (b"\0\x01" + question + _EDNS if edns else b"\0\0" + question)


def question_wire(name: bytes, kind: str) -> bytes:
    """Return a question for a name as bytes."""
    return name + KINDS[kind].to_bytes(2) + b"\0\x01"


def read_name(data: bytes, at: int) -> tuple[str, int]:
    """Return the name that stands at a place, in lower case, and where it ends.

    Bytes that no host name has are written as ``\\ddd``. Raises :class:`BadMessage`.
    """
    labels: list[str] = []
    end = -1
    room, pointers = 255, _POINTERS
    try:
        while True:
            size = data[at]
            if size == 0:
                return ".".join(labels), at + 1 if end < 0 else end
            if size < 64:
                room -= size + 1
                label = data[at + 1 : at + 1 + size].lower()
                if len(label) < size or room < 1:
                    raise BadMessage("a name is too long or cut short")
                labels.append(_written(label))
                at += 1 + size
                continue
            pointers -= 1
            if size < 192 or pointers < 0:
                raise BadMessage("a name points in circles or is of an unknown form")
            if end < 0:
                end = at + 2
            at = (size & 63) << 8 | data[at + 1]
    except IndexError as error:
        raise BadMessage("a name is cut short") from error


def _written(label: bytes) -> str:
    if _SAFE.issuperset(label):
        return label.decode("ascii")
    return "".join(chr(b) if b in _SAFE else f"\\{b:03d}" for b in label)


class Reply:
    """An answer as read: code, the values of the kind asked for, and the aliases on the way."""

    __slots__ = ("aliases", "rcode", "ttl", "values")

    def __init__(self, rcode: int) -> None:
        self.rcode = rcode
        self.ttl = 0
        self.aliases: tuple[str, ...] = ()
        self.values: tuple[str, ...] = ()


def read_reply(data: bytes, at: int, name: str, kind: str) -> Reply:
    """Read the answers behind a question that ends at ``at``; raises :class:`BadMessage`.

    Only records that belong to the name asked for, or to what it is an alias of, are taken.
    """
    reply = Reply(data[3] & 15)
    count = int.from_bytes(data[6:8])
    if count == 0:
        return reply
    wanted = KINDS[kind]
    found: dict[str, list[tuple[str, int]]] = {}
    aliases: dict[str, tuple[str, int]] = {}
    for _ in range(min(count, MAX_RECORDS)):
        if data[at : at + 2] == _ASKED_NAME:
            owner, at = name, at + 2
        else:
            owner, at = read_name(data, at)
        fixed = data[at : at + 10]
        if len(fixed) < 10:
            raise BadMessage("a record is cut short")
        number, ttl, size = (
            int.from_bytes(fixed[:2]),
            int.from_bytes(fixed[4:8]),
            int.from_bytes(fixed[8:]),
        )
        at += 10
        if at + size > len(data):
            raise BadMessage("a record is cut short")
        if number == wanted and fixed[2:4] == b"\0\x01":
            found.setdefault(owner, []).append((_value(data, at, size, kind), ttl))
        elif number == 5:
            aliases.setdefault(owner, (read_name(data, at)[0], ttl))
        at += size
    _follow(reply, name, found, aliases)
    return reply


def _follow(
    reply: Reply,
    name: str,
    found: dict[str, list[tuple[str, int]]],
    aliases: dict[str, tuple[str, int]],
) -> None:
    ttls = []
    chain: list[str] = []
    while name not in found and name in aliases and len(chain) < MAX_ALIASES:
        name, ttl = aliases[name]
        chain.append(name)
        ttls.append(ttl)
    records = found.get(name, [])
    reply.values = tuple(sorted(value for value, _ in records))
    reply.aliases = tuple(chain)
    reply.ttl = min([*ttls, *(ttl for _, ttl in records)], default=0)


def _value(data: bytes, at: int, size: int, kind: str) -> str:
    reader = _READERS.get(kind)
    return data[at : at + size].hex() if reader is None else reader(data, at, size)


def _address4(data: bytes, at: int, size: int) -> str:
    if size != 4:
        raise BadMessage("an IPv4 address of another size")
    return "%d.%d.%d.%d" % tuple(data[at : at + 4])  # noqa: UP031 - twice as fast here


def _address6(data: bytes, at: int, size: int) -> str:
    if size != 16:
        raise BadMessage("an IPv6 address of another size")
    return str(IPv6Address(data[at : at + 16]))


def _name(data: bytes, at: int, size: int) -> str:
    name, end = read_name(data, at)
    if end != at + size:
        raise BadMessage("a name of another size")
    return name


def _exchanger(data: bytes, at: int, size: int) -> str:
    if size < 3:
        raise BadMessage("a mail exchanger without a name")
    return f"{int.from_bytes(data[at : at + 2])} {_name(data, at + 2, size - 2)}"


_READERS: dict[str, Callable[[bytes, int, int], str]] = {
    "A": _address4, "AAAA": _address6, "CNAME": _name, "NS": _name, "PTR": _name,
    "MX": _exchanger,
}  # fmt: skip


def asked_for(message: bytes) -> tuple[str, str]:
    """Return (name, kind) of the question of a query or answer; raises :class:`BadMessage`.

    A kind without a name here is its number.
    """
    if len(message) < HEADER or int.from_bytes(message[4:6]) != 1:
        raise BadMessage("not one question")
    name, at = read_name(message, HEADER)
    if at + 4 > len(message):
        raise BadMessage("the question is cut short")
    number = int.from_bytes(message[at : at + 2])
    return name, _NAMES_OF_KINDS.get(number, str(number))
