"""The hash tree of RFC 6962 section 2.1: root, audit path and consistency proof."""

import hashlib
from collections.abc import Iterable

EMPTY = hashlib.sha256().digest()
_SIZE = len(EMPTY)


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf's bytes."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that only grows; hashes of full subtrees are kept, so that proofs cost log n.

    A level's hashes stand in one row of bytes: 64 MB hold a million leaves.
    """

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        self._levels = [bytearray()]
        for digest in hashes:
            self.append(digest)

    def __len__(self) -> int:
        return len(self._levels[0]) // _SIZE

    def append(self, digest: bytes) -> None:
        """Add a leaf by its hash."""
        self._levels[0] += digest
        level = 0
        while len(self._levels[level]) % (2 * _SIZE) == 0:
            if level + 1 == len(self._levels):
                self._levels.append(bytearray())
            pair = bytes(self._levels[level][-2 * _SIZE :])
            self._levels[level + 1] += node_hash(pair[:_SIZE], pair[_SIZE:])
            level += 1

    def index(self, digest: bytes) -> int:
        """Return the place of a leaf by its hash; raises ``LookupError``."""
        place = self._levels[0].find(digest) if len(digest) == _SIZE else -1
        while place % _SIZE and place > 0:
            place = self._levels[0].find(digest, place + 1)
        if place < 0:
            raise LookupError("no leaf has this hash")
        return place // _SIZE

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves (all when None)."""
        return self._range(0, len(self) if size is None else size)

    def row(self, level: int, start: int, count: int) -> bytes:
        """Return the hashes of neighbouring full subtrees of 2^level leaves, one after another."""
        return bytes(self._levels[level][start * _SIZE : (start + count) * _SIZE])

    def path(self, index: int, size: int) -> list[bytes]:
        """Return the audit path of a leaf in the tree of ``size`` leaves (section 2.1.1)."""
        if not 0 <= index < size <= len(self):
            raise IndexError(f"no leaf {index} in a tree of {size}")
        low, high, found = 0, size, []
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                found.append(self._range(middle, high))
                high = middle
            else:
                found.append(self._range(low, middle))
                low = middle
        return found[::-1]

    def consistency(self, first: int, second: int) -> list[bytes]:
        """Return the proof that the first tree begins the second (section 2.1.2)."""
        if not 0 < first <= second <= len(self):
            raise IndexError(f"no trees of {first} and {second} leaves")
        low, high, whole, found = 0, second, True, []
        while first != high:
            middle = low + _split(high - low)
            if first <= middle:
                found.append(self._range(middle, high))
                high = middle
            else:
                found.append(self._range(low, middle))
                low, whole = middle, False
        if not whole:
            found.append(self._range(low, high))
        return found[::-1]

    def _range(self, low: int, high: int) -> bytes:
        size = high - low
        if size <= 0:
            return EMPTY
        level = size.bit_length() - 1
        if size == 1 << level and low % size == 0:
            at = (low >> level) * _SIZE
            return bytes(self._levels[level][at : at + _SIZE])
        middle = low + _split(size)
        return node_hash(self._range(low, middle), self._range(middle, high))


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)
