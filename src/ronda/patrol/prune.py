"""Retention: what has been replaced for long goes, unless a finding cites it."""

from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ronda.cases.models import Finding
from ronda.jobs.models import CronSlot, Shard, ShardState
from ronda.patrol.models import Body, Observation

BATCH = 500
# Settled shards and slots are book-keeping without worth as history.
LEDGER_DAYS = 30


class Pruned(msgspec.Struct):
    """How many rows went."""

    observations: int = 0
    bodies: int = 0
    shards: int = 0
    slots: int = 0


def prune(*, days: int | None = None, now: datetime | None = None) -> Pruned:
    """Delete what was replaced more than ``days`` ago (``RONDA_RETENTION_DAYS``); return the counts.

    Current observations stay whatever their age, and so does every body that a finding cites,
    open or closed, with the observation that shows it. Short transactions: patrols go on.
    """
    now = now or timezone.now()
    before = now - timedelta(days=settings.RONDA_RETENTION_DAYS if days is None else days)
    cited = cited_bodies()
    done = Pruned()
    old = Observation.objects.filter(replaced_at__lt=before).order_by("pk")
    last = 0
    while rows := list(old.filter(pk__gt=last).values_list("pk", "body_id")[:BATCH]):
        last = rows[-1][0]
        gone = [pk for pk, body in rows if body not in cited]
        done.observations += Observation.objects.filter(pk__in=gone).delete()[0]
    done.bodies = _unused_bodies(cited, before)
    ledger_before = now - timedelta(days=LEDGER_DAYS)
    settled = (ShardState.DONE, ShardState.CANCELLED)
    done.shards = Shard.objects.filter(state__in=settled, finished_at__lt=ledger_before).delete()[0]
    done.slots = CronSlot.objects.filter(slot__lt=ledger_before).delete()[0]
    return done


def cited_bodies() -> set[str]:
    """The bodies that any finding's evidence rests on."""
    rows = Finding.objects.values_list("cited_bodies", flat=True).iterator(chunk_size=2000)
    return {sha256 for row in rows for sha256 in row}


def _unused_bodies(cited: set[str], before: datetime) -> int:
    """Delete bodies that nothing shows any more. Freshly stored ones are left: their row follows."""
    count = 0
    unused = Body.objects.filter(observation=None, stored_at__lt=before).order_by("pk")
    last = ""
    while found := list(unused.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        last = found[-1]
        with transaction.atomic():
            # Asked again inside: a visit may have come back to an old body meanwhile.
            gone = Body.objects.filter(pk__in=set(found) - cited, observation=None)
            count += gone.delete()[0]
    return count
