"""The worker: claims shards, holds their leases while they are worked on, keeps the schedule."""

import os
import socket
import threading
import traceback
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections

from ronda.jobs import cron, handlers, ledger
from ronda.jobs.handlers import Interrupted
from ronda.jobs.ledger import Lease

log = structlog.get_logger(__name__)

# Seconds between two looks into the ledger; an urgent shard starts within this time.
POLL = 0.25
# Shards side by side. Many, since most of them wait for the last silent sites of theirs; how much is
# done at once is bounded by the room of their handlers.
SLOTS = 24
# Seconds without a sign of life of a shard before its lease is let go.
STALL = 300.0


class Holding:
    """A lease under renewal by a thread of its own, so that a busy shard does not lose it."""

    def __init__(self, lease: Lease, ending: threading.Event) -> None:
        self._lease = lease
        self._ending = ending
        self._lost = threading.Event()
        self._done = threading.Event()
        self._beaten = threading.Event()
        self._thread = threading.Thread(
            target=self._renew, name=f"lease-{lease.shard}", daemon=True
        )

    def over(self) -> bool:
        """The lease is lost or the worker is ending."""
        return self._lost.is_set() or self._ending.is_set()

    def beat(self) -> None:
        """The work moves on."""
        self._beaten.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join(timeout=60)

    def _renew(self) -> None:
        pause = max(0.2, settings.RONDA_LEASE_SECONDS / 3)
        silent = 0.0
        try:
            while not self._done.wait(pause):
                silent = 0.0 if self._beaten.is_set() else silent + pause
                self._beaten.clear()
                if silent > STALL:
                    log.error("shard_stalled", shard=self._lease.shard, silent_seconds=silent)
                    self._lost.set()
                    return
                try:
                    if not ledger.renew(self._lease):
                        self._lost.set()
                        return
                except (DatabaseError, InterfaceError) as error:
                    # The lease outlasts a database's restart; try again at the next turn.
                    log.warning("lease_not_renewed", shard=self._lease.shard, error=str(error))
                    connections.close_all()
        finally:
            connections.close_all()


def work_on(lease: Lease, ending: threading.Event | None = None) -> None:
    """Work on one claimed shard to its end and write the end in the ledger. Never raises."""
    ending = ending or threading.Event()
    try:
        handler = handlers.handler_of(lease.kind)
        try:
            with Holding(lease, ending) as hold:
                handler.run(lease, hold)
        except Interrupted:
            ledger.release(lease)
        except ledger.LostLease as lost:
            log.warning("lease_lost", shard=lease.shard, why=str(lost))
        except Exception as error:
            words = "".join(traceback.format_exception_only(error)).strip()
            log.error("shard_failed", shard=lease.shard, attempt=lease.attempt, error=words)
            ledger.fail(lease, words, handler.gave_up)
        else:
            ledger.finish(lease)
    except Exception as error:
        # The ledger itself is out of reach: the lease runs out and somebody takes over.
        log.error("shard_end_not_written", shard=lease.shard, error=str(error))


def _work_and_close(lease: Lease, ending: threading.Event) -> None:
    try:
        work_on(lease, ending)
    finally:
        connections.close_all()


def owner_name() -> str:
    """A name that no other worker ever has."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


class Worker:
    """Claims shards into a few slots of an executor; one more slot is kept for urgent ones."""

    def __init__(
        self,
        *,
        slots: int = SLOTS,
        group: str | None = None,
        keep_time: bool = True,
        ending: threading.Event | None = None,
    ) -> None:
        self.owner = owner_name()
        self.ending = ending or threading.Event()
        self._slots = slots
        self._group = group
        self._keep_time = keep_time
        self._normal: dict[Future[None], str] = {}  # with the kind of each
        self._urgent: dict[Future[None], str] = {}
        self._wake = threading.Event()

    def turn(self, executor: Executor) -> bool:
        """One look into the ledger: start what can be started; True when something was started."""
        if self._keep_time:
            for tick in handlers.ticks():
                cron.run_due(tick)
        self._give_up_poison()
        kinds = handlers.ready_kinds()
        started = False
        while kinds and len(self._urgent) < 1:
            if not self._start(executor, self._urgent, urgent_only=True, kinds=kinds):
                break
            started = True
        while len(self._normal) < self._slots and (able := self._able(kinds)):
            if not self._start(executor, self._normal, urgent_only=False, kinds=able):
                break
            started = True
        return started

    def busy(self) -> bool:
        """Something is being worked on here."""
        return bool(self._normal or self._urgent)

    def wait(self, seconds: float) -> None:
        """Sleep until the time is over or a shard has ended."""
        self._wake.wait(seconds)
        self._wake.clear()

    def _start(
        self,
        executor: Executor,
        slot: dict[Future[None], str],
        *,
        urgent_only: bool,
        kinds: list[str],
    ) -> bool:
        lease = ledger.claim(self.owner, urgent_only=urgent_only, kinds=kinds, group=self._group)
        if lease is None:
            return False
        future = executor.submit(_work_and_close, lease, self.ending)
        slot[future] = lease.kind

        def ended(done: Future[None]) -> None:
            slot.pop(done, None)
            self._wake.set()

        future.add_done_callback(ended)
        return True

    def _able(self, kinds: list[str]) -> list[str]:
        return handlers.kinds_with_room(kinds, Counter(list(self._normal.values())))

    def _give_up_poison(self) -> None:
        for kind in handlers.all_kinds():
            ledger.give_up_worn_out(handlers.handler_of(kind).gave_up, kinds=[kind])


def run_worker(
    *,
    once: bool = False,
    group: str | None = None,
    slots: int = SLOTS,
    keep_time: bool = True,
    ending: threading.Event | None = None,
    each_turn: Callable[[], None] | None = None,
) -> None:
    """Work on the ledger until ``ending`` is set; then visits under way are given back.

    ``once``: only until nothing is left (in ``group``), or nothing may be worked on because of the
    stop switch. ``each_turn`` is called about four times a second in the calling thread.
    """
    worker = Worker(slots=slots, group=group, keep_time=keep_time and not once, ending=ending)
    with ThreadPoolExecutor(slots + 1, thread_name_prefix="shard") as executor:
        try:
            while not worker.ending.is_set():
                started = _turn(worker, executor)
                if each_turn is not None:
                    each_turn()
                if once and not started and not worker.busy() and _nothing_left(group):
                    return
                worker.wait(POLL)
        finally:
            # Also on Ctrl-C: what is under way must hear of it before the executor waits for it.
            worker.ending.set()


def _turn(worker: Worker, executor: Executor) -> bool:
    try:
        return worker.turn(executor)
    except (DatabaseError, InterfaceError) as error:
        log.error("ledger_out_of_reach", error=str(error))
        connections.close_all()
        worker.ending.wait(2)
        return True


def _nothing_left(group: str | None) -> bool:
    waited = handlers.awaited_kinds()
    return not waited or not ledger.unfinished(group, waited)
