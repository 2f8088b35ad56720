"""Reads where a page sends its reader by itself: by a refresh, or by its script, and on what condition."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Literal
from urllib.parse import urljoin

import msgspec

from ronda.engine.content.script_flow import Flow
from ronda.engine.content.script_text import Read, names_of, text_at
from ronda.engine.content.scripts import scripts_of
from ronda.engine.content.unpacking import texts_of
from ronda.engine.content.unravel import unravelled

How = Literal["refresh", "script", "form", "frame"]
Condition = Literal["", "search", "robot", "phone", "once", "some"]

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
# What a page asks to let each visitor go but once, or but some of them.
_ONCE = re.compile(
    r"document\s?\.\s?cookie|\b(?:local|session)Storage\b|document\s?\.\s?referrer|Math\s?\.\s?random|\bgetCookie\b"
)
_HANDLER = re.compile(
    rb"<(?:body|img|svg|iframe|video|input|link)\b[^<>]{0,400}?\bon(?:load|error|pageshow|focus|begin)\s{0,3}=\s{0,3}"
    rb"(?:\"([^\"]{0,4000}+)\"|'([^']{0,4000}+)')",
    re.IGNORECASE,
)
_HANDLERS = 40
_SUBMITS = re.compile(r"\.\s{0,3}submit\s{0,3}\(\s{0,3}\)")
_FRAME = re.compile(rb"<i?frame\b[^<>]{0,1200}+>", re.IGNORECASE)
_STYLE = re.compile(
    r"\bstyle\s{0,3}=\s{0,3}(?:\"([^\"]{0,600}+)\"|'([^']{0,600}+)')", re.IGNORECASE
)
_SOURCE = re.compile(
    r"\bsrc\s{0,3}=\s{0,3}(?:\"([^\"]{1,600}+)\"|'([^']{1,600}+)'|([^\s>]{1,600}+))", re.IGNORECASE
)
_ABOVE = re.compile(r"position\s{0,3}:\s{0,3}(?:fixed|absolute)", re.IGNORECASE)
_WIDE = re.compile(r"(?<![-\w])width\s{0,3}:\s{0,3}100(?:%|vw)", re.IGNORECASE)
_HIGH = re.compile(r"(?<![-\w])height\s{0,3}:\s{0,3}100(?:%|d?vh)", re.IGNORECASE)
# What packs a script's words, and what names a member by a text: without one of them nothing is kept.
_KEEPS = (b"eval", b"atob", b"unescape", b"fromCharCode", b"decodeURI", b"\\x", b"']", b'"]')
_AGENT = re.compile(r"navigator\s?\.\s?userAgent|\buserAgent\b")
_ROBOT = re.compile(r"googlebot|bingbot|crawler|spider|slurp|yandexbot", re.IGNORECASE)
_PHONE = re.compile(r"android|iphone|ipad|mobile|blackberry|opera mini", re.IGNORECASE)


class Sending(msgspec.Struct, frozen=True):
    """An address to which a page leads its reader on, without being asked.

    ``packed`` says how the address is kept from readers of the source ("base64", "reversed", ...);
    ``only`` for whom alone: who comes from a search engine, its robot, a phone; whoever comes for the
    first time or by chance ("once"), or on another condition ("some").
    """

    url: str  # absolute
    how: How
    packed: str = ""
    only: Condition = ""
    at_once: bool = False  # nothing has to be clicked or called before, as far as the script tells


def sendings(body: bytes, base: str, header: str = "") -> list[Sending]:
    """Return where a page leads its reader on. Linear in the body's length, bounded.

    ``header``: the answer's own refresh. What stands within a function is told too, with ``at_once``
    false where nothing calls it by itself, so that the target decides what it means.
    """
    part = body[:_BODY]
    base = _named_base(part, base)
    found = [*_refresh(header, base), *_refreshes(part, base)]
    for code, packed in _codes(part):
        for one in _moves(code, base):
            kept = packed if one.at_once else ""  # packed code that waits for a click hides nothing
            found.append(msgspec.structs.replace(one, packed=one.packed or kept))
        if packed:
            found += _refreshes(code.encode(), base)  # a refresh that the script writes
        if len(found) >= _SENDINGS:
            break
    return list({(one.url, one.how, one.only, one.at_once): one for one in found[::-1]}.values())[
        ::-1
    ][:_SENDINGS]


def _codes(body: bytes) -> Iterator[tuple[str, str]]:
    """The code of a page, its handlers of events that need nobody, and what is packed in it."""
    for raw in scripts_of(body):
        if b"location" in raw or b"window.open" in raw:
            yield raw.decode("utf-8", "replace"), ""
        if any(mark in raw for mark in _KEEPS):
            for text, how in texts_of(raw):
                if how and ("location" in text or "http-equiv" in text):
                    yield text, how
            yield from unravelled(raw.decode("utf-8", "replace"))
    if b"location" not in body:
        return
    for count, handler in enumerate(_HANDLER.finditer(body)):
        if count >= _HANDLERS:
            return
        said = handler[1] or handler[2] or b""
        if b"location" in said:
            yield unescape(said.decode("utf-8", "replace")), ""


def submitted(body: bytes) -> bool:
    """Tell whether a script of the page sends a form by itself as soon as it is opened."""
    if b"submit" not in body:
        return False
    for raw in scripts_of(body[:_BODY]):
        if b"submit" not in raw:
            continue
        code = raw.decode("utf-8", "replace")
        flow = Flow(code)
        for found in islice(_SUBMITS.finditer(code), _SENDINGS):
            if flow.reached(found.start()) == "always":
                return True
    return False


def covering(body: bytes, base: str) -> Iterator[str]:
    """Yield the addresses of frames that cover the whole window. Bounded."""
    for found in islice(_FRAME.finditer(body[:_BODY]), _SENDINGS):
        tag = unescape(found[0].decode("utf-8", "replace"))
        style = _STYLE.search(tag)
        said = style[1] or style[2] or "" if style else ""
        if not (_ABOVE.search(said) and _WIDE.search(said) and _HIGH.search(said)):
            continue
        source = _SOURCE.search(tag)
        if source and (
            url := _absolute(base, next((part for part in source.groups() if part), ""))
        ):
            yield url


def _named_base(body: bytes, base: str) -> str:
    """What the page's first <base> makes of the address against which all others are read."""
    named = _BASE.search(body)
    said = next((part for part in named.groups() if part), b"") if named else b""
    return _absolute(base, unescape(said.decode("utf-8", "replace"))) or base


def _refreshes(body: bytes, base: str) -> Iterator[Sending]:
    for count, tag in enumerate(_META.finditer(body)):
        content = _CONTENT.search(tag[0].decode("utf-8", "replace"))
        said = next((part for part in content.groups() if part), "") if content else ""
        if count >= _SENDINGS:
            return
        yield from _refresh(
            unescape(said), base
        )  # one that says nothing may stand before one that does


def _refresh(said: str, base: str) -> Iterator[Sending]:
    meant = _REFRESH.match(said)
    if meant is None or int(meant[1] or 0) > _SOON:
        return
    if url := _absolute(base, meant[2].strip("\"'")):
        yield Sending(url, "refresh", at_once=True)


def _moves(code: str, base: str) -> list[Sending]:
    known: dict[str, Read] | None = None
    only: Condition | None = None
    flow: Flow | None = None
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
            flow = Flow(code) if flow is None else flow
            reached = flow.reached(move.start())
            whom = only
            if not whom and reached == "if":
                whom = "once" if _ONCE.search(code) else "some"
            found.append(Sending(url, "script", read.packed, whom, reached != "called"))
    return found


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
