"""The office's untidy list of Nusa Rembulan goes into the register as it was meant."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ronda.accounts.models import Person, Role
from ronda.lab.scenario import Scenario, load
from ronda.lab.score_parts import fold
from ronda.register import imports
from ronda.register.models import Agency, NameKind, Zone

pytestmark = pytest.mark.django_db

FOLDER = Path(str(files("ronda.lab") / "provinces" / "nusa_rembulan"))


@pytest.fixture(scope="module")
def province() -> Scenario:
    return load(FOLDER)


@pytest.fixture
def officer(settings: Any) -> Person:
    settings.RONDA_REGION_NAME = "Nusa Rembulan"
    Zone.objects.create(name="rembulanprov.go.id")
    return Person.objects.create_user("petugas", role=Role.OFFICER)


def preview(officer: Person) -> Any:
    content = (FOLDER / "agencies.xlsx").read_bytes()
    return imports.preview("agencies", "agencies.xlsx", content, officer)


def same(name: str) -> str:
    return fold(name, "Nusa Rembulan")


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def bare(urls: Iterable[str]) -> set[str]:
    return {url.partition("://")[2] for url in urls}


def test_notes_and_signatures_below_the_table_are_left_out_and_named(officer: Person) -> None:
    found = preview(officer).preview

    left_out = [warning["found"] for warning in found["warnings"]]
    assert found["errors"] == []
    assert any(text.startswith("Catatan:") for text in left_out)
    assert "Kepala Bagian Organisasi" in left_out


def test_all_that_the_list_says_stands_in_the_register_and_a_second_time_changes_nothing(
    officer: Person, province: Scenario
) -> None:
    # One test, because applying takes seconds.
    imports.apply(preview(officer), officer)

    found = {same(agency.name): agency for agency in Agency.objects.all()}
    assert set(found) == {same(plan.name) for plan in province.agencies}
    for plan in province.agencies:
        agency = found[same(plan.name)]
        names = {(name.kind, name.text) for name in agency.names.all()}
        # The short name, and often the former one, stood in the name's own cell.
        assert (NameKind.SHORT, plan.short) in names
        assert {(NameKind.FORMER, text) for text in plan.former} <= names
        assert {(NameKind.ALIAS, text) for text in plan.aliases} <= names
        assert digits(agency.phone) == digits(plan.phone)
        # Several sites stood in rows of their own beside cells merged down.
        assert bare(agency.sites.values_list("url", flat=True)) == bare(plan.listed_sites)
        # "Dinas Kesehatan" is the one with the region in its name.
        assert (agency.parent.name if agency.parent else None) == (
            found[same("Dinas Kesehatan")].name if plan.parent else None
        )
    counts = preview(officer).preview["counts"]
    assert (counts["same"], counts["new"], counts["changed"]) == (32, 0, 0)
