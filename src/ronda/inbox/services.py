"""Writes of this room: telling people, reading, and how a person wants to be told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ronda.accounts.models import Person
from ronda.engine.text import Text
from ronda.inbox.channels.contract import all_channels
from ronda.inbox.delivering import KIND, MAX_ATTEMPTS
from ronda.inbox.models import Delivery, Message, Preference
from ronda.jobs import ledger


class Telling(msgspec.Struct, frozen=True):
    """What people are to be told."""

    topic: str
    title: Text
    body: Text
    path: str
    urgent: bool = False


def tell(people: Iterable[Person], told: Telling, *, now: datetime | None = None) -> list[Message]:
    """Write one message for each person and its way over every channel; return the messages.

    Called within the transaction of what it tells of, both stand or fall together, so that nothing
    is told twice or forgotten. What is not urgent leaves Ronda after the person's quiet hours.
    """
    now = now or timezone.now()
    made = []
    with transaction.atomic():
        for person in people:
            message = Message.objects.create(
                person=person,
                topic=told.topic,
                title=msgspec.to_builtins(told.title),
                body=msgspec.to_builtins(told.body),
                path=told.path,
                urgent=told.urgent,
                made_at=now,
            )
            made.append(message)
            _send_out(message, person, now)
    return made


def preference_of(person: Person) -> Preference:
    """Return how a person wants to be told; not stored yet when it was never chosen."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def prefer(person: Person, **chosen: object) -> Preference:
    """Store what a person chose: language, outside, quiet_from, quiet_until.

    Raises ``ValueError`` for what cannot be.
    """
    languages = [code for code, _ in settings.LANGUAGES]
    if chosen.get("language", languages[0]) not in languages:
        raise ValueError(f"language: {', '.join(languages)}")
    for field in ("quiet_from", "quiet_until"):
        hour = chosen.get(field, 0)
        if not isinstance(hour, int) or not 0 <= hour <= 23:
            raise ValueError(f"{field}: an hour from 0 to 23")
    row, _ = Preference.objects.update_or_create(person=person, defaults=chosen)
    return row


def mark_read(person: Person, pk: int | None = None) -> int:
    """Note that a person has read a message, or all of them; return how many were new."""
    unread = Message.objects.filter(person=person, read_at__isnull=True)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=timezone.now())


def after_quiet(chosen: Preference, now: datetime) -> datetime:
    """Return ``now``, or the end of the person's quiet hours when it lies within them."""
    here = timezone.localtime(now)
    start, end = chosen.quiet_from, chosen.quiet_until
    length = (end - start) % 24
    if (here.hour - start) % 24 >= length:
        return now
    day = here.replace(hour=end, minute=0, second=0, microsecond=0)
    return day if day > here else day + timedelta(days=1)


def _send_out(message: Message, person: Person, now: datetime) -> None:
    chosen = preference_of(person)
    due = now if message.urgent else after_quiet(chosen, now)
    for channel in all_channels():
        if not (channel.configured() and channel.reaches(person) and chosen.outside):
            continue
        row = Delivery.objects.create(message=message, channel=channel.ID, due_at=due)
        ledger.add(
            KIND,
            KIND,
            [{"delivery": row.pk}],
            urgent=message.urgent,
            not_before=due,
            max_attempts=MAX_ATTEMPTS,
        )
