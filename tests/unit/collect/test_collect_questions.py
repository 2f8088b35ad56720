"""Questions to the resolver: places shared by all visits, and zones' answers for a moment."""

import asyncio

import pytest

from ronda.engine.artifacts import DnsAnswer
from ronda.engine.collect import questions
from ronda.engine.collect.questions import Questions

APEX = "rembulanprov.go.id"


class Zone:
    """A zone that counts what it is asked and answers in turn, the last answer ever after."""

    def __init__(self, *answers: DnsAnswer) -> None:
        self.answers, self.asked = list(answers), 0

    async def ask(self, name: str, rdtype: str) -> DnsAnswer:
        """Answer after a moment, as networks do."""
        self.asked += 1
        await asyncio.sleep(0.01)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def answer(status: str = "ok", ttl: int = 300, value: str = "10 surel.") -> DnsAnswer:
    return DnsAnswer(APEX, "MX", status, (value,), ttl)  # type: ignore[arg-type]


async def of(shared: Questions, zone: Zone) -> DnsAnswer:
    return await shared.about_zone(APEX, "MX", zone.ask)


async def test_ten_hosts_of_a_zone_ask_about_it_once_together() -> None:
    shared, zone = Questions(), Zone(answer())
    assert await asyncio.gather(*(of(shared, zone) for _ in range(10))) == [answer()] * 10
    assert zone.asked == 1


async def test_a_host_that_comes_later_is_told_what_was_said() -> None:
    shared, zone = Questions(), Zone(answer())
    await of(shared, zone)
    await of(shared, zone)
    assert zone.asked == 1


@pytest.mark.parametrize("status", ["timeout", "servfail", "refused", "malformed"])
async def test_a_failed_answer_is_not_remembered(status: str) -> None:
    shared, zone = Questions(), Zone(answer(status), answer())
    assert (await of(shared, zone)).status == status
    assert (await of(shared, zone)).status == "ok"
    assert zone.asked == 2


async def test_nothing_is_remembered_longer_than_its_time_to_live() -> None:
    shared, zone = Questions(), Zone(answer(ttl=0))
    await of(shared, zone)
    await of(shared, zone)
    assert zone.asked == 2


async def test_nor_longer_than_half_a_minute() -> None:
    clock = 1000.0
    shared, zone = Questions(clock=lambda: clock), Zone(answer(ttl=86_400))
    await of(shared, zone)
    clock += questions.REMEMBERED_FOR - 1
    await of(shared, zone)
    assert zone.asked == 1
    clock += 1
    await of(shared, zone)
    assert zone.asked == 2


async def test_an_answer_of_enormous_size_is_not_kept() -> None:
    shared, zone = Questions(), Zone(answer(value="x" * 5_000))
    await of(shared, zone)
    assert shared._answers == {}


async def test_memory_is_bounded_however_many_zones_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(questions, "MAX_REMEMBERED", 3)
    shared, zone = Questions(), Zone(answer())
    for number in range(5):
        await shared.about_zone(f"d{number}.go.id", "MX", zone.ask)
    assert [name for name, _ in shared._answers] == ["d2.go.id", "d3.go.id", "d4.go.id"]
    assert shared._asking == {}


async def test_a_visit_that_gives_up_does_not_take_the_answer_from_others() -> None:
    shared, zone = Questions(), Zone(answer())
    first = asyncio.ensure_future(of(shared, zone))
    second = asyncio.ensure_future(of(shared, zone))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).status == "ok"
    assert zone.asked == 1


async def test_no_more_questions_than_places_are_under_way() -> None:
    shared, now, most = Questions(at_once=3), 0, 0

    async def one() -> None:
        nonlocal now, most
        async with shared.place():
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.001)
            now -= 1

    await asyncio.gather(*(one() for _ in range(20)))
    assert most == 3


def test_loops_may_follow_one_another() -> None:
    shared, zone = Questions(at_once=1), Zone(answer("timeout"))

    async def crowd() -> None:
        async def one() -> None:
            async with shared.place():
                await of(shared, zone)

        await asyncio.gather(one(), one())

    asyncio.run(crowd())
    asyncio.run(crowd())
    assert shared._asking == {}


def test_a_loop_that_ended_in_the_middle_leaves_nothing_to_wait_for() -> None:
    shared, zone = Questions(), Zone(answer())

    async def cut_short() -> None:
        waiting = asyncio.ensure_future(of(shared, zone))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(cut_short())
    assert asyncio.run(of(shared, zone)).status == "ok"
