"""A round from start to stored results, over a real network."""

import json
from collections.abc import Callable

import pytest
from django.utils import timezone
from support.patrol_net import LoopbackNet

from ronda.engine.artifacts import HttpArtifact
from ronda.jobs.models import Shard, ShardState
from ronda.jobs.worker import run_worker
from ronda.patrol import bodies
from ronda.patrol.models import Body, Measurement, Observation, Round, RoundKind, Visit
from ronda.patrol.selectors import round_progress, unmeasured
from ronda.patrol.services import start_round
from ronda.register.models import Site, SiteState

pytestmark = pytest.mark.django_db(transaction=True)
MakeSite = Callable[..., Site]


def patrol(*sites: Site) -> Round:
    made = start_round(RoundKind.MANUAL, sites=sites)
    run_worker(once=True)
    made.refresh_from_db()
    return made


def test_a_round_visits_judges_and_stores_every_site(make_site: MakeSite) -> None:
    sites = [make_site(f"dinas{n}.rembulanprov.go.id", address=n) for n in range(4)]
    made = patrol(*sites)
    assert made.finished_at is not None
    progress = round_progress(made)
    assert (progress["done"], progress["reachable"], progress["percent"]) == (4, 4, 100)
    site = Site.objects.get(pk=sites[0].pk)
    assert (site.title, site.reachable) == ("Dinas Contoh", True)
    assert site.due_at > timezone.now()
    assert set(Shard.objects.values_list("state", flat=True)) == {ShardState.DONE}


def test_a_stored_answer_comes_back_with_its_body(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    patrol(site)
    row = Observation.objects.get(site=site, key="http:visitor")
    artifact = bodies.artifact_of(row)
    assert isinstance(artifact, HttpArtifact)
    assert b"Selamat datang" in artifact.body


def test_rotating_tokens_and_counters_make_no_new_observation(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    patrol(site)
    before = Observation.objects.count(), Measurement.objects.count(), Body.objects.count()
    patrol(site)
    assert (
        Observation.objects.count(),
        Measurement.objects.count(),
        Body.objects.count(),
    ) == before
    row = Observation.objects.get(site=site, key="http:visitor")
    assert row.last_seen_at > row.first_seen_at


def test_changed_content_replaces_the_observation(make_site: MakeSite, net: LoopbackNet) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    patrol(site)
    net.pages[site.host] = lambda path, times: (200, b"<title>Baru</title><p>Isi baru</p>")
    patrol(site)
    rows = list(Observation.objects.filter(site=site, key="http:visitor").order_by("pk"))
    assert [row.replaced_at is None for row in rows] == [False, True]
    assert rows[0].replaced_at == rows[1].first_seen_at


def test_a_site_that_does_not_answer_is_counted_with_its_reason(make_site: MakeSite) -> None:
    gone = make_site("hilang.rembulanprov.go.id")
    Site.objects.filter(pk=gone.pk).update(url="http://tidakada.contoh/", host="tidakada.contoh")
    made = patrol(gone)
    (group,) = unmeasured(made)
    assert (group.failure, group.of_the_site, group.count) == ("nxdomain", True, 1)
    assert Site.objects.get(pk=gone.pk).reachable is False


def test_sites_that_share_an_address_share_a_shard_in_the_next_round(
    make_site: MakeSite, settings: object
) -> None:
    settings.RONDA_SHARD_SIZE = 2  # type: ignore[attr-defined]
    sites = [make_site(f"dinas{n}.rembulanprov.go.id", address=n % 2) for n in range(6)]
    patrol(*sites)
    made = start_round(RoundKind.MANUAL, sites=sites)
    shards = Shard.objects.filter(group=f"round:{made.pk}")
    hosts = [
        sorted(
            Visit.objects.filter(pk__in=s.payload["visits"]).values_list("site__host", flat=True)
        )
        for s in shards
    ]
    assert sorted(len(h) for h in hosts) == [3, 3]
    assert ["dinas0.rembulanprov.go.id", "dinas2.rembulanprov.go.id", "dinas4.rembulanprov.go.id"] in hosts  # fmt: skip


def test_a_retired_site_is_struck_off_a_round_that_already_runs(make_site: MakeSite) -> None:
    site = make_site("dinas.rembulanprov.go.id")
    made = start_round(RoundKind.MANUAL, sites=[site])
    Site.objects.filter(pk=site.pk).update(state=SiteState.RETIRED)
    run_worker(once=True)
    assert round_progress(made)["cancelled"] == 1
    assert not Observation.objects.exists()


def test_the_command_prints_a_summary_as_json(
    make_site: MakeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    from typer.testing import CliRunner

    from ronda.cli import app

    make_site("dinas.rembulanprov.go.id")
    done = CliRunner().invoke(app, ["patrol", "--all", "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["total"], said["reachable"], said["finished"]) == (1, 1, True)


def test_the_command_says_what_is_wrong_with_an_unknown_site(db: None) -> None:
    from typer.testing import CliRunner

    from ronda.cli import app

    done = CliRunner().invoke(app, ["patrol", "--site", "https://tidak.terdaftar.contoh/"])
    assert done.exit_code == 2
    assert "no such site" in done.output
