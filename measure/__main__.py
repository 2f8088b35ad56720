"""`python -m measure`: measures Ronda on the shipped province and on generated ones it never saw.

Each province is served, searched, patrolled over all its rounds and scored by Ronda's own commands,
in a folder of its own; then docs/measurements.md and its plots are written.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from measure.page import write
from measure.provinces import ROUNDS, SEEDS, SHIPPED, SHIPPED_NAME, SITES, generated
from measure.run import ProvinceRun
from ronda.lab.generate.settings import Half

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure, pool, write."""
    asked = _arguments()
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="ronda-measure-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if asked.again:
            results = [json.loads(p.read_text()) for p in sorted(folder.glob("*/result.json"))]
        else:
            results = _measured(asked, folder)
        pooled = _pooled(folder, [r for r in results if r["scenario"] != SHIPPED_NAME])
        write(
            Path(asked.out),
            results,
            pooled,
            command=_command(asked),
            at=datetime.now(UTC),
            commit=(folder / "commit").read_text(encoding="utf-8"),
        )
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


def _measured(asked: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    (folder / "commit").write_text(_commit(), encoding="utf-8")
    made = folder / "provinces"
    places = [] if asked.no_shipped else [SHIPPED]
    places += [
        generated(made, seed=s, sites=asked.sites, half=asked.half, rounds=asked.rounds)
        for s in asked.seeds
    ]

    def one(place: Path) -> dict[str, Any]:
        home = folder / place.name
        shutil.rmtree(home, ignore_errors=True)
        result = ProvinceRun(place, home).measure()
        print(f"{place.name}: {result['seconds']:.0f} s", file=sys.stderr, flush=True)
        return result

    with ThreadPoolExecutor(asked.jobs) as pool:
        return list(pool.map(one, places))


def _pooled(folder: Path, results: list[dict[str, Any]]) -> dict[str, Any]:
    files = []
    for number, result in enumerate(results):
        file = folder / f"pool-{number}.json"
        file.write_text(json.dumps(result["score"]), encoding="utf-8")
        files.append(str(file))
    if not files:
        return {}
    said = subprocess.run(
        [sys.executable, "-m", "ronda", "lab", "pool", *files, "--json"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    (folder / "pooled.json").write_text(said, encoding="utf-8")
    found: dict[str, Any] = json.loads(said)
    return found


def _commit() -> str:
    """The commit that was measured, or "" outside of a clone."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def _command(asked: argparse.Namespace) -> str:
    usual = (asked.half, asked.sites, asked.rounds, tuple(asked.seeds))
    if usual == ("evaluation", SITES, ROUNDS, SEEDS):
        return "make measure"
    seeds = " ".join(map(str, asked.seeds))
    return f"python -m measure --half {asked.half} --sites {asked.sites} --rounds {asked.rounds} --seeds {seeds}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("measure", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=list(SEEDS))
    parser.add_argument("--sites", type=int, default=SITES)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of the generated provinces")
    parser.add_argument("--half", choices=get_args(Half), default="evaluation")
    parser.add_argument("--no-shipped", action="store_true", help="leave Nusa Rembulan out")
    parser.add_argument("--jobs", type=int, default=2, help="provinces at a time")
    parser.add_argument("--keep", help="a folder that keeps databases, scores and logs")
    parser.add_argument("--again", action="store_true", help="only write the page from --keep")
    parser.add_argument("--out", default=str(ROOT / "docs" / "measurements.md"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
