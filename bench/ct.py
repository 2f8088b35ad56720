"""`python -m bench.ct [--entries N] [--live N] [--names FILE] [--json]`: certificate logs, what reading costs.

Offline: data tiles on disk, one core, CPU seconds of this process (the best of three passes). What
is timed is the source's own work on them: splitting, searching, parsing what may be ours, judging
its names, with the words that an installation makes of its register: for the shipped province, for
one that the generator writes, and with sixty more words of three letters. The aim is 200,000
entries a second; hashing for verification is apart. ``--names`` takes the strangers' names from a
file, one a line, in place of random ones. Below it, in the same run: matchers on the same texts.
Live: one RFC 6962 log on loopback, read and verified whole by Ronda and by certspotter in the same
run; CPU seconds are those of each reader's process from start to end, and both must find the same
names. With other work on the machine believe the ratio, not the rates.
"""

import argparse
import asyncio
import contextlib
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
from msgspec import structs

from bench.ct_log import NOW, WATCHED_EACH, ZONE, BenchLog, Server
from bench.ct_words import Words, installation, provinces, words_of
from ronda.engine.discover import ct
from ronda.engine.discover.contract import Note, Sighting, SourceContext
from ronda.engine.discover.parts.ctentry import names_of
from ronda.engine.discover.parts.ctlog_list import CtLog
from ronda.engine.discover.parts.ctlog_reader import Chunk
from ronda.engine.discover.parts.ctlog_state import LogState
from ronda.engine.discover.parts.ctlog_tiles import WIDTH, leaves_of
from ronda.engine.discover.parts.ctlog_tree import Frontier, leaf_hash
from ronda.engine.netconfig import NetConfig
from ronda.lab.servers.loglist import listed, log_list

AIM = 200_000
AIM_RATIO = 0.25
PATIENCE = 1_800.0
PASSES = 3


def timed(work: Callable[[bytes], object], paths: Sequence[Path]) -> float:
    """Return CPU seconds of this process over all tiles, reading them included: the best pass."""
    passes = []
    for _ in range(PASSES):
        begin = time.process_time()
        for path in paths:
            work(path.read_bytes())
        passes.append(time.process_time() - begin)
    return min(passes)


def offline(entries: int, names: Sequence[str]) -> dict[str, float]:
    """Return entries a second by what is done with them, and by whose words."""
    rates: dict[str, float] = {}
    with installation():
        for title, scenario in provinces(seed=77):
            words = words_of(scenario)
            log = BenchLog(entries, words.zone, names)
            with tempfile.TemporaryDirectory() as name:
                paths = log.write_tiles(Path(name))
                total = len(paths) * WIDTH
                count = len(words.watched) + len(words.hints) + len(words.places)
                rates[f"{title}: {count} words, {words.short} of them short"] = total / read(
                    words, paths
                )
                if len(rates) > 1:
                    continue
                chosen = random.Random(4)
                more = ["".join(chosen.choices("abdikpst", k=3)) for _ in range(60)]
                shorter = structs.replace(words, hints=(*words.hints, *more))
                rates["the same with 60 more of three letters"] = total / read(shorter, paths)
                rates["only split the tiles"] = total / timed(lambda t: leaves_of(t, WIDTH), paths)
                rates["hash and grow the tree, apart"] = total / verify(paths)
                rates |= matchers(paths[:40], words)
    return rates


def verify(paths: Sequence[Path]) -> float:
    """Return the CPU seconds of what verification adds."""
    frontier = Frontier()
    return timed(
        lambda tile: frontier.extend([leaf_hash(leaf) for leaf in leaves_of(tile, WIDTH)]), paths
    )


