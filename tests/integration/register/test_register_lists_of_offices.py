"""Lists of agencies as other offices write them: imported without a line of code for any of them."""

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from ronda.accounts.models import Person
from ronda.register import imports
from ronda.register.models import Agency, NameKind

pytestmark = pytest.mark.django_db

Rows = list[list[Any]]


def book(sheets: Mapping[str, Rows], merged: Mapping[str, tuple[str, ...]] | None = None) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for area in (merged or {}).get(title, ()):
            sheet.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def load(officer: Person, sheets: Mapping[str, Rows], **merged: tuple[str, ...]) -> Any:
    batch = imports.preview("agencies", "daftar opd.xlsx", book(sheets, merged), officer)
    assert [p["sentence"]["id"] for p in batch.preview["errors"]] == []
    imports.apply(batch, officer)
    return batch


def names() -> dict[str, str]:
    """Every agency's name, with its short name."""
    return {
        agency.name: next((n.text for n in agency.names.all() if n.kind == NameKind.SHORT), "")
        for agency in Agency.objects.order_by("pk")
    }


def test_capitals_titles_and_numbers_in_the_names(officer: Person) -> None:
    rows: Rows = [
        ["LAMPIRAN KEPUTUSAN GUBERNUR TANJUNG ARUNIKA"],
        ["NOMOR 12 TAHUN 2026"],
        [],
        ["NO.", "NAMA SKPD", "SINGKATAN/AKRONIM", "ALAMAT", "NO. TELP/FAX", "WEBSITE/SITUS"],
        ["I", "SEKRETARIAT DAERAH", "SETDA", "JL. TERATAI 1", "(0499) 821001", "-"],
        ["", "1. BIRO HUKUM", "RO HUKUM", "", "", ""],
        ["", "2. BIRO ORGANISASI DAN TATA LAKSANA", "RO ORTALA", "", "", ""],
        ["II", "DINAS PEKERJAAN UMUM DAN PENATAAN RUANG", "DINAS PUPR", "", "0499-821002", "-"],
        ["III", "SATUAN POLISI PAMONG PRAJA", "SATPOL PP", "", "", ""],
    ]
    load(officer, {"SKPD": rows})
    assert names() == {
        "SEKRETARIAT DAERAH": "SETDA",
        "BIRO HUKUM": "RO HUKUM",
        "BIRO ORGANISASI DAN TATA LAKSANA": "RO ORTALA",
        "DINAS PEKERJAAN UMUM DAN PENATAAN RUANG": "DINAS PUPR",
        "SATUAN POLISI PAMONG PRAJA": "SATPOL PP",
    }


def test_one_sheet_for_each_kind_of_office(officer: Person) -> None:
    head = ["No", "Nama Perangkat Daerah", "Nama Singkat"]
    load(
        officer,
        {
            "Petunjuk": [["Isi lembar berikut, satu lembar untuk tiap jenis perangkat daerah."]],
            "Dinas": [["DINAS"], head, [1, "Dinas Kesehatan", "Dinkes"], [2, "Dinas Sosial", "Dinsos"]],
            "Badan": [["BADAN"], head, [1, "Badan Kepegawaian Daerah", "BKD"]],
            "Biro": [["BIRO"], head, [1, "Biro Umum", "Ro Umum"]],
        },
    )  # fmt: skip
    assert list(names()) == [
        "Dinas Kesehatan",
        "Dinas Sosial",
        "Badan Kepegawaian Daerah",
        "Biro Umum",
    ]


def test_a_sheet_of_an_older_year_is_left_out_and_said(officer: Person) -> None:
    head = ["No", "Nama OPD", "Singkatan"]
    batch = load(
        officer,
        {
            "2026": [head, [1, "Dinas Kesehatan", "Dinkes"], [2, "Dinas Sosial", "Dinsos"]],
            "2024": [head, [1, "Dinas Kesehatan", "Dinkes"], [2, "Dinas Sosial dan P3A", "DSP3A"]],
        },
    )
    assert list(names()) == ["Dinas Kesehatan", "Dinas Sosial"]
    said = " ".join(w["sentence"]["id"] for w in batch.preview["warnings"])
    assert "2024" in said


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nomenklatur", "Inisial"),
        ("Nama Dinas/Badan/Kantor", "Singkatan Resmi"),
        ("Nama Perangkat Daerah (Nomenklatur Baru)", "Nama Pendek"),
        ("NAMA PD", "AKRONIM"),
        ("Nama Unit Organisasi", "Sebutan Singkat"),
        ("Nama SKPD / OPD", "Singk."),
        ("Perangkat Daerah/Unit Kerja", "Singkatan Nama"),
        ("Organisasi Perangkat Daerah (OPD)", "Kependekan"),
        ("Nama Lembaga", "Singkatan Perangkat Daerah"),
    ],
)
def test_columns_have_many_names(officer: Person, name: str, short: str) -> None:
    load(officer, {"Data": [["No.", name, short], [1, "Dinas Kesehatan", "Dinkes"]]})
    assert names() == {"Dinas Kesehatan": "Dinkes"}


def test_groups_without_merged_cells_and_letters_for_numbers(officer: Person) -> None:
    rows: Rows = [
        ["Perangkat Daerah Provinsi Tanjung Arunika"],
        ["No", "Perangkat Daerah", "Singkatan", "Telepon", "Email"],
        ["A", "DINAS DAERAH", None, None, None],
        ["1", "Dinas Kesehatan", "Dinkes", "821001", "dinkes@arunikaprov.go.id"],
        ["2", "Dinas Perhubungan", "Dishub", "821003", None],
        ["B", "BADAN DAERAH", None, None, None],
        ["1", "Badan Riset dan Inovasi Daerah (BRIDA)", None, None, None],
        ["Jumlah", 3],
    ]
    load(officer, {"Sheet1": rows})
    assert names() == {
        "Dinas Kesehatan": "Dinkes",
        "Dinas Perhubungan": "Dishub",
        "Badan Riset dan Inovasi Daerah": "BRIDA",
    }


def test_a_heading_of_three_rows_with_merged_cells(officer: Person) -> None:
    rows: Rows = [
        ["DATA WEBSITE PERANGKAT DAERAH", None, None, None, None],
        ["No", "Identitas Perangkat Daerah", None, "Kontak Kantor", None],
        [None, "Nama", "Singkatan", "Telepon", "Surel"],
        [1, "Dinas Kelautan dan Perikanan", "DKP", "(0499) 821004", "dkp@arunikaprov.go.id"],
        [2, "Dinas Ketahanan Pangan", "DKP", "(0499) 821005", None],
    ]
    load(officer, {"Data": rows}, Data=("A1:E1", "B2:C2", "D2:E2", "A2:A3"))
    assert names() == {"Dinas Kelautan dan Perikanan": "DKP", "Dinas Ketahanan Pangan": "DKP"}
