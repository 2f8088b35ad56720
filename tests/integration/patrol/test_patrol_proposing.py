"""What the patrol sees of a site that waits for a person becomes a proposal at once."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from support.patrol_net import LoopbackNet

from ronda.discovery.models import Proposal
from ronda.jobs.worker import run_worker
from ronda.patrol.models import Observation, RoundKind
from ronda.patrol.services import start_round
from ronda.register.models import Agency, Relation, Site, SiteState, Zone

pytestmark = pytest.mark.django_db(transaction=True)
MakeSite = Callable[..., Site]


def dinkes_page(path: str, times: int) -> tuple[int, bytes]:
    """The health agency's page."""
    if path != "/":
        return 404, b"<h1>Tidak ada</h1>"
    return 200, (
        b"<html><head><title>Dinas Kesehatan</title></head><body><h1>Dinas Kesehatan</h1>"
        b"<p>Dikelola oleh Dinas Kesehatan.</p></body></html>"
    )


def patrol(site: Site) -> None:
    """One whole round for one site."""
    start_round(RoundKind.MANUAL, sites=[site])
    run_worker(once=True, keep_time=False)


@pytest.fixture
def dinkes(db: None) -> Agency:
    """The health agency."""
    return Agency.objects.create(key="dinkes", name="Dinas Kesehatan")


@pytest.fixture
def waiting(make_site: MakeSite, dinkes: Agency) -> Site:
    """An official site of which nobody knows the agency yet."""
    zone = Zone.objects.create(name="rembulanprov.go.id")
    return make_site("aplikasi.rembulanprov.go.id", dinkes_page, confirmed_at=None, zone=zone)


def test_a_site_that_waits_is_proposed_from_the_patrols_own_visit(
    waiting: Site, dinkes: Agency
) -> None:
    patrol(waiting)
    made = Proposal.objects.get(site=waiting)
    assert (made.relation, made.agency, made.pages) == (Relation.OFFICIAL, dinkes, 1)


def test_a_visit_that_failed_before_is_made_good_by_the_next_round(
    waiting: Site, net: LoopbackNet, dinkes: Agency
) -> None:
    address = net.address_of.pop(waiting.host)
    patrol(waiting)
    assert Proposal.objects.get(site=waiting).agency is None
    net.address_of[waiting.host] = address
    patrol(waiting)
    assert Proposal.objects.get(site=waiting).agency == dinkes


def test_a_site_that_a_person_decided_gets_no_proposal(make_site: MakeSite, dinkes: Agency) -> None:
    site = make_site("dinkes.example.id", dinkes_page, confirmed_at=timezone.now())
    patrol(site)
    assert not Proposal.objects.exists()


def test_a_candidate_in_an_official_zone_that_dns_knows_is_registered(waiting: Site) -> None:
    Site.objects.filter(pk=waiting.pk).update(
        state=SiteState.CANDIDATE, relation=Relation.UNDECIDED
    )
    patrol(waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.relation) == (SiteState.REGISTERED, Relation.OFFICIAL)


def test_an_error_in_proposing_costs_no_measurement(
    waiting: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a bug of attribution")

    monkeypatch.setattr("ronda.patrol.shards.propose_from_visit", broken)
    patrol(waiting)
    assert Observation.objects.filter(site=waiting, key="http:visitor").exists()
    assert not Proposal.objects.exists()