def read(words: Words, paths: Sequence[Path]) -> float:
    """Return the CPU seconds of the source's own work on tiles; its hits must all be there."""
    context = SourceContext(
        net=NetConfig(resolvers=(), user_agent="Ronda"),
        now=NOW,
        watched=words.watched,
        hints=words.hints,
        places=words.places,
    )
    at, seen, found = 0, ct._Seen(None), list[str]()
    log = ct._Log(CtLog("http://log.example"), context, seen)

    def search(tile: bytes) -> None:
        nonlocal at
        if at == len(paths) * WIDTH:
            at, seen.recent, seen.urls = 0, {}, set()
            seen.bare.forget()
        chunk = Chunk(at, leaves_of(tile, WIDTH), LogState(at))
        at += WIDTH
        found.extend(s.url for s in ct._in_chunk(log, chunk, seen))

    try:
        seconds = timed(search, paths)
    finally:
        log.endpoint.close()
    ours = [url for url in found if url.rstrip("/").endswith("." + words.zone)]
    wanted = 2 * (len(paths) * WIDTH // WATCHED_EACH) * PASSES
    if abs(len(ours) - wanted) > 2 * PASSES:
        raise SystemExit(f"{len(ours)} names of ours found, {wanted} are there")
    return seconds


def matchers(paths: Sequence[Path], words: Words) -> dict[str, float]:
    """Return entries a second of searching the names alone, by matcher, for comparison."""
    needles = [re.sub(r"[^a-z0-9]", "", w).encode() for w in (*words.watched, *words.hints)]
    texts = [
        b"\xff\xff".join(b" ".join(map(str.encode, names_of(leaf).names)) for leaf in leaves)
        for leaves in (leaves_of(path.read_bytes(), WIDTH) for path in paths)
    ]
    states = ahocorasick_rs.Implementation
    table = ahocorasick_rs.BytesAhoCorasick(needles, implementation=states.DFA)
    small = ahocorasick_rs.BytesAhoCorasick(needles, implementation=states.ContiguousNFA)
    pattern = re.compile(b"|".join(map(re.escape, needles)))
    ways: dict[str, Callable[[bytes], object]] = {
        "names alone, ahocorasick_rs, table (taken)": table.find_matches_as_indexes,
        "names alone, ahocorasick_rs, small": small.find_matches_as_indexes,
        "names alone, re": pattern.findall,
        **other_matchers(needles),
    }
    rates = {}
    for name, way in ways.items():
        passes = []
        for _ in range(PASSES):
            begin = time.process_time()
            for text in texts:
                way(text)
            passes.append(time.process_time() - begin)
        rates[name] = len(paths) * WIDTH / min(passes)
    return rates


def other_matchers(needles: Sequence[bytes]) -> dict[str, Callable[[bytes], object]]:
    """Return searches by engines that Ronda does not need, where they are installed."""
    found: dict[str, Callable[[bytes], object]] = {}
    with contextlib.suppress(ImportError):
        import hyperscan

        database = hyperscan.Database()
        database.compile(list(needles), ids=list(range(len(needles))))
        hits: list[tuple[int, int]] = []
        found["names alone, hyperscan"] = lambda data: database.scan(
            data, match_event_handler=lambda i, _, end, *__: hits.append((i, end)), scratch=None
        )
    with contextlib.suppress(ImportError):
        import re2  # type: ignore[import-not-found]

        pattern = re2.compile(b"|".join(needles))
        found["names alone, google-re2"] = pattern.findall
    return found


async def follow(path: str) -> None:
    """Read the log of a list to its end, as the source does; print the names found."""
    context = SourceContext(
        net=NetConfig(resolvers=(), user_agent="Ronda"),
        now=NOW + timedelta(days=1),
        ct_log_list=path,
        watched=(ZONE,),
        bare_names=False,  # what certspotter has no word for
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
    parser.add_argument("--names", type=Path, help="names of strangers, one a line")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--follow", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.follow:
        asyncio.run(follow(asked.follow))
        return
    load = os.getloadavg()[0]
    names = asked.names.read_text().split() if asked.names else []
    result: dict[str, object] = {"load": load, "offline": offline(asked.entries, names)}
    result["live"] = live(asked.live)
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
