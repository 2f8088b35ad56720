"""The stop switch, the do-not-visit list, politeness and the scope table hold while visiting."""

import asyncio
import time

import pytest
from collect_world import CollectWorld, html

from ronda.engine.artifacts import (
    DNS,
    HTTP_PHONE,
    HTTP_PLAIN,
    HTTP_ROBOT,
    HTTP_VISITOR,
    PAGE_VISITOR,
    PATH_MISSING,
    TLS,
    Failure,
    FailureKind,
    HttpArtifact,
    Observation,
)
from ronda.engine.checks.contract import Outcome
from ronda.engine.checks.registry import all_checks
from ronda.engine.collect.budget import Politeness
from ronda.engine.judge import judge

PLAIN = "http://198.18.0.7/"
ALL = (TLS, HTTP_VISITOR, PAGE_VISITOR, HTTP_ROBOT, HTTP_PHONE, HTTP_PLAIN)
EXPOSED = ("path:/.env", PATH_MISSING)


class Switch:
    """Control that a test turns off, with a list of hosts."""

    def __init__(self, forbidden: dict[str, str] | None = None) -> None:
        self.engaged = False
        self.forbidden = forbidden or {}

    def stopped(self) -> bool:
        """As set."""
        return self.engaged

    def forbids(self, host: str, addresses: tuple[str, ...]) -> str | None:
        """As listed."""
        return next((self.forbidden[x] for x in (host, *addresses) if x in self.forbidden), None)


def kinds(seen: Observation) -> dict[str, FailureKind | None]:
    return {k: a.kind if isinstance(a, Failure) else None for k, a in seen.artifacts.items()}


async def test_an_open_connection_is_dropped_at_the_stop_and_not_when_patience_ends(
    world: CollectWorld,
) -> None:
    dropped = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await world.request(reader)
        try:
            while await reader.read(100):
                pass
        finally:
            dropped.set()

    await world.serve(silent)
    switch = Switch()
    visit = asyncio.create_task(
        world.visit(
            PLAIN,
            HTTP_VISITOR,
            "path:/.env",
            control=switch,
            read_timeout=30,
            request_timeout=30,
        )
    )
    await asyncio.sleep(0.5)
    assert world.connections == 1
    switch.engaged = True
    await asyncio.wait_for(dropped.wait(), 5)
    seen = await asyncio.wait_for(visit, 5)  # long before its thirty seconds of patience
    assert set(kinds(seen).values()) == {FailureKind.STOPPED}
    assert world.connections == 1


async def test_cancelling_a_visit_drops_its_connection(world: CollectWorld) -> None:
    dropped = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await world.request(reader)
        await reader.read(100)
        dropped.set()

    await world.serve(silent)
    visit = asyncio.create_task(world.visit(PLAIN, HTTP_VISITOR, read_timeout=30))
    await asyncio.sleep(0.3)
    visit.cancel()
    await asyncio.wait([visit])
    assert visit.cancelled()
    await asyncio.wait_for(dropped.wait(), 1)


async def test_a_listed_host_is_not_even_looked_up(world: CollectWorld) -> None:
    world.zone[("jangan.rembulanprov.go.id", "A")] = ["198.18.0.7"]
    switch = Switch({"jangan.rembulanprov.go.id": "asked us to stay away"})
    seen = await world.visit("http://jangan.rembulanprov.go.id/", DNS, *ALL, control=switch)
    assert kinds(seen)[HTTP_VISITOR] is FailureKind.DO_NOT_VISIT
    assert kinds(seen)[DNS] is FailureKind.DO_NOT_VISIT
    assert (world.questions, world.connections) == ([], 0)


async def test_a_listed_address_is_not_connected_to(world: CollectWorld) -> None:
    await world.serve(world.pages(html("ok")))
    switch = Switch({"198.18.0.7": "shared with a hospital"})
    seen = await world.visit(PLAIN, HTTP_VISITOR, control=switch)
    found = seen.artifacts[HTTP_VISITOR]
    assert isinstance(found, Failure)
    assert (found.kind, found.detail) == (FailureKind.DO_NOT_VISIT, "shared with a hospital")
    assert world.connections == 0


async def test_a_redirect_to_a_listed_host_is_not_followed(world: CollectWorld) -> None:
    await world.serve(
        world.pages(html("", "Location: http://198.18.0.8/", status="301 Moved Permanently"))
    )
    switch = Switch({"198.18.0.8": "asked us to stay away"})
    seen = await world.visit(PLAIN, HTTP_VISITOR, control=switch)
    assert kinds(seen)[HTTP_VISITOR] is FailureKind.DO_NOT_VISIT


async def test_an_address_sees_at_most_two_connections_from_all_visits(
    world: CollectWorld,
) -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await world.request(reader)
        await asyncio.sleep(0.05)
        writer.write(html("ok"))
        await writer.drain()

    await world.serve(slow)
    for n in range(12):
        world.zone[(f"situs{n}.rembulanprov.go.id", "A")] = ["198.18.0.7"]
    politeness = Politeness(world.net().limits)
    await asyncio.gather(
        *(
            world.visit(f"http://situs{n}.rembulanprov.go.id/", HTTP_VISITOR, politeness=politeness)
            for n in range(12)
        )
    )
    assert (world.connections, world.open_most) == (12, 2)


