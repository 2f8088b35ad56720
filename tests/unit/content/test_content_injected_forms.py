"""Forms of injected content beyond hidden links: what is found, how grave, and what the verdict says."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.artifacts import (
    Artifact,
    FailureKind,
    Observation,
    PageArtifact,
    View,
    inner_view,
)
from ronda.engine.checks.contract import Case, Outcome, Severity, Verdict
from ronda.engine.checks.examples import URL, failure, http
from ronda.engine.checks.registry import get
from ronda.engine.collect.inner import further_views
from ronda.engine.collect.page import parse_page
from ronda.engine.content.gambling_data import wares
from ronda.engine.judge import judge
from ronda.engine.netconfig import Limits
from ronda.engine.urls import parse

SITE = Case("", {}, Outcome.PASS).site
AT = Case("", {}, Outcome.PASS).at
MENU = "".join(
    f"<a href='/{name}'>{name}</a> " for name in ("profil", "berita", "layanan", "ppid", "kontak")
)


def office(more: str = "", head: str = "", title: str = "Dinas Contoh") -> str:
    return (
        f"<!doctype html><html lang='id'><head><title>{title}</title>{head}</head><body><nav>{MENU}</nav>"
        f"<main><h1>Dinas Contoh</h1><p>Pelayanan keliling berjalan lancar.</p>{more}</main></body></html>"
    )


def add(
    found: dict[str, Artifact], key: str, page_key: str, body: str, view: View, at: str
) -> None:
    answer = found[key] = http(body, view=view, final_url=at)
    parsed = parse_page(answer, Limits())
    assert isinstance(parsed, PageArtifact)
    found[page_key] = parsed


def visit(visitor: str, robot: str = "", phone: str = "", **inner: str) -> dict[str, Artifact]:
    """The artifacts of a visit; ``inner`` by "view_path" with "__" for a slash."""
    found: dict[str, Artifact] = {}
    views: tuple[tuple[View, str], ...] = (("visitor", visitor), ("robot", robot), ("phone", phone))
    for view, body in views:
        add(found, f"http:{view}", f"page:{view}", body or visitor, view, URL)
    for name, body in inner.items():
        seen_by, _, rest = name.partition("_")
        path = rest.replace("__", "/")
        key = path if seen_by == "visitor" else f"{seen_by}:{path}"
        view = inner_view(f"inner:{key}")[0]
        where = f"{URL.rstrip('/')}{path}"
        add(found, f"inner:{key}", f"page:/{key.lstrip('/')}", body, view, where)
    return found


def said(found: dict[str, Artifact], rule: str = "CONTENT.GAMBLING") -> Verdict:
    return judge(get(rule), Observation(SITE, AT, AT, found))


def ware(name: str, url: str, **more: object) -> str:
    about = {"@context": "https://schema.org", "@type": "Product", "name": name, "url": url, **more}
    return f'<script type="application/ld+json">{json.dumps(about)}</script>'


STARS = {"offers": {"@type": "Offer", "price": "1"}, "aggregateRating": {"ratingValue": "4.9"}}

FOUND: dict[str, dict[str, Artifact]] = {
    "a refresh to a name of gambling form": visit(
        office(head='<meta http-equiv="refresh" content="0;url=https://kelomang77.example/">')
    ),
    "a script that acts only for who comes from a search": visit(
        office("<script>if(document.referrer.indexOf('google')>0)location.href='https://lawara.example/'</script>")
    ),
    "a script whose address is packed": visit(
        office("<script>location.replace('/elpmaxe.arawal//:sptth'.split('').reverse().join(''))</script>")
    ),
    "a script that only phones get": visit(
        office(), phone=office("<script>location.href='https://raja-lawara88.example/'</script>")
    ),
    "a starred ware of a stranger in structured data": visit(
        office(head=ware("Sumange Deluxe", "https://lawara.example/", **STARS))
    ),
    "a ware of a gambling host, in microdata": visit(
        office(
            "<div itemscope itemtype='https://schema.org/Product'><meta itemprop='url' "
            "content='https://lawara-slot.example/x'></div>"
        )
    ),
    "a canonical address of a gambling host": visit(
        office(head="<link rel='canonical' href='https://nagaslot.example/'>")
    ),
    "words with digits and signs for letters": visit(
        office(
            "<div class=partner><a href='https://lawara.example/a'>51tu5 5l0t g4c0r</a>"
            "<a href='https://lawara.example/b'>b4nd4r t0g3l 0nl1n3</a>"
            "<a href='https://lawara.example/c'>5l0t m@xw1n</a></div>"
        )
    ),
    "words split by tags": visit(
        office("<a href='https://lawara-slot.example/'><b>sl</b><i>ot</i> <b>ga</b><i>cor</i></a>")
    ),
    "a page in the folder of uploads": visit(
        office(),
        **{
            "visitor___wp-content__uploads__2024__x.html": (
                "<title>Slot Gacor Hari Ini</title><h1>Slot gacor hari ini</h1>"
                "<a href='https://lawara.example/'>daftar</a>"
            )
        },
    ),
    "a whole site of somebody else": visit(
        "<title>LAWARA: situs slot online terpercaya</title><h1>Slot gacor</h1><p>Togel online.</p>"
        "<a href='https://lawara.example/'>Masuk</a>"
    ),
    "a further page that only robots get": visit(
        office(),
        visitor___berita__7=office(),
        robot___berita__7="<title>Situs Slot Gacor Maxwin</title><p>rtp live, slot gacor, togel online</p>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)
def test_a_form_is_found_and_the_verdict_says_all(found: dict[str, Artifact]) -> None:
    verdict = said(found)
    assert verdict.outcome is Outcome.FAIL
    first, *_, way, clean = verdict.evidence
    assert first.excerpt  # the evidence itself
    assert first.artifact in found  # which view, which page
    assert ":" in first.where.en  # how and where
    assert way.where.en.startswith("Probable way in: ")
    assert clean.where.en.startswith("What to clean: ")
    assert 0.5 < verdict.confidence < 1
    assert verdict.severity is None


QUIET: dict[str, dict[str, Artifact]] = {
    "an office's own ware that the page names": visit(
        office("<p>Kopi Sabit, kopi robusta.</p>", ware("Kopi Sabit", "https://pasar.example/kopi", **STARS))
    ),
    "a move to the same name elsewhere": visit(
        office(head='<meta http-equiv="refresh" content="0;url=https://dinas-contoh.example/">')
    ),
    "a script for phones that leads to a twin": visit(
        office("<script>if(/android/i.test(navigator.userAgent))location='https://m.contohprov.go.id/'</script>")
    ),
    "a button that opens a map": visit(
        office("<script>function peta(){location.href='https://maps.google.com/?q=1'}</script>")
    ),
    "one comment with the address of the writer's own site": visit(
        office("<ol class=commentlist><li><cite><a href='https://blogsiti.example/' rel='ugc'>Siti</a></cite></ol>")
    ),
    "a canonical address at the vendor's": visit(
        office(head="<link rel='canonical' href='https://demo.vendorweb.example/dinas'>")
    ),
    "a further page of news that rotates": visit(
        office(),
        visitor___berita__7=office("<p>Panen raya.</p>"),
        robot___berita__7=office("<p>Vaksinasi ternak.</p><a href='/berita/9'>Lain</a>"),
        phone___berita__7=office("<p>Lomba desa.</p>"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("found", QUIET.values(), ids=QUIET)
@pytest.mark.parametrize("rule", ["CONTENT.GAMBLING", "CONTENT.SPAM"])
def test_what_is_honest_is_not_accused(rule: str, found: dict[str, Artifact]) -> None:
    assert said(found, rule).outcome is not Outcome.FAIL


def test_comments_on_an_honest_page_weigh_less_and_have_another_way_in() -> None:
    links = "".join(
        f"<li class=comment><p>Mantap, coba <a href='https://lawara.example/' rel='nofollow ugc'>{words}"
        "</a></p></li>"
        for words in ("slot gacor hari ini", "togel online resmi", "situs slot terpercaya")
    )
    verdict = said(visit(office(f"<section id=comments><ol>{links}</ol></section>")))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.severity is Severity.MEDIUM
    assert "komentar" in verdict.summary.id
    assert "comment form" in verdict.evidence[-2].where.en


def test_a_hidden_link_names_its_part_of_the_page_and_how_it_is_hidden() -> None:
    block = (
        "<footer><a style='font-size:0' href='https://nagaslot.example/'>slot gacor</a></footer>"
    )
    where = said(visit(office(block))).evidence[0].where
    assert where.en == "visitor's view: hidden link (font-size:0), in the page's footer"


def test_what_a_robot_gets_of_a_further_page_is_cited_under_its_own_key() -> None:
    verdict = said(FOUND["a further page that only robots get"])
    assert verdict.evidence[0].artifact == "inner:robot:/berita/7"
    assert "robot" in verdict.summary.en


def test_the_oddest_further_pages_are_asked_for_as_robot_and_phone() -> None:
    found = visit(
        office(),
        visitor___profil=office(),
        visitor___uploads__a=office(),
        visitor___berita__1=office(),
    )
    keys = further_views(found, parse(URL), "a")
    assert keys == [
        "inner:robot:/uploads/a",
        "inner:phone:/uploads/a",
        "inner:robot:/berita/1",
        "inner:phone:/berita/1",
    ]


def test_no_further_page_is_asked_for_in_a_view_that_gets_no_answer() -> None:
    found = visit(office(), visitor___profil=office())
    found["http:robot"] = found["http:phone"] = failure(FailureKind.BLOCKED_BY_POLICY, "policy")
    assert further_views(found, parse(URL), "a") == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "name", "url", "offers", "brand", "@graph", "review"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=60)
@given(JSON.map(json.dumps) | st.text(max_size=200))
def test_any_structured_data_is_read_without_an_error(text: str) -> None:
    assert all(len(sold.name) <= 200 for sold in wares(text))


def test_structured_data_nested_without_end_is_given_up() -> None:
    assert list(wares('{"a":' * 5_000)) == []


def test_a_site_that_leads_to_another_of_a_public_body_is_not_accused_of_what_stands_there() -> (
    None
):
    spam = office("<div hidden><a href='https://nagaslot.example/'>slot gacor</a></div>")
    found = visit(spam)
    for view in ("visitor", "robot", "phone"):
        add(found, f"http:{view}", f"page:{view}", spam, view, "https://dinas.contohkab.go.id/")
    assert said(found).outcome is Outcome.NOT_MEASURED


LONG = "<p>Jadwal posyandu, rapat kerja, dan pelatihan dimuat di halaman ini.</p>" * 8


@pytest.mark.parametrize(
    "code",
    [
        "location.replace('https://kelomang-sari.example/')",
        "setTimeout(function(){location.href='https://kelomang-sari.example/'},900)",
    ],
)
def test_a_whole_page_that_leads_everybody_to_a_stranger_at_once_is_found(code: str) -> None:
    verdict = said(visit(office(LONG, head=f"<script>{code}</script>")))
    assert verdict.outcome is Outcome.FAIL
    assert "kelomang-sari" in str(verdict.evidence)


@pytest.mark.parametrize(
    ("head", "more"),
    [
        # It is called by a click.
        ("<script>function masuk(){location.href='https://kelomang-sari.example/'}</script>", ""),
        # It says so, and links it.
        (
            "<meta http-equiv='refresh' content='3;url=https://kelomang-sari.example/'>",
            "<p>Situs kami pindah ke <a href='https://kelomang-sari.example/'>alamat baru</a>.</p>",
        ),
        # Its new name is a like one.
        ("<script>location.replace('https://contohprov.example/')</script>", ""),
    ],
)
def test_an_office_that_moves_or_waits_for_a_click_is_not_accused(head: str, more: str) -> None:
    assert said(visit(office(LONG + more, head=head))).outcome is not Outcome.FAIL
