"""A certificate log made for measuring: real certificates, in tiles on disk and over RFC 6962."""

import asyncio
import base64
import json
import random
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from ronda.engine.discover.parts.ctlog_tiles import WIDTH, tile_path
from ronda.lab.servers.merkle import Tree, leaf_hash

ZONE = "arunikaprov.go.id"
STRANGERS = 1_000  # certificates of others, which recur with other times
WATCHED_EACH = 1_000  # one entry in so many is ours, each with a name of its own
NOW = datetime(2026, 6, 1, tzinfo=UTC)
_AGENCIES = ("dinkes", "bappeda", "dishub", "setda", "ppid", "bpkad")


class Templates:
    """Certificates of the size and make that public authorities issue now."""

    def __init__(self, zone: str = ZONE, names: Sequence[str] = (), seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._zone, self._names = zone, names
        self._authority = rsa.generate_private_key(65_537, 2048)
        self._keys = (
            ec.generate_private_key(ec.SECP256R1()),
            rsa.generate_private_key(65_537, 2048),
        )
        self.issuer = self._certificate(("CA Uji R1",), ca=True)

    def name(self) -> str:
        """Return a host of the given ones, else one as they stand in public certificates."""
        if self._names:
            return self._random.choice(self._names)
        letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
        label = "".join(self._random.choices(letters, k=self._random.randint(4, 18))).strip("-")
        sub = self._random.choice(("", "www.", "mail.", "*.", "api.", "dev-3.", "cpanel."))
        suffixes = ("com", "net", "org", "co.id", "example", "id", "my.id")
        # One name in fifty ends as anybody may end one in Indonesia: more than real logs have.
        suffix = self._random.choices(suffixes, (20, 20, 20, 20, 18, 1, 1))[0]
        return f"{sub}{label or 'toko'}.{suffix}"

    def stranger(self) -> x509.Certificate:
        """Return one with one to five names."""
        return self._certificate(
            tuple(self.name() for _ in range(self._random.choice((1, 2, 2, 2, 5))))
        )

    def ours(self, number: int) -> x509.Certificate:
        """Return one with a name in the zone."""
        host = f"{_AGENCIES[number % len(_AGENCIES)]}{number}.{self._zone}"
        return self._certificate((host, f"www.{host}"))

    def _certificate(self, names: tuple[str, ...], *, ca: bool = False) -> x509.Certificate:
        key = self._authority if ca else self._random.choice(self._keys)
        issuer = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Uji"),
                x509.NameAttribute(NameOID.COMMON_NAME, "CA Uji R1"),
            ]
        )
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
        spki = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        builder = (
            x509.CertificateBuilder()
            .subject_name(issuer if ca else subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=900 if ca else 1))
            .not_valid_after(NOW + timedelta(days=900 if ca else 89))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(spki, critical=False)
        )
        if not ca:
            url = x509.UniformResourceIdentifier("http://r1.ca-uji.example/")
            access = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, url)
            point = x509.DistributionPoint([url], None, None, None)
            policy = x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.2.1"), None)
            for extension in (
                x509.SubjectAlternativeName([x509.DNSName(name) for name in names]),
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
                x509.AuthorityInformationAccess([access]),
                x509.CRLDistributionPoints([point]),
                x509.CertificatePolicies([policy]),
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._authority.public_key()),
                # The two timestamps of logs that a certificate carries are random to a reader.
                x509.UnrecognizedExtension(
                    x509.ObjectIdentifier("1.3.6.1.4.1.99999.2"), self._random.randbytes(242)
                ),
            ):
                builder = builder.add_extension(extension, critical=False)
        return builder.sign(self._authority, hashes.SHA256())

    def poisoned(self, certificate: x509.Certificate) -> x509.Certificate:
        """Return the precertificate (RFC 6962, 3.1)."""
        builder = (
            x509.CertificateBuilder()
            .subject_name(certificate.subject)
            .issuer_name(certificate.issuer)
            .public_key(certificate.public_key())
            .serial_number(certificate.serial_number)
            .not_valid_before(certificate.not_valid_before_utc)
            .not_valid_after(certificate.not_valid_after_utc)
        )
        for extension in certificate.extensions:
            builder = builder.add_extension(extension.value, extension.critical)
        return builder.add_extension(x509.PrecertPoison(), critical=True).sign(
            self._authority, hashes.SHA256()
        )


