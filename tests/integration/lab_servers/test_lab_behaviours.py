"""Every hostile behaviour really does what it says, and the servers stay well."""

import gzip
import ssl
import time
import zlib
from collections.abc import Iterator

import pytest
from lab_client import ZONE, blind, connect, everything, fetch, get, html, world

from ronda.lab.serve import LabServer, running_lab
from ronda.lab.servers.behaviours import all_behaviours, every, handshakes
from ronda.lab.world import Misbehave, Route, VirtualHost

HOST = f"jahat.{ZONE}"
AT = "198.18.0.1"
FAST = {"slow_body": {"millis": 20, "seconds": 1}, "drip_headers": {"millis": 5}}
TLS_AT = {name: f"198.18.1.{n}" for n, name in enumerate(sorted(handshakes()), 1)}

# Each of these has its own test below; those of other families have theirs beside this file.
TESTED = {
    "accept_and_silence", "deep_markup", "drip_headers", "empty_reply", "endless_body",
    "gzip_bomb", "half_handshake", "http09", "huge_header", "long_length", "many_headers",
    "never_answers", "redirect_loop", "redirect_private", "reset_at_once", "reset_midway",
    "short_length", "slow_body", "status_storm", "tls_alert", "tls_garbage", "wrong_charset",
}  # fmt: skip


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    routes = [
        Route(f"/{name}", Misbehave(name, FAST.get(name, {})))
        for name in all_behaviours()
        if name != "redirect_loop"
    ]
    more = (
        Route("/loop", Misbehave("redirect_loop")),
        Route("/pair", Misbehave("redirect_loop", {"kind": "pair"})),
        Route("/growing", Misbehave("redirect_loop", {"kind": "growing"})),
        Route("/metadata", Misbehave("redirect_private", {"to": "http://169.254.169.254/latest"})),
        Route("/bounded", Misbehave("endless_body", {"megabytes": 1})),
        Route("/brief", Misbehave("never_answers", {"seconds": 1})),
        Route("/", html("sehat")),
    )
    hosts = [VirtualHost(HOST, AT, (*routes, *more), (*routes, *more))]
    hosts += [
        VirtualHost(f"{name.replace('_', '-')}.{ZONE}", address, (), (), tls_behaviour=name)
        for name, address in TLS_AT.items()
    ]
    with running_lab(world(*hosts), tmp_path_factory.mktemp("lab")) as lab:
        yield lab


def body(lab: LabServer, path: str) -> tuple[bytes, bytes]:
    head, _, rest = fetch(lab, AT, HOST, path).partition(b"\r\n\r\n")
    return head, rest


@pytest.mark.parametrize("path", ["/never_answers", "/accept_and_silence"])
def test_silence(lab: LabServer, path: str) -> None:
    with connect(lab, AT) as sock:
        sock.sendall(get(path, HOST))
        sock.settimeout(0.4)
        with pytest.raises(TimeoutError):
            sock.recv(1)


def test_silence_ends_on_the_servers_side_too(lab: LabServer) -> None:
    begin = time.monotonic()
    with connect(lab, AT) as sock:
        sock.sendall(get("/brief", HOST))
        assert everything(sock) == b""
    assert 0.8 < time.monotonic() - begin < 4


def test_empty_reply(lab: LabServer) -> None:
    assert fetch(lab, AT, HOST, "/empty_reply") == b""


def test_reset_at_once(lab: LabServer) -> None:
    with pytest.raises(ConnectionResetError):
        fetch(lab, AT, HOST, "/reset_at_once")


def test_reset_midway_after_a_part(lab: LabServer) -> None:
    with connect(lab, AT) as sock:
        sock.sendall(get("/reset_midway", HOST))
        assert b"Content-Length: " in sock.recv(4096)
        with pytest.raises(ConnectionResetError):
            everything(sock)


def test_endless_body_goes_on_without_a_length(lab: LabServer) -> None:
    with connect(lab, AT) as sock:
        sock.sendall(get("/endless_body", HOST))
        found = everything(sock, 5_000_000)
    assert len(found) >= 5_000_000
    assert b"content-length" not in found[:300].lower()


def test_endless_body_is_bounded(lab: LabServer) -> None:
    assert 1_000_000 <= len(fetch(lab, AT, HOST, "/bounded")) < 1_200_000


def test_slow_body_comes_byte_by_byte(lab: LabServer) -> None:
    head, rest = body(lab, "/slow_body")
    assert b"Content-Length: 100000" in head
    assert 5 < len(rest) < 100


def test_gzip_bomb_unpacks_to_a_multitude(lab: LabServer) -> None:
    head, packed = body(lab, "/gzip_bomb")
    assert b"Content-Encoding: gzip" in head
    assert len(packed) < 1_000_000
    unpacker, size = zlib.decompressobj(31), 0
    while packed:
        size += len(unpacker.decompress(packed, 1_000_000))
        packed = unpacker.unconsumed_tail
    assert size == 200_000_000
    assert unpacker.eof  # the checksum was right


def test_small_bomb_is_valid_gzip() -> None:
    from ronda.lab.servers.hostile.bodies import bomb

    assert gzip.decompress(b"".join(bomb(3))) == b" " * 3_000_000


