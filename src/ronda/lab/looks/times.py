"""Dates as sites write them."""

from datetime import datetime, timedelta

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


def later(now: datetime, ago: str) -> datetime:
    """Return the time that an :data:`~ronda.lab.format.Ago` stands for."""
    amount = int(ago[1:-1]) * (-1 if ago[0] == "-" else 1)
    return now + (timedelta(days=amount) if ago[-1] == "d" else timedelta(hours=amount))


def date_text(when: datetime, style: str) -> str:
    """Write a date: ``long``, ``weekday``, ``stamp`` (with a time), ``slashes``, ``iso``, ``short``."""
    if style == "slashes":
        return f"{when:%d/%m/%Y}"
    if style == "iso":
        return f"{when:%Y-%m-%d}"
    month = MONTHS[when.month - 1]
    if style == "short":
        return f"{when.day:02d} {month[:3]} {when.year}"
    date = f"{when.day} {month} {when.year}"
    if style == "weekday":
        return f"{DAYS[when.weekday()]}, {date}"
    return f"{date} - {when:%H.%M} WIB" if style == "stamp" else date
