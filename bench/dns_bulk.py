"""`python -m bench.dns_bulk [--names N] [--repeat N] [--json]`: bulk look-ups on a real nsd.

A zone of N/2 names; N names are asked for, half of which do not exist, in random order. All sides
ask the same server on loopback in the same run: dnsperf, which only counts answers, is the limit;
dnspython's asyncio resolver is the peer that Python projects use. Every answer of Ronda's is
compared with the zone: one that is lost or wrong ends the run.
"""

import argparse
import asyncio
import json
import random
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dns.asyncresolver
import dns.exception
import dns.resolver

from ronda.engine.collect.bulk_dns import resolve
from ronda.engine.netconfig import Limits, NetConfig

ZONE = "rembulanprov.go.id"
NSD = """server:
  ip-address: 127.0.0.1
  port: {port}
  username: ""
  chroot: ""
  zonesdir: "{folder}"
  database: ""
  pidfile: "{folder}/nsd.pid"
  xfrdfile: "{folder}/xfrd.state"
  zonelistfile: "{folder}/zone.list"
  xfrdir: "{folder}"
  hide-version: yes
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: {zone}
  zonefile: zone
"""


@contextmanager
def nsd(folder: Path, names: int) -> Iterator[int]:
    """Serve a zone of ``names`` names; yield the port."""
    head = f"$ORIGIN {ZONE}.\n$TTL 300\n@ SOA ns1 admin 1 3600 600 86400 300\n@ NS ns1\n"
    lines = [f"n{i} A 198.18.{i >> 8 & 255}.{i & 255}" for i in range(names)]
    (folder / "zone").write_text(head + "ns1 A 198.18.0.1\n" + "\n".join(lines) + "\n", "ascii")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nsd.conf").write_text(NSD.format(folder=folder, port=port, zone=ZONE), "ascii")
    program = shutil.which("nsd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if program is None:
        raise SystemExit("nsd is not installed: apt-get install nsd")
    with subprocess.Popen([program, "-d", "-c", folder / "nsd.conf"], stderr=subprocess.PIPE) as it:
        try:
            _await(port)
            yield port
        finally:
            it.terminate()
            it.communicate(timeout=20)


def _await(port: int) -> None:
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port, resolver.lifetime = ["127.0.0.1"], port, 0.5
    for _ in range(60):
        try:
            resolver.resolve(f"ns1.{ZONE}", "A")
        except dns.exception.DNSException:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("nsd does not answer")


def questions(count: int) -> dict[str, str]:
    """Names and the address that each has, "" for none."""
    asked = {f"n{i}.{ZONE}": f"198.18.{i >> 8 & 255}.{i & 255}" for i in range(count // 2)}
    asked |= {f"tidak-ada-{i}.{ZONE}": "" for i in range(count - len(asked))}
    names = list(asked)
    random.shuffle(names)
    return {name: asked[name] for name in names}


def ronda(asked: dict[str, str], port: int) -> float:
    """Names a second; raises ``SystemExit`` when an answer is lost or wrong."""
    limits = Limits(bulk_names_per_second=1e6)
    net = NetConfig((("127.0.0.1", port),), "Ronda", limits=limits)
    begin = time.perf_counter()
    bulk = asyncio.run(resolve([(name, "A") for name in asked], net))
    seconds = time.perf_counter() - begin
    for answer, (name, address) in zip(bulk.answers, asked.items(), strict=True):
        right = (answer.status, answer.values) == (
            ("ok", (address,)) if address else ("nxdomain", ())
        )
        if answer.name != name or not right:
            raise SystemExit(f"lost or wrong: {answer}, the zone has {address or 'nothing'}")
    return len(asked) / seconds


def dnsperf(asked: dict[str, str], port: int, folder: Path) -> float:
    """Answers a second that dnsperf counts with 400 questions under way."""
    program = shutil.which("dnsperf")
    if program is None:
        raise SystemExit("dnsperf is not installed: apt-get install dnsperf")
    (folder / "queries").write_text("".join(f"{name} A\n" for name in asked), "ascii")
    command = [program, "-s", "127.0.0.1", "-p", str(port), "-d", str(folder / "queries")]
    done = subprocess.run(
        [*command, "-n", "1", "-q", "400"], check=True, capture_output=True, text=True
    )
    found = re.search(r"Queries per second:\s+([\d.]+)", done.stdout)
    if found is None:
        raise SystemExit(f"dnsperf said nothing of its speed: {done.stdout}")
    return float(found[1])


def dnspython(asked: dict[str, str], port: int) -> float:
    """Names a second of dnspython's asyncio resolver, 64 at a time, over a tenth of the names."""
    few = list(asked)[: max(200, len(asked) // 10)]

    async def work() -> None:
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers, resolver.port, resolver.cache = ["127.0.0.1"], port, None
        places = asyncio.Semaphore(64)

        async def one(name: str) -> None:
            async with places:
                answer = await resolver.resolve(
                    name + ".", "A", raise_on_no_answer=False, search=False
                )
            if not answer.rrset:
                raise SystemExit(f"{name}: no address")

        found = await asyncio.gather(*map(one, few), return_exceptions=True)
        for name, result in zip(few, found, strict=True):
            missing = isinstance(result, dns.resolver.NXDOMAIN)
            if missing != (not asked[name]):
                raise SystemExit(f"dnspython: {name}: {result!r}")

    begin = time.perf_counter()
    asyncio.run(work())
    return len(few) / (time.perf_counter() - begin)


def main() -> None:
    """Measure in turn, several times, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=40_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    asked = questions(chosen.names)
    with tempfile.TemporaryDirectory() as name, nsd(Path(name), chosen.names // 2) as port:
        runs: dict[str, Callable[[], float]] = {
            "dnspython (peer)": lambda: dnspython(asked, port),
            "ronda": lambda: ronda(asked, port),
            "dnsperf (limit)": lambda: dnsperf(asked, port, Path(name)),
        }
        found: dict[str, list[float]] = {title: [] for title in runs}
        for run in range(chosen.repeat + 1):
            for title, work in runs.items():
                speed = work()
                if run:  # the first warms caches
                    found[title].append(speed)
    own = found["ronda"]
    rows = [
        {
            "what": title,
            "names_per_second": round(statistics.median(speeds)),
            "slowest": round(min(speeds)),
            "ronda_is_times": round(
                statistics.median(o / s for o, s in zip(own, speeds, strict=True)), 2
            ),
        }
        for title, speeds in found.items()
    ]
    if chosen.json:
        print(json.dumps(rows))
        return
    print(f"{'':20}{'names/s':>10}{'slowest':>10}{'ronda is x':>12}")
    for row in rows:
        print(
            f"{row['what']:20}{row['names_per_second']:>10}{row['slowest']:>10}"
            f"{row['ronda_is_times']:>12}"
        )


if __name__ == "__main__":
    main()
