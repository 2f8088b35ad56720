"""nginx answers every route of a world as the lab's own server does: status, headers, body."""

import http.client
import socket
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lab_client import ZONE, blind, world

from ronda.lab.addresses import twin
from ronda.lab.realservers import RealServers, real_servers
from ronda.lab.serve import LabServer, running_lab
from ronda.lab.world import CertPlan, Respond, Route, VirtualHost, World

pytestmark = pytest.mark.real("knotd", "nginx")
HOST, WEAK, BARE = f"situs.{ZONE}", f"lemah.{ZONE}", "198.18.0.7"
AGENTS = {
    "visitor": {},
    "robot": {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
    "phone": {
        "User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile",
        "Referer": "https://www.google.com/",
    },
}
# What each of the two adds of its own; the framing differs, what is framed does not.
ITS_OWN = {
    *("server", "date", "connection", "content-length", "transfer-encoding"),
    *("last-modified", "etag", "accept-ranges"),
}
HTML = ("Content-Type", "text/html; charset=utf-8")


def said(text: str, *headers: tuple[str, str], status: int = 200) -> Respond:
    return Respond(status, (HTML, *headers), text.encode())


class Case(NamedTuple):
    routes: tuple[Route, ...]
    ask: str


CASES = {
    "a robot's own page": Case((Route("/", said("slot"), "robot"), Route("/", said("resmi"))), "/"),
    "a robot's pages below a folder": Case(
        (Route("/*", said("slot"), "robot"), Route("/a", said("a")), Route("/*", said("lain"))),
        "/a",
    ),
    "a phone is sent away": Case(
        (
            Route("/", Respond(302, (("Location", "https://judi.example/?a=$b"),)), "phone"),
            Route("/", said("resmi")),
        ),
        "/",
    ),
    "a page by its query": Case(
        (Route("/?p=12&x=y.z", said("kiriman")), Route("/", said("depan"))), "/?p=12&x=y.z"
    ),
    "another query": Case((Route("/?p=12", said("kiriman")), Route("/", said("depan"))), "/?p=123"),
    "queries that begin alike": Case(
        (Route("/?p=*", said("kiriman")), Route("/", said("depan"))), "/?p=7"
    ),
    "a query on a path of its own": Case(
        (Route("/cari?q=slot", said("slot")), Route("/*", said("lain", status=404))), "/cari?q=slot"
    ),
    "a query route that comes too late": Case(
        (Route("/x", said("pertama")), Route("/x?y=1", said("kedua"))), "/x?y=1"
    ),
    "a query for robots only": Case(
        (Route("/?s=gacor", said("slot"), "robot"), Route("/", said("depan"))), "/?s=gacor"
    ),
    "a path with escapes": Case((Route("/data%20lama/x", said("lama")),), "/data%20lama/x"),
    "a path with a dollar sign": Case((Route("/a$b", said("a")),), "/a$b"),
    "two cookies and a policy": Case(
        (
            Route(
                "/",
                said(
                    "kue",
                    ("Set-Cookie", "a=1; HttpOnly"),
                    ("Set-Cookie", 'b="$2"'),
                    ("Content-Security-Policy", "default-src 'self' https:; img-src 'self' data:"),
                ),
            ),
        ),
        "/",
    ),
    "no type at all": Case(
        (Route("/.git/HEAD", Respond(200, (), b"ref: refs/heads/x\n")),), "/.git/HEAD"
    ),
    "bytes that are no text": Case(
        (
            Route(
                "/cadangan.zip",
                Respond(200, (("Content-Type", "application/zip"),), bytes(range(256))),
            ),
        ),
        "/cadangan.zip",
    ),
    "an error with its page": Case((Route("/", said("rusak", status=503)),), "/"),
    "an error without one": Case((Route("/", Respond(500)),), "/"),
    "created": Case((Route("/", said('dibuat "$1" \\ {}', status=201)),), "/"),
    "unauthorized": Case(
        (Route("/", said("masuk", ("WWW-Authenticate", 'Basic realm="x"'), status=401)),), "/"
    ),
    "permanently elsewhere": Case(
        (Route("/*", Respond(308, (("Location", f"https://{WEAK}/baru"),))),), "/apa/saja"
    ),
    "nothing there": Case((Route("/ada", said("ada")),), "/tidak"),
}


@pytest.fixture(scope="module")
def served() -> World:
    hosts = [
        VirtualHost(f"k{number}.{ZONE}", "198.18.0.5", case.routes, None)
        for number, case in enumerate(CASES.values())
    ]
    key = CertPlan((WEAK,), key="rsa1024")
    page = (Route("/", said("lemah")),)
    return world(
        *hosts,
        VirtualHost(WEAK, "198.18.0.6", None, page, key),
        VirtualHost(BARE, BARE, (Route("/", said("tanpa nama")),), None),
    )


@pytest.fixture(scope="module")
def both(
    served: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LabServer, RealServers]]:
    folder = tmp_path_factory.mktemp("routes")
    with running_lab(served, folder / "lab") as lab, real_servers(served, folder / "real") as real:
        yield lab, real


def answer(
    port: int, address: str, host: str, path: str, view: str
) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection(twin(address), port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host, **AGENTS[view]})
        with connection.getresponse() as found:
            headers = [(n.lower(), v) for n, v in found.getheaders() if n.lower() not in ITS_OWN]
            return found.status, sorted(headers), found.read()
    finally:
        connection.close()


@pytest.mark.parametrize("what", CASES)
@pytest.mark.parametrize("view", AGENTS)
def test_real_server_answers_as_the_lab_does(
    both: tuple[LabServer, RealServers], what: str, view: str
) -> None:
    lab, real = both
    host, path = f"k{list(CASES).index(what)}.{ZONE}", CASES[what].ask
    here = answer(lab.ports.http, "198.18.0.5", host, path, view)
    there = answer(real.http, "198.18.0.5", host, path, view)
    if here[0] in (301, 302, 303, 307, 308) or what == "nothing there":
        # The body of a redirect, and of what nobody planned, is the server's own.
        keep = [pair for pair in here[1] if pair[0] != "content-type"]
        assert (there[0], [p for p in there[1] if p[0] != "content-type"]) == (here[0], keep)
    else:
        assert there == here


def test_nothing_of_it_was_left_out(both: tuple[LabServer, RealServers]) -> None:
    assert both[1].skipped == ()


def test_weak_key_is_shown(both: tuple[LabServer, RealServers]) -> None:
    with (
        socket.create_connection((twin("198.18.0.6"), both[1].https), timeout=5) as plain,
        blind().wrap_socket(plain, server_hostname=WEAK) as secure,
    ):
        der = secure.getpeercert(binary_form=True)
    assert der is not None
    key = x509.load_der_x509_certificate(der).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size == 1024


def test_site_without_a_name_answers_by_its_address(both: tuple[LabServer, RealServers]) -> None:
    assert answer(both[1].http, BARE, BARE, "/", "visitor")[2] == b"tanpa nama"
