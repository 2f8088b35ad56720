"""`python -m bench.ct [--entries N] [--live N] [--json]`: certificate logs, what reading them costs.

Offline: data tiles on disk, one core, CPU seconds of this process (the best of three passes): the
search, and hashing for verification apart; the aim is 200,000 entries a second without hashing.
Live: one RFC 6962 log on loopback, read and verified whole by Ronda and by certspotter in the same
run; CPU seconds are those of each reader's process from start to end, and both must find the same
names. With other work on the machine believe the ratio, not the rates.
"""

import argparse
import asyncio
import json
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import ahocorasick_rs

from bench.ct_log import NOW, ZONE, BenchLog, Server
from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover import ct
from ronda.engine.discover.contract import Note, Sighting, SourceContext
from ronda.engine.discover.parts.ctentry import names_of
from ronda.engine.discover.parts.ctlog_filter import RawFilter
from ronda.engine.discover.parts.ctlog_tiles import WIDTH, leaves_of
from ronda.engine.discover.parts.ctlog_tree import Frontier, leaf_hash
from ronda.engine.discover.parts.signals import Watch
from ronda.engine.netconfig import NetConfig
from ronda.lab.servers.loglist import listed, log_list

AIM = 200_000
AIM_RATIO = 0.25
PATIENCE = 1_800.0
PASSES = 3


def words(count: int) -> tuple[str, ...]:
    """Return the zone and so many made-up words of five to fourteen letters."""
    chosen = random.Random(3)
    letters = "abdeghiklmnoprstu"
    made = ("".join(chosen.choices(letters, k=chosen.randint(5, 14))) for _ in range(count))
    return (ZONE, *made)


def timed(work: Callable[[bytes], object], paths: Sequence[Path]) -> float:
    """Return CPU seconds of this process over all tiles, reading them included: the best pass."""
    passes = []
    for _ in range(PASSES):
        begin = time.process_time()
        for path in paths:
            work(path.read_bytes())
        passes.append(time.process_time() - begin)
    return min(passes)


