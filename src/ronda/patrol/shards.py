"""Works on one shard: visits its sites side by side, judges and stores each as it comes back."""

import asyncio
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from functools import partial

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from ronda.discovery.services import propose_from_visit
from ronda.engine.artifacts import Observation, SiteFacts
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.checks.registry import all_checks
from ronda.engine.content import host_lists
from ronda.engine.judge import judge_all
from ronda.engine.observe import observe
from ronda.jobs import ledger
from ronda.jobs.handlers import Hold, Interrupted
from ronda.jobs.ledger import Lease
from ronda.jobs.models import Shard
from ronda.patrol import store, suspects
from ronda.patrol.control import VisitControl, Watch
from ronda.patrol.facts import site_facts, wants, zone_names
from ronda.patrol.known import known
from ronda.patrol.models import Round, StopSwitch, Visit, VisitState
from ronda.patrol.network import network
from ronda.patrol.places import places
from ronda.register.appnames import learn_names
from ronda.register.looks import keep_look
from ronda.register.models import SiteState

log = structlog.get_logger(__name__)

KIND = "patrol"
# Seconds between two looks at visits under way, and between two writes of live progress.
TURN = 0.3
# Seconds beyond a site's own time limit after which a visit is taken to hang.
GRACE = 30.0
# Attempts of a visit that has a shard to itself. Many, since what fails here is Ronda's own: mostly
# a database that is out of reach for a while.
ALONE_ATTEMPTS = 12

_watch_lock = threading.Lock()
_watch: tuple[int, Watch] | None = None


def shared_watch() -> Watch:
    """The process's watch over the stop switch, started at the first call in a process."""
    global _watch
    with _watch_lock:
        if _watch is None or _watch[0] != os.getpid():
            watch = Watch()
            watch.start()
            _watch = (os.getpid(), watch)
        return _watch[1]


def close_watch() -> None:
    """End the process's watch."""
    global _watch
    with _watch_lock:
        if _watch is not None:
            _watch[1].close()
            _watch = None


def group_of(round_id: int) -> str:
    """The ledger's group of a round's shards."""
    return f"round:{round_id}"


class PatrolHandler:
    """Patrol's shards: payload {"round": id, "visits": [id, ...]}."""

    def ready(self) -> bool:
        """The stop switch is not engaged."""
        return not StopSwitch.objects.filter(engaged=True).exists()

    def room(self, running: int) -> bool:
        """A visit more may be under way in this process."""
        return places().any_free()

    def run(self, lease: Lease, hold: Hold) -> None:
        """Visit what is still pending of the shard; see :class:`ShardRun`."""
        try:
            ShardRun(lease, hold, shared_watch()).run()
        finally:
            finish_round(int(lease.payload["round"]))

    def gave_up(self, shard: Shard) -> None:
        """Try the visits of a shard that always raised one by one; one that fails alone has failed."""
        waiting = Visit.objects.filter(pk__in=shard.payload["visits"], state=VisitState.PENDING)
        pks = list(waiting.order_by("pk").values_list("pk", flat=True))
        round_id = int(shard.payload["round"])
        if len(pks) > 1:
            payloads = ({"round": round_id, "visits": [pk]} for pk in pks)
            ledger.add(
                KIND,
                shard.group,
                payloads,
                urgent=shard.urgent,
                max_attempts=ALONE_ATTEMPTS,
                deaths_count=False,
            )
            return
        now = timezone.now()
        waiting.update(state=VisitState.FAILED, finished_at=now, failure="bug", progress="")
        finish_round(round_id)


def finish_round(round_id: int) -> bool:
    """Mark a round finished when nothing of it waits any more; True when this call did it."""
    if Visit.objects.filter(round=round_id, state=VisitState.PENDING).exists():
        return False
    now = timezone.now()
    return bool(Round.objects.filter(pk=round_id, finished_at=None).update(finished_at=now))