def test_huge_header(lab: LabServer) -> None:
    head, _ = body(lab, "/huge_header")
    assert len(max(head.split(b"\r\n"), key=len)) > 1_000_000


def test_many_headers(lab: LabServer) -> None:
    head, _ = body(lab, "/many_headers")
    assert len([line for line in head.split(b"\r\n") if line.startswith(b"X-")]) == 10_000


def test_drip_headers(lab: LabServer) -> None:
    with connect(lab, AT) as sock:
        sock.sendall(get("/drip_headers", HOST))
        first = sock.recv(4096)
        assert len(first) < 20
        assert (first + everything(sock)).endswith(b"\r\n\r\nok")


def test_status_storm(lab: LabServer) -> None:
    answer = fetch(lab, AT, HOST, "/status_storm")
    assert answer.count(b"HTTP/1.1 103 ") == 20_000
    assert answer.endswith(b"ok")


def test_http09_has_no_head(lab: LabServer) -> None:
    assert fetch(lab, AT, HOST, "/http09").startswith(b"<html>")


@pytest.mark.parametrize(
    ("path", "targets"),
    [
        ("/loop", ["/loop", "/loop"]),
        ("/pair", ["/pair?kembali=1", "/pair"]),
        ("/growing", ["/growing?n=1", "/growing?n=2"]),
    ],
)
def test_redirect_loop(lab: LabServer, path: str, targets: list[str]) -> None:
    for target in targets:
        head, _ = body(lab, path)
        assert head.startswith(b"HTTP/1.1 302 ")
        assert f"Location: http://{HOST}{target}\r\n".encode() in head + b"\r\n"
        path = target


def test_redirect_private(lab: LabServer) -> None:
    assert b"Location: http://10.0.0.1/\r\n" in body(lab, "/redirect_private")[0] + b"\r\n"
    assert b"Location: http://169.254.169.254/latest" in body(lab, "/metadata")[0]


@pytest.mark.parametrize(("path", "more"), [("/short_length", False), ("/long_length", True)])
def test_length_is_a_lie(lab: LabServer, path: str, more: bool) -> None:
    head, rest = body(lab, path)
    promised = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    assert (len(rest) > promised) is more
    assert len(rest) != promised


def test_deep_markup(lab: LabServer) -> None:
    _, rest = body(lab, "/deep_markup")
    assert rest.count(b"<div>") == 100_000
    assert b"<div>" * 100_000 in rest


def test_wrong_charset(lab: LabServer) -> None:
    head, rest = body(lab, "/wrong_charset")
    assert b"charset=utf-16" in head
    assert b"charset=windows-1252" in rest
    with pytest.raises(UnicodeDecodeError):
        rest.decode("utf-8")


def handshake(lab: LabServer, name: str) -> None:
    with connect(lab, TLS_AT[name], "https") as sock:
        sock.settimeout(0.6)
        blind().wrap_socket(sock, server_hostname=f"{name.replace('_', '-')}.{ZONE}")


def test_tls_garbage(lab: LabServer) -> None:
    with pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
        handshake(lab, "tls_garbage")


def test_tls_alert(lab: LabServer) -> None:
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        handshake(lab, "tls_alert")


@pytest.mark.parametrize("name", ["accept_and_silence", "half_handshake"])
def test_handshake_that_never_ends(lab: LabServer, name: str) -> None:
    with pytest.raises(TimeoutError):
        handshake(lab, name)


def test_half_handshake_begins_as_a_true_one(lab: LabServer) -> None:
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    talk = client.wrap_bio(coming, going, server_hostname=f"half-handshake.{ZONE}")
    with pytest.raises(ssl.SSLWantReadError):
        talk.do_handshake()
    with connect(lab, TLS_AT["half_handshake"], "https") as sock:
        sock.sendall(going.read())
        flight = sock.recv(65_536)
    assert (flight[0], flight[5]) == (22, 2)  # a handshake record with a ServerHello
    coming.write(flight)
    with pytest.raises(ssl.SSLWantReadError):  # no error: the client wants the rest
        talk.do_handshake()


def test_handshake_that_is_reset(lab: LabServer) -> None:
    with pytest.raises(ConnectionResetError):
        handshake(lab, "reset_at_once")


def test_handshake_that_is_closed(lab: LabServer) -> None:
    with pytest.raises((ssl.SSLEOFError, ConnectionResetError)):
        handshake(lab, "empty_reply")


def test_behaviour_comes_over_https_too(lab: LabServer) -> None:
    with (
        connect(lab, AT, "https") as sock,
        blind().wrap_socket(sock, server_hostname=HOST) as tls,
    ):
        tls.sendall(get("/many_headers", HOST))
        assert everything(tls).count(b"\r\nX-") == 10_000


def test_client_that_leaves_early_harms_nobody(lab: LabServer) -> None:
    for name in all_behaviours():
        with connect(lab, AT) as sock:
            sock.sendall(get(f"/{name}", HOST))
    assert b"sehat" in fetch(lab, AT, HOST, "/")


def test_every_behaviour_says_what_it_does_and_is_tested() -> None:
    assert all(found.what.endswith((".", ")")) for found in every().values())
    first = ("bodies", "silence")
    assert {n for n, found in all_behaviours().items() if found.module in first} <= TESTED
    assert set(all_behaviours()) >= TESTED
