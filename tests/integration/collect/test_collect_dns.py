"""The resolver asks only the configured servers, and says what they said."""

import asyncio
import subprocess
import sys
import textwrap

import dns.rcode
import pytest
from collect_world import CollectWorld, html

from ronda.engine.artifacts import (
    DNS,
    HTTP_VISITOR,
    DnsArtifact,
    Failure,
    FailureKind,
    HttpArtifact,
    Observation,
)
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.dns import Resolver
from ronda.engine.collect.questions import Questions

HOST = "dinkes.rembulanprov.go.id"
APEX = "rembulanprov.go.id"
URL = f"http://{HOST}/"


def dns_of(seen: Observation) -> DnsArtifact:
    found = seen.artifacts[DNS]
    assert isinstance(found, DnsArtifact), found
    return found


async def test_everything_that_the_artifact_promises_is_asked(world: CollectWorld) -> None:
    world.zone |= {
        (HOST, "A"): ["198.18.0.9", "198.18.0.7"],
        (HOST, "TXT"): ['"v=spf1 -all"'],
        (HOST, "CAA"): ['0 issue "letsencrypt.org"'],
        (APEX, "NS"): ["ns1.rembulanprov.go.id."],
        (APEX, "SOA"): ["ns1.rembulanprov.go.id. admin.rembulanprov.go.id. 1 2 3 4 5"],
        (APEX, "MX"): ["10 surel.rembulanprov.go.id."],
        (f"_dmarc.{APEX}", "TXT"): ['"v=DMARC1; p=reject"'],
    }
    found = dns_of(await world.visit(URL, DNS))
    assert found.apex == APEX
    assert found.addresses == ("198.18.0.7", "198.18.0.9")
    said = {(a.name, a.rdtype): (a.status, a.values) for a in found.answers}
    assert said[(HOST, "AAAA")] == ("nodata", ())
    assert said[(HOST, "TXT")] == ("ok", ('"v=spf1 -all"',))
    assert said[(HOST, "CAA")] == ("ok", ('0 issue "letsencrypt.org"',))
    assert said[(APEX, "MX")] == ("ok", ("10 surel.rembulanprov.go.id.",))
    assert said[(f"_dmarc.{APEX}", "TXT")] == ("ok", ('"v=DMARC1; p=reject"',))
    assert said[(f"_dmarc.{HOST}", "TXT")] == ("nxdomain", ())
    assert {(APEX, "NS"), (APEX, "SOA"), (APEX, "TXT"), (HOST, "CNAME")} <= said.keys()
    assert not found.wildcard


async def test_a_wildcard_zone_is_noticed(world: CollectWorld) -> None:
    world.zone[(f"*.{APEX}", "A")] = ["198.18.0.7"]
    assert dns_of(await world.visit(URL, DNS)).wildcard


async def test_an_alias_is_followed_though_the_server_leaves_it_to_us(world: CollectWorld) -> None:
    world.zone |= {
        (HOST, "CNAME"): ["inang.rembulanprov.go.id."],
        ("inang.rembulanprov.go.id", "A"): ["198.18.0.7"],
    }
    answer = dns_of(await world.visit(URL, DNS)).answer(HOST, "A")
    assert answer is not None
    assert (answer.values, answer.aliases) == (("198.18.0.7",), ("inang.rembulanprov.go.id",))


async def test_a_dangling_alias_says_where_it_leads(world: CollectWorld) -> None:
    world.zone[(HOST, "CNAME")] = ["sudah-hilang.awan-contoh.com."]
    seen = await world.visit(URL, DNS, HTTP_VISITOR)
    answer = dns_of(seen).answer(HOST, "A")
    assert answer is not None
    assert (answer.status, answer.aliases) == ("nxdomain", ("sudah-hilang.awan-contoh.com",))
    page = seen.artifacts[HTTP_VISITOR]
    assert isinstance(page, Failure)
    assert page.kind is FailureKind.NXDOMAIN


