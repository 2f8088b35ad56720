"""Which links of our pages are shown to people, which are looked at first, and which are dropped."""

from datetime import UTC, datetime

import pytest

from ronda.engine.discover.contract import Sighting, SourceContext
from ronda.engine.discover.parts.linkjudge import LinkJudge, Place
from ronda.engine.netconfig import NetConfig

FRONT = Place("https://dinkop.arunikaprov.go.id/", "official")
NEWS = Place("https://dinkop.arunikaprov.go.id/berita/1", "official", further=True)


def judged(words: str, address: str, place: Place = FRONT, where: str = "nav") -> Sighting | None:
    context = SourceContext(
        net=NetConfig(resolvers=(), user_agent="Ronda"),
        now=datetime(2026, 11, 27, tzinfo=UTC),
        zones=(),
        watched=("arunikaprov.go.id",),
        hints=("beranilapor",),
        places=("belinagung",),
    )
    return LinkJudge(context, "links").judge(place, address, words, where)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Ekspor Hub", "https://eksporhubku.my.id/"),
        ("Berani Lapor", "https://beranilapor.com/"),  # a word of ours in the host is enough
        ("Klik di sini", "https://ikmbelinagung.my.id/"),  # so is a town of ours
    ],
)
def test_a_site_that_a_front_page_calls_by_its_name_is_shown(words: str, address: str) -> None:
    found = judged(words, address)
    assert found is not None
    assert not found.lead


@pytest.mark.parametrize(
    ("words", "address", "place"),
    [
        ("Moodle", "https://moodle.com/", FRONT),  # software names itself so on every page
        ("Ekspor Hub", "https://lain.my.id/", FRONT),
        ("Ekspor Hub", "https://eksporhubku.my.id/", NEWS),  # a news item may tell of anybody
    ],
)
def test_others_are_looked_at_before_anybody_is_troubled(
    words: str, address: str, place: Place
) -> None:
    found = judged(words, address, place)
    assert found is not None
    assert found.lead


def test_a_school_called_by_its_name_stays_a_school() -> None:
    assert judged("SMAN Satu Arunika", "https://smansatuarunika.sch.id/") is None


def test_who_comments_knows_nothing_of_us() -> None:
    found = judged("hotel murah", "https://hotelbelinagung.com/", FRONT, "comment")
    assert found is not None
    assert found.lead
