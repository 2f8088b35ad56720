"""Which further pages of a site a visit looks at."""

from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.artifacts import Artifact
from ronda.engine.checks.examples import http, link, page
from ronda.engine.collect.inner import MAX_REQUESTS, below, further_pages, further_sitemaps
from ronda.engine.content.sitemaps import locations, named_sitemaps
from ronda.engine.urls import parse

SITE = "https://dinas.contohprov.go.id"
ORIGIN = parse(SITE)


def listed(*paths: str) -> bytes:
    places = "".join(f"<url><loc>{SITE}{path}</loc></url>" for path in paths)
    return f"<urlset>{places}</urlset>".encode()


def seen(*paths: str, sitemap: bytes = b"", robots: bytes = b"") -> dict[str, Artifact]:
    return {
        "page:visitor": page(links=tuple(link(f"{SITE}{path}", "x") for path in paths)),
        "path:/sitemap.xml": http(sitemap, url=f"{SITE}/sitemap.xml"),
        "path:/robots.txt": http(robots, url=f"{SITE}/robots.txt"),
    }


def test_an_address_that_promotes_is_looked_at_first() -> None:
    found = seen(
        *(f"/unit/{n}" for n in range(200)), sitemap=listed("/x/slot-gacor-hari-ini-7.html")
    )
    assert further_pages(found, ORIGIN, "a")[0] == "inner:/x/slot-gacor-hari-ini-7.html"


def test_pages_in_odd_folders_and_the_newest_news_come_before_the_sample() -> None:
    rest = (f"/unit/{n}" for n in range(200))
    found = seen("/berita/terbaru", *rest, sitemap=listed("/wp-content/uploads/2024/a.html"))
    chosen = further_pages(found, ORIGIN, "a")
    assert chosen[:2] == ["inner:/wp-content/uploads/2024/a.html", "inner:/berita/terbaru"]
    assert len(chosen) == MAX_REQUESTS


def test_all_pages_of_a_site_are_read_within_some_visits() -> None:
    found = seen(*(f"/unit/{n}" for n in range(24)))
    read = {key for visit in range(40) for key in further_pages(found, ORIGIN, f"visit {visit}")}
    assert len(read) == 24


def test_files_and_addresses_that_do_something_are_no_pages() -> None:
    found = seen(
        "/a.pdf", "/foto.JPG", "/admin/logout", "/keranjang?action=beli", "/feed/", "/profil"
    )
    assert further_pages(found, ORIGIN, "a") == ["inner:/profil"]


def test_sitemaps_named_in_robots_and_in_an_index_are_read() -> None:
    index = f"<sitemapindex><sitemap><loc>{SITE}/sitemap-2.xml</loc></sitemap></sitemapindex>"
    robots = f"User-agent: *\nSitemap: {SITE}/sitemap.xml\nsitemap: {SITE}/peta-produk.xml\n"
    found = seen(sitemap=index.encode(), robots=robots.encode())
    keys = set(further_sitemaps(found, ORIGIN, "a"))
    assert keys == {"inner:/peta-produk.xml", "inner:/sitemap-2.xml"}


def test_a_sitemap_that_no_system_writes_by_itself_is_read_first() -> None:
    usual = ("wp-sitemap.xml", "sitemap_index.xml", "post-sitemap.xml", "wp-sitemap-page-1.xml")
    names = (*usual, "peta-promo.xml")
    robots = "".join(f"Sitemap: {SITE}/{name}\n" for name in names).encode()
    for visit in range(5):
        found = further_sitemaps(seen(robots=robots), ORIGIN, f"visit {visit}")
        assert found[0] == "inner:/peta-promo.xml"


def test_nothing_outside_the_site_is_ever_chosen() -> None:
    blog = parse("https://blog.contoh.id/dinas")
    assert below("https://blog.contoh.id/dinas/berita?p=1", blog) == "/berita?p=1"
    for other in (
        "https://blog.contoh.id/lain/berita",
        "https://blog.contoh.id/dinas/../lain",
        "https://blog.contoh.id/dinas",
        "https://jahat.example/dinas/berita",
        "ftp://blog.contoh.id/dinas/berita",
        "https://blog.contoh.id\\@jahat.example/dinas/a",
    ):
        assert below(other, blog) == ""


@given(st.text(max_size=300))
def test_any_address_gives_a_short_plain_path_or_none(url: str) -> None:
    for one in (url, f"{SITE}/{url}"):
        path = below(one, ORIGIN)
        assert path == "" or (path.isascii() and path.startswith("/") and len(path) <= 180)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_as_a_list_without_an_error(body: bytes) -> None:
    assert all(len(url) >= 1 for url in locations(body + b"<loc>" + body))
    assert len(named_sitemaps(body + b"\nSitemap: " + body)) <= 50
