"""The lab's certificates: as planted, trusted as planted, and the same when served again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from ronda.lab.ca import Authority, Issued
from ronda.lab.world import CertPlan

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NAME = "dinkes.rembulanprov.go.id"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


def verify(authority: Authority, issued: Issued) -> None:
    """Verify as a browser would, with only what the server sends; raises when not trusted."""
    roots = x509.load_pem_x509_certificates(authority.trust_store.read_bytes())
    verifier = (
        PolicyBuilder().store(Store(roots)).time(NOW).build_server_verifier(x509.DNSName(NAME))
    )
    verifier.verify(issued.shown[0], list(issued.shown[1:]))


def test_good_certificate_is_trusted(authority: Authority) -> None:
    verify(authority, authority.issue(CertPlan((NAME,)), NOW))


@pytest.mark.parametrize(
    "kind", ["expired", "not_yet_valid", "self_signed", "missing_intermediate"]
)
def test_bad_certificate_is_not_trusted(authority: Authority, kind: str) -> None:
    issued = authority.issue(CertPlan((NAME,), kind), NOW)  # type: ignore[arg-type]
    with pytest.raises(VerificationError):
        verify(authority, issued)


def test_certificate_of_another_name_is_not_trusted(authority: Authority) -> None:
    with pytest.raises(VerificationError):
        verify(authority, authority.issue(CertPlan(("lain.go.id",)), NOW))


def test_trust_store_holds_the_root_alone(authority: Authority) -> None:
    assert x509.load_pem_x509_certificates(authority.trust_store.read_bytes()) == [authority.root]


@pytest.mark.parametrize(("key", "bits"), [("rsa1024", 1024), ("rsa2048", 2048)])
def test_key_is_as_planted(authority: Authority, key: str, bits: int) -> None:
    issued = authority.issue(CertPlan((NAME,), key=key), NOW)  # type: ignore[arg-type]
    assert isinstance(issued.key, rsa.RSAPrivateKey)
    assert issued.key.key_size == bits


def test_dates_are_as_planted(authority: Authority) -> None:
    start, end = NOW - timedelta(days=400), NOW - timedelta(days=35)
    leaf = authority.issue(CertPlan((NAME,), "expired", start, end), NOW).leaf
    assert (leaf.not_valid_before_utc, leaf.not_valid_after_utc) == (start, end)


def test_serving_again_shows_the_same_certificate(tmp_path: Path) -> None:
    later = NOW + timedelta(hours=3)
    first = Authority(tmp_path).issue(CertPlan((NAME,)), NOW)
    assert Authority(tmp_path).issue(CertPlan((NAME,)), later).leaf == first.leaf


def test_kept_certificate_that_would_be_valid_otherwise_is_not_reused(authority: Authority) -> None:
    end = NOW + timedelta(hours=2)
    first = authority.issue(CertPlan((NAME,), not_after=end), NOW)
    moved = CertPlan((NAME,), not_after=end + timedelta(hours=4))
    again = authority.issue(moved, NOW + timedelta(hours=3))
    assert again.leaf != first.leaf
    assert again.leaf.not_valid_after_utc > NOW + timedelta(hours=3)


def test_keys_are_for_the_owner_only(authority: Authority, tmp_path: Path) -> None:
    authority.issue(CertPlan((NAME,)), NOW)
    assert all(p.stat().st_mode & 0o077 == 0 for p in (tmp_path / "ca").glob("issued*"))
    assert (tmp_path / "ca/root-key.pem").stat().st_mode & 0o077 == 0
