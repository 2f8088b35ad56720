"""Discovery on schedule: the sources that need nobody's hand, once a day, by the worker."""

from datetime import datetime, timedelta

import structlog

from ronda.discovery.services import follow_leads, inspect_candidates, run_sources
from ronda.engine.discover.registry import all_sources
from ronda.jobs import ledger
from ronda.jobs.handlers import Hold, Interrupted, Tick
from ronda.jobs.ledger import Lease
from ronda.jobs.models import Shard, ShardState
from ronda.patrol.control import Watch
from ronda.patrol.known_pages import known_pages
from ronda.patrol.services import stopped

log = structlog.get_logger(__name__)

KIND = "discover"
GROUP = "discover"
BY_HAND = frozenset({"list"})  # sources that read what a person uploads


class _Control:
    """The office's stop switch, and this worker's own end."""

    def __init__(self, watch: Watch, hold: Hold) -> None:
        self._watch = watch
        self._hold = hold

    def stopped(self) -> bool:
        return self._watch.stopped() or self._hold.over()

    def forbids(self, host: str, addresses: tuple[str, ...]) -> str | None:
        return self._watch.forbids(host, addresses)


class DiscoverHandler:
    """Runs every source that works by itself, then looks lightly at what is undecided.

    Killed midway it is simply done again: sightings are stored with their checkpoint in one
    transaction and are unique, so a repeat adds nothing.
    """

    def ready(self) -> bool:
        """Not while the stop switch is engaged."""
        return not stopped()

    def run(self, lease: Lease, hold: Hold) -> None:
        """Search, look, propose."""
        watch = Watch()
        watch.start()
        control = _Control(watch, hold)
        try:
            for source in all_sources():
                if source.meta.id in BY_HAND:
                    continue
                if control.stopped():
                    raise Interrupted
                pages = list(known_pages()) if source.meta.id == "links" else []
                run_sources([source.meta.id], pages=pages, progress=lambda _s, _n: hold.beat())
                hold.beat()
            follow_leads(control=control, progress=lambda _done, _total: hold.beat())
            inspect_candidates(control=control, progress=lambda _done, _total: hold.beat())
            if control.stopped():
                raise Interrupted
        finally:
            watch.close()

    def gave_up(self, shard: Shard) -> None:
        """Say so; the next day's search is a shard of its own."""
        log.error("discovery_failed", shard=shard.pk, error=shard.error)


def start_search(now: datetime) -> None:
    """Put one search into the ledger unless one waits or runs already."""
    waiting = Shard.objects.filter(kind=KIND, state__in=[ShardState.PENDING, ShardState.LEASED])
    if not waiting.exists():
        ledger.add(KIND, GROUP, [{}], not_before=now)


TICK = Tick("discover.daily", timedelta(hours=24), start_search)
