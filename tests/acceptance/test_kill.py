"""Workers are killed twenty times at random moments: nothing is lost, doubled or wrongly closed."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.utils import timezone
from support.patrol_net import LoopbackNet, plain_page
from support.worker_nursery import Nursery

from ronda.cases.models import Finding, FindingEvent, FindingState
from ronda.jobs import ledger
from ronda.jobs.models import Shard, ShardState
from ronda.patrol.models import Measurement, Observation, Round, RoundKind, Visit, VisitState
from ronda.patrol.services import start_round
from ronda.patrol.suspects import POISON
from ronda.register.models import Relation, Site, SiteState

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(240),
]

KILLS = 20
SITES = 40
WORKERS = 2


def database_url() -> str:
    """The test's own database, as a setting for the workers."""
    db = settings.DATABASES["default"]
    if db["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{db['NAME']}"
    options = db.get("OPTIONS", {})
    if not str(db["HOST"]).startswith("/"):
        login = f"{db['USER']}:{db['PASSWORD']}@" if db["USER"] else ""
        return f"postgresql://{login}{db['HOST'] or 'localhost'}:{db['PORT'] or 5432}/{db['NAME']}"
    folder = str(db["HOST"]).replace("/", "%2F")
    port = f":{db['PORT']}" if db["PORT"] else ""
    login = f"{db['USER']}@" if db["USER"] else ""
    assert not options, options
    return f"postgresql://{login}{folder}{port}/{db['NAME']}"


class Crew:
    """A few real worker processes under the test's command."""

    def __init__(self, env: dict[str, str]) -> None:
        self._nursery = Nursery(env)
        self.pids: list[int] = []

    def hire(self, slots: int = 24) -> None:
        self.pids.append(self._nursery.hire(slots))

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        assert self._nursery.wait(pid) == -signal.SIGKILL  # it was alive until now
        self.pids.remove(pid)

    def bury(self, pid: int) -> None:
        """Take leave of one that somebody else killed."""
        assert self._nursery.wait(pid) == -signal.SIGKILL
        self.pids.remove(pid)

    def dismiss(self) -> None:
        """End in order; a worker that ends with an error fails the test."""
        time.sleep(1)  # the newest one may not listen to signals yet
        for pid in self.pids:
            os.kill(pid, signal.SIGTERM)
        codes = [self._nursery.wait(pid) for pid in self.pids]
        self.pids.clear()
        assert set(codes) <= {0}, codes

    def close(self) -> None:
        for pid in list(self.pids):
            self.kill(pid)
        self._nursery.close()


@contextmanager
def crew(net: LoopbackNet, lease_seconds: int = 1) -> Iterator[Crew]:
    env = {
        **os.environ,
        **net.env(),
        "DJANGO_SETTINGS_MODULE": "ronda.settings",
        "RONDA_VAR": str(settings.VAR),
        "RONDA_SECRET_KEY": settings.SECRET_KEY,
        "RONDA_DATABASE_URL": database_url(),
        "RONDA_LEASE_SECONDS": str(lease_seconds),
        "RONDA_CONCURRENCY": "3",
        "RONDA_ENV_FILE": os.devnull,
    }
    hired = Crew(env)
    try:
        yield hired
    finally:
        hired.close()


def page(path: str, times: int) -> tuple[int, bytes]:
    """The git repository of every site is open to all, at all times."""
    return (200, b"ref: refs/heads/main\n") if path == "/.git/HEAD" else plain_page(path, times)


def make_sites(net: LoopbackNet, count: int) -> list[Site]:
    now = timezone.now()
    sites = []
    for n in range(count):
        host = f"situs{n:02}.rembulanprov.go.id"
        sites.append(
            Site(
                url=net.add(host, page, address=n),
                host=host,
                state=SiteState.REGISTERED,
                relation=Relation.OFFICIAL,
                confirmed_at=now,
            )
        )
    return Site.objects.bulk_create(sites)


def wait_until(what: str, seconds: float, condition: object) -> None:
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until, f"waited {seconds} s in vain: {what}"
        time.sleep(0.05)


def at_work(pids: list[int]) -> set[int]:
    """The workers that hold a lease."""
    owners = Shard.objects.filter(state=ShardState.LEASED).values_list("owner", flat=True)
    return {int(owner.split(":")[1]) for owner in owners} & set(pids)


def settled() -> int:
    return Visit.objects.filter(state=VisitState.DONE).count()


def finished() -> bool:
    return not Round.objects.filter(finished_at=None).exists() and not ledger.unfinished()


@pytest.mark.parametrize("slots", [4, 24])
def test_twenty_kills_lose_nothing_double_nothing_and_close_nothing(
    settings: object, slots: int
) -> None:
    settings.RONDA_SHARD_SIZE = 5  # type: ignore[attr-defined]
    chance = random.Random()
    interrupted = 0
    with LoopbackNet(addresses=8).running() as net, crew(net) as workers:
        net.delay = 0.02
        sites = make_sites(net, SITES)
        for _ in range(WORKERS):
            workers.hire(slots)
        kills = 0
        while kills < KILLS:
            if finished():
                start_round(RoundKind.MANUAL, sites=sites)
            # Half of the kills meet a shard just begun, half meet one in the middle.
            wait_until("a worker at work", 60, lambda: finished() or at_work(workers.pids))
            if kills % 2:
                done = settled()
                wait_until("a visit done", 60, lambda n=done: finished() or settled() > n)
            time.sleep(chance.uniform(0, 0.4))
            holders = at_work(workers.pids)
            victim = chance.choice(sorted(holders) or workers.pids)
            interrupted += bool(holders)
            workers.kill(victim)
            workers.hire(slots)
            kills += 1
        if finished():
            start_round(RoundKind.MANUAL, sites=sites)
        wait_until("the end of all rounds", 90, finished)
        workers.dismiss()
    assert interrupted >= KILLS // 2, "the kills hardly met a worker at work: this proves nothing"
    assert_nothing_lost()
    assert_nothing_doubled()
    assert_nothing_wrongly_closed(rounds=Round.objects.count())


def assert_nothing_lost() -> None:
    states = Counter(Visit.objects.values_list("state", flat=True))
    errors = list(Shard.objects.exclude(error="").values_list("payload", "attempt", "error"))
    assert states == {VisitState.DONE: SITES * Round.objects.count()}, errors
    # A shard that was killed too often without a result is parted: its heirs hold its visits.
    whole = Shard.objects.filter(state=ShardState.DONE)
    assert Shard.objects.exclude(state=ShardState.FAILED).count() == whole.count()
    planned = [pk for shard in whole for pk in shard.payload["visits"]]
    assert set(planned) >= set(Visit.objects.values_list("pk", flat=True)) - parted_visits()
    for site in Site.objects.all():
        newest = site.visits.order_by("-started_at").first()
        assert newest is not None
        assert (site.last_visit_at, site.title) == (newest.started_at, "Dinas Contoh")


def parted_visits() -> set[int]:
    """Visits of shards that were given up; those without a result went on in shards of their own."""
    given_up = Shard.objects.filter(state=ShardState.FAILED)
    return {pk for shard in given_up for pk in shard.payload["visits"]}


def assert_nothing_doubled() -> None:
    # The pages never change but for tokens and counters: so each thing is stored once.
    for rows, fields in (
        (Observation.objects.all(), ("site", "key")),
        (Measurement.objects.all(), ("site", "check_id")),
        (Finding.objects.all(), ("site", "check_id")),
        (FindingEvent.objects.all(), ("finding", "kind")),
    ):
        counts = Counter(rows.values_list(*fields))
        assert counts
        assert set(counts.values()) == {1}, [k for k, n in counts.items() if n > 1][:5]


def assert_nothing_wrongly_closed(rounds: int) -> None:
    git = Finding.objects.filter(check_id="EXPOSURE.GIT")
    assert git.count() == SITES
    expected = FindingState.CONFIRMED if rounds > 1 else FindingState.UNCONFIRMED
    assert set(git.values_list("state", flat=True)) == {expected}
    assert not Finding.objects.exclude(closed_at=None).exists()
    visited = {(v.site_id, v.started_at) for v in Visit.objects.all()}
    for event in FindingEvent.objects.select_related("finding"):
        assert (event.finding.site_id, event.at) in visited, "an event without a measurement"


def test_a_site_that_ends_every_worker_is_given_up_and_none_of_those_beside_it(
    settings: object,
) -> None:
    settings.RONDA_SHARD_SIZE = 4  # type: ignore[attr-defined]
    struck: list[int] = []
    with LoopbackNet(addresses=6).running() as net, crew(net) as workers:
        net.delay = 0.02
        sites = make_sites(net, 12)

        def poison(path: str, times: int) -> tuple[int, bytes]:
            for pid in set(workers.pids) - set(struck):
                struck.append(pid)
                os.kill(pid, signal.SIGKILL)
            return plain_page(path, times)

        net.pages[sites[5].host] = poison
        start_round(RoundKind.MANUAL, sites=sites)
        workers.hire()
        until = time.monotonic() + 120
        while not finished():
            assert time.monotonic() < until, f"{len(struck)} workers ended, and no end"
            if struck and struck[-1] in workers.pids:
                workers.bury(struck[-1])
                workers.hire()
            time.sleep(0.05)
        workers.dismiss()
    assert len(struck) == POISON
    failed = Visit.objects.exclude(state=VisitState.DONE)
    assert [(visit.site_id, visit.state) for visit in failed] == [(sites[5].pk, VisitState.FAILED)]
    assert set(Shard.objects.values_list("state", flat=True)) == {ShardState.DONE}


def test_a_worker_frozen_over_its_lease_changes_nothing_when_it_thaws(settings: object) -> None:
    settings.RONDA_SHARD_SIZE = 5  # type: ignore[attr-defined]
    with LoopbackNet(addresses=1).running() as net, crew(net) as workers:
        net.delay = 0.3
        sites = make_sites(net, 5)
        start_round(RoundKind.MANUAL, sites=sites)
        workers.hire()
        frozen = workers.pids[0]
        wait_until("the first worker at work", 30, lambda: net.asked.total() > 3)
        os.kill(frozen, signal.SIGSTOP)
        net.delay = 0.0
        workers.hire()
        wait_until("the second worker to finish", 60, finished)
        before = list(Visit.objects.order_by("pk").values()), list(Shard.objects.values())
        events = FindingEvent.objects.count()
        os.kill(frozen, signal.SIGCONT)
        time.sleep(2)
        workers.dismiss()
    assert (list(Visit.objects.order_by("pk").values()), list(Shard.objects.values())) == before
    assert FindingEvent.objects.count() == events
    assert Shard.objects.get().attempt == 2
