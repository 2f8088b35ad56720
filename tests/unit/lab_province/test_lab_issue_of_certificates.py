"""How a certificate is dated that a later round shows for the first time."""

from datetime import UTC, datetime, timedelta

from ronda.lab.standing import issue
from ronda.lab.world import CertPlan

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def shown(days_left: int) -> CertPlan:
    end = NOW + timedelta(days=days_left)
    return CertPlan(("a.example",), not_before=end - timedelta(days=90), not_after=end)


def test_one_that_nobody_renewed_keeps_its_age_and_is_no_news_to_a_log() -> None:
    plan = shown(days_left=3)
    issued = issue(plan, 2, 6, NOW)
    assert issued.not_before == plan.not_before
    assert not issued.logged


def test_a_renewed_one_is_newer_than_those_of_earlier_rounds() -> None:
    first, second = (issue(shown(days_left=70), number, 6, NOW) for number in (2, 3))
    assert first.not_before is not None
    assert second.not_before is not None
    assert NOW - timedelta(days=1) < first.not_before < second.not_before
    assert second.logged
