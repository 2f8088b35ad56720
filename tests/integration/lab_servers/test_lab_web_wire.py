"""The lab's web servers as a client meets them: hosts, views, certificates, refusals."""

import json
import re
import socket
import ssl
import time
from collections.abc import Iterator

import pytest
from lab_client import (
    ZONE,
    blind,
    connect,
    everything,
    fetch,
    fetch_tls,
    get,
    html,
    trusting,
    world,
)

from ronda.lab.serve import LabServer, running_lab
from ronda.lab.world import CertPlan, Respond, Route, VirtualHost

A, B = f"a.{ZONE}", f"b.{ZONE}"
ROBOT = "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
PHONE = "User-Agent: Mozilla/5.0 (Linux; Android 14; Pixel) Mobile"
CERTIFICATES = {
    "expired": CertPlan((f"expired.{ZONE}",), "expired"),
    "early": CertPlan((f"early.{ZONE}",), "not_yet_valid"),
    "self": CertPlan((f"self.{ZONE}",), "self_signed"),
    "missing": CertPlan((f"missing.{ZONE}",), "missing_intermediate"),
    "wrong": CertPlan((f"other.{ZONE}",)),
    "weak": CertPlan((f"weak.{ZONE}",), key="rsa1024"),
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    moved = Respond(301, (("Location", f"https://{A}/"), ("Server", "nginx/1.9")))
    views = (
        Route("/", html("for a robot"), "robot"),
        Route("/", html("for a phone"), "phone"),
        Route("/", html("for all {counter} {token} {now}", rotating=True)),
        Route("/literal", html("{counter}")),
        Route("/empty", Respond(204)),
        Route("/file*", html("below")),
    )
    hosts = [
        VirtualHost(A, "198.18.0.1", (Route("/*", moved),), views),
        VirtualHost(B, "198.18.0.1", (Route("/", html("b plain")),), None),
        VirtualHost(f"plain.{ZONE}", "198.18.0.2", (Route("/", html("only plain")),), None),
        VirtualHost(f"secure.{ZONE}", "198.18.0.3", None, (Route("/", html("only secure")),)),
        VirtualHost("198.18.0.4", "198.18.0.4", (Route("/", html("bare")),), None),
    ]
    hosts += [
        VirtualHost(f"{name}.{ZONE}", f"198.18.1.{n}", (), (Route("/", html(name)),), plan)
        for n, (name, plan) in enumerate(CERTIFICATES.items(), 1)
    ]
    hosts += [
        VirtualHost(
            f"old{n}.{ZONE}",
            f"198.18.2.{n}",
            (),
            (Route("/", html("old")),),
            max_tls=f"1.{n}",  # type: ignore[arg-type]
        )
        for n in range(3)
    ]
    with running_lab(world(*hosts), tmp_path_factory.mktemp("lab")) as lab:
        yield lab


def test_redirect_is_sent_as_planted(lab: LabServer) -> None:
    answer = fetch(lab, "198.18.0.1", A, "/profil")
    assert answer.startswith(b"HTTP/1.1 301 Moved Permanently\r\n")
    assert f"Location: https://{A}/\r\n".encode() in answer
    assert b"Server: nginx/1.9\r\n" in answer


def test_page_is_served_with_a_trusted_certificate(lab: LabServer) -> None:
    assert b"for all" in fetch_tls(lab, "198.18.0.1", A)


def test_robot_and_phone_get_their_own_page(lab: LabServer) -> None:
    def over_tls(*more: str) -> bytes:
        with (
            connect(lab, "198.18.0.1", "https") as sock,
            trusting(lab).wrap_socket(sock, server_hostname=A) as tls,
        ):
            tls.sendall(get("/", A, *more))
            return everything(tls)

    assert b"for a robot" in over_tls(ROBOT)
    assert b"for a phone" in over_tls(PHONE, "Referer: https://www.google.com/")
    assert b"for all" in over_tls(PHONE)


def test_rotating_places_change_with_each_request(lab: LabServer) -> None:
    one, two = (fetch_tls(lab, "198.18.0.1", A).rpartition(b"\r\n\r\n")[2] for _ in range(2))
    assert re.fullmatch(rb"for all \d+ [0-9a-f]{32} \d{4}-\d\d-\d\dT\S+", one)
    assert one.split()[2] != two.split()[2]
    assert one.split()[3] != two.split()[3]


def test_places_stay_where_rotating_was_not_asked(lab: LabServer) -> None:
    assert fetch_tls(lab, "198.18.0.1", A, "/literal").endswith(b"{counter}")


def test_prefix_route_and_unknown_path(lab: LabServer) -> None:
    assert fetch_tls(lab, "198.18.0.1", A, "/files/x?y=1").endswith(b"below")
    assert fetch_tls(lab, "198.18.0.1", A, "/other").startswith(b"HTTP/1.1 404 ")


def test_two_hosts_share_an_address(lab: LabServer) -> None:
    assert b"b plain" in fetch(lab, "198.18.0.1", B)


def test_connection_carries_several_requests(lab: LabServer) -> None:
    request = get("/", B).replace(b"Connection: close\r\n", b"")
    with connect(lab, "198.18.0.1") as sock:
        for _ in range(3):
            sock.sendall(request)
            answer = b""
            while not answer.endswith(b"b plain"):
                answer += sock.recv(4096)


def test_head_has_no_body(lab: LabServer) -> None:
    with connect(lab, "198.18.0.1") as sock:
        sock.sendall(get("/", B).replace(b"GET", b"HEAD"))
        answer = everything(sock)
    assert b"Content-Length: 7\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_unknown_host_is_not_found_and_a_host_from_elsewhere_misdirected(lab: LabServer) -> None:
    assert fetch(lab, "198.18.0.1", "asing.id").startswith(b"HTTP/1.1 404 ")
    assert fetch(lab, "198.18.0.2", A).startswith(b"HTTP/1.1 421 ")


def test_host_header_other_than_the_handshakes_name_is_misdirected(lab: LabServer) -> None:
    with (
        connect(lab, "198.18.0.1", "https") as sock,
        trusting(lab).wrap_socket(sock, server_hostname=A) as tls,
    ):
        tls.sendall(get("/", f"secure.{ZONE}"))
        assert everything(tls).startswith(b"HTTP/1.1 421 ")


def test_bare_address_is_a_host(lab: LabServer) -> None:
    assert b"bare" in fetch(lab, "198.18.0.4", "198.18.0.4")


@pytest.mark.parametrize(("address", "scheme"), [("198.18.0.2", "https"), ("198.18.0.3", "http")])
def test_scheme_that_is_not_served_refuses_connections(
    lab: LabServer, address: str, scheme: str
) -> None:
    with pytest.raises(ConnectionRefusedError):
        connect(lab, address, scheme)


def test_name_without_https_at_a_shared_address_is_unrecognized(lab: LabServer) -> None:
    with (
        connect(lab, "198.18.0.1", "https") as sock,
        pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"),
    ):
        blind().wrap_socket(sock, server_hostname=B)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("expired", "certificate has expired"),
        ("early", "certificate is not yet valid"),
        ("self", "self-signed certificate"),
        ("missing", "unable to get local issuer certificate"),
        ("wrong", "Hostname mismatch"),
    ],
)
def test_bad_certificate_is_refused_by_a_true_client(lab: LabServer, name: str, said: str) -> None:
    address = f"198.18.1.{list(CERTIFICATES).index(name) + 1}"
    with pytest.raises(ssl.SSLCertVerificationError, match=said):
        fetch_tls(lab, address, f"{name}.{ZONE}")
    assert fetch_tls(lab, address, f"{name}.{ZONE}", context=blind()).endswith(name.encode())


