"""Spreadsheets into the register: what the preview says, what applying does."""

from typing import Any

import pytest

from ronda.accounts.models import Person
from ronda.register import imports, services
from ronda.register.errors import Refused
from ronda.register.models import (
    Agency,
    AgencyName,
    Contact,
    NameKind,
    Relation,
    Site,
    SiteState,
    System,
    Zone,
)

pytestmark = pytest.mark.django_db

SIMPLE = """Nama OPD;Singkatan;Sebutan lain;Situs
Dinas Kesehatan;Dinkes;Dinas Kes.;dinkes.rembulanprov.go.id
Dinas Komunikasi, Informatika dan Statistik;Diskominfotik;;diskominfo.rembulanprov.go.id, data.rembulanprov.go.id
"""


def preview(
    content: bytes | str, person: Person, kind: str = "agencies", name: str = "a.csv"
) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return imports.preview(kind, name, raw, person)


def load(content: bytes | str, person: Person, kind: str = "agencies", name: str = "a.csv") -> Any:
    batch = preview(content, person, kind, name)
    assert batch.preview["errors"] == []
    return imports.apply(batch, person)


def sentences(batch: Any) -> list[str]:
    return [problem["sentence"]["id"] for problem in batch.preview["errors"]]


def test_a_preview_changes_nothing(officer: Person) -> None:
    batch = preview(SIMPLE, officer)
    assert batch.preview["counts"] == {
        "new": 2,
        "changed": 0,
        "same": 0,
        "errors": 0,
        "warnings": 3,
    }
    assert not Agency.objects.exists()


def test_applying_writes_agencies_names_and_their_official_sites(
    officer: Person, zone: Zone
) -> None:
    load(SIMPLE, officer)
    agency = Agency.objects.get(key="diskominfotik")
    assert agency.name == "Dinas Komunikasi, Informatika dan Statistik"
    assert {(n.kind, n.text) for n in Agency.objects.get(key="dinkes").names.all()} == {
        ("official", "Dinas Kesehatan"),
        ("short", "Dinkes"),
        ("alias", "Dinas Kes."),
    }
    site = Site.objects.get(host="data.rembulanprov.go.id")
    assert (site.url, site.relation, site.state, site.agency, site.zone, site.confirmed_by) == (
        "https://data.rembulanprov.go.id/",
        Relation.OFFICIAL,
        SiteState.REGISTERED,
        agency,
        zone,
        officer,
    )


def test_importing_again_finds_everything_the_same(officer: Person) -> None:
    load(SIMPLE, officer)
    assert preview(SIMPLE, officer).preview["counts"]["same"] == 2


