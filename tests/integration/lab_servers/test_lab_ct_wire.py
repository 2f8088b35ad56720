"""The lab's certificate log as an RFC 6962 client meets it."""

import base64
import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from lab_client import NOW, ZONE, html, world

from ronda.lab.serve import LabServer, running_lab
from ronda.lab.world import CertPlan, LogEntry, Route, VirtualHost, World

HOSTS = 150


def planted(number: int = 1, hosts: int = HOSTS) -> World:
    gone = LogEntry(
        CertPlan((f"lama.{ZONE}", f"*.lama.{ZONE}"), "expired"), NOW - timedelta(days=900)
    )
    made = [
        VirtualHost(f"h{n}.{ZONE}", f"198.18.0.{n % 200 + 1}", (), (Route("/", html("x")),))
        for n in range(hosts)
    ]
    made.append(
        VirtualHost(f"diam.{ZONE}", "198.18.3.1", certificate=CertPlan(("diam.id",), logged=False))
    )
    return world(*made, number=number, log_entries=(gone,))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    with running_lab(planted(), tmp_path_factory.mktemp("lab")) as lab:
        yield lab


def call(lab: LabServer, message: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{lab.env['RONDA_CT_LOGS']}/ct/v1/{message}") as answer:
        return json.load(answer)


def all_entries(lab: LabServer) -> list[dict[str, str]]:
    size, found = int(str(call(lab, "get-sth")["tree_size"])), []
    while len(found) < size:
        found += call(lab, f"get-entries?start={len(found)}&end={size - 1}")["entries"]  # type: ignore[operator]
    return found


def names(entry: dict[str, str]) -> list[str]:
    leaf, extra = base64.b64decode(entry["leaf_input"]), base64.b64decode(entry["extra_data"])
    data = leaf[12:] if leaf[10:12] == b"\0\0" else extra
    certificate = x509.load_der_x509_certificate(data[3 : 3 + int.from_bytes(data[:3])])
    san = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return san.value.get_values_for_type(x509.DNSName)


def naive(digests: list[bytes]) -> bytes:
    if len(digests) == 1:
        return digests[0]
    k = 1 << ((len(digests) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + naive(digests[:k]) + naive(digests[k:])).digest()


def digests(entries: list[dict[str, str]]) -> list[bytes]:
    return [
        hashlib.sha256(b"\0" + base64.b64decode(entry["leaf_input"])).digest() for entry in entries
    ]


def test_root_follows_from_the_entries(lab: LabServer) -> None:
    entries = all_entries(lab)
    assert len(entries) == 2 * (HOSTS + 1)
    root = base64.b64decode(str(call(lab, "get-sth")["sha256_root_hash"]))
    assert naive(digests(entries)) == root


def test_head_is_signed_by_the_published_key(lab: LabServer) -> None:
    head = call(lab, "get-sth")
    key = serialization.load_pem_public_key((lab.var / "ct-log.pub.pem").read_bytes())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    signed = (
        b"\0\x01"
        + int(str(head["timestamp"])).to_bytes(8)
        + int(str(head["tree_size"])).to_bytes(8)
        + base64.b64decode(str(head["sha256_root_hash"]))
    )
    signature = base64.b64decode(str(head["tree_head_signature"]))[4:]
    key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))


def test_log_names_every_logged_host_and_what_is_gone_but_not_the_unlogged(lab: LabServer) -> None:
    found = {name for entry in all_entries(lab) for name in names(entry)}
    assert {f"h{n}.{ZONE}" for n in range(HOSTS)} | {f"lama.{ZONE}", f"*.lama.{ZONE}"} == found


def test_oldest_entry_is_the_server_long_gone(lab: LabServer) -> None:
    assert names(all_entries(lab)[0]) == [f"lama.{ZONE}", f"*.lama.{ZONE}"]


def test_one_answer_is_bounded(lab: LabServer) -> None:
    got = call(lab, "get-entries?start=0&end=99999")["entries"]
    assert len(got) == 256  # type: ignore[arg-type]


def test_proof_by_hash_leads_to_the_root(lab: LabServer) -> None:
    leaves = digests(all_entries(lab))
    head = call(lab, "get-sth")
    wanted = base64.b64encode(leaves[77]).decode().replace("+", "%2B")
    proof = call(lab, f"get-proof-by-hash?hash={wanted}&tree_size={head['tree_size']}")
    assert proof["leaf_index"] == 77
    digest, low, high = leaves[77], 0, len(leaves)
    spans = []
    while high - low > 1:
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        spans.append(middle > 77)
        low, high = (low, middle) if middle > 77 else (middle, high)
    for step, left in zip(map(base64.b64decode, proof["audit_path"]), spans[::-1], strict=True):  # type: ignore[call-overload]
        pair = digest + step if left else step + digest
        digest = hashlib.sha256(b"\x01" + pair).digest()
    assert base64.b64encode(digest).decode() == head["sha256_root_hash"]


def test_log_grows_consistently_with_the_next_round(tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    with running_lab(planted(hosts=2), tmp_path) as lab:
        old = call(lab, "get-sth")
        lab.move_from_thread(planted(2, hosts=4))
        new = call(lab, "get-sth")
        assert (old["tree_size"], new["tree_size"]) == (6, 10)
        [*proof] = call(lab, "get-sth-consistency?first=6&second=10")["consistency"]  # type: ignore[misc]
        leaves = digests(all_entries(lab))
    assert base64.b64encode(naive(leaves[:6])).decode() == old["sha256_root_hash"]
    assert base64.b64encode(naive(leaves)).decode() == new["sha256_root_hash"]
    # RFC 6962 section 2.1.2 for 6 in 10: the nodes over 4..5, 6..7, 0..3 and 8..9.
    wanted = [naive(leaves[a:b]) for a, b in ((4, 6), (6, 8), (0, 4), (8, 10))]
    assert [base64.b64decode(step) for step in proof] == wanted


def test_roots_are_the_trust_store(lab: LabServer) -> None:
    [der] = call(lab, "get-roots")["certificates"]  # type: ignore[misc]
    assert x509.load_der_x509_certificate(base64.b64decode(der)) == lab.authority.root


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("get-entries?start=5&end=1", 400),
        ("get-entries?start=-1&end=1", 400),
        ("get-entries?start=999999&end=1000000", 400),
        ("get-entries", 400),
        ("get-proof-by-hash?hash=AAAA&tree_size=2", 400),
        ("get-sth-consistency?first=5&second=2", 400),
        ("get-nothing", 404),
    ],
)
def test_wrong_question_gets_an_error(lab: LabServer, message: str, status: int) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        call(lab, message)
    with caught.value as answer:
        assert answer.code == status
        assert json.load(answer)["error_message"]
