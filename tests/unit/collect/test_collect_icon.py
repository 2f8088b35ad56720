"""Which icon a page names, and what is a picture at all."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.artifacts import ICON, HttpArtifact, PageArtifact, SiteFacts
from ronda.engine.collect.contract import Free
from ronda.engine.collect.icon import MAX_INLINE, icon_address, icon_of, inline_icon, picture
from ronda.engine.collect.page import parse_page
from ronda.engine.collect.scope import Scope
from ronda.engine.netconfig import Limits, from_env

HOST = "dinkes.arunikaprov.go.id"
URL = f"https://{HOST}/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
AT = datetime(2026, 3, 2, tzinfo=UTC)


def answer(body: bytes, **more: object) -> HttpArtifact:
    said: dict[str, object] = {
        "url": URL, "final_url": URL, "status": 200, "truncated": False,
        "headers": (("content-type", "text/html"),), **more,
    }  # fmt: skip
    return HttpArtifact(
        at=AT, view="visitor", address="198.18.0.7", hops=(), body=body, body_sha256="",
        elapsed_ms=1, **said,
    )  # type: ignore[arg-type]  # fmt: skip


def parsed(head: str) -> PageArtifact:
    page = parse_page(answer(f"<html><head>{head}</head><body>x</body></html>".encode()), Limits())
    assert isinstance(page, PageArtifact)
    return page


def asked(head: str, host: str = HOST) -> str:
    return icon_address(parsed(head), host)


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ('<link rel="icon" href="/logo.png">', "logo.png"),
        ('<link rel="Shortcut Icon" href="img/fav.ico?v=2">', "img/fav.ico?v=2"),
        ('<base href="/situs/"><link rel="icon" href="fav.ico">', "situs/fav.ico"),
        ('<link rel="icon" href="/a.png"><link rel="icon" href="/b.png">', "a.png"),
        ('<link rel="apple-touch-icon" href="/a.png">', "favicon.ico"),
        ('<link rel="stylesheet" href="/a.css">', "favicon.ico"),
        ("", "favicon.ico"),
    ],
)
def test_the_first_icon_that_a_page_names_is_asked_for(head: str, path: str) -> None:
    assert asked(head) == URL + path


def test_an_icon_that_another_host_serves_is_passed_over() -> None:
    elsewhere = '<link rel="icon" href="https://cdn.example.net/a.png">'
    assert asked(elsewhere) == f"{URL}favicon.ico"
    assert asked(f'{elsewhere}<link rel="icon" href="/b.png">') == f"{URL}b.png"
    assert asked('<link rel="icon" href="https://dinkes.arunikaprov.go.id:8443/a.png">') == (
        f"{URL}favicon.ico"
    )


def test_a_page_of_another_site_has_no_icon_of_this_one() -> None:
    assert asked("", f"www.{HOST}") == f"{URL}favicon.ico"
    assert asked("", "dikbud.arunikaprov.go.id") == ""


def test_an_icon_in_the_page_is_the_same_as_one_that_is_fetched() -> None:
    data = base64.b64encode(PNG).decode()
    shown = parsed(f'<link rel="icon" href="data:image/png;base64,{data}">')
    brought = inline_icon(icon_address(shown, HOST), URL)
    assert brought is not None
    assert (brought.kind, brought.digest) == ("png", icon_of(answer(PNG)).digest)


def test_an_icon_in_the_page_may_be_a_drawing_in_percent_signs() -> None:
    shown = parsed("<link rel='icon' href='data:image/svg+xml,%3Csvg xmlns=%22x%22%3E%3C/svg%3E'>")
    brought = inline_icon(icon_address(shown, HOST), URL)
    assert brought is not None
    assert brought.kind == "svg"


@pytest.mark.parametrize(
    "href",
    [
        "data:",
        "data:,",
        "data:image/png;base64,%%%",
        "data:text/html,<html><svg></html>..........",
        "data:image/png;base64," + "A" * MAX_INLINE,
        "http://[",
        "javascript:alert(1)",
        "/a\tb.png",
    ],
)
def test_what_is_no_icon_is_not_taken_for_one(href: str) -> None:
    assert asked(f"<link rel='icon' href='{href}'><link rel='icon' href='/b.png'>") in (
        f"{URL}b.png",
        f"{URL}ab.png",  # browsers drop tabs in addresses
    )


def test_of_many_links_a_few_are_read() -> None:
    far = '<link rel="icon" href="https://cdn.example.net/a.png">' * 5_000
    assert asked(f'{far}<link rel="icon" href="/b.png">') == f"{URL}favicon.ico"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\0\0\1\0" + b"\0" * 40, "ico"),
        (PNG, "png"),
        (b"GIF89a" + b"\0" * 40, "gif"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 40, "webp"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg viewBox='0 0 1 1'/>", "svg"),
        (b"<svg viewBox='0 0 1 1'><path/></svg>", "svg"),
        (b"", ""),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"<!doctype html><html><body><svg></svg></body></html>", ""),
        (b"<!-- x --><html><body><svg></svg></body></html>", ""),
        (b"Not found, sorry: this is no picture", ""),
    ],
)
def test_a_picture_is_told_by_its_first_bytes(body: bytes, kind: str) -> None:
    assert picture(body) == kind


@pytest.mark.parametrize("more", [{"status": 404}, {"status": 302}, {"truncated": True}])
def test_a_picture_counts_only_when_it_was_found_and_came_whole(more: dict[str, object]) -> None:
    assert icon_of(answer(PNG, **more)).digest == ""
    assert icon_of(answer(PNG)).digest


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_picture_or_none(body: bytes) -> None:
    icon = icon_of(answer(body))
    assert bool(icon.kind) == bool(icon.digest)


def test_a_strangers_site_is_not_asked_for_its_icon() -> None:
    scope = Scope(from_env({}), Free())
    for relation, refused in (("undecided", False), ("third_party", True)):
        site = SiteFacts(URL, HOST, relation, confirmed=refused)
        for key in (ICON, f"{ICON}:{URL}logo.png"):
            assert (scope.judge_key(site, key, 0) is not None) == refused
    full = SiteFacts(URL, HOST, "undecided")
    assert scope.judge_key(full, ICON, 5) is not None
