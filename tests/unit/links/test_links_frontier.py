"""Which pages the crawl reads next: newest news first, nothing twice, no endless rooms."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.content.sitemaps import dated
from ronda.engine.discover.parts.frontier import MAX_AHEAD, MAX_READ, SiteMemory, choose, is_trap
from ronda.engine.discover.parts.shorteners import shorteners
from ronda.engine.discover.parts.shortlinks import MAX_REMEMBERED, Led, ShortMemory

TODAY = 20_500


def chosen(
    memory: SiteMemory, linked: list[str], listed: list[str], room: int = 10
) -> tuple[list[str], Counter[str]]:
    counts: Counter[str] = Counter()
    found = choose(
        memory, linked=linked, listed=listed, room=room, allowed=lambda p: True, counts=counts
    )
    return found, counts


def fresh() -> SiteMemory:
    return SiteMemory({}, TODAY, 14)


def test_news_of_the_front_page_comes_first_then_of_the_sitemap_then_the_rest() -> None:
    found, _ = chosen(fresh(), ["/profil", "/berita/9"], ["/tentang/visi", "/berita/8"])
    assert found == ["/berita/9", "/berita/8", "/profil", "/tentang/visi"]


def test_what_was_read_is_left_out_until_the_days_are_over() -> None:
    memory = fresh()
    memory.read("/berita/1")
    state = memory.state()
    assert chosen(SiteMemory(state, TODAY + 13, 14), ["/berita/1"], [])[0] == []
    assert chosen(SiteMemory(state, TODAY + 14, 14), ["/berita/1"], [])[0] == ["/berita/1"]


@pytest.mark.parametrize(
    "path",
    [
        "/agenda?month=2031-05",
        "/kalender/2031/05/01",
        "/events/category/rapat/2031-05",
        "/produk?sort=harga",
        "/index.php;jsessionid=AB12",
        "/berita?a=1&b=2&c=3&d=4",
        "/berita/berita/berita/1",
        "/a/b/c/d/e/f/g/h/i",
        "/cari?q=dinas",
    ],
)
def test_endless_rooms_are_kept_out_of(path: str) -> None:
    assert is_trap(path)


@pytest.mark.parametrize(
    "path",
    [
        "/berita?page=2",
        "/category/berita/page/3/",
        "/2026/03/02/musrenbang",
        "/index.php?option=com_content&view=article&id=7",
        "/?p=81",
        "/agenda/rapat-koordinasi",
    ],
)
def test_ordinary_pages_are_no_trap(path: str) -> None:
    assert not is_trap(path)


def test_a_counter_in_the_query_does_not_eat_the_budget() -> None:
    found, counts = chosen(fresh(), [f"/lihat?n={n}" for n in range(50)], [], room=50)
    assert len(found) == 4
    assert counts["trap"] == 46


def test_a_site_that_was_read_enough_rests() -> None:
    memory = fresh()
    for number in range(MAX_READ):
        memory.read(f"/berita/{number}")
    assert chosen(memory, ["/berita/baru"], [])[0] == []


def test_what_pages_lead_to_is_kept_for_later_lists_of_news_first() -> None:
    memory = fresh()
    memory.look_ahead(["/profil", "/berita?page=2", "/berita/7", "/berkas.pdf"])
    later = SiteMemory(memory.state(), TODAY, 14)
    assert later.ahead == ["/berita?page=2", "/berita/7", "/profil"]
    later.look_ahead(f"/berita/{n}" for n in range(500))
    assert len(later.ahead) == MAX_AHEAD


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=10,
)


@settings(max_examples=40)
@given(st.one_of(_json, st.fixed_dictionaries({"read": _json, "ahead": _json})))
def test_a_broken_memory_is_forgotten(state: object) -> None:
    memory = SiteMemory(state, TODAY, 14)
    assert chosen(memory, ["/berita/1"], [])[0][:1] == ["/berita/1"]
    assert len(ShortMemory(state, TODAY, 14).state()) <= MAX_REMEMBERED


@settings(max_examples=40)
@given(st.lists(st.text(max_size=40).map(lambda t: "/" + t), max_size=30), st.integers(0, 10))
def test_any_paths_are_chosen_from_within_the_room(paths: list[str], room: int) -> None:
    found, _ = chosen(fresh(), paths, paths[::-1], room)
    assert len(found) <= room
    assert len(set(found)) == len(found)
    assert set(found) <= set(paths)


def test_a_sitemap_is_read_newest_first() -> None:
    body = (
        b"<urlset><url><loc>https://a.id/lama</loc><lastmod>2024-01-01</lastmod></url>"
        b"<url><loc>https://a.id/tanpa</loc></url>"
        b"<url><loc>https://a.id/baru</loc><lastmod>2026-02-02T10:00:00+08:00</lastmod></url></urlset>"
    )
    assert [url.rpartition("/")[2] for url, _ in dated(body)] == ["baru", "lama", "tanpa"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_as_a_sitemap(body: bytes) -> None:
    assert len(dated(b"<loc>https://a.id/x</loc>" + body)) >= 1


@pytest.mark.parametrize(
    ("url", "short", "page"),
    [
        ("https://bit.ly/lapor", True, False),
        ("https://www.bit.ly/lapor", True, False),
        ("https://bit.ly/", False, False),
        ("https://s.id/lapor", True, True),
        ("https://linktr.ee/dinas", False, True),
        ("https://dinas.carrd.co/", False, True),
        ("https://pendek-contoh.id/a", True, False),
        ("https://bukanbit.ly/lapor", False, False),
        ("bukan alamat", False, False),
    ],
)
def test_hosts_of_short_links_are_known(url: str, short: bool, page: bool) -> None:
    table = shorteners(["pendek-contoh.id"])
    assert (table.shortens(url), table.lists(url)) == (short, page)


def test_a_dead_short_link_is_asked_again_the_next_day_and_a_living_one_later() -> None:
    memory = ShortMemory({}, TODAY, 14)
    memory.keep("https://bit.ly/mati", Led(why="timeout"))
    memory.keep("https://bit.ly/a", Led(target="https://a.id/"))
    later = ShortMemory(memory.state(), TODAY + 1, 14)
    assert later.of("https://bit.ly/mati") is None
    known = later.of("https://bit.ly/a")
    assert known is not None
    assert known.target == "https://a.id/"