async def test_an_alias_that_bites_its_tail_ends(world: CollectWorld) -> None:
    world.zone |= {
        ("a.contoh.id", "CNAME"): ["b.contoh.id."],
        ("b.contoh.id", "CNAME"): ["a.contoh.id."],
    }
    seen = await world.visit("http://a.contoh.id/", HTTP_VISITOR)
    page = seen.artifacts[HTTP_VISITOR]
    assert isinstance(page, Failure)
    assert page.stage == "dns"
    assert len(world.questions) < 50


@pytest.mark.parametrize(
    ("rcode", "kind"),
    [
        (dns.rcode.SERVFAIL, FailureKind.DNS_ERROR),
        (dns.rcode.REFUSED, FailureKind.DNS_ERROR),
        ("silence", FailureKind.DNS_TIMEOUT),
    ],
)
async def test_a_failing_name_server_is_a_failure(
    world: CollectWorld, rcode: "dns.rcode.Rcode | str", kind: FailureKind
) -> None:
    world.zone[(HOST, "ANY")] = rcode
    seen = await world.visit(URL, DNS, HTTP_VISITOR, dns_timeout=0.5)
    for key in (DNS, HTTP_VISITOR):
        found = seen.artifacts[key]
        assert isinstance(found, Failure)
        assert (found.kind, found.stage) == (kind, "dns")


@pytest.mark.parametrize("rcode", [dns.rcode.SERVFAIL, "silence"])
async def test_a_resolver_that_answers_for_no_other_name_accuses_nobody(
    world: CollectWorld, rcode: "dns.rcode.Rcode | str"
) -> None:
    world.zone[(HOST, "ANY")] = world.zone[("*." + HOST.split(".", 2)[2], "A")] = rcode
    seen = await world.visit(URL, DNS, HTTP_VISITOR, dns_timeout=0.3)
    kinds = [a.kind for a in seen.artifacts.values() if isinstance(a, Failure)]
    assert kinds == [FailureKind.NO_RESOLVER, FailureKind.NO_RESOLVER]


async def test_a_name_that_does_not_exist_is_an_answer_and_no_page(world: CollectWorld) -> None:
    seen = await world.visit(URL, DNS, HTTP_VISITOR, "path:/.env")
    assert {a.status for a in dns_of(seen).answers} == {"nxdomain"}
    kinds = [a.kind for a in seen.artifacts.values() if isinstance(a, Failure)]
    assert kinds == [FailureKind.NXDOMAIN, FailureKind.NOT_ATTEMPTED]
    assert seen.requests == 0


async def test_a_lost_datagram_is_asked_for_again(world: CollectWorld) -> None:
    world.zone[(HOST, "A")] = ["silence once", "198.18.0.7"]
    assert dns_of(await world.visit(URL, DNS, dns_timeout=2)).addresses == ("198.18.0.7",)


async def test_a_truncated_answer_is_asked_for_again_over_tcp(world: CollectWorld) -> None:
    world.zone |= {
        ("truncate", "A"): "",
        (HOST, "A"): [f"198.18.1.{n}" for n in range(120)],
    }
    assert len(dns_of(await world.visit(URL, DNS)).addresses) == 120


