"""Saving and deleting with the person and the reason, so that history knows who changed what."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from ronda.accounts.models import Person
from ronda.register.errors import refused


def must_decide(person: Person | AnonymousUser) -> None:
    """Raise :class:`Refused` unless the person may change the register."""
    if isinstance(person, AnonymousUser) or not person.is_active or not person.decides:
        raise refused(
            "Hanya petugas Diskominfo atau tim keamanan yang dapat mengubah register.",
            "Only an officer or the security team may change the register.",
        )


def store(row: models.Model, person: Person, reason: str = "", **options: Any) -> None:
    """Save a row; its history line carries the person and the reason."""
    mark(row, person, reason)
    row.save(**options)


def erase(row: models.Model, person: Person, reason: str = "") -> None:
    """Delete a row; its last history line carries the person and the reason."""
    mark(row, person, reason)
    row.delete()


def mark(row: models.Model, person: Person, reason: str = "") -> None:
    """Tell simple-history who acts and why, for the next save or delete of this row."""
    row._history_user = person  # type: ignore[attr-defined]
    row._change_reason = reason or None  # type: ignore[attr-defined]
