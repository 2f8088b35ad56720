"""Sites of others: looked at once, lightly, then left alone; nothing is held against them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ronda.accounts.models import Person, Role
from ronda.cases.models import Finding, FindingState
from ronda.cases.services import apply_verdicts
from ronda.discovery.models import Action
from ronda.discovery.services import decide, undo
from ronda.engine.checks.contract import failed
from ronda.engine.text import Text
from ronda.patrol.schedule import due_sites
from ronda.register.models import Relation, Site, SiteState

pytestmark = pytest.mark.django_db
STALE = {"FRESH.UPDATED": failed(Text("Isi lama.", "Old content."))}


@pytest.fixture
def officer() -> Person:
    return Person.objects.create_user("petugas", role=Role.OFFICER)


def _candidate() -> Site:
    return Site.objects.create(url="https://kopi-rembulan.com/", host="kopi-rembulan.com")


def test_a_rejected_candidates_findings_are_withdrawn(officer: Person) -> None:
    site = _candidate()
    apply_verdicts(site, STALE, at=timezone.now())
    decide(officer, site, Action.REJECT)
    finding = Finding.objects.get(site=site)
    assert finding.state == FindingState.WITHDRAWN
    assert finding.events.last().person == officer


def test_a_confirmed_sites_findings_stay(officer: Person) -> None:
    site = _candidate()
    apply_verdicts(site, STALE, at=timezone.now())
    decide(officer, site, Action.SKIP)
    assert Finding.objects.open().filter(site=site).exists()


def test_nothing_is_held_against_a_site_of_others(officer: Person) -> None:
    site = _candidate()
    decide(officer, site, Action.REJECT)
    apply_verdicts(site, STALE, at=timezone.now())
    assert not Finding.objects.filter(site=site).exists()


def test_a_site_of_others_is_due_once_and_then_left_alone() -> None:
    site = Site.objects.create(
        url="https://rembulankab.go.id/",
        host="rembulankab.go.id",
        state=SiteState.REGISTERED,
        relation=Relation.OTHER_GOVERNMENT,
    )
    assert site in due_sites(timezone.now())
    site.last_visit_at = timezone.now()
    site.save()
    assert site not in due_sites(timezone.now())


def test_an_undone_rejection_makes_the_site_due_again(officer: Person) -> None:
    site = _candidate()
    site.last_visit_at, site.due_at = timezone.now(), timezone.now() + timedelta(days=1)
    site.save()
    decide(officer, site, Action.REJECT)
    undo(officer)
    assert site in due_sites(timezone.now())
