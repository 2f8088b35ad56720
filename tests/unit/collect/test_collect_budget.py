"""Politeness and budgets by their numbers."""

import pytest

from ronda.engine.artifacts import FailureKind
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.budget import Politeness, VisitBudget
from ronda.engine.netconfig import Limits


def test_five_requests_at_once_and_then_one_a_second() -> None:
    polite = Politeness(Limits())
    waits = [polite._reserve("a.contoh.id", 100.0) for _ in range(8)]
    assert waits == pytest.approx([0, 0, 0, 0, 0, 1, 2, 3])


def test_a_rest_fills_the_bucket_again_but_not_beyond_the_burst() -> None:
    polite = Politeness(Limits())
    for _ in range(5):
        polite._reserve("a.contoh.id", 100.0)
    assert polite._reserve("a.contoh.id", 101.0) == 0
    assert polite._reserve("a.contoh.id", 101.0) == pytest.approx(1)
    assert [polite._reserve("a.contoh.id", 900.0) for _ in range(6)] == pytest.approx(
        [0, 0, 0, 0, 0, 1]
    )


def test_hosts_have_buckets_of_their_own() -> None:
    polite = Politeness(Limits(burst_per_host=1))
    assert polite._reserve("a.contoh.id", 100.0) == 0
    assert polite._reserve("b.contoh.id", 100.0) == 0


async def test_an_address_is_forgotten_when_nobody_uses_it() -> None:
    polite = Politeness(Limits())
    async with polite.connection("103.10.0.1"):
        assert list(polite._gates) == ["103.10.0.1"]
    assert polite._gates == {}


def test_bytes_beyond_the_budget_end_the_visit() -> None:
    budget = VisitBudget(Limits(site_bytes=100))
    budget.received(100)
    with pytest.raises(Broken) as caught:
        budget.received(1)
    assert caught.value.kind is FailureKind.BUDGET
