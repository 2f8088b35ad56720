"""Forgets, once a day, how reporters can be reached and where attempts came from."""

from datetime import datetime, timedelta

from django.conf import settings

from ronda.jobs.handlers import Tick
from ronda.reporting.models import Attempt, Report

ATTEMPTS_KEPT = timedelta(days=1)


def forget(now: datetime) -> None:
    """Delete attempts of yesterday, and contacts older than ``RONDA_REPORT_CONTACT_DAYS``."""
    Attempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).delete()
    old = now - timedelta(days=settings.RONDA_REPORT_CONTACT_DAYS)
    Report.objects.filter(last_at__lt=old).exclude(contact="").update(contact="")


TICK = Tick("reporting.forget", timedelta(hours=24), forget)
