"""Knot DNS, BIND and the lab's own name server say the same of the same world."""

from collections.abc import Iterator
from datetime import UTC, datetime

import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.rrset
import dns.zone
import pytest
from support.installation import PROVINCE

from ronda.lab.addresses import SERVICE
from ronda.lab.compile import compile_world
from ronda.lab.realservers import Wanted, real_servers
from ronda.lab.serve import running_lab
from ronda.lab.world import World

pytestmark = pytest.mark.real("knotd", "named", "nginx")
KINDS = ("A", "AAAA", "CNAME", "MX", "TXT", "NS", "SOA")
Said = tuple[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def served() -> World:
    return compile_world(PROVINCE, 1, datetime.now(UTC))


@pytest.fixture(scope="module")
def ports(served: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    folder = tmp_path_factory.mktemp("names")
    with (
        running_lab(served, folder / "lab") as lab,
        real_servers(served, folder / "k", Wanted(dns="knot")) as knot,
        real_servers(served, folder / "b", Wanted(dns="bind")) as bind,
    ):
        yield {"lab": lab.ports.dns, "knot": knot.dns, "bind": bind.dns}


def sample(served: World) -> list[str]:
    """Every name of the world, names below wildcards, empty ones above zones, unknown ones."""
    names = {record.name for zone in served.zones for record in zone.records}
    stars = {name.replace("*", "apa-saja") for name in names if name.startswith("*")}
    above = {zone.name.partition(".")[2] for zone in served.zones}
    return sorted(names - {n for n in names if "*" in n} | stars | above | {"tidak-ada.go.id"})


def say(port: int, name: str, kind: str) -> Said:
    """The code, and the records of the name itself: what an alias leads to is another question."""
    query = dns.message.make_query(name, kind)
    reply = dns.query.udp(query, SERVICE, port=port, timeout=3)
    own = [found for found in reply.answer if found.name == dns.name.from_text(name)]
    alias = any(found.rdtype == dns.rdatatype.CNAME for found in own) and kind != "CNAME"
    records = sorted(f"{f.ttl} {data}" for f in own for data in f)
    return ("alias" if alias else dns.rcode.to_text(reply.rcode()), tuple(records))


def test_all_three_answer_the_same(served: World, ports: dict[str, int]) -> None:
    names = sample(served)
    said = {
        who: {(name, kind): say(port, name, kind) for name in names for kind in KINDS}
        for who, port in ports.items()
    }
    assert said["knot"] == said["lab"]
    assert said["bind"] == said["lab"]
    codes = {code for code, _ in said["lab"].values()}
    assert {"NOERROR", "NXDOMAIN", "alias"} <= codes


def test_all_three_transfer_the_same_zone_and_refuse_the_same(
    served: World, ports: dict[str, int]
) -> None:
    allowed = [zone.name for zone in served.zones if zone.transfer == "allowed"]
    assert allowed
    for name in allowed:
        texts = []
        for port in ports.values():
            zone = dns.zone.from_xfr(
                dns.query.xfr(SERVICE, name, port=port, lifetime=5), check_origin=False
            )
            assert zone is not None
            texts.append(sorted(zone.to_text().splitlines()))
        assert texts[0] == texts[1] == texts[2]
    refused = next(zone.name for zone in served.zones if zone.transfer == "refused")
    for port in ports.values():
        query = dns.message.make_query(refused, "AXFR")
        reply = dns.query.tcp(query, SERVICE, port=port, timeout=3)
        assert reply.rcode() in (dns.rcode.REFUSED, dns.rcode.NOTAUTH)
        assert reply.answer == []
