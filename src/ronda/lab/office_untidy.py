"""The office's list of agencies as it grows over the years: for people's eyes, not for machines."""

from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ronda.lab.format import AgencyPlan
from ronda.lab.scenario import Scenario

NBSP = "\u00a0"
# Groups by the kind of office that a name begins with (Government Regulation 18/2016).
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("SEKRETARIAT DAERAH", ("Biro ",)),
    ("SEKRETARIAT DPRD DAN INSPEKTORAT", ("Sekretariat ", "Inspektorat")),
    ("BADAN", ("Badan ",)),
    ("DINAS DAN SATUAN", ("Dinas ", "Satuan ", "Rumah Sakit ")),
    ("LAIN-LAIN", ("",)),
)
# Two rows: the lower headings of a group stand below one cell that covers them.
UPPER = (
    "No",
    "Perangkat Daerah",
    "",
    "",
    "Kantor",
    "",
    "",
    "Website",
    "Penghubung",
    "Induk",
    "Ket.",
)
LOWER = ("", "Nama Perangkat Daerah", "Sebutan lain", "Nama sebelumnya", "Alamat Kantor",
         "No. Telp", "E-mail", "", "(Jabatan)", "", "")  # fmt: skip
WIDTHS = (5, 52, 28, 34, 46, 18, 32, 44, 40, 14, 22)
LAST = len(UPPER) - 1
REMARKS = ("", "", "SK menyusul", "", "alamat sementara", "", "", "lihat lampiran")


