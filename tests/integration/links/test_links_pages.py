"""What a person reads: channels on a site's and an agency's page, the way of a link, the funnel."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from ronda.accounts.models import Person
from ronda.discovery.channels import keep
from ronda.discovery.models import Sighting, SourceRun
from ronda.engine.discover.contract import Known
from ronda.register.models import Agency, Relation, Site, SiteState

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)
HOSTILE = "apk/unduh.example/<script>alert(1)</script>\u202e.apk"


@pytest.fixture
def site() -> Site:
    agency = Agency.objects.create(key="dinkes", name="Dinas Kesehatan")
    url = "https://dinkes.contohprov.go.id/"
    found = Site.objects.create(
        url=url,
        host="dinkes.contohprov.go.id",
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
        agency=agency,
    )
    for network, handle in (
        ("instagram", "dinkescontoh"),
        ("play", "id.go.contohprov.antri"),
        ("apk", HOSTILE.removeprefix("apk/")),
    ):
        keep([Known(url, network, handle, "https://x.example/", url, "footer", "", AT)])
    return found


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(Person.objects.create_user("petugas", role="officer"))
    return client


@pytest.mark.parametrize("path", ["/situs/{pk}/identitas/", "/opd/dinkes/"])
def test_channels_are_shown_in_words_and_hostile_names_harm_nobody(
    site: Site, reader: Client, path: str
) -> None:
    text = reader.get(path.format(pk=site.pk)).content.decode()
    assert "Kanal dan aplikasi" in text
    assert "dinkescontoh" in text
    assert "contohprov.go.id" in text
    assert "<script>alert(1)" not in text
    assert "\u202e" not in text


def test_a_site_without_channels_shows_no_empty_box(site: Site, reader: Client) -> None:
    site.channels.all().delete()
    text = reader.get(f"/situs/{site.pk}/identitas/").content.decode()
    assert "Kanal dan aplikasi" not in text


def test_a_trace_shows_the_words_of_the_link_and_its_way(site: Site, reader: Client) -> None:
    Sighting.objects.create(
        site=site,
        source="links",
        where="https://contohprov.go.id/berita/1 (main)",
        facts={"link_text": "Buka peta", "via": "https://pendek.example/peta"},
        first_seen_at=AT,
        last_seen_at=AT,
    )
    text = reader.get(f"/situs/{site.pk}/identitas/").content.decode()
    assert "“Buka peta”" in text
    assert "melalui" in text
    assert "https://pendek.example/peta" in text


def test_the_funnel_says_what_was_read_and_resolved(site: Site, reader: Client) -> None:
    funnel = {"pages_read": 31, "short_resolved": 7, "channels_new": 3}
    SourceRun.objects.create(source="links", started_at=AT, finished_at=AT, funnel=funnel)
    text = reader.get("/sumber/links/").content.decode()
    assert "halaman lanjutan terbaca" in text
    assert "tautan pendek terurai" in text
    assert "kanal dan aplikasi baru" in text
