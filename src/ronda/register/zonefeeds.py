"""Official zones as the settings name them, and whence each can be read."""

import msgspec
from django.db import transaction

from ronda.register.errors import refused
from ronda.register.holdings import create_zone, update_zone
from ronda.register.models import Zone


class Feed(msgspec.Struct, frozen=True):
    """A zone, the server that lets us transfer it ("" for none) or its zone file."""

    name: str
    transfer_from: str = ""
    zone_file: str = ""


def parse_feeds(text: str) -> list[Feed]:
    """Read "name@address:port, name@/path/zonefile, name"; raises :class:`Refused`."""
    feeds: list[Feed] = []
    for item in filter(None, (part.strip() for part in text.split(","))):
        name, mark, source = item.partition("@")
        name, source = name.strip().rstrip(".").lower(), source.strip()
        if not name or (mark and not source) or "." not in name:
            raise refused(
                "{item!r} tidak dapat dibaca. Tulis nama@alamat:port, nama@/berkas/zona, atau nama.",
                "Cannot read {item!r}. Write name@address:port, name@/path/zonefile, or name.",
                item=item,
            )
        if source.startswith("/"):
            feeds.append(Feed(name, zone_file=source))
        else:
            feeds.append(Feed(name, transfer_from=source))
    return feeds


@transaction.atomic
def save_feeds(feeds: list[Feed]) -> None:
    """Register the zones; a zone that stands already is only told where to read it from."""
    for feed in feeds:
        known = Zone.objects.filter(name=feed.name).first()
        if known is None:
            create_zone(
                feed.name,
                person=None,
                transfer_from=feed.transfer_from,
                zone_file=feed.zone_file,
                reason="RONDA_ZONES",
            )
        elif feed.transfer_from or feed.zone_file:
            update_zone(
                known,
                person=None,
                transfer_from=feed.transfer_from,
                zone_file=feed.zone_file,
                reason="RONDA_ZONES",
            )
