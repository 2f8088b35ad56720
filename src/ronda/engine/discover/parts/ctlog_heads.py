"""Signed tree heads of certificate logs: read from RFC 6962 JSON or a checkpoint, and verified."""

import base64
import binascii
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from ronda.engine.discover.parts.ctlog_tree import HASH

MAX_HEAD = 64 * 1024
MAX_SIZE = 1 << 48
_NOTE_KIND = b"\x05"  # RFC6962NoteSignature


class BadHead(ValueError):
    """No tree head is in the answer, or it is not signed by the log; says what is wrong."""


class BadSignature(BadHead):
    """The head is well formed, but not signed by the log's key."""


class BadKey(ValueError):
    """The key is none that a certificate log may have (RFC 6962, section 2.1.4)."""


class Head(msgspec.Struct, frozen=True):
    """What a log commits itself to."""

    size: int  # entries
    root: bytes
    timestamp: int  # ms since 1970


class _Sth(msgspec.Struct):
    tree_size: int
    timestamp: int
    sha256_root_hash: str
    tree_head_signature: str


class LogKey:
    """The public key of a log (SubjectPublicKeyInfo, DER): ECDSA P-256 or RSA of 2048 bits on."""

    def __init__(self, der: bytes) -> None:
        try:
            key = serialization.load_der_public_key(der)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise BadKey(f"no public key: {error}") from error
        fits = (isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1") or (
            isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048
        )
        if not fits:
            raise BadKey("neither ECDSA on P-256 nor RSA of at least 2048 bits")
        self._key = key
        self.log_id = hashlib.sha256(der).digest()

    def check(self, head: Head, signature: bytes) -> None:
        """Raise :class:`BadSignature` unless the DigitallySigned signature is over the head."""
        signed = b"\x00\x01" + head.timestamp.to_bytes(8) + head.size.to_bytes(8) + head.root
        kind, body = signature[:2], signature[4:]
        if len(body) != int.from_bytes(signature[2:4]) or not body:
            raise BadSignature("the signature has no proper length")
        try:
            if kind == b"\x04\x03" and isinstance(self._key, ec.EllipticCurvePublicKey):
                self._key.verify(body, signed, ec.ECDSA(hashes.SHA256()))
            elif kind == b"\x04\x01" and isinstance(self._key, rsa.RSAPublicKey):
                self._key.verify(body, signed, padding.PKCS1v15(), hashes.SHA256())
            else:
                raise BadSignature("the signature is of another kind than the key")
        except InvalidSignature:
            raise BadSignature("the signature is not by the log's key") from None


def read_sth(body: bytes, key: LogKey) -> Head:
    """Return the verified head of a get-sth answer (RFC 6962, 4.3); raises :class:`BadHead`."""
    try:
        sth = msgspec.json.decode(body[:MAX_HEAD], type=_Sth)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadHead(f"no tree head: {error}") from error
    head = _head(sth.tree_size, sth.sha256_root_hash, sth.timestamp)
    key.check(head, _base64(sth.tree_head_signature))
    return head


def read_note(body: bytes, key: LogKey, origin: str) -> Head:
    """Return the verified head of a checkpoint (static-ct-api); raises :class:`BadHead`.

    ``origin`` is the log's submission prefix without scheme and closing slash. Signatures of
    others, such as witnesses, are passed over.
    """
    try:
        text, mark, signatures = body[:MAX_HEAD].decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError as error:
        raise BadHead("the checkpoint is no text") from error
    lines = text.split("\n")
    if not mark or len(lines) != 3:
        raise BadHead("the checkpoint has not three lines and signatures")
    if lines[0] != origin:
        raise BadSignature(f"the checkpoint is of {lines[0][:200]!r}, not of {origin!r}")
    if not (lines[1].isascii() and lines[1].isdecimal() and len(lines[1]) < 16):
        raise BadHead(f"the size is {lines[1][:40]!r}")
    named = f"— {origin} "
    wanted = hashlib.sha256(origin.encode() + b"\n" + _NOTE_KIND + key.log_id).digest()[:4]
    for line in signatures.split("\n"):
        if not line.startswith(named):
            continue
        signature = _base64(line[len(named) :])
        if signature[:4] == wanted and len(signature) > 16:
            head = _head(int(lines[1]), lines[2], int.from_bytes(signature[4:12]))
            key.check(head, signature[12:])
            return head
    raise BadSignature("the checkpoint holds no signature of the log's key")


def _head(size: int, root: str, timestamp: int) -> Head:
    digest = _base64(root)
    if not 0 <= size < MAX_SIZE or not 0 <= timestamp < 1 << 63 or len(digest) != HASH:
        raise BadHead("size, time or root of the tree head are out of range")
    return Head(size, digest, timestamp)


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadHead(f"no base64: {text[:40]!r}") from error
