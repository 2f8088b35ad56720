"""What a search engine calls a site speaks for it where the site itself could not be read."""

import pytest
from arunika import AT, GAZETTEER, page

from ronda.engine.attribute.contract import CandidateFacts, Relation
from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.model import attribute
from ronda.engine.discover.contract import Sighting
from ronda.engine.registration import Registration

URL = "https://sehat-bersama.web.id/"
TITLE = "Sehat Bersama - Dinas Kesehatan Provinsi Tanjung Arunika"
OLD = Registration("sehat-bersama.web.id", AT, "https://rdap.example/", AT.replace(year=2019))


def found(title: str, where: str = URL, source: str = "search") -> Sighting:
    return Sighting(source, URL, AT, "ekspor hasil.csv", {"title": title, "page": where})


def evidence(*sightings: Sighting, **more: object) -> dict[str, Evidence]:
    facts = CandidateFacts(URL, sightings=sightings, **more)  # type: ignore[arg-type]
    return {e.kind: e for e in gather(facts, GAZETTEER)}


def test_the_title_names_the_office_and_the_region_of_a_site_that_cannot_be_read() -> None:
    seen = evidence(found(TITLE))
    assert seen["agency_in_title"].agency == "dinkes"
    assert seen["agency_in_title"].strength == 0.7
    assert seen["agency_in_title"].where.en == "title in a search engine"
    assert "region_in_title" in seen


def test_where_the_page_was_read_it_speaks_for_itself() -> None:
    shown = page(URL, "Kedai Kopi", "Kami menjual kopi dan teh setiap hari, juga pada hari libur.")
    assert "agency_in_title" not in evidence(found(TITLE), pages=(shown,))


@pytest.mark.parametrize(
    "other",
    [
        found(TITLE, f"{URL}berita/dinas-kesehatan-buka-posko"),
        found(TITLE, source="links"),
        found(""),
        found("Dishub Travel"),
    ],
)
def test_news_other_sources_and_names_of_trade_say_nothing(other: Sighting) -> None:
    assert "agency_in_title" not in evidence(other)


def test_another_governments_office_in_the_title_is_anothers() -> None:
    seen = evidence(found("Dinas Kesehatan Kabupaten Arunika"))
    assert "other_named_office" in seen
    assert "agency_in_title" not in seen


def test_a_name_held_for_years_that_a_search_engine_calls_the_offices_is_the_offices() -> None:
    said = attribute(CandidateFacts(URL, sightings=(found(TITLE),), registration=OLD), GAZETTEER)
    assert (said.relation, said.agency) == (Relation.UNOFFICIAL, "dinkes")


def test_a_title_alone_leaves_open_whether_the_name_was_let_go() -> None:
    said = attribute(CandidateFacts(URL, sightings=(found(TITLE),)), GAZETTEER)
    assert (said.relation, said.agency) == (Relation.UNDECIDED, "dinkes")
