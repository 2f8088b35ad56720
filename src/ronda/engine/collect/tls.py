"""Observes one TLS handshake: what the server sent and chose, then whether a browser would trust it."""

from datetime import datetime
from functools import cache
from typing import Literal

import msgspec
from OpenSSL import SSL, crypto

from ronda.engine.artifacts import Certificate, TlsArtifact
from ronda.engine.collect.broken import now
from ronda.engine.collect.certificates import Unreadable, read_certificate, serves_web, valid_for
from ronda.engine.collect.tls_wire import TlsWire
from ronda.engine.netconfig import Limits

ALPN = (b"h2", b"http/1.1")

Problem = Literal[
    "",
    "expired",
    "not_yet_valid",
    "self_signed",
    "untrusted_root",
    "missing_intermediate",
    "wrong_purpose",
    "other",
]

# Codes of X509_verify_cert (openssl-verification-options(1)).
_NO_ISSUER = (2, 20, 21)
_SELF_SIGNED_LEAF, _SELF_SIGNED_IN_CHAIN = 18, 19
_NOT_YET_VALID, _EXPIRED, _PURPOSE = 9, 10, 26


class _Sent(msgspec.Struct, frozen=True):
    """What of the chain can be read, and the DER of all of it."""

    chain: tuple[Certificate, ...]
    raw: tuple[crypto.X509, ...]
    leaf_der: bytes
    unparsed: int


def describe(wire: TlsWire, host: str, trust_store: str, limits: Limits) -> TlsArtifact:
    """Return the artifact of a completed handshake."""
    connection, at = wire.connection, now()
    sent = _sent(connection.get_peer_cert_chain() or [], limits)
    problem, detail = _verify(sent, trust_store, at)
    return TlsArtifact(
        at=at,
        host=host,
        address=wire.address,
        port=wire.port,
        version=connection.get_protocol_version_name(),
        cipher=connection.get_cipher_name() or "",
        alpn=connection.get_alpn_proto_negotiated().decode("ascii", "replace"),
        chain=sent.chain,
        trusted=problem == "",
        name_matches=valid_for(sent.leaf_der, host),
        problem=problem,
        problem_detail=detail,
        unparsed=sent.unparsed,
    )


def _sent(raw: "list[crypto.X509]", limits: Limits) -> _Sent:
    """Read at most so many certificates and bytes; what is beyond counts as unparsed."""
    chain: list[Certificate] = []
    total, unparsed, leaf = 0, 0, b""
    for number, cert in enumerate(raw):
        der = crypto.dump_certificate(crypto.FILETYPE_ASN1, cert)
        total += len(der)
        leaf = leaf or der
        if number >= limits.certificates or total > limits.certificate_bytes:
            unparsed += len(raw) - number
            break
        try:
            chain.append(read_certificate(der))
        except Unreadable:
            if number == 0:
                # Without the leaf, an issuer would be taken for it.
                unparsed = len(raw)
                break
            unparsed += 1
    return _Sent(tuple(chain), tuple(raw[: limits.certificates]), leaf, unparsed)


@cache
def trust(path: str) -> crypto.X509Store:
    """Return the root certificates of a PEM file, or the system's for ""."""
    if not path:
        context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        context.set_default_verify_paths()
        store = context.get_cert_store()
        assert store is not None  # noqa: S101  a fresh context has a store
        return store
    store = crypto.X509Store()
    store.load_locations(path)
    return store


def _verify(sent: _Sent, trust_store: str, at: datetime) -> tuple[Problem, str]:
    """Build a path from the leaf to a trusted root with only what the server sent."""
    if not sent.raw:
        return "other", "the server sent no certificate"
    store = trust(trust_store)
    store.set_time(at)
    try:
        crypto.X509StoreContext(store, sent.raw[0], list(sent.raw[1:])).verify_certificate()
    except crypto.X509StoreContextError as error:
        return _classified(error, sent)
    if not serves_web(sent.leaf_der):
        return "wrong_purpose", "the certificate's extended key usage does not include serverAuth"
    return "", ""


def _classified(error: crypto.X509StoreContextError, sent: _Sent) -> tuple[Problem, str]:
    code, depth, message = int(error.errors[0]), int(error.errors[1]), str(error.errors[2])
    detail = f"{message} (certificate {depth} of the chain)"
    problem: Problem = "other"
    if code == _EXPIRED:
        problem = "expired"
    elif code == _NOT_YET_VALID:
        problem = "not_yet_valid"
    elif code == _SELF_SIGNED_LEAF:
        problem = "self_signed"
    elif code == _SELF_SIGNED_IN_CHAIN:
        problem = "untrusted_root"
    elif code == _PURPOSE:
        problem = "wrong_purpose"
    elif code in _NO_ISSUER:
        # With an intermediate sent, what is missing is a root that we know; without one, nothing
        # tells a forgotten intermediate from an unknown root, and the first is far more common.
        issuers_sent = any(c.is_ca for c in sent.chain[1:])
        problem = "untrusted_root" if issuers_sent else "missing_intermediate"
    return problem, detail
