"""Takes messages over channels, as shards of the ledger: tried again until it works or is given up."""

from datetime import timedelta

import msgspec
import structlog
from django.conf import settings
from django.utils import timezone

from ronda.engine.text import Text
from ronda.inbox.channels.contract import Outgoing, Unsent, channel
from ronda.inbox.models import Delivery, DeliveryState, Preference
from ronda.jobs.handlers import Hold, Interrupted
from ronda.jobs.ledger import Lease
from ronda.jobs.models import Shard

log = structlog.get_logger(__name__)

KIND = "deliver"
# One every five minutes after the first few: a mail server may be away for a day.
MAX_ATTEMPTS = 300
AT_ONCE = 4
STALE = timedelta(days=2)  # older news are read in Ronda itself


class DeliverHandler:
    """Sends one message over one channel. Payload: {"delivery": its primary key}.

    Killed between the other side's "taken" and the row that says so, it sends again, under the
    same message id; everywhere else a repeat finds the row and does nothing.
    """

    def ready(self) -> bool:
        """Always: the stop switch is about visiting sites."""
        return True

    def room(self, running: int) -> bool:
        """Few at once: a mail server takes it ill to be stormed."""
        return running < AT_ONCE

    def run(self, lease: Lease, hold: Hold) -> None:
        """Send; a failure is kept in words and raised, so that the ledger tries again."""
        row = (
            Delivery.objects.select_related("message__person")
            .filter(pk=lease.payload["delivery"], state=DeliveryState.WAITING)
            .first()
        )
        if row is None:
            return
        if hold.over():
            raise Interrupted
        try:
            if not row.message.person.is_active:
                raise Unsent(_left(), final=True)
            channel(row.channel).send(row.message.person, outgoing(row))
        except Unsent as unsent:
            if not unsent.final and timezone.now() - row.due_at < STALE:
                _keep(row, error=msgspec.to_builtins(unsent.text))
                raise
            log.error("message_not_sent", delivery=row.pk, why=unsent.text.en)
            _keep(row, state=DeliveryState.FAILED, error=msgspec.to_builtins(unsent.text))
            return
        _keep(row, state=DeliveryState.SENT, sent_at=timezone.now(), error={})

    def gave_up(self, shard: Shard) -> None:
        """Say so; the message stands in Ronda itself, and the doctor tells."""
        _keep(Delivery(pk=shard.payload["delivery"]), state=DeliveryState.FAILED)


def outgoing(row: Delivery) -> Outgoing:
    """Return a message in its reader's language."""
    message = row.message
    chosen = Preference.objects.filter(person=message.person).first()
    language = chosen.language if chosen else settings.LANGUAGE_CODE
    base = next(iter(settings.CSRF_TRUSTED_ORIGINS), "").rstrip("/")
    return Outgoing(
        id=f"ronda.{message.topic}.{message.pk}.{int(message.made_at.timestamp() * 1000)}",
        title=message.title_text.get(language),
        body=message.body_text.get(language),
        link=f"{base}{message.path}" if base else "",
        urgent=message.urgent,
    )


def _keep(row: Delivery, **changes: object) -> None:
    Delivery.objects.filter(pk=row.pk, state=DeliveryState.WAITING).update(**changes)


def _left() -> Text:
    return Text("Akun orang ini sudah tidak aktif.", "This person's account is no longer active.")
