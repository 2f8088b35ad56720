"""A document that a candidate links is read over the wire, where its pages leave open whose it is."""

from collections.abc import Callable

import msgspec
import pytest
from support.patrol_net import LoopbackNet

from ronda.discovery.inspecting import inspect_candidates
from ronda.discovery.models import Proposal
from ronda.discovery.services import record
from ronda.discovery.visiting import Look, Subject, look, subject_of
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.contract import Free
from ronda.engine.discover.contract import Sighting
from ronda.engine.netconfig import from_env
from ronda.lab.looks.pdf import letter
from ronda.register.models import Agency, Site

Seen = Callable[..., Sighting]
pytestmark = pytest.mark.django_db(transaction=True)

FRONT = (
    b"<html><head><title>Sistem Antrean</title></head><body><h1>Antrean</h1>"
    b"<p>Pelayanan masyarakat di Muara Arunika.</p>"
    b"<a href='/unduh/peta.pdf'>Peta</a> <a href='/unduh/surat-edaran-3.pdf'>Edaran</a>"
    b"</body></html>"
)
LETTER = letter(
    (
        "PEMERINTAH PROVINSI TANJUNG ARUNIKA",
        "DINAS KESEHATAN",
        "Jalan Teratai No. 12 Muara Arunika Telepon (0499) 821001",
    ),
    ("Nomor : 440/3/2026", "Kepada Yth. Para Kepala Puskesmas"),
)


@pytest.fixture
def asked(net: LoopbackNet) -> list[str]:
    """What is asked of the candidate, as it is asked."""
    return []


@pytest.fixture
def candidate(net: LoopbackNet, asked: list[str], seen: Seen, dinkes: Agency) -> Site:
    """A candidate whose pages name nobody, but whose circular has a letterhead."""

    def pages(path: str, times: int) -> tuple[int, bytes]:
        asked.append(path)
        found = {"/": FRONT, "/unduh/surat-edaran-3.pdf": LETTER}.get(path)
        return (200, found) if found else (404, b"<html><body>Tidak ada</body></html>")

    net.add("antrean-kita.com", pages)
    record([seen("http://antrean-kita.com/", "links", scheme="http")])
    Site.objects.update(url="http://antrean-kita.com/")
    return Site.objects.get()


def looked(net: LoopbackNet, subject: Subject, gazetteer: Gazetteer) -> Look:
    (seen,) = look([subject], gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    return seen


def test_the_letterhead_of_a_linked_circular_is_read(
    net: LoopbackNet, candidate: Site, asked: list[str], gazetteer: Gazetteer
) -> None:
    seen = looked(net, subject_of(candidate), gazetteer)
    assert seen.letter is not None
    assert seen.letter.lines[:2] == ("PEMERINTAH PROVINSI TANJUNG ARUNIKA", "DINAS KESEHATAN")
    assert asked == ["/", "/favicon.ico", "/unduh/surat-edaran-3.pdf"]


def test_it_is_a_reason_of_the_proposal_in_plain_words(
    net: LoopbackNet, candidate: Site, gazetteer: Gazetteer, dinkes: Agency
) -> None:
    inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    proposal = Proposal.objects.get()
    assert proposal.agency == dinkes
    assert proposal.pages == 2
    (reason,) = [r for r in proposal.reasons if r["kind"] == "letterhead"]
    assert "kop surat Dinas Kesehatan" in reason["text"]["id"]
    assert reason["where"]["id"] == "kop dokumen http://antrean-kita.com/unduh/surat-edaran-3.pdf"


def test_a_site_that_says_whose_it_is_is_asked_for_no_document(
    net: LoopbackNet, candidate: Site, asked: list[str], gazetteer: Gazetteer
) -> None:
    told = FRONT.replace(b"Sistem Antrean", b"Dinas Kesehatan Provinsi Tanjung Arunika").replace(
        b"</body>",
        b"<footer>Dinas Kesehatan Provinsi Tanjung Arunika, telp (0499) 821001</footer></body>",
    )
    net.pages[candidate.host] = lambda path, times: (asked.append(path) or 200, told)  # type: ignore[func-returns-value]
    assert looked(net, subject_of(candidate), gazetteer).letter is None
    assert asked == ["/", "/favicon.ico"]


def test_a_shy_look_reads_no_document_where_nothing_hints_at_us(
    net: LoopbackNet, candidate: Site, asked: list[str], gazetteer: Gazetteer
) -> None:
    bare = (
        b"<html><head><title>Antrean Kita Shop</title></head><body><h1>Toko sepatu dan tas kulit</h1>"
        b"<p>Antrean Kita Shop: pesan sekarang, gratis ongkir, bayar di tempat, diskon pelanggan.</p>"
        b"<a href='/unduh/surat-edaran-3.pdf'>Katalog</a></body></html>"
    )
    net.pages[candidate.host] = lambda path, times: (asked.append(path) or 200, bare)  # type: ignore[func-returns-value]
    subject = msgspec.structs.replace(subject_of(candidate), traces=(), shy=True)
    assert looked(net, subject, gazetteer).letter is None
    assert asked == ["/"]


def test_a_site_that_was_decided_to_be_a_strangers_is_asked_for_none(
    net: LoopbackNet, candidate: Site, asked: list[str], gazetteer: Gazetteer
) -> None:
    subject = subject_of(candidate)
    stranger = msgspec.structs.replace(subject.site, relation="unrelated")
    seen = looked(net, msgspec.structs.replace(subject, site=stranger), gazetteer)
    assert seen.letter is None
    assert "/unduh/surat-edaran-3.pdf" not in asked
