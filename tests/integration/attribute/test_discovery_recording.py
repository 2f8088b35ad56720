"""Sightings become candidates once, and only traces afterwards."""

from collections.abc import Callable, Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ronda.discovery.models import Sighting as Trace
from ronda.discovery.models import SourceState
from ronda.discovery.recording import record
from ronda.engine.discover.contract import Sighting
from ronda.register.models import Relation, Site, SiteState, Zone

pytestmark = pytest.mark.django_db
Seen = Callable[..., Sighting]


def test_a_new_name_is_a_candidate_that_nobody_claims(seen: Seen) -> None:
    assert record([seen("https://dinkes-arunika.com/")]) == 1
    site = Site.objects.get()
    assert (site.state, site.relation, site.agency) == (
        SiteState.CANDIDATE,
        Relation.UNDECIDED,
        None,
    )
    assert site.history.count() == 1


def test_seen_again_only_the_trace_moves(seen: Seen) -> None:
    record([seen("https://a.id/")])
    assert record([seen("https://a.id/")]) == 0
    assert Site.objects.count() == 1
    assert Trace.objects.get().times == 2


def test_two_places_are_two_traces_of_one_site(seen: Seen) -> None:
    record([seen("https://a.id/", where="log"), seen("https://a.id/", "links", "halaman x")])
    assert Trace.objects.count() == 2
    assert Site.objects.count() == 1


@pytest.mark.parametrize("twin", ["http://a.id/", "https://www.a.id/", "http://www.a.id/"])
def test_scheme_and_www_make_no_second_site(seen: Seen, twin: str) -> None:
    record([seen("https://a.id/")])
    assert record([seen(twin)]) == 0
    assert Site.objects.count() == 1


def test_twins_in_one_batch_become_the_plain_https_site(seen: Seen) -> None:
    assert record([seen("http://www.a.id/"), seen("https://www.a.id/"), seen("https://a.id/")]) == 1
    assert Site.objects.get().url == "https://a.id/"


def test_paths_and_ports_are_other_sites(seen: Seen) -> None:
    urls = ["https://a.id/", "https://a.id/x", "https://a.id:8443/"]
    assert record([seen(u) for u in urls]) == 3


def test_a_name_in_the_zones_own_records_is_official_at_once(seen: Seen, zone: Zone) -> None:
    record([seen("https://dinkes.arunikaprov.go.id/", "zone", "zone arunikaprov.go.id")])
    site = Site.objects.get()
    assert (site.state, site.relation, site.zone) == (
        SiteState.REGISTERED,
        Relation.OFFICIAL,
        zone,
    )
    assert site.agency is None
    assert site.confirmed_at is None


def test_a_name_below_the_zone_that_only_a_log_saw_stays_a_candidate(
    seen: Seen, zone: Zone
) -> None:
    record([seen("https://lama.arunikaprov.go.id/", "ct")])
    site = Site.objects.get()
    assert (site.state, site.zone) == (SiteState.CANDIDATE, zone)


def test_a_candidate_that_then_stands_in_the_zone_is_official(seen: Seen, zone: Zone) -> None:
    record([seen("https://x.arunikaprov.go.id/", "ct")])
    assert record([seen("https://x.arunikaprov.go.id/", "zone", "zone")]) == 0
    assert Site.objects.get().relation == Relation.OFFICIAL


def test_an_office_may_want_to_decide_about_its_own_names_too(
    seen: Seen, zone: Zone, settings: object
) -> None:
    settings.RONDA_ZONE_NAMES_ARE_OFFICIAL = False  # type: ignore[attr-defined]
    record([seen("https://dinkes.arunikaprov.go.id/", "zone", "zone")])
    assert Site.objects.get().state == SiteState.CANDIDATE


def test_a_name_that_only_ends_like_the_zone_is_not_in_it(seen: Seen, zone: Zone) -> None:
    record([seen("https://tiruanarunikaprov.go.id/", "ct")])
    assert Site.objects.get().zone is None


def test_a_retired_site_stays_retired(seen: Seen) -> None:
    Site.objects.create(url="https://a.id/", host="a.id", state=SiteState.RETIRED)
    assert record([seen("https://a.id/")]) == 0
    assert Site.objects.get().state == SiteState.RETIRED


def test_sightings_and_checkpoint_are_stored_together_or_not_at_all(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Mapping[str, object]:
        raise RuntimeError("disk full")

    monkeypatch.setattr(SourceState.objects, "update_or_create", broken)
    with pytest.raises(RuntimeError):
        record([seen("https://a.id/")], source="ct", checkpoint={"logs": {"x": 5}})
    assert not Site.objects.exists()
    assert not SourceState.objects.exists()


def test_five_hundred_names_cost_few_queries(seen: Seen) -> None:
    sightings = [seen(f"https://situs{n}.id/") for n in range(500)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert record(sightings) == 500
    assert len(queries) < 40
