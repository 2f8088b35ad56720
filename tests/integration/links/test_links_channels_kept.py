"""Profiles and applications as the office keeps them: each once a site, shown once for an agency."""

from datetime import UTC, datetime, timedelta

import pytest

from ronda.accounts.models import Person
from ronda.discovery.channels import MAX_OF_A_SITE, keep, shown
from ronda.discovery.models import Channel
from ronda.discovery.running import run_sources
from ronda.engine.attribute.contract import Gazetteer, Region
from ronda.engine.discover.contract import Known, KnownPage
from ronda.engine.netconfig import NetConfig
from ronda.register.models import Site, SiteState

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)


def known(site: str, handle: str = "dinkescontoh", at: datetime = AT, network: str = "x") -> Known:
    return Known(site, network, handle, f"https://x.com/{handle}", site, "footer", "X", at)


@pytest.fixture
def site() -> Site:
    return Site.objects.create(
        url="https://dinkes.contohprov.go.id/",
        host="dinkes.contohprov.go.id",
        state=SiteState.REGISTERED,
    )


@pytest.fixture
def officer() -> Person:
    return Person.objects.create_user("petugas", role="officer")


def test_seen_again_only_the_time_moves(site: Site) -> None:
    assert keep([known(site.url), known(site.url)]) == 1
    assert keep([known(site.url, at=AT + timedelta(days=3))]) == 0
    row = Channel.objects.get()
    assert (row.first_seen_at, row.last_seen_at) == (AT, AT + timedelta(days=3))


def test_what_stands_on_no_registered_site_is_not_kept(site: Site) -> None:
    assert keep([known("https://lain.example/")]) == 0


def test_a_site_that_plants_thousands_fills_nothing(site: Site) -> None:
    assert keep([known(site.url, f"akun{n}") for n in range(1_000)]) == MAX_OF_A_SITE


def test_a_profile_of_two_sites_is_shown_once_and_a_package_with_its_domain(
    site: Site, officer: Person
) -> None:
    other = Site.objects.create(url="https://labkes.contohprov.go.id/", host="labkes")
    keep([known(site.url), known(other.url)])
    keep([known(site.url, "id.go.contohprov.antri", network="play")])
    found = shown(officer, [site, other])
    assert [(one.handle, len(one.sites), one.is_app) for one in found] == [
        ("dinkescontoh", 2, False),
        ("id.go.contohprov.antri", 1, True),
    ]
    assert found[1].domain == "contohprov.go.id"


def test_a_run_records_what_front_pages_link(site: Site) -> None:
    link = ("https://www.instagram.com/DinkesContoh/", "IG", "footer")
    page = KnownPage(site.url, "official", (link,))
    gazetteer = Gazetteer(Region("province", "Contoh"), zones=(), agencies=())
    net = NetConfig(resolvers=(), user_agent="Ronda")
    run = run_sources(["links"], pages=[page], gazetteer=gazetteer, net=net)[0]
    assert run.funnel["channels_new"] == 1
    assert Channel.objects.get().handle == "dinkescontoh"
