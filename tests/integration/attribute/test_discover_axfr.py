"""The zone source against a real Knot DNS, and against servers that break off or lie."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import dns.message
import dns.rrset
import pytest
from support.knot_zone import knot

from ronda.engine.discover import zone
from ronda.engine.discover.contract import Note, Sighting, SourceContext, ZoneFeed
from ronda.engine.discover.parts import axfr
from ronda.engine.discover.registry import Event
from ronda.engine.netconfig import Limits, NetConfig

ZONE = "arunikaprov.go.id"
SOA = f"{ZONE}. 300 IN SOA ns1.{ZONE}. admin.{ZONE}. 1 3600 600 86400 300\n"
RECORDS = SOA + f"{ZONE}. 300 IN NS ns1.{ZONE}.\nns1.{ZONE}. 300 IN A 192.0.2.1\n"


async def read(server: str) -> list[Event]:
    context = SourceContext(
        net=NetConfig(resolvers=(), user_agent="Ronda", limits=Limits(connect_timeout=2)),
        now=datetime(2026, 3, 2, tzinfo=UTC),
        zones=(ZoneFeed(ZONE, server=server),),
    )
    return [event async for event in zone.discover(context)]


def hosts(events: list[Event]) -> list[str]:
    return [e.url for e in events if isinstance(e, Sighting)]


def errors(events: list[Event]) -> list[str]:
    return [e.text.en for e in events if isinstance(e, Note) and e.level == "error" and e.text]


@pytest.mark.real
async def test_knot_transfers_a_zone_of_two_thousand_names(tmp_path: Path) -> None:
    many = "".join(f"situs{n}.{ZONE}. 300 IN A 192.0.2.7\n" for n in range(2_000))
    with knot(tmp_path, ZONE, RECORDS + many, transfer=True) as server:
        events = await read(server)
    assert errors(events) == []
    assert len(hosts(events)) == 2_000
    assert f"https://situs1999.{ZONE}/" in hosts(events)


@pytest.mark.real
async def test_knot_that_refuses_is_named_with_how_to_mend_it(tmp_path: Path) -> None:
    with knot(tmp_path, ZONE, RECORDS, transfer=False) as server:
        events = await read(server)
    assert hosts(events) == []
    said = errors(events)
    assert len(said) == 1
    assert server in said[0]
    assert "allow-transfer" in said[0]


Answer = Callable[[dns.message.Message], bytes]


@asynccontextmanager
async def server(*answers: Answer, then_wait: bool = False) -> AsyncIterator[str]:
    """Answer a transfer with these messages, then close or keep silent."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size = int.from_bytes(await reader.readexactly(2), "big")
        query = dns.message.from_wire(await reader.readexactly(size))
        for answer in answers:
            wire = answer(query)
            writer.write(len(wire).to_bytes(2, "big") + wire)
        await writer.drain()
        if then_wait:
            await over.wait()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        over.set()
        listening.close()
        await listening.wait_closed()


def part(*records: str) -> Answer:
    def make(query: dns.message.Message) -> bytes:
        answer = dns.message.make_response(query)
        for record in records:
            name, ttl, kind, value = record.split(None, 3)
            answer.answer.append(dns.rrset.from_text(name, int(ttl), "IN", kind, value))
        return answer.to_wire()

    return make


SOA_RECORD = f"{ZONE}. 300 SOA ns1.{ZONE}. admin.{ZONE}. 1 3600 600 86400 300"
DINKES = f"dinkes.{ZONE}. 300 A 192.0.2.4"


async def test_a_transfer_in_many_messages_is_one_zone() -> None:
    async with server(part(SOA_RECORD), part(DINKES), part(SOA_RECORD)) as where:
        events = await read(where)
    assert hosts(events) == [f"https://dinkes.{ZONE}/"]
    assert errors(events) == []


async def test_a_transfer_cut_midway_keeps_what_came_and_says_so() -> None:
    async with server(part(SOA_RECORD, DINKES)) as where:
        events = await read(where)
    assert hosts(events) == [f"https://dinkes.{ZONE}/"]
    assert "ended before it was complete" in errors(events)[0]


async def test_a_server_that_falls_silent_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(axfr, "SILENCE", 0.2)
    async with server(part(SOA_RECORD, DINKES), then_wait=True) as where:
        events = await read(where)
    assert hosts(events) == [f"https://dinkes.{ZONE}/"]
    assert len(errors(events)) == 1


async def test_a_zone_without_end_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(axfr, "MAX_RECORDS", 3)
    async with server(part(SOA_RECORD), *[part(DINKES)] * 9, then_wait=True) as where:
        events = await read(where)
    assert hosts(events) == [f"https://dinkes.{ZONE}/"]
    assert "exceeds the limit" in errors(events)[0]


@pytest.mark.parametrize("wire", [b"", b"\x00", b"\xff" * 40])
async def test_an_answer_that_is_no_dns_message_is_an_error(wire: bytes) -> None:
    async with server(lambda _: wire) as where:
        events = await read(where)
    assert hosts(events) == []
    assert len(errors(events)) == 1


async def test_names_outside_the_zone_are_counted_not_sighted() -> None:
    other = "www.tempat-lain.example. 300 A 192.0.2.8"
    async with server(part(SOA_RECORD, DINKES, other, SOA_RECORD)) as where:
        events = await read(where)
    assert hosts(events) == [f"https://dinkes.{ZONE}/"]
    assert Note("outside_zone", 1) in events
