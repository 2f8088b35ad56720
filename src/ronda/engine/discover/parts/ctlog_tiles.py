"""Tiles of certificate logs (c2sp.org/static-ct-api): their addresses and their entries."""

import struct

from ronda.engine.discover.parts.ctlog_tree import HASH

WIDTH = 256
_X509 = struct.Struct(">8xHBH").unpack_from  # time, entry type, 24 bits of length
_LONG = struct.Struct(">BH").unpack_from  # 24 bits
_SHORT = struct.Struct(">H").unpack_from


class BadTile(ValueError):
    """A tile is not what the specification says; the message says what is wrong."""


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile: ``level`` from 0 on, or "data"; ``width`` below 256 is partial."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    partial = f".p/{width}" if width < WIDTH else ""
    return f"/tile/{level}/{'/'.join(groups)}{partial}"


def hashes_of(tile: bytes, width: int) -> list[bytes]:
    """Return the first ``width`` hashes of a hash tile; raises :class:`BadTile`."""
    if len(tile) % HASH or not width * HASH <= len(tile) <= WIDTH * HASH:
        raise BadTile(f"a tile of {width} hashes has {len(tile)} bytes")
    return [tile[at : at + HASH] for at in range(0, width * HASH, HASH)]


def leaves_of(tile: bytes, width: int) -> list[bytes]:
    """Return the first ``width`` entries of a data tile as MerkleTreeLeaf bytes.

    Those are what the log hashes (RFC 6962, 3.4). What a data tile adds, the precertificate and
    the fingerprints of the chain, no hash covers, and it is passed over. Raises :class:`BadTile`.
    """
    # Runs once an entry of every log: lengths are read in place, and checked where they matter.
    found: list[bytes] = []
    at, end = 0, len(tile)
    try:
        while len(found) < width and at < end:
            kind, high, low = _X509(tile, at)
            if kind == 0:
                stop = at + 13 + (high << 16) + low
            elif kind == 1:
                high, low = _LONG(tile, at + 42)
                stop = at + 45 + (high << 16) + low
            else:
                raise BadTile(f"an entry of kind {kind}")
            stop += 2 + _SHORT(tile, stop)[0]
            rest = stop
            if kind:
                high, low = _LONG(tile, rest)
                rest += 3 + (high << 16) + low
            rest += 2 + _SHORT(tile, rest)[0]
            found.append(b"\x00\x00" + tile[at:stop])
            at = rest
    except struct.error as error:
        raise BadTile("an entry is cut off") from error
    if at > end or len(found) != width:
        raise BadTile(f"a data tile of {width} entries has {len(found)}, or less of the last")
    return found
