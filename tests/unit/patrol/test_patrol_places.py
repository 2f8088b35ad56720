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
