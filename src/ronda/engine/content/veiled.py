"""Recognises writing that a reader understands and a list of words does not, whatever the words are."""

import re
from collections.abc import Iterator
from itertools import islice

from ronda.engine.artifacts import Link

# Within a word: characters without width, or another alphabet's letter beside Latin ones.
_VEILED = re.compile(
    r"[a-z][\u200b-\u200f\u2060-\u2064\ufeff]+[a-z]|[a-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-z]"
    r"|[\u1d00-\u1d2f\U0001d400-\U0001d7ff\uff21-\uff5a\u24b6-\u24e9]{3}",
    re.IGNORECASE,
)
# A digit or sign between letters ("g4cor", "sl0ts"), twice; once it may be a code or a formula.
_MIXED = re.compile(r"[a-z]{1,12}[0134578@$]{1,2}[a-z]{1,12}", re.IGNORECASE)
_ODD = re.compile(
    r"^(?:[a-z]\d[a-z]|\w*\d{2}\w*|mp[34]\w*|\w*(?:b2b|p3k|k3l|c2c|g2c|b3)\w*)$", re.I
)
_SPACED = re.compile(r"(?:^|[^\w])(?:[a-z][ ._*-]){4,20}[a-z](?![\w])", re.IGNORECASE)
_READ = 300

_BODY = 500_000
_ANCHOR = re.compile(
    rb"<a\s[^<>]{0,200}?\bhref\s{0,4}=\s{0,4}[\"']?(https?://[^\"'\s<>]{3,300}+)[^<>]{0,300}+>"
    rb"(.{0,1500}?)</a",
    re.IGNORECASE | re.DOTALL,
)
# Plain letters spelt as numbers: no editor does so, but for addresses of mail.
_SPELT = re.compile(rb"(?:&#x?[0-9a-f]{2,6};){6}", re.IGNORECASE)
# A word that is broken between two styles.
_BROKEN = re.compile(
    rb"[a-z]</(b|i|em|strong|span|u|font)><(?:b|i|em|strong|span|u|font)\b[^<>]{0,80}>[a-z]", re.I
)
_TAG = re.compile(rb"<[^<>]{0,300}>")
_ENTITY = re.compile(rb"&#(x?)([0-9a-f]{2,6});", re.IGNORECASE)
_ANCHORS = 500


def veiled_anyhow(text: str) -> bool:
    """Tell whether a short text is disguised: mixed alphabets, nothing between letters, digits in words."""
    text = text[:_READ]
    if not text.isascii() and _VEILED.search(text):
        return True
    if _SPACED.search(text):
        return True
    mixed = [word for word in _MIXED.findall(text) if not _ODD.match(word)]
    return len(mixed) >= 2


def veiled_anchors(body: bytes) -> Iterator[Link]:
    """Yield the links to other hosts whose words are broken or spelt in the markup itself. Bounded.

    A parser puts such words together again, so that only the markup shows the disguise.
    """
    part = body[:_BODY]
    if not (_SPELT.search(part) or _BROKEN.search(part)):
        return
    for found in islice(_ANCHOR.finditer(part), _ANCHORS):
        inner = found[2]
        spelt = len(_SPELT.findall(inner)) >= 1 and _is_latin(inner)
        if spelt or len(_BROKEN.findall(inner)) >= 2:
            text = _ENTITY.sub(_letter, _TAG.sub(b"", inner)).decode("utf-8", "replace")
            yield Link(found[1].decode("utf-8", "replace"), " ".join(text.split()))


def _is_latin(inner: bytes) -> bool:
    return all(_value(m) < 0x80 for m in islice(_ENTITY.finditer(inner), 20))


def _letter(found: re.Match[bytes]) -> bytes:
    value = _value(found)
    return chr(value).encode() if 0x20 <= value < 0xD800 else b" "


def _value(found: re.Match[bytes]) -> int:
    try:
        return int(found[2], 16 if found[1] else 10)
    except ValueError:
        return 0
