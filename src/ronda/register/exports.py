"""The register as spreadsheets that no program runs as formulas, and that import again unchanged."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter
from django.db.models import Model, QuerySet

from ronda.register.errors import refused
from ronda.register.guard import guarded
from ronda.register.imports.fields import AGENCIES, SITES, SYSTEMS, Kind
from ronda.register.models import Agency, NameKind, Site, System

XLSX_ROWS = 1_048_576
XLSX_CELL = 32_767
"""The limits of the file format (ECMA-376); a longer cell would be dropped without a word."""

Row = Sequence[str]


def export_csv(queryset: "QuerySet[Any]", *, language: str = "id") -> Iterator[bytes]:
    """Stream agencies, systems or sites as CSV (RFC 4180, UTF-8 with mark, semicolons).

    Pass a queryset that went through ``visible_to``. Semicolons and the mark are what spreadsheet
    programs with Indonesian settings open rightly by a double click.
    """
    heads, rows = table(queryset, language)
    return csv_stream(heads, rows)


def export_xlsx(queryset: "QuerySet[Any]", *, language: str = "id") -> io.BytesIO:
    """Return agencies, systems or sites as an XLSX file, open at its beginning.

    Pass a queryset that went through ``visible_to``. Raises :class:`Refused` when there are more
    rows than the format holds.
    """
    heads, rows = table(queryset, language)
    return xlsx_file(heads, rows)


def csv_stream(heads: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Stream any table as CSV; every cell guarded against being run as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    writer.writerow([guarded(cell) for cell in heads])
    for count, row in enumerate(rows, 1):
        writer.writerow([guarded(cell) for cell in row])
        if count % 200 == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def xlsx_file(heads: Row, rows: Iterable[Row]) -> io.BytesIO:
    """Write any table as XLSX in constant memory; every cell is a text, never a formula or link."""
    out = io.BytesIO()  # compressed: 250,000 sites are about 12 MB
    book = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for column, head in enumerate(heads):
        sheet.set_column(column, column, 28)
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(rows, 1):
        if number >= XLSX_ROWS:
            raise refused(
                "Lebih dari {n} baris tidak muat di XLSX. Ekspor sebagai CSV.",
                "More than {n} rows do not fit into XLSX. Export as CSV.",
                n=XLSX_ROWS - 1,
            )
        for column, cell in enumerate(row):
            if len(cell) > XLSX_CELL:
                raise refused(
                    "Isi kolom {column} baris {row} terlalu panjang untuk XLSX. Ekspor sebagai CSV.",
                    "Column {column} of row {row} is too long for XLSX. Export as CSV.",
                    column=heads[column],
                    row=number + 1,
                )
            if cell:
                # A text cell is never run; an apostrophe of its own is kept from the import's hands.
                text = guarded(cell) if cell.startswith("'") else cell
                sheet.write_string(number, column, text, wrap)
    book.close()
    out.seek(0)
    return out


def table(queryset: "QuerySet[Any]", language: str) -> tuple[list[str], Iterator[list[str]]]:
    """Return headings and rows of a queryset of agencies, systems or sites."""
    model: type[Model] = queryset.model
    kind, prepare, values = _TABLES[model]
    heads = [field.title.get(language) for field in kind.fields]
    rows = prepare(queryset).iterator(chunk_size=500)

    def lines() -> Iterator[list[str]]:
        for row in rows:
            cells = values(row)
            yield [cells.get(field.key, "") for field in kind.fields]

    return heads, lines()


def _agencies(queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.select_related("parent").prefetch_related(
        "names", "contacts", "predecessors", "sites"
    )


def _agency(agency: Agency) -> dict[str, str]:
    names: dict[str, list[str]] = {kind: [] for kind in NameKind.values}
    for name in agency.names.all():
        names[name.kind].append(name.text)
    shorts = names[NameKind.SHORT]
    official = [n for n in agency.names.all() if n.kind == NameKind.OFFICIAL]
    contacts = sorted(agency.contacts.all(), key=lambda c: c.pk)
    sites = [
        s.url for s in agency.sites.all() if (s.state, s.relation) == ("registered", "official")
    ]
    return {
        "key": agency.key,
        "name": agency.name,
        "short": shorts[0] if shorts else "",
        # The import takes one short name; what else the office is called are other names.
        "aliases": "\n".join(names[NameKind.ALIAS]),
        "former": "\n".join(names[NameKind.FORMER]),
        "level": str(agency.get_level_display()),
        "parent": agency.parent.key if agency.parent else "",
        "predecessors": "\n".join(sorted(a.key for a in agency.predecessors.all())),
        "address": agency.address,
        "phone": agency.phone,
        "email": agency.email,
        "sites": "\n".join(sorted(sites)),
        "contact_title": "\n".join(c.title for c in contacts),
        "contact_name": "\n".join(c.name for c in contacts),
        "contact_email": "\n".join(c.email for c in contacts),
        "contact_phone": "\n".join(c.phone for c in contacts),
        "valid_from": _day(official[0].valid_from) if official else "",
        "dissolved_on": _day(agency.dissolved_on),
    }


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _systems(queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.select_related("agency").prefetch_related("sites")


def _system(system: System) -> dict[str, str]:
    sites = [s.url for s in system.sites.all() if s.agency_id == system.agency_id]
    return {
        "name": system.name,
        "agency": system.agency.key,
        "lifecycle": str(system.get_lifecycle_display()),
        "purpose": system.purpose,
        "hosting": system.hosting,
        "sites": "\n".join(sites),
    }


def _sites(queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.select_related("agency", "system")


def _site(site: Site) -> dict[str, str]:
    return {
        "url": site.url,
        "agency": site.agency.key if site.agency else "",
        "relation": str(site.get_relation_display()),
        "system": site.system.name if site.system else "",
        "state": str(site.get_state_display()),
    }


_TABLES: dict[
    type[Model],
    tuple[Kind, Callable[["QuerySet[Any]"], "QuerySet[Any]"], Callable[[Any], dict[str, str]]],
] = {
    Agency: (AGENCIES, _agencies, _agency),
    System: (SYSTEMS, _systems, _system),
    Site: (SITES, _sites, _site),
}
