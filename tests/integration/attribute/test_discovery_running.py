"""Sources run by the room: funnel, errors, checkpoints; then a light look and a proposal."""

import json
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from support.ct_log import Log, certificate, leaf
from support.patrol_net import LoopbackNet
from typer.testing import CliRunner

from ronda.discovery.inspecting import inspect_candidates
from ronda.discovery.listing import read_list
from ronda.discovery.models import Proposal, SourceState
from ronda.discovery.recording import record
from ronda.discovery.running import run_sources
from ronda.discovery.watching import watched_words
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.contract import Free
from ronda.engine.discover import links
from ronda.engine.discover.contract import KnownPage, Sighting, SourceContext
from ronda.engine.discover.registry import Event
from ronda.engine.netconfig import NetConfig, from_env
from ronda.register.models import Agency, Relation, Site, SiteState, Zone

pytestmark = pytest.mark.django_db
NET = NetConfig(resolvers=(), user_agent="Ronda")
Seen = Callable[..., Sighting]


@pytest.fixture
def log(settings: object) -> Iterator[Log]:
    """A log with one watched name, set by the ordinary setting."""
    with Log(
        [leaf(certificate("toko.example")), leaf(certificate("dinkes-arunika.id"))]
    ).serving() as log:
        settings.RONDA_CT_LOGS = (log.url,)  # type: ignore[attr-defined]
        yield log


def test_a_run_keeps_its_funnel_and_where_to_go_on(log: Log, gazetteer: Gazetteer) -> None:
    run = run_sources(["ct"], gazetteer=gazetteer, net=NET)[0]
    assert run.funnel == {"unverified": 2, "read": 2, "not_watched": 1, "sighted": 1}
    assert run.new_sites == 1
    assert run.finished_at is not None
    assert SourceState.objects.get(source="ct").checkpoint["logs"] == {log.url: 2}
    again = run_sources(["ct"], gazetteer=gazetteer, net=NET)[0]
    assert again.funnel == {}


def test_a_failing_source_keeps_what_was_found_and_the_others_run(
    log: Log, gazetteer: Gazetteer, zone: Zone
) -> None:
    zone.transfer_from = "127.0.0.1:9"
    zone.save()
    runs = run_sources(["zone", "ct"], gazetteer=gazetteer, net=NET)
    assert "127.0.0.1:9" in runs[0].errors[0]["id"]
    assert runs[1].new_sites == 1


def test_a_sources_own_bug_is_an_error_in_words_and_loses_nothing(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch, seen: Seen
) -> None:
    from ronda.discovery import running
    from ronda.engine.discover.registry import Source

    async def broken(context: SourceContext) -> AsyncIterator[Event]:
        yield seen("https://a.id/", "links")
        raise ZeroDivisionError

    source = Source(links.META, broken, "", "uji")
    monkeypatch.setattr(running, "all_sources", lambda: (source,))
    run = run_sources(gazetteer=gazetteer, net=NET)[0]
    assert "ZeroDivisionError" in run.errors[0]["en"]
    assert run.new_sites == 1


def test_links_of_known_pages_become_candidates_with_their_words(gazetteer: Gazetteer) -> None:
    page = KnownPage(
        "https://www.arunikaprov.go.id/",
        "official",
        (("https://sehat.example/", "Dinas Kesehatan", "footer"),),
    )
    run_sources(["links"], pages=[page], gazetteer=gazetteer, net=NET)
    trace = Site.objects.get().sightings.get()
    assert trace.facts["link_text"] == "Dinas Kesehatan"


def test_watched_words_leave_out_what_occurs_anywhere(gazetteer: Gazetteer) -> None:
    words = watched_words(gazetteer)
    assert words[0] == "arunikaprov.go.id"
    assert "tanjungarunika" in words
    assert "dinkes" in words
    assert not {"kesehatan", "dkp"} & set(words)


def test_a_list_is_read_from_text_and_names_its_rows() -> None:
    rows = read_list("daftar.csv", b"nama;alamat\nDinkes;https://dinkes.example/\n\nx;bukan\n")
    assert rows == [
        ("https://dinkes.example/", "daftar.csv baris 2"),
        ("x bukan", "daftar.csv baris 4"),
    ]


