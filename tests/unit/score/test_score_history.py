"""One call at the end scores every round by what was claimed when it ended."""

from datetime import timedelta

import msgspec
import pytest
from score_worlds import HOUR, NOW, claim, claims, finding, true_site, world

from ronda.engine.attribute.contract import Relation
from ronda.lab import classes
from ronda.lab.claims import Claims, Proposed
from ronda.lab.rounds import Span
from ronda.lab.score import Score
from ronda.lab.score_history import score_history
from ronda.lab.truth import TrueSite, Truth

SERVED = (
    Span(1, NOW, NOW + HOUR),
    Span(2, NOW + HOUR, NOW + 2 * HOUR),
    Span(3, NOW + 2 * HOUR, None),
)
MINUTE = timedelta(minutes=1)
STALE = frozenset({classes.STALE})
JUDI = frozenset({classes.INJECTED_GAMBLING})


def stale(number: int, since: int = 1) -> TrueSite:
    """A site that is stale in a round."""
    return true_site("s", expects=STALE, since={classes.STALE: since})


def scored(said: Claims, *each: TrueSite) -> Score:
    truths = {n: world(site, number=n) for n, site in enumerate(each, start=1)}
    return score_history(truths, said, SERVED[: len(each)])


def test_a_finding_that_opened_in_round_2_was_missed_in_round_1() -> None:
    late = finding(classes.STALE, NOW + HOUR + MINUTE)
    said = claims(claim(stale(1), findings=(late,)))
    result = scored(said, stale(1), stale(2))
    assert [one.recall.right for one in result.rounds] == [0, 1]
    assert (result.recall.right, result.recall.of) == (1, 2)


def test_it_took_one_round_and_an_hour_to_detect_and_counts_once() -> None:
    late = finding(classes.STALE, NOW + HOUR + MINUTE)
    time = scored(claims(claim(stale(1), findings=(late,))), stale(1), stale(2)).time_to_detect
    assert (time.all.detected.right, time.all.detected.of) == (1, 1)
    assert time.all.rounds == {"1": 1}
    assert time.all.seconds == (3660.0,)


def test_what_began_in_round_2_is_timed_from_there() -> None:
    found = finding(classes.STALE, NOW + HOUR + MINUTE)
    said = claims(claim(stale(2, 2), findings=(found,)))
    time = scored(said, true_site("s"), stale(2, 2)).time_to_detect.all
    assert (time.rounds, time.seconds) == ({"0": 1}, (60.0,))


def test_a_finding_closed_too_early_is_wrong_in_the_round_that_closed_it() -> None:
    closed = finding(classes.STALE, NOW + MINUTE, NOW + HOUR + MINUTE)
    result = scored(claims(claim(stale(1), findings=(closed,))), stale(1), stale(2))
    assert [one.changes.standing_kept.right for one in result.rounds] == [1, 0]
    assert [(n.kind, n.round) for n in result.notes] == [("wrongly closed", 2)]


def test_what_came_back_and_is_not_found_again_is_missed_and_not_wrongly_closed() -> None:
    once = finding(classes.STALE, NOW + MINUTE, NOW + HOUR + MINUTE)
    mended = true_site("s", mended=STALE)
    result = scored(claims(claim(stale(1), findings=(once,))), stale(1), mended, stale(3, 3))
    assert [(n.kind, n.round) for n in result.notes] == [("miss", 3)]
    assert result.time_to_detect.all.detected.right == 1
    assert result.time_to_detect.all.detected.of == 2


def test_a_proposal_is_measured_by_the_truth_of_the_round_in_which_it_was_made() -> None:
    ours = true_site("s", Relation.UNOFFICIAL)
    strangers = true_site("t", Relation.EX_OFFICIAL)
    strangers = msgspec.structs.replace(strangers, url=ours.url, host=ours.host)
    said = claims(claim(ours, proposal=Proposed("unofficial", "Dinas Satu", 0.9, made_at=NOW)))
    result = scored(said, ours, strangers)
    assert (result.attribution.precision.right, result.attribution.precision.of) == (1, 1)


def test_a_site_that_was_found_and_has_gone_since_is_no_false_candidate() -> None:
    moved, stays = true_site("s"), true_site("t")
    truths = {1: world(moved, stays), 2: world(stays, number=2)}
    truths[2] = msgspec.structs.replace(truths[2], former=frozenset({"s.test/"}))
    result = score_history(truths, claims(claim(moved), claim(stays)), SERVED[:2])
    assert result.discovery.false_candidates == 0
    assert (result.discovery.recall.right, result.discovery.recall.of) == (2, 2)


def test_an_honest_site_counts_once_and_is_accused_when_it_ever_was() -> None:
    blamed = finding(classes.INJECTED_GAMBLING, NOW + MINUTE, NOW + HOUR + MINUTE)
    result = scored(claims(claim(true_site("s"), findings=(blamed,))), *[true_site("s")] * 2)
    assert (result.honest_accused.right, result.honest_accused.of) == (1, 1)
    assert [one.honest_accused.right for one in result.rounds] == [1, 0]


def test_a_site_hacked_later_was_honest_before() -> None:
    hacked = true_site("s", expects=JUDI, since={classes.INJECTED_GAMBLING: 2})
    found = finding(classes.INJECTED_GAMBLING, NOW + HOUR + MINUTE)
    result = scored(claims(claim(hacked, findings=(found,))), true_site("s"), hacked)
    assert (result.honest_accused.right, result.honest_accused.of) == (0, 1)


def test_a_person_who_decided_in_round_2_had_not_decided_in_round_1() -> None:
    site = true_site("s", Relation.UNOFFICIAL, expects=STALE, since={classes.STALE: 1})
    found = (finding(classes.STALE, NOW + HOUR + MINUTE),)
    decided = claim(site, confirmed_at=NOW + HOUR + MINUTE, findings=found)
    result = scored(claims(decided), site, site)
    assert [one.judged_sites for one in result.rounds] == [0, 1]
    assert [one.undecided_sites for one in result.rounds] == [1, 0]


def test_without_a_served_round_there_is_nothing_to_score() -> None:
    with pytest.raises(ValueError, match="no round was served"):
        score_history({}, claims(), ())


def test_truths_of_all_rounds_as_one_see_what_any_round_showed() -> None:
    first: Truth = world(true_site("s", seen_by=frozenset({"ct"})))
    second = world(true_site("s", seen_by=frozenset({"links"})), number=2)
    said = claims(claim(true_site("s"), sources=frozenset({"ct"})))
    result = score_history({1: first, 2: second}, said, SERVED[:2])
    by_source = {s.source: s.recall for s in result.discovery.by_source}
    assert (by_source["ct"].right, by_source["ct"].of) == (1, 1)
    assert (by_source["links"].right, by_source["links"].of) == (0, 1)
