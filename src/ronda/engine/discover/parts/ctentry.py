"""One entry of a CT log (RFC 6962, section 3.4): the names that its certificate carries."""

import warnings
from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning

MAX_LEAF = 512 * 1024
MAX_NAMES = 10_000

# A precertificate's entry holds only what is to be signed. Wrapped with an empty signature it
# reads as an ordinary certificate, and it is what the log has committed itself to.
_ALGORITHM = bytes.fromhex("300a06082a8648ce3d040302")
_NO_SIGNATURE = b"\x03\x01\x00"


# What the library raises on certificates that are none.
_BROKEN = (
    ValueError,
    TypeError,
    OverflowError,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


class BadEntry(ValueError):
    """The entry is not what the standard says; the message says what is wrong."""


class LoggedNames(msgspec.Struct, frozen=True):
    """What discovery takes from a certificate."""

    names: tuple[str, ...]  # lower case, wildcards included
    issuer: str
    serial: int  # with the issuer: one of precertificate and certificate
    not_after: datetime
    precertificate: bool


def certificate_bytes(leaf: bytes) -> tuple[bytes, bool]:
    """Return the DER within a MerkleTreeLeaf and whether it is a precertificate's.

    Raises :class:`BadEntry`.
    """
    if len(leaf) > MAX_LEAF:
        raise BadEntry(f"leaf of {len(leaf)} bytes")
    if len(leaf) < 15 or leaf[0] != 0 or leaf[1] != 0:
        raise BadEntry("not a version 1 timestamped entry")
    kind = int.from_bytes(leaf[10:12], "big")
    start = {0: 12, 1: 44}.get(kind)
    if start is None:
        raise BadEntry(f"unknown entry type {kind}")
    size = int.from_bytes(leaf[start : start + 3], "big")
    der = leaf[start + 3 : start + 3 + size]
    if not size or len(der) != size:
        raise BadEntry("certificate shorter than its length says")
    return der, kind == 1


def names_of(leaf: bytes) -> LoggedNames:
    """Return the names in an entry; raises :class:`BadEntry`."""
    der, precertificate = certificate_bytes(leaf)
    if precertificate:
        content = der + _ALGORITHM + _NO_SIGNATURE
        der = b"\x30" + _length(len(content)) + content
    try:
        with warnings.catch_warnings():
            # Old certificates break rules that do not matter for their names.
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            warnings.simplefilter("ignore", UserWarning)
            certificate = x509.load_der_x509_certificate(der)
            found = _names(certificate)
            issuer = certificate.issuer.rfc4514_string()[:300]
            serial, until = certificate.serial_number, certificate.not_valid_after_utc
            return LoggedNames(found, issuer, serial, until, precertificate)
    except _BROKEN as error:
        raise BadEntry(f"certificate: {error}") from error


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the alternative names; common names only where there are none.

    Authorities may put nothing into a common name that is no alternative name (CA/Browser Forum
    baseline requirements, 7.1.4.3), and no browser has read it for years.
    """
    found: list[str] = []
    try:
        san = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        found += san.value.get_values_for_type(x509.DNSName)[:MAX_NAMES]
    except x509.ExtensionNotFound:
        for attribute in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME):
            value = attribute.value
            if isinstance(value, str) and "." in value and " " not in value:
                found.append(value)
    return tuple(dict.fromkeys(name.lower().rstrip(".") for name in found))


def _length(size: int) -> bytes:
    """The DER length octets (X.690, 8.1.3)."""
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets
