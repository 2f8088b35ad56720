"""The scorer notices: whatever is spoilt in a real database moves the figures that it should, only those.

Each test spoils a stored database of the small province, after rounds that were really lived
through, in one way; see ``support.spoil``.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import support
from support.installation import PROVINCE
from support.three_rounds import ThreeRounds

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(400)]

Scores = dict[str, dict[str, Any]]
NAMES = ("source", "relation", "finding_class", "form")


def _spoilt(lived: ThreeRounds, number: int) -> Scores:
    """Every spoiling's score, by name."""
    script = Path(next(iter(support.__path__))) / "spoil.py"
    done = subprocess.run(
        [sys.executable, str(script), str(PROVINCE), str(lived.lab_var), str(number)],
        env={**lived.installation.env, "RONDA_VAR": str(lived.var(number))},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: Scores = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def first(three_rounds: ThreeRounds) -> Scores:
    return _spoilt(three_rounds, 1)


@pytest.fixture(scope="module")
def third(three_rounds: ThreeRounds) -> Scores:
    return _spoilt(three_rounds, 3)


def figures(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure of a score by its path; a rate is one figure."""
    if isinstance(value, list):
        for row in value:
            named = [row[n] for n in NAMES if n in row] if isinstance(row, dict) else []
            if named:
                yield from figures(row, f"{path}.{named[0]}")
    elif isinstance(value, dict) and {"right", "of"} <= set(value):
        yield path, (value["right"], value["of"])
    elif isinstance(value, dict):
        for name, part in value.items():
            if name != "notes":
                yield from figures(part, f"{path}.{name}" if path else name)
    elif value is not None:
        yield path, value


def moved(scores: Scores, spoiling: str) -> dict[str, tuple[Any, Any]]:
    """The figures that a spoiling moved, with what they were and are."""
    before, after = dict(figures(scores["nothing"])), dict(figures(scores[spoiling]))
    return {
        path: (before.get(path), after.get(path))
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    }


def parts(changes: dict[str, Any]) -> set[str]:
    """The first words of the paths."""
    return {path.partition(".")[0] for path in changes}


def value(rate: dict[str, Any]) -> float:
    return float(rate["right"] / rate["of"])


@pytest.mark.parametrize("source", ["zone", "ct", "links", "list"])
def test_a_dropped_source_loses_its_recall_and_no_other_finds_less(
    first: Scores, source: str
) -> None:
    before, after = first["nothing"]["discovery"], first[f"drop_{source}"]["discovery"]
    lost = {s["source"]: s["recall"] for s in after["by_source"]}
    for was in before["by_source"]:
        kept = 0 if was["source"] == source else was["recall"]["right"]
        assert lost[was["source"]]["right"] == kept
    assert lost[source]["of"] > 0
    # At least what no other source sees; more when another passed it by because it was known.
    alone = next(s["alone"]["right"] for s in before["by_source"] if s["source"] == source)
    gone = before["recall"]["right"] - after["recall"]["right"]
    assert gone >= alone
    assert bool(gone) == bool(alone)
    assert after["recall"]["of"] == before["recall"]["of"]
    misses = [n for n in first[f"drop_{source}"]["notes"] if n["area"] == "discovery"]
    assert len(misses) == after["recall"]["of"] - after["recall"]["right"]


def test_what_nobody_found_counts_as_planted_and_missed(first: Scores) -> None:
    before, after = first["nothing"], first["drop_zone"]
    assert value(after["planted_recall"]) < value(before["planted_recall"])
    assert value(after["recall"]) == value(before["recall"])


def test_swapped_agencies_spoil_agencies_and_no_relation(first: Scores) -> None:
    changes = moved(first, "swap_agencies")
    assert parts(changes) == {"attribution"}
    assert changes["attribution.agency"][1][0] == 0
    assert {"attribution.in_zone.agency", "attribution.off_zone.agency"} <= set(changes)
    assert not any("relation" in path or "confusion" in path for path in changes)
    assert "attribution.coverage" not in changes


def test_swapped_relations_spoil_relations_off_the_zones_alone(first: Scores) -> None:
    changes = moved(first, "swap_relations")
    assert parts(changes) == {"attribution"}
    assert "attribution.off_zone.relation" in changes
    assert "attribution.relations.third_party.precision" in changes
    assert not any("agency" in path or "in_zone" in path for path in changes)
    row = first["swap_relations"]["attribution"]["confusion"]["other_government"]
    assert set(row) == {"third_party"}


def test_claimed_namesakes_are_counted_and_wrong(first: Scores) -> None:
    changes = moved(first, "claim_namesakes")
    was, now = changes["attribution.namesakes_claimed"]
    assert was[0] == 0
    assert now[0] == now[1] > 0
    assert "attribution.precision" in changes
    assert "attribution.coverage" not in changes


def test_silence_costs_coverage_and_recall_and_not_precision(first: Scores) -> None:
    changes = moved(first, "fall_silent")
    was, now = changes["attribution.coverage"]
    assert now[0] < was[0]
    assert now[1] == was[1]
    assert value(first["fall_silent"]["attribution"]["precision"]) == value(
        first["nothing"]["attribution"]["precision"]
    )
    assert "abstained" in first["fall_silent"]["attribution"]["confusion"]["unofficial"]


def test_too_sure_probabilities_spoil_the_calibration_alone(first: Scores) -> None:
    changes = moved(first, "be_sure")
    assert changes
    assert all("calibration" in path for path in changes)
    told = first["be_sure_and_wrong"]["attribution"]
    wrong = 0.99 - value(told["precision"])
    assert told["calibration"]["error_equal_mass"] == pytest.approx(wrong)
    assert told["calibration"]["error_fixed"] == pytest.approx(wrong)
    assert told["calibration"]["brier"] > first["nothing"]["attribution"]["calibration"]["brier"]


def test_a_blind_check_loses_the_recall_of_its_class_alone(first: Scores) -> None:
    changes = moved(first, "blind")
    classes = {p.split(".")[1] for p in changes if p.startswith("findings.")}
    assert classes == {"no-hsts"}
    assert changes["findings.no-hsts.recall"][1][0] == 0
    assert value(first["blind"]["precision"]) == value(first["nothing"]["precision"])
    assert value(first["blind"]["recall"]) < value(first["nothing"]["recall"])
    assert not parts(changes) & {"attribution", "discovery", "gambling", "cost"}


def test_invented_findings_cost_precision_and_not_recall(first: Scores) -> None:
    changes = moved(first, "invent")
    assert set(changes) == {
        "precision",
        "findings.tls-old.precision",
        "findings.tls-old.f1",
    }
    assert value(first["invent"]["precision"]) < value(first["nothing"]["precision"])


def test_accused_honest_pages_are_counted(first: Scores) -> None:
    changes = moved(first, "accuse")
    assert set(changes) <= {
        "precision",
        "findings.injected-gambling.precision",
        "findings.injected-gambling.f1",
        "gambling.honest",
        "gambling.tempting",
        "honest_accused",
        "tempting_accused",
    }
    assert changes["honest_accused"][1][0] == 2
    told = first["accuse"]["honest_accused"]
    assert told["per_1000"] == pytest.approx(2000 / told["of"])
    assert told["per_1000_high"] > told["per_1000"]


def test_findings_closed_at_random_are_missed_and_wrongly_closed(first: Scores) -> None:
    changes = moved(first, "close_at_random")
    was, now = changes["changes.standing_kept"]
    assert now[0] < was[0] == was[1] == now[1]
    assert value(first["close_at_random"]["recall"]) == now[0] / now[1]
    closed = sum(row["wrongly_closed"] for row in first["close_at_random"]["findings"])
    assert closed == was[0] - now[0]
    assert value(first["close_at_random"]["precision"]) == value(first["nothing"]["precision"])
    kinds = {n["kind"] for n in first["close_at_random"]["notes"] if n["area"] == "findings"}
    assert kinds == {"wrongly closed"}


def test_mended_findings_that_stay_open_are_wrongly_open(third: Scores) -> None:
    changes = moved(third, "leave_open")
    was, now = changes["changes.mended_closed"]
    assert was[0] == was[1] == now[1]
    assert now[0] == 0
    assert sum(row["wrongly_open"] for row in third["leave_open"]["findings"]) == was[0]
    assert value(third["leave_open"]["precision"]) < value(third["nothing"]["precision"])
    assert "recall" not in changes


def test_later_findings_lengthen_the_time_to_detect_alone(first: Scores) -> None:
    assert parts(moved(first, "half_a_second_late")) == {"time_to_detect"}
    before, after = (
        first[name]["time_to_detect"]["all"] for name in ("nothing", "half_a_second_late")
    )
    assert after["seconds_mean"] == pytest.approx(before["seconds_mean"] + 0.5)
    assert parts(moved(first, "a_day_late")) == {"time_to_detect"}
    assert first["a_day_late"]["time_to_detect"]["all"]["detected"]["right"] == 0


def test_every_difference_leads_to_a_page_and_to_the_file_that_planted_it(first: Scores) -> None:
    notes = first["close_at_random"]["notes"] + first["swap_agencies"]["notes"]
    assert notes
    for note in notes:
        assert note["evidence"].startswith(("/temuan/", "/situs/"))
        assert (PROVINCE / note["planted"]).is_file()