def test_the_header_is_found_under_titles_blank_rows_and_merged_cells(
    officer: Person, workbook: Any
) -> None:
    rows = [
        ["DAFTAR PERANGKAT DAERAH"],
        ["PROVINSI NUSA REMBULAN TAHUN 2026"],
        [],
        ["No", "Nama Perangkat Daerah", "Singkatan", "Kontak", None, "Situs / URL"],
        [None, None, None, "Jabatan", "Surel", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["A. DINAS"],
        [1, "  Dinas  Kesehatan ", "Dinkes", "Kepala Dinas", "kadis@rembulanprov.go.id", "dinkes.rembulanprov.go.id"],
        [None, None, None, "Sekretaris", None, "ppid-dinkes.rembulanprov.go.id"],
        [2, "Dinas Sosial", "Dinsos", None, None, None],
        ["Sumber: Biro Organisasi, 2026"],
    ]  # fmt: skip
    merged = ("A1:F1", "A2:F2", "D4:E4", "B4:B5", "F4:F5", "A7:F7", "A8:A9", "B8:B9", "C8:C9")
    batch = preview(workbook(rows, merged), officer, name="daftar.xlsx")
    assert sentences(batch) == []
    assert batch.preview["header"]["row"] == 5
    assert [row["title"] for row in batch.preview["rows"]] == ["Dinas Kesehatan", "Dinas Sosial"]
    imports.apply(batch, officer)
    health = Agency.objects.get(key="dinkes")
    assert [s.host for s in health.sites.all()] == [
        "dinkes.rembulanprov.go.id",
        "ppid-dinkes.rembulanprov.go.id",
    ]
    assert {c.title: c.email for c in health.contacts.all()} == {
        "Kepala Dinas": "kadis@rembulanprov.go.id",
        "Sekretaris": "",
    }


def test_an_error_names_row_column_what_was_found_and_how_to_mend_it(
    officer: Person, workbook: Any
) -> None:
    rows = [
        ["Nama OPD", "E-mail", "Berlaku sejak"],
        ["Dinas Kesehatan", "kadis at dinkes", "kemarin"],
    ]
    batch = preview(workbook(rows), officer, name="a.xlsx")
    email, day = batch.preview["errors"]
    assert (email["row"], email["column"], email["title"]) == (2, "B", "E-mail")
    assert email["sentence"]["id"] == (
        "Baris 2, kolom B (E-mail): “kadis at dinkes” bukan alamat surel. "
        "Tulis satu alamat, misalnya dinkes@contohprov.go.id."
    )
    assert "31/12/2025" in day["text"]["en"]


def test_nothing_is_applied_while_errors_remain(officer: Person) -> None:
    batch = preview("Nama OPD;Surel\nDinas A;x\nDinas B;b@contoh.go.id\n", officer)
    with pytest.raises(Refused, match="1 errors remain"):
        imports.apply(batch, officer)
    assert not Agency.objects.exists()


def test_a_failure_in_the_last_row_takes_the_first_row_back(
    officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = preview("Nama OPD;Situs\nDinas A;a.contoh.go.id\nDinas B;b.contoh.go.id\n", officer)
    real = services.create_site

    def failing(url: str, **rest: Any) -> Site:
        if "//b." in url:
            raise OSError("disk full")
        return real(url, **rest)

    monkeypatch.setattr("ronda.register.imports.sitecells.create_site", failing)
    with pytest.raises(OSError, match="disk full"):
        imports.apply(batch, officer)
    assert not Agency.objects.exists()
    assert not Site.objects.exists()
    assert batch.applied_at is None


def test_applying_twice_is_refused(officer: Person) -> None:
    batch = preview(SIMPLE, officer)
    imports.apply(batch, officer)
    with pytest.raises(Refused, match="applied already"):
        imports.apply(batch, officer)
    assert Agency.objects.count() == 2


def test_a_register_that_changed_into_a_contradiction_since_the_preview_is_refused(
    officer: Person,
) -> None:
    batch = preview(SIMPLE, officer)
    other = services.create_agency(name="Dinas Lain", person=officer)
    services.create_site(
        "dinkes.rembulanprov.go.id", relation=Relation.OFFICIAL, agency=other, person=officer
    )
    with pytest.raises(Refused, match="changed since the preview"):
        imports.apply(batch, officer)
    assert Agency.objects.count() == 1


def test_rows_that_somebody_else_did_meanwhile_are_no_contradiction(officer: Person) -> None:
    first, second = preview(SIMPLE, officer), preview(SIMPLE, officer)
    imports.apply(first, officer)
    assert imports.apply(second, officer)["same"] == 2


def test_a_former_name_that_is_an_agencys_present_name_renames_it(officer: Person) -> None:
    load("Nama OPD;Singkatan\nDinas Komunikasi dan Informatika;Diskominfo\n", officer)
    load(
        "Nama OPD;Nama lama;Berlaku sejak\n"
        "Dinas Komunikasi, Informatika dan Statistik;Dinas Komunikasi & Informatika;12 Januari 2026\n",
        officer,
    )
    agency = Agency.objects.get()
    assert (agency.key, agency.name) == (
        "diskominfo",
        "Dinas Komunikasi, Informatika dan Statistik",
    )
    former = AgencyName.objects.get(kind=NameKind.FORMER)
    assert (former.text, str(former.valid_to)) == ("Dinas Komunikasi dan Informatika", "2026-01-12")


def test_an_old_name_alone_is_not_taken_for_a_new_agency(officer: Person) -> None:
    load("Nama OPD;Nama lama\nDinas Baru;Dinas Lama\n", officer)
    batch = preview("Nama OPD\nDinas Lama\n", officer)
    assert "nama lain dari Dinas Baru (kode dinas-baru)" in sentences(batch)[0]


def test_parents_may_stand_below_their_units_in_the_same_file(officer: Person) -> None:
    load("Nama OPD;Singkatan;Induk\nRSUD Rembulan;RSUD;Dinkes\nDinas Kesehatan;Dinkes;\n", officer)
    assert Agency.objects.get(key="rsud").parent == Agency.objects.get(key="dinkes")


def test_parents_in_a_circle_are_an_error(officer: Person) -> None:
    batch = preview("Nama OPD;Induk\nDinas A;Dinas B\nDinas B;Dinas A\n", officer)
    assert "berputar" in sentences(batch)[0]


def test_a_parent_that_nobody_knows_is_an_error(officer: Person) -> None:
    batch = preview("Nama OPD;Induk\nRSUD;Dinas Entah\n", officer)
    assert "Dinas Entah" in sentences(batch)[0]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("Dinas Kesehatan;;\nDINAS  KESEHATAN;;\n", "sudah ada di baris 2"),
        ("Dinas A;a.contoh.go.id;\nDinas B;https://A.contoh.go.id/;\n", "sudah disebut di baris 2"),
        ("Dinas A;;x\nDinas B;;x\n", "sudah ada di baris 2"),
    ],
)
def test_duplicates_in_a_file_are_errors(officer: Person, rows: str, words: str) -> None:
    batch = preview("Nama OPD;Situs;Kode\n" + rows, officer)
    assert words in sentences(batch)[0]


