"""The hash tree of a certificate log seen from outside: a frontier that grows, and proofs.

RFC 6962, section 2.1. A frontier holds the hashes of the full subtrees that make up the first
entries; it is what is needed to add the next entry and to know the root, and nothing more.
"""

import hashlib
from collections.abc import Iterator, Sequence

HASH = 32
EMPTY = hashlib.sha256().digest()
MAX_PROOF = 64  # a tree of 2^63 entries has no longer proof
_BLOCK = 256


class BadProof(ValueError):
    """A proof does not lead where it should; the message says what is wrong."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of an entry's MerkleTreeLeaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root of a full subtree of 2^k neighbouring hashes."""
    row, sha = list(hashes), hashlib.sha256
    if not row or len(row) & (len(row) - 1):
        raise ValueError(f"{len(row)} hashes are no full subtree")
    while len(row) > 1:
        pairs = iter(row)
        row = [sha(b"\x01" + a + b).digest() for a, b in zip(pairs, pairs, strict=True)]
    return row[0]


def cover(low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield (level, index) of the fewest full subtrees over entries ``low`` to ``high`` - 1."""
    while low < high:
        level = (high - low).bit_length() - 1
        if low:
            level = min(level, (low & -low).bit_length() - 1)
        yield level, low >> level
        low += 1 << level


class Frontier:
    """The first ``size`` entries of a log, as the hashes of their full subtrees, left first."""

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        if size < 0 or len(nodes) != size.bit_count() or any(len(n) != HASH for n in nodes):
            raise ValueError(f"{len(nodes)} hashes are no frontier of {size} entries")
        self.size = size
        self.nodes = list(nodes)

    def copy(self) -> "Frontier":
        """Return one that grows by itself."""
        return Frontier(self.size, self.nodes)

    def push(self, node: bytes, level: int = 0) -> None:
        """Add a full subtree of 2^level entries, where one may begin."""
        if self.size & ((1 << level) - 1):
            raise ValueError(f"no subtree of level {level} begins at entry {self.size}")
        size = self.size >> level
        while size & 1:
            node = node_hash(self.nodes.pop(), node)
            size >>= 1
        self.nodes.append(node)
        self.size += 1 << level

    def extend(self, hashes: Sequence[bytes]) -> None:
        """Add entries by their leaf hashes; whole blocks are hashed level by level."""
        at = 0
        while at < len(hashes):
            if self.size % _BLOCK == 0 and len(hashes) - at >= _BLOCK:
                self.push(fold(hashes[at : at + _BLOCK]), _BLOCK.bit_length() - 1)
                at += _BLOCK
            else:
                self.push(hashes[at])
                at += 1

    def root(self) -> bytes:
        """Return the root over all entries."""
        if not self.nodes:
            return EMPTY
        root = self.nodes[-1]
        for node in self.nodes[-2::-1]:
            root = node_hash(node, root)
        return root


def check_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise :class:`BadProof` unless the first tree begins the second.

    As RFC 9162, section 2.1.4.2; trees of RFC 6962 are the same.
    """
    _bounded(proof)
    if first == second or first == 0:
        if (
            proof
            or (first == second and first_root != second_root)
            or (not first and first_root != EMPTY)
        ):
            raise BadProof("two roots of one size")
        return
    if not 0 < first < second:
        raise BadProof(f"no proof from {first} to {second} entries")
    steps = list(proof)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    if not steps:
        raise BadProof("the proof is empty")
    left, right = first - 1, second - 1
    while left & 1:
        left, right = left >> 1, right >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if right == 0:
            raise BadProof("the proof is too long")
        if left & 1 or left == right:
            old, new = node_hash(step, old), node_hash(step, new)
            while not left & 1 and left:
                left, right = left >> 1, right >> 1
        else:
            new = node_hash(new, step)
        left, right = left >> 1, right >> 1
    if right or old != first_root or new != second_root:
        raise BadProof("the proof does not lead to both roots")


def frontier_before(
    index: int, digest: bytes, size: int, root: bytes, path: Sequence[bytes]
) -> Frontier:
    """Return the frontier of the entries before ``index``, from that entry's audit path.

    The hashes left of the path are that frontier; that the path leads to the root proves them.
    As RFC 9162, section 2.1.3.2. Raises :class:`BadProof`.
    """
    _bounded(path)
    if not 0 <= index < size:
        raise BadProof(f"no entry {index} in a tree of {size}")
    lefts: list[bytes] = []
    at, last, found = index, size - 1, digest
    for step in path:
        if last == 0:
            raise BadProof("the path is too long")
        if at & 1 or at == last:
            lefts.append(step)
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise BadProof("the path does not lead to the root")
    return Frontier(index, lefts[::-1])


def _bounded(proof: Sequence[bytes]) -> None:
    if len(proof) > MAX_PROOF or any(len(step) != HASH for step in proof):
        raise BadProof("the proof is no list of hashes")
