"""NSEC walks over zones that a real Knot signs, and query logs that real servers write."""

import asyncio
import shutil
import subprocess
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import dns.message
import dns.query
import dns.rrset
import pytest
from support.dns_servers import PATH, answering, knotd, running
from support.knot_zone import free_port

from ronda.engine.discover import nsec, querylog
from ronda.engine.discover.contract import NameFeeds, Note, Sighting, SourceContext, ZoneFeed
from ronda.engine.netconfig import Limits, NetConfig

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ZONE = "arunikaprov.go.id"
RECORDS = f"""$ORIGIN {ZONE}.
$TTL 300
@ SOA ns1 admin 1 3600 600 86400 300
@ NS ns1
ns1 A 192.0.2.1
@ A 192.0.2.10
dinkes A 192.0.2.11
ppid.dinkes AAAA 2001:db8::1
tersembunyi CNAME dinkes
_dmarc TXT "v=DMARC1"
*.uji A 192.0.2.9
anak NS ns1
"""
CHILD = f"$ORIGIN anak.{ZONE}.\n$TTL 300\n@ SOA ns1.{ZONE}. a 1 1 1 1 300\n@ NS ns1.{ZONE}.\nsitus A 192.0.2.12\n"


def config(folder: Path, *, nsec3: bool) -> str:
    (folder / "zone").write_text(RECORDS)
    (folder / "child").write_text(CHILD)
    return f"""policy:
  - id: signed
    nsec3: {"on" if nsec3 else "off"}
    algorithm: ecdsap256sha256
    single-type-signing: on
    signing-threads: 1
template:
  - id: default
    dnssec-signing: on
    dnssec-policy: signed
    zonefile-sync: -1
    zonefile-load: difference
    journal-content: all
zone:
  - domain: {ZONE}
    file: {folder}/zone
  - domain: anak.{ZONE}
    file: {folder}/child
"""


class Run:
    """One run of a source and what it said."""

    def __init__(self, events: list[object]) -> None:
        self.hosts = [
            e.url.removeprefix("https://").rstrip("/") for e in events if isinstance(e, Sighting)
        ]
        notes = [e for e in events if isinstance(e, Note)]
        self.errors = [n.text.en for n in notes if n.level == "error" and n.text]
        self.counts: Counter[str] = Counter()
        for note in notes:
            self.counts[note.step] += note.count


def context(port: int, *logs: Path) -> SourceContext:
    limits = Limits(bulk_names_per_second=100_000.0)
    return SourceContext(
        net=NetConfig((("127.0.0.1", port),), "Ronda", limits=limits),
        now=NOW,
        zones=(ZoneFeed(ZONE, server=f"127.0.0.1:{port}"),),
        names=NameFeeds(query_logs=tuple(map(str, logs))),
        watched=(ZONE,),
    )


def await_signed(port: int) -> None:
    for _ in range(100):
        for zone in (ZONE, f"anak.{ZONE}"):
            answer = dns.query.udp(dns.message.make_query(zone, "DNSKEY"), "127.0.0.1", 2, port)
            if not answer.answer:
                break
        else:
            return
        time.sleep(0.05)
    raise AssertionError("Knot did not sign the zones")


@pytest.mark.real("knotd")
async def test_a_signed_zone_is_walked_to_its_last_name_and_into_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nsec, "PAUSE", 0)
    port = free_port()
    with knotd(tmp_path, config(tmp_path, nsec3=False), port):
        await_signed(port)
        seen = Run([event async for event in nsec.discover(context(port))])
    assert set(seen.hosts) == {
        ZONE,
        f"dinkes.{ZONE}",
        f"ppid.dinkes.{ZONE}",
        f"tersembunyi.{ZONE}",
        f"situs.anak.{ZONE}",
    }
    assert seen.counts["zone_whole"] == 2
    assert (seen.counts["delegation"], seen.counts["wildcard"]) == (1, 1)
    assert seen.errors == []


