"""The real engine visits every hostile server of the shipped collection, by ordinary settings.

Bounds: 20 seconds a visit (and 3 for a busy machine), 250 MB more memory for 16 visits side by
side, nobody's verdict changed by a neighbour.
"""

from pathlib import Path

import pytest

import ronda.lab
from ronda.engine.checks.registry import all_checks
from ronda.lab.causes.hostile import Hostile, HostilePath
from ronda.lab.scenario import load
from ronda.lab.servers.behaviours import every
from ronda.lab.trial import Report, run
from ronda.lab.validate import validate

FOLDER = Path(ronda.lab.__file__).parent / "provinces" / "hostile"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return run(FOLDER, tmp_path_factory.mktemp("hostile"))


def test_the_collection_is_valid() -> None:
    assert validate(FOLDER) == ()


def test_the_collection_holds_every_behaviour_with_its_outcome() -> None:
    causes = [
        c for s in load(FOLDER).sites for c in s.causes if isinstance(c, Hostile | HostilePath)
    ]
    assert {c.behaviour for c in causes} == set(every())
    assert all(c.outcome for c in causes)
    assert len(every()) >= 65


def test_every_visit_ends_as_planted(report: Report) -> None:
    assert report.problems == ()
    assert len(report.sites) == len(load(FOLDER).sites)


def test_memory_is_bounded(report: Report) -> None:
    assert report.megabytes < 250


def test_no_site_costs_more_than_its_limit(report: Report) -> None:
    assert max(site.bytes_received for site in report.sites) < 8_100_000
    assert max(site.judging for site in report.sites) < 2 + 0.1 * len(all_checks())


def test_a_false_expectation_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "kecil"
    (folder / "sites").mkdir(parents=True)
    for name in ("scenario.toml", "agencies.toml", "sites/chunks-cut.toml", "sites/mati.toml"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace('"incomplete"', '"timeout"'), encoding="utf-8")
    problems = run(folder, tmp_path / "var").problems
    assert len(problems) == 1
    assert problems[0].startswith("chunks-cut: http:visitor is incomplete, expected timeout")
