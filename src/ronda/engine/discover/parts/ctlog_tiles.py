"""Tiles of certificate logs (c2sp.org/static-ct-api): their addresses and their entries."""

from collections.abc import Iterator

from ronda.engine.discover.parts.ctlog_tree import HASH

WIDTH = 256


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
    found = list(_leaves(tile, width))
    if len(found) != width:
        raise BadTile(f"a data tile of {width} entries has {len(found)}")
    return found


def _leaves(tile: bytes, width: int) -> Iterator[bytes]:
    # Runs once an entry of every log: offsets are read in place, and checked once at the end.
    number, at, end = int.from_bytes, 0, len(tile)
    for _ in range(width):
        if at >= end:
            return
        kind = tile[at + 8 : at + 10]
        if kind == b"\x00\x00":
            stop = at + 13 + number(tile[at + 10 : at + 13])
            stop += 2 + number(tile[stop : stop + 2])
            rest = stop
        elif kind == b"\x00\x01":
            stop = at + 45 + number(tile[at + 42 : at + 45])
            stop += 2 + number(tile[stop : stop + 2])
            rest = stop + 3 + number(tile[stop : stop + 3])
        else:
            raise BadTile(f"an entry of kind {kind.hex()!r}")
        rest += 2 + number(tile[rest : rest + 2])
        if rest > end:
            raise BadTile("an entry is cut off")
        yield b"\x00\x00" + tile[at:stop]
        at = rest