@pytest.mark.real("knotd")
async def test_hashed_names_are_counted_as_not_walkable(tmp_path: Path) -> None:
    port = free_port()
    with knotd(tmp_path, config(tmp_path, nsec3=True), port):
        await_signed(port)
        seen = Run([event async for event in nsec.discover(context(port))])
    assert seen.hosts == []
    assert seen.counts["zone_hashed"] == 1
    assert seen.errors == []


@pytest.mark.parametrize(
    ("following", "end"),
    [
        (r"\000.a", "minimal"),  # made up from the question: it never tells the real name
        ("a", "loops"),
        ("z.lain.example.", "minimal"),
        ("endless", "limit"),
    ],
)
async def test_a_chain_of_ill_will_ends(
    following: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nsec, "MAX_NAMES", 30)
    monkeypatch.setattr(nsec, "PAUSE", 0)

    def lie(query: dns.message.Message, count: int) -> list[bytes]:
        name = query.question[0].name
        to = f"a{count:04}" if following == "endless" else following
        to = to if to.endswith(".") else f"{to}.{ZONE}."
        reply = dns.message.make_response(query)
        reply.answer.append(dns.rrset.from_text(name, 60, "IN", "NSEC", f"{to} A NSEC"))
        return [reply.to_wire()]

    with answering(lie) as (_, port):
        seen = Run([event async for event in nsec.discover(context(port))])
    assert seen.counts[f"zone_{end}"] == 1
    assert len(seen.hosts) <= 30
    assert bool(seen.errors) == (end != "minimal")


def bind(folder: Path, port: int) -> list[str]:
    """Write BIND's configuration, which logs each question as text and as dnstap."""
    (folder / "zone").write_text(RECORDS)
    (folder / "named.conf").write_text(f"""options {{
  directory "{folder}"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion no; pid-file none; querylog yes; dnssec-validation no;
  dnstap {{ auth query; }}; dnstap-output file "log.tap";
}};
controls {{ }};
logging {{
  channel queries {{ file "queries.log"; print-time yes; print-category yes; print-severity yes; }};
  category queries {{ queries; }};
}};
zone "{ZONE}" {{ type primary; file "zone"; }};
""")
    program = str(shutil.which("named", path=PATH))
    return [program, "-f", "-n", "1", "-c", str(folder / "named.conf")]


def ask(port: int, name: str, kind: str = "A") -> None:
    dns.query.udp(dns.message.make_query(name, kind), "127.0.0.1", 2, port)


@pytest.mark.real("named", "kdig")
def test_what_bind_logs_is_read_as_text_as_dnstap_and_as_kdig_prints_it(tmp_path: Path) -> None:
    """The same seven questions, of which the logs tell in three forms."""
    port = free_port()
    with running(tmp_path, bind(tmp_path, port), port) as server:
        for name in ("dinkes", "Dinkes", "tersembunyi", "hilang", "_dmarc"):
            ask(port, f"{name}.{ZONE}")
        ask(port, ZONE, "MX")
        ask(port, "www.contoh.example")
        server.terminate()  # it writes its logs out when it ends
        server.wait(20)
    printed = subprocess.run(
        [str(shutil.which("kdig")), "-G", tmp_path / "log.tap", "+qr"],
        capture_output=True,
        check=True,
    )
    (tmp_path / "kdig.log").write_bytes(printed.stdout)
    again = tmp_path / "again"
    again.mkdir()
    with running(again, bind(again, port), port):
        for log in ("queries.log", "log.tap", "kdig.log"):
            seen = Run(asyncio.run(run(querylog, context(port, tmp_path / log))))
            assert set(seen.hosts) == {f"dinkes.{ZONE}", f"tersembunyi.{ZONE}"}, log
            assert seen.counts["read"] == 7, log
            assert seen.counts["other_kind"] == 1, log
            assert seen.counts["nxdomain"] == 1, log
            assert seen.counts["not_watched"] == 1, log
            assert seen.errors == [], log


async def run(source: ModuleType, about: SourceContext) -> list[object]:
    return [event async for event in source.discover(about)]
