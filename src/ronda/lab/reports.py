"""Reads the lists of addresses that people reported, as a scenario ships them."""

import csv
from pathlib import Path

import msgspec


class Report(msgspec.Struct, frozen=True):
    """One reported address."""

    address: str
    remark: str
    row: int  # in the file, the heading is row 1


def read_reports(path: Path) -> tuple[Report, ...]:
    """Read a CSV file with the columns ``alamat`` and ``keterangan``; raises ``OSError``."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Report((row.get("alamat") or "").strip(), (row.get("keterangan") or "").strip(), number)
            for number, row in enumerate(csv.DictReader(file), start=2)
        )