def test_namesakes_at_different_levels_are_two_agencies(officer: Person) -> None:
    load(
        "Nama OPD;Tingkat;Singkatan\nDinas Kesehatan;Kabupaten;Dinkes Kab\n"
        "Dinas Kesehatan;Kota;Dinkes Kota\n",
        officer,
    )
    assert set(Agency.objects.values_list("key", "level")) == {
        ("dinkes-kab", "regency"),
        ("dinkes-kota", "city"),
    }


def test_a_telephone_number_that_lost_its_zero_gets_it_back_with_a_remark(
    officer: Person, workbook: Any
) -> None:
    batch = preview(
        workbook([["Nama OPD", "Telp."], ["Dinas A", 435821000]]), officer, name="a.xlsx"
    )
    imports.apply(batch, officer)
    assert Agency.objects.get().phone == "0435821000"
    assert "0435821000" in batch.preview["warnings"][0]["text"]["id"]


def test_only_those_who_decide_may_import(db: None) -> None:
    leader = Person.objects.create_user("kadis", role="leader")
    with pytest.raises(Refused, match="Only an officer"):
        preview(SIMPLE, leader)


def test_systems_come_with_their_agency_and_sites(officer: Person) -> None:
    load(SIMPLE, officer)
    content = "Nama Aplikasi,OPD,Status,URL\nE-Surat,Dinkes,Aktif,surat.rembulanprov.go.id\n"
    load(content, officer, "systems")
    system = System.objects.get()
    assert (system.name, system.agency.key, system.lifecycle) == ("E-Surat", "dinkes", "active")
    assert [s.host for s in system.sites.all()] == ["surat.rembulanprov.go.id"]
    assert preview(content, officer, "systems").preview["counts"]["same"] == 1


