"""How many visits may be under way in a process at once, however many shards they are of."""

import os
import threading
from concurrent.futures import Future
from typing import Any

from django.conf import settings


class Places:
    """A bounded number of places; whoever wants one and finds none waits for a moment."""

    def __init__(self, number: int) -> None:
        self._free = max(1, number)
        self._changed = threading.Condition()

    def take(self) -> bool:
        """Take a place if one is free; it is given back by :meth:`give` or :meth:`held_by`."""
        with self._changed:
            if self._free < 1:
                return False
            self._free -= 1
            return True

    def give(self) -> None:
        """Give a place back."""
        with self._changed:
            self._free += 1
            self._changed.notify_all()

    def held_by(self, work: "Future[Any]") -> None:
        """Give the place back when ``work`` is done, has failed or is cancelled."""
        work.add_done_callback(lambda done: self.give())

    def any_free(self) -> bool:
        """Somebody who asked now would get one."""
        with self._changed:
            return self._free > 0

    def wait(self, seconds: float) -> None:
        """Wait until a place is free, ``seconds`` at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._free > 0, timeout=seconds)


_lock = threading.Lock()
_places: tuple[int, int, Places] | None = None


def places() -> Places:
    """The process's places, RONDA_CONCURRENCY of them; made anew in a forked process."""
    global _places
    with _lock:
        mine = (os.getpid(), settings.RONDA_CONCURRENCY)
        if _places is None or _places[:2] != mine:
            _places = (*mine, Places(settings.RONDA_CONCURRENCY))
        return _places[2]
