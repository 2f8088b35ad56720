"""Reports and declarations of sites, and what is kept of a sender to bound abuse."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ronda.accounts.scoping import ScopedQuerySet
from ronda.register.models import Agency, Site


class Kind(models.TextChoices):
    """Who said it."""

    PUBLIC = "public", "Laporan warga"
    DECLARED = "declared", "Pernyataan perangkat daerah"


class ReportQuerySet(ScopedQuerySet["Report"]):
    """An agency sees what it declared itself; what citizens wrote is the office's alone."""

    agency_path: ClassVar[str] = "agency_id"


class Report(models.Model):
    """One statement about one site; said again in the same words, only ``times`` and ``last_at`` move."""

    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=16, unique=True)  # told to the sender, to ask about it
    site = models.ForeignKey(Site, models.CASCADE, related_name="reports")
    written = models.CharField(max_length=500)  # the address as written
    remark = models.CharField(max_length=1000, blank=True)
    contact = models.CharField(max_length=200, blank=True)  # forgotten in time
    agency = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="declarations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)  # of site, words and sender
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_at", "-pk"]


class Attempt(models.Model):
    """A public report that was taken in: bounds how many come from one place and in all.

    Kept for a day. The sender's address is only stored as a keyed digest.
    """

    token = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="attempts")
