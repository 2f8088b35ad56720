"""A small real CT log (RFC 6962) over HTTP on loopback, with real certificates."""

import base64
import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

_KEY = ec.generate_private_key(ec.SECP256R1())


def certificate(*names: str, serial: int | None = None) -> x509.Certificate:
    """Return a real, self-signed certificate for the names."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA Uji")]))
        .public_key(_KEY.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), False)
        .sign(_KEY, hashes.SHA256())
    )


def leaf(cert: x509.Certificate, *, precertificate: bool = False) -> bytes:
    """Return the MerkleTreeLeaf of a certificate or of its precertificate."""
    head = b"\x00\x00" + (1_770_000_000_000).to_bytes(8, "big")
    if precertificate:
        tbs = cert.tbs_certificate_bytes
        return head + b"\x00\x01" + bytes(32) + len(tbs).to_bytes(3, "big") + tbs + b"\x00\x00"
    der = cert.public_bytes(Encoding.DER)
    return head + b"\x00\x00" + len(der).to_bytes(3, "big") + der + b"\x00\x00"


class Log:
    """The log's entries and how it misbehaves."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves
        self.at_most = 1_000  # entries an answer
        self.claims: int | None = None  # a tree size that is not true
        self.says: bytes | None = None  # an answer that is not RFC 6962's
        self.fails_from: int | None = None  # get-entries from here on answers 500
        self.asked: list[str] = []
        self.url = ""

    @contextlib.contextmanager
    def serving(self) -> Iterator["Log"]:
        """Serve until the block ends."""
        log = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                log.asked.append(self.path)
                status, body = log.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/uji"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(5)

    def answer(self, path: str) -> tuple[int, bytes]:
        """Return status and body for a path."""
        if self.says is not None:
            return 200, self.says
        parts = urlsplit(path)
        if parts.path.endswith("/get-sth"):
            size = len(self.leaves) if self.claims is None else self.claims
            head = {"tree_size": size, "timestamp": 1, "sha256_root_hash": "", "x": 1}
            return 200, json.dumps(head).encode()
        query = {k: int(v[0]) for k, v in parse_qs(parts.query).items()}
        start, end = query["start"], query["end"]
        if self.fails_from is not None and start >= self.fails_from:
            return 500, b"{}"
        chosen = self.leaves[start : end + 1][: self.at_most]
        entries = [{"leaf_input": base64.b64encode(x).decode(), "extra_data": ""} for x in chosen]
        return 200, json.dumps({"entries": entries}).encode()
