"""The stop switch and the do-not-visit list, obeyed by visits under way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from support.patrol_net import LoopbackNet

from ronda.accounts.models import Person, Role
from ronda.jobs.models import Shard, ShardState
from ronda.jobs.worker import run_worker
from ronda.patrol.control import Forbidden
from ronda.patrol.models import DoNotVisit, Measurement, RoundKind, Visit, VisitState
from ronda.patrol.selectors import round_progress, unmeasured
from ronda.patrol.services import check_now, engage_stop, release_stop, start_round, stopped
from ronda.register.models import Site

MakeSite = Callable[..., Site]


@contextmanager
def working() -> Iterator[None]:
    """A worker in a thread of its own."""
    ending = threading.Event()

    def work() -> None:
        try:
            run_worker(keep_time=False, ending=ending)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(20)
        assert not thread.is_alive()


def wait_for(what: Callable[[], bool], seconds: float = 10) -> float:
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, "waited in vain"
        time.sleep(0.02)
    return time.monotonic() - begun


@pytest.mark.django_db(transaction=True)
def test_engaged_the_switch_cuts_a_visit_to_a_silent_server_within_a_second(
    make_site: MakeSite, net: LoopbackNet
) -> None:
    site = make_site("diam.rembulanprov.go.id", page=net.silence)
    made = start_round(RoundKind.MANUAL, sites=[site])
    with working():
        wait_for(lambda: net.open_silences > 0)
        engage_stop(None, "latihan")
        assert wait_for(lambda: net.open_silences == 0) < 1.0
        wait_for(lambda: Shard.objects.get().state == ShardState.PENDING)
        visit = Visit.objects.get()
        assert (visit.state, visit.begun) == (VisitState.PENDING, 0)  # no end of a worker's
        assert not Measurement.objects.exists()
        net.pages[site.host] = lambda path, times: (200, b"<title>Bangun</title>")
        release_stop(None)
        wait_for(lambda: round_progress(made)["done"] == 1)


@pytest.mark.django_db(transaction=True)
def test_while_engaged_nothing_starts(make_site: MakeSite, net: LoopbackNet) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    engage_stop(None, "latihan")
    start_round(RoundKind.MANUAL, sites=[site])
    with working():
        time.sleep(1)
    assert net.asked[site.host] == 0


@pytest.mark.django_db(transaction=True)
def test_an_ending_worker_gives_its_shard_back(make_site: MakeSite, net: LoopbackNet) -> None:
    site = make_site("diam.rembulanprov.go.id", page=net.silence)
    start_round(RoundKind.MANUAL, sites=[site])
    with working():
        wait_for(lambda: net.open_silences > 0)
    shard = Shard.objects.get()
    assert (shard.state, shard.owner) == (ShardState.PENDING, "")


@pytest.mark.django_db(transaction=True)
def test_an_urgent_check_starts_within_a_second_beside_a_running_shard(
    make_site: MakeSite, net: LoopbackNet
) -> None:
    slow = make_site("diam.rembulanprov.go.id", page=net.silence)
    asked = make_site("cepat.rembulanprov.go.id", address=1)
    start_round(RoundKind.MANUAL, sites=[slow])
    with working():
        wait_for(lambda: net.open_silences > 0)
        visit = check_now(asked, None)
        assert wait_for(lambda: net.asked[asked.host] > 0) < 1.0
        wait_for(lambda: Visit.objects.get(pk=visit.pk).state == VisitState.DONE)


@pytest.mark.django_db(transaction=True)
def test_a_check_now_shows_the_step_under_way(make_site: MakeSite, net: LoopbackNet) -> None:
    site = make_site("diam.rembulanprov.go.id", page=net.silence)
    visit = check_now(site, None)
    with working():
        wait_for(lambda: Visit.objects.get(pk=visit.pk).progress == "http:visitor")


@pytest.mark.django_db(transaction=True)
def test_a_host_on_the_list_is_not_asked_and_its_findings_stay(
    make_site: MakeSite, net: LoopbackNet
) -> None:
    site = make_site("rapuh.rembulanprov.go.id")
    DoNotVisit.objects.create(pattern="rapuh.rembulanprov.go.id", reason="atas permintaan pemilik")
    made = start_round(RoundKind.MANUAL, sites=[site])
    run_worker(once=True)
    assert net.asked[site.host] == 0
    (group,) = unmeasured(made)
    assert (group.failure, group.of_the_site) == ("do_not_visit", False)


@pytest.mark.django_db
def test_asked_twice_a_check_now_is_one_visit(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    assert check_now(site, None) == check_now(site, None)
    assert Shard.objects.filter(urgent=True).count() == 1


@pytest.mark.django_db
def test_a_person_of_another_agency_may_not_ask_for_a_check(make_site: MakeSite) -> None:
    person = Person.objects.create_user("tamu", password="rahasia-sekali", role=Role.AGENCY)
    with pytest.raises(PermissionDenied):
        check_now(make_site("dinas.rembulanprov.go.id"), person)


@pytest.mark.django_db
def test_only_who_decides_may_stop() -> None:
    leader = Person.objects.create_user("pimpinan", password="rahasia-sekali", role=Role.LEADER)
    with pytest.raises(PermissionDenied):
        engage_stop(leader, "iseng")
    assert not stopped()


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("rapuh.contoh.go.id", ()),
        ("www.rapuh.contoh.go.id", ()),
        ("lain.contoh", ("198.51.100.7",)),
        ("lain.contoh", ("203.0.113.200",)),
        ("lain.contoh", ("2001:db8::5",)),
        ("198.51.100.7", ()),
    ],
)
def test_the_list_holds_hosts_with_all_below_addresses_and_networks(
    host: str, addresses: tuple[str, ...]
) -> None:
    rows = ("rapuh.contoh.go.id", "198.51.100.7", "203.0.113.0/24", "2001:db8::/64")
    assert Forbidden(tuple((r, "sebab") for r in rows)).reason(host, addresses)


def test_the_list_leaves_others_alone() -> None:
    list_ = Forbidden((("rapuh.contoh.go.id", "x"), ("203.0.113.0/24", "x")))
    assert list_.reason("takrapuh.contoh.go.id", ("203.0.114.1", "::1")) is None
