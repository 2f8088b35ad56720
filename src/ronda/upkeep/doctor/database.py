"""The database: reachable, migrated, with somebody to sign in, and not stopped by the switch."""

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from ronda.upkeep.doctor.contract import Item, error, ok, warning


def look() -> Iterator[Item]:
    """Look at the database and at what stands in it."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, OSError) as problem:
        why = str(problem).strip().splitlines()[0]
        yield error(
            "database.reachable",
            f"Basis data tidak dapat dibuka: {why}.",
            f"The database cannot be opened: {why}.",
            "Periksa RONDA_DATABASE_URL dan apakah servernya berjalan.",
            "Check RONDA_DATABASE_URL and whether its server runs.",
        )
        return
    yield ok(
        "database.reachable",
        f"Basis data ({connection.vendor}) terbuka.",
        f"The database ({connection.vendor}) opens.",
    )
    if waiting:
        yield error(
            "database.migrated",
            f"{len(waiting)} perubahan skema belum diterapkan.",
            f"{len(waiting)} migrations are not applied.",
            "Jalankan: ronda init",
            "Run: ronda init",
        )
        return
    yield ok("database.migrated", "Skema basis data mutakhir.", "The schema is up to date.")
    yield from _content()


def _content() -> Iterator[Item]:
    from ronda.accounts.models import Person, Role
    from ronda.patrol.models import StopSwitch
    from ronda.register.models import Zone

    if Person.objects.filter(role=Role.OFFICER, is_active=True).exists():
        yield ok("people.officer", "Ada petugas yang dapat masuk.", "An officer can sign in.")
    else:
        yield error(
            "people.officer",
            "Belum ada petugas yang dapat masuk.",
            "There is no officer who can sign in.",
            "Jalankan: ronda init, atau ronda person add NAMA --role officer",
            "Run: ronda init, or ronda person add NAME --role officer",
        )
    if not Zone.objects.exists():
        yield warning(
            "zones.present",
            "Belum ada domain resmi, jadi situs resmi tidak dikenali dari namanya.",
            "There is no official zone, so no site is known as official by its name.",
            "Setel RONDA_ZONES lalu jalankan: ronda init",
            "Set RONDA_ZONES, then run: ronda init",
        )
    switch = StopSwitch.objects.filter(engaged=True).first()
    if switch:
        why = switch.reason or "-"
        yield warning(
            "patrol.stop",
            f"Ronda dihentikan sejak {switch.changed_at:%Y-%m-%d %H:%M} UTC ({why}); tidak ada "
            "situs yang dikunjungi.",
            f"The patrol is stopped since {switch.changed_at:%Y-%m-%d %H:%M} UTC ({why}); no site "
            "is visited.",
            "Lepaskan bila sudah boleh: ronda stop --release",
            "Release it when it may go on: ronda stop --release",
        )
    else:
        yield ok("patrol.stop", "Sakelar henti tidak aktif.", "The stop switch is not engaged.")
