"""Reads where a page sends its reader by itself: by a refresh, or by its script, and on what condition."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal
from urllib.parse import urljoin

import msgspec

from ronda.engine.content.script_text import Read, names_of, text_at
from ronda.engine.content.scripts import scripts_of

How = Literal["refresh", "script"]
Condition = Literal["", "search", "robot", "phone"]

_SOON = 15  # seconds: a later refresh is no redirect but a page that renews itself
_SENDINGS = 60
_BODY = 500_000
_META = re.compile(
    rb"<meta\b[^<>]{0,600}?http-equiv\s{0,4}=\s{0,4}[\"']?refresh\b[^<>]{0,2100}+>", re.IGNORECASE
)
_BASE = re.compile(
    rb"<base\b[^<>]{0,300}?\bhref\s{0,4}=\s{0,4}(?:\"([^\"<>]{0,2000}+)|'([^'<>]{0,2000}+)|([^\s\"'<>]{1,2000}+))",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"content\s{0,4}=\s{0,4}(?:\"([^\"]{0,2000}+)\"|'([^']{0,2000}+)'|([^\s>]{0,2000}+))",
    re.IGNORECASE,
)
_REFRESH = re.compile(
    r"\s{0,8}(\d{0,6})(?:\.\d{0,6})?\s{0,8}[;,]?\s{0,8}(?:url\s{0,4}=)?\s{0,8}[\"']?\s{0,4}(\S{1,2000})",
    re.I,
)
_MOVES = re.compile(
    r"(?:\blocation|[\"']location[\"']\s?\])\s{0,4}(?:\.\s{0,4}href|\[\s?[\"']href[\"']\s?\])?\s{0,4}=(?![=>])"
    r"|\blocation\s{0,4}(?:\.\s{0,4}|\[\s?[\"'])(?:replace|assign)(?:[\"']\s?\])?\s{0,4}\("
    r"|\bwindow\s{0,4}\.\s{0,4}(?:open|navigate)\s{0,4}\("
)
_OPENS = re.compile(r"\bopen\s{0,4}\($")
_SELF = re.compile(r"[\"']_(?:self|top|parent)[\"']")
_FROM_SEARCH = re.compile(
    r"document\s?\.\s?referrer[^;{}]{0,200}(?:google|bing|yahoo|yandex|duckduckgo|search)"
    r"|(?:google|bing|yahoo|yandex|duckduckgo)[^;{}]{0,120}document\s?\.\s?referrer",
    re.IGNORECASE,
)
_REFERRER = re.compile(
    r"(?:var|let|const)\s{1,4}([\w$]{1,40})\s{0,4}=\s{0,4}document\s?\.\s?referrer"
)
_SEARCH = re.compile(r"google|bing\b|yahoo|yandex|duckduckgo", re.IGNORECASE)
_TIMER = re.compile(
    r"(?:<script[^>]{0,200}>)?\s{0,40}(?:window\s?\.\s?)?setTimeout\s?\(\s?(?:function\s?\(\)|\(\)\s?=>)\s?\{"
)
_AGENT = re.compile(r"navigator\s?\.\s?userAgent|\buserAgent\b")
_ROBOT = re.compile(r"googlebot|bingbot|crawler|spider|slurp|yandexbot", re.IGNORECASE)
_PHONE = re.compile(r"android|iphone|ipad|mobile|blackberry|opera mini", re.IGNORECASE)


class Sending(msgspec.Struct, frozen=True):
    """An address to which a page leads its reader on, without being asked.

    ``packed`` says how the address is kept from readers of the source ("base64", "reversed", ...);
    ``only`` for whom alone: who comes from a search engine, its robot, a phone.
    """

    url: str  # absolute
    how: How
    packed: str = ""
    only: Condition = ""
    at_once: bool = False  # no function has to be called before, as far as the braces tell


def sendings(body: bytes, base: str) -> list[Sending]:
    """Return where a page leads its reader on. Linear in the body's length, bounded.

    What stands within a function is told too: whether it is called by itself is not known without
    running it, so that the target decides what it means.
    """
    part = body[:_BODY]
    base = _named_base(part, base)
    found = [*_refreshes(part, base)]
    for raw in scripts_of(part):
        if b"location" not in raw and b"window.open" not in raw:
            continue
        found += _moves(raw.decode("utf-8", "replace"), base)
        if len(found) >= _SENDINGS:
            break
    return list(dict.fromkeys(found))[:_SENDINGS]


def _named_base(body: bytes, base: str) -> str:
    """What the page's first <base> makes of the address against which all others are read."""
    named = _BASE.search(body)
    said = next((part for part in named.groups() if part), b"") if named else b""
    return _absolute(base, unescape(said.decode("utf-8", "replace"))) or base


def _refreshes(body: bytes, base: str) -> Iterator[Sending]:
    for count, tag in enumerate(_META.finditer(body)):
        content = _CONTENT.search(tag[0].decode("utf-8", "replace"))
        said = next((part for part in content.groups() if part), "") if content else ""
        meant = _REFRESH.match(unescape(said))
        if count >= _SENDINGS:
            return
        if meant is None:
            continue  # one that says nothing may stand before one that does
        if int(meant[1] or 0) <= _SOON and (url := _absolute(base, meant[2].strip("\"'"))):
            yield Sending(url, "refresh", at_once=True)


def _moves(code: str, base: str) -> list[Sending]:
    known: dict[str, Read] | None = None
    only: Condition | None = None
    found: list[Sending] = []
    for move in _MOVES.finditer(code):
        if len(found) >= _SENDINGS:
            break
        if _OPENS.search(move[0]) and not _SELF.search(code, move.end(), move.end() + 600):
            continue  # another window: asked for by a click
        known = names_of(code) if known is None else known
        read = text_at(code, move.end(), known)
        url = _absolute(base, read.text) if read else ""
        if read and url:
            only = _condition(code) if only is None else only
            at_once = _is_outside(code, move.start())
            found.append(Sending(url, "script", read.packed, only, at_once))
    return found


def _is_outside(code: str, place: int) -> bool:
    """A place in a script stands within no braces, or only in those of a timer at its beginning."""
    before = code[:place]
    timed = _TIMER.match(before)
    depth = before.count("{") - before.count("}")
    return depth <= 0 or (timed is not None and depth == 1)


def _condition(code: str) -> Condition:
    """For whom alone the script does what it does, as far as its words tell."""
    phone = bool(_AGENT.search(code) and _PHONE.search(code))
    searched = _FROM_SEARCH.search(code) or (_REFERRER.search(code) and _SEARCH.search(code))
    if searched:
        return "phone" if phone else "search"
    if _AGENT.search(code):
        if _ROBOT.search(code):
            return "robot"
        if _PHONE.search(code):
            return "phone"
    return ""


def _absolute(base: str, url: str) -> str:
    url = url.strip()
    if not url or len(url) > 2_000:
        return ""
    try:
        there = urljoin(base, url)
    except ValueError:
        return ""
    return there if there.startswith(("http://", "https://")) else ""
