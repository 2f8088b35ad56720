"""Servers that shake hands properly and show a certificate that hurts whoever reads it."""

import functools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from OpenSSL import SSL

from ronda.lab.servers.behaviours import Ask, behaviour
from ronda.lab.servers.hostile.framing import PAGE
from ronda.lab.servers.wire import PlainWire, TlsWire

_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
)
_DAY = timedelta(days=1)


@behaviour("handshake")
async def tls_chain_of_100(ask: Ask) -> None:
    """A certificate with 99 issuers behind it (``count`` in all)."""
    await _serve(ask, _chain(ask.host, ask.number("count", 100)))


@behaviour("handshake")
async def tls_strange_chain(ask: Ask) -> None:
    """A certificate with 15 others that have nothing to do with it, one of them twice."""
    strangers = [_self_made(f"asing{n}.invalid")[1] for n in range(14)]
    key, leaf = _self_made(ask.host)
    await _serve(ask, (key, (leaf, *strangers, strangers[0])))


@behaviour("handshake")
async def tls_nul_name(ask: Ask) -> None:
    """A certificate for the host's name with a NUL and a stranger's domain behind it."""
    await _serve(ask, _named(f"{ask.host}\0.jahat.invalid"))


@behaviour("handshake")
async def tls_bidi_name(ask: Ask) -> None:
    """A certificate whose names hold bidirectional marks and letters that are no ASCII."""
    await _serve(ask, _patched("bidi-di-sini.invalid", "\u202eb\u202ca\u2066nk.\u0456d".encode()))


@behaviour("handshake")
async def tls_escape_name(ask: Ask) -> None:
    """A certificate whose organisation holds terminal escapes and line breaks."""
    await _serve(ask, _self_issued(ask.host, "Dinas\x1b]0;x\x07\r\nSet-Cookie: a=b\u202e"))


@behaviour("handshake")
async def tls_thousand_names(ask: Ask) -> None:
    """A certificate for 2,500 names (``count``), the host's at the end."""
    names = [f"n{n}.banyak.invalid" for n in range(ask.number("count", 2_500))]
    await _serve(ask, _named(*names, ask.host))


@behaviour("handshake")
async def tls_wildcard_of_all(ask: Ask) -> None:
    """A certificate for "*", "*.id" and "*.*.id"."""
    await _serve(ask, _named("*", "*.id", "*.*.id", "*.go.id"))


