"""Which sites are due, and the rounds that follow by themselves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from ronda.cli import app
from ronda.jobs import cron
from ronda.jobs.models import Shard
from ronda.patrol.models import Round, RoundKind, Visit
from ronda.patrol.schedule import TICK, due_sites, interval, next_due
from ronda.patrol.services import check_now, packed, start_round
from ronda.register.models import Site, SiteState

pytestmark = pytest.mark.django_db
MakeSite = Callable[..., Site]
HOUR = timedelta(hours=1)


def test_a_site_is_due_when_never_visited_or_when_its_time_has_come(make_site: MakeSite) -> None:
    now = timezone.now()
    make_site("baru.rembulanprov.go.id")
    make_site("lewat.rembulanprov.go.id", due_at=now - HOUR)
    make_site("nanti.rembulanprov.go.id", due_at=now + HOUR)
    make_site("tutup.rembulanprov.go.id", state=SiteState.RETIRED)
    hosts = {site.host for site in due_sites(now)}
    assert hosts == {"baru.rembulanprov.go.id", "lewat.rembulanprov.go.id"}


def test_a_site_that_waits_in_a_round_is_not_due_again(make_site: MakeSite) -> None:
    make_site("dinas.rembulanprov.go.id")
    start_round(RoundKind.SCHEDULED)
    assert not due_sites(timezone.now()).exists()


def test_the_tick_makes_one_round_a_slot_and_none_when_nothing_is_due(make_site: MakeSite) -> None:
    now = timezone.now()
    assert cron.run_due(TICK, now=now)
    assert not Round.objects.exists()
    make_site("dinas.rembulanprov.go.id")
    assert not cron.run_due(TICK, now=now)
    assert cron.run_due(TICK, now=now + TICK.every)
    assert Round.objects.get().kind == RoundKind.SCHEDULED


def test_a_round_without_sites_is_finished_at_once() -> None:
    assert start_round(RoundKind.MANUAL).finished_at is not None
    assert not Shard.objects.exists()


def test_the_classes_have_their_hours_and_a_setting_changes_them(settings: object) -> None:
    assert [interval(c) for c in ("hot", "daily", "weekly")] == [6 * HOUR, 24 * HOUR, 168 * HOUR]
    settings.RONDA_INTERVAL_HOURS = {"hot": 3}  # type: ignore[attr-defined]
    assert interval("hot") == 3 * HOUR


def test_an_unconfirmed_finding_never_puts_a_visit_off(settings: object) -> None:
    settings.RONDA_CONFIRM_MINUTES = 600  # type: ignore[attr-defined]
    now = timezone.now()
    assert next_due("hot", now, unconfirmed=True) == now + 6 * HOUR


def test_a_retired_site_cannot_be_checked(make_site: MakeSite) -> None:
    from ronda.patrol.services import CannotVisit

    with pytest.raises(CannotVisit, match="retired"):
        check_now(make_site("tutup.rembulanprov.go.id", state=SiteState.RETIRED), None)


def test_whole_groups_are_packed_and_never_parted() -> None:
    groups = [[1], [2, 3], [4, 5, 6], [7, 8, 9, 10, 11], [12]]
    assert list(packed(groups, 3)) == [[1, 2, 3], [4, 5, 6], [7, 8, 9, 10, 11], [12]]


def test_stop_and_release_from_the_command_line(make_site: MakeSite) -> None:
    run = CliRunner().invoke
    assert '"stopped": true' in run(app, ["stop", "--reason", "latihan", "--json"]).stdout
    make_site("dinas.rembulanprov.go.id")
    refused = run(app, ["patrol"])
    assert (refused.exit_code, Visit.objects.count()) == (3, 0)
    assert "ronda stop --release" in refused.output
    assert '"stopped": false' in run(app, ["stop", "--release", "--json"]).stdout


def test_prune_from_the_command_line_says_what_went() -> None:
    done = CliRunner().invoke(app, ["prune", "--json"])
    assert done.exit_code == 0
    assert '"bodies": 0' in done.stdout
