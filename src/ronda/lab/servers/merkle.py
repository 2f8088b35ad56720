"""The hash tree of RFC 6962 section 2.1: root, audit path and consistency proof."""

import hashlib
from collections.abc import Iterable

EMPTY = hashlib.sha256().digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf's bytes."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that only grows; hashes of full subtrees are kept, so that proofs cost log n."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf by its bytes."""
        self._levels[0].append(leaf_hash(leaf))
        level = 0
        while len(self._levels[level]) % 2 == 0:
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1].append(node_hash(*self._levels[level][-2:]))
            level += 1

    def hash_at(self, index: int) -> bytes:
        """Return a leaf's hash."""
        return self._levels[0][index]

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves (all when None)."""
        return self._range(0, len(self) if size is None else size)

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
            return self._levels[level][low >> level]
        middle = low + _split(size)
        return node_hash(self._range(low, middle), self._range(middle, high))


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)
