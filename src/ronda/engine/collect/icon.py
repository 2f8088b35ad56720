"""Reads which icon a page names, and of what came back keeps nothing but whether it is a picture and its digest.

A browser asks for the icon of each site that it opens, so one request for it is nothing unusual. An
office's emblem stands on its sites whatever they say; the same bytes on two sites tell of one hand.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import unquote_to_bytes, urljoin

from ronda.engine.artifacts import HttpArtifact, IconArtifact, PageArtifact
from ronda.engine.collect.broken import now
from ronda.engine.collect.scope import same_site
from ronda.engine.urls import BadUrl, parse

ICON_BYTES = 262_144
MAX_INLINE = 100_000  # characters of a data: URI
DEFAULT = "/favicon.ico"
_MAX_URL = 2_000
_INLINE = "data:"
_DIGITS = 24  # of the digest: enough to tell millions of icons apart
_MAGIC = (
    ("ico", b"\x00\x00\x01\x00"),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("gif", b"GIF87a"),
    ("gif", b"GIF89a"),
    ("jpeg", b"\xff\xd8\xff"),
)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_LEAST = 20  # bytes: no picture is smaller


def picture(body: bytes) -> str:
    """Return the kind of picture that bytes are ("png"), or "" for anything else."""
    if len(body) < _LEAST:
        return ""
    found = next((kind for kind, start in _MAGIC if body.startswith(start)), "")
    if found:
        return found
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "webp"
    head = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_svg = head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and _SVG.search(head)
    return "svg" if is_svg and b"<html" not in head else ""


def digest(body: bytes) -> str:
    """Return by what two icons are compared."""
    return sha256(body).hexdigest()[:_DIGITS]


def named_icon(hrefs: Iterable[str], base: str, page_url: str) -> str:
    """Return the first icon that a page names and that stands on its own host, or in the page itself.

    An absolute address; "data:png:1f2e..." (kind and digest) for a picture that the page brings
    along; "" when it names none, or only such as others serve.
    """
    for href in hrefs:
        found = _inline(href) if href[:5].lower() == _INLINE else _on_host(href, base, page_url)
        if found:
            return found
    return ""


def _inline(href: str) -> str:
    about, _, data = href[5:].partition(",")
    if len(href) > MAX_INLINE or not data:
        return ""
    raw = unquote_to_bytes(data)
    if about.lower().rstrip().endswith(";base64"):
        try:
            raw = base64.b64decode(b"".join(raw.split()) + b"==")
        except (binascii.Error, ValueError):
            return ""
    kind = picture(raw)
    return f"{_INLINE}{kind}:{digest(raw)}" if kind else ""


def _on_host(href: str, base: str, page_url: str) -> str:
    if not href.strip() or len(href) > _MAX_URL:
        return ""
    try:
        url = urljoin(base, href.strip()).partition("#")[0]
        there, here = parse(url), parse(page_url)
    except (BadUrl, ValueError):
        return ""
    on_host = (there.scheme, there.host, there.port) == (here.scheme, here.host, here.port)
    plain = url.isascii() and not any(c <= " " or c in '"<>\\^`{|}' for c in url)
    return url if on_host and plain else ""


def icon_address(page: PageArtifact, host: str) -> str:
    """Return where a page's icon is asked for, as a browser does; "" when the page is another site's."""
    try:
        here = parse(page.url)
    except BadUrl:
        return ""
    if not same_site(here.host, host):
        return ""
    return page.icon or urljoin(page.url, DEFAULT)


def inline_icon(named: str, page_url: str) -> IconArtifact | None:
    """Return the icon that a page brings along, from what :func:`named_icon` said of it."""
    if not named.startswith(_INLINE):
        return None
    _, kind, found = named.split(":")
    return IconArtifact(now(), page_url, kind, found)


def icon_of(answer: HttpArtifact) -> IconArtifact:
    """Return what an answer says of the icon: a picture, whole and found, or none."""
    body = answer.body if answer.status == 200 and not answer.truncated else b""
    kind = picture(body)
    return IconArtifact(answer.at, answer.final_url, kind, digest(body) if kind else "")