class Styles:
    """The formats of the book's cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.title: Format = book.add_format({"bold": True, "align": "center", "font_size": 14})
        self.note: Format = book.add_format({"italic": True})
        self.head: Format = book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#D9E2EC"}
        )
        self.group: Format = book.add_format({"bold": True, "border": 1, "bg_color": "#F3E9C8"})
        self.cell: Format = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})


def fill(book: xlsxwriter.Workbook, scenario: Scenario) -> None:
    """Write the sheets: a list of meetings that is none of ours, then the agencies."""
    styles = Styles(book)
    sheet = book.add_worksheet("Daftar OPD")
    _meetings(book.add_worksheet("Jadwal Rapat"), scenario.agencies, styles)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    row = _heading(sheet, scenario.about.region.name, styles)
    number = 0
    for letter, (name, members) in zip("ABCDE", _groups(scenario.agencies), strict=False):
        sheet.merge_range(row, 0, row, LAST, f"{letter}.  {name}", styles.group)
        row += 1
        number += 1 if letter > "B" else 0  # a row was struck out here, and nobody renumbered
        for agency in members:
            number += 1
            row = _agency(sheet, row, number, agency, scenario, styles)
    sheet.write(
        row + 1, 1, "Catatan: perubahan nomenklatur mengikuti peraturan daerah.", styles.note
    )
    sheet.write(row + 3, 8, "Kepala Bagian Organisasi", styles.note)


def _groups(agencies: Iterable[AgencyPlan]) -> Iterable[tuple[str, list[AgencyPlan]]]:
    left = list(agencies)
    for name, beginnings in GROUPS:
        members = [a for a in left if a.name.startswith(beginnings)]
        left = [a for a in left if a not in members]
        if members:
            yield name, members


def _heading(sheet: Worksheet, region: str, styles: Styles) -> int:
    """Titles, two rows of headings, a row of column numbers; returns the first row of data."""
    for row, text in enumerate(
        ("DAFTAR PERANGKAT DAERAH", f"PEMERINTAH PROVINSI {region.upper()}")
    ):
        sheet.merge_range(row, 0, row, LAST, text, styles.title)
    sheet.write(2, 0, "Lampiran surat Sekretaris Daerah, keadaan awal tahun", styles.note)
    for column, (upper, lower) in enumerate(zip(UPPER, LOWER, strict=True)):
        if upper and not lower:
            sheet.merge_range(4, column, 5, column, upper, styles.head)
        elif lower:
            sheet.write(5, column, lower, styles.head)
    sheet.merge_range(4, 1, 4, 3, UPPER[1], styles.head)
    sheet.merge_range(4, 4, 4, 6, UPPER[4], styles.head)
    sheet.write(4, 8, UPPER[8], styles.head)
    for column in range(LAST + 1):
        sheet.write(6, column, f"({column + 1})", styles.head)
    return 7


def _agency(
    sheet: Worksheet, row: int, number: int, plan: AgencyPlan, scenario: Scenario, styles: Styles
) -> int:
    """Write an agency; several sites take a row each, beside cells merged down. Returns the next row."""
    sites = [_site(url, number) for url in plan.listed_sites] or ["belum ada"]
    parent = scenario.agency(plan.parent)
    cells: dict[int, str | float] = {
        0: number,
        1: _name(plan, number, scenario.about.region.name),
        2: "; ".join(plan.aliases) if number % 2 else "\n".join(plan.aliases),
        3: "" if _in_one_cell(plan, number) else "; ".join(plan.former),
        4: plan.address.replace(", ", ",  ", 1) if number % 4 == 0 else plan.address,
        5: _phone(plan.phone, number),
        6: plan.email.upper() if number % 9 == 0 else plan.email + (" " if number % 2 else ""),
        8: f"{NBSP}{plan.contact}" if number % 6 == 0 else plan.contact,
        9: parent.name if parent else "",
        10: REMARKS[number % len(REMARKS)],
    }
    last = row + len(sites) - 1
    for column, value in cells.items():
        if last > row:
            sheet.merge_range(row, column, last, column, "", styles.cell)
        if isinstance(value, str):
            sheet.write_string(row, column, value, styles.cell)
        else:
            sheet.write_number(row, column, value, styles.cell)
    for offset, site in enumerate(sites):
        sheet.write_string(row + offset, 7, site, styles.cell)
    return last + 1


def _in_one_cell(plan: AgencyPlan, number: int) -> bool:
    """The old name stands beside the new one in the same cell."""
    return len(plan.former) == 1 and number % 2 == 1


def _name(plan: AgencyPlan, number: int, region: str) -> str:
    name = plan.name if region in plan.name or number % 5 else f"{plan.name} Provinsi {region}"
    if number % 7 == 3:
        name = name.replace(" ", "  ", 1)
    if number % 8 == 5:
        name = name.replace(" ", NBSP, 2)
    name += f" ({plan.short})"  # there is no column for it
    if _in_one_cell(plan, number):
        name += (" d/h {}", "\n(d/h {})", ", dahulu {}")[number % 3].format(plan.former[0])
    return name + ("   " if number % 3 == 0 else "")


def _site(url: str, number: int) -> str:
    bare = url.partition("://")[2].rstrip("/")
    return (url, bare, f"http://{bare}", f" {bare}/ ")[number % 4]


def _phone(phone: str, number: int) -> str | float:
    """The ways in which officials type "(0498) 431122"; one let the program make a number of it."""
    area, _, rest = phone.strip("(").partition(") ")
    forms = (phone, f"{area}-{rest}", f"{area} {rest[:3]} {rest[3:]}", f"Telp. {phone}")
    return float(f"{area}{rest}") if number == 12 else forms[number % 4]


def _meetings(sheet: Worksheet, agencies: tuple[AgencyPlan, ...], styles: Styles) -> None:
    """A second sheet that somebody began in the same file."""
    sheet.write_row(0, 0, ("Hari", "Jam", "Rapat", "Peserta"), styles.head)
    days = ("Senin", "Selasa", "Rabu", "Kamis")
    for row, (day, agency) in enumerate(zip(days, agencies, strict=False), start=1):
        sheet.write_row(row, 0, (day, "09.00", "Koordinasi situs", agency.short), styles.cell)