class BenchLog:
    """Entries by number: every second one a precertificate's, every thousandth ours."""

    def __init__(self, size: int, zone: str = ZONE, names: Sequence[str] = ()) -> None:
        self.size = size
        made = Templates(zone, names)
        self._chain = long(long(der(made.issuer)))
        self._issuer = der(made.issuer)
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._rows = [self._pair(made, made.stranger()) for _ in range(STRANGERS)]
        ours = -(-size // WATCHED_EACH)
        self._ours = [self._pair(made, made.ours(n)) for n in range(ours)]
        self._tree: Tree | None = None

    def _pair(
        self, made: Templates, certificate: x509.Certificate
    ) -> tuple[tuple[bytes, bytes], ...]:
        """Leaf after the time, and extra data, of certificate and precertificate."""
        key_hash = bytes(32)
        tbs, pre = certificate.tbs_certificate_bytes, der(made.poisoned(certificate))
        return (
            (b"\x00\x00" + long(der(certificate)) + b"\x00\x00", self._chain),
            (b"\x00\x01" + key_hash + long(tbs) + b"\x00\x00", long(pre) + self._chain),
        )

    def entry(self, number: int) -> tuple[bytes, bytes]:
        """Return MerkleTreeLeaf and extra data."""
        if number % WATCHED_EACH == WATCHED_EACH // 2:
            rest, extra = self._ours[number // WATCHED_EACH][number % 2]
        else:
            rest, extra = self._rows[number // 2 % STRANGERS][number % 2]
        return b"\x00\x00" + (1_780_000_000_000 + number).to_bytes(8) + rest, extra

    @property
    def spki(self) -> bytes:
        """The log's key."""
        return self._private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @property
    def tree(self) -> Tree:
        """The tree over all entries."""
        if self._tree is None:
            self._tree = Tree(leaf_hash(self.entry(n)[0]) for n in range(self.size))
        return self._tree

    def head(self) -> dict[str, object]:
        """The signed tree head."""
        time, root = 1_790_000_000_000, self.tree.root()
        signed = b"\x00\x01" + time.to_bytes(8) + self.size.to_bytes(8) + root
        signature = self._private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return {
            "tree_size": self.size,
            "timestamp": time,
            "sha256_root_hash": b64(root),
            "tree_head_signature": b64(b"\x04\x03" + len(signature).to_bytes(2) + signature),
        }

    def write_tiles(self, folder: Path) -> list[Path]:
        """Write the full data tiles; return their paths."""
        chain = (64).to_bytes(2) + bytes(64)
        paths = []
        for number in range(self.size // WIDTH):
            rows = []
            for leaf, extra in (self.entry(number * WIDTH + n) for n in range(WIDTH)):
                pre = extra[: 3 + int.from_bytes(extra[:3])] if leaf[11] else b""
                rows.append(leaf[2:] + pre + chain)
            path = folder / tile_path("data", number).lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(rows))
            paths.append(path)
        return paths


class Server:
    """The log over HTTP; answers are cheap to make, so that the readers are what is measured."""

    def __init__(self, log: BenchLog) -> None:
        self.log = log
        self._ready: dict[tuple[bytes, bytes], tuple[str, str]] = {}

    async def serve(self, sock: socket.socket) -> None:
        """Serve until cancelled."""
        server = await asyncio.start_server(self._talk, sock=sock)
        async with server:
            await server.serve_forever()

    def reply(self, target: str) -> bytes:
        """Return the JSON of an answer."""
        parts = urlsplit(target)
        asked = dict(parse_qsl(parts.query))
        match parts.path.rpartition("/")[2]:
            case "get-sth":
                return json.dumps(self.log.head()).encode()
            case "get-entries":
                start = int(asked["start"])
                end = min(int(asked["end"]), start + 255, self.log.size - 1)
                return self._entries(start, end)
            case "get-sth-consistency":
                proof = self.log.tree.consistency(int(asked["first"]), int(asked["second"]))
                return json.dumps({"consistency": [b64(h) for h in proof]}).encode()
        raise LookupError(target)

    def _entries(self, start: int, end: int) -> bytes:
        rows = []
        for number in range(start, end + 1):
            leaf, extra = self.log.entry(number)
            # Twelve bytes are sixteen characters: only those change with the time.
            key = (leaf[12:], extra)
            if key not in self._ready:
                self._ready[key] = (b64(leaf[12:]), b64(extra))
            tail, more = self._ready[key]
            rows.append(f'{{"leaf_input":"{b64(leaf[:12])}{tail}","extra_data":"{more}"}}')
        return f'{{"entries":[{",".join(rows)}]}}'.encode()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                body = self.reply(head.split(b" ", 2)[1].decode())
                kind = b"Content-Type: application/json\r\n"
                length = b"Content-Length: %d\r\n\r\n" % len(body)
                writer.write(b"HTTP/1.1 200 OK\r\n" + kind + length + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def der(certificate: x509.Certificate) -> bytes:
    """Return the certificate's bytes."""
    return certificate.public_bytes(serialization.Encoding.DER)


def long(data: bytes) -> bytes:
    """Return data after its length in 24 bits."""
    return len(data).to_bytes(3) + data


def b64(data: bytes) -> str:
    """Return base64 text."""
    return base64.b64encode(data).decode()
