"""Undoes how text is packed in scripts: base64, character codes, percent signs and escapes, as text alone.

Nothing is run. Twice at most, within bounds.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote_to_bytes

_PIECES = 40  # packed texts of one page
_PACKED = 60_000  # bytes of one of them
_TOTAL = 400_000  # bytes unpacked of one page
_LAYERS = 2

_BASE64 = re.compile(rb"\batob\(\s{0,8}[\"'`]([A-Za-z0-9+/=]{24,60000}+)[\"'`]")
_CODES = re.compile(
    rb"fromCharCode(?:\.apply)?\([^0-9)]{0,40}+((?:0x)?[0-9a-f][0-9a-fx,\s]{20,60000}+)[\])]",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rb"(?:unescape|decodeURI(?:Component)?)\(\s{0,8}[\"'`]([^\"'`]{20,60000}+)[\"'`]"
)
# ECMAScript, escape sequences of strings; a letter beyond the first plane is written as two.
_ESCAPE = re.compile(
    rb"\\(?:x([0-9a-f]{2})|u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u([0-9a-f]{4})"
    rb"|u\{0{0,6}([0-9a-f]{1,6})\}|([/\"'`]))",
    re.IGNORECASE,
)


def texts_of(code: bytes) -> Iterator[tuple[str, str]]:
    """Yield the code's own words without escapes, then what is packed in it, with how it was packed."""
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
    if found[6]:
        return found[6]
    if found[2]:
        pair = bytes.fromhex((found[2] + found[3]).decode())
        return pair.decode("utf-16-be").encode()
    number = int(found[1] or found[4] or found[5], 16)
    lone = 0xD800 <= number < 0xE000 or number > 0x10FFFF  # no letter
    return found[0] if lone else chr(number).encode()
