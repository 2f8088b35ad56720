"""The registration source: whom it asks about, when again, and what becomes of the answers."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from archives_run import NOW, Ran, run

from ronda.discovery.proposing import registration_in
from ronda.engine.attribute.contract import (
    CandidateFacts,
    Gazetteer,
    KnownAgency,
    KnownName,
    Region,
)
from ronda.engine.attribute.from_registration import registration_evidence
from ronda.engine.collect.rdap import Rdap, RdapFailed
from ronda.engine.discover import registered
from ronda.engine.discover.contract import RdapSettings, ZoneFeed
from ronda.engine.registration import Registration

SITES = (
    "https://www.dinkes-a.com/",
    "http://b.dinkes-a.com/",
    "https://dinkes.arunikaprov.go.id/",
    "https://sites.google.com/view/dinkes",
    "https://9.9.9.9/",
    "https://dinkes-b.my.id/",
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Registries in this process: what they are asked, and what they say of each domain."""
    heard: list[str] = []

    async def look_up(_: Rdap, domain: str, now: Any) -> Registration:
        heard.append(domain)
        if domain.endswith(".my.id"):
            raise RdapFailed("busy", "left alone", 7200)
        return Registration(
            domain, now, "https://rdap.example/x", registered_on=NOW - timedelta(days=30),
            holder="Dinas Kesehatan", name_servers=("ns1.arunikaprov.go.id",),
        )  # fmt: skip

    monkeypatch.setattr(Rdap, "look_up", look_up)
    return heard


async def ran(folder: Path, **fields: Any) -> Ran:
    file = folder / "dns.json"
    file.write_text(json.dumps({"services": [[["com", "id"], ["https://rdap.example/"]]]}))
    values = {"rdap": RdapSettings(str(file), 100.0, 50), "undecided": SITES,
              "zones": (ZoneFeed("arunikaprov.go.id"),)}  # fmt: skip
    return await run(registered, **(values | fields))


async def test_each_domain_is_asked_about_once_and_told_to_all_its_sites(
    asked: list[str], tmp_path: Path
) -> None:
    said = await ran(tmp_path)
    assert asked == ["dinkes-a.com", "dinkes-b.my.id"]
    assert said.urls == list(SITES[:2])
    assert said.sightings[0].where == "RDAP rdap.example: dinkes-a.com 2026-01-31"
    assert said.counts == {
        "read": 6, "own_site": 1, "no_domain": 2, "asked": 2, "sighted": 2, "rdap_busy": 1,
    }  # fmt: skip


async def test_a_lead_that_does_not_answer_stays_a_lead_with_its_hunch(
    asked: list[str], tmp_path: Path
) -> None:
    silent = (("https://sipandu.com/", 0.8), ("https://dinkes-c.com/", None))
    found = await ran(tmp_path, undecided=(), silent=silent)
    assert [(s.url, s.lead, s.hunch) for s in found.sightings] == [
        ("https://sipandu.com/", True, 0.8),
        ("https://dinkes-c.com/", True, None),
    ]


async def test_nobody_is_asked_again_before_time(asked: list[str], tmp_path: Path) -> None:
    first = await ran(tmp_path)
    later = await ran(tmp_path, checkpoint=first.state, now=NOW + timedelta(hours=3))
    assert asked[2:] == ["dinkes-b.my.id"]  # it had asked for two hours
    assert later.counts["fresh"] == 1
    await ran(tmp_path, checkpoint=later.state, now=NOW + timedelta(days=91))
    assert sorted(asked[3:]) == ["dinkes-a.com", "dinkes-b.my.id"]


async def test_a_run_asks_no_more_than_its_share(asked: list[str], tmp_path: Path) -> None:
    file = tmp_path / "dns.json"
    said = await ran(tmp_path, rdap=RdapSettings(str(file), 100.0, 1))
    assert len(asked) == 1
    assert said.counts["left_for_next_run"] == 1


async def test_without_a_bootstrap_file_nobody_is_asked(asked: list[str], tmp_path: Path) -> None:
    assert (await ran(tmp_path, rdap=RdapSettings("", 1.0, 9))).counts == {}
    broken = await ran(tmp_path, rdap=RdapSettings(str(tmp_path / "tiada"), 1.0, 9))
    assert "RONDA_RDAP_BOOTSTRAP" in broken.errors[0]
    assert not asked


GAZETTEER = Gazetteer(
    Region("province", "Tanjung Arunika"),
    ("arunikaprov.go.id",),
    (KnownAgency("dinkes", (KnownName("Dinas Kesehatan", "official"),)),),
)


async def test_attribution_is_given_age_holder_and_name_servers(
    asked: list[str], tmp_path: Path
) -> None:
    said = await ran(tmp_path)
    registration = registration_in(said.sightings)
    assert registration is not None
    facts = CandidateFacts("https://www.dinkes-a.com/", registration=registration)
    found = {e.kind: e for e in registration_evidence(facts, GAZETTEER)}
    assert set(found) == {"domain_young", "holder_is_agency", "dns_with_zone"}
    assert found["domain_young"].strength == 0.75
