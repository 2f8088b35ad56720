"""Reads of this room: a person's own messages, and what did not arrive."""

from datetime import datetime, timedelta

import msgspec
from django.db.models import QuerySet

from ronda.accounts.models import Person
from ronda.inbox.models import Delivery, DeliveryState, Message

LATE = timedelta(minutes=10)
RECENT = timedelta(days=7)


def messages_of(person: Person) -> QuerySet[Message]:
    """A person's own messages, the newest first."""
    found = Message.objects.filter(person=person).order_by("-made_at", "-pk")
    return found.prefetch_related("deliveries")


def unread_of(person: Person) -> int:
    """How many of them are new."""
    return Message.objects.filter(person=person, read_at__isnull=True).count()


class Undelivered(msgspec.Struct, frozen=True):
    """What did not arrive over a channel."""

    late: int  # tried again
    failed: int  # given up within the last days
    error: dict[str, str]  # the latest reason, as Text


def undelivered(channel: str, now: datetime) -> Undelivered:
    """Return what waits for longer than ``LATE``, and what failed within ``RECENT``."""
    rows = Delivery.objects.filter(channel=channel)
    late = rows.filter(state=DeliveryState.WAITING, due_at__lt=now - LATE)
    failed = rows.filter(state=DeliveryState.FAILED, due_at__gt=now - RECENT)
    last = (late | failed).exclude(error={}).order_by("-due_at").first()
    return Undelivered(late.count(), failed.count(), last.error if last else {})
