"""How certificate logs are read: a list that is too old, a reader that stands still, a log that lied."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from ronda.engine.discover.parts.ctlog_list import BadList, made_at
from ronda.upkeep.doctor.contract import Item, error, ok, warning

# Browsers no longer trust a list that is older (Chromium: 70 days); new shards are missing in it.
TOO_OLD = timedelta(days=70)
STILL = timedelta(minutes=30)


def look() -> Iterator[Item]:
    """Look at the list's age, the last reading, and what logs were caught in."""
    from ronda.discovery.models import SourceRun

    now = timezone.now()
    if settings.RONDA_CT_LOG_LIST:
        yield from _age(settings.RONDA_CT_LOG_LIST, now)
    if not (settings.RONDA_CT_LOG_LIST or settings.RONDA_CT_LOGS):
        return
    try:
        run = SourceRun.objects.filter(source="ct").order_by("-started_at", "-pk").first()
    except DatabaseError:
        return  # said by the subject that looks at the database
    if run is None:
        yield warning(
            "ct_reading.never",
            "Log CT belum pernah dibaca.",
            "The CT logs were never read.",
            "Jalankan: ronda discover --source ct, atau biarkan ronda serve berjalan.",
            "Run: ronda discover --source ct, or let ronda serve run.",
        )
        return
    yield _still(run.finished_at or run.started_at, now)
    yield from _lies(run.funnel, run.errors)


def _age(path: str, now: datetime) -> Iterator[Item]:
    try:
        made = made_at(path)
    except BadList:
        return  # said by the subject that uses the list
    if made is None or now - made > TOO_OLD:
        age = "?" if made is None else str((now - made).days)
        yield warning(
            "ct_reading.list_age",
            f"Daftar log CT {path} berumur {age} hari; log yang baru tidak ada di dalamnya.",
            f"The list of CT logs {path} is {age} days old; new logs are missing in it.",
            "Unduh log_list.json versi 3 yang baru dari penerbitnya, sebaiknya setiap pekan.",
            "Download a new log_list.json version 3 from its publisher, best every week.",
        )
    else:
        days = (now - made).days
        yield ok(
            "ct_reading.list_age",
            f"Daftar log CT berumur {days} hari.",
            f"The list of CT logs is {days} days old.",
        )


def _still(last: datetime, now: datetime) -> Item:
    minutes = int((now - last).total_seconds() // 60)
    if now - last > STILL:
        return warning(
            "ct_reading.last",
            f"Log CT terakhir dibaca {minutes} menit yang lalu.",
            f"The CT logs were last read {minutes} minutes ago.",
            "Jalankan pekerja (ronda serve atau ronda work) dan lepaskan tombol henti.",
            "Run the worker (ronda serve or ronda work) and release the stop switch.",
        )
    return ok(
        "ct_reading.last",
        f"Log CT dibaca {minutes} menit yang lalu.",
        f"The CT logs were read {minutes} minutes ago.",
    )


def _lies(funnel: dict[str, int], errors: list[dict[str, str]]) -> Iterator[Item]:
    """``funnel`` counts over a day, ``errors`` are the last reading's."""
    if errors:
        yield error(
            "ct_reading.errors",
            f"Pembacaan log CT terakhir: {len(errors)} kesalahan, misalnya: {errors[0]['id']}",
            f"The last reading of the CT logs: {len(errors)} errors, for example: {errors[0]['en']}",
            "Lihat halaman Sumber; log yang berbohong tidak dipakai sampai ia benar lagi.",
            "See the page of sources; a log that lies is not used until it tells the truth again.",
        )
    elif lies := funnel.get("log_lies", 0):
        yield warning(
            "ct_reading.lied",
            f"Dalam sehari terakhir sebuah log CT {lies} kali tidak cocok dengan tanda tangannya.",
            f"Within the last day a CT log contradicted its signature {lies} times.",
            "Bila terulang, laporkan kepada penerbit daftar log dan keluarkan log itu dari daftar.",
            "If it happens again, tell the list's publisher and take the log out of the list.",
        )
