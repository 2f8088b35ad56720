"""Rounds over due sites, visits, what was seen and what the checks said."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ronda.accounts.scoping import ScopedQuerySet
from ronda.register.models import Site


class OfSite:
    """The way from a row of this room to an agency."""

    agency_path: ClassVar[str] = "site__agency_id"


class RoundKind(models.TextChoices):
    """Why a round runs."""

    SCHEDULED = "scheduled", "Terjadwal"
    MANUAL = "manual", "Diminta petugas"
    CHECK_NOW = "check_now", "Periksa sekarang"


class Round(models.Model):
    """A round over the sites due; a "check now" is a round of one site."""

    kind = models.CharField(max_length=16, choices=RoundKind)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True
    )
    stopped = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at"]


class VisitState(models.TextChoices):
    """A visit's life."""

    PENDING = "pending", "Menunggu"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"


class VisitQuerySet(OfSite, ScopedQuerySet["Visit"]):
    """Visits, through their site."""


class Visit(models.Model):
    """One site's turn in a round. Its result is written once, in one transaction."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="visits")
    site = models.ForeignKey(Site, models.CASCADE, related_name="visits")
    state = models.CharField(max_length=16, choices=VisitState, default=VisitState.PENDING)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reachable = models.BooleanField(null=True)
    failure = models.CharField(max_length=32, blank=True)  # FailureKind of the visitor's view
    requests = models.PositiveIntegerField(default=0)
    bytes_received = models.PositiveBigIntegerField(default=0)
    progress = models.CharField(max_length=200, blank=True)  # the step under way, for live display
    # How often it was begun and neither came back nor was cut in order: its worker ended meanwhile.
    begun = models.PositiveSmallIntegerField(default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "site"], name="one_visit_a_round")
        ]
        indexes: ClassVar = [
            models.Index(fields=["round", "state"], name="visit_progress"),
            models.Index(fields=["started_at"], name="visit_started"),
        ]


class Body(models.Model):
    """A response body, once for all that show it, compressed with zlib."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)


class ObservationQuerySet(OfSite, ScopedQuerySet["Observation"]):
    """Observations, through their site."""


class Observation(models.Model):
    """An artifact as seen from ``first_seen_at`` to ``last_seen_at`` without a real change.

    ``digest`` is over normalised content: rotating tokens, counters and times are no change.
    A row is current while ``replaced_at`` is null.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="observations")
    key = models.CharField(max_length=200)  # engine.artifacts keys
    digest = models.CharField(max_length=64)
    artifact = models.JSONField()  # engine.artifacts.encode, body left out
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "key"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_current_observation",
            )
        ]


class MeasurementQuerySet(OfSite, ScopedQuerySet["Measurement"]):
    """Measurements, through their site."""


class Measurement(models.Model):
    """A check's verdict on a site from ``since`` on; a new row only when the outcome changes."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="measurements")
    check_id = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16)
    verdict = models.JSONField()  # engine.checks.contract.Verdict as JSON
    since = models.DateTimeField()
    measured_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "check_id"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_current_measurement",
            )
        ]


class StopSwitch(models.Model):
    """The global stop: one row; while ``engaged`` nothing is visited, obeyed within a second."""

    engaged = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True)


class DoNotVisit(models.Model):
    """A host (with all below it), address or network that is never visited."""

    pattern = models.CharField(max_length=253, unique=True)
    reason = models.CharField(max_length=300)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
