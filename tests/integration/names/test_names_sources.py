"""Derived names, look-alikes and reverse look-ups against a real nsd."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from support.dns_servers import nsd

from ronda.engine.discover import derived, lookalikes, reverse
from ronda.engine.discover.contract import (
    Checkpoint,
    NameFeeds,
    Note,
    Sighting,
    SourceContext,
    ZoneFeed,
)
from ronda.engine.netconfig import Limits, NetConfig

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ZONE = "arunikaprov.go.id"
AGENCIES = (("dinkes",), ("disdik", "dikbud"), ("dishub",), ("bkd",), ("dlh",))
HEAD = "$ORIGIN {}.\n$TTL 300\n@ SOA ns1 admin 1 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.1\n"
ZONES = {
    ZONE: """@ A 192.0.2.10
dinkes A 192.0.2.11
arsip.dinkes A 192.0.2.11
arsip.bkd AAAA 2001:db8::7
ppid.dlh CNAME dijual.sedoparking.com.
situs A 192.0.2.12
*.dishub A 192.0.2.99
ppid.dishub A 192.0.2.13
""",
    # Whatever is asked for below this zone is answered.
    "contohkota.go.id": "* A 192.0.2.99\nbkd A 192.0.2.20\n",
    "sedoparking.com": "dijual A 192.0.2.66\n",
    "com": """arunikaprov A 192.0.2.30
dinkes-arunika A 192.0.2.30
arunikaprov-resmi A 192.0.2.66
arunikaprov-resmi NS ns1.sedoparking.com.
arunikapov A 192.0.2.66
arunikapov NS ns1.sedoparking.com.
arunikapov MX 10 surat.contoh.example.
arunikaprv A 192.0.2.31
pemprovarunika A 192.0.2.10
pemprovarunika MX 0 .
""",
    "my.id": "* A 192.0.2.99\n",
    "2.0.192.in-addr.arpa": f"""10 PTR {ZONE}.
