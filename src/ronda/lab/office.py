"""Makes the office's spreadsheet of agencies from what the scenario says about them."""

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from ronda.lab import office_untidy
from ronda.lab.format import AgencyPlan
from ronda.lab.scenario import Scenario

FILE = "agencies.xlsx"
HEADINGS = (
    "No.",
    "Nama Perangkat Daerah",
    "Singkatan",
    "Sebutan lain",
    "Nama lama",
    "Alamat",
    "Telepon",
    "Surel",
    "Situs resmi",
    "Kontak (jabatan)",
)
WIDTHS = (5, 46, 16, 34, 40, 46, 18, 32, 44, 40)


def write(scenario: Scenario, target: Path | None = None) -> Path:
    """Write the spreadsheet; the same agencies give the same bytes. Returns where it stands."""
    target = target or Path(scenario.directory) / FILE
    book = xlsxwriter.Workbook(str(target), {"in_memory": True, "strings_to_numbers": False})
    book.set_properties(
        {"title": "Daftar Perangkat Daerah", "created": datetime(2026, 1, 5, tzinfo=UTC)}
    )
    if scenario.about.spreadsheet == "untidy":
        office_untidy.fill(book, scenario)
    else:
        _fill(book, scenario)
    book.close()
    return target


def _fill(book: xlsxwriter.Workbook, scenario: Scenario) -> None:
    sheet = book.add_worksheet("Daftar OPD")
    title = book.add_format({"bold": True, "align": "center", "font_size": 14})
    note = book.add_format({"italic": True})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#D9E2EC"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    last = len(HEADINGS) - 1
    region = scenario.about.region.name
    sheet.merge_range(0, 0, 0, last, "DAFTAR PERANGKAT DAERAH", title)
    sheet.merge_range(1, 0, 1, last, f"PEMERINTAH PROVINSI {region.upper()}", title)
    sheet.write(2, 0, "Keadaan per awal tahun, disusun oleh Bagian Organisasi", note)
    # A blank row, then the headings.
    sheet.write_row(4, 0, HEADINGS, head)
    for number, agency in enumerate(scenario.agencies, start=1):
        sheet.write_row(4 + number, 0, _row(number, agency, region), cell)


def _row(number: int, agency: AgencyPlan, region: str) -> tuple[str | int, ...]:
    # Every third name carries the region, every second a trailing space: real lists do.
    name = f"{agency.name} Provinsi {region}" if number % 3 == 0 else agency.name
    return (
        number,
        name + (" " if number % 2 == 0 else ""),
        agency.short,
        "; ".join(agency.aliases),
        "; ".join(agency.former),
        agency.address,
        agency.phone,
        agency.email,
        "\n".join(agency.listed_sites),
        agency.contact,
    )
