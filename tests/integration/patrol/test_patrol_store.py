"""A visit's result is written once and whole; findings live by measurements through real rounds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from support.patrol_net import LoopbackNet, plain_page

from ronda.accounts.models import Person, Role
from ronda.cases.models import Finding, FindingEvent, FindingState
from ronda.engine.artifacts import Failure, FailureKind
from ronda.engine.artifacts import Observation as Seen
from ronda.engine.checks.registry import all_checks
from ronda.engine.judge import judge_all
from ronda.jobs import ledger
from ronda.jobs.models import Shard
from ronda.jobs.worker import run_worker
from ronda.patrol import bodies, store
from ronda.patrol.facts import site_facts
from ronda.patrol.models import (
    Body,
    Measurement,
    Observation,
    RoundKind,
    Visit,
    VisitState,
)
from ronda.patrol.numbers import numbers
from ronda.patrol.prune import cited_bodies, prune
from ronda.patrol.selectors import findings_of, timeline
from ronda.patrol.services import cancel_round, rejudge, start_round
from ronda.patrol.shards import PatrolHandler
from ronda.register.models import Site

pytestmark = pytest.mark.django_db(transaction=True)
MakeSite = Callable[..., Site]
LATER = timedelta(hours=1)
EXPOSED_AT = "/.git/HEAD"


def exposed(path: str, times: int) -> tuple[int, bytes]:
    """A site that shows its repository."""
    return (200, b"ref: refs/heads/main\n") if path == EXPOSED_AT else plain_page(path, times)


def patrol(*sites: Site) -> object:
    made = start_round(RoundKind.MANUAL, sites=sites)
    run_worker(once=True)
    return made


def git_finding(site: Site) -> Finding:
    return Finding.objects.get(site=site, check_id="EXPOSURE.GIT")


def state() -> tuple[object, ...]:
    return tuple(
        list(m.objects.order_by("pk").values())
        for m in (Visit, Observation, Measurement, Finding, FindingEvent)
    )


def a_silent_observation(site: Site) -> Seen:
    now = timezone.now()
    failure = Failure(FailureKind.TIMEOUT, "connect", "no answer", now)
    return Seen(site_facts(site, ()), now, now, {"http:visitor": failure, "dns": failure})


def test_a_result_under_a_lost_lease_writes_nothing(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    start_round(RoundKind.MANUAL, sites=[site])
    frozen = ledger.claim("frozen")
    assert frozen is not None
    ledger.claim("heir", now=timezone.now() + LATER)
    before = state()
    seen = a_silent_observation(site)
    with pytest.raises(ledger.LostLease):
        store.store_visit(frozen, Visit.objects.get(), seen, judge_all(all_checks(), seen))
    assert state() == before


def test_a_result_for_a_settled_visit_writes_nothing(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    start_round(RoundKind.MANUAL, sites=[site])
    lease = ledger.claim("worker")
    assert lease is not None
    visit, seen = Visit.objects.get(), a_silent_observation(site)
    verdicts = judge_all(all_checks(), seen)
    store.store_visit(lease, visit, seen, verdicts)
    before = state()
    assert store.store_visit(lease, visit, seen, verdicts) is None
    assert state() == before


def test_an_older_look_that_is_stored_late_changes_nothing(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    older = a_silent_observation(site)
    patrol(site)
    start_round(RoundKind.MANUAL, sites=[site])
    lease = ledger.claim("slow")
    assert lease is not None
    visit = Visit.objects.get(state=VisitState.PENDING)
    before = state()[1:]
    store.store_visit(lease, visit, older, judge_all(all_checks(), older))
    assert state()[1:] == before
    assert Visit.objects.get(pk=visit.pk).state == VisitState.DONE


def test_an_error_while_storing_leaves_no_half_result(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    start_round(RoundKind.MANUAL, sites=[site])
    lease = ledger.claim("worker")
    assert lease is not None
    seen = a_silent_observation(site)
    before = state()

    def broken(*args: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(store, "apply_verdicts", broken)
    with pytest.raises(ZeroDivisionError):
        store.store_visit(lease, Visit.objects.get(), seen, judge_all(all_checks(), seen))
    assert state() == before


def test_a_visit_that_fails_by_our_own_error_is_tried_again_and_then_failed(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = make_site("satu.rembulanprov.go.id"), make_site("dua.rembulanprov.go.id")
    right = store.store_visit

    def sometimes(lease: ledger.Lease, visit: Visit, *rest: object) -> object:
        if visit.site_id == bad.pk:
            raise ZeroDivisionError
        return right(lease, visit, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "store_visit", sometimes)
    monkeypatch.setattr(ledger, "BACKOFF", (0,))
    made = start_round(RoundKind.MANUAL, sites=[bad, good])
    run_worker(once=True)
    made.refresh_from_db()
    assert Visit.objects.get(site=bad).state == VisitState.FAILED
    assert Visit.objects.get(site=good).state == VisitState.DONE
    assert made.finished_at is not None


def test_a_shard_that_always_raised_is_parted_so_that_each_visit_stands_for_itself(
    make_site: MakeSite,
) -> None:
    sites = [make_site(f"dinas{n}.rembulanprov.go.id") for n in range(3)]
    start_round(RoundKind.MANUAL, sites=sites)
    Shard.objects.update(max_attempts=1)
    lease = ledger.claim("worker")
    assert lease is not None
    ledger.fail(lease, "the list cannot be read", PatrolHandler().gave_up)
    run_worker(once=True)
    assert set(Visit.objects.values_list("state", flat=True)) == {VisitState.DONE}
    assert Shard.objects.filter(state="done").count() == 3


def test_an_open_finding_stays_open_while_its_site_is_unreachable(
    make_site: MakeSite, net: LoopbackNet
) -> None:
    site = make_site("dinas.rembulanprov.go.id", page=exposed)
    patrol(site)
    del net.address_of[site.host]
    patrol(site)
    finding = git_finding(site)
    assert finding.state == FindingState.UNCONFIRMED
    assert finding.unmeasured_since is not None


def test_a_finding_is_mended_only_when_measured_gone(make_site: MakeSite, net: LoopbackNet) -> None:
    site = make_site("dinas.rembulanprov.go.id", page=exposed)
    patrol(site)
    patrol(site)
    assert git_finding(site).state == FindingState.CONFIRMED
    net.pages[site.host] = plain_page
    made = patrol(site)
    assert git_finding(site).state == FindingState.MENDED
    assert findings_of(made)["mended"] == 1  # type: ignore[arg-type]


def test_an_unconfirmed_finding_hastens_the_next_visit(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id", page=exposed)
    patrol(site)
    assert Site.objects.get(pk=site.pk).due_at <= timezone.now() + LATER


def test_judging_again_with_the_same_rules_changes_nothing(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id", page=exposed)
    patrol(site)
    before = state()[1:]
    changes = rejudge(site)
    assert changes is not None
    assert (changes.opened, changes.confirmed, changes.mended, changes.withdrawn) == (0, 0, 0, 0)
    assert state()[1:] == before


def test_pruning_keeps_what_is_current_and_what_a_finding_cites(
    make_site: MakeSite, net: LoopbackNet
) -> None:
    site = make_site("dinas.rembulanprov.go.id", page=exposed)
    patrol(site)
    cited = git_finding(site).cited_bodies
    assert len(cited) == 1
    for word in (b"dua", b"tiga"):
        # Enough to read, so that no finding about an empty page cites it.
        body = b"<title>%s</title><p>%s</p>" % (word, b"Kami melayani warga setiap hari. " * 6)
        net.pages[site.host] = lambda path, times, body=body: (200, body)
        patrol(site)
    future = timezone.now() + timedelta(days=500)
    done = prune(days=400, now=future)
    assert done.observations > 0
    assert Body.objects.filter(pk__in=cited).count() == 1
    assert b"<title>tiga" in bytes_of(site)
    kept = Observation.objects.filter(key="http:visitor", replaced_at__isnull=False)
    assert all(row.body_id in cited_bodies() for row in kept)
    assert b"<title>dua" not in [bodies.read(b)[:10] for b in Body.objects.all()]
    assert prune(days=400, now=future).observations == 0


def bytes_of(site: Site) -> bytes:
    row = Observation.objects.get(site=site, key="http:visitor", replaced_at=None)
    assert row.body is not None
    return bodies.read(row.body)


def test_cancelling_a_round_ends_it(make_site: MakeSite) -> None:
    made = start_round(RoundKind.MANUAL, sites=[make_site("dinas.rembulanprov.go.id")])
    assert cancel_round(made) == 1
    made.refresh_from_db()
    assert made.finished_at is not None
    assert not ledger.unfinished()


def test_the_timeline_is_empty_for_a_person_of_another_agency(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id", page=exposed)
    patrol(site)
    officer = Person.objects.create_user("petugas", password="rahasia-sekali", role=Role.OFFICER)
    guest = Person.objects.create_user("tamu", password="rahasia-sekali", role=Role.AGENCY)
    kinds = {entry.kind for entry in timeline(site, officer)}
    assert {"observation", "finding"} <= kinds
    assert timeline(site, guest) == []


def test_the_six_numbers_count_what_the_person_may_see(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id", page=exposed)
    patrol(site)
    officer = Person.objects.create_user("petugas", password="rahasia-sekali", role=Role.OFFICER)
    guest = Person.objects.create_user("tamu", password="rahasia-sekali", role=Role.AGENCY)
    seen = numbers(officer)
    assert (seen.known.now, seen.known.days[-2:]) == (1, (0, 1))
    assert (seen.known.change(7), seen.known.change(99)) == (1, None)
    assert (seen.undecided.now, seen.undecided.days[-1]) == (0, 0)
    assert (seen.reachable.now, seen.reachable.days[-2:]) == (1, (None, 1))
    assert seen.open_findings.now == Finding.objects.open().count() == seen.open_findings.days[-1]
    assert numbers(guest).known.now == numbers(guest).open_findings.now == 0
