"""From the office's settings to candidates: what the name sources are given and what becomes of it."""

from pathlib import Path
from typing import Any

import pytest
from support.dns_servers import nsd

from ronda.discovery.feeding import name_feeds, zone_feeds
from ronda.discovery.models import Sighting as Trace
from ronda.discovery.models import SourceState
from ronda.discovery.running import run_sources
from ronda.engine.attribute.contract import Gazetteer, KnownAgency, KnownName, Region
from ronda.engine.netconfig import NetConfig
from ronda.register.models import Site, SiteState, Zone

pytestmark = pytest.mark.django_db
ZONE = "arunikaprov.go.id"
GAZETTEER = Gazetteer(
    region=Region(level="province", name="Tanjung Arunika"),
    zones=(ZONE,),
    agencies=(
        KnownAgency(
            "dinkes",
            (KnownName("Dinas Kesehatan", "official"), KnownName("Dinkes", "short")),
        ),
    ),
)
RECORDS = f"""$ORIGIN {ZONE}.
$TTL 300
@ SOA ns1 admin 1 3600 600 86400 300
@ NS ns1
ns1 A 192.0.2.1
dinkes A 192.0.2.11
"""


def test_the_settings_reach_the_sources(settings: Any) -> None:
    settings.RONDA_TSIG = f"{ZONE}=hmac-sha256:ronda:cmFoYXNpYQ=="
    settings.RONDA_OWN_RANGES = ("192.0.2.0/24",)
    Zone.objects.create(name=ZONE, transfer_from="192.0.2.53")
    assert zone_feeds()[0].tsig == "hmac-sha256:ronda:cmFoYXNpYQ=="
    feeds = name_feeds(GAZETTEER)
    assert feeds.own_ranges == ("192.0.2.0/24",)
    # What people call an office comes before what its tasks suggest, everyday words last.
    assert feeds.agencies[0][0] == "dinkes"
    assert feeds.agencies[0][-1] == "kesehatan"
    assert "tanjungarunika" in feeds.region


@pytest.mark.real("nsd")
def test_a_name_in_a_query_log_becomes_a_candidate_once(tmp_path: Path, settings: Any) -> None:
    log = tmp_path / "queries.log"
    line = f"queries: info: client @0x1 192.0.2.9#53 (x): query: dinkes.{ZONE} IN A + (192.0.2.1)\n"
    log.write_text(line * 3)
    settings.RONDA_QUERY_LOGS = (str(log),)
    Zone.objects.create(name=ZONE)
    with nsd(tmp_path, {ZONE: RECORDS}) as server:
        net = NetConfig((server,), "Ronda")
        run = run_sources(["querylog"], gazetteer=GAZETTEER, net=net)[0]
        again = run_sources(["querylog"], gazetteer=GAZETTEER, net=net)[0]
    assert run.funnel == {"read": 3, "asked": 1, "sighted": 1}
    site = Site.objects.get()
    assert (site.host, site.state) == (f"dinkes.{ZONE}", SiteState.CANDIDATE)
    trace = Trace.objects.get()
    assert trace.where == "query log queries.log"
    assert trace.facts["asked"] == "3"
    # Who asked is nowhere.
    state = SourceState.objects.get(source="querylog").checkpoint
    assert "192.0.2.9" not in f"{trace.facts}{trace.where}{state}"
    assert again.funnel == {}


@pytest.mark.real("nsd")
def test_a_derived_name_becomes_a_candidate_with_its_pattern(tmp_path: Path) -> None:
    Zone.objects.create(name=ZONE)
    with nsd(tmp_path, {ZONE: RECORDS}) as server:
        net = NetConfig((server,), "Ronda")
        run = run_sources(["derived"], gazetteer=GAZETTEER, net=net)[0]
    assert run.new_sites == 1
    assert run.errors == []
    assert Trace.objects.get().facts["pattern"] == "{}"
