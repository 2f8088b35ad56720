"""Scores go into JSON and back, and those of several provinces add up."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from score_worlds import HOUR, NOW, claim, claims, true_site, world, worlds
from typer.testing import CliRunner

from ronda.lab import classes
from ronda.lab.claims import Claims
from ronda.lab.commands import app
from ronda.lab.rounds import Span
from ronda.lab.score import Score, score
from ronda.lab.score_data import BadScore, as_data, from_data, pool
from ronda.lab.score_history import score_history
from ronda.lab.truth import Truth

few = settings(max_examples=25, deadline=None)


def as_json(result: Score) -> bytes:
    return json.dumps(as_data(result)).encode()


def small() -> Score:
    """A history of two rounds with a miss."""
    site = true_site("s", expects=frozenset({classes.STALE}), since={classes.STALE: 1})
    served = (Span(1, NOW, NOW + HOUR), Span(2, NOW + HOUR))
    said = claims(claim(site), claim(true_site("t"), findings=()))
    truths = {n: world(site, true_site("t"), number=n) for n in (1, 2)}
    return score_history(truths, said, served)


@few
@given(worlds())
def test_json_and_back_is_the_same(made: tuple[Truth, Claims]) -> None:
    result = score(*made)
    assert from_data(as_json(result)) == result


def test_a_history_in_json_and_back_is_the_same() -> None:
    assert from_data(as_json(small())) == small()


@few
@given(worlds(), worlds())
def test_rates_of_two_provinces_add_their_counts(
    one: tuple[Truth, Claims], other: tuple[Truth, Claims]
) -> None:
    first, second = score(*one), score(*other)
    both = pool([first, second])
    for name in ("recall", "precision", "planted_recall", "on_others"):
        parts = [getattr(s, name) for s in (first, second)]
        assert getattr(both, name).of == sum(p.of for p in parts)
        assert getattr(both, name).right == sum(p.right for p in parts)
    assert both.attribution.calibration.of == (
        first.attribution.calibration.of + second.attribution.calibration.of
    )
    assert len(both.notes) == len(first.notes) + len(second.notes)
    assert [r.finding_class for r in both.findings] == [r.finding_class for r in first.findings]


@few
@given(worlds())
def test_one_alone_stays_as_it_is(made: tuple[Truth, Claims]) -> None:
    result = score(*made)
    assert pool([result]) == result


def test_rounds_of_several_provinces_meet_by_their_number() -> None:
    both = pool([small(), small()])
    assert both.scenario == "uji"
    assert [one.round for one in both.rounds] == [1, 2]
    assert both.rounds[0].recall.of == 2 * small().rounds[0].recall.of
    assert len(both.time_to_detect.all.seconds) == 2 * len(small().time_to_detect.all.seconds)


def test_no_score_cannot_be_pooled() -> None:
    with pytest.raises(ValueError, match="no score"):
        pool([])


def test_what_is_no_score_is_refused_with_its_place() -> None:
    with pytest.raises(BadScore, match=r"expected the output of ronda lab score --json"):
        from_data(b'{"scenario": 7}')


def test_the_command_adds_files_up(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.json", "b.json")]
    for file in files:
        file.write_bytes(as_json(small()))
    done = CliRunner().invoke(app, ["pool", *map(str, files), "--json", "--notes", "0"])
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert data["recall"]["of"] == 2 * small().recall.of
    assert data["recall"]["low"] < data["recall"]["value"]
    assert data["notes"] == []
    table = CliRunner().invoke(app, ["pool", *map(str, files)])
    assert "Round by round" in table.stdout


def test_the_command_names_the_file_that_is_no_score(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{}", encoding="ascii")
    done = CliRunner().invoke(app, ["pool", str(bad)])
    assert done.exit_code == 2
    assert "bad.json" in done.output
