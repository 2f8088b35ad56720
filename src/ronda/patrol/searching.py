"""Discovery on schedule, by the worker: all sources once a day, those that follow all the time."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings

from ronda.discovery.services import (
    follow_leads,
    inspect_candidates,
    learn_from_answers,
    run_sources,
    tell_new,
)
from ronda.engine.discover.contract import SourceMeta
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
# Names without a sign that a search which follows looks at, so that no fresh sign waits for them.
BARE_AT_ONCE = 60
GROUP = "discover"


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
    """Runs every source that works by itself, looks lightly at what is undecided, tells of it.

    Payload: {} for all of them, {"follow": true} for those that go on all the time.

    Killed midway it is simply done again: sightings are stored with their checkpoint in one
    transaction and are unique, so a repeat adds nothing.
    """

    def ready(self) -> bool:
        """Not while the stop switch is engaged."""
        return not stopped()

    def room(self, running: int) -> bool:
        """Always: there is at most one whole search and one that follows."""
        return True

    def run(self, lease: Lease, hold: Hold) -> None:
        """Search, look, propose, tell."""
        watch = Watch()
        watch.start()
        control = _Control(watch, hold)
        follow = bool(lease.payload.get("follow"))
        try:
            for source in all_sources():
                if source.meta.by_hand or not _is_for(source.meta, follow=follow):
                    continue
                if control.stopped():
                    raise Interrupted
                pages = list(known_pages()) if source.meta.id == "links" else []
                run_sources(
                    [source.meta.id],
                    pages=pages,
                    progress=lambda _s, _n: hold.beat(),
                    follow=follow,
                    control=control,
                )
                hold.beat()
            # What carries a strong sign first: a thousand weak ones take a while.
            since = _whole_search_since() if follow else None
            inspect_candidates(
                control=control, since=since, progress=lambda _done, _total: hold.beat()
            )
            if follow:
                tell_new()
            follow_leads(
                control=control,
                since=since,
                bare=BARE_AT_ONCE if follow else None,
                progress=lambda _done, _total: hold.beat(),
            )
            tell_new()
            if control.stopped():
                raise Interrupted
            if not follow:
                learn_from_answers(progress=hold.beat)
        finally:
            watch.close()

    def gave_up(self, shard: Shard) -> None:
        """Say so; the next day's search is a shard of its own."""
        log.error("discovery_failed", shard=shard.pk, error=shard.error)


def _is_for(source: SourceMeta, *, follow: bool) -> bool:
    """A search that follows asks what follows; the whole one asks the rest where that is done."""
    return source.follows if follow else not (source.follows and _is_followed())


def _is_followed() -> bool:
    return bool(settings.RONDA_CT_LOGS or settings.RONDA_CT_LOG_LIST)


def _whole_search_since() -> datetime | None:
    """When the whole search that is under way was entered: what is older, it looks at itself."""
    searches = Shard.objects.filter(kind=KIND, state=ShardState.LEASED).order_by("created_at")
    found = [row.created_at for row in searches if not row.payload.get("follow")]
    return found[0] if found else None


def start_search(now: datetime) -> None:
    """Put one search into the ledger; none while a whole search waits or runs already."""
    if not any(not payload.get("follow") for payload in _waiting()):
        ledger.add(KIND, GROUP, [{}], not_before=now)


def start_following(now: datetime) -> None:
    """Put a look at what is new into the ledger, where there is something to follow."""
    if _is_followed() and not any(payload.get("follow") for payload in _waiting()):
        ledger.add(KIND, GROUP, [{"follow": True}], not_before=now)


def tell_of_visits(now: datetime) -> None:
    """Tell of what the patrol's visits proposed; not amid a search, which tells at its end."""
    if not Shard.objects.filter(kind=KIND, state=ShardState.LEASED).exists():
        tell_new(now)


def _waiting() -> list[dict[str, object]]:
    open_states = [ShardState.PENDING, ShardState.LEASED]
    rows = Shard.objects.filter(kind=KIND, state__in=open_states)
    return list(rows.values_list("payload", flat=True))


DAILY = Tick("discover.daily", timedelta(hours=24), start_search)
FOLLOWING = Tick(
    "discover.follow", timedelta(seconds=max(1, settings.RONDA_FOLLOW_SECONDS)), start_following
)
TELLING = Tick("discover.tell", timedelta(minutes=10), tell_of_visits)
