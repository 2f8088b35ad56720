"""Backup and restore of a whole installation: database, secrets and files."""

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

import ronda
from ronda.upkeep import databases
from ronda.upkeep.archive import FORMAT, BadArchive, Manifest, Member, checksum, unpack, write

SECRET = "secret_key"  # noqa: S105 - the name of a file
FILES = "files"


def back_up(target: Path) -> Manifest:
    """Write the whole installation into one file, while it runs; raises :class:`BadArchive`."""
    var: Path = settings.VAR
    with _Workspace(var) as work:
        engine = databases.engine()
        copy = work / databases.DUMP[engine]
        databases.dump(copy)
        files = {copy.name: copy}
        if (var / SECRET).is_file():
            files[SECRET] = var / SECRET
        for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
            if path.is_file() and not path.is_symlink():
                name = f"{FILES}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}"
                # A link to the bytes, so that a file that is replaced meanwhile stays as measured.
                held = work / name
                held.parent.mkdir(parents=True, exist_ok=True)
                _hold(path, held)
                files[name] = held
        manifest = Manifest(
            format=FORMAT,
            made_at=datetime.now(UTC),
            version=str(getattr(ronda, "__version__", "0")),
            engine=engine,
            migrations=_applied(),
            members=[
                msgspec.structs.replace(checksum(path), name=name) for name, path in files.items()
            ],
            secret_from_environment="RONDA_SECRET_KEY" in os.environ,
        )
        write(target, manifest, files)
    return manifest


def _hold(path: Path, held: Path) -> None:
    try:
        os.link(path, held)
    except OSError:  # another file system, or links are not allowed
        shutil.copyfile(path, held)


def _applied() -> dict[str, list[str]]:
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()):
        applied.setdefault(app, []).append(name)
    return applied


def restore(source: Path, *, force: bool = False) -> Manifest:
    """Put a backup in the place of the present installation; raises :class:`BadArchive`.

    The archive is verified whole first. A database that holds anything is only replaced with
    ``force``; the old SQLite database then stays beside it as ``….replaced``. The database goes
    over in one rename (SQLite) or one transaction (PostgreSQL), last of all; files and secret
    step back when that fails. Older backups are migrated to this version.
    """
    var: Path = settings.VAR
    with _Workspace(var) as work:
        manifest = unpack(source, work)
        _fits(manifest)
        copy = work / databases.DUMP[manifest.engine]
        if not copy.is_file():
            raise BadArchive("Cadangan tanpa basis data.", "The backup has no database.")
        if manifest.engine == "sqlite":
            databases.verify_sqlite(copy)
        if not force and _occupied():
            raise BadArchive(
                "Basis data tujuan sudah berisi. Tambahkan --force untuk menggantinya.",
                "The target database holds data already. Add --force to replace it.",
            )
        if manifest.engine == "sqlite":
            databases.retire_sqlite()
        undo: list[tuple[Path, Path]] = []
        try:
            _swap(work / FILES, Path(settings.MEDIA_ROOT), undo)
            if (work / SECRET).is_file():
                _swap(work / SECRET, var / SECRET, undo)
            if manifest.engine == "sqlite":
                databases.place_sqlite(copy)
            else:
                databases.restore_postgres(copy)
        except BaseException:
            for present, former in reversed(undo):
                _away(present)
                if former.exists():
                    former.rename(present)
            raise
        for _, former in undo:
            _away(former)
    databases.migrate()
    return manifest


def _occupied() -> bool:
    """The target holds data, or cannot tell: a broken database is not replaced unasked."""
    if databases.engine() == "sqlite" and not databases.sqlite_path().exists():
        return False
    return databases.has_data()


def _fits(manifest: Manifest) -> None:
    if manifest.engine != databases.engine():
        raise BadArchive(
            f"Cadangan ini dari {manifest.engine}, sedangkan RONDA_DATABASE_URL menunjuk "
            f"{databases.engine()}. Samakan dulu.",
            f"This backup is of {manifest.engine} but RONDA_DATABASE_URL names "
            f"{databases.engine()}. Make them agree first.",
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    newer = [
        f"{app}.{name}"
        for app, names in manifest.migrations.items()
        for name in names
        if (app, name) not in known and any(a == app for a, _ in known)
    ]
    if newer:
        raise BadArchive(
            f"Cadangan ini dibuat Ronda yang lebih baru ({newer[0]}). Perbarui Ronda dulu.",
            f"This backup was made by a newer Ronda ({newer[0]}). Update Ronda first.",
        )


def _swap(fresh: Path, place: Path, undo: list[tuple[Path, Path]]) -> None:
    """Rename a restored file or folder into its place; the one there before steps aside."""
    former = place.with_name(f".{place.name}.before-restore")
    _away(former)
    if place.exists():
        place.rename(former)
    undo.append((place, former))
    if fresh.exists():
        fresh.rename(place)


def _away(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class _Workspace:
    """A private folder on the file system of ``var``, so that renames are atomic; removed after."""

    def __init__(self, var: Path) -> None:
        self._var = var

    def __enter__(self) -> Path:
        self._path = Path(tempfile.mkdtemp(prefix=".upkeep-", dir=self._var))
        return self._path

    def __exit__(self, *exc: Any) -> None:
        with suppress(OSError):
            shutil.rmtree(self._path)


__all__ = ["BadArchive", "Manifest", "Member", "back_up", "restore"]
