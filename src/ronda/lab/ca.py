"""The lab's certificate authority: a root, an intermediate, and every certificate a host may show."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ronda.lab.issued import IssuedStore, Kept
from ronda.lab.world import CertPlan

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_ROOT_DATES = (datetime(2015, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC))
_INTERMEDIATE_DATES = (datetime(2018, 1, 1, tzinfo=UTC), datetime(2044, 1, 1, tzinfo=UTC))


class Issued(msgspec.Struct, frozen=True):
    """A certificate with its key. ``shown`` is what the server sends, leaf first."""

    leaf: x509.Certificate
    key: Key
    shown: tuple[x509.Certificate, ...]
    # From the leaf's issuer to the root; empty for a self-signed one, which no log takes.
    issuers: tuple[x509.Certificate, ...]

    @property
    def id(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return self.leaf.fingerprint(hashes.SHA256()).hex()


class Authority:
    """Makes certificates and keeps them under ``folder``, so that serving again renews nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # CA and log keys of the made-up internet; still nobody else's business.
        folder.chmod(0o700)
        self._lock = threading.Lock()
        self._kept = IssuedStore(folder / "issued.sqlite")
        self.root_key, self.root = self._own("root", "Akar Sertifikat Praktik R1", None)
        self.key, self.intermediate = self._own("intermediate", "Penerbit Praktik E1", self.root)
        self.trust_store = folder / "root.pem"

    def issue(self, plan: CertPlan, now: datetime) -> Issued:
        """Return the certificate of a plan.

        One made before for the same names is returned when its dates differ by less than a day
        and it is as valid or invalid at ``now`` as the plan wants; else a new one is made.
        """
        kept = self._find_or_make(plan, now)
        key = serialization.load_der_private_key(
            kept.key, None, unsafe_skip_rsa_key_validation=True
        )
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise TypeError(f"{self._folder} holds no EC or RSA key for {plan.names}; remove it")
        leaf = x509.load_der_x509_certificate(kept.leaf)
        if plan.kind == "self_signed":
            return Issued(leaf, key, (leaf,), ())
        issuers = (self.intermediate, self.root)
        shown = (leaf,) if plan.kind == "missing_intermediate" else (leaf, self.intermediate)
        return Issued(leaf, key, shown, issuers)

    def leaves(
        self, plans: Iterable[tuple[CertPlan, datetime | None]], now: datetime
    ) -> Iterator[tuple[datetime, bytes]]:
        """Issue many: yield each certificate (DER) with its time, by default that of its issue."""
        with self._kept.batch():
            for plan, when in plans:
                kept = self._find_or_make(plan, now)
                yield when or min(kept.start, now), kept.leaf

    def _find_or_make(self, plan: CertPlan, now: datetime) -> Kept:
        start, end = dates(plan, now)
        slug = _slug(plan)
        with self._lock:
            kept = self._kept.find(slug, start, end, now)
            if kept is None:
                key = _new_key(plan.key)
                leaf = self._make(plan, key, start, end)
                private = key.private_bytes(
                    serialization.Encoding.DER,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
                kept = Kept(start, private, leaf.public_bytes(serialization.Encoding.DER))
                self._kept.add(slug, end, kept)
        return kept

    def precertificate(self, leaf: x509.Certificate) -> x509.Certificate:
        """Return the poisoned twin of a certificate that a CA logs first (RFC 6962 section 3.1)."""
        builder = (
            x509.CertificateBuilder()
            .subject_name(leaf.subject)
            .issuer_name(leaf.issuer)
            .public_key(leaf.public_key())
            .serial_number(leaf.serial_number)
            .not_valid_before(leaf.not_valid_before_utc)
            .not_valid_after(leaf.not_valid_after_utc)
        )
        for extension in leaf.extensions:
            builder = builder.add_extension(extension.value, extension.critical)
        poisoned = builder.add_extension(x509.PrecertPoison(), critical=True)
        # The same each time, so that the log need not keep it (RFC 6979).
        return poisoned.sign(self.key, hashes.SHA256(), ecdsa_deterministic=True)

    def _make(self, plan: CertPlan, key: Key, start: datetime, end: datetime) -> x509.Certificate:
        own = plan.kind == "self_signed"
        subject = _name(plan.names[0])
        issuer_key: Key = key if own else self.key
        seed = repr((plan.names, plan.kind, start, end)).encode()
        serial = int.from_bytes(hashlib.sha256(seed).digest()[:16]) >> 1
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if own else self.intermediate.subject)
            .public_key(key.public_key())
            .serial_number(serial or 1)
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(name) for name in plan.names]),
                critical=False,
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
                critical=False,
            )
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
        )
        return builder.sign(issuer_key, hashes.SHA256())

    def _own(
        self, role: str, common: str, parent: x509.Certificate | None
    ) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        """Read, or make and keep, the authority's own certificate of a role."""
        path = self._folder / f"{role}-key.pem"
        if path.exists():
            key, certificate = _read(path)
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                raise TypeError(f"{path}: expected an EC key; remove the folder to start anew")
            return key, certificate
        key = ec.generate_private_key(ec.SECP256R1())
        start, end = _INTERMEDIATE_DATES if parent else _ROOT_DATES
        usage = {
            name: name in ("key_cert_sign", "crl_sign", "digital_signature")
            for name in [
                "digital_signature",
                "content_commitment",
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ]
        }
        signer = self.root_key if parent else key
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_name(common))
            .issuer_name(parent.subject if parent else _name(common))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(
                x509.BasicConstraints(ca=True, path_length=0 if parent else None), critical=True
            )
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
                critical=False,
            )
            .sign(signer, hashes.SHA256())
        )
        _write(path, key, certificate)
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        (self._folder / f"{role}.pem").write_bytes(pem)
        return key, certificate


def dates(plan: CertPlan, now: datetime) -> tuple[datetime, datetime]:
    """Return the validity that a plan means at ``now``, in whole seconds."""
    day = timedelta(days=1)
    usual: dict[str, Callable[[], tuple[datetime, datetime]]] = {
        "expired": lambda: (now - 110 * day, now - 20 * day),
        "not_yet_valid": lambda: (now + 30 * day, now + 120 * day),
    }
    start, end = usual.get(plan.kind, lambda: (now - 30 * day, now + 60 * day))()
    start, end = plan.not_before or start, plan.not_after or end
    if plan.not_before and not plan.not_after and end <= start:
        end = start + 90 * day
    if plan.not_after and not plan.not_before and start >= end:
        start = end - 90 * day
    return start.astimezone(UTC).replace(microsecond=0), end.astimezone(UTC).replace(microsecond=0)


def _slug(plan: CertPlan) -> bytes:
    return hashlib.sha256(repr((plan.names, plan.kind, plan.key)).encode()).digest()[:16]


def _name(common: str) -> x509.Name:
    # RFC 5280 allows 64 characters in a common name; the full name stands in subjectAltName.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _new_key(kind: str) -> Key:
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    bits = {"rsa2048": 2048, "rsa1024": 1024}[kind]
    return rsa.generate_private_key(65537, bits)


def _write(path: Path, key: Key, certificate: x509.Certificate) -> None:
    fresh = path.with_suffix(f".{os.getpid()}.new")
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    fresh.touch(mode=0o600)
    fresh.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    fresh.replace(path)


def _read(path: Path) -> tuple[Key, x509.Certificate]:
    raw = path.read_bytes()
    key = serialization.load_pem_private_key(raw, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no EC or RSA key; remove it")
    return key, x509.load_pem_x509_certificate(raw)
