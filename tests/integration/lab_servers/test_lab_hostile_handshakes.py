"""Each hostile handshake and certificate really is what its name says."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from cryptography import x509
from lab_client import ZONE, blind, connect, everything, get, world
from OpenSSL import SSL, crypto

from ronda.lab.serve import LabServer, running_lab
from ronda.lab.servers.behaviours import handshakes
from ronda.lab.world import VirtualHost

ADDRESSES = {name: f"198.18.1.{n}" for n, name in enumerate(sorted(handshakes()), 1)}
PARAMS: dict[str, dict[str, str | int]] = {
    "tls_warnings": {"megabytes": 1},
    "tls_empty_records": {"megabytes": 1},
    "tls_message_too_long": {"megabytes": 1},
    "drip_handshake": {"millis": 5, "seconds": 1},
    "tls_renegotiation": {"seconds": 1},
    "tls_huge_certificate": {"megabytes": 5},
    "tls_wrong_version": {"seconds": 1},
    "tls_unknown_cipher": {"seconds": 1},
}


def host(name: str) -> str:
    return f"{name.replace('_', '-')}.{ZONE}"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    hosts = [
        VirtualHost(host(name), at, None, (), tls_behaviour=name, tls_params=PARAMS.get(name, {}))
        for name, at in ADDRESSES.items()
    ]
    with running_lab(world(*hosts), tmp_path_factory.mktemp("lab")) as lab:
        yield lab


def flight(lab: LabServer, name: str, seconds: float = 1.0, most: int = 6_000_000) -> bytes:
    """What comes in answer to a true ClientHello, within a second."""
    talk = blind().wrap_bio(ssl.MemoryBIO(), going := ssl.MemoryBIO(), server_hostname=host(name))
    with pytest.raises(ssl.SSLWantReadError):
        talk.do_handshake()
    heard = b""
    with connect(lab, ADDRESSES[name], "https") as sock:
        sock.sendall(going.read())
        sock.settimeout(seconds)
        try:
            while len(heard) < most and (data := sock.recv(65_536)):
                heard += data
        except (TimeoutError, ConnectionResetError):
            pass
    return heard


@contextmanager
def shaken(lab: LabServer, name: str) -> Iterator[SSL.Connection]:
    """A finished handshake of TLS, with the chain as the server sent it."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_alpn_protos([b"http/1.1", b"h2"])
    with connect(lab, ADDRESSES[name], "https") as sock:
        sock.settimeout(None)
        made = SSL.Connection(context, sock)
        made.set_tlsext_host_name(host(name).encode())
        made.set_connect_state()
        made.do_handshake()
        yield made


def chain(lab: LabServer, name: str) -> list[bytes]:
    """The DER of the certificates that a server shows, leaf first."""
    with shaken(lab, name) as made:
        found = made.get_peer_cert_chain() or []
        return [crypto.dump_certificate(crypto.FILETYPE_ASN1, one) for one in found]


def records(data: bytes) -> list[tuple[int, int]]:
    """The kinds and sizes of the records in it."""
    found, place = [], 0
    while place + 5 <= len(data):
        size = int.from_bytes(data[place + 3 : place + 5])
        found.append((data[place], size))
        place += 5 + size
    return found


FLIGHTS: dict[str, Callable[[bytes], bool]] = {
    "tls_garbage": lambda f: len(f) == 4_096 and f[0] != 22,
    "tls_alert": lambda f: f == bytes.fromhex("15030300020228"),
    "tls_warnings": lambda f: len(f) > 900_000 and set(records(f)) == {(21, 2)},
    "half_handshake": lambda f: f[0] == 22 and f[5] == 2,
    "cut_handshake": lambda f: f[0] == 22 and f[5] == 2,
    "reset_handshake": lambda f: f[0] == 22 and f[5] == 2,
    "drip_handshake": lambda f: f[0] == 22 and len(f) > 10,
    "tls_plain_http": lambda f: f.startswith(b"HTTP/1.1 400 "),
    "tls_wrong_version": lambda f: f[5] == 2 and f[9:11] == b"\x03\x05",
    "tls_unknown_cipher": lambda f: b"\xfa\xfa" in f,
    "tls_record_too_long": lambda f: f[3:5] == b"\xff\xff" and len(f) == 65_540,
    "tls_empty_records": lambda f: len(f) > 900_000 and set(records(f)) == {(22, 0)},
    "tls_data_first": lambda f: f[0] == 23,
    "tls_message_too_long": lambda f: b"\x0b\xff\xff\xff" in f[:100] and len(f) > 900_000,
    "tls_without_certificate": lambda f: b"\x0b\x00\x00\x03\x00\x00\x00" in f,
    "tls_invalid_der": lambda f: 1_000 < len(f) < 1_200,
    "tls_lying_der": lambda f: bytes.fromhex("30847fffffff") in f,
    "tls_deep_der": lambda f: f.count(b"\x30\x82") > 10_000,
    "tls_huge_certificate": lambda f: len(f) > 5_000_000,
    "accept_and_silence": lambda f: f == b"",
    "empty_reply": lambda f: f == b"",
    "reset_at_once": lambda f: f == b"",
}


