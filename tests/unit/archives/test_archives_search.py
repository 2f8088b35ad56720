"""The search source: exports in every shape, titles, and the budget of the office's own key."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from archives_run import NOW, run
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.discovery.searching import queries
from ronda.discovery.sheets import read_sheet
from ronda.engine.attribute.contract import Gazetteer, KnownAgency, KnownName, Region
from ronda.engine.discover import search
from ronda.engine.discover.contract import SearchApi
from ronda.engine.discover.parts.results import BadResults, in_json, in_rows

CONSOLE = "Klik,Tayangan,Halaman teratas\n5,90,https://dinkes-a.com/x?y=1\n1,2,https://lain.com/\n"
LINKING = "Situs penaut;Halaman\ndinkes-b.my.id;3\nlain.org;5\n"
ANSWERS = {
    "google": {"kind": "x", "url": {"template": "https://www.googleapis.com/dinkes{x}"},
               "items": [{"link": "https://dinkes-a.com/x", "title": "A"}]},
    "bing": {"webPages": {"webSearchUrl": "https://www.bing.com/search?q=dinkes",
                          "value": [{"name": "A", "url": "https://dinkes-a.com/x"}]}},
    "serp": {"search_metadata": {"link": "https://serp.example/dinkes"},
             "organic_results": [{"position": 1, "link": "https://dinkes-a.com/x", "title": "A",
                                  "thumbnail": "https://cdn.example/dinkes.png"}]},
    "console": {"rows": [{"keys": ["https://dinkes-a.com/x"], "clicks": 3.0}]},
}  # fmt: skip


@pytest.mark.parametrize("shape", list(ANSWERS))
def test_answers_of_every_shape_give_their_results(shape: str) -> None:
    found = list(in_json(json.dumps(ANSWERS[shape]).encode()))
    assert [r.url for r in found] == ["https://dinkes-a.com/x"]
    assert found[0].title == ("" if shape == "console" else "A")


@settings(max_examples=50)
@given(st.recursive(st.none() | st.text(max_size=20) | st.integers(), lambda inner: st.lists(
    inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.sampled_from(
        ["link", "url", "keys", "title"]), inner, max_size=4), max_leaves=20))  # fmt: skip
def test_no_json_breaks_the_reader(document: Any) -> None:
    for result in in_json(json.dumps(document).encode()):
        assert result.url.lower().startswith("http")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 200_000])
def test_what_is_no_json_is_said(content: bytes) -> None:
    with pytest.raises(BadResults):
        list(in_json(content))


@settings(max_examples=50)
@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=8))
def test_no_table_breaks_the_reader(rows: list[list[str]]) -> None:
    assert len(list(in_rows(rows))) <= len(rows)


async def test_exports_in_any_column_order(tmp_path: Path) -> None:
    (tmp_path / "console.csv").write_text(CONSOLE)
    (tmp_path / "links.csv").write_text(LINKING)
    ran = await run(search, tmp_path, read_sheet=read_sheet)
    assert ran.urls == ["https://dinkes-a.com/", "https://dinkes-b.my.id/"]
    assert ran.facts["https://dinkes-a.com/"]["scheme"] == "https"
    assert "scheme" not in ran.facts["https://dinkes-b.my.id/"]  # nobody saw it
    assert not ran.errors
    assert (await run(search, tmp_path, read_sheet=read_sheet, checkpoint=ran.state)).urls == []


async def test_a_workbook_is_read(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["Query", "Title", "URL"], ["a", "Dinas", "https://dinkes-a.com/x"]]:
        sheet.append(row)
    book.save(tmp_path / "hasil.xlsx")
    ran = await run(search, tmp_path, read_sheet=read_sheet)
    assert ran.facts["https://dinkes-a.com/"]["title"] == "Dinas"


async def test_a_title_counts_for_a_front_page_and_not_for_news(tmp_path: Path) -> None:
    results = [
        {"link": "https://sehatbersama.com/", "title": "Dinas Kesehatan Tanjung Arunika"},
        {"link": "https://koran.com/2026/03/dinas", "title": "Dinas Kesehatan Tanjung Arunika"},
    ]
    (tmp_path / "a.json").write_text(json.dumps({"items": results}))
    ran = await run(search, tmp_path)
    assert ran.urls == ["https://sehatbersama.com/"]
    assert ran.sightings[0].lead  # Ronda looks before it troubles a person


async def test_exports_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.csv").write_text("Tanggal,Klik\n2026-01-01,5\n")
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04rusak")
    ran = await run(search, tmp_path, read_sheet=read_sheet)
    assert [e.split(" ")[2].rstrip(":") for e in ran.errors] == ["a.json", "b.csv", "c.xlsx"]


class _Service(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012
    status = 200

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self.asked.append(query["q"][0] + "|" + self.headers.get("Ocp-Apim-Subscription-Key", "-"))
        body = json.dumps({"items": [{"link": f"https://dinkes-{len(self.asked)}.com/"}]}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Service)
    _Service.asked, _Service.status = [], 200
    threading.Thread(target=server.serve_forever, daemon=True, args=(0.02,)).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def api(endpoint: str, **changes: Any) -> SearchApi:
    values = {"kind": "google", "endpoint": endpoint, "key": "K", "engine": "E", "monthly": 60,
              "queries": ("satu", "dua", "tiga")}  # fmt: skip
    return SearchApi(**(values | changes))


async def test_the_months_budget_is_spread_over_its_days(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAUSE", 0.0)
    first = await run(search, search_api=api(service))
    assert _Service.asked == ["satu|-", "dua|-"]
    assert first.urls == ["https://dinkes-1.com/", "https://dinkes-2.com/"]
    assert first.state == {"month": "2026-03", "used": 2, "next": 2}
    second = await run(search, search_api=api(service), checkpoint=first.state)
    assert _Service.asked[2:] == ["tiga|-", "satu|-"]
    full = second.state | {"used": 60}
    third = await run(search, search_api=api(service), checkpoint=full)
    assert third.counts == {"budget_used": 1}
    april = await run(search, search_api=api(service), checkpoint=full, now=NOW.replace(month=4))
    assert april.state["used"] == 2


async def test_a_refused_key_is_said_without_showing_it(service: str) -> None:
    _Service.status = 403
    ran = await run(search, search_api=api(service, key="RAHASIA", kind="bing"))
    assert _Service.asked == ["satu|RAHASIA"]  # no second try on the office's account
    assert "RONDA_SEARCH_KEY" in ran.errors[0]
    assert "RAHASIA" not in ran.errors[0]
    assert ran.state["used"] == 1


async def test_without_a_key_nobody_is_asked() -> None:
    assert (await run(search)).counts == {}


def test_agencies_are_asked_for_by_name_and_place_outside_our_zones() -> None:
    names = (KnownName("Dinas Kesehatan", "official"), KnownName("Dinkes", "short"))
    known = Gazetteer(
        Region("province", "Arunika"), ("arunikaprov.go.id",), (KnownAgency("dinkes", names),)
    )
    assert queries(known) == ('"Dinas Kesehatan" Arunika -site:arunikaprov.go.id',)
