"""Messages, their way over channels outside Ronda, and how a person wants to be told."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ronda.engine.text import Text


class Message(models.Model):
    """One thing that one person is told, in both languages; it stands in Ronda's own pages at once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox_messages"
    )
    topic = models.CharField(max_length=32)  # "candidates"
    title = models.JSONField()  # {"id": ..., "en": ...}
    body = models.JSONField()  # the same; lines of plain text
    path = models.CharField(max_length=200)  # the page of Ronda that it leads to
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "read_at"], name="message_unread")]

    @property
    def title_text(self) -> Text:
        """The title in both languages."""
        return Text(**self.title)

    @property
    def body_text(self) -> Text:
        """The body in both languages."""
        return Text(**self.body)


class DeliveryState(models.TextChoices):
    """How far a message is on a channel."""

    WAITING = "waiting", "Menunggu dikirim"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal"


class Delivery(models.Model):
    """A message's way over one channel; written with the message, so that none is forgotten."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=16)
    state = models.CharField(
        max_length=8, choices=DeliveryState, default=DeliveryState.WAITING, db_index=True
    )
    due_at = models.DateTimeField()  # later than the message within a person's quiet hours
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.JSONField(default=dict)  # why it was not sent the last time, as Text

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "channel"], name="one_delivery_a_channel")
        ]


class Preference(models.Model):
    """How one person wants to be told; without a row by every channel, in Indonesian."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox_preference"
    )
    language = models.CharField(max_length=8, default="id")
    outside = models.BooleanField(default=True)  # also by channels outside Ronda
    # Hours of the day in the office's time zone; equal: none. 21 to 6 is the night.
    quiet_from = models.PositiveSmallIntegerField(default=0)
    quiet_until = models.PositiveSmallIntegerField(default=0)