@behaviour("handshake")
async def tls_distant_dates(ask: Ask) -> None:
    """A certificate that is valid from 1950 to 9999."""
    dates = datetime(1950, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    await _serve(ask, _self_issued(ask.host, "Abadi", dates))


@behaviour("handshake")
async def tls_backward_dates(ask: Ask) -> None:
    """A certificate that ends before it begins."""
    await _serve(ask, _patched_dates(ask.host))


@behaviour("handshake")
async def tls_changing_certificate(ask: Ask) -> None:
    """Another certificate with each connection."""
    key = ec.generate_private_key(ec.SECP256R1())
    await _serve(ask, (key, (_signed(_builder(ask.host, "Berganti", key), key),)))


@behaviour("handshake", page="certificate")
async def tls_renegotiation(ask: Ask) -> None:
    """Asks for a new handshake of TLS 1.2 again and again instead of answering."""
    context = _context(*_self_made(ask.host))
    context.set_max_proto_version(SSL.TLS1_2_VERSION)
    secure = await _shaken(ask, context)
    if secure is None:
        return
    await _request(secure)
    for _ in range(ask.number("count", 50)):
        await secure.ask_again()
    await _request(secure)


@behaviour("handshake", page="certificate")
async def tls_close_after(ask: Ask) -> None:
    """Shakes hands, then closes without a word."""
    secure = await _shaken(ask, ask.context)
    if secure is not None:
        await secure.finish()


@behaviour("handshake", page="certificate")
async def tls_reset_after(ask: Ask) -> None:
    """Shakes hands, then resets the connection."""
    secure = await _shaken(ask, ask.context)
    if secure is not None:
        await _request(secure)
        secure.reset()


@behaviour("handshake")
async def tls_unfinished(ask: Ask) -> None:
    """A page without length whose TLS is cut off without the closing alert."""
    secure = await _shaken(ask, ask.context)
    if secure is not None:
        await _request(secure)
        await secure.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
        # What closes the TCP stream comes after this, and says nothing on behalf of TLS.


@behaviour("handshake", page="certificate")
async def tls_other_alpn(ask: Ask) -> None:
    """Settles on HTTP/2 whatever was offered, and speaks it."""
    context = _context(*_self_made(ask.host))
    context.set_alpn_select_callback(lambda _connection, _offered: b"h2")
    secure = await _shaken(ask, context)
    if secure is not None:
        await _request(secure)
        await secure.send(bytes.fromhex("000000040000000000"))


@behaviour("handshake", page="certificate")
async def tls_noise_after(ask: Ask) -> None:
    """Shakes hands and answers in bytes that are no TLS record."""
    secure = await _shaken(ask, ask.context)
    if secure is not None:
        await _request(secure)
        await ask.wire.send(b"\x00\xff" * 2_000)


Key = ec.EllipticCurvePrivateKey
Shown = tuple[Key, tuple[x509.Certificate, ...]]


async def _serve(ask: Ask, shown: Shown) -> None:
    """Shake hands with a certificate, answer one request with a page, close in order."""
    secure = await _shaken(ask, _context(*shown))
    if secure is not None:
        await _request(secure)
        await secure.send(_ANSWER)
        await secure.finish()


async def _shaken(ask: Ask, context: SSL.Context | None) -> TlsWire | None:
    """Shake hands from the ClientHello on; None when that came to nothing."""
    wire = ask.wire
    if context is None or not isinstance(wire, PlainWire):
        return None
    wire.give_back(ask.heard)
    secure = TlsWire(wire, context)
    return secure if await secure.handshake() else None


async def _request(secure: TlsWire) -> None:
    """Read what may be a request's head, at most so much of it."""
    heard = b""
    while b"\r\n\r\n" not in heard and len(heard) < 65_536:
        data = await secure.read()
        if not data:
            return
        heard += data


def _context(key: Key, shown: tuple[x509.Certificate, ...] | x509.Certificate) -> SSL.Context:
    made = SSL.Context(SSL.TLS_METHOD)
    made.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
    leaf, *rest = shown if isinstance(shown, tuple) else (shown,)
    made.use_certificate(leaf)
    for certificate in rest:
        made.add_extra_chain_cert(certificate)
    made.use_privatekey(key)
    return made


def _builder(
    host: str, organization: str, key: Key, dates: tuple[datetime, datetime] | None = None
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    start, end = dates or (now - _DAY, now + 60 * _DAY)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, host.replace("\0", "")[:64]),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _signed(
    builder: x509.CertificateBuilder, key: Key, names: tuple[str, ...] = ()
) -> x509.Certificate:
    if names:
        san = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(san, critical=False)
    return builder.sign(key, hashes.SHA256())


@functools.lru_cache(64)
def _self_made(host: str) -> tuple[Key, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _signed(_builder(host, "Buatan Sendiri", key), key, (host,))


def _self_issued(
    host: str, organization: str, dates: tuple[datetime, datetime] | None = None
) -> Shown:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, (_signed(_builder(host, organization, key, dates), key, (host,)),)


@functools.lru_cache(8)
def _named(*names: str) -> Shown:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, (_signed(_builder(names[0], "Banyak Nama", key), key, names),)


@functools.lru_cache(4)
def _chain(host: str, count: int) -> Shown:
    """A leaf whose issuers issue each other, without a root that anybody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    shown: list[x509.Certificate] = []
    for number in range(count):
        subject, issuer = _rank(host, number), _rank(host, number + 1)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(number + 1)
            .not_valid_before(datetime.now(UTC) - _DAY)
            .not_valid_after(datetime.now(UTC) + 60 * _DAY)
            .add_extension(x509.BasicConstraints(number > 0, None), critical=True)
        )
        shown.append(_signed(made, key, (host,) if number == 0 else ()))
    return key, tuple(shown)


def _rank(host: str, number: int) -> x509.Name:
    common = host[:64] if number == 0 else f"Penerbit {number}"
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _patched(name: str, instead: bytes) -> Shown:
    """A certificate with bytes in its SAN that the library would not write; its signature holds."""
    key = ec.generate_private_key(ec.SECP256R1())
    honest = _signed(_builder("tukar.invalid", "Tukar", key), key, (name,))
    fresh = instead.ljust(len(name), b"x")
    return key, (_resigned(honest, key, lambda tbs: tbs.replace(name.encode(), fresh)),)


def _patched_dates(host: str) -> Shown:
    key = ec.generate_private_key(ec.SECP256R1())
    dates = datetime(2030, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
    honest = _signed(_builder(host, "Terbalik", key, dates), key, (host,))
    return key, (_resigned(honest, key, lambda tbs: tbs.replace(b"310101", b"200101")),)


def _resigned(
    honest: x509.Certificate, key: Key, change: Callable[[bytes], bytes]
) -> x509.Certificate:
    """Return a certificate whose signed part was changed and signed anew."""
    tbs = change(honest.tbs_certificate_bytes)
    signature = key.sign(tbs, ec.ECDSA(hashes.SHA256()))
    whole = honest.public_bytes(serialization.Encoding.DER)
    # Between the signed part and the signature stands the algorithm, as it was.
    start = whole.index(honest.tbs_certificate_bytes) + len(honest.tbs_certificate_bytes)
    # ecdsa-with-SHA256 takes 12 bytes (RFC 5758 section 3.2).
    algorithm = whole[start : start + 12]
    bits = b"\x00" + signature
    content = tbs + algorithm + b"\x03" + bytes((len(bits),)) + bits
    return x509.load_der_x509_certificate(b"\x30\x82" + len(content).to_bytes(2) + content)
