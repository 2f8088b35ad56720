"""How cells are read: dates, telephone numbers, lists; formulas made harmless and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.register.guard import guarded, unguarded
from ronda.register.imports.cells import Values
from ronda.register.imports.fields import AGENCIES, SITES, Kind, recognise
from ronda.register.imports.layout import Column, Record
from ronda.register.sheets.grid import Cell, letter
from ronda.register.words import fold, key_for


def cell(key: str, value: Cell) -> Values:
    column = Column(1, "Judul", AGENCIES.field(key))
    return Values(Record(2, {key: value}, {key: column}))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-12", date(2026, 1, 12)),
        ("12/01/2026", date(2026, 1, 12)),
        ("12-1-2026", date(2026, 1, 12)),
        ("12 Januari 2026", date(2026, 1, 12)),
        ("Senin, 12 Januari 2026", date(2026, 1, 12)),
        ("12 Agu 2026", date(2026, 8, 12)),
        ("Pebruari 2026", date(2026, 2, 1)),
        ("2026", date(2026, 1, 1)),
        (2026.0, date(2026, 1, 1)),
        (46034.0, date(2026, 1, 12)),
    ],
)
def test_a_date_is_read_as_indonesians_write_it(written: Cell, day: date) -> None:
    values = cell("valid_from", written)
    assert values.day("valid_from") == day
    assert values.errors == []


@pytest.mark.parametrize("written", ["31/02/2026", "kemarin", "1/1/26", 3.0, "12 Smarch 2026"])
def test_what_is_no_date_is_an_error(written: Cell) -> None:
    values = cell("valid_from", written)
    assert values.day("valid_from") is None
    assert len(values.errors) == 1


def test_a_list_is_split_at_semicolons_and_lines_but_not_at_commas() -> None:
    values = cell("aliases", "Dinas A, B dan C; Dinas D\n\nDinas E;-")
    assert values.items("aliases") == ["Dinas A, B dan C", "Dinas D", "Dinas E"]


def test_sites_are_split_at_anything() -> None:
    values = cell("sites", "a.go.id, http://b.go.id/x/\nc.go.id;A.go.id  -")
    assert values.urls("sites") == ["https://a.go.id/", "http://b.go.id/x", "https://c.go.id/"]


def test_a_site_in_both_schemes_is_one_site() -> None:
    assert cell("sites", "http://a.go.id; https://a.go.id").urls("sites") == ["http://a.go.id/"]


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#NAME?", "#DIV/0!"])
def test_a_formulas_error_is_not_taken_for_a_value(text: str) -> None:
    values = cell("name", text)
    assert values.text("name", 300) == ""
    assert text in values.errors[0].text.id


@given(st.text())
def test_a_guarded_cell_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text())
def test_a_guarded_cell_never_starts_as_a_formula(text: str) -> None:
    assert guarded(text).lstrip()[:1] not in {*"=+-@|%", "＝", "＋", "－", "＠"}


@pytest.mark.parametrize(
    ("kind", "heading", "key"),
    [
        (AGENCIES, "Nama Perangkat Daerah", "name"),
        (AGENCIES, "NAMA  OPD", "name"),
        (AGENCIES, "Nama OPD (resmi)", "name"),
        (AGENCIES, "Surel / E-mail", "email"),
        (AGENCIES, "Situs/URL/Domain", "sites"),
        (AGENCIES, "Kontak (jabatan)", "contact_title"),
        (AGENCIES, "No. Telp", "phone"),
        (AGENCIES, "Nama lama", "former"),
        (AGENCIES, "T.M.T", None),
        (SITES, "Nama Domain", "url"),
        (SITES, "OPD", "agency"),
    ],
)
def test_headings_are_recognised_as_offices_write_them(
    kind: Kind, heading: str, key: str | None
) -> None:
    found = recognise(kind, heading)
    assert (found.key if found else None) == key


@pytest.mark.parametrize("kind", [AGENCIES, SITES])
def test_every_field_is_recognised_by_its_own_headings(kind: Kind) -> None:
    for field in kind.fields:
        for heading in (field.title.id, field.title.en):
            assert recognise(kind, heading) == field


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_are_named_as_a_spreadsheet_does(number: int, letters: str) -> None:
    assert letter(number) == letters


def test_names_are_compared_without_case_punctuation_and_ampersand() -> None:
    assert fold("Dinas Komunikasi, Informatika & Statistik") == fold(
        "DINAS KOMUNIKASI  INFORMATIKA dan Statistik"
    )


def test_a_key_is_made_from_the_short_name_and_never_taken_twice() -> None:
    assert key_for("Dinas Kes.", "Dinas Kesehatan", ()) == "dinas-kes"
    assert key_for("", "Dinas Kesehatan", {"dinas-kesehatan"}) == "dinas-kesehatan-2"
    assert key_for("", "保健", ()) == "opd"