11 PTR dinkes.{ZONE}.
12 PTR palsu.{ZONE}.
13 PTR host-192-0-2-13.isp.example.
14 PTR mail.{ZONE}.
15 PTR situs.{ZONE}.
""",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    zones = {name: HEAD.format(name) + records for name, records in ZONES.items()}
    # Delegations are answers only when the server itself holds no records there.
    zones["com"] = "\n".join(li for li in zones["com"].splitlines() if "sedopark" not in li) + "\n"
    for name in ("arunikaprov-resmi.com", "arunikapov.com"):
        label = name.partition(".")[0]
        own = "\n".join(
            li.replace(label, "@", 1)
            for li in ZONES["com"].splitlines()
            if li.startswith(f"{label} ")
        )
        zones[name] = HEAD.format(name).replace("@ NS ns1\nns1 A 192.0.2.1\n", "") + own + "\n"
        zones["com"] = (
            "\n".join(li for li in zones["com"].splitlines() if not li.startswith(f"{label} "))
            + "\n"
        )
    with nsd(tmp_path_factory.mktemp("nsd"), zones) as where:
        yield where


class Run:
    """One run of a source and what it said."""

    def __init__(self, events: list[object]) -> None:
        self.seen = {e.url: e for e in events if isinstance(e, Sighting)}
        self.hosts = {url.removeprefix("https://").rstrip("/") for url in self.seen}
        notes = [e for e in events if isinstance(e, Note)]
        self.errors = [n.text.en for n in notes if n.level == "error" and n.text]
        self.counts: Counter[str] = Counter()
        for note in notes:
            self.counts[note.step] += note.count
        states = [e.state for e in events if isinstance(e, Checkpoint)]
        self.state = states[-1] if states else {}

    def facts(self, host: str) -> dict[str, str]:
        return dict(self.seen[f"https://{host}/"].facts)


async def run(
    source: ModuleType, server: tuple[str, int], *, now: datetime = NOW, **fields: object
) -> Run:
    limits = Limits(bulk_names_per_second=100_000.0)
    context = SourceContext(
        net=NetConfig((server,), "Ronda", limits=limits),
        now=now,
        **{"zones": (ZoneFeed(ZONE),), "names": NameFeeds(agencies=AGENCIES), **fields},  # type: ignore[arg-type]
    )
    return Run([event async for event in source.discover(context)])


@pytest.mark.real("nsd")
async def test_what_siblings_have_is_asked_for_all_agencies(server: tuple[str, int]) -> None:
    known = frozenset(f"https://arsip.{a}.{ZONE}/" for a in ("dinkes", "disdik", "dishub"))
    seen = await run(derived, server, known=known)
    assert f"arsip.bkd.{ZONE}" in seen.hosts  # it has only an IPv6 address
    assert seen.facts(f"arsip.bkd.{ZONE}")["pattern"] == "arsip.{}"
    assert f"dinkes.{ZONE}" in seen.hosts
    assert f"arsip.dinkes.{ZONE}" not in seen.hosts
    assert seen.counts["known"] == 3
    assert seen.errors == []


@pytest.mark.real("nsd")
async def test_names_that_a_wildcard_answers_or_that_are_parked_are_no_sites(
    server: tuple[str, int],
) -> None:
    zones = (ZoneFeed(ZONE), ZoneFeed("contohkota.go.id"))
    seen = await run(derived, server, zones=zones)
    assert seen.hosts == {
        f"dinkes.{ZONE}",
        f"ppid.dishub.{ZONE}",
        "bkd.contohkota.go.id",
    }
    assert seen.counts["wildcard"] > 20
    assert seen.counts["parked"] == 1
    assert seen.counts["asked"] == (
        seen.counts["nxdomain"]
        + seen.counts["no_address"]
        + seen.counts["unanswered"]
        + seen.counts["wildcard"]
        + seen.counts["parked"]
        + seen.counts["sighted"]
    )


@pytest.mark.real("nsd")
async def test_a_look_alike_comes_with_why_it_matters(server: tuple[str, int]) -> None:
    names = NameFeeds(agencies=AGENCIES[:2], region=("arunika",))
    seen = await run(lookalikes, server, names=names)
    assert seen.hosts == {
        "arunikaprov.com",
        "dinkes-arunika.com",
        "arunikapov.com",
        "arunikaprv.com",
        "pemprovarunika.com",
    }
    # A slip that takes no mail may be somebody's own word: Ronda looks first.
    assert {s.url for s in seen.seen.values() if s.lead} == {"https://arunikaprv.com/"}
    plain = seen.facts("arunikaprov.com")
    assert (plain["kind"], plain["like"]) == ("suffix", ZONE)
    assert plain["shares_address"] == "dinkes-arunika.com"
    parked = seen.facts("arunikapov.com")
    assert "sedoparking" in parked["parked"]
    assert parked["mail"] == "10 surat.contoh.example"  # parked, and yet it takes mail
    own = seen.facts("pemprovarunika.com")
    assert own["shares_address_with_own"] == ZONE
    assert "mail" not in own  # a null MX takes none (RFC 7505)
    assert seen.counts["parked"] == 1
    assert seen.counts["wildcard"] > 0

    again = await run(lookalikes, server, names=names, checkpoint=seen.state)
    assert again.hosts == seen.hosts
    assert again.counts["asked_lately"] == seen.counts["nxdomain"] + seen.counts["no_address"]
    later = await run(
        lookalikes, server, names=names, checkpoint=seen.state, now=NOW + timedelta(days=10)
    )
    assert later.counts["asked_lately"] == 0


@pytest.mark.real("nsd")
async def test_only_names_that_lead_back_to_the_address_count(server: tuple[str, int]) -> None:
    names = NameFeeds(own_ranges=("192.0.2.0/27",))
    seen = await run(reverse, server, names=names)
    assert seen.hosts == {ZONE, f"dinkes.{ZONE}"}
    # One is not there, one has another address.
    assert seen.counts["leads_elsewhere"] == 2
    assert seen.counts["made_of_address"] == 1
    assert seen.counts["service_label"] == 1
    assert seen.counts["no_name"] == 32 - 6


@pytest.mark.parametrize("written", ["10.0.0.0/8", "192.0.2.1/24", "kantor", "2001:db8::/64"])
async def test_a_range_that_cannot_be_used_is_said_in_words(written: str) -> None:
    seen = await run(reverse, ("127.0.0.1", 9), names=NameFeeds(own_ranges=(written,)))
    assert "RONDA_OWN_RANGES" in seen.errors[0]


@pytest.mark.parametrize("source", [derived, lookalikes, reverse])
async def test_a_resolver_that_is_gone_is_said_in_words_and_nothing_is_remembered(
    source: ModuleType, tmp_path: Path
) -> None:
    context = SourceContext(
        net=NetConfig((), "Ronda"),
        now=NOW,
        zones=(ZoneFeed(ZONE),),
        names=NameFeeds(own_ranges=("192.0.2.0/30",), agencies=AGENCIES[:1]),
    )
    seen = Run([event async for event in source.discover(context)])
    assert seen.hosts == set()
    assert any("RONDA_RESOLVER" in said for said in seen.errors)
    assert seen.counts["unanswered"] > 0
    assert not any(seen.state.values())
