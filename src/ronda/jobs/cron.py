"""Scheduled things run once a slot over all workers: an insert into a unique (name, slot)."""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ronda.jobs.handlers import Tick
from ronda.jobs.models import CronSlot


def slot_of(tick: Tick, now: datetime) -> datetime:
    """The slot that a time falls in: slots are whole multiples of the tick's length since 1970."""
    length = tick.every.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // length * length, tz=UTC)


def run_due(tick: Tick, *, now: datetime | None = None) -> bool:
    """Run a tick if nobody has in this slot; slot and effect stand or fall together."""
    now = now or timezone.now()
    slot = slot_of(tick, now)
    if CronSlot.objects.filter(name=tick.name, slot=slot).exists():
        return False
    try:
        with transaction.atomic():
            CronSlot.objects.create(name=tick.name, slot=slot)
            tick.run(now)
    except IntegrityError:
        if CronSlot.objects.filter(name=tick.name, slot=slot).exists():
            return False  # another worker was first
        raise
    return True
