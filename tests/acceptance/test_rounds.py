"""The whole product on the practice province, three rounds, by its commands alone."""

import pytest
from support.installation import whole
from support.three_rounds import ROUNDS, ThreeRounds

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(400)]


def test_discovery_finds_everything_and_proposals_are_right(three_rounds: ThreeRounds) -> None:
    proposed = three_rounds.score("proposed")
    assert whole(proposed["discovery"]["recall"])
    assert proposed["discovery"]["false_candidates"] == 0
    assert proposed["attribution"]["precision"]["value"] >= 0.95
    assert proposed["attribution"]["coverage"]["value"] >= 0.8
    assert proposed["attribution"]["namesakes_claimed"]["right"] == 0


@pytest.mark.parametrize("number", ROUNDS)
def test_every_round_judges_everything_and_accuses_nobody(
    three_rounds: ThreeRounds, number: int
) -> None:
    judged = three_rounds.score(f"round-{number}")
    assert judged["round"] == number
    assert judged["recall"]["of"] >= 20
    assert whole(judged["recall"])
    assert whole(judged["precision"])
    assert judged["honest_accused"]["right"] == 0


def test_what_was_mended_closes_and_nothing_merely_unseen(three_rounds: ThreeRounds) -> None:
    second, third = (three_rounds.score(f"round-{number}") for number in (2, 3))
    for changes in (second["changes"]["mended_closed"], second["changes"]["held_kept"]):
        assert changes["of"] > 0
        assert whole(changes)
    assert third["changes"]["mended_closed"]["of"] > 0
    assert whole(third["changes"]["mended_closed"])


def test_a_persons_answers_change_nothing_of_what_was_proposed(three_rounds: ThreeRounds) -> None:
    before, after = (three_rounds.score(name)["attribution"] for name in ("proposed", "round-1"))
    assert after == before


def test_one_call_at_the_end_scores_every_round_as_it_was_scored_then(
    three_rounds: ThreeRounds,
) -> None:
    history = three_rounds.score("history")
    assert [one["round"] for one in history["rounds"]] == list(ROUNDS)
    for one in history["rounds"]:
        then = three_rounds.score(f"round-{one['round']}")
        for figure in ("recall", "precision", "changes", "gambling", "findings", "judged_sites"):
            assert one[figure] == then[figure], (one["round"], figure)


def test_every_cause_is_found_in_the_round_in_which_it_begins(three_rounds: ThreeRounds) -> None:
    time = three_rounds.score("history")["time_to_detect"]["all"]
    assert whole(time["detected"])
    assert set(time["rounds"]) == {"0"}
    assert 0 < time["seconds_median"] <= time["seconds_max"] < 300


def test_what_visits_cost_was_measured(three_rounds: ThreeRounds) -> None:
    cost = three_rounds.score("history")["cost"]
    assert cost["rounds"] >= len(ROUNDS)
    assert cost["sites"] >= three_rounds.score("round-1")["judged_sites"]
    assert cost["requests_a_visit"] > 1
    assert cost["bytes_a_visit"] > 500
    assert cost["seconds_a_round"] > 0
