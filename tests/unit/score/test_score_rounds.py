"""The lab remembers when each round was served, and history is told from it."""

from datetime import timedelta
from pathlib import Path

import pytest
from score_worlds import HOUR, NOW

from ronda.lab import rounds
from ronda.lab.rounds import Begun, NoHistory, Span


def begun(*numbers: int, scenario: str = "uji") -> list[Begun]:
    """Rounds that began an hour after each other."""
    return [Begun(scenario, number, NOW + i * HOUR) for i, number in enumerate(numbers)]


def test_what_is_noted_is_read_in_order(tmp_path: Path) -> None:
    rounds.note(tmp_path / "lab", "uji", 1, NOW)
    rounds.note(tmp_path / "lab", "uji", 2, NOW + HOUR)
    assert rounds.read(tmp_path / "lab") == tuple(begun(1, 2))


def test_no_file_is_no_history(tmp_path: Path) -> None:
    assert rounds.read(tmp_path) == ()


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / rounds.FILE).write_text('{"round": 1}\n', encoding="ascii")
    with pytest.raises(NoHistory, match=r"rounds\.jsonl: line 1"):
        rounds.read(tmp_path)


def test_each_round_lasts_until_the_next_begins() -> None:
    assert rounds.spans(begun(1, 2), "uji", NOW) == (
        Span(1, NOW, NOW + HOUR),
        Span(2, NOW + HOUR, None),
    )


def test_a_server_started_anew_in_the_same_round_has_not_begun_another() -> None:
    assert rounds.spans(begun(1, 1, 2), "uji", NOW)[0] == Span(1, NOW, NOW + 2 * HOUR)


def test_what_ended_before_the_database_began_is_anothers() -> None:
    found = rounds.spans(begun(1, 2, 3, 1, 2), "uji", NOW + 3.5 * HOUR)
    assert [(span.round, span.since) for span in found] == [
        (1, NOW + 3 * HOUR),
        (2, NOW + 4 * HOUR),
    ]


def test_another_scenarios_rounds_end_a_round_and_are_no_part_of_it() -> None:
    mixed = [*begun(1), Begun("lain", 1, NOW + HOUR)]
    assert rounds.spans(mixed, "uji", NOW) == (Span(1, NOW, NOW + HOUR),)


def test_a_round_that_came_back_is_refused_in_words() -> None:
    with pytest.raises(NoHistory, match=r"in the order 1, 2, 1; score one with --round"):
        rounds.spans(begun(1, 2, 1), "uji", NOW)


def test_a_moment_lies_in_the_round_that_was_served_then() -> None:
    served = rounds.spans(begun(1, 3), "uji", NOW)
    assert rounds.round_at(served, NOW - timedelta(seconds=1)) is None
    assert rounds.round_at(served, NOW + 9 * HOUR) == served[1]


def test_a_cause_of_a_round_that_was_skipped_begins_with_the_next() -> None:
    served = rounds.spans(begun(1, 3), "uji", NOW)
    assert rounds.beginning(served, 2) == served[1]
    assert rounds.beginning(served, 4) is None