def test_sites_come_with_their_relation(officer: Person) -> None:
    load(SIMPLE, officer)
    content = (
        "Alamat situs\tPerangkat daerah\tHubungan\n"
        "dinkes-rembulan.blogspot.com\tDinas Kesehatan\tTidak resmi\n"
        "http://berita-rembulan.com/\t\tPihak ketiga\n"
    )
    load(content, officer, "sites")
    assert set(Site.objects.exclude(relation="official").values_list("url", "relation")) == {
        ("https://dinkes-rembulan.blogspot.com/", "unofficial"),
        ("http://berita-rembulan.com/", "third_party"),
    }
    assert preview(content, officer, "sites").preview["counts"]["same"] == 2


@pytest.mark.parametrize("known", ["https", "http"])
def test_a_site_that_was_found_in_the_other_scheme_stays_one_site(
    officer: Person, known: str
) -> None:
    """Written with its scheme or without: a server that answers both is one site."""
    load(SIMPLE, officer)
    Site.objects.create(url=f"{known}://arsip.rembulanprov.go.id/", host="arsip.rembulanprov.go.id")
    written = {"https": "http", "http": "https"}[known] + "://arsip.rembulanprov.go.id"
    load(f"Alamat situs;Perangkat daerah\n{written};Dinas Kesehatan\n", officer, "sites")
    (site,) = Site.objects.filter(host="arsip.rembulanprov.go.id")
    assert (site.url, site.state, site.relation) == (
        f"{known}://arsip.rembulanprov.go.id/",
        "registered",
        "official",
    )


def test_one_site_in_both_schemes_is_named_twice(officer: Person) -> None:
    load(SIMPLE, officer)
    rows = (
        "http://a.rembulanprov.go.id;Dinas Kesehatan\nhttps://a.rembulanprov.go.id;Dinas Kesehatan"
    )
    batch = preview(f"Alamat situs;Perangkat daerah\n{rows}\n", officer, "sites")
    assert any("sudah ada di baris" in text for text in sentences(batch))


def test_a_site_that_a_person_decided_otherwise_is_never_overwritten(officer: Person) -> None:
    load(SIMPLE, officer)
    batch = preview(
        "Alamat situs;Perangkat daerah\ndinkes.rembulanprov.go.id;Diskominfotik\n", officer, "sites"
    )
    assert "sudah terdaftar" in sentences(batch)[0]


def test_a_candidate_in_the_list_becomes_registered(officer: Person) -> None:
    found = Site.objects.create(
        url="https://dinkes.rembulanprov.go.id/", host="dinkes.rembulanprov.go.id", title="Beranda"
    )
    load(SIMPLE, officer)
    found.refresh_from_db()
    assert (found.state, found.relation, found.title) == ("registered", "official", "Beranda")
    assert found.agency is not None
    assert found.agency.key == "dinkes"


def test_contacts_of_an_agency_line_up(officer: Person, workbook: Any) -> None:
    rows = [
        ["Nama OPD", "Kontak (jabatan)", "Nama kontak"],
        ["Dinas A", "Kepala Dinas\nSekretaris", "\nSri"],
    ]
    batch = preview(workbook(rows), officer, name="a.xlsx")
    imports.apply(batch, officer)
    assert set(Contact.objects.values_list("title", "name")) == {
        ("Kepala Dinas", ""),
        ("Sekretaris", "Sri"),
    }


def test_each_imported_site_has_its_line_of_history(officer: Person, zone: Zone) -> None:
    load(SIMPLE, officer)
    rows = "".join(f"s{n}.rembulanprov.go.id;Dinkes\n" for n in range(30))
    load(f"Alamat situs;OPD\n{rows}", officer, "sites", "situs.csv")
    site = Site.objects.get(host="s7.rembulanprov.go.id")
    line = site.history.get()
    assert (line.history_user, line.history_change_reason) == (officer, "situs.csv, 9")
    assert (site.zone, site.confirmed_by, site.state) == (zone, officer, SiteState.REGISTERED)
