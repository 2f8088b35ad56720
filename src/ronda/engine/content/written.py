"""Reads the links that a page's scripts would write into it, however their text is packed.

Nothing is run: base64, character codes, percent signs and escapes are undone as text, twice at most,
within bounds.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import unquote_to_bytes

import msgspec

from ronda.engine.artifacts import Link
from ronda.engine.content.scripts import scripts_of

_PIECES = 40  # packed texts of one page
_PACKED = 60_000  # bytes of one of them
_TOTAL = 400_000  # bytes unpacked of one page
_LINKS = 500
_LAYERS = 2

# Values of ``Written.how`` for links that no reader of the source finds.
PACKED = frozenset({"base64", "fromCharCode", "unescape"})

_WRITES = re.compile(
    rb"document\.write|innerHTML|outerHTML|insertAdjacentHTML|appendChild|\beval\b|\.html\("
)
_BASE64 = re.compile(rb"\batob\(\s{0,8}[\"'`]([A-Za-z0-9+/=]{24,60000}+)[\"'`]")
_CODES = re.compile(
    rb"fromCharCode(?:\.apply)?\([^0-9)]{0,40}+((?:0x)?[0-9a-f][0-9a-fx,\s]{20,60000}+)[\])]",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rb"(?:unescape|decodeURI(?:Component)?)\(\s{0,8}[\"'`]([^\"'`]{20,60000}+)[\"'`]"
)
_ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|u00([0-9a-f]{2})|([/\"'`]))", re.IGNORECASE)
_LINK = re.compile(
    r"<a\s[^<>]{0,200}?\bhref\s{0,4}+=\s{0,4}+[\"']?((?:https?:)?//[^\"'\s<>]{3,300}+)[^<>]{0,300}+>([^<]{0,300}+)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|(?:left|top|text-indent)\s{0,4}:\s{0,4}-\d{3}"
    r"|(?:font-size|opacity|height|width)\s{0,4}:\s{0,4}0|\shidden[\s>]",
    re.IGNORECASE,
)


class Written(msgspec.Struct, frozen=True):
    """A link that a script writes. ``how`` says how it is kept from readers of the page, or is ""."""

    link: Link
    how: str


def written_links(body: bytes) -> Iterator[Written]:
    """Return the links that the scripts of a page write. Linear in the body's length, bounded."""
    left = _LINKS
    for code in scripts_of(body):
        if not _WRITES.search(code):
            continue
        for text, how in _texts(code):
            unseen = how or ("written hidden" if _UNSEEN.search(text) else "")
            for found in islice(_LINK.finditer(text), left):
                left -= 1
                url = found[1] if found[1].startswith("http") else f"https:{found[1]}"
                yield Written(Link(unescape(url), unescape(found[2]).strip()), unseen)


def _texts(code: bytes) -> Iterator[tuple[str, str]]:
    """The code's own words without escapes, and what is packed in it, layer by layer."""
    yield _ESCAPE.sub(_escaped, code).decode("utf-8", "replace"), ""
    layer, spent = [code], 0
    for _ in range(_LAYERS):
        found = [piece for one in layer for piece in islice(_unpacked(one), _PIECES)]
        layer = []
        for raw, how in found[:_PIECES]:
            spent += len(raw)
            if spent > _TOTAL:
                return
            layer.append(raw)
            yield _ESCAPE.sub(_escaped, raw).decode("utf-8", "replace"), how


def _unpacked(code: bytes) -> Iterator[tuple[bytes, str]]:
    for found in _BASE64.finditer(code):
        try:
            yield base64.b64decode(found[1], validate=True), "base64"
        except binascii.Error:
            continue
    for found in _CODES.finditer(code):
        yield _from_codes(found[1]), "fromCharCode"
    for found in _PERCENT.finditer(code):
        yield unquote_to_bytes(found[1]), "unescape"


def _from_codes(listed: bytes) -> bytes:
    letters = []
    for part in listed.split(b",", _PACKED):
        try:
            number = int(part, 16 if part.strip().lower().startswith(b"0x") else 10)
        except ValueError:
            continue
        if 0 <= number < 0xD800:
            letters.append(chr(number))
    return "".join(letters).encode()


def _escaped(found: re.Match[bytes]) -> bytes:
    code = found[1] or found[2]
    return bytes([int(code, 16)]) if code else found[3]