async def test_a_host_sees_a_burst_and_then_one_request_at_a_time(world: CollectWorld) -> None:
    await world.serve(world.pages(html("ok")))
    started = time.monotonic()
    keys = [f"path:/{n}" for n in range(6)]
    await world.visit(PLAIN, HTTP_VISITOR, *keys, requests_per_second_per_host=5, burst_per_host=3)
    # Seven requests: three at once, four more at five a second.
    assert time.monotonic() - started > 0.75


async def test_an_own_site_is_seen_in_every_view(world: CollectWorld) -> None:
    await world.serve(world.pages(html("ok")))
    seen = await world.visit(PLAIN, *ALL, *EXPOSED)
    assert [k for k, v in kinds(seen).items() if v] == [TLS]
    agents = [h.partition("User-Agent: ")[2].partition("\r\n")[0] for h in world.heads]
    assert all("(compatible; Ronda/" in agent and "+https://" in agent for agent in agents)
    assert "Chrome" in agents[0]
    assert "Googlebot" in agents[1]
    assert "Mobile" in agents[2]
    assert "Referer: https://www.google.com/" in world.heads[2]
    assert [("Referer" in head) for head in world.heads].count(True) == 1


async def test_a_candidate_is_seen_by_an_identified_visitor_only(world: CollectWorld) -> None:
    await world.serve(world.pages(html("ok")))
    seen = await world.visit(PLAIN, *ALL, *EXPOSED, relation="undecided", confirmed=False)
    found = kinds(seen)
    assert found[HTTP_VISITOR] is None
    assert found[TLS] is FailureKind.REFUSED
    for key in (HTTP_ROBOT, HTTP_PHONE, *EXPOSED):
        assert found[key] is FailureKind.BLOCKED_BY_POLICY
    agents = {h.partition("User-Agent: ")[2].partition("\r\n")[0] for h in world.heads}
    assert agents == {world.net().user_agent}


async def test_a_candidate_shows_five_pages_at_most(world: CollectWorld) -> None:
    await world.serve(world.pages(html("ok")))
    ordinary = ("path:/kontak", "path:/profil", "path:/tentang", "path:/berita", "path:/robots.txt")
    seen = await world.visit(PLAIN, HTTP_VISITOR, *ordinary, relation="undecided", confirmed=False)
    assert world.connections == 5
    assert list(kinds(seen).values()).count(FailureKind.BLOCKED_BY_POLICY) == 1


async def test_a_strangers_site_gets_one_light_page(world: CollectWorld) -> None:
    await world.serve(world.pages(html("ok")))
    seen = await world.visit(PLAIN, *ALL, *EXPOSED, relation="third_party")
    assert [k for k, v in kinds(seen).items() if v is None] == [HTTP_VISITOR, PAGE_VISITOR]
    assert world.connections == 1


async def test_nobody_is_imitated_behind_a_redirect_to_another_host(world: CollectWorld) -> None:
    await world.serve(world.pages(html("", "Location: http://198.18.0.8/", status="302 Found")))
    await world.serve(world.pages(html("judi")), address="198.18.0.8")
    seen = await world.visit(PLAIN, HTTP_VISITOR, HTTP_PHONE)
    phone = seen.artifacts[HTTP_PHONE]
    assert isinstance(phone, HttpArtifact)
    assert (phone.final_url, phone.hops[0].location) == ("http://198.18.0.8/",) * 2
    assert "Mobile" in world.heads[2]
    assert "Mobile" not in world.heads[3]
    assert "Referer" not in world.heads[3]


@pytest.mark.parametrize(
    ("stranger", "kind"),
    [
        ("http://hadiah-harian.example/m?from=a", FailureKind.NXDOMAIN),
        ("http://198.18.0.9/m?from=a", FailureKind.REFUSED),
    ],
)
async def test_where_phones_are_led_is_told_though_nobody_answers_there(
    world: CollectWorld, stranger: str, kind: FailureKind
) -> None:
    async def cloaked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        phone = "Mobile" in await world.request(reader)
        away = html("", f"Location: {stranger}", status="302 Found")
        writer.write(away if phone else html("<title>Dinas Contoh</title>"))
        await writer.drain()

    await world.serve(cloaked)
    seen = await world.visit(PLAIN, HTTP_VISITOR, PAGE_VISITOR, HTTP_PHONE)
    phone = seen.artifacts[HTTP_PHONE]
    assert isinstance(phone, Failure)
    assert (phone.kind, phone.towards) == (kind, stranger)
    said = judge(next(c for c in all_checks() if c.meta.id == "CONTENT.REDIRECT"), seen)
    assert said.outcome is Outcome.FAIL
    assert stranger in said.evidence[0].excerpt


async def test_an_exposed_path_that_leads_to_another_host_is_not_followed(
    world: CollectWorld,
) -> None:
    await world.serve(world.pages(html("", "Location: http://198.18.0.8/x", status="302 Found")))
    seen = await world.visit(PLAIN, "path:/.env")
    found = seen.artifacts["path:/.env"]
    assert isinstance(found, HttpArtifact)
    assert (found.status, found.hops, world.connections) == (302, (), 1)
