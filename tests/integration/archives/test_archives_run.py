"""The sources of files as the office runs them: by settings, into the database, shown on a page."""

from pathlib import Path

import pytest

from ronda.discovery.models import Sighting, SourceState
from ronda.discovery.services import registration_of, run_sources
from ronda.engine.attribute.contract import Gazetteer, Region
from ronda.engine.netconfig import NetConfig
from ronda.register.models import Site, SiteState

pytestmark = pytest.mark.django_db
GAZETTEER = Gazetteer(Region("province", "Tanjung Arunika"), ("arunikaprov.go.id",), ())
NET = NetConfig(resolvers=(), user_agent="Ronda")
LOG = '192.0.2.7 - - [02/Mar/2026:08:00:00 +0800] "GET / HTTP/1.1" 200 12 "{ref}" "Agent"\n'


def test_folders_that_the_office_sets_are_read_and_remembered(
    tmp_path: Path, settings: object
) -> None:
    for name in ("archive", "referrers", "search"):
        (tmp_path / name).mkdir()
    settings.RONDA_FOLDERS = {n: str(tmp_path / n) for n in ("archive", "referrers", "search")}  # type: ignore[attr-defined]
    (tmp_path / "archive/a.cdxj").write_text('k 2026 {"url": "https://tanjungarunika-1.com/"}\n')
    (tmp_path / "search/a.csv").write_text("Klik,URL\n5,https://tanjungarunika-1.com/x\n")
    (tmp_path / "referrers/access.log").write_text(LOG.format(ref="https://tanjungarunika-2.id/"))
    chosen = ["archive", "referrers", "search"]
    for _ in range(2):
        runs = run_sources(chosen, gazetteer=GAZETTEER, net=NET)
        assert [run.errors for run in runs] == [[], [], []]
    assert set(Site.objects.values_list("host", "state")) == {
        ("tanjungarunika-1.com", SiteState.CANDIDATE),
        ("tanjungarunika-2.id", SiteState.CANDIDATE),
    }
    assert set(Sighting.objects.values_list("source", "times")) == {(s, 1) for s in chosen}
    assert SourceState.objects.count() == 3
    assert registration_of(Site.objects.all()[0]) is None
