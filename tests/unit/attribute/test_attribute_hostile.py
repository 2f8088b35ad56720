"""Attribution never raises and stays bounded, whatever a site wrote."""

import time

from arunika import AT, GAZETTEER, page
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.artifacts import Form, Link, PageArtifact
from ronda.engine.attribute.contract import CandidateFacts
from ronda.engine.attribute.model import attribute
from ronda.engine.discover.contract import Sighting

WORDS = st.sampled_from(
    [
        "Dinas",
        "Kesehatan",
        "Provinsi",
        "Kabupaten",
        "Kota",
        "Tanjung",
        "Arunika",
        "Pemerintah",
        "Bupati",
        "dan",
        "DKP",
        "slot",
        "gacor",
        "maxwin",
        "redaksi",
        "(0499)",
        "821001",
        "@arunikaprov.go.id",
        "{seen}",
        "%s",
        "\x00",
        "",
    ]
)
TEXT = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))
URLS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["https://dinkes-arunika.com/", "http://[::1]/", "https://sites.google.com/view/x", "://"]
    ),
)


@st.composite
def pages(draw: st.DrawFn) -> PageArtifact:
    """Any page at all."""
    return PageArtifact(
        at=AT,
        view="visitor",
        url=draw(URLS),
        title=draw(TEXT),
        language="",
        charset="utf-8",
        generator="",
        description=draw(TEXT),
        text=draw(TEXT),
        hidden_text=draw(TEXT),
        headings=tuple(draw(st.lists(TEXT, max_size=4))),
        footer=draw(TEXT),
        links=tuple(Link(u, t) for u, t in draw(st.lists(st.tuples(URLS, TEXT), max_size=4))),
        forms=(Form(draw(URLS), "post", ((draw(TEXT), "password"),)),),
        scripts=tuple(draw(st.lists(URLS, max_size=3))),
        images=((draw(URLS), draw(TEXT)),),
        metas=((draw(TEXT), draw(TEXT)), ("og:site_name", draw(TEXT))),
        json_ld=(draw(TEXT),),
    )


@settings(max_examples=150, deadline=None)
@given(url=URLS, seen=st.lists(pages(), max_size=2), linked=st.lists(st.tuples(URLS, TEXT)))
def test_any_page_gets_a_proposal_with_a_probability(
    url: str, seen: list[PageArtifact], linked: list[tuple[str, str]]
) -> None:
    sighting = Sighting(
        "ct", url, AT, "log", {"names": url, "from": url, "from_relation": "official"}
    )
    facts = CandidateFacts(
        url, pages=tuple(seen), sightings=(sighting,), linked_from=tuple(linked[:5])
    )
    said = attribute(facts, GAZETTEER)
    assert 0.0 <= said.probability <= 1.0
    assert len(said.reasons) <= 8


def test_a_page_of_two_megabytes_is_judged_within_a_second() -> None:
    text = "Dinas Kesehatan Provinsi Tanjung Arunika 0499821001 a@b.c " * 40_000
    digits = "0" * 200_000 + "@" * 200_000 + "a." * 100_000
    huge = page("https://x.id/", text[:500_000], text + digits, headings=(text,) * 5, footer=text)
    attribute(CandidateFacts("https://y.id/", pages=(page("https://y.id/"),)), GAZETTEER)
    begin = time.process_time()
    attribute(CandidateFacts("https://x.id/", pages=(huge,)), GAZETTEER)
    assert time.process_time() - begin < 1.5