def test_weak_key_is_shown_to_a_client_that_takes_it(lab: LabServer) -> None:
    address = f"198.18.1.{list(CERTIFICATES).index('weak') + 1}"
    assert fetch_tls(lab, address, f"weak.{ZONE}", context=blind()).endswith(b"weak")


@pytest.mark.parametrize(("n", "version"), [(0, "TLSv1"), (1, "TLSv1.1"), (2, "TLSv1.2")])
def test_old_server_speaks_no_newer_version(lab: LabServer, n: int, version: str) -> None:
    with (
        connect(lab, f"198.18.2.{n}", "https") as sock,
        blind().wrap_socket(sock, server_hostname=f"old{n}.{ZONE}") as tls,
    ):
        assert tls.version() == version


def test_http1_is_agreed_by_alpn(lab: LabServer) -> None:
    context = trusting(lab)
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        connect(lab, "198.18.0.1", "https") as sock,
        context.wrap_socket(sock, server_hostname=A) as tls,
    ):
        assert tls.selected_alpn_protocol() == "http/1.1"


def test_requests_are_counted_by_host_path_and_view(lab: LabServer) -> None:
    before = lab.counters.of(B, "/hitung", "robot")
    fetch(lab, "198.18.0.1", B, "/hitung", ROBOT)
    fetch(lab, "198.18.0.1", B, "/hitung")
    assert lab.counters.of(B, "/hitung", "robot") == before + 1
    until = time.monotonic() + 5
    while time.monotonic() < until:
        kept = json.loads((lab.var / "counters.json").read_text())
        if kept.get(B, {}).get("/hitung", {}).get("visitor"):
            return
        time.sleep(0.1)
    pytest.fail("the counts never reached the file")


def test_rubbish_gets_a_bad_request_or_an_alert_and_serving_goes_on(lab: LabServer) -> None:
    with connect(lab, "198.18.0.1") as sock:
        sock.sendall(b"\x00\x01rubbish\r\n\r\n")
        assert everything(sock).startswith(b"HTTP/1.1 400 ")
    with connect(lab, "198.18.0.1", "https") as sock:
        sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert everything(sock)[:1] == b"\x15"
    assert b"b plain" in fetch(lab, "198.18.0.1", B)


def test_client_that_hangs_up_leaves_the_server_well(lab: LabServer) -> None:
    for scheme in ("http", "https"):
        with connect(lab, "198.18.0.1", scheme) as sock:
            sock.sendall(b"\x16\x03"[: 2 if scheme == "https" else 0])
            sock.shutdown(socket.SHUT_WR)
            everything(sock)
    assert b"b plain" in fetch(lab, "198.18.0.1", B)
