"""The parts of a verified log reading: tree, heads, lists and tiles, against hostile input."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.discover.parts.ctlog_heads import (
    BadHead,
    BadKey,
    BadSignature,
    Head,
    LogKey,
    read_note,
    read_sth,
)
from ronda.engine.discover.parts.ctlog_list import BadList, logs_to_read, parse_list
from ronda.engine.discover.parts.ctlog_tiles import BadTile, hashes_of, leaves_of, tile_path
from ronda.engine.discover.parts.ctlog_tree import (
    BadProof,
    Frontier,
    check_consistency,
    cover,
    fold,
    frontier_before,
)
from ronda.engine.discover.parts.fetch import FetchFailed, unpacked
from ronda.lab.servers.loglist import listed, log_list
from ronda.lab.servers.merkle import Tree

HASHES = [hashlib.sha256(n.to_bytes(2)).digest() for n in range(700)]
TREE = Tree(HASHES)
SIZES = st.integers(0, 700)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def spki(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.DER, form)


@cache
def p256() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2048)


def signed(head: Head, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    data = b"\x00\x01" + head.timestamp.to_bytes(8) + head.size.to_bytes(8) + head.root
    if isinstance(key, rsa.RSAPrivateKey):
        body = key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return b"\x04\x01" + len(body).to_bytes(2) + body
    body = key.sign(data, ec.ECDSA(hashes.SHA256()))
    return b"\x04\x03" + len(body).to_bytes(2) + body


HEAD = Head(700, TREE.root(), 1_780_000_000_000)


def sth(head: Head, signature: bytes) -> bytes:
    return json.dumps(
        {
            "tree_size": head.size,
            "timestamp": head.timestamp,
            "sha256_root_hash": b64(head.root),
            "tree_head_signature": b64(signature),
        }
    ).encode()


def note(head: Head, signature: bytes, key: LogKey, origin: str = "log.example/2026") -> bytes:
    ident = hashlib.sha256(origin.encode() + b"\n\x05" + key.log_id).digest()[:4]
    line = b64(ident + head.timestamp.to_bytes(8) + signature)
    others = "— saksi.example AAAAAAAA\n"
    return f"{origin}\n{head.size}\n{b64(head.root)}\n\n{others}— {origin} {line}\n".encode()


@given(first=SIZES, second=SIZES)
def test_a_frontier_grows_by_entries_and_by_subtrees_to_the_same_root(
    first: int, second: int
) -> None:
    first, second = sorted((first, second))
    frontier = Frontier()
    frontier.extend(HASHES[:first])
    assert frontier.root() == TREE.root(first)
    for level, index in cover(first, second):
        frontier.push(fold(HASHES[index << level : (index + 1) << level]), level)
    assert (frontier.size, frontier.root()) == (second, TREE.root(second))


@given(first=st.integers(1, 700), second=st.integers(1, 700), changed=st.integers(0, 20))
def test_a_proof_of_consistency_holds_and_no_changed_one_does(
    first: int, second: int, changed: int
) -> None:
    first, second = sorted((first, second))
    proof = TREE.consistency(first, second)
    check_consistency(first, TREE.root(first), second, TREE.root(second), proof)
    with pytest.raises(BadProof):
        check_consistency(first, HASHES[0][::-1], second, TREE.root(second), proof)
    with pytest.raises(BadProof):
        check_consistency(first, TREE.root(first), second, HASHES[0][::-1], proof)
    if proof:
        proof[changed % len(proof)] = HASHES[699][::-1]
        with pytest.raises(BadProof):
            check_consistency(first, TREE.root(first), second, TREE.root(second), proof)


@given(index=st.integers(0, 699), more=st.integers(1, 700))
def test_an_audit_path_gives_the_frontier_before_its_entry(index: int, more: int) -> None:
    size = min(700, index + more)
    path = TREE.path(index, size)
    before = frontier_before(index, HASHES[index], size, TREE.root(size), path)
    assert before.root() == TREE.root(index)
    with pytest.raises(BadProof):
        frontier_before(index, HASHES[index][::-1], size, TREE.root(size), path)


@given(first=SIZES, second=SIZES, proof=st.lists(st.sampled_from([*HASHES[:3], b""]), max_size=70))
def test_any_proof_is_either_good_or_bad(first: int, second: int, proof: list[bytes]) -> None:
    for check in (
        lambda: check_consistency(first, HASHES[0], second, HASHES[1], proof),
        lambda: frontier_before(first, HASHES[0], second, HASHES[1], proof),
    ):
        try:
            check()
        except BadProof:
            continue
        assert first in (0, second)


@pytest.mark.parametrize("make", [p256, rsa_key])
def test_heads_signed_by_either_kind_of_key_are_read(make: object) -> None:
    private = make()  # type: ignore[operator]
    key, signature = LogKey(spki(private)), signed(HEAD, private)
    assert read_sth(sth(HEAD, signature), key) == HEAD
    assert read_note(note(HEAD, signature, key), key, "log.example/2026") == HEAD


@pytest.mark.parametrize("field", ["size", "timestamp", "root"])
def test_a_head_that_was_changed_is_not_the_logs(field: str) -> None:
    key, signature = LogKey(spki(p256())), signed(HEAD, p256())
    changed = {"size": 699, "timestamp": 1, "root": HASHES[0]}[field]
    values = {"size": HEAD.size, "timestamp": HEAD.timestamp, "root": HEAD.root, field: changed}
    head = Head(**values)  # type: ignore[arg-type]
    with pytest.raises(BadSignature):
        read_sth(sth(head, signature), key)
    with pytest.raises(BadSignature):
        read_note(note(head, signature, key), key, "log.example/2026")


def test_a_checkpoint_of_another_log_is_not_the_logs() -> None:
    key, signature = LogKey(spki(p256())), signed(HEAD, p256())
    with pytest.raises(BadSignature):
        read_note(note(HEAD, signature, key, "lain.example"), key, "log.example/2026")


def test_a_weak_or_strange_key_is_refused() -> None:
    for der in (spki(ec.generate_private_key(ec.SECP384R1())), b"", b"\x30\x00"):
        with pytest.raises(BadKey):
            LogKey(der)


@given(
    st.binary(max_size=300)
    | st.sampled_from(["log.example/2026\n5\nAA==\n\n— log.example/2026 AAAA\n".encode()])
)
def test_any_answer_is_a_head_or_an_error(body: bytes) -> None:
    key = LogKey(spki(p256()))
    for read in (lambda: read_sth(body, key), lambda: read_note(body, key, "log.example/2026")):
        with pytest.raises(BadHead):
            read()


def one(**changed: object) -> dict[str, object]:
    return {**listed(spki(p256()), url="https://log.example/2026/"), **changed}


def test_a_list_names_logs_of_both_kinds() -> None:
    tiled = listed(
        spki(rsa_key()),
        submission_url="https://kirim.example/2026h1/",
        monitoring_url="https://baca.example/2026h1/",
    )
    first, second = parse_list(log_list(logs=(one(),), tiled=(tiled,)))
    assert (first.base, first.kind) == ("https://log.example/2026", "rfc6962")
    assert (second.base, second.kind) == ("https://baca.example/2026h1", "static")
    assert second.origin == "kirim.example/2026h1"


@pytest.mark.parametrize("state", ["pending", "retired", "rejected"])
def test_a_log_that_is_not_in_use_is_left_out(state: str) -> None:
    other = one(state={state: {"timestamp": "2026-01-01T00:00:00Z"}}, url="https://tua.example/")
    assert len(parse_list(log_list(logs=(one(), other)))) == 1


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (one(key="AAAA"), "key"),
        (one(log_id=b64(bytes(32))), "log_id"),
        (one(url="ftp://log.example/"), "no http"),
        (one(state={"retired": {}}), "no log"),
    ],
)
def test_a_list_that_is_wrong_in_one_place_says_where(log: object, words: str) -> None:
    with pytest.raises(BadList, match=words):
        parse_list(log_list(logs=(log,)))


def test_addresses_without_a_key_follow_the_list_unless_it_names_them(tmp_path: Path) -> None:
    path = tmp_path / "log_list.json"
    path.write_bytes(log_list(logs=(one(),)))
    found = logs_to_read(str(path), ("https://log.example/2026/", "https://lain.example"))
    assert [(log.base, bool(log.key)) for log in found] == [
        ("https://log.example/2026", True),
        ("https://lain.example", False),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["operators", "logs", "key", "state", "url"]), inner)
    ),
    max_leaves=15,
)


@given(st.binary(max_size=200) | JSON.map(lambda x: json.dumps({"operators": x}).encode()))
def test_any_file_is_a_list_or_an_error(body: bytes) -> None:
    with pytest.raises(BadList):
        parse_list(body)


def test_tiles_stand_where_the_specification_says() -> None:
    assert tile_path(0, 1_234_067) == "/tile/0/x001/x234/067"
    assert tile_path("data", 5, 112) == "/tile/data/005.p/112"
    assert tile_path(2, 1_000) == "/tile/2/x001/000"


def data_tile(entries: list[tuple[int, bytes]]) -> bytes:
    rows = []
    for kind, body in entries:
        long = len(body).to_bytes(3) + body
        head = bytes(8) + kind.to_bytes(2) + (bytes(32) if kind else b"") + long + b"\x00\x00"
        rows.append(head + (long if kind else b"") + b"\x00\x40" + bytes(64))
    return b"".join(rows)


ENTRIES = st.lists(st.tuples(st.integers(0, 1), st.binary(min_size=1, max_size=40)), max_size=8)


@given(ENTRIES)
def test_a_data_tile_gives_the_leaves_that_the_log_hashes(entries: list[tuple[int, bytes]]) -> None:
    leaves = leaves_of(data_tile(entries), len(entries))
    for leaf, (kind, body) in zip(leaves, entries, strict=True):
        assert leaf[:12] == bytes(10) + kind.to_bytes(2)
        assert leaf[12 + 32 * kind :] == len(body).to_bytes(3) + body + b"\x00\x00"


@given(ENTRIES, st.integers(0, 400), st.binary(max_size=3))
def test_a_broken_data_tile_is_an_error(
    entries: list[tuple[int, bytes]], cut: int, put: bytes
) -> None:
    tile = data_tile(entries)
    broken = tile[:cut] + put
    try:
        assert len(leaves_of(broken, len(entries))) == len(entries)
    except BadTile:
        return
    assert len(broken) >= len(tile)


@given(st.binary(max_size=300), st.integers(0, 256))
def test_any_hash_tile_is_read_or_an_error(tile: bytes, width: int) -> None:
    try:
        assert len(hashes_of(tile, width)) == width
    except BadTile:
        assert len(tile) % 32 or len(tile) < width * 32


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_what_is_no_gzip_is_an_error(body: bytes) -> None:
    with pytest.raises(FetchFailed):
        unpacked(body, 1_000)
