"""What discovery's sources are given: query logs, own ranges, zones; and how their last runs ended."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from ronda.engine.discover.parts.querylogs import files
from ronda.engine.discover.registry import all_sources
from ronda.engine.discover.reverse import MAX_ADDRESSES
from ronda.upkeep.doctor.contract import Item, error, ok, warning

STALE = timedelta(days=2)


def look() -> Iterator[Item]:
    """Look at what is set, and at what the last searches met."""
    yield from _query_logs()
    yield from _own_ranges()
    yield from _runs()


def _query_logs() -> Iterator[Item]:
    patterns = settings.RONDA_QUERY_LOGS
    if not patterns:
        yield warning(
            "sources.query_logs",
            "Log pertanyaan DNS tidak disetel; situs yang hanya dipakai pegawai lebih sulit ditemukan.",
            "No DNS query logs are set; sites that only staff use are harder to find.",
            "Setel RONDA_QUERY_LOGS ke log server DNS kantor, misalnya /var/log/named/queries.log*",
            "Set RONDA_QUERY_LOGS to the logs of the office's DNS servers, for example "
            "/var/log/named/queries.log*",
        )
        return
    found, without = files(patterns)
    for pattern in without:
        yield error(
            f"sources.query_logs.{pattern}",
            f"Tidak ada berkas log DNS yang terbaca di {pattern}.",
            f"There is no DNS query log to read at {pattern}.",
            "Periksa letak dan hak aksesnya di RONDA_QUERY_LOGS.",
            "Check its place and permissions in RONDA_QUERY_LOGS.",
        )
    closed = [path for path in found if not os.access(path, os.R_OK)]
    if closed:
        yield _unreadable(closed)
    if found:
        yield _freshness(found)


def _unreadable(closed: list[Path]) -> Item:
    return error(
        "sources.query_logs.closed",
        f"{len(closed)} log DNS tidak boleh dibaca, misalnya {closed[0]}.",
        f"{len(closed)} DNS query logs may not be read, for example {closed[0]}.",
        "Beri akun Ronda hak baca, misalnya lewat kelompok pemilik log itu.",
        "Let Ronda's account read them, for example through the group that owns the logs.",
    )


def _freshness(found: list[Path]) -> Item:
    last = datetime.fromtimestamp(max(path.stat().st_mtime for path in found), UTC)
    hours = int((timezone.now() - last).total_seconds() // 3600)
    if timezone.now() - last > STALE:
        return warning(
            "sources.query_logs.stale",
            f"Log DNS yang terbaru ditulis {hours} jam yang lalu.",
            f"The newest DNS query log was written {hours} hours ago.",
            "Periksa apakah server DNS masih mencatat, dan apakah pola RONDA_QUERY_LOGS masih cocok.",
            "Check whether the DNS server still logs, and whether RONDA_QUERY_LOGS still matches.",
        )
    return ok(
        "sources.query_logs",
        f"{len(found)} log DNS, yang terbaru ditulis {hours} jam yang lalu.",
        f"{len(found)} DNS query logs, the newest written {hours} hours ago.",
    )


def _own_ranges() -> Iterator[Item]:
    if not settings.RONDA_OWN_RANGES:
        yield warning(
            "sources.own_ranges",
            "Rentang alamat IP kantor tidak disetel; situs di server sendiri tanpa nama resmi "
            "lebih sulit ditemukan.",
            "The office's address ranges are not set; sites on its own machines without an official "
            "name are harder to find.",
            "Setel RONDA_OWN_RANGES, misalnya 192.0.2.0/24",
            "Set RONDA_OWN_RANGES, for example 192.0.2.0/24",
        )
        return
    total = 0
    for written in settings.RONDA_OWN_RANGES:
        try:
            total += ip_network(written).num_addresses
        except ValueError as problem:
            yield error(
                f"sources.own_ranges.{written}",
                f"RONDA_OWN_RANGES: {written} bukan rentang alamat ({problem}).",
                f"RONDA_OWN_RANGES: {written} is no address range ({problem}).",
                "Tulis alamat jaringan dengan panjangnya, misalnya 192.0.2.0/24",
                "Write the network's address with its length, for example 192.0.2.0/24",
            )
    if total > MAX_ADDRESSES:
        yield error(
            "sources.own_ranges.large",
            f"RONDA_OWN_RANGES berisi {total} alamat; paling banyak {MAX_ADDRESSES}.",
            f"RONDA_OWN_RANGES holds {total} addresses; at most {MAX_ADDRESSES}.",
            "Setel hanya rentang yang memang dipakai server kantor.",
            "Set only the ranges that the office's servers really use.",
        )
    elif total:
        yield ok(
            "sources.own_ranges",
            f"{total} alamat kantor ditanyakan namanya.",
            f"{total} addresses of the office are asked for their names.",
        )


def _runs() -> Iterator[Item]:
    """How the last run of each source ended that works by itself: zone, NSEC, look-alikes, ..."""
    from ronda.discovery.models import SourceRun

    good = 0
    # Followed sources have a subject of their own.
    for meta in (s.meta for s in all_sources() if not s.meta.by_hand and not s.meta.follows):
        rows = SourceRun.objects.filter(source=meta.id).order_by("-started_at", "-pk")
        try:
            run = rows.first()
        except DatabaseError:
            return  # said by the subject that looks at the database
        if run is None:
            continue
        if run.errors:
            first = run.errors[0]
            yield error(
                f"sources.{meta.id}",
                f"{meta.title.id}: {len(run.errors)} kesalahan pada pencarian terakhir, misalnya: "
                f"{first['id']}",
                f"{meta.title.en}: {len(run.errors)} errors in the last search, for example: "
                f"{first['en']}",
                "Perbaiki yang disebut itu; halaman Sumber memuat semuanya.",
                "Mend what is named; the page of sources has all of them.",
            )
        elif timezone.now() - run.started_at > STALE:
            yield warning(
                f"sources.{meta.id}",
                f"{meta.title.id}: terakhir berjalan {run.started_at:%Y-%m-%d %H:%M} UTC.",
                f"{meta.title.en}: last ran {run.started_at:%Y-%m-%d %H:%M} UTC.",
                "Pencarian berjalan setiap hari bila pekerja hidup: ronda serve atau ronda work.",
                "The search runs daily while the worker does: ronda serve or ronda work.",
            )
        else:
            good += 1
    if good:
        yield ok(
            "sources.runs",
            f"{good} sumber selesai tanpa kesalahan pada pencarian terakhir.",
            f"{good} sources ended without an error in the last search.",
        )
