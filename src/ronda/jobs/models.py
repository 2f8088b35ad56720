"""The ledger: what is due, leased, done and failed, claimed by conditional update."""

from typing import ClassVar

from django.db import models


class ShardState(models.TextChoices):
    """A shard's life."""

    PENDING = "pending", "Menunggu"
    LEASED = "leased", "Dikerjakan"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"


class Shard(models.Model):
    """A handful of work that one worker does at a time under a lease.

    Every write of a result is fenced by ``owner`` and ``attempt``: a frozen worker that thaws
    after its lease was taken over changes nothing.
    """

    kind = models.CharField(max_length=32)  # "patrol"
    group = models.CharField(max_length=64, db_index=True)  # what it is part of: "round:17"
    payload = models.JSONField()
    state = models.CharField(max_length=16, choices=ShardState, default=ShardState.PENDING)
    urgent = models.BooleanField(default=False)
    owner = models.CharField(max_length=64, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=5)
    # A worker that ended with it in its hands (killed) counts as an attempt. Not so where the room
    # keeps an account of its own of what may have killed the worker.
    deaths_count = models.BooleanField(default=True)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "-urgent", "not_before"], name="shard_due")
        ]


class CronSlot(models.Model):
    """A scheduled thing ran for a slot of time: unique, so it runs once over all workers."""

    name = models.CharField(max_length=64)
    slot = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "slot"], name="one_run_a_slot")
        ]
