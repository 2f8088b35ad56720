"""Zone transfers with a real Knot: signed with TSIG, and only what changed (IXFR)."""

import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dns.message
import dns.query
import dns.rdatatype
import pytest
from support.dns_servers import knotd
from support.knot_zone import free_port

from ronda.engine.discover import zone
from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext, ZoneFeed
from ronda.engine.netconfig import Limits, NetConfig
from ronda.upkeep.doctor import network

ZONE = "arunikaprov.go.id"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
SECRET = "QmVuYXItYmVuYXItcmFoYXNpYS1zZWthbGktMTIzNA=="
KEY = f"hmac-sha256:ronda:{SECRET}"
WRONG = "hmac-sha256:ronda:c2FsYWgtc2FsYWgtc2FsYWgtc2FsYWgtc2FsYWgtMTIz"
CONFIG = """key:
  - id: ronda
    algorithm: hmac-sha256
    secret: {secret}
acl:
  - id: signed
    key: ronda
    action: transfer
zone:
  - domain: {zone}
    file: {directory}/zone
    acl: signed
    zonefile-sync: -1
    zonefile-load: difference
    journal-content: changes
"""


def records(serial: int, *names: str) -> str:
    head = f"$ORIGIN {ZONE}.\n$TTL 300\n@ SOA ns1 admin {serial} 3600 600 86400 300\n@ NS ns1\n"
    return head + "ns1 A 192.0.2.1\n" + "".join(f"{name} A 192.0.2.7\n" for name in names)


class Run:
    """One run of the source and what it said."""

    def __init__(self, events: list[object]) -> None:
        self.hosts = [e.url for e in events if isinstance(e, Sighting)]
        notes = [e for e in events if isinstance(e, Note)]
        self.errors = [n.text.en for n in notes if n.level == "error" and n.text]
        self.counts: Counter[str] = Counter()
        for note in notes:
            self.counts[note.step] += note.count
        states = [e.state for e in events if isinstance(e, Checkpoint)]
        self.state = states[-1] if states else {}


async def run(port: int, key: str, state: object = None, now: datetime = NOW) -> Run:
    context = SourceContext(
        net=NetConfig(resolvers=(), user_agent="Ronda", limits=Limits(connect_timeout=2)),
        now=now,
        zones=(ZoneFeed(ZONE, server=f"127.0.0.1:{port}", tsig=key),),
        checkpoint=state or {},  # type: ignore[arg-type]
    )
    return Run([event async for event in zone.discover(context)])


@pytest.mark.real("knotd")
async def test_a_signed_transfer_then_only_what_changed(tmp_path: Path) -> None:
    """The second run asks from the stored serial; a week later the zone is read whole again."""
    port = free_port()
    (tmp_path / "zone").write_text(records(1, "dinkes", "disdik", "lama"))
    config = CONFIG.format(secret=SECRET, zone=ZONE, directory=tmp_path)
    with knotd(tmp_path, config, port) as server:
        first = await run(port, KEY)
        assert first.errors == []
        assert len(first.hosts) == 3
        same = await run(port, KEY, first.state)
        assert (same.hosts, same.counts["unchanged_zone"]) == ([], 1)

        (tmp_path / "zone").write_text(records(2, "dinkes", "disdik", "baru"))
        server.send_signal(signal.SIGHUP)
        await_serial(port, 2)
        changed = await run(port, KEY, same.state)
        assert changed.hosts == [f"https://baru.{ZONE}/"]
        assert changed.counts["only_changes"] == 1
        assert changed.counts["removed_record"] == 1

        later = await run(port, KEY, changed.state, NOW + timedelta(days=8))
        assert len(later.hosts) == 3


def await_serial(port: int, serial: int) -> None:
    for _ in range(100):
        query = dns.message.make_query(ZONE, dns.rdatatype.SOA)
        answer = dns.query.udp(query, "127.0.0.1", 2, port)
        if answer.answer and answer.answer[0][0].serial == serial:
            return
        time.sleep(0.05)
    raise AssertionError("the zone was not loaded again")


@pytest.mark.real("knotd")
@pytest.mark.parametrize("key", ["", WRONG])
async def test_without_the_right_key_nothing_is_transferred(tmp_path: Path, key: str) -> None:
    port = free_port()
    (tmp_path / "zone").write_text(records(1, "dinkes"))
    config = CONFIG.format(secret=SECRET, zone=ZONE, directory=tmp_path)
    with knotd(tmp_path, config, port):
        seen = await run(port, key)
    assert seen.hosts == []
    assert len(seen.errors) == 1
    assert ("RONDA_TSIG" in seen.errors[0]) == bool(key)
    assert seen.state == {}


async def test_a_key_that_cannot_be_read_is_said_without_showing_it() -> None:
    seen = await run(1, "hmac-md5:ronda:rahasia")
    assert "tsig-keygen" in seen.errors[0]
    assert "rahasia" not in seen.errors[0]


@pytest.mark.real("knotd")
def test_the_doctor_signs_its_question_too(tmp_path: Path, settings: Any) -> None:
    port = free_port()
    (tmp_path / "zone").write_text(records(1, "dinkes"))
    config = CONFIG.format(secret=SECRET, zone=ZONE, directory=tmp_path)
    net = NetConfig(resolvers=(), user_agent="Ronda")
    said = []
    with knotd(tmp_path, config, port):
        for setting in (f"*={KEY}", f"*={WRONG}", ""):
            settings.RONDA_TSIG = setting
            said.append(network._transfer(ZONE, f"127.0.0.1:{port}", net).state)
    assert said == ["ok", "error", "error"]
