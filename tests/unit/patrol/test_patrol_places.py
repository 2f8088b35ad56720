"""Places: how many visits may be under way in a process."""

from concurrent.futures import Future
from typing import Any

from ronda.patrol.places import Places


def test_no_more_places_are_taken_than_there_are() -> None:
    places = Places(2)
    assert [places.take(), places.take(), places.take()] == [True, True, False]
    assert not places.any_free()


def test_a_place_comes_back_when_its_work_ends_however_it_ends() -> None:
    places = Places(1)
    for end in ("result", "failure", "cancelled"):
        work: Future[Any] = Future()
        assert places.take()
        places.held_by(work)
        assert not places.any_free()
        if end == "cancelled":
            work.cancel()
        elif end == "failure":
            work.set_exception(OSError("reset"))
        else:
            work.set_result(None)
        assert places.any_free()


def test_waiting_ends_after_its_time_when_no_place_comes_free() -> None:
    places = Places(1)
    places.take()
    places.wait(0.01)
    assert not places.any_free()


def ended() -> bool:
    """One whose shard has lost its lease."""
    return True


def alive() -> bool:
    """One whose shard is held."""
    return False


def test_who_is_alone_has_all_places_until_it_ends() -> None:
    places = Places(2)
    assert places.take_alone("a", alive, 0.01)
    assert not places.take()
    places.end_alone("a")
    assert places.take()


def test_who_waits_to_be_alone_waits_for_those_under_way_and_lets_none_in_before() -> None:
    places = Places(2)
    places.take()
    assert not places.take_alone("a", alive, 0.01)
    assert not places.take()
    places.give()
    assert places.take_alone("a", alive, 0.01)


def test_of_two_that_wish_to_be_alone_the_first_is_alone_first() -> None:
    places = Places(2)
    assert places.take_alone("a", alive, 0.01)
    assert not places.take_alone("b", alive, 0.01)
    places.end_alone("a")
    assert not places.take()
    assert places.take_alone("b", alive, 0.01)


def test_one_that_hangs_alone_holds_up_nobody_once_its_lease_is_lost() -> None:
    places = Places(2)
    gone = [False]
    assert places.take_alone("a", lambda: gone[0], 0.01)
    gone[0] = True
    assert places.take()
    places.end_alone("a")  # it thaws
    assert places.take()
    assert not places.take()


def test_a_wish_of_one_that_has_ended_is_not_fulfilled() -> None:
    places = Places(1)
    assert not places.take_alone("a", ended, 0.01)
    assert places.take()
