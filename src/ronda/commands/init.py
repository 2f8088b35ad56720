"""`ronda init`: database, official zones and the first officer; safe to repeat."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ronda.commands.setup import use_database
from ronda.commands.speech import fail, give, say
from ronda.engine.text import Text

if TYPE_CHECKING:
    pass

FIRST_OFFICER = "petugas"


def add(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def init(
        as_json: bool = typer.Option(False, "--json", help="Write the result as JSON."),
    ) -> None:
        """Set up the database, the official zones and the first account. Safe to repeat."""
        use_database()
        from django.db import DatabaseError

        from ronda.upkeep.databases import migrate

        try:
            migrate()
        except (DatabaseError, OSError) as error:
            fail(
                Text(
                    f"Basis data tidak dapat disiapkan: {error}. Periksa RONDA_DATABASE_URL dan "
                    "hak tulis pada folder RONDA_VAR.",
                    f"The database cannot be set up: {error}. Check RONDA_DATABASE_URL and whether "
                    "the folder RONDA_VAR may be written to.",
                )
            )
        _close_to_others()
        say("Basis data siap.", "The database is ready.", mark="✓", style="green")
        zones = _zones()
        officer = _officer()
        if as_json:
            give({"zones": zones, "first_officer": officer})


def _close_to_others() -> None:
    """Take the folder with the database and the secrets out of other accounts' sight."""
    from django.conf import settings

    mode = settings.VAR.stat().st_mode
    if mode & 0o007 and settings.VAR.stat().st_uid == os.geteuid():
        settings.VAR.chmod(mode & 0o770)


def _zones() -> list[str]:
    """Register the zones of RONDA_ZONES and bring changed feeds up to date."""
    from django.conf import settings

    from ronda.register.errors import Refused
    from ronda.register.models import Zone
    from ronda.register.zonefeeds import parse_feeds, save_feeds

    try:
        save_feeds(parse_feeds(settings.RONDA_ZONES))
    except Refused as error:
        fail(Text(f"RONDA_ZONES: {error.text.id}", f"RONDA_ZONES: {error.text.en}"))
    zones: list[Zone] = list(Zone.objects.order_by("name"))
    if zones:
        names = ", ".join(zone.name for zone in zones)
        say(f"Domain resmi: {names}.", f"Official zones: {names}.", mark="✓", style="green")
    else:
        say(
            'Belum ada domain resmi. Contoh: RONDA_ZONES="contohprov.go.id@192.0.2.53"',
            'No official zone yet. Example: RONDA_ZONES="contohprov.go.id@192.0.2.53"',
            mark="!",
            style="yellow",
        )
    return [zone.name for zone in zones]


def _officer() -> str:
    """Make the first officer when there is none; its password is shown once and kept in a file."""
    from django.conf import settings
    from django.db import transaction

    from ronda.accounts.models import Person, Role
    from ronda.accounts.services import create_person

    with transaction.atomic():
        if Person.objects.filter(role=Role.OFFICER).exists():
            return ""
        name = FIRST_OFFICER
        while Person.objects.filter(username=name).exists():
            name += "1"
        person, password = create_person(name, role=Role.OFFICER, by=None)
        path = Path(settings.VAR) / "first-sign-in.txt"
        _write_secret(path, f"{person.username}\n{password}\n")
    say(
        f"Akun pertama: {person.username}  kata sandi: {password}",
        f"First account: {person.username}  password: {password}",
        mark="✓",
        style="bold",
    )
    say(
        f"Tercatat juga di {path}. Ganti kata sandi setelah masuk, lalu hapus berkas itu.",
        f"Kept in {path} too. Change the password after signing in, then delete that file.",
    )
    return person.username


def _write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
