"""Bulk look-ups: against a real nsd, and against servers that lose, forge, cut short or fall silent."""

import asyncio
import time
from collections import Counter
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from support.dns_servers import answering as server
from support.dns_servers import nsd

from ronda.engine.collect import bulk_flight
from ronda.engine.collect.bulk_dns import resolve
from ronda.engine.netconfig import Limits, NetConfig

ZONE = "arunikaprov.go.id"
HEAD = (
    f"$ORIGIN {ZONE}.\n$TTL 300\n@ SOA ns1 admin 1 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.1\n"
)
FAST = Limits(bulk_names_per_second=100_000.0, dns_timeout=2.0)


def net(*servers: tuple[str, int], limits: Limits = FAST) -> NetConfig:
    return NetConfig(resolvers=servers, user_agent="Ronda", limits=limits)


@pytest.mark.real("nsd")
async def test_every_name_of_thousands_has_its_own_answer(tmp_path: Path) -> None:
    records = "".join(f"n{i} A 192.0.2.{i % 250}\n" for i in range(1_500))
    records += "alias CNAME n7\nluar CNAME n8.awan.example.\nkosong TXT x\nsurat MX 10 n7\n"
    cloud = HEAD.replace(ZONE, "awan.example") + "n8 A 192.0.2.88\n"
    asked = [(f"n{i}.{ZONE}", "A") for i in range(3_000)]
    asked += [(f"{name}.{ZONE}", "A") for name in ("alias", "luar", "kosong")]
    asked += [(f"surat.{ZONE}", "MX"), ("tidak.ada.example", "A"), ("a..b", "A")]
    with nsd(tmp_path, {ZONE: HEAD + records, "awan.example": cloud}) as server:
        bulk = await resolve(asked, net(server))
    assert [(a.name, a.rdtype) for a in bulk.answers] == asked
    assert all(a.values == (f"192.0.2.{i % 250}",) for i, a in enumerate(bulk.answers[:1_500]))
    assert Counter(a.status for a in bulk.answers[1_500:3_000]) == {"nxdomain": 1_500}
    alias, outside, empty, mail, refused, bad = bulk.answers[3_000:]
    assert (alias.aliases, alias.values) == ((f"n7.{ZONE}",), ("192.0.2.7",))
    # An authoritative server leaves aliases into other zones to whoever asks.
    assert (outside.aliases, outside.values) == (("n8.awan.example",), ("192.0.2.88",))
    assert empty.status == "nodata"
    assert mail.values == (f"10 n7.{ZONE}",)
    assert (refused.status, bad.status) == ("refused", "malformed")


def address(query: dns.message.Message, value: str = "192.0.2.7") -> dns.message.Message:
    reply = dns.message.make_response(query)
    name = query.question[0].name
    reply.answer.append(dns.rrset.from_text(name, 60, "IN", "A", value))
    return reply


ASKED = [(f"n{i}.contoh.id", "A") for i in range(40)]


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_flight, "PATIENCE", (0.1, 0.1, 0.2))
    monkeypatch.setattr(bulk_flight, "_SILENT_SECONDS", 0.3)


@pytest.mark.usefixtures("_impatient")
async def test_lost_datagrams_are_asked_for_again() -> None:
    with server(lambda q, n: [] if n % 3 == 0 else [address(q).to_wire()]) as where:
        bulk = await resolve(ASKED, net(where))
    assert Counter(a.status for a in bulk.answers)["ok"] >= len(ASKED) - 3
    assert bulk.repeated > 0


