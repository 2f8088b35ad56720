"""TLS contexts for what hosts show: a certificate, a chain and the newest version they speak."""

from OpenSSL import SSL

from ronda.lab.ca import Issued

_NEWEST = {
    "": SSL.TLS1_3_VERSION,
    "1.2": SSL.TLS1_2_VERSION,
    "1.1": SSL.TLS1_1_VERSION,
    "1.0": SSL.TLS1_VERSION,
}


def context(issued: Issued, newest: str = "") -> SSL.Context:
    """Return a context that shows ``issued.shown`` and speaks at most TLS ``newest``."""
    made = SSL.Context(SSL.TLS_METHOD)
    old = newest in ("1.0", "1.1")
    made.set_min_proto_version(SSL.TLS1_VERSION if old else SSL.TLS1_2_VERSION)
    made.set_max_proto_version(_NEWEST[newest])
    # Level 0 lets weak keys and, for old versions, SHA-1 be shown: they are causes.
    made.set_cipher_list(b"ALL:@SECLEVEL=0" if old else b"DEFAULT:@SECLEVEL=0")
    leaf, *rest = issued.shown
    made.use_certificate(leaf)
    for certificate in rest:
        made.add_extra_chain_cert(certificate)
    made.use_privatekey(issued.key)
    # The type of "nothing in common" is private to the library.
    made.set_alpn_select_callback(_choose)  # type: ignore[arg-type]
    made.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    return made


def _choose(_: SSL.Connection, offered: list[bytes]) -> bytes | object:
    return b"http/1.1" if b"http/1.1" in offered else SSL.NO_OVERLAPPING_PROTOCOLS