@pytest.mark.parametrize("name", sorted(FLIGHTS))
def test_what_comes_in_place_of_a_handshake(lab: LabServer, name: str) -> None:
    assert FLIGHTS[name](flight(lab, name))


def leaf(ders: list[bytes]) -> x509.Certificate:
    return x509.load_der_x509_certificate(ders[0])


def names(ders: list[bytes]) -> list[str]:
    found = leaf(ders).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return found.value.get_values_for_type(x509.DNSName)


CHAINS: dict[str, Callable[[list[bytes]], bool]] = {
    "tls_chain_of_100": lambda d: len(d) == 100 and len(set(d)) == 100,
    "tls_strange_chain": lambda d: len(d) == 16 and len(set(d)) == 15,
    "tls_nul_name": lambda d: names(d) == [f"{host('tls_nul_name')}\0.jahat.invalid"],
    "tls_bidi_name": lambda d: "\u202e".encode() in d[0],
    "tls_escape_name": lambda d: b"\x1b]0;x\x07\r\n" in d[0],
    "tls_thousand_names": lambda d: names(d)[-1] == host("tls_thousand_names"),
    "tls_wildcard_of_all": lambda d: "*" in names(d) and "*.*.id" in names(d),
    "tls_distant_dates": lambda d: leaf(d).not_valid_after_utc.year == 9999,
    "tls_backward_dates": lambda d: leaf(d).not_valid_after_utc < leaf(d).not_valid_before_utc,
}


def test_a_handshake_comes_drop_by_drop(lab: LabServer) -> None:
    assert len(flight(lab, "drip_handshake", most=20)) < 40


@pytest.mark.parametrize("name", sorted(CHAINS))
def test_what_certificates_are_shown(lab: LabServer, name: str) -> None:
    assert CHAINS[name](chain(lab, name))


def test_each_connection_sees_another_certificate(lab: LabServer) -> None:
    shown = {chain(lab, "tls_changing_certificate")[0] for _ in range(3)}
    assert len(shown) == 3


def after(lab: LabServer, name: str) -> bytes:
    """What a browser's TLS makes of the answer to a request; raises as it does."""
    with (
        connect(lab, ADDRESSES[name], "https") as sock,
        blind().wrap_socket(sock, server_hostname=host(name), suppress_ragged_eofs=False) as tls,
    ):
        tls.sendall(get("/", host(name)))
        return everything(tls)


def test_closing_after_the_handshake(lab: LabServer) -> None:
    assert after(lab, "tls_close_after") == b""


def test_reset_after_the_handshake(lab: LabServer) -> None:
    with pytest.raises((ConnectionResetError, ssl.SSLEOFError)):
        after(lab, "tls_reset_after")


def test_noise_after_the_handshake(lab: LabServer) -> None:
    with pytest.raises(ssl.SSLError, match=r"WRONG_VERSION_NUMBER|RECORD"):
        after(lab, "tls_noise_after")


def test_a_page_that_tls_does_not_end(lab: LabServer) -> None:
    with (
        connect(lab, ADDRESSES["tls_unfinished"], "https") as sock,
        blind().wrap_socket(
            sock, server_hostname=host("tls_unfinished"), suppress_ragged_eofs=False
        ) as tls,
    ):
        tls.sendall(get("/", host("tls_unfinished")))
        assert b"</html>" in tls.recv(65_536)
        with pytest.raises(ssl.SSLEOFError):
            tls.recv(65_536)


def test_another_protocol_than_was_offered(lab: LabServer) -> None:
    with shaken(lab, "tls_other_alpn") as made:
        assert made.get_alpn_proto_negotiated() == b"h2"


def test_a_handshake_within_the_handshake(lab: LabServer) -> None:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    again: list[int] = []
    context.set_info_callback(lambda _connection, where, _ret: again.append(where))
    with connect(lab, ADDRESSES["tls_renegotiation"], "https") as sock:
        sock.settimeout(None)
        made = SSL.Connection(context, sock)
        made.set_connect_state()
        made.do_handshake()
        assert made.get_protocol_version_name() == "TLSv1.2"
        first = again.count(SSL.SSL_CB_HANDSHAKE_START)
        made.sendall(get("/", host("tls_renegotiation")))
        with pytest.raises((SSL.Error, SSL.SysCallError)):
            made.recv(1)
        assert again.count(SSL.SSL_CB_HANDSHAKE_START) > first


def test_every_handshake_is_tested() -> None:
    by_hand = {
        "tls_changing_certificate", "tls_close_after", "tls_reset_after", "tls_noise_after",
        "tls_unfinished", "tls_other_alpn", "tls_renegotiation",
    }  # fmt: skip
    assert set(handshakes()) == {*FLIGHTS, *CHAINS, *by_hand}
