"""The ledger: who may work on what, and what a lost lease may no longer do."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ronda.jobs import cron, ledger
from ronda.jobs.handlers import Tick
from ronda.jobs.models import CronSlot, Shard, ShardState

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=1)
LATER = timedelta(hours=1)


def enter(count: int = 1, *, group: str = "g", urgent: bool = False, max_attempts: int = 5) -> None:
    payloads = [{"n": n} for n in range(count)]
    ledger.add("work", group, payloads, urgent=urgent, max_attempts=max_attempts)


def ignore(shard: Shard) -> None:
    """Nothing is left lying in these tests."""


def take(owner: str = "a", **options: object) -> ledger.Lease:
    lease = ledger.claim(owner, **options)  # type: ignore[arg-type]
    assert lease is not None
    return lease


def test_a_shard_is_claimed_once() -> None:
    enter()
    take()
    assert ledger.claim("b") is None


def test_an_urgent_shard_goes_first() -> None:
    enter(3)
    enter(group="now", urgent=True)
    assert take().group == "now"


def test_the_reserved_slot_takes_urgent_shards_only() -> None:
    enter()
    assert ledger.claim("a", urgent_only=True) is None


def test_an_expired_lease_is_taken_over_with_a_new_attempt() -> None:
    enter()
    first = take("a")
    second = take("b", now=timezone.now() + LATER)
    assert (second.shard, second.attempt) == (first.shard, first.attempt + 1)


def test_a_renewed_lease_is_not_taken_over() -> None:
    enter()
    lease = take("a")
    assert ledger.renew(lease, now=timezone.now() + LATER)
    assert ledger.claim("b", now=timezone.now() + LATER) is None


def test_a_frozen_worker_that_thaws_changes_nothing() -> None:
    enter()
    frozen = take("a")
    take("b", now=timezone.now() + LATER)
    before = Shard.objects.values().get()
    assert not ledger.renew(frozen)
    assert not ledger.finish(frozen)
    assert not ledger.release(frozen)
    assert ledger.fail(frozen, "late", ignore) is None
    with pytest.raises(ledger.LostLease), transaction.atomic():
        ledger.fence(frozen)
    assert Shard.objects.values().get() == before


def test_the_same_owner_is_fenced_from_its_own_earlier_attempt() -> None:
    enter()
    first = take("a")
    ledger.release(first)
    take("a")
    assert not ledger.finish(first)


def test_a_failed_shard_waits_before_it_is_tried_again() -> None:
    enter()
    assert ledger.fail(take(), "broken", ignore) == ShardState.PENDING
    assert ledger.claim("a") is None
    assert take(now=timezone.now() + timedelta(seconds=6)).attempt == 2


def test_a_shard_that_always_fails_is_given_up_with_its_error() -> None:
    enter(max_attempts=2)
    given_up: list[int] = []
    ledger.fail(take(), "first", ignore)
    lease = take(now=timezone.now() + LATER)
    assert ledger.fail(lease, "again", lambda s: given_up.append(s.pk)) == ShardState.FAILED
    assert given_up == [lease.shard]
    assert Shard.objects.get().error == "again"


def test_a_shard_that_kills_its_workers_is_given_up() -> None:
    enter(max_attempts=2)
    take("a")
    take("b", now=timezone.now() + LATER)
    after = timezone.now() + 3 * LATER
    assert ledger.claim("c", now=after) is None
    given_up: list[int] = []
    assert ledger.give_up_worn_out(lambda s: given_up.append(s.pk), now=after) == 1
    shard = Shard.objects.get()
    assert (given_up, shard.state) == ([shard.pk], ShardState.FAILED)
    assert "2 attempts" in shard.error


def test_a_shard_whose_room_keeps_account_of_deaths_outlives_any_number_of_workers() -> None:
    ledger.add("work", "g", [{"n": 0}], max_attempts=2, deaths_count=False)
    for times in range(20):
        now = timezone.now() + times * LATER
        assert ledger.give_up_worn_out(ignore, now=now) == 0
        assert take(f"worker {times}", now=now).attempt == times + 1


def test_deaths_of_workers_use_up_none_of_the_attempts_that_may_raise() -> None:
    ledger.add("work", "g", [{"n": 0}], max_attempts=2, deaths_count=False)
    for times in range(3):
        lease = take(f"worker {times}", now=timezone.now() + times * LATER)
    assert ledger.fail(lease, "first", ignore) == ShardState.PENDING
    lease = take(now=timezone.now() + 3 * LATER)
    assert ledger.fail(lease, "again", ignore) == ShardState.FAILED


def test_what_giving_up_leads_to_stands_or_falls_with_it() -> None:
    enter(max_attempts=1)

    def broken(shard: Shard) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ledger.fail(take(), "error", broken)
    assert Shard.objects.get().state == ShardState.LEASED


def test_progress_gives_a_shard_new_attempts() -> None:
    enter(max_attempts=1)
    lease = take()
    ledger.fence(lease)
    assert ledger.fail(lease, "after a result", ignore) == ShardState.PENDING


def test_a_released_shard_is_due_at_once_and_not_worn() -> None:
    enter(max_attempts=1)
    ledger.release(take("a"))
    assert take("b").attempt == 2


def test_cancelling_a_group_takes_the_lease_from_its_worker() -> None:
    enter(2)
    enter(group="other")
    lease = take()
    assert ledger.cancel("g") == 2
    assert not ledger.renew(lease)
    assert ledger.unfinished("other")
    assert not ledger.unfinished("g")


def test_a_tick_runs_once_a_slot_over_all_workers() -> None:
    runs: list[object] = []
    tick = Tick("test", timedelta(minutes=5), runs.append)
    now = timezone.now().replace(minute=2, second=0)
    assert cron.run_due(tick, now=now)
    assert not cron.run_due(tick, now=now + SOON)
    assert cron.run_due(tick, now=now + timedelta(minutes=5))
    assert len(runs) == 2


def test_a_tick_that_fails_leaves_its_slot_free() -> None:
    def broken(now: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cron.run_due(Tick("test", timedelta(minutes=5), broken))
    assert not CronSlot.objects.exists()
