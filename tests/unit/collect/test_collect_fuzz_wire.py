"""Any bytes in place of certificates, handshakes and DNS answers end in a value or a typed failure."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import cast

import dns.exception
import dns.message
import dns.rrset
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ronda.engine.artifacts import DnsAnswer, DnsArtifact, Stage, decode, encode
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.certificates import Unreadable, read_certificate, serves_web, valid_for
from ronda.engine.collect.dns import _read
from ronda.engine.collect.tls_wire import TlsWire
from ronda.engine.collect.wire import TcpWire
from ronda.engine.discover.parts.ctentry import BadEntry, names_of

# A stranger's serial number may be zero: the library warns, and reads the certificate all the same.
pytestmark = pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
AT = datetime(2026, 3, 2, tzinfo=UTC)


def _certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Dinas Uji"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "uji.contoh.id"),
        ]
    )
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, AT, AT + timedelta(days=9))
    names: list[x509.GeneralName] = [x509.DNSName("uji.contoh.id"), x509.RFC822Name("a@b.id")]
    signed = (
        made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.OID_SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return signed.public_bytes(serialization.Encoding.DER)


def _answer() -> bytes:
    reply = dns.message.make_response(dns.message.make_query("a.contoh.id.", "A"))
    texts = (("A", "203.0.113.7"), ("TXT", '"v=spf1 -all"'), ("MX", "10 b.contoh.id."))
    reply.answer = [dns.rrset.from_text("a.contoh.id.", 60, "IN", k, v) for k, v in texts]
    reply.answer.insert(0, dns.rrset.from_text("a.contoh.id.", 60, "IN", "CNAME", "c.contoh.id."))
    return reply.to_wire()


CERTIFICATE, ANSWER = _certificate(), _answer()
# Places in a true message that are overwritten, and with what.
changes = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=8)


def changed(data: bytes, at: list[tuple[int, int]]) -> bytes:
    made = bytearray(data)
    for place, byte in at:
        made[place % len(made)] = byte
    return bytes(made)


@example(changed(CERTIFICATE, [(1236, 1)]))  # a version of X.509 that there never was
@given(st.one_of(st.binary(max_size=300), changes.map(lambda at: changed(CERTIFICATE, at))))
def test_any_certificate_is_read_or_unreadable(der: bytes) -> None:
    assert valid_for(der, "uji.contoh.id") in (True, False)
    assert serves_web(der) in (True, False)
    with suppress(Unreadable):
        found = read_certificate(der)
        assert len(found.subject) <= 1_000
        encoded = encode(DnsArtifact(AT, "a", "a", (DnsAnswer("a", "TXT", "ok", found.names),)))
        assert decode(encoded)


@given(
    st.binary(max_size=300),
    changes,
    st.sampled_from([bytes(10) + b"\0\0", bytes(10) + b"\0\1" + bytes(32)]),
)
def test_any_log_entry_is_read_or_bad(noise: bytes, at: list[tuple[int, int]], head: bytes) -> None:
    der = changed(CERTIFICATE, at)
    for leaf in (noise, head + len(der).to_bytes(3) + der + noise[:2]):
        with suppress(BadEntry):
            assert names_of(leaf).issuer is not None


@given(
    st.one_of(st.binary(max_size=300), changes.map(lambda at: changed(ANSWER, at))),
    st.sampled_from(["A", "AAAA", "CNAME", "TXT", "MX", "SOA", "CAA", "NS"]),
)
def test_any_dns_answer_has_a_status(wire: bytes, kind: str) -> None:
    try:
        found = _read("a.contoh.id", kind, dns.message.from_wire(wire))
    except (dns.exception.DNSException, ValueError):
        return  # what the resolver takes as malformed
    assert decode(encode(DnsArtifact(AT, "a", "a", (found,))))


class Scripted:
    """A connection on which these bytes come, whatever is sent."""

    address, port, where = "198.18.0.7", 443, "198.18.0.7:443"

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = [piece for piece in pieces if piece]

    async def read(self, stage: Stage) -> bytes:
        """The next piece, then the end."""
        return self._pieces.pop(0) if self._pieces else b""

    async def write(self, data: bytes, stage: Stage) -> None:
        """Nobody listens."""


_HELLO = bytes.fromhex("160303002a 02000026 0303") + bytes(32) + bytes.fromhex("00 c02f 00")
_records = st.builds(
    lambda kind, body: bytes((kind, 3, 3)) + len(body).to_bytes(2) + body,
    st.sampled_from([20, 21, 22, 23, 24]),
    st.binary(max_size=120),
)


@settings(max_examples=60)
@given(st.lists(st.one_of(st.just(_HELLO), _records, st.binary(max_size=80)), max_size=6))
def test_any_handshake_ends_in_a_typed_failure(pieces: list[bytes]) -> None:
    async def shake() -> None:
        tcp = cast(TcpWire, Scripted(pieces))
        await TlsWire(tcp, "a.contoh.id", handshake_bytes=4_000, alpn=(b"http/1.1",)).handshake()

    with suppress(Broken):
        asyncio.run(shake())
        raise AssertionError("nobody can have shaken hands")
