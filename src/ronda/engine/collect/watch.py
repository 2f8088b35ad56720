"""Races a collector against the stop switch, so that a stop is obeyed within a second."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from ronda.engine.artifacts import FailureKind
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.contract import Control

POLL = 0.3  # seconds between two looks at the switch

T = TypeVar("T")


async def watched(control: Control, work: Coroutine[Any, Any, T]) -> T:
    """Return what ``work`` returns; when control stops, cancel it and raise Broken (STOPPED).

    Cancelling closes the connection at once: every wire is aborted as its block is left.
    """
    task = asyncio.ensure_future(work)
    try:
        while True:
            if control.stopped():
                raise Broken(FailureKind.STOPPED, "policy", "stopped by an officer")
            done, _ = await asyncio.wait({task}, timeout=POLL)
            if done:
                return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # retrieved, so that nothing is logged about it later