def test_a_bare_address_of_a_list_is_an_address_and_a_number_before_a_name_is_none() -> None:
    rows = read_list(
        "daftar.csv", b"alamat,catatan\n198.19.7.9,kop surat\n1.2.3.4,dinkes.example\n"
    )
    assert [address for address, _ in rows] == ["198.19.7.9", "dinkes.example"]


PAGE = (
    b"<html><head><title>Dinas Kesehatan Provinsi Tanjung Arunika</title></head><body>"
    b"<h1>Dinas Kesehatan</h1><p>Pelayanan publik Provinsi Tanjung Arunika.</p>"
    b"<footer>Dinas Kesehatan Provinsi Tanjung Arunika, telp (0499) 821001, surat@arunikaprov.go.id</footer></body></html>"
)


@pytest.mark.django_db(transaction=True)
def test_a_candidate_is_looked_at_and_proposed(
    net: LoopbackNet, gazetteer: Gazetteer, dinkes: Agency, seen: Seen
) -> None:
    net.add("dinkes-arunika.com", lambda path, times: (200, PAGE))
    record([seen("https://dinkes-arunika.com/", "links")])
    made = inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    assert [(p.relation, p.agency) for p in made] == [(Relation.UNOFFICIAL, dinkes)]
    site = Site.objects.get()
    assert site.title == "Dinas Kesehatan Provinsi Tanjung Arunika"
    # Nobody answers https there, and no source said that somebody would.
    assert site.url == "http://dinkes-arunika.com/"
    assert site.state == SiteState.CANDIDATE
    assert site.agency is None


@pytest.mark.django_db(transaction=True)
def test_a_scheme_that_was_seen_is_kept(net: LoopbackNet, gazetteer: Gazetteer, seen: Seen) -> None:
    net.add("dinkes-arunika.com", lambda path, times: (200, PAGE))
    record([seen("https://dinkes-arunika.com/", "ct")])
    inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    assert Site.objects.get().url == "https://dinkes-arunika.com/"


@pytest.mark.django_db(transaction=True)
def test_an_official_name_that_dns_knows_is_registered(
    net: LoopbackNet, gazetteer: Gazetteer, zone: Zone, seen: Seen
) -> None:
    net.add("dinkes.arunikaprov.go.id", lambda path, times: (200, PAGE))
    record([seen("https://dinkes.arunikaprov.go.id/"), seen("https://hantu.arunikaprov.go.id/")])
    inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    states = dict(Site.objects.values_list("host", "state"))
    assert states == {
        "dinkes.arunikaprov.go.id": SiteState.REGISTERED,
        "hantu.arunikaprov.go.id": SiteState.CANDIDATE,
    }


class Stopped(Free):
    """The stop switch is engaged."""

    def stopped(self) -> bool:
        return True


@pytest.mark.django_db(transaction=True)
def test_nothing_is_visited_while_patrols_are_stopped(
    net: LoopbackNet, gazetteer: Gazetteer, seen: Seen
) -> None:
    net.add("dinkes-arunika.com")
    record([seen("https://dinkes-arunika.com/")])
    assert inspect_candidates(gazetteer=gazetteer, control=Stopped(), net=from_env(net.env())) == []
    assert not net.asked


@pytest.mark.django_db(transaction=True)
def test_the_command_finds_looks_and_proposes(
    net: LoopbackNet, log: Log, zone: Zone, dinkes: Agency, settings: object
) -> None:
    from ronda.cli import app

    settings.RONDA_REGION_NAME = "Tanjung Arunika"  # type: ignore[attr-defined]
    net.add("dinkes-arunika.id", lambda path, times: (200, PAGE))
    done = CliRunner().invoke(app, ["discover", "--source", "ct", "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["sources"][0]["new_sites"] == 1
    assert said["proposals"][0]["url"] == "https://dinkes-arunika.id/"
    assert Proposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_command_says_by_its_code_that_a_source_failed(
    net: LoopbackNet, zone: Zone, dinkes: Agency
) -> None:
    from ronda.cli import app

    zone.transfer_from = "127.0.0.1:9"
    zone.save()
    done = CliRunner().invoke(app, ["discover", "--source", "zone", "--no-inspect"])
    assert done.exit_code == 1
    assert "127.0.0.1:9" in done.stdout
    assert CliRunner().invoke(app, ["discover", "--source", "tak-ada"]).exit_code == 2
