"""The ledger's moves: add, claim, renew, finish, fail, release, cancel; each one conditional update.

The same statements are right on SQLite and on PostgreSQL: a row is changed only where it still
stands as it was read, and the count of changed rows says who won. No lock is held between moves.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ronda.jobs.models import Shard, ShardState

# Attempts without any progress before a shard counts as poison.
MAX_ATTEMPTS = 5
BACKOFF = (5, 20, 60, 300)
"""Seconds to wait after the first, second, ... failure; the last repeats."""
ERROR_LENGTH = 2000

GaveUp = Callable[[Shard], None]
"""Told, in the same transaction, of a shard that is given up, so that its work is not left lying."""


class LostLease(Exception):
    """Another worker holds this shard by now: nothing may be written for it any more."""


class Lease(msgspec.Struct, frozen=True):
    """The right to work on a shard. ``owner`` and ``attempt`` fence every write of a result."""

    shard: int
    kind: str
    group: str
    payload: dict[str, Any]
    urgent: bool
    owner: str
    attempt: int


def lease_time() -> timedelta:
    """How long a lease lasts unless renewed (``RONDA_LEASE_SECONDS``)."""
    return timedelta(seconds=settings.RONDA_LEASE_SECONDS)


def add(
    kind: str,
    group: str,
    payloads: Iterable[dict[str, Any]],
    *,
    urgent: bool = False,
    not_before: datetime | None = None,
    max_attempts: int = MAX_ATTEMPTS,
    deaths_count: bool = True,
) -> int:
    """Enter shards, in the caller's transaction when there is one; return how many.

    ``deaths_count`` False: the death of a worker is not held against the shards it had in its hands;
    the room must tell by itself what kills workers, and leave it alone after a while.
    """
    due = not_before or timezone.now()
    rows = [
        Shard(
            kind=kind,
            group=group,
            payload=payload,
            urgent=urgent,
            not_before=due,
            max_attempts=max_attempts,
            deaths_count=deaths_count,
        )
        for payload in payloads
    ]
    Shard.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def claim(
    owner: str,
    *,
    urgent_only: bool = False,
    kinds: Collection[str] | None = None,
    group: str | None = None,
    now: datetime | None = None,
) -> Lease | None:
    """Take the next shard that is due or whose lease ran out; urgent ones first. None: nothing due."""
    now = now or timezone.now()
    due = _claimable(now, kinds, group).filter(Q(attempt__lt=F("max_attempts")) | _PARDONED)
    if urgent_only:
        due = due.filter(urgent=True)
    # Several rows are read since other workers reach for the same first one.
    for row in due.order_by("-urgent", "not_before", "pk")[:10]:
        won = (
            Shard.objects.filter(pk=row.pk, state=row.state, attempt=row.attempt)
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
            .update(
                state=ShardState.LEASED,
                owner=owner,
                attempt=row.attempt + 1,
                # Attempts never go down: they are the fence. The cap goes up instead.
                max_attempts=F("max_attempts") + int(_pardoned(row)),
                lease_until=now + lease_time(),
            )
        )
        if won:
            return Lease(
                row.pk, row.kind, row.group, row.payload, row.urgent, owner, row.attempt + 1
            )
    return None


_PARDONED = Q(state=ShardState.LEASED, deaths_count=False)


def _pardoned(row: Shard) -> bool:
    """The last attempt ended with its worker, which is not held against the shard."""
    return row.state == ShardState.LEASED and not row.deaths_count


def _claimable(
    now: datetime, kinds: Collection[str] | None, group: str | None
) -> QuerySet[Shard, Shard]:
    due = Q(state=ShardState.PENDING, not_before__lte=now)
    abandoned = Q(state=ShardState.LEASED, lease_until__lt=now)
    found = Shard.objects.filter(due | abandoned)
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    return found if group is None else found.filter(group=group)


def give_up_worn_out(
    gave_up: GaveUp, *, kinds: Collection[str] | None = None, now: datetime | None = None
) -> int:
    """Fail the abandoned shards whose attempts are used up: they killed every worker that tried."""
    now = now or timezone.now()
    count = 0
    worn = _claimable(now, kinds, None).filter(attempt__gte=F("max_attempts")).exclude(_PARDONED)
    for row in worn.order_by("pk")[:100]:
        with transaction.atomic():
            won = Shard.objects.filter(
                pk=row.pk, state=row.state, attempt=row.attempt, lease_until=row.lease_until
            ).update(
                state=ShardState.FAILED,
                finished_at=now,
                lease_until=None,
                error=row.error
                or f"given up after {row.attempt} attempts: each worker ended before it was done",
            )
            if won:
                gave_up(row)
                count += 1
    return count


def _mine(lease: Lease) -> QuerySet[Shard, Shard]:
    return Shard.objects.filter(
        pk=lease.shard, state=ShardState.LEASED, owner=lease.owner, attempt=lease.attempt
    )


def renew(lease: Lease, *, now: datetime | None = None) -> bool:
    """Lengthen a lease; False means that it is lost and the work must stop."""
    until = (now or timezone.now()) + lease_time()
    return bool(_mine(lease).update(lease_until=until))


def fence(lease: Lease) -> None:
    """Inside the transaction that writes a result: raise :class:`LostLease` unless still the holder.

    The update locks the shard's row until the end of the transaction, so nobody can take the
    shard over between this and the result. It also notes progress: the cap counts the attempts
    since the last result.
    """
    if not _mine(lease).update(max_attempts=lease.attempt + MAX_ATTEMPTS):
        raise LostLease(f"shard {lease.shard}: attempt {lease.attempt} of {lease.owner} is over")


def finish(lease: Lease, *, now: datetime | None = None) -> bool:
    """Mark a shard done; False when the lease was lost (then nothing changed)."""
    changed = _mine(lease).update(
        state=ShardState.DONE,
        finished_at=now or timezone.now(),
        lease_until=None,
        error="",
    )
    return bool(changed)


def fail(
    lease: Lease, error: str, gave_up: GaveUp, *, now: datetime | None = None
) -> ShardState | None:
    """Note a failed attempt: due again after a pause, or FAILED at the cap. None: lease lost."""
    now = now or timezone.now()
    error = error[:ERROR_LENGTH]
    pause = timedelta(seconds=BACKOFF[min(lease.attempt, len(BACKOFF)) - 1])
    with transaction.atomic():
        again = (
            _mine(lease)
            .filter(attempt__lt=F("max_attempts"))
            .update(
                state=ShardState.PENDING,
                owner="",
                lease_until=None,
                not_before=now + pause,
                error=error,
            )
        )
        if again:
            return ShardState.PENDING
        given_up = _mine(lease).update(
            state=ShardState.FAILED, finished_at=now, lease_until=None, error=error
        )
        if not given_up:
            return None
        gave_up(Shard.objects.get(pk=lease.shard))
        return ShardState.FAILED


def release(lease: Lease, *, now: datetime | None = None) -> bool:
    """Give a shard back unfinished (stop, orderly end): due at once, the attempt not held against it."""
    changed = _mine(lease).update(
        state=ShardState.PENDING,
        owner="",
        lease_until=None,
        not_before=now or timezone.now(),
        # Attempts never go down: they are the fence. The cap goes up instead.
        max_attempts=F("max_attempts") + 1,
    )
    return bool(changed)


def cancel(group: str, *, now: datetime | None = None) -> int:
    """Cancel what is left of a group; whoever works on it loses the lease at the next renewal."""
    return Shard.objects.filter(
        group=group, state__in=[ShardState.PENDING, ShardState.LEASED]
    ).update(
        state=ShardState.CANCELLED,
        finished_at=now or timezone.now(),
        lease_until=None,
    )


def unfinished(group: str | None = None, kinds: Collection[str] | None = None) -> bool:
    """Whether anything waits or is worked on (in a group)."""
    left = Shard.objects.filter(state__in=[ShardState.PENDING, ShardState.LEASED])
    if kinds is not None:
        left = left.filter(kind__in=kinds)
    return (left if group is None else left.filter(group=group)).exists()
