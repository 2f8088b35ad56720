"""A certificate transparency log (RFC 6962): tree, signed heads, entries by range. No sockets."""

import base64
import hashlib
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ronda.lab.ca import Authority
from ronda.lab.servers.logfile import LogFile
from ronda.lab.servers.merkle import Tree, leaf_hash

_X509, _PRECERT = 0, 1


class Log:
    """The log of one scenario, kept in a file, so that serving again only adds.

    Of each certificate two entries stand in it: its precertificate, then itself. The file keeps
    the certificate and both leaf hashes, memory the tree; an entry is written when it is asked for.
    Going back to an earlier round, or another scenario, begins a new log with a new key.
    """

    def __init__(self, path: Path, authority: Authority) -> None:
        self._authority = authority
        self._file = LogFile(path)
        self._lock = threading.Lock()  # add() may run beside questions
        self._tree = Tree()
        self._private: ec.EllipticCurvePrivateKey | None = None
        self._time = self._size = 0
        self.issuers = tuple(_der(c) for c in (authority.intermediate, authority.root))
        self._chain = _long(b"".join(map(_long, self.issuers)))
        spki = authority.intermediate.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self._issuer = hashlib.sha256(spki).digest()

    def open(self, scenario: str, number: int) -> None:
        """Take up the scenario's log where it was left, or begin one."""
        with self._lock:
            about = self._file.about()
            if about is None or about.scenario != scenario or number < about.round:
                key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
                    serialization.Encoding.DER,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
                self._file.begin(scenario, number, key)
                about = None
            else:
                self._file.move(number)
            if about is None or self._private is None:
                self._tree = Tree(self._file.hashes())
                self._private, self._size = self._read_key(), len(self._tree)

    def add(self, found: Iterable[tuple[datetime, bytes]]) -> int:
        """Log certificates (DER) that are new and lead to the root, the oldest first.

        Return how many. Heads and entries show them from the next :meth:`sign` on.
        """
        rows = ((int(when.timestamp() * 1000), leaf) for when, leaf in found)
        added = 0
        for at, leaf in self._file.new(rows):
            certificate = x509.load_der_x509_certificate(leaf)
            if certificate.issuer != self._authority.intermediate.subject:
                continue
            pair = (
                leaf_hash(self._precert_leaf(certificate, at)),
                leaf_hash(_timestamped(at, _X509, _long(leaf))),
            )
            if self._file.keep(at, leaf, pair):
                for digest in pair:
                    self._tree.append(digest)
                added += 1
        return added

    def sign(self, now: datetime) -> None:
        """Show what was added, in tree heads of this time from now on, and keep the log."""
        self._file.commit()
        # Section 3.5: each head is newer than the last.
        self._time = max(int(now.timestamp() * 1000), self._time + 1)
        self._size = len(self._tree)

    @property
    def size(self) -> int:
        """How many entries there are in the head."""
        return self._size

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The key that tree heads are signed with."""
        return self._opened().public_key()

    @property
    def spki(self) -> bytes:
        """The same key as SubjectPublicKeyInfo, DER."""
        return self.public_key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @property
    def log_id(self) -> bytes:
        """The log's identity (section 3.2)."""
        return hashlib.sha256(self.spki).digest()

    def head(self) -> dict[str, object]:
        """The signed tree head (section 4.3)."""
        return self.sign_head(self._size, self._tree.root(self._size))

    def sign_head(self, size: int, root: bytes) -> dict[str, object]:
        """A head of this size and root, at the log's time."""
        signed = b"\x00\x01" + self._time.to_bytes(8) + size.to_bytes(8) + root
        signature = self._signer().sign(signed, ec.ECDSA(hashes.SHA256()))
        return {
            "tree_size": size,
            "timestamp": self._time,
            "sha256_root_hash": _b64(root),
            # DigitallySigned: sha256 (4), ecdsa (3), length, signature.
            "tree_head_signature": _b64(b"\x04\x03" + len(signature).to_bytes(2) + signature),
        }

    def entries(self, start: int, end: int) -> list[dict[str, str]]:
        """Entries from ``start`` to ``end`` inclusive (section 4.6)."""
        return [
            {"leaf_input": _b64(leaf), "extra_data": _b64(extra)}
            for leaf, extra in self.raw(start, end)
        ]

    def raw(self, start: int, end: int) -> list[tuple[bytes, bytes]]:
        """Leaf input and extra data of entries ``start`` to ``end`` inclusive."""
        found: list[tuple[bytes, bytes]] = []
        for number, at, leaf in self._file.range(start // 2, min(end, self._size - 1) // 2):
            both = (2 * number, self._precert), (2 * number + 1, self._x509)
            found += [encode(at, leaf) for index, encode in both if start <= index <= end]
        return found

    def hashes(self, level: int, start: int, count: int) -> bytes:
        """Hashes of neighbouring full subtrees of 2^level entries, for tiles."""
        return self._tree.row(level, start, count)

    def proof(self, digest: bytes, size: int) -> dict[str, object]:
        """Audit proof by leaf hash (section 4.5); raises ``LookupError``."""
        index = self._tree.index(digest)
        return {"leaf_index": index, "audit_path": [_b64(h) for h in self._tree.path(index, size)]}

    def consistency(self, first: int, second: int) -> dict[str, object]:
        """Consistency proof (section 4.4); raises ``LookupError``."""
        return {"consistency": [_b64(h) for h in self._tree.consistency(first, second)]}

    def roots(self) -> dict[str, object]:
        """Roots that the log takes (section 4.7)."""
        der = self._authority.root.public_bytes(serialization.Encoding.DER)
        return {"certificates": [_b64(der)]}

    def _x509(self, at: int, leaf: bytes) -> tuple[bytes, bytes]:
        """A certificate's leaf input and extra data (section 3.4); ``at`` in ms since 1970."""
        return _timestamped(at, _X509, _long(leaf)), self._chain

    def _precert(self, at: int, leaf: bytes) -> tuple[bytes, bytes]:
        """The same of its precertificate."""
        certificate = x509.load_der_x509_certificate(leaf)
        poisoned = _long(_der(self._authority.precertificate(certificate)))
        return self._precert_leaf(certificate, at), poisoned + self._chain

    def _precert_leaf(self, certificate: x509.Certificate, at: int) -> bytes:
        """The TBS without poison, which is the certificate's own."""
        signed = self._issuer + _long(certificate.tbs_certificate_bytes)
        return _timestamped(at, _PRECERT, signed)

    def _signer(self) -> ec.EllipticCurvePrivateKey:
        return self._opened()

    def _opened(self) -> ec.EllipticCurvePrivateKey:
        if self._private is None:
            raise RuntimeError("the log is not open; call open() first")
        return self._private

    def _read_key(self) -> ec.EllipticCurvePrivateKey:
        about = self._file.about()
        key = serialization.load_der_private_key(about.key, None) if about else None
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the log's file holds no EC key; remove it")
        return key


def _timestamped(at: int, kind: int, signed: bytes) -> bytes:
    """MerkleTreeLeaf v1 with a TimestampedEntry and no extensions."""
    return b"\x00\x00" + at.to_bytes(8) + kind.to_bytes(2) + signed + b"\x00\x00"


def _long(data: bytes) -> bytes:
    return len(data).to_bytes(3) + data


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
