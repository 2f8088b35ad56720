"""People and spreadsheets for the register's tests."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from ronda.accounts.models import Person, Role
from ronda.register.models import Zone


@pytest.fixture
def officer(db: None) -> Person:
    """An officer of the office."""
    return Person.objects.create_user("petugas", role=Role.OFFICER)


@pytest.fixture
def zone(db: None) -> Zone:
    """The made-up province's official zone."""
    return Zone.objects.create(name="rembulanprov.go.id")


Workbook = Callable[..., bytes]


@pytest.fixture
def workbook() -> Workbook:
    """Make an XLSX: rows from A1 on, and merged areas."""

    def make(rows: list[list[Any]], merged: tuple[str, ...] = (), title: str = "Lembar1") -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make
