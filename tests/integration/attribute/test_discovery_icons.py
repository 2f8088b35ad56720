"""A light look asks for a site's icon once, where it may, and keeps what tells it from others."""

from collections.abc import Callable

import msgspec
import pytest
from support.patrol_net import LoopbackNet

from ronda.discovery.proposing import facts_of
from ronda.discovery.services import record
from ronda.discovery.visiting import Subject, look, subject_of
from ronda.engine.artifacts import ICON, Artifact, IconArtifact, Observation
from ronda.engine.attribute.contract import Gazetteer, KnownLook, LookBook
from ronda.engine.attribute.evidence import gather
from ronda.engine.collect.contract import Free
from ronda.engine.collect.icon import ICON_BYTES
from ronda.engine.discover.contract import Sighting
from ronda.engine.netconfig import from_env
from ronda.register.models import Agency, Site

Seen = Callable[..., Sighting]
pytestmark = pytest.mark.django_db(transaction=True)

HOST = "antrean-arunika.com"
PNG = b"\x89PNG\r\n\x1a\n" + b"lambang" * 10
QUIET = b"<html><head><title>Toko</title></head><body>Sepatu dan tas.</body></html>"
OURS = b"<html><head><title>Dinas Kesehatan Provinsi Tanjung Arunika</title></head><body></body></html>"


class Server:
    """Answers with a page and an icon, and notes what it was asked for."""

    def __init__(self, net: LoopbackNet) -> None:
        self.page = QUIET
        self.icon: tuple[int, bytes] = (200, PNG)
        self.asked: list[str] = []
        net.add(HOST, self.answer)

    def answer(self, path: str, times: int) -> tuple[int, bytes]:
        self.asked.append(path)
        if path == "/":
            return 200, self.page
        return self.icon if path in ("/favicon.ico", "/logo.png") else (404, b"<h1>?</h1>")


@pytest.fixture
def server(net: LoopbackNet) -> Server:
    return Server(net)


@pytest.fixture
def candidate(server: Server, seen: Seen, dinkes: Agency) -> Site:
    record([seen(f"http://{HOST}/", "links", scheme="http")])
    Site.objects.update(url=f"http://{HOST}/")
    return Site.objects.get()


@pytest.fixture
def visit(net: LoopbackNet, candidate: Site, gazetteer: Gazetteer) -> Callable[..., Observation]:
    """Look at the candidate."""

    def looked(*, shy: bool = False) -> Observation:
        subject = subject_of(candidate)
        subject = Subject(subject.site, subject.traces, shy)
        (found,) = look([subject], gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
        return found.observation

    return looked


def digest_of(seen: Observation) -> str:
    found: Artifact | None = seen.artifacts.get(ICON)
    return found.digest if isinstance(found, IconArtifact) else ""


def test_a_look_asks_once_for_the_icon(visit: Callable[..., Observation], server: Server) -> None:
    assert digest_of(visit())
    assert server.asked == ["/", "/favicon.ico"]


def test_the_icon_that_the_page_names_is_asked_for_instead(
    visit: Callable[..., Observation], server: Server
) -> None:
    server.page = QUIET.replace(b"<title>", b'<link rel="icon" href="/logo.png"><title>')
    assert digest_of(visit())
    assert server.asked == ["/", "/logo.png"]


def test_a_shy_look_leaves_the_icon_of_a_stranger_alone(
    visit: Callable[..., Observation], server: Server
) -> None:
    assert not digest_of(visit(shy=True))
    assert server.asked == ["/"]


def test_a_shy_look_that_finds_a_hint_asks_for_it_too(
    visit: Callable[..., Observation], server: Server
) -> None:
    server.page = OURS
    assert digest_of(visit(shy=True))
    assert server.asked == ["/", "/favicon.ico"]


@pytest.mark.parametrize(
    "icon",
    [
        (404, PNG),
        (200, b"<!doctype html><html><body>Selamat datang di situs kami</body></html>"),
        (200, b""),
        (200, PNG + b"\0" * ICON_BYTES),
        (302, b"http://elsewhere.example/favicon.ico"),
        (302, b"/favicon.ico"),
    ],
    ids=["missing", "page", "empty", "huge", "elsewhere", "circle"],
)
def test_what_is_no_icon_of_the_site_counts_for_none(
    visit: Callable[..., Observation], server: Server, icon: tuple[int, bytes]
) -> None:
    server.icon = icon
    assert not digest_of(visit())


def test_a_site_that_shows_no_page_is_not_asked_for_its_icon(
    visit: Callable[..., Observation], server: Server, net: LoopbackNet
) -> None:
    def gone(path: str, times: int) -> tuple[int, bytes]:
        server.asked.append(path)
        return 503, b"<html><body>Sedang diperbaiki</body></html>"

    net.pages[HOST] = gone
    assert not digest_of(visit())
    assert server.asked == ["/"]


def test_the_icon_of_an_office_tells_whose_a_site_may_be(
    visit: Callable[..., Observation], gazetteer: Gazetteer
) -> None:
    seen = visit()
    own = KnownLook("https://dinkes.arunikaprov.go.id/", "", "dinkes", icon=digest_of(seen))
    known = msgspec.structs.replace(gazetteer, looks=LookBook((own,)))
    found = gather(facts_of(f"http://{HOST}/", (), seen), known)
    assert ("same_icon", "dinkes") in {(e.kind, e.agency) for e in found}
