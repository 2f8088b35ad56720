"""Messages to people: do the channels take them, and does everybody who decides get them?"""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from ronda.inbox.channels.contract import Channel, Unsent, all_channels
from ronda.upkeep.doctor.contract import Item, error, ok, warning


def look() -> Iterator[Item]:
    """Look at every channel that is set, and at what did not arrive."""
    used = [channel for channel in all_channels() if channel.configured()]
    if not used:
        yield warning(
            "messages.none",
            "Ronda hanya memberi tahu di halamannya sendiri, bukan lewat surel.",
            "Ronda tells people on its own pages only, not by e-mail.",
            "Setel RONDA_SMTP dan RONDA_MAIL_FROM, misalnya "
            "RONDA_SMTP=smtp+starttls://akun:sandi@surel.contohprov.go.id",
            "Set RONDA_SMTP and RONDA_MAIL_FROM, for example "
            "RONDA_SMTP=smtp+starttls://user:password@mail.contohprov.go.id",
        )
    for channel in used:
        yield _reached(channel)
        try:
            yield from _people(channel)
            yield from _arrived(channel)
        except DatabaseError:
            return  # said by the subject that looks at the database
    if used and not settings.CSRF_TRUSTED_ORIGINS:
        yield warning(
            "messages.links",
            "Pesan tidak memuat tautan ke Ronda, karena alamat Ronda tidak disetel.",
            "Messages carry no link into Ronda, since its address is not set.",
            "Setel RONDA_ORIGINS, misalnya https://ronda.contohprov.go.id",
            "Set RONDA_ORIGINS, for example https://ronda.contohprov.go.id",
        )


def _reached(channel: Channel) -> Item:
    title = channel.TITLE
    try:
        channel.try_out()
    except Unsent as unsent:
        return error(
            f"messages.{channel.ID}",
            unsent.text.id,
            unsent.text.en,
            "Perbaiki pengaturan itu; pesan yang menunggu lalu terkirim sendiri.",
            "Mend that setting; messages that wait are then sent by themselves.",
        )
    return ok(f"messages.{channel.ID}", f"{title.id}: siap.", f"{title.en}: ready.")


def _people(channel: Channel) -> Iterator[Item]:
    from ronda.accounts.models import DECIDES, Person

    people = Person.objects.filter(is_active=True, role__in=DECIDES).order_by("username")
    without = [p.get_username() for p in people if not channel.reaches(p)]
    if without:
        names = ", ".join(without[:5])
        yield warning(
            f"messages.{channel.ID}.people",
            f"{len(without)} orang yang memutuskan tidak dapat dicapai lewat {channel.TITLE.id}: {names}.",
            f"{len(without)} people who decide cannot be reached by {channel.TITLE.en}: {names}.",
            "Lengkapi alamat akunnya.",
            "Complete the address of their accounts.",
        )


def _arrived(channel: Channel) -> Iterator[Item]:
    from ronda.inbox.selectors import undelivered

    missing = undelivered(channel.ID, timezone.now())
    if not (missing.late or missing.failed):
        return
    why_id, why_en = missing.error.get("id", ""), missing.error.get("en", "")
    yield error(
        f"messages.{channel.ID}.undelivered",
        f"{channel.TITLE.id}: {missing.late} pesan menunggu terlalu lama, {missing.failed} gagal. "
        f"{why_id}".strip(),
        f"{channel.TITLE.en}: {missing.late} messages wait for too long, {missing.failed} failed. "
        f"{why_en}".strip(),
        "Pastikan pekerja berjalan; pesan yang gagal tetap terbaca di halaman Pesan.",
        "Make sure that the worker runs; messages that failed still stand on the page of messages.",
    )
