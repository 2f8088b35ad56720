"""Reads the parts of a certificate that Ronda shows, from DER that a stranger sent."""

from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ronda.engine.artifacts import Certificate

MAX_NAMES = 500
MAX_TEXT = 1000


class Unreadable(ValueError):
    """The bytes are no certificate that can be read."""


def read_certificate(der: bytes) -> Certificate:
    """Parse a certificate (RFC 5280); raises :class:`Unreadable`, whatever is wrong with it."""
    try:
        return _read(x509.load_der_x509_certificate(der), der)
    except Exception as error:  # parsing hostile DER lazily: each property may raise its own
        raise Unreadable(f"{type(error).__name__}: {error}"[:300]) from error


def serves_web(der: bytes) -> bool:
    """Whether the extended key usage lets a certificate serve (RFC 5280 4.2.1.12); none allows all."""
    try:
        usage = x509.load_der_x509_certificate(der).extensions.get_extension_for_class(
            x509.ExtendedKeyUsage
        )
    except Exception:  # see read_certificate
        return True
    serving = {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    return any(oid in serving for oid in usage.value)


def valid_for(der: bytes, host: str) -> bool:
    """Whether a certificate is valid for ``host`` by any of its names, however many they are."""
    try:
        return covers(_names(x509.load_der_x509_certificate(der), None), host)
    except Exception:  # see read_certificate
        return False


def covers(names: tuple[str, ...], host: str) -> bool:
    """Whether a certificate for ``names`` is valid for ``host`` (RFC 9525 section 6.3).

    A wildcard stands for exactly the left-most label. The common name says nothing.
    """
    parent = host.partition(".")[2]
    return host in names or ("." in parent and f"*.{parent}" in names)


def _read(cert: x509.Certificate, der: bytes) -> Certificate:
    key_type, bits = _key(cert)
    hash_algorithm = cert.signature_hash_algorithm
    organization = cert.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return Certificate(
        sha256=sha256(der).hexdigest(),
        subject=cert.subject.rfc4514_string()[:MAX_TEXT],
        issuer=cert.issuer.rfc4514_string()[:MAX_TEXT],
        serial=f"{cert.serial_number:x}",
        names=_names(cert),
        not_before=cert.not_valid_before_utc,
        not_after=cert.not_valid_after_utc,
        key_type=key_type,
        key_bits=bits,
        signature_hash=hash_algorithm.name if hash_algorithm else "",
        is_ca=_is_ca(cert),
        self_signed=_self_signed(cert),
        organization=str(organization[0].value)[:MAX_TEXT] if organization else "",
    )


def _key(cert: x509.Certificate) -> tuple[str, int]:
    match cert.public_key():
        case rsa.RSAPublicKey() as key:
            return "RSA", key.key_size
        case ec.EllipticCurvePublicKey() as key:
            return "EC", key.curve.key_size
        case ed25519.Ed25519PublicKey():
            return "Ed25519", 256
        case ed448.Ed448PublicKey():
            return "Ed448", 456
        case dsa.DSAPublicKey() as key:
            return "DSA", key.key_size
        case other:
            return type(other).__name__, 0


def _names(cert: x509.Certificate, most: int | None = MAX_NAMES) -> tuple[str, ...]:
    try:
        found = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    dns_names = [n.lower()[:253] for n in found.get_values_for_type(x509.DNSName)[:most]]
    addresses = [str(n) for n in found.get_values_for_type(x509.IPAddress)[:most]]
    return tuple((dns_names + addresses)[:most])


def _is_ca(cert: x509.Certificate) -> bool:
    try:
        return cert.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _self_signed(cert: x509.Certificate) -> bool:
    """Signed with its own key, not merely naming itself as issuer."""
    if cert.subject != cert.issuer:
        return False
    try:
        cert.verify_directly_issued_by(cert)
    except Exception:  # unsupported algorithms and wrong signatures alike
        return False
    return True
