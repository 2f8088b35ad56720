"""Discovery by the worker's own clock."""

from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from support.ct_lab import CtLab
from support.patrol_net import LoopbackNet, plain_page

from ronda.discovery.models import Proposal, SourceRun
from ronda.jobs import cron
from ronda.jobs.models import Shard, ShardState
from ronda.jobs.worker import run_worker
from ronda.patrol.searching import DAILY, FOLLOWING, KIND
from ronda.patrol.services import engage_stop
from ronda.register.models import Site, Zone

pytestmark = pytest.mark.django_db(transaction=True)

ZONE = """$ORIGIN rembulanprov.go.id.
@ 300 IN SOA ns1 admin 1 3600 600 86400 300
@ 300 IN NS ns1
ns1 300 IN A 198.18.0.53
dinkes 300 IN A 198.18.0.1
"""


def test_the_daily_search_finds_a_site_looks_at_it_and_proposes(
    net: LoopbackNet, tmp_path: Path
) -> None:
    net.add("dinkes.rembulanprov.go.id", plain_page, 0)
    zone_file = tmp_path / "zone"
    zone_file.write_text(ZONE, encoding="ascii")
    Zone.objects.create(name="rembulanprov.go.id", zone_file=str(zone_file))
    assert cron.run_due(DAILY, now=timezone.now())
    run_worker(once=True, keep_time=False)
    assert Shard.objects.get(kind=KIND).state == ShardState.DONE
    assert SourceRun.objects.filter(source="zone", new_sites=1).exists()
    site = Site.objects.get(host="dinkes.rembulanprov.go.id")
    assert Proposal.objects.filter(site=site).exists()


def test_no_second_search_is_entered_while_one_waits() -> None:
    now = timezone.now()
    assert cron.run_due(DAILY, now=now)
    assert cron.run_due(DAILY, now=now + DAILY.every)
    assert Shard.objects.filter(kind=KIND).count() == 1


def test_a_search_waits_while_the_stop_switch_is_engaged(net: LoopbackNet) -> None:
    cron.run_due(DAILY, now=timezone.now())
    engage_stop(None, "uji")
    run_worker(once=True, keep_time=False)
    assert Shard.objects.get(kind=KIND).state == ShardState.PENDING
    assert not SourceRun.objects.exists()


def test_what_is_logged_is_a_candidate_with_a_proposal_a_minute_later(
    net: LoopbackNet, tmp_path: Path, settings: Settings
) -> None:
    Zone.objects.create(name="rembulanprov.go.id")
    net.add("dinkes.rembulanprov.go.id", plain_page)
    now = timezone.now() - 2 * FOLLOWING.every
    with CtLab(tmp_path / "ct").serving() as log:
        settings.RONDA_CT_LOG_LIST = log.lists["static"]
        assert cron.run_due(FOLLOWING, now=now)
        run_worker(once=True, keep_time=False)
        log.add("dinkes.rembulanprov.go.id")
        log.sign()
        assert cron.run_due(FOLLOWING, now=now + FOLLOWING.every)
        run_worker(once=True, keep_time=False)
    assert Proposal.objects.get().site.host == "dinkes.rembulanprov.go.id"
    # A day's following is one run; nothing else was run.
    assert [(run.source, run.funnel["read"]) for run in SourceRun.objects.all()] == [("ct", 2)]


def test_nothing_is_followed_without_a_log() -> None:
    assert cron.run_due(FOLLOWING, now=timezone.now())
    assert not Shard.objects.exists()


def test_following_does_not_wait_for_the_whole_search(settings: Settings) -> None:
    settings.RONDA_CT_LOGS = ("https://ct.example",)
    now = timezone.now()
    assert cron.run_due(DAILY, now=now)
    assert cron.run_due(FOLLOWING, now=now)
    assert cron.run_due(FOLLOWING, now=now + FOLLOWING.every)
    assert [shard.payload for shard in Shard.objects.order_by("pk")] == [{}, {"follow": True}]


def test_the_whole_search_leaves_to_following_what_is_followed(
    net: LoopbackNet, tmp_path: Path, settings: Settings
) -> None:
    Zone.objects.create(name="rembulanprov.go.id")
    with CtLab(tmp_path / "ct").serving() as log:
        settings.RONDA_CT_LOG_LIST = log.lists["static"]
        assert cron.run_due(DAILY, now=timezone.now())
        run_worker(once=True, keep_time=False)
    ran = {run.source for run in SourceRun.objects.all()}
    assert "zone" in ran
    assert "ct" not in ran


def test_a_daily_search_is_entered_while_a_following_waits(settings: Settings) -> None:
    settings.RONDA_CT_LOGS = ("https://ct.example",)
    now = timezone.now()
    assert cron.run_due(FOLLOWING, now=now)
    assert cron.run_due(DAILY, now=now)
    assert [shard.payload for shard in Shard.objects.order_by("pk")] == [{"follow": True}, {}]
