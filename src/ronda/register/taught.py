"""Keeps the weights that the office's own answers taught, and gives them to attribution."""

from datetime import datetime

import msgspec

from ronda.engine.attribute.learning.local import Taught
from ronda.engine.attribute.weights import Weights, shipped
from ronda.register.models import TaughtWeights

KEPT = 30  # the latest; older ones say nothing that these do not


def keep_taught(taught: Taught, digest: str, now: datetime) -> TaughtWeights:
    """Keep what answers taught. Decisions themselves are never touched by it."""
    row = TaughtWeights.objects.create(
        made_at=now,
        base=shipped().version,
        digest=digest,
        answers=taught.answers,
        before=msgspec.to_builtins(taught.before),
        after=msgspec.to_builtins(taught.after),
        weights=msgspec.to_builtins(taught.weights),
        used=taught.better,
    )
    old = TaughtWeights.objects.values_list("pk", flat=True)[KEPT:]
    TaughtWeights.objects.filter(pk__in=list(old)).delete()
    return row


def latest_taught() -> TaughtWeights | None:
    """Return what was taught last from the weights that are shipped now, used or not."""
    return TaughtWeights.objects.filter(base=shipped().version).first()


def taught_weights() -> Weights | None:
    """Return the weights to use instead of the shipped ones; None: these did no better."""
    row = latest_taught()
    if row is None or not row.used:
        return None
    return msgspec.convert(row.weights, Weights)
