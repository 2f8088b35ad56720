"""Exports: harmless to open, complete, and the same again when imported."""

import io
from typing import Any

import openpyxl
import pytest

from ronda.accounts.models import Person
from ronda.register import imports, services
from ronda.register.exports import csv_stream, export_csv, export_xlsx, xlsx_file
from ronda.register.models import Agency, NameKind, Relation, Site, System

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(officer: Person) -> Person:
    """A small register with everything that may stand in a cell."""
    parent = services.create_agency(
        name="Dinas Kesehatan", short="Dinkes", phone="+62 435 821", person=officer,
        email="dinkes@rembulanprov.go.id", address='Jl. "Merdeka" No. 1; Lantai 2',
    )  # fmt: skip
    child = services.create_agency(
        name="RSUD Rembulan", short="RSUD", level="city", parent=parent, person=officer
    )
    services.add_name(parent, "=HYPERLINK(1)", NameKind.ALIAS, person=officer)
    services.add_name(parent, "Dinas Kes", NameKind.ALIAS, person=officer)
    services.rename_agency(child, "RSUD Rembulan Raya", person=officer)
    services.set_contact(parent, "Kepala Dinas", person=officer, email="k@rembulanprov.go.id")
    services.set_contact(parent, "Sekretaris", person=officer, name="-Sri", phone="0435")
    child.predecessors.add(parent)
    system = services.create_system(parent, "E-Surat", person=officer, purpose="'=1+1")
    services.create_site(
        "surat.rembulanprov.go.id", relation=Relation.OFFICIAL, agency=parent, system=system,
        person=officer,
    )  # fmt: skip
    services.create_site(
        "http://dinkes.blogspot.com/", relation=Relation.UNOFFICIAL, agency=parent, person=officer
    )
    services.create_site(
        "https://palsu.com/", relation=Relation.IMPERSONATION, agency=None, person=officer
    )
    old = services.create_site(
        "lama.rembulanprov.go.id", relation=Relation.OFFICIAL, agency=child, person=officer
    )
    services.retire_site(old, officer, "pindah")
    return officer


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("kind", "model", "rows"), [("agencies", Agency, 2), ("systems", System, 1), ("sites", Site, 4)]
)
def test_what_was_exported_imports_as_the_same(
    filled: Person, kind: str, model: Any, rows: int, ending: str, language: str
) -> None:
    everything = model.objects.visible_to(filled)
    if ending == "csv":
        content = b"".join(export_csv(everything, language=language))
    else:
        content = export_xlsx(everything, language=language).read()
    batch = imports.preview(kind, f"ekspor.{ending}", content, filled)
    assert [e["sentence"]["en"] for e in batch.preview["errors"]] == []
    assert batch.preview["counts"] == {
        "new": 0, "changed": 0, "same": rows, "errors": 0,
        "warnings": batch.preview["counts"]["warnings"],
    }  # fmt: skip


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "|calc", "'=1", "\n=2"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_of_a_csv_starts_as_a_formula(cell: str) -> None:
    text = b"".join(csv_stream(["Judul"], [[cell]])).decode("utf-8-sig").split("\r\n", 1)[1]
    assert text.lstrip('"').startswith("'")


@pytest.mark.parametrize("cell", HOSTILE)
def test_every_cell_of_an_xlsx_is_a_text(cell: str) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_file(["Judul"], [[cell], ["https://a.b/"]]).read())
    )
    sheet = book.active
    assert sheet["A2"].data_type == "s"
    assert sheet["A3"].hyperlink is None


def test_an_agencys_person_exports_only_its_own(filled: Person) -> None:
    member = Person.objects.create_user("web-dinkes", role="agency")
    member.agencies.add(Agency.objects.get(key="dinkes"))
    text = b"".join(export_csv(Site.objects.visible_to(member))).decode()
    assert "surat.rembulanprov.go.id" in text
    assert "palsu.com" not in text
    assert "lama.rembulanprov" not in text


def test_ten_thousand_rows_go_both_ways(officer: Person) -> None:
    agency = services.create_agency(name="Dinas A", person=officer)
    Site.objects.bulk_create(
        Site(url=f"https://s{n}.contoh.go.id/", host=f"s{n}.contoh.go.id", state="registered",
             relation="official", agency=agency)
        for n in range(10_000)
    )  # fmt: skip
    pieces = list(export_csv(Site.objects.all()))
    assert len(pieces) > 40  # streamed, not gathered
    assert max(map(len, pieces)) < 100_000
    batch = imports.preview("sites", "a.csv", b"".join(pieces), officer)
    assert batch.preview["counts"]["same"] == 10_000
    book = imports.preview("sites", "a.xlsx", export_xlsx(Site.objects.all()).read(), officer)
    assert book.preview["counts"]["same"] == 10_000
