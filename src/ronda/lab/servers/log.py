"""A certificate transparency log (RFC 6962): entries, tree, signed heads. No sockets."""

import base64
import hashlib
import os
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ronda.lab.ca import Authority, Issued
from ronda.lab.servers.merkle import Tree

_X509, _PRECERT = 0, 1


class Entry(msgspec.Struct, frozen=True):
    """One entry as get-entries gives it."""

    leaf_input: bytes
    extra_data: bytes


class _State(msgspec.Struct):
    """What is kept on disk: a log never forgets, and never changes its past."""

    scenario: str
    round: int
    key: bytes
    known: set[str]
    entries: list[Entry]


class Log:
    """The log of one scenario, kept in a file, so that serving again only adds.

    Going back to an earlier round, or another scenario, begins a new log with a new key.
    """

    def __init__(self, path: Path, authority: Authority) -> None:
        self._path, self._authority = path, authority
        self._state: _State | None = None
        self._tree = Tree()
        self._indexes: dict[bytes, int] = {}
        self._time = 0

    def open(self, scenario: str, number: int) -> None:
        """Take up the scenario's log where it was left, or begin one."""
        state = self._read() if self._state is None else self._state
        if state is None or state.scenario != scenario or number < state.round:
            key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            state = _State(scenario, number, key, set(), [])
        if state is not self._state:
            self._state = state
            self._tree = Tree(entry.leaf_input for entry in state.entries)
            self._indexes = {self._tree.hash_at(i): i for i in range(len(self._tree))}
        state.round = number

    def add(self, found: list[tuple[datetime, Issued]]) -> int:
        """Log what is new, the oldest first: its precertificate, then itself. Return how many."""
        state = self._opened()
        added = 0
        for when, issued in sorted(found, key=lambda item: (item[0], item[1].id)):
            if issued.id in state.known or not issued.issuers:
                continue
            state.known.add(issued.id)
            at = int(when.timestamp() * 1000)
            self._append(precert_entry(issued, self._authority, at))
            self._append(x509_entry(issued, at))
            added += 1
        return added

    def sign(self, now: datetime) -> None:
        """Set the time of the tree heads from now on, and keep the log."""
        self._time = int(now.timestamp() * 1000)
        state = self._opened()
        fresh = self._path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_bytes(msgspec.msgpack.encode(state))
        os.replace(fresh, self._path)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self._tree)

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The key that tree heads are signed with."""
        return self._private().public_key()

    def head(self) -> dict[str, object]:
        """The signed tree head (section 4.3)."""
        root = self._tree.root()
        signed = b"\x00\x01" + self._time.to_bytes(8) + self.size.to_bytes(8) + root
        signature = self._private().sign(signed, ec.ECDSA(hashes.SHA256()))
        return {
            "tree_size": self.size,
            "timestamp": self._time,
            "sha256_root_hash": _b64(root),
            # DigitallySigned: sha256 (4), ecdsa (3), length, signature.
            "tree_head_signature": _b64(b"\x04\x03" + len(signature).to_bytes(2) + signature),
        }

    def entries(self, start: int, end: int) -> list[dict[str, str]]:
        """Entries from ``start`` to ``end`` inclusive (section 4.6)."""
        return [
            {"leaf_input": _b64(e.leaf_input), "extra_data": _b64(e.extra_data)}
            for e in self._opened().entries[start : end + 1]
        ]

    def proof(self, digest: bytes, size: int) -> dict[str, object]:
        """Audit proof by leaf hash (section 4.5); raises ``LookupError``."""
        index = self._indexes[digest]
        return {"leaf_index": index, "audit_path": [_b64(h) for h in self._tree.path(index, size)]}

    def consistency(self, first: int, second: int) -> dict[str, object]:
        """Consistency proof (section 4.4); raises ``LookupError``."""
        return {"consistency": [_b64(h) for h in self._tree.consistency(first, second)]}

    def roots(self) -> dict[str, object]:
        """Roots that the log takes (section 4.7)."""
        der = self._authority.root.public_bytes(serialization.Encoding.DER)
        return {"certificates": [_b64(der)]}

    def _append(self, entry: Entry) -> None:
        self._opened().entries.append(entry)
        self._tree.append(entry.leaf_input)
        self._indexes[self._tree.hash_at(len(self._tree) - 1)] = len(self._tree) - 1

    def _opened(self) -> _State:
        if self._state is None:
            raise RuntimeError("the log is not open; call open() first")
        return self._state

    def _private(self) -> ec.EllipticCurvePrivateKey:
        key = serialization.load_der_private_key(self._opened().key, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{self._path} holds no EC key; remove it")
        return key

    def _read(self) -> _State | None:
        try:
            return msgspec.msgpack.decode(self._path.read_bytes(), type=_State)
        except (FileNotFoundError, msgspec.DecodeError):
            # A file cut short by a full disk, or of an older version: begin a new log.
            return None


def x509_entry(issued: Issued, at: int) -> Entry:
    """Encode a certificate's entry (section 3.4); ``at`` in milliseconds since 1970."""
    leaf = _timestamped(at, _X509, _long(_der(issued.leaf)))
    return Entry(leaf, _long(b"".join(_long(_der(c)) for c in issued.issuers)))


def precert_entry(issued: Issued, authority: Authority, at: int) -> Entry:
    """Encode a precertificate's entry: the TBS without poison, which is the certificate's own."""
    pre = authority.precertificate(issued.leaf)
    spki = (
        issued.issuers[0]
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    signed = hashlib.sha256(spki).digest() + _long(issued.leaf.tbs_certificate_bytes)
    chain = _long(b"".join(_long(_der(c)) for c in issued.issuers))
    return Entry(_timestamped(at, _PRECERT, signed), _long(_der(pre)) + chain)


def _timestamped(at: int, kind: int, signed: bytes) -> bytes:
    """MerkleTreeLeaf v1 with a TimestampedEntry and no extensions."""
    return b"\x00\x00" + at.to_bytes(8) + kind.to_bytes(2) + signed + b"\x00\x00"


def _long(data: bytes) -> bytes:
    return len(data).to_bytes(3) + data


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
