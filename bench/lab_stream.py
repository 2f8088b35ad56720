"""`python -m bench.lab_stream DIR [--memory-mb N] [--seconds N]`: the lab's own server, measured.

Serves a scenario's folder in a process of its own that may not have more than so much memory
(RLIMIT_DATA), asks it for random names, pages and entries from this one, and moves it on by a
round. Each page is one new connection to a random host, most of them never asked for before.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import dns.asyncquery
import dns.exception
import dns.message

from ronda.engine import netconfig, urls
from ronda.lab.scenario import Problem, Spot, raw_sites, read_site
from ronda.lab.serve import read_env

IN_FLIGHT = 16
PATIENCE = 3_600.0


def chosen_hosts(folder: Path, most: int) -> list[str]:
    """Return random hosts of sites that live in round 1."""
    picked: list[tuple[Spot, bytes]] = []
    problems: list[Problem] = []
    for seen, (spot, raw) in enumerate(raw_sites(folder, problems), start=1):
        if len(picked) < most:
            picked.append((spot, raw))
        elif (place := random.randrange(seen)) < most:
            picked[place] = (spot, raw)
    sites = [read_site(spot, raw, problems) for spot, raw in picked]
    living = [site for site in sites if site is not None and site.lives(1)]
    return [site.origin.host for site in living if not site.bare_address]


class Lab:
    """`ronda lab serve` as a process."""

    def __init__(self, folder: Path, var: Path, memory: int) -> None:
        self.var = var
        ports = [f"--{name}-port=0" for name in ("dns", "http", "https", "ct", "rdap")]
        command = [sys.executable, "-m", "ronda", "lab", "serve", str(folder), f"--var={var}"]
        bound = memory * 1_000_000
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [*command, *ports],
            stdout=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (bound, bound)),
        )

    def wait(self, number: int) -> float:
        """Wait until a round is served; return the seconds since ``began``."""
        file = self.var / "serving.json"
        while not file.exists() or json.loads(file.read_text())["round"] != number:
            if self.process.poll() is not None or time.monotonic() - self.began > PATIENCE:
                raise SystemExit("the lab did not serve; it said why above")
            time.sleep(0.05)
        return time.monotonic() - self.began

    def move(self, number: int) -> float:
        """Move to a round; return the seconds until it was served."""
        self.began = time.monotonic()
        (self.var / "round").write_text(f"{number}\n")
        return self.wait(number)

    def memory(self, what: str) -> int:
        """Return VmHWM (the most so far) or VmRSS (now), in MB."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        [line] = [line for line in text.splitlines() if line.startswith(what)]
        return int(line.split()[1]) // 1_000

    def cpu(self) -> float:
        """Return the seconds of CPU that it has used: comparable on a machine that others use."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.wait(60)


async def rate(
    lab: Lab, ask: Callable[[str], Awaitable[bool]], hosts: list[str], seconds: float
) -> str:
    """Ask for random hosts, so many at a time; return how many a second, and how many failed."""
    until, done, failed, cpu = time.monotonic() + seconds, 0, 0, lab.cpu()

    async def one() -> None:
        nonlocal done, failed
        while time.monotonic() < until:
            if await ask(random.choice(hosts)):
                done += 1
            else:
                failed += 1

    await asyncio.gather(*(one() for _ in range(IN_FLIGHT)))
    each = (lab.cpu() - cpu) / max(done + failed, 1) * 1_000
    return f"{done / seconds:8.0f}/s, {each:.2f} ms of CPU each, {failed} without an answer"


class Client:
    """Asks the lab as its settings say."""

    def __init__(self, env: dict[str, str]) -> None:
        self.net = netconfig.from_env(env)
        self.trust = ssl.create_default_context()
        self.trust.check_hostname = False
        self.trust.verify_mode = ssl.CERT_NONE  # faults are planted; serving them is the measure
        self.address: dict[str, str] = {}

    async def name(self, host: str) -> bool:
        """Ask for a host's address."""
        [(where, port)] = self.net.resolvers
        try:
            answer = await dns.asyncquery.udp(
                dns.message.make_query(host, "A"), where, port=port, timeout=3
            )
        except (dns.exception.DNSException, OSError):
            return False
        for found in answer.answer:
            for data in found:
                if hasattr(data, "address"):
                    self.address[host] = data.address
        return True

    async def page(self, port: int, host: str) -> bool:
        """Get a host's front page."""
        try:
            async with asyncio.timeout(3):
                where = self.net.mapped(self.address[host], port)
                tls = self.trust if port == 443 else None
                reader, writer = await asyncio.open_connection(
                    *where, ssl=tls, server_hostname=host if tls else None
                )
                writer.write(
                    f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
                )
                got = await reader.read()
                writer.close()
        except (OSError, TimeoutError):
            return False
        return got.startswith(b"HTTP/1.1")


async def measure(lab: Lab, hosts: list[str], seconds: float) -> None:
    """Print what the lab answers a second."""
    client = Client(read_env(lab.var / "lab.env"))
    print("DNS, A over UDP        ", await rate(lab, client.name, hosts, seconds), flush=True)
    for host in hosts:
        await client.name(host)
    known = [host for host in hosts if host in client.address]
    for title, port in (("HTTP, new connections  ", 80), ("HTTPS, new connections ", 443)):
        print(title, await rate(lab, partial(client.page, port), known, seconds), flush=True)


def main() -> None:
    """Serve, ask, move on, serve again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory-mb", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--hosts", type=int, default=5_000, help="how many are asked for")
    chosen = parser.parse_args()
    hosts = [
        host for host in chosen_hosts(chosen.folder, chosen.hosts) if urls.parse(f"http://{host}/")
    ]
    print(f"{os.cpu_count()} cores; the server may have {chosen.memory_mb} MB of memory")
    with tempfile.TemporaryDirectory() as name:
        var = Path(name)
        for title in ("first start", "next start"):
            lab = Lab(chosen.folder, var, chosen.memory_mb)
            try:
                wall, cpu, now = lab.wait(1), lab.cpu(), lab.memory("VmRSS")
                print(f"{title:22} {wall:8.1f} s, {cpu:.1f} s of CPU, {now} MB", flush=True)
                if title == "next start":
                    asyncio.run(measure(lab, hosts, chosen.seconds))
                    cpu = lab.cpu()
                    wall, cpu = lab.move(2), lab.cpu() - cpu
                    print(f"to round 2             {wall:8.1f} s, {cpu:.1f} s of CPU", flush=True)
                print(f"most memory            {lab.memory('VmHWM'):8} MB", flush=True)
            finally:
                lab.stop()


if __name__ == "__main__":
    main()