async def test_a_name_that_only_our_server_knows_is_found_without_the_system_resolver(
    world: CollectWorld,
) -> None:
    """A fresh process with an audit hook: the system's resolver is never called, DNS is ours."""
    world.zone[("hanya-di-sini.rembulanprov.go.id", "A")] = ["198.18.0.7"]
    await world.serve(world.pages(html("<title>Di sini</title>")))
    net = world.net()
    script = textwrap.dedent(
        f"""
        import asyncio, sys
        asked = []
        sys.addaudithook(lambda event, args: asked.append((event, args)) if event in (
            "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr") else None)
        from ronda.engine.artifacts import HTTP_VISITOR, DNS, TLS, HttpArtifact, SiteFacts
        from ronda.engine.collect.budget import Politeness
        from ronda.engine.collect.contract import Free
        from ronda.engine.netconfig import Limits, MapRule, NetConfig
        from ronda.engine.observe import observe
        net = {net!r}
        host = "hanya-di-sini.rembulanprov.go.id"
        seen = asyncio.run(observe(
            SiteFacts("http://" + host + "/", host, "official", True), frozenset((DNS, TLS, HTTP_VISITOR)),
            net=net, control=Free(), politeness=Politeness(net.limits)))
        assert isinstance(seen.artifacts[HTTP_VISITOR], HttpArtifact), seen
        assert asked == [], asked
        """
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stderr=subprocess.PIPE
    )
    _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()


async def test_the_page_is_fetched_from_the_address_that_dns_gave(world: CollectWorld) -> None:
    world.zone[(HOST, "A")] = ["198.18.0.7"]
    await world.serve(world.pages(html("<title>Dinkes</title>")))
    seen = await world.visit(URL, DNS, HTTP_VISITOR)
    page = seen.artifacts[HTTP_VISITOR]
    assert isinstance(page, HttpArtifact)
    assert page.address == "198.18.0.7"
    assert f"Host: {HOST}\r\n" in world.heads[0]
    assert world.questions.count((HOST, "A")) == 1


async def test_a_question_that_waits_for_its_place_does_not_time_out(world: CollectWorld) -> None:
    """All answers together take twice the patience of one, and only two may be under way."""
    world.answers_after = 0.2
    net = world.net(dns_timeout=4)  # the first attempt gets a quarter of it
    resolver = Resolver(net, Questions(at_once=2))
    for number in range(20):
        world.zone[(f"s{number}.contoh.id", "A")] = ["198.18.0.7"]
    answers = await asyncio.gather(*(resolver.ask(f"s{n}.contoh.id", "A") for n in range(20)))
    assert {a.status for a in answers} == {"ok"}
    assert len(world.questions) == 20  # none was asked again


async def test_ten_hosts_of_a_zone_ask_about_its_apex_once(world: CollectWorld) -> None:
    polite = Politeness(world.net().limits)
    world.zone[(APEX, "MX")] = ["10 surel.rembulanprov.go.id."]
    for number in range(10):
        world.zone[(f"s{number}.{APEX}", "A")] = [f"198.18.0.{number}"]
    seen = await asyncio.gather(
        *(world.visit(f"http://s{n}.{APEX}/", DNS, politeness=polite) for n in range(10))
    )
    said = [dns_of(one).answer(APEX, "MX") for one in seen]
    assert {a.values for a in said if a} == {("10 surel.rembulanprov.go.id.",)}
    assert world.questions.count((APEX, "MX")) == 1


async def test_addresses_are_asked_for_anew_by_every_visit(world: CollectWorld) -> None:
    """A name that answers now this, now that must be judged each time."""
    polite = Politeness(world.net().limits)
    world.zone[(HOST, "A")] = ["then", "198.18.0.7", "198.18.0.8"]
    first = dns_of(await world.visit(URL, DNS, politeness=polite))
    second = dns_of(await world.visit(URL, DNS, politeness=polite))
    assert (first.addresses, second.addresses) == (("198.18.0.7",), ("198.18.0.8",))


async def test_an_apex_that_is_a_site_itself_is_always_asked(world: CollectWorld) -> None:
    polite = Politeness(world.net().limits)
    world.zone |= {(APEX, "A"): ["198.18.0.7"], (APEX, "MX"): ["10 a.id."]}
    await world.visit(f"http://{APEX}/", DNS, politeness=polite)
    world.zone[(APEX, "MX")] = ["10 b.id."]
    again = dns_of(await world.visit(f"http://{APEX}/", DNS, politeness=polite))
    found = again.answer(APEX, "MX")
    assert found is not None
    assert found.values == ("10 b.id.",)
