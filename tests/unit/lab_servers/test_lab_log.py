"""The log's entries and heads, read back as RFC 6962 lays them out."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ronda.lab.ca import Authority
from ronda.lab.servers.log import Log
from ronda.lab.world import CertPlan

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def filled(tmp_path: Path, *names: str, number: int = 1, scenario: str = "s") -> Log:
    authority = Authority(tmp_path / "ca")
    log = Log(tmp_path / "log", authority)
    log.open(scenario, number)
    pairs = [
        (NOW - timedelta(days=9 - n), der(authority.issue(CertPlan((name,)), NOW).leaf))
        for n, name in enumerate(names)
    ]
    log.add(pairs[::-1])
    log.sign(NOW)
    return log


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def parts(data: bytes) -> list[bytes]:
    """Split a run of values with 24-bit lengths."""
    found = []
    while data:
        size = int.from_bytes(data[:3])
        found.append(data[3 : 3 + size])
        assert len(found[-1]) == size
        data = data[3 + size :]
    return found


def raw(log: Log, index: int) -> tuple[bytes, bytes]:
    [entry] = log.entries(index, index)
    return base64.b64decode(entry["leaf_input"]), base64.b64decode(entry["extra_data"])


def test_certificate_entry_reads_back(tmp_path: Path) -> None:
    log = filled(tmp_path, "a.go.id")
    authority = Authority(tmp_path / "ca")
    leaf, extra = raw(log, 1)
    assert leaf[:2] == b"\x00\x00"
    assert int.from_bytes(leaf[2:10]) == int((NOW - timedelta(days=9)).timestamp() * 1000)
    assert leaf[10:12] == b"\x00\x00"
    assert leaf[-2:] == b"\x00\x00"
    [certificate] = parts(leaf[12:-2])
    assert certificate == der(authority.issue(CertPlan(("a.go.id",)), NOW).leaf)
    [chain] = parts(extra)
    assert parts(chain) == [der(authority.intermediate), der(authority.root)]


def test_precertificate_entry_is_the_poisoned_twin(tmp_path: Path) -> None:
    log = filled(tmp_path, "a.go.id")
    authority = Authority(tmp_path / "ca")
    leaf, extra = raw(log, 0)
    assert leaf[10:12] == b"\x00\x01"
    spki = authority.intermediate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    assert leaf[12:44] == hashlib.sha256(spki).digest()
    [tbs] = parts(leaf[44:-2])
    pre_der, chain = parts(extra)
    pre = x509.load_der_x509_certificate(pre_der)
    assert pre.extensions.get_extension_for_class(x509.PrecertPoison).critical
    assert tbs == authority.issue(CertPlan(("a.go.id",)), NOW).leaf.tbs_certificate_bytes
    pre.verify_directly_issued_by(authority.intermediate)
    assert parts(chain)[0] == der(authority.intermediate)


def test_head_is_signed_by_the_logs_key(tmp_path: Path) -> None:
    log = filled(tmp_path, "a.go.id", "b.go.id")
    head = log.head()
    signature = base64.b64decode(str(head["tree_head_signature"]))
    assert signature[:2] == b"\x04\x03"
    assert int.from_bytes(signature[2:4]) == len(signature) - 4
    signed = (
        b"\x00\x01"
        + int(str(head["timestamp"])).to_bytes(8)
        + int(str(head["tree_size"])).to_bytes(8)
        + base64.b64decode(str(head["sha256_root_hash"]))
    )
    log.public_key.verify(signature[4:], signed, ec.ECDSA(hashes.SHA256()))


def test_entries_stand_in_order_of_time(tmp_path: Path) -> None:
    log = filled(tmp_path, "a.go.id", "b.go.id", "c.go.id")
    times = [int.from_bytes(raw(log, n)[0][2:10]) for n in range(log.size)]
    assert times == sorted(times)
    assert log.size == 6


def test_later_round_only_adds(tmp_path: Path) -> None:
    before = filled(tmp_path, "a.go.id")
    old = [raw(before, n) for n in range(before.size)]
    after = filled(tmp_path, "a.go.id", "b.go.id", number=2)
    assert [raw(after, n) for n in range(2)] == old
    assert after.size == 4
    assert after.public_key == before.public_key


def test_going_back_or_elsewhere_begins_another_log(tmp_path: Path) -> None:
    first = filled(tmp_path, "a.go.id", number=2)
    back = filled(tmp_path, "b.go.id", number=1)
    other = filled(tmp_path, "c.go.id", number=1, scenario="t")
    assert back.size == other.size == 2
    assert len({repr(log.public_key.public_numbers()) for log in (first, back, other)}) == 3


def test_log_file_cut_short_begins_another_log(tmp_path: Path) -> None:
    filled(tmp_path, "a.go.id")
    (tmp_path / "log").write_bytes((tmp_path / "log").read_bytes()[:100])
    assert filled(tmp_path, "b.go.id").size == 2


def test_self_signed_certificate_is_not_taken(tmp_path: Path) -> None:
    log = filled(tmp_path)
    issued = Authority(tmp_path / "ca").issue(CertPlan(("a.go.id",), "self_signed"), NOW)
    assert log.add([(NOW, der(issued.leaf))]) == 0
