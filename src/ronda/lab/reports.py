"""Reads the lists of addresses that people reported, as a scenario ships them."""

import csv
from collections.abc import Iterable
from pathlib import Path

import msgspec


class Report(msgspec.Struct, frozen=True):
    """One reported address."""

    address: str
    remark: str
    row: int  # in the file, the heading is row 1


def read_reports(path: Path) -> tuple[Report, ...]:
    """Read a CSV file; raises ``OSError``.

    Its columns are "alamat" and "keterangan", or begin so ("Alamat Situs "), among any others.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = {
            word: _column(reader.fieldnames or (), word) for word in ("alamat", "keterangan")
        }
        return tuple(
            Report(
                (row.get(columns["alamat"]) or "").strip(),
                (row.get(columns["keterangan"]) or "").strip(),
                number,
            )
            for number, row in enumerate(reader, start=2)
        )


def _column(headings: Iterable[str], word: str) -> str:
    return next((text for text in headings if text.strip().lower().startswith(word)), word)
