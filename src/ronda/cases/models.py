"""Findings: a failing check on a site over time."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ronda.accounts.scoping import ScopedQuerySet
from ronda.register.models import Site


class FindingState(models.TextChoices):
    """A finding's life. MENDED: a later visit measured that it is gone. WITHDRAWN: a person's act."""

    UNCONFIRMED = "unconfirmed", "Belum dipastikan"
    CONFIRMED = "confirmed", "Pasti"
    MENDED = "mended", "Sudah dibenahi"
    WITHDRAWN = "withdrawn", "Dicabut"


OPEN = (FindingState.UNCONFIRMED, FindingState.CONFIRMED)


class FindingQuerySet(ScopedQuerySet["Finding"]):
    """Findings, through their site."""

    agency_path: ClassVar[str] = "site__agency_id"

    def open(self) -> "FindingQuerySet":
        """Findings that are neither mended nor withdrawn."""
        return self.filter(state__in=OPEN)


class Finding(models.Model):
    """A check fails on a site: from ``opened_at`` until measured gone. One open a site and check."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="findings")
    check_id = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=16, choices=FindingState, default=FindingState.UNCONFIRMED)
    severity = models.CharField(max_length=16)
    severity_rank = models.PositiveSmallIntegerField(
        default=0
    )  # for sorting; contract.Severity's order
    urgent = models.BooleanField(default=False)
    confidence = models.FloatField(default=1.0)
    verdict = models.JSONField()  # the last failing verdict
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # The last visit that tried and could not measure; null again once it is measured.
    unmeasured_since = models.DateTimeField(null=True, blank=True)
    # Bodies that the evidence rests on: not pruned while the finding stands in the register.
    cited_bodies = models.JSONField(default=list)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "check_id"],
                condition=models.Q(state__in=["unconfirmed", "confirmed"]),
                name="one_open_finding_a_check",
            )
        ]
        indexes: ClassVar = [
            # Tables and the desk: worst first, newest first.
            models.Index(
                fields=["-urgent", "-severity_rank", "-opened_at", "id"], name="finding_worst_first"
            ),
            # Counting what is open, and what was mended since when.
            models.Index(fields=["state", "closed_at"], name="finding_state_closed"),
        ]


class EventKind(models.TextChoices):
    """What happened to a finding."""

    OPENED = "opened", "Ditemukan"
    CONFIRMED = "confirmed", "Dipastikan"
    CHANGED = "changed", "Bukti berubah"
    UNMEASURED = "unmeasured", "Tidak terukur"
    MENDED = "mended", "Sudah dibenahi"
    WITHDRAWN = "withdrawn", "Dicabut"


class FindingEventQuerySet(ScopedQuerySet["FindingEvent"]):
    """Events, through the finding's site."""

    agency_path: ClassVar[str] = "finding__site__agency_id"


class FindingEvent(models.Model):
    """One line of a finding's timeline."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=EventKind)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    text = models.TextField(blank=True)

    objects = FindingEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["-at"], name="event_newest_first")]
