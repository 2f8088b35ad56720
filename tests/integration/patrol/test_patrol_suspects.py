"""Visits that were under way when workers ended: who is blamed, who is left in peace."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from support.patrol_net import plain_page

from ronda.jobs.models import Shard, ShardState
from ronda.jobs.worker import run_worker
from ronda.patrol.models import Round, RoundKind, Visit, VisitState
from ronda.patrol.services import start_round
from ronda.patrol.suspects import POISON, SUSPECT
from ronda.register.models import Site

pytestmark = pytest.mark.django_db(transaction=True)
MakeSite = Callable[..., Site]
PAST = timedelta(hours=1)


def abandoned(**fields: object) -> None:
    """Leave all shards as killed workers leave them."""
    Shard.objects.update(
        state=ShardState.LEASED, lease_until=timezone.now() - PAST, owner="dead", **fields
    )


def test_workers_that_ended_before_any_visit_began_are_held_against_nobody(
    make_site: MakeSite,
) -> None:
    sites = [make_site(f"dinas{n}.rembulanprov.go.id") for n in range(3)]
    start_round(RoundKind.MANUAL, sites=sites)
    abandoned(attempt=40)
    run_worker(once=True)
    assert Counter(Visit.objects.values_list("state", flat=True)) == {VisitState.DONE: 3}
    assert Shard.objects.get().state == ShardState.DONE


def test_a_visit_that_no_worker_survived_is_given_up_and_its_shard_mates_are_done(
    make_site: MakeSite,
) -> None:
    asked: list[str] = []

    def page(path: str, times: int) -> tuple[int, bytes]:
        asked.append(path)
        return plain_page(path, times)

    poison = make_site("racun.rembulanprov.go.id", page=page)
    others = [make_site(f"dinas{n}.rembulanprov.go.id") for n in range(3)]
    start_round(RoundKind.MANUAL, sites=[*others, poison])
    abandoned()
    Visit.objects.update(begun=SUSPECT - 1)
    Visit.objects.filter(site=poison).update(begun=POISON)
    run_worker(once=True)
    failed = Visit.objects.exclude(state=VisitState.DONE).get()
    assert (failed.site_id, failed.state, failed.failure) == (poison.pk, VisitState.FAILED, "bug")
    assert not asked
    assert not Round.objects.filter(finished_at=None).exists()


def test_a_visit_that_is_cut_short_of_poison_by_one_is_tried_once_more(
    make_site: MakeSite,
) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    start_round(RoundKind.MANUAL, sites=[site])
    abandoned()
    Visit.objects.update(begun=POISON - 1)
    run_worker(once=True)
    assert Visit.objects.get().state == VisitState.DONE


def test_a_suspect_is_visited_last_and_with_no_other_beside_it(
    make_site: MakeSite, settings: object
) -> None:
    settings.RONDA_SHARD_SIZE = 2  # type: ignore[attr-defined]
    order: list[str] = []

    def page_of(host: str) -> Callable[[str, int], tuple[int, bytes]]:
        def page(path: str, times: int) -> tuple[int, bytes]:
            order.append(host)
            return plain_page(path, times)

        return page

    hosts = [f"dinas{n}.rembulanprov.go.id" for n in range(6)]
    sites = [make_site(host, page=page_of(host), address=n) for n, host in enumerate(hosts)]
    start_round(RoundKind.MANUAL, sites=sites)
    abandoned()
    suspects = {sites[0].host, sites[3].host}
    Visit.objects.filter(site__host__in=suspects).update(begun=SUSPECT)
    run_worker(once=True)
    assert set(Visit.objects.values_list("state", flat=True)) == {VisitState.DONE}
    for host in suspects:
        first, last = order.index(host), len(order) - 1 - order[::-1].index(host)
        assert set(order[first : last + 1]) == {host}


def test_a_visit_that_raised_is_not_blamed_for_the_end_of_a_worker(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*parts: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("ronda.patrol.store.store_visit", broken)
    start_round(RoundKind.MANUAL, sites=[make_site("dinas.rembulanprov.go.id")])
    Shard.objects.update(max_attempts=1)  # given up after the first time, and parted no further
    run_worker(once=True)
    visit = Visit.objects.get()
    assert (visit.state, visit.begun) == (VisitState.FAILED, 0)