def offline(entries: int) -> dict[str, float]:
    """Return entries a second by what is done with them."""
    with tempfile.TemporaryDirectory() as name:
        paths = BenchLog(entries).write_tiles(Path(name))
        total, watched = len(paths) * WIDTH, words(200)
        search, found = searcher(watched)
        frontier = Frontier()

        def verify(tile: bytes) -> None:
            frontier.extend([leaf_hash(leaf) for leaf in leaves_of(tile, WIDTH)])

        timed(search, paths[:20])
        found.clear()
        rates = {"search and parse the hits": total / timed(search, paths)}
        wanted = 2 * (total // 1_000) * PASSES
        if abs(len(found) - wanted) > 2 * PASSES:
            raise SystemExit(f"{len(found)} names found, {wanted} are there")
        chosen = random.Random(4)
        short = ["".join(chosen.choices("abdikpst", k=3)) for _ in range(60)]
        more, _ = searcher((*watched, *short))
        rates["the same with 60 words of three letters"] = total / timed(more, paths)
        rates["only split the tiles"] = total / timed(lambda t: leaves_of(t, WIDTH), paths)
        rates["hash and grow the tree, apart"] = total / timed(verify, paths)
        rates |= matchers(paths[:20], watched)
    return rates


def searcher(watched: Sequence[str]) -> tuple[Callable[[bytes], None], list[str]]:
    """Return what searches a tile, parses the hits and judges their names, and where they go."""
    watch, judge, found = RawFilter(watched), Watch(watched, shared_hosts(())), list[str]()

    def search(tile: bytes) -> None:
        leaves = leaves_of(tile, WIDTH)
        for place in watch.hits(leaves):
            found.extend(n for n in names_of(leaves[place]).names if judge.in_host(n))

    return search, found


def matchers(paths: Sequence[Path], watched: Sequence[str]) -> dict[str, float]:
    """Return entries a second of searching whole entries, by matcher, for comparison."""
    flat = [re.sub(r"[^a-z0-9]", "", word).encode() for word in watched]
    dropped = bytes(c for c in range(128) if not chr(c).isalnum())
    lower = bytes(range(256)).lower()
    automaton = ahocorasick_rs.BytesAhoCorasick(flat)
    pattern = re.compile(b"|".join(map(re.escape, flat)))
    ways: dict[str, Callable[[bytes], object]] = {
        "whole entries, ahocorasick_rs": automaton.find_matches_as_indexes,
        "whole entries, re": pattern.search,
        "whole entries, in": lambda data: any(word in data for word in flat),
    }
    if scan := hyperscan_search(flat):
        ways["whole entries, hyperscan"] = scan
    total = len(paths) * WIDTH
    rates = {}
    for name, way in ways.items():

        def search(tile: bytes, way: Callable[[bytes], object] = way) -> None:
            for leaf in leaves_of(tile, WIDTH):
                way(leaf.translate(lower, dropped))

        rates[name] = total / timed(search, paths)
    return rates


def hyperscan_search(needles: Sequence[bytes]) -> Callable[[bytes], object] | None:
    """Return a search by hyperscan, where it is installed."""
    try:
        import hyperscan
    except ImportError:
        return None
    database = hyperscan.Database()
    flags = [hyperscan.HS_FLAG_SINGLEMATCH] * len(needles)
    database.compile(list(needles), ids=list(range(len(needles))), flags=flags)
    found: list[int] = []
    return lambda data: database.scan(
        data, match_event_handler=lambda i, *_: found.append(i), scratch=None
    )


async def follow(path: str) -> None:
    """Read the log of a list to its end, as the source does; print the names found."""
    context = SourceContext(
        net=NetConfig(resolvers=(), user_agent="Ronda"),
        now=NOW + timedelta(days=1),
        ct_log_list=path,
        watched=(ZONE,),
    )
    async for event in ct.discover(context):
        if isinstance(event, Sighting):
            print("name", event.url.split("/")[2])
        elif isinstance(event, Note) and event.level == "error" and event.text:
            raise SystemExit(event.text.en)


def measured(process: subprocess.Popen[str]) -> float:
    """Wait for a process; return its CPU seconds."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def by_ronda(path: Path, folder: Path) -> tuple[float, set[str]]:
    """Return CPU seconds and names."""
    out = folder / "ronda.txt"
    with out.open("w") as file:
        command = [sys.executable, "-m", "bench.ct", "--follow", str(path)]
        process = subprocess.Popen(command, stdout=file, text=True)
        cpu = measured(process)
    if process.returncode:
        raise SystemExit("Ronda did not read the log to its end")
    return cpu, set(re.findall(r"^name (\S+)", out.read_text(), re.MULTILINE))


def by_certspotter(path: Path, folder: Path, size: int) -> tuple[float, set[str]]:
    """Return CPU seconds until its stored position is the log's end, and names."""
    watch, state, out = folder / "watch", folder / "state", folder / "certspotter.txt"
    watch.write_text(f".{ZONE}\n")
    command = ["certspotter", f"-logs={path}", f"-watchlist={watch}", f"-state_dir={state}"]
    with out.open("w") as file:
        process = subprocess.Popen([*command, "-stdout", "-no_save"], stdout=file, text=True)
        end = time.monotonic() + PATIENCE
        while _position(state) < size and process.poll() is None and time.monotonic() < end:
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        cpu = measured(process)
    if _position(state) < size:
        raise SystemExit(f"certspotter came to {_position(state)} of {size} entries")
    return cpu, set(re.findall(r"DNS Name\s*=\s*(\S+)", out.read_text()))


def _position(state: Path) -> int:
    for file in state.glob("logs/*/state.json"):
        try:
            return int(json.loads(file.read_text())["verified_position"]["size"])
        except (ValueError, KeyError, TypeError):
            return 0
    return 0


def live(size: int) -> dict[str, object]:
    """Return CPU seconds per million entries of both readers, and their ratio."""
    log = BenchLog(size)
    log.tree.root()
    sock = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{sock.getsockname()[1]}/"
    server = os.fork()
    if not server:
        try:
            asyncio.run(Server(log).serve(sock))
        finally:
            os._exit(0)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / "log_list.json"
            path.write_bytes(log_list(logs=(listed(log.spki, url=base),)))
            ours, names = by_ronda(path, folder)
            found: dict[str, object] = {
                "entries": size,
                "ronda": ours * 1e6 / size,
                "names": len(names),
            }
            if shutil.which("certspotter"):
                theirs, others = by_certspotter(path, folder, size)
                found |= {"certspotter": theirs * 1e6 / size, "ratio": ours / theirs}
                found["same names"] = names == others
                if names != others:
                    found["only one has"] = sorted(names ^ others)[:5]
            else:
                found["certspotter"] = "is not installed (Debian package certspotter)"
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)
    return found


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=200_000, help="entries in tiles on disk")
    parser.add_argument("--live", type=int, default=100_000, help="entries of the log on loopback")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--follow", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.follow:
        asyncio.run(follow(asked.follow))
        return
    load = os.getloadavg()[0]
    result = {"load": load, "offline": offline(asked.entries), "live": live(asked.live)}
    result["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if asked.json:
        print(json.dumps(result, indent=1))
        return
    print(f"load when it began: {load:.1f}; aim {AIM:,} entries/s, ratio {AIM_RATIO}")
    for name, rate in result["offline"].items():  # type: ignore[attr-defined]
        print(f"  {rate:>12,.0f} entries/s  {name}  ({rate / AIM:.2f} of the aim)")
    for name, value in result["live"].items():  # type: ignore[attr-defined]
        print(f"  {name}: {value:.3f}" if isinstance(value, float) else f"  {name}: {value}")


if __name__ == "__main__":
    main()
