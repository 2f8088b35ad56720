"""One event loop a process for all visits, so that politeness is shared, however many shards run."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import uvloop

from ronda.engine.collect.budget import Politeness
from ronda.engine.netconfig import NetConfig, from_env

T = TypeVar("T")


class Network:
    """The loop in a thread of its own, with the settings and the shared politeness."""

    def __init__(self, net: NetConfig) -> None:
        self.net = net
        self.politeness = Politeness(net.limits)
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="network", daemon=True)
        self._thread.start()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine on the loop; cancelling the future cancels it there."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """Cancel what runs and end the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        finally:
            self._loop.close()


_lock = threading.Lock()
_network: Network | None = None


def network() -> Network:
    """The process's network, made at the first call from the environment's settings.

    Raises :class:`ronda.engine.netconfig.BadSetting`.
    """
    import os

    global _network
    with _lock:
        if _network is None:
            _network = Network(from_env(os.environ))
        return _network


def close_network() -> None:
    """End the process's network; the next call of :func:`network` reads the settings anew."""
    global _network
    with _lock:
        if _network is not None:
            _network.close()
            _network = None
