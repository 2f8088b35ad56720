"""The machine: the folder for data, its secrets, the space left, the clock."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from ronda.upkeep.doctor.contract import Item, error, ok, warning

LOW, EMPTY = 2_000_000_000, 200_000_000
"""Bytes left on the disk: below the first it is a warning, below the second an error."""

_BUILT = datetime(2026, 1, 1, tzinfo=UTC)  # no clock is right that shows an earlier time


def look() -> Iterator[Item]:
    """Look at the machine."""
    var: Path = settings.VAR
    yield _writable(var)
    yield from _secrets(var)
    yield _space(var)
    yield _clock(timezone.now())


def _writable(var: Path) -> Item:
    probe = var / f".doctor-{os.getpid()}"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as problem:
        return error(
            "var.writable",
            f"Folder data {var} tidak dapat ditulisi: {problem.strerror}.",
            f"The data folder {var} cannot be written to: {problem.strerror}.",
            f"Jadikan milik akun yang menjalankan Ronda: chown -R NAMA {var}",
            f"Give it to the account that runs Ronda: chown -R NAME {var}",
        )
    return ok("var.writable", f"Folder data {var} dapat ditulisi.", f"{var} can be written to.")


def _secrets(var: Path) -> Iterator[Item]:
    key = var / "secret_key"
    found = [key] if key.exists() else []
    if not found and "RONDA_SECRET_KEY" not in os.environ:
        yield error(
            "secret.present",
            "Kunci rahasia tidak ada.",
            "The secret key is missing.",
            "Jalankan: ronda init",
            "Run: ronda init",
        )
    found += [p for p in (var / "ronda.sqlite3", var / "first-sign-in.txt") if p.exists()]
    shut = not var.stat().st_mode & 0o007
    for path in found:
        mode = path.stat().st_mode & 0o777
        open_to = mode & (0o077 if path == key else 0o007)
        if open_to and not (shut and path != key):
            yield error(
                f"secret.mode.{path.name}",
                f"{path} dapat dibaca akun lain (hak akses {mode:03o}).",
                f"{path} can be read by other accounts (mode {mode:03o}).",
                f"Jalankan: chmod 600 {path}",
                f"Run: chmod 600 {path}",
            )
        else:
            yield ok(
                f"secret.mode.{path.name}",
                f"{path.name} tertutup bagi akun lain.",
                f"{path.name} is closed to other accounts.",
            )
    first = var / "first-sign-in.txt"
    if first.exists():
        yield warning(
            "secret.first_sign_in",
            f"Kata sandi pertama masih tersimpan di {first}.",
            f"The first password still stands in {first}.",
            "Ganti kata sandi itu setelah masuk, lalu hapus berkasnya.",
            "Change that password after signing in, then delete the file.",
        )


def _space(var: Path) -> Item:
    free = shutil.disk_usage(var).free
    words = f"{free / 1e9:.1f} GB"
    mend = (
        "Kosongkan ruang, atau turunkan RONDA_RETENTION_DAYS.",
        "Make room, or lower RONDA_RETENTION_DAYS.",
    )
    if free < EMPTY:
        return error("disk.space", f"Sisa ruang hanya {words}.", f"Only {words} are left.", *mend)
    if free < LOW:
        return warning("disk.space", f"Sisa ruang {words}.", f"{words} are left.", *mend)
    return ok("disk.space", f"Sisa ruang {words}.", f"{words} are left on the disk.")


def _clock(now: datetime) -> Item:
    """The clock is not before this software, nor before what it has written itself."""
    newest = max([_BUILT, *_newest_rows()])
    if now < newest - timedelta(minutes=5):
        return error(
            "clock",
            f"Jam komputer menunjuk {now:%Y-%m-%d %H:%M} UTC, lebih awal dari catatan terakhir "
            f"({newest:%Y-%m-%d %H:%M} UTC).",
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, before the last record "
            f"({newest:%Y-%m-%d %H:%M} UTC).",
            "Setel jam komputer dan nyalakan NTP.",
            "Set the clock and turn NTP on.",
        )
    return ok("clock", f"Jam: {now:%Y-%m-%d %H:%M} UTC.", f"Clock: {now:%Y-%m-%d %H:%M} UTC.")


def _newest_rows() -> list[datetime]:
    from ronda.patrol.models import Visit
    from ronda.register.models import Site

    found: list[Any] = []
    try:
        found.append(
            Site.objects.order_by("-created_at").values_list("created_at", flat=True).first()
        )
        found.append(
            Visit.objects.filter(finished_at__isnull=False)
            .order_by("-finished_at")
            .values_list("finished_at", flat=True)
            .first()
        )
    except DatabaseError:  # another subject says what is wrong with the database
        return []
    return [at for at in found if at is not None]
