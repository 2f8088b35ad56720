"""The log's tree against the recursive definitions of RFC 6962 section 2.1, written out again."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.lab.servers.merkle import Tree, leaf_hash, node_hash


def naive(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


def climb(digest: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Verify an inclusion proof as RFC 9162 section 2.1.3.2 does."""
    last = size - 1
    for step in path:
        if index % 2 or index == last:
            digest = node_hash(step, digest)
            while not index % 2 and index:
                index, last = index >> 1, last >> 1
        else:
            digest = node_hash(digest, step)
        index, last = index >> 1, last >> 1
    return digest


def both_roots(proof: list[bytes], first: int, second: int, root: bytes) -> tuple[bytes, bytes]:
    """Verify a consistency proof as RFC 9162 section 2.1.4.2 does; returns (first, second) roots."""
    if first & (first - 1) == 0:
        proof = [root, *proof]
    low, high = first - 1, second - 1
    while low % 2:
        low, high = low >> 1, high >> 1
    one = two = proof[0]
    for step in proof[1:]:
        if low % 2 or low == high:
            one, two = node_hash(step, one), node_hash(step, two)
            while not low % 2 and low:
                low, high = low >> 1, high >> 1
        else:
            two = node_hash(two, step)
        low, high = low >> 1, high >> 1
    return one, two


def leaves(count: int) -> list[bytes]:
    return [b"leaf %d" % n for n in range(count)]


@pytest.mark.parametrize("count", range(18))
def test_root_is_that_of_the_definition(count: int) -> None:
    assert Tree(map(leaf_hash, leaves(count))).root() == naive(leaves(count))


def test_root_of_an_earlier_size_is_still_known() -> None:
    tree = Tree(map(leaf_hash, leaves(13)))
    assert [tree.root(n) for n in range(14)] == [naive(leaves(n)) for n in range(14)]


@given(st.integers(1, 70), st.data())
def test_audit_path_leads_from_the_leaf_to_the_root(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(map(leaf_hash, leaves(70)))
    path = tree.path(index, size)
    assert climb(leaf_hash(leaves(70)[index]), index, size, path) == naive(leaves(size))


@given(st.integers(1, 70), st.data())
def test_consistency_proof_joins_two_sizes(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    tree = Tree(map(leaf_hash, leaves(70)))
    proof = tree.consistency(first, second)
    if first == second:
        assert proof == []
    else:
        roots = both_roots(proof, first, second, tree.root(first))
        assert roots == (naive(leaves(first)), naive(leaves(second)))


def test_a_leaf_beyond_the_tree_has_no_path() -> None:
    with pytest.raises(IndexError):
        Tree(map(leaf_hash, leaves(3))).path(3, 3)
