"""A name in two files is served by whoever holds it in a round; a site without a name by its address."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lab_causes_client import Site

from ronda.engine.attribute.contract import Relation
from ronda.lab.compile import compile_world
from ronda.lab.serve import LabServer, running_lab
from ronda.lab.truth import truth
from ronda.lab.validate import validate

SCENARIO = """
name = "tangan"
title = "Nama berpindah tangan"
rounds = 2
[[zones]]
name = "fajarprov.go.id"
[region]
level = "province"
name = "Fajar"
"""
AGENCIES = """
[[agencies]]
key = "dinkes"
name = "Dinas Kesehatan"
short = "Dinkes"
address = "Jl. Satu 1"
phone = "(0498) 1"
email = "dinkes@fajarprov.go.id"
contact = "Sekretaris"
"""
SITES = {
    "pertama": """
address = "https://sehatfajar.com/"
note = "The agency's until it forgets to renew the name."
made_by.agency = "dinkes"
until_round = 1
front = {title = "Dinas Kesehatan Fajar", paragraphs = ["Selamat datang."]}
""",
    "pembeli": """
address = "https://sehatfajar.com/"
note = "A stranger registered the name."
made_by.stranger = "pembeli nama"
formerly = "dinkes"
from_round = 2
front = {title = "Obat Murah", paragraphs = ["Beli obat di sini."]}
""",
    "alamat": """
address = "http://198.18.77.5/"
note = "An application that nobody gave a name."
made_by.agency = "dinkes"
look = "app"
front = {title = "Antrean Puskesmas", paragraphs = ["Ambil nomor."]}
""",
}
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tangan")
    (root / "sites").mkdir()
    (root / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    (root / "agencies.toml").write_text(AGENCIES, encoding="utf-8")
    for key, text in SITES.items():
        (root / "sites" / f"{key}.toml").write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def lab(folder: Path, tmp_path: Path) -> Iterator[LabServer]:
    with running_lab(compile_world(folder, 1, NOW), tmp_path) as running:
        yield running


def test_it_is_valid(folder: Path) -> None:
    assert validate(folder) == ()


def test_each_holder_is_served_in_his_rounds(folder: Path, lab: LabServer) -> None:
    site = Site(lab, "sehatfajar.com")
    assert "Selamat datang." in site.get().text
    before = lab.log.size
    lab.move_from_thread(compile_world(folder, 2, NOW))
    assert "Beli obat di sini." in site.get().text
    assert site.get().text.count("Dinas") == 0
    assert lab.log.size > before


def test_the_truth_follows_the_holder(folder: Path) -> None:
    found = [truth(folder, number, NOW).find("https://sehatfajar.com/") for number in (1, 2)]
    assert [(s.key, s.relation) for s in found if s] == [
        ("pertama", Relation.UNOFFICIAL),
        ("pembeli", Relation.EX_OFFICIAL),
    ]


def test_a_bare_address_is_served_there_without_a_name_or_a_certificate(
    folder: Path, lab: LabServer
) -> None:
    site = Site(lab, "198.18.77.5")
    assert "Ambil nomor." in site.get(scheme="http").text
    with pytest.raises(ConnectionRefusedError):
        site.connect("https").close()
    world = lab.world
    assert not [r for z in world.zones for r in z.records if "198.18.77.5" in (r.name, r.value)]
    assert [h.certificate for h in world.hosts if h.name == "198.18.77.5"] == [None]
    assert truth(folder, 1, NOW).find("http://198.18.77.5/") is not None
