"""How many visits may be under way in a process at once, however many shards they are of."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from django.conf import settings


class Places:
    """A bounded number of places; whoever wants one and finds none waits for a moment."""

    def __init__(self, number: int) -> None:
        self._number = self._free = max(1, number)
        self._changed = threading.Condition()
        # Who waits to be alone, the first first, and how each tells that it has ended meanwhile.
        self._wishes: dict[object, Callable[[], bool]] = {}

    def take(self) -> bool:
        """Take a place if one is free; it is given back by :meth:`give` or :meth:`held_by`."""
        with self._changed:
            if not self._open():
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
            return self._open()

    def wait(self, seconds: float) -> None:
        """Wait until a place is free, ``seconds`` at most."""
        with self._changed:
            self._changed.wait_for(self._open, timeout=seconds)

    def take_alone(self, who: object, over: Callable[[], bool], seconds: float) -> bool:
        """Wait until nobody has a place, ``seconds`` at most; then nobody gets one but ``who``.

        From the first call to :meth:`end_alone` none is given to others, whether it came to be or not;
        unless ``over`` says that who wished is gone (a shard that hangs loses its lease).
        """
        with self._changed:
            self._wishes.setdefault(who, over)
            return self._changed.wait_for(lambda: self._alone(who), timeout=seconds)

    def end_alone(self, who: object) -> None:
        """Let others have places again; without a wish of ``who`` nothing happens."""
        with self._changed:
            if self._wishes.pop(who, None) is not None:
                self._changed.notify_all()

    def _open(self) -> bool:
        return self._free > 0 and not self._living()

    def _alone(self, who: object) -> bool:
        return self._free == self._number and next(iter(self._living()), None) is who

    def _living(self) -> dict[object, Callable[[], bool]]:
        for who, over in list(self._wishes.items()):
            if over():
                del self._wishes[who]
        return self._wishes


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