@pytest.mark.usefixtures("_impatient")
async def test_forged_answers_are_not_believed() -> None:
    """Another id, another name, another case of letters, or no answer at all but a question."""

    def forge(query: dns.message.Message, _: int) -> list[bytes]:
        false = address(query, "192.0.2.66")
        other_id = bytearray(false.to_wire())
        other_id[0] ^= 0xFF
        other = dns.message.make_query("nama-yang-cukup-panjanG.conteh.id", "A", id=query.id)
        # That the letters' case was drawn just so happens once in 2**28 times.
        lower = dns.message.make_query("nama-yang-cukup-panjang.contoh.id", "A", id=query.id)
        forged = [bytes(other_id), query.to_wire()]
        forged += [address(q, "192.0.2.66").to_wire() for q in (other, lower)]
        return [*forged, address(query).to_wire()]

    with server(forge) as where:
        bulk = await resolve([("nama-yang-cukup-panjang.contoh.id", "A")] * 20, net(where))
    assert {a.values for a in bulk.answers} == {("192.0.2.7",)}
    assert bulk.forged >= 80


@pytest.mark.usefixtures("_impatient")
async def test_an_answer_that_comes_late_is_an_answer() -> None:

    def later(query: dns.message.Message, _: int) -> list[bytes]:
        time.sleep(0.15)  # longer than the first attempt waits
        return [address(query).to_wire()]

    with server(later) as where:
        bulk = await resolve([("a.contoh.id", "A")], net(where))
    assert (bulk.answers[0].status, bulk.repeated, bulk.forged) == ("ok", 1, 0)


@pytest.mark.usefixtures("_impatient")
async def test_ports_change_while_thousands_of_questions_are_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk_flight, "ASKED_PER_PORT", 20)
    asked = [(f"n{i}.contoh.id", "A") for i in range(600)]
    with server(lambda q, _: [address(q).to_wire()]) as where:
        bulk = await resolve(asked, net(where))
    assert Counter(a.status for a in bulk.answers) == {"ok": 600}


@pytest.mark.usefixtures("_impatient")
async def test_a_silent_server_costs_seconds_however_many_names() -> None:
    many = [(f"n{i}.contoh.id", "A") for i in range(20_000)]
    begin = time.monotonic()
    with server(lambda *_: []) as where:
        bulk = await resolve(many, net(where))
    assert time.monotonic() - begin < 3
    assert bulk.silent
    assert Counter(a.status for a in bulk.answers) == {"timeout": 20_000}


async def test_without_any_server_every_name_is_without_answer() -> None:
    bulk = await resolve(ASKED, net())
    assert bulk.silent
    assert {a.status for a in bulk.answers} == {"timeout"}


async def test_what_one_server_cannot_say_another_may() -> None:
    def fail(query: dns.message.Message, _: int) -> list[bytes]:
        reply = dns.message.make_response(query)
        reply.set_rcode(dns.rcode.SERVFAIL)
        return [reply.to_wire()]

    with server(fail) as broken, server(lambda q, _: [address(q).to_wire()]) as well:
        bulk = await resolve(ASKED, net(broken, well))
        alone = await resolve(ASKED, net(broken))
    assert {a.status for a in bulk.answers} == {"ok"}
    assert {a.status for a in alone.answers} == {"servfail"}


@pytest.mark.usefixtures("_impatient")
async def test_an_answer_cut_short_that_tcp_does_not_give_is_a_failure() -> None:
    def cut(query: dns.message.Message, _: int) -> list[bytes]:
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.TC
        return [reply.to_wire()]

    with server(cut) as where:
        bulk = await resolve(ASKED[:3], net(where))
    assert {a.status for a in bulk.answers} == {"timeout"}


async def test_names_are_asked_no_faster_than_the_limit() -> None:
    limits = Limits(bulk_names_per_second=100.0)
    with server(lambda q, _: [address(q).to_wire()]) as where:
        begin = time.monotonic()
        await resolve(
            ASKED + [(f"m{i}.contoh.id", "A") for i in range(40)], net(where, limits=limits)
        )
    # The first 32 may go at once.
    assert time.monotonic() - begin >= 0.4


async def test_a_cancelled_run_stops_sending() -> None:
    seen = 0

    def count(*_: object) -> list[bytes]:
        nonlocal seen
        seen += 1
        return []

    with server(count) as where:
        limits = Limits(bulk_names_per_second=200.0)
        task = asyncio.ensure_future(resolve(ASKED * 50, net(where, limits=limits)))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.2)
        before = seen
        await asyncio.sleep(0.2)
    assert seen == before
