"""The links source at work: robots.txt, sitemaps, news, short links and pages of links, for real."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from support.patrol_net import LoopbackNet, Page

from ronda.engine.artifacts import SiteFacts
from ronda.engine.collect.contract import Control, Free
from ronda.engine.discover import links
from ronda.engine.discover.contract import (
    Checkpoint,
    Crawl,
    Known,
    KnownPage,
    Note,
    Sighting,
    SourceContext,
)
from ronda.engine.discover.registry import Event
from ronda.engine.netconfig import from_env

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HOST = "portal.arunikaprov.go.id"
SITE = f"http://{HOST}/"
EXTRA = {"RONDA_SHORTENERS": "pendek.example", "RONDA_LINK_PAGES": "tautan.example"}


def pages(answers: Mapping[str, bytes | str]) -> Page:
    """Answer paths: bytes are pages, text is where a redirect leads."""

    def page(path: str, times: int) -> tuple[int, bytes]:
        found = answers.get(path)
        if found is None:
            return 404, b"<h1>Tidak ada</h1>"
        return (200, found) if isinstance(found, bytes) else (302, found.encode())

    return page


def html(*hrefs: str) -> bytes:
    links = "".join(f'<p><a href="{href}">Baca</a></p>' for href in hrefs)
    return f"<html><body><main>{links}</main></body></html>".encode()


def sitemap(*paths: str) -> bytes:
    rows = "".join(
        f"<url><loc>{SITE.rstrip('/')}{path}</loc><lastmod>2026-02-{28 - n:02d}</lastmod></url>"
        for n, path in enumerate(paths)
    )
    return f"<urlset>{rows}</urlset>".encode()


@pytest.fixture
def net() -> Iterator[LoopbackNet]:
    with LoopbackNet().running() as running:
        yield running


async def run(
    net: LoopbackNet,
    *front: str,
    now: datetime = NOW,
    control: Control | None = None,
    state: Mapping[str, object] | None = None,
    crawl: Crawl | None = None,
) -> list[Event]:
    site = SiteFacts(SITE, HOST, "official", in_official_zone=True)
    context = SourceContext(
        net=from_env(net.env() | EXTRA),
        now=now,
        watched=("arunikaprov.go.id", "tanjungarunika", "dinkes"),
        pages=(KnownPage(SITE, "official", tuple((u, "Baca", "main") for u in front), site),),
        control=control or Free(),
        checkpoint=state or {},
        crawl=crawl or Crawl(),
    )
    return [event async for event in links.discover(context)]


def sighted(events: list[Event]) -> dict[str, Sighting]:
    return {e.url: e for e in events if isinstance(e, Sighting)}


def counts(events: list[Event]) -> Counter[str]:
    found: Counter[str] = Counter()
    for event in events:
        if isinstance(event, Note):
            found[event.step] += event.count
    return found


def state_of(events: list[Event]) -> Mapping[str, object]:
    return [e for e in events if isinstance(e, Checkpoint)][-1].state


async def test_a_site_that_only_a_news_item_links_is_found_with_the_page_as_evidence(
    net: LoopbackNet,
) -> None:
    answers = {
        "/sitemap.xml": sitemap("/berita/1"),
        "/berita/1": html("https://dinkes-tanjungarunika.com/a", "https://toko.example/"),
    }
    net.add(HOST, pages(answers))
    events = await run(net)
    found = sighted(events)["https://dinkes-tanjungarunika.com/"]
    assert found.facts["from"] == f"{SITE}berita/1"
    assert found.facts["link_text"] == "Baca"
    assert not found.lead
    assert sighted(events)["https://toko.example/"].lead
    assert counts(events)["pages_read"] == 1


async def test_what_robots_txt_forbids_is_not_read(net: LoopbackNet) -> None:
    answers = {
        "/robots.txt": b"User-agent: Ronda\nDisallow: /rahasia\n",
        "/sitemap.xml": sitemap("/rahasia/1", "/berita/1"),
        "/berita/1": html(),
    }
    asked: list[str] = []
    net.add(HOST, lambda path, times: asked.append(path) or pages(answers)(path, times))  # type: ignore[func-returns-value]
    events = await run(net)
    assert "/berita/1" in asked
    assert "/rahasia/1" not in asked
    assert counts(events)["robots"] == 1


async def test_a_robots_txt_that_cannot_be_had_forbids_all(net: LoopbackNet) -> None:
    net.add(HOST, lambda path, times: (503, b"rusak") if "robots" in path else (200, html("/a")))
    events = await run(net, f"{SITE}berita/1")
    assert counts(events)["pages_read"] == 0
    assert net.asked[HOST] == 1


async def test_runs_read_on_from_each_other_and_nothing_twice_within_the_days(
    net: LoopbackNet,
) -> None:
    paths = [f"/berita/{n}" for n in range(6)]
    asked: list[str] = []
    answers = {"/sitemap.xml": sitemap(*paths)} | dict.fromkeys(paths, html())
    net.add(HOST, lambda path, times: asked.append(path) or pages(answers)(path, times))  # type: ignore[func-returns-value]
    state: Mapping[str, object] = {}
    for day in range(4):
        events = await run(
            net, now=NOW + timedelta(days=day), state=state, crawl=Crawl(pages_a_site=2)
        )
        state = state_of(events)
    read = [path for path in asked if path.startswith("/berita")]
    assert read == paths  # the newest first, two a run, none twice
    later = NOW + timedelta(days=15)
    await run(net, now=later, state=state, crawl=Crawl(pages_a_site=2))
    assert [p for p in asked if p.startswith("/berita")][6:] == ["/berita/0", "/berita/1"]


async def test_a_short_link_is_asked_once_and_its_target_judged_unvisited(net: LoopbackNet) -> None:
    net.add(HOST, pages({}))
    net.add("pendek.example", pages({"/lapor": "https://dinkes-tanjungarunika.com/form"}))
    net.add("dinkes-tanjungarunika.com")
    events = await run(net, "http://pendek.example/lapor")
    found = sighted(events)["https://dinkes-tanjungarunika.com/"]
    assert found.facts["via"] == "http://pendek.example/lapor"
    assert counts(events)["short_resolved"] == 1
    again = await run(net, "http://pendek.example/lapor", state=state_of(events))
    assert "https://dinkes-tanjungarunika.com/" in sighted(again)
    assert counts(again)["short_remembered"] == 1
    assert net.asked["pendek.example"] == 1
    assert net.asked["dinkes-tanjungarunika.com"] == 0


async def test_a_page_of_links_behind_a_short_link_is_read_for_its_links(net: LoopbackNet) -> None:
    net.add(HOST, pages({}))
    net.add("pendek.example", pages({"/semua": "http://tautan.example/arunika"}))
    bio = html("https://antri-tanjungarunika.id/", "https://t.me/dinkesarunika")
    net.add("tautan.example", pages({"/arunika": bio}))
    events = await run(net, "http://pendek.example/semua")
    found = sighted(events)["https://antri-tanjungarunika.id/"]
    assert found.facts["from"] == "http://tautan.example/arunika"
    assert found.facts["via"] == SITE
    known = [e for e in events if isinstance(e, Known)]
    assert [(k.site, k.network, k.handle) for k in known] == [(SITE, "telegram", "dinkesarunika")]


async def test_short_links_in_a_ring_end(net: LoopbackNet) -> None:
    net.add(HOST, pages({}))
    ring = {"/a": "http://pendek.example/b", "/b": "http://pendek.example/a"}
    net.add("pendek.example", pages(ring))
    events = await run(net, "http://pendek.example/a")
    assert counts(events)["short_dead"] == 1


async def test_a_shortener_cannot_lead_inside(net: LoopbackNet) -> None:
    net.add(HOST, pages({}))
    net.add("pendek.example", pages({"/x": "http://169.254.169.254/latest/"}))
    events = await run(net, "http://pendek.example/x")
    # The bare address is judged as any link is; nobody connected to it.
    assert counts(events)["short_resolved"] == 1
    assert set(net.asked) <= {HOST, "pendek.example"}


async def test_beyond_the_budget_short_links_wait(net: LoopbackNet) -> None:
    net.add(HOST, pages({}))
    net.add("pendek.example", pages({}))
    addresses = [f"http://pendek.example/{n}" for n in range(5)]
    events = await run(net, *addresses, crawl=Crawl(short_links=2))
    assert net.asked["pendek.example"] == 2
    assert counts(events)["short_left"] == 3


class Stopped(Free):
    """The stop switch is engaged."""

    def stopped(self) -> bool:
        return True


async def test_under_the_stop_switch_nothing_is_asked(net: LoopbackNet) -> None:
    net.add(HOST, pages({}))
    net.add("pendek.example", pages({}))
    await run(net, "http://pendek.example/a", control=Stopped())
    assert not net.asked


async def test_profiles_are_not_visited_unless_the_office_says_so(net: LoopbackNet) -> None:
    net.add(HOST, pages({}))
    net.add("t.me", pages({"/dinkesarunika": html("https://antri-tanjungarunika.id/")}))
    quiet = await run(net, "http://t.me/dinkesarunika")
    assert net.asked["t.me"] == 0
    assert [e.handle for e in quiet if isinstance(e, Known)] == ["dinkesarunika"]
    told = await run(net, "http://t.me/dinkesarunika", crawl=Crawl(read_social=True))
    assert "https://antri-tanjungarunika.id/" in sighted(told)
