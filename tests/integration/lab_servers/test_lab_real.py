"""The same world on real Knot DNS and real nginx."""

import ssl
from collections.abc import Iterator

import dns.message
import dns.query
import dns.rcode
import dns.zone
import pytest
from lab_client import ZONE, blind, everything, get, html, world

from ronda.lab.addresses import SERVICE, twin
from ronda.lab.realservers import RealServers, missing, real_servers
from ronda.lab.world import (
    CertPlan,
    DnsZone,
    Misbehave,
    Record,
    Respond,
    Route,
    VirtualHost,
)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]
HOST = f"dinkes.{ZONE}"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServers]:
    moved = Respond(301, (("Location", f"https://{HOST}/"),))
    strict = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Strict-Transport-Security", 'max-age="1"'),
    )
    routes = (
        Route("/", html("untuk robot"), "robot"),
        Route("/", html("halo {token}", rotating=True)),
        Route("/strict", Respond(200, strict, b"ketat")),
        Route("/buang*", Respond(410, strict, b"sudah tiada")),
        Route("/jahat", Misbehave("never_answers")),
    )
    hosts = (
        VirtualHost(HOST, "198.18.0.1", (Route("/*", moved),), routes),
        VirtualHost(f"polos.{ZONE}", "198.18.0.1", (Route("/", html("polos")),), None),
        VirtualHost(f"mati.{ZONE}", "198.18.0.2", None, None),
        VirtualHost(
            f"usang.{ZONE}", "198.18.0.3", None, routes, CertPlan((f"usang.{ZONE}",), "expired")
        ),
        VirtualHost(f"salah.{ZONE}", "198.18.0.4", None, routes, CertPlan((f"lain.{ZONE}",))),
        VirtualHost(f"tua.{ZONE}", "198.18.0.5", None, routes, max_tls="1.0"),
    )
    closed = DnsZone(
        "tutup.id",
        (Record("*.tutup.id", "A", "198.18.0.1"), Record("w.tutup.id", "CNAME", f"{HOST}.")),
    )
    lame = DnsZone("lumpuh.com", (Record("lumpuh.com", "A", "198.18.0.1"),), lame=True)
    with real_servers(
        world(*hosts, zones=(closed, lame)), tmp_path_factory.mktemp("real")
    ) as found:
        yield found


def ask(real: RealServers, name: str, kind: str = "A") -> dns.message.Message:
    return dns.query.udp(dns.message.make_query(name, kind), SERVICE, port=real.dns, timeout=3)


def test_knot_fails_every_question_about_a_lame_zone(real: RealServers) -> None:
    for name in ("lumpuh.com", "www.lumpuh.com"):
        answer = ask(real, name)
        assert (answer.rcode(), answer.answer) == (dns.rcode.SERVFAIL, [])


def fetch(
    real: RealServers,
    address: str,
    host: str,
    path: str,
    *more: str,
    tls: ssl.SSLContext | None = None,
) -> bytes:
    import socket

    port = real.https if tls else real.http
    with socket.create_connection((twin(address), port), timeout=5) as sock:
        if tls:
            with tls.wrap_socket(sock, server_hostname=host) as secure:
                secure.sendall(get(path, host, *more))
                return everything(secure)
        sock.sendall(get(path, host, *more))
        return everything(sock)


@pytest.fixture(scope="module")
def trust(real: RealServers) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=real.env["RONDA_TRUST_STORE"])


def test_knot_answers_names_wildcards_and_unknown_ones(real: RealServers) -> None:
    assert str(ask(real, HOST).answer[0][0]) == "198.18.0.1"
    assert str(ask(real, "apa.tutup.id").answer[0][0]) == "198.18.0.1"
    assert ask(real, "google.com").rcode() == dns.rcode.NXDOMAIN
    assert str(ask(real, "w.tutup.id").answer[0][0]) == f"{HOST}."


def test_knot_transfers_the_open_zone_and_refuses_the_other(real: RealServers) -> None:
    zone = dns.zone.from_xfr(dns.query.xfr(SERVICE, ZONE, port=real.dns, timeout=5))
    assert zone is not None
    assert str(zone.find_rdataset("dinkes", "A")[0]) == "198.18.0.1"
    query = dns.message.make_query("tutup.id", "AXFR")
    reply = dns.query.tcp(query, SERVICE, port=real.dns, timeout=3)
    assert reply.rcode() in (dns.rcode.REFUSED, dns.rcode.NOTAUTH)


def test_nginx_serves_by_name_and_redirects(real: RealServers, trust: ssl.SSLContext) -> None:
    answer = fetch(real, "198.18.0.1", HOST, "/", tls=trust)
    assert b"Server: nginx/" in answer
    assert b"halo " in answer
    assert b"{token}" not in answer
    assert f"Location: https://{HOST}/".encode() in fetch(real, "198.18.0.1", HOST, "/x")
    assert b"polos" in fetch(real, "198.18.0.1", f"polos.{ZONE}", "/")
    assert fetch(real, "198.18.0.1", "asing.id", "/").startswith(b"HTTP/1.1 404 ")


def test_nginx_tells_a_robot_apart(real: RealServers, trust: ssl.SSLContext) -> None:
    robot = "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1)"
    assert b"untuk robot" in fetch(real, "198.18.0.1", HOST, "/", robot, tls=trust)


def test_nginx_sends_status_headers_and_body_as_planted(
    real: RealServers, trust: ssl.SSLContext
) -> None:
    for path, status, text in (("/strict", 200, b"ketat"), ("/buang/x", 410, b"sudah tiada")):
        answer = fetch(real, "198.18.0.1", HOST, path, tls=trust)
        assert answer.startswith(f"HTTP/1.1 {status} ".encode())
        assert b'Strict-Transport-Security: max-age="1"\r\n' in answer
        assert b"Content-Type: text/html; charset=utf-8\r\n" in answer
        assert answer.endswith(text)


@pytest.mark.parametrize(
    ("address", "name", "said"),
    [
        ("198.18.0.3", "usang", "certificate has expired"),
        ("198.18.0.4", "salah", "Hostname mismatch"),
    ],
)
def test_bad_certificate_is_refused_by_a_true_client(
    real: RealServers, trust: ssl.SSLContext, address: str, name: str, said: str
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=said):
        fetch(real, address, f"{name}.{ZONE}", "/", tls=trust)


def test_old_version_is_the_newest_that_nginx_speaks_there(real: RealServers) -> None:
    import socket

    with (
        socket.create_connection((twin("198.18.0.5"), real.https), timeout=5) as sock,
        blind().wrap_socket(sock, server_hostname=f"tua.{ZONE}") as tls,
    ):
        assert tls.version() == "TLSv1"


def test_name_without_https_is_unrecognized_and_a_dead_host_refuses(real: RealServers) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"):
        fetch(real, "198.18.0.1", f"polos.{ZONE}", "/", tls=blind())
    with pytest.raises(ConnectionRefusedError):
        fetch(real, "198.18.0.2", f"mati.{ZONE}", "/")


def test_what_a_true_server_cannot_do_is_named(real: RealServers) -> None:
    assert any("/jahat: never_answers" in words for words in real.skipped)


def test_settings_lead_to_the_real_servers(real: RealServers) -> None:
    assert real.env["RONDA_RESOLVER"] == f"{SERVICE}:{real.dns}"
    assert f"443=127.18.0.0/15:{real.https}" in real.env["RONDA_CONNECT_MAP"]
    assert real.env["RONDA_CT_LOGS"].startswith("http://127.0.0.1:")
