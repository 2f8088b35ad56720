"""Copies of the database while it is in use, and putting one back as a whole: SQLite, PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from ronda.upkeep.archive import BadArchive

DUMP = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
"""Name of the copy in the archive by engine."""


def engine() -> str:
    """The configured database: "sqlite" or "postgresql"."""
    return "sqlite" if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else "postgresql"


def migrate() -> None:
    """Bring the schema up to date; costs a second less than Django's command when it is."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def dump(target: Path) -> None:
    """Write a consistent copy of the database; others may go on writing meanwhile."""
    if engine() == "sqlite":
        _dump_sqlite(target)
    else:
        _postgres_tool("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"])


def has_data() -> bool:
    """Whether any table of Ronda's own rooms holds a row."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        present = set(connection.introspection.table_names())
        return any(
            model._base_manager.exists()
            for model in apps.get_models(include_auto_created=False)
            if model.__module__.startswith("ronda.") and model._meta.db_table in present
        )
    except DatabaseError as error:
        raise BadArchive(
            f"Basis data tujuan tidak dapat dibuka: {error}. Periksa RONDA_DATABASE_URL.",
            f"The target database cannot be opened: {error}. Check RONDA_DATABASE_URL.",
        ) from error


def sqlite_path() -> Path:
    """Where the SQLite database stands."""
    return Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])


def _dump_sqlite(target: Path) -> None:
    """Copy by SQLite's online backup (sqlite.org/backup.html): a snapshot, without stopping anyone."""
    source = sqlite_path()
    if not source.exists():
        raise BadArchive(
            f"Basis data {source} belum ada. Jalankan: ronda init",
            f"There is no database at {source}. Run: ronda init",
        )
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=30)) as one,
            closing(sqlite3.connect(target)) as two,
        ):
            one.backup(two, pages=4096)
            # The copy travels as one file, without a log beside it.
            two.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise BadArchive(
            f"Basis data {source} tidak dapat disalin: {error}.",
            f"The database {source} cannot be copied: {error}.",
        ) from error


def verify_sqlite(copy: Path) -> None:
    """Raise :class:`BadArchive` when the copy is not a sound SQLite database."""
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise BadArchive(
            f"Basis data di dalam cadangan rusak: {found}.",
            f"The database in the backup is broken: {found}.",
        )


def retire_sqlite() -> Path | None:
    """Fold the log of the present database into it and step aside for another.

    Fails when anybody else has it open: leaving the log mode needs the database to oneself.
    Returns the path under which the old database remains reachable, None when there was none.
    """
    connections.close_all()
    path = sqlite_path()
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError as error:
        # Not locked means broken, which may be why somebody restores.
        mode = "locked" if "locked" in str(error) else "delete"
    if mode != "delete":
        raise BadArchive(
            "Basis data sedang dipakai. Hentikan dulu: ronda serve (dan perintah lain), lalu ulangi.",
            "The database is in use. Stop ronda serve (and other commands) first, then try again.",
        )
    kept = path.with_name(f"{path.name}.replaced")
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # a file system without links
        shutil.copyfile(path, kept)
    return kept


def place_sqlite(copy: Path) -> None:
    """Put the copy where the database stands, in one rename."""
    path = sqlite_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("-wal", "-shm"):  # folded in already; a stale one must not meet the new database
        path.with_name(path.name + ending).unlink(missing_ok=True)
    os.replace(copy, path)


def restore_postgres(copy: Path) -> None:
    """Replace the database's content in a single transaction: all of it or nothing."""
    connections.close_all()
    _postgres_tool(
        "pg_restore",
        ["--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner",
         "--no-privileges", str(copy)],
        database_flag=True,
    )  # fmt: skip


def _postgres_tool(tool: str, arguments: list[str], *, database_flag: bool = False) -> None:
    found = shutil.which(tool)
    if found is None:
        raise BadArchive(
            f"Perintah {tool} tidak ada di komputer ini. Pasang paket postgresql-client.",
            f"The command {tool} is not on this machine. Install the package postgresql-client.",
        )
    settings: dict[str, Any] = connections[DEFAULT_DB_ALIAS].settings_dict
    environment = {**os.environ, "LC_MESSAGES": "C"}
    for key, variable in (
        ("HOST", "PGHOST"), ("PORT", "PGPORT"), ("USER", "PGUSER"), ("PASSWORD", "PGPASSWORD"),
        ("NAME", "PGDATABASE"),
    ):  # fmt: skip
        if settings.get(key):
            environment[variable] = str(settings[key])
    for option, variable in (("sslmode", "PGSSLMODE"), ("sslrootcert", "PGSSLROOTCERT")):
        if option in settings.get("OPTIONS", {}):
            environment[variable] = str(settings["OPTIONS"][option])
    if database_flag:
        arguments = [f"--dbname={settings['NAME']}", *arguments]
    # The password goes by the environment: a command line can be read by everybody.
    done = subprocess.run(  # noqa: S603
        [found, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        why = (done.stderr.strip().splitlines() or [f"code {done.returncode}"])[0]
        raise BadArchive(
            f"{tool} gagal: {why}. Tidak ada yang berubah.",
            f"{tool} failed: {why}. Nothing was changed.",
        )
