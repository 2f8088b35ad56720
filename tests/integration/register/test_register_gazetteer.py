"""The gazetteer: what attribution may know, and no more."""

from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from ronda.accounts.models import Person
from ronda.engine.attribute.contract import KnownName, OtherGovernment
from ronda.engine.netconfig import BadSetting
from ronda.register import services
from ronda.register.gazetteer import gazetteer
from ronda.register.models import Agency, NameKind, Site, Zone

pytestmark = pytest.mark.django_db


def test_an_agency_is_known_by_all_its_names_and_contacts(officer: Person) -> None:
    agency = services.create_agency(
        name="Dinas Kominfo", short="Diskominfo", phone="0435", email="d@x.go.id", address="Jl. A",
        person=officer,
    )  # fmt: skip
    services.rename_agency(agency, "Dinas Kominfotik", person=officer)
    services.add_name(agency, "Kominfo Rembulan", NameKind.ALIAS, person=officer)
    services.set_contact(agency, "Kepala Dinas", person=officer, email="k@x.go.id", phone="0812")
    (known,) = gazetteer({}).agencies
    assert set(known.names) == {
        KnownName("Dinas Kominfotik", "official"),
        KnownName("Dinas Kominfo", "former"),
        KnownName("Diskominfo", "short"),
        KnownName("Kominfo Rembulan", "alias"),
    }
    assert (known.phones, known.emails, known.addresses) == (
        ("0435", "0812"), ("d@x.go.id", "k@x.go.id"), ("Jl. A",),
    )  # fmt: skip


def test_only_hosts_that_a_person_confirmed_are_an_agencys(officer: Person) -> None:
    agency = services.create_agency(name="A", person=officer)
    services.create_site("a.go.id", relation="official", agency=agency, person=officer)
    services.create_site("a.blogspot.com", relation="unofficial", agency=agency, person=officer)
    copy = services.create_site(
        "tiruan.com", relation="impersonation", agency=agency, person=officer
    )
    old = services.create_site("lama.go.id", relation="official", agency=agency, person=officer)
    services.retire_site(old, officer, "tutup")
    Site.objects.create(url="https://calon.com/", host="calon.com", agency=agency)
    Site.objects.create(
        url="https://b.com/", host="b.com", agency=agency, state="registered", relation="official"
    )
    assert copy.agency == agency
    assert gazetteer({}).agencies[0].hosts == ("a.blogspot.com", "a.go.id")


def test_region_zones_and_shared_hosts_come_from_the_settings(settings: Settings) -> None:
    settings.RONDA_REGION_NAME = "Nusa Rembulan"
    settings.RONDA_REGION_AREA_CODES = ("0435",)
    Zone.objects.create(name="rembulanprov.go.id")
    found = gazetteer({"RONDA_SHARED_HOSTS": "blog-contoh.id"})
    assert (found.region.level, found.region.name) == ("province", "Nusa Rembulan")
    assert found.region.area_codes == ("0435",)
    assert found.zones == ("rembulanprov.go.id",)
    assert found.shared_hosts == ("blog-contoh.id",)


TOML = """zones = ["lautprov.go.id"]
[[government]]
level = "regency"
name = "Rembulan"
zone = "rembulankab.go.id"
towns = ["Pasir"]
"""
JSON = """{"zones": ["lautprov.go.id"], "government": [
{"level": "regency", "name": "Rembulan", "zone": "rembulankab.go.id", "towns": ["Pasir"]}]}"""


@pytest.mark.parametrize(("name", "text"), [("n.toml", TOML), ("n.json", JSON)])
def test_neighbours_come_from_a_file(
    settings: Settings, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text)
    settings.RONDA_OTHER_GOVERNMENTS = str(tmp_path / name)
    found = gazetteer({})
    assert found.others == (
        OtherGovernment("regency", "Rembulan", "rembulankab.go.id", towns=("Pasir",)),
    )
    assert found.other_zones == ("lautprov.go.id", "rembulankab.go.id")


@pytest.mark.parametrize("text", ["zones = 3", "[[government]]\nname = 1", "not toml ["])
def test_a_bad_file_of_neighbours_is_named(settings: Settings, tmp_path: Path, text: str) -> None:
    (tmp_path / "n.toml").write_text(text)
    settings.RONDA_OTHER_GOVERNMENTS = str(tmp_path / "n.toml")
    with pytest.raises(BadSetting, match="RONDA_OTHER_GOVERNMENTS"):
        gazetteer({})


def test_a_hundred_agencies_cost_as_many_queries_as_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Agency.objects.bulk_create(Agency(key=f"a{n}", name=f"A{n}") for n in range(100))
    with django_assert_max_num_queries(8):
        assert len(gazetteer({}).agencies) == 100
