"""Every kind of cause is really served as planted: seen by name, over real sockets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import lab_causes_claims_gambling
import lab_causes_claims_lures
import lab_causes_claims_net
import lab_causes_claims_web
import pytest
from lab_causes_client import Site
from lab_causes_registry import CLAIMS, OFFICIAL

from ronda.lab.causes import all_kinds
from ronda.lab.compile import compile_world
from ronda.lab.serve import LabServer, running_lab
from ronda.lab.validate import validate

SCENARIO = """
name = "sebab"
title = "Provinsi sebab"
rounds = 1
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
SITE = """
address = "{address}"
note = "a test's site"
look = "wordpress"
made_by.agency = "dinkes"
[front]
title = "Dinas Kesehatan Provinsi Fajar"
tagline = "Sehat bersama"
paragraphs = ["Selamat datang."]
[[front.posts]]
title = "Kabar sehat"
date = "-1h"
[pages."/profil"]
title = "Profil"
paragraphs = ["Kami melayani."]
[pages."/layanan"]
title = "Layanan"
paragraphs = ["Pukul delapan."]
{causes}
"""


def write(root: Path) -> None:
    """A scenario with a healthy site, and one for each variant of each kind."""
    (root / "sites").mkdir()
    (root / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    (root / "agencies.toml").write_text(AGENCIES, encoding="utf-8")
    healthy = SITE.format(address=OFFICIAL.format(name="sehat"), causes="")
    (root / "sites" / "sehat.toml").write_text(healthy, encoding="utf-8")
    for planted in CLAIMS.values():
        for index, variant in enumerate(planted.variants):
            name = planted.name(index)
            text = SITE.format(
                address=planted.address.format(name=name),
                causes=f'[[causes]]\nkind = "{planted.kind}"\n{variant}\n',
            )
            (root / "sites" / f"{name}.toml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    root = tmp_path_factory.mktemp("sebab")
    write(root)
    assert validate(root) == ()
    world = compile_world(root, 1, datetime.now(UTC).replace(microsecond=0))
    with running_lab(world, tmp_path_factory.mktemp("var")) as running:
        yield running


@pytest.mark.parametrize("kind", all_kinds())
def test_served_as_planted(lab: LabServer, kind: str) -> None:
    assert kind in CLAIMS, f"{kind} claims nothing - write what it must look like"
    planted = CLAIMS[kind]
    healthy = Site(lab, "sehat.fajarprov.go.id")
    hosts = [
        planted.address.format(name=planted.name(index)).split("/")[2]
        for index in range(len(planted.variants))
    ]
    planted.claim(*(Site(lab, host, healthy) for host in hosts))


def test_the_healthy_site_makes_no_claim_true(lab: LabServer) -> None:
    site = Site(lab, "sehat.fajarprov.go.id")
    kept = []
    for planted in CLAIMS.values():
        try:
            planted.claim(*(Site(lab, site.host, site) for _ in planted.variants))
        except (AssertionError, ValueError, LookupError, pytest.fail.Exception):
            continue
        kept.append(planted.kind)
    assert kept == []


def test_no_claim_is_left_of_a_kind_that_is_gone() -> None:
    modules = (
        lab_causes_claims_gambling,
        lab_causes_claims_lures,
        lab_causes_claims_net,
        lab_causes_claims_web,
    )
    assert all(module.__doc__ for module in modules)
    assert set(CLAIMS) <= set(all_kinds())