class ShardRun:
    """One attempt at one shard, in the calling thread; the network has a thread of its own."""

    def __init__(self, lease: Lease, hold: Hold, watch: Watch) -> None:
        self._lease = lease
        self._hold = hold
        self._control = VisitControl(watch, hold.over)
        self._running: dict[Future[Observation], Visit] = {}
        self._steps: dict[int, str] = {}
        self._written: dict[int, str] = {}
        self._errors: list[str] = []
        self._places = places()
        self._cut = False
        self._known: Gazetteer | None = None
        self._listed = host_lists.EMPTY

    def run(self) -> None:
        """Visit, judge, store. Raises Interrupted, LostLease, RuntimeError when visits failed, or
        BadHostList before any when a list of the operator's cannot be read.
        """
        waiting = suspects.without_poison(self._lease, self._waiting())
        wanted, zones = wants(), zone_names()
        self._listed = host_lists.from_env(os.environ)
        try:
            while waiting or self._running:
                if self._control.stopped():
                    raise Interrupted
                if due := self._due(waiting):
                    self._start_all(due, zones, wanted)
                self._turn()
        finally:
            self._cancel_rest()
            self._places.end_alone(self)
        if self._errors:
            raise RuntimeError("; ".join(self._errors[:5]))
        if self._cut:
            raise Interrupted

    def _waiting(self) -> list[Visit]:
        """The shard's visits that have no result yet, in reverse; retired sites are struck off.

        Those that were under way at the end of a worker come last.
        """
        found = (
            Visit.objects.filter(pk__in=self._lease.payload["visits"], state=VisitState.PENDING)
            .select_related("site__look")
            .defer("site__look__look")
        )
        visits = list(found.order_by("-begun", "-pk"))
        retired = [v.pk for v in visits if v.site.state == SiteState.RETIRED]
        if retired:
            with transaction.atomic():
                ledger.fence(self._lease)
                Visit.objects.filter(pk__in=retired, state=VisitState.PENDING).update(
                    state=VisitState.CANCELLED, finished_at=timezone.now()
                )
        return [v for v in visits if v.pk not in retired]

    def _due(self, waiting: list[Visit]) -> list[Visit]:
        """Take from the waiting those that have a place; an urgent one needs none.

        A suspect is taken alone, when nothing else is under way in this process.
        """
        due: list[Visit] = []
        while waiting and (self._lease.urgent or not suspects.is_suspect(waiting[-1])):
            if not (self._lease.urgent or self._places.take()):
                return due
            due.append(waiting.pop())
        if not waiting or due or self._running:
            return due
        if self._places.take_alone(self, self._hold.over, TURN):
            due.append(waiting.pop())
        return due

    def _start_all(self, due: list[Visit], zones: tuple[str, ...], wanted: frozenset[str]) -> None:
        left = list(due)
        try:
            suspects.begin(due)
            while left:
                self._start(left[0], zones, wanted)
                left.pop(0)
        except BaseException:
            for visit in left:  # what never began
                if self._has_place(visit):
                    self._places.give()
            suspects.came_back(left)
            raise

    def _has_place(self, visit: Visit) -> bool:
        return not (self._lease.urgent or suspects.is_suspect(visit))

    def _start(self, visit: Visit, zones: tuple[str, ...], wanted: frozenset[str]) -> None:
        # Somebody watches an urgent one: show what is being collected.
        note = partial(self._steps.__setitem__, visit.pk) if self._lease.urgent else None
        again = store.pages_to_see_again(visit.site)
        facts = site_facts(visit.site, zones)
        future = network().submit(_observe_in_time(facts, wanted | again, self._control, note))
        if self._has_place(visit):
            self._places.held_by(future)
        self._running[future] = visit

    def _turn(self) -> None:
        """Wait a moment for visits under way; take in those that came back."""
        if not self._running:
            # Other shards hold every place. Each of their visits has its limit, so this is no stall.
            self._places.wait(TURN)
            self._hold.beat()
            return
        done, _ = wait(self._running, timeout=TURN, return_when=FIRST_COMPLETED)
        for future in done:
            # Still under way, and to blame, until it is judged and stored.
            if not self._take(future, self._running[future]):
                suspects.came_back([self._running[future]])
            del self._running[future]
            self._places.end_alone(self)
            self._hold.beat()
        self._show_progress()

    def _take(self, future: "Future[Observation]", visit: Visit) -> bool:
        """Judge and store what came back; False when the visit has no result."""
        try:
            seen = future.result()
            if store.interrupted(seen.artifacts):
                self._cut = True  # it stays pending, and so must the shard
                return False
            verdicts = judge_all(all_checks(), seen, self._listed)
            stored = store.store_visit(self._lease, visit, seen, verdicts)
            if stored is not None:
                self._propose(visit, seen)
            return True
        except ledger.LostLease:
            raise
        except (OperationalError, InterfaceError, IntegrityError) as error:
            # The database's trouble, or two that wrote at once; not the visit's.
            self._errors.append(f"result of {visit.site.url}: {error!r}"[:500])
        except (Exception, CancelledError) as error:
            log.exception("visit_failed", visit=visit.pk, site=visit.site.url)
            self._failed(visit, error)
        return False

    def _propose(self, visit: Visit, seen: Observation) -> None:
        """Learn from a visit: what our site looks like, or whose one is that waits for a person.

        The visit is stored already: an error here costs a proposal, never a measurement.
        """
        try:
            if visit.site.confirmed_at is not None:
                keep_look(visit.site, seen)
                learn_names(visit.site, seen)
                return
            propose_from_visit(visit.site, seen, gazetteer=self._gazetteer())
        except Exception:
            log.exception("proposal_failed", visit=visit.pk, site=visit.site.url)

    def _gazetteer(self) -> Gazetteer:
        """The register as attribution knows it, read once a shard."""
        if self._known is None:
            self._known = known()
        return self._known

    def _failed(self, visit: Visit, error: BaseException) -> None:
        """An error of Ronda's own: tried once more with its shard, then the visit has failed."""
        if self._lease.attempt < 2:
            self._errors.append(f"visit to {visit.site.url}: {error!r}"[:500])
            return
        with transaction.atomic():
            ledger.fence(self._lease)
            Visit.objects.filter(pk=visit.pk, state=VisitState.PENDING).update(
                state=VisitState.FAILED, finished_at=timezone.now(), failure="bug", progress=""
            )

    def _show_progress(self) -> None:
        for pk, step in list(self._steps.items()):
            if self._written.get(pk) != step:
                self._written[pk] = step
                Visit.objects.filter(pk=pk, state=VisitState.PENDING).update(progress=step[:200])

    def _cancel_rest(self) -> None:
        """Cut what is still under way and wait until its connections are closed."""
        for future in self._running:
            future.cancel()
        until = time.monotonic() + 2
        for future in self._running:
            wait([future], timeout=max(0.0, until - time.monotonic()))
        suspects.came_back(self._running.values())
        self._running.clear()


async def _observe_in_time(
    facts: SiteFacts,
    wanted: frozenset[str],
    control: VisitControl,
    note: Callable[[str], None] | None,
) -> Observation:
    """Visit a site; a visit that outlives its own limits by far is an error, not a wait."""
    net = network()
    async with asyncio.timeout(net.net.limits.site_time + GRACE):
        return await observe(
            facts, wanted, net=net.net, control=control, politeness=net.politeness, progress=note
        )
