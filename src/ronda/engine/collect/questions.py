"""Questions to the resolver over all visits of a process: how many at once, and zones' answers."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from ronda.engine.artifacts import DnsAnswer

AT_ONCE = 64
"""Questions that wait for an answer at a time."""
REMEMBERED_FOR = 30.0  # seconds
MAX_REMEMBERED = 4_000  # answers
MAX_ANSWER = 4_096  # characters of all values; a longer answer is not remembered
_SAID = ("ok", "nodata", "nxdomain")

_Key = tuple[str, str]


class Questions:
    """Shared by all visits of a process, whichever event loop they run in, one loop at a time."""

    def __init__(self, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._clock = at_once, clock
        self._places = asyncio.Semaphore(at_once)
        self._users = 0
        self._answers: OrderedDict[_Key, tuple[float, DnsAnswer]] = OrderedDict()
        self._asking: dict[_Key, asyncio.Task[DnsAnswer]] = {}

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold one of the places for a question; waits for a free one.

        A question's patience begins when it is sent: without a limit, hundreds of visits would ask
        at once, and our own queue would look like the resolver's silence.
        """
        if self._users == 0:
            # Nobody stands here, so the places may serve another event loop from now on.
            self._places = asyncio.Semaphore(self._at_once)
        places = self._places
        self._users += 1
        try:
            async with places:
                yield
        finally:
            self._users -= 1

    async def about_zone(
        self, name: str, rdtype: str, ask: Callable[[str, str], Awaitable[DnsAnswer]]
    ) -> DnsAnswer:
        """Answer a question about a whole zone, which the zone's many hosts need not ask each.

        An answer is remembered for its time to live, and for half a minute at most; a failure only
        by those who asked while it happened. Addresses are never to be asked for in this way: each
        visit must judge those that it connects to.
        """
        key = (name, rdtype)
        found = self._answers.get(key)
        if found is not None and self._clock() < found[0]:
            return found[1]
        task = self._asking.get(key)
        if task is None or task.done() or task.get_loop() is not asyncio.get_running_loop():
            task = asyncio.ensure_future(self._ask(key, ask))
            self._asking[key] = task
        # Shielded: a visit that gives up must not take the answer from the others.
        return await asyncio.shield(task)

    async def _ask(self, key: _Key, ask: Callable[[str, str], Awaitable[DnsAnswer]]) -> DnsAnswer:
        try:
            answer = await ask(*key)
            self._remember(key, answer)
            return answer
        finally:
            if self._asking.get(key) is asyncio.current_task():
                del self._asking[key]

    def _remember(self, key: _Key, answer: DnsAnswer) -> None:
        lasts = min(REMEMBERED_FOR, answer.ttl)
        short = sum(map(len, answer.values)) <= MAX_ANSWER
        if answer.status not in _SAID or lasts <= 0 or not short:
            self._answers.pop(key, None)
            return
        self._answers[key] = (self._clock() + lasts, answer)
        self._answers.move_to_end(key)
        while len(self._answers) > MAX_REMEMBERED:
            self._answers.popitem(last=False)
