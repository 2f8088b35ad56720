"""`python -m bench [--sites N] [--repeat N] [--json]`: visits by Ronda beside curl, on real servers.

Real Knot and nginx on loopback serve N sites of one 16 KB page over HTTPS. Both sides make a new
connection for each page. curl fetches and keeps nothing; Ronda resolves, judges every address,
shakes hands, fetches, parses. CPU is that of the client process alone.
"""

import argparse
import asyncio
import json
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ronda.engine import netconfig
from ronda.engine.artifacts import DNS, HTTP_VISITOR, PAGE_VISITOR, TLS, HttpArtifact, SiteFacts
from ronda.engine.checks.registry import all_checks, needs_of
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Free
from ronda.engine.judge import judge_all
from ronda.engine.observe import observe
from ronda.lab.realservers import RealServers, real_servers
from ronda.lab.world import CertPlan, DnsZone, Record, Respond, Route, VirtualHost, World

ZONE = "rembulanprov.go.id"
IN_FLIGHT = 50


class Timing(msgspec.Struct):
    """One run: seconds of wall clock and of the client's CPU for all sites."""

    wall: float
    cpu: float


def world(sites: int) -> World:
    """Sites on forty addresses, each with a certificate of its own."""
    line = b"<p>Dinas ini melayani warga setiap hari kerja dari pukul delapan.</p>\n"
    page = b"<!doctype html><html lang=id><title>Dinas</title><body>" + line * (16_000 // len(line))
    answer = Respond(200, (("Content-Type", "text/html; charset=utf-8"),), page)
    names = [f"s{n}.{ZONE}" for n in range(sites)]
    hosts = tuple(
        VirtualHost(
            name,
            f"198.18.1.{n % 40 + 1}",
            (Route("/*", answer),),
            (Route("/*", answer),),
            CertPlan((name,)),
        )
        for n, name in enumerate(names)
    )
    records = tuple(Record(host.name, "A", host.address) for host in hosts)
    zone = DnsZone(ZONE, records)
    return World("bench", 1, datetime.now(UTC), (zone,), hosts)


def ronda(sites: list[str], env: dict[str, str], wants: frozenset[str], judged: bool) -> Timing:
    """Visit every site once, ``IN_FLIGHT`` at a time."""
    limits = netconfig.Limits(
        requests_per_second_per_host=1e6, burst_per_host=10**6, connections_per_address=IN_FLIGHT
    )
    net = msgspec.structs.replace(netconfig.from_env(env), limits=limits)
    checks = all_checks() if judged else ()

    async def all_of_them() -> None:
        politeness, gate = Politeness(limits), asyncio.Semaphore(IN_FLIGHT)

        async def one(host: str) -> None:
            site = SiteFacts(f"https://{host}/", host, "official", True, True)
            async with gate:
                seen = await observe(site, wants, net=net, control=Free(), politeness=politeness)
            page = seen.artifacts[HTTP_VISITOR]
            if not isinstance(page, HttpArtifact) or page.status != 200:
                raise SystemExit(f"{host}: not what was served: {page}")
            judge_all(checks, seen)

        await asyncio.gather(*map(one, sites))

    return _timed(lambda: asyncio.run(all_of_them()), resource.RUSAGE_SELF)


def curl(sites: list[str], real: RealServers, folder: Path) -> Timing:
    """Fetch every site once with curl, ``IN_FLIGHT`` at a time."""
    config = folder / "curl.conf"
    places = {f"s{n}.{ZONE}": f"127.18.1.{n % 40 + 1}" for n in range(len(sites))}
    lines = [f'url = "https://{host}/"\noutput = "/dev/null"' for host in sites]
    lines += [f'connect-to = "{h}:443:{places[h]}:{real.https}"' for h in sites]
    config.write_text("\n".join(lines), encoding="ascii")
    command = [
        "curl",
        "-sS",
        "--no-progress-meter",
        "--fail",
        "--http1.1",
        "--no-keepalive",
        "--parallel",
    ]
    command += ["--parallel-max", str(IN_FLIGHT), "--cacert", real.env["RONDA_TRUST_STORE"]]
    command += ["-K", str(config)]
    return _timed(lambda: subprocess.run(command, check=True), resource.RUSAGE_CHILDREN)


def _timed(work: Callable[[], object], whose: int) -> Timing:
    before, begin = resource.getrusage(whose), time.perf_counter()
    work()
    wall, after = time.perf_counter() - begin, resource.getrusage(whose)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timing(wall, cpu)


def main() -> None:
    """Measure in turn, several times, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if shutil.which("curl") is None:
        raise SystemExit("curl is the peer and is not installed: apt-get install curl")
    everything = needs_of(all_checks())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        planned = world(chosen.sites)
        sites = [host.name for host in planned.hosts]
        with real_servers(planned, folder) as real:
            runs: dict[str, Callable[[], Timing]] = {
                "curl --parallel: page": lambda: curl(sites, real, folder),
                "ronda: DNS, page": lambda: ronda(
                    sites, real.env, frozenset({DNS, HTTP_VISITOR, PAGE_VISITOR}), judged=False
                ),
                "ronda: DNS, certificate, page": lambda: ronda(
                    sites, real.env, frozenset({DNS, TLS, HTTP_VISITOR, PAGE_VISITOR}), judged=False
                ),
                "ronda: everything, judged": lambda: ronda(
                    sites, real.env, everything, judged=True
                ),
            }
            found: dict[str, list[Timing]] = {name: [] for name in runs}
            for run in range(chosen.repeat + 1):
                for title, work in runs.items():
                    timing = work()
                    if run:  # the first warms caches
                        found[title].append(timing)
    report(found, len(sites), as_json=chosen.json)


def report(found: dict[str, list[Timing]], sites: int, *, as_json: bool) -> None:
    """Print medians; ratios against the peer of the same run."""
    peer = next(iter(found.values()))
    rows = []
    for title, timings in found.items():
        ratios = [t.cpu / p.cpu for t, p in zip(timings, peer, strict=True)]
        rows.append(
            {
                "what": title,
                "sites_per_second": round(sites / statistics.median(t.wall for t in timings), 1),
                "cpu_seconds_per_1000_sites": round(
                    statistics.median(t.cpu for t in timings) / sites * 1000, 2
                ),
                "cpu_ratio_to_curl": round(statistics.median(ratios), 2),
            }
        )
    if as_json:
        print(json.dumps(rows))
        return
    print(f"{'':34}{'sites/s':>10}{'CPU s/1000':>12}{'x curl':>8}")
    for row in rows:
        print(
            f"{row['what']:34}{row['sites_per_second']:>10}"
            f"{row['cpu_seconds_per_1000_sites']:>12}{row['cpu_ratio_to_curl']:>8}"
        )


if __name__ == "__main__":
    main()
