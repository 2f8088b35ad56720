"""Reads what text an expression in a page's script stands for, however it is packed. Nothing is run."""

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import unquote

import msgspec

MOST = 4_000  # characters of a text; longer ones lead nowhere
_DEPTH = 6  # calls within calls
_PIECES = 400  # texts joined by "+" or in one list
_NAMES = 200

_SPACE = re.compile(r"[\s(]{0,40}+")
_STRING = re.compile(
    r"\"((?:[^\"\\\n]|\\.){0,4000}+)\"|'((?:[^'\\\n]|\\.){0,4000}+)'|`([^`]{0,4000}+)`"
)
_CALL = re.compile(
    r"(?:window\s?\.\s?)?(atob|unescape|decodeURI(?:Component)?|String\s?\.\s?fromCharCode(?:\s?\.\s?apply)?)\s{0,4}\("
)
_NUMBERS = re.compile(
    r"[^()]{0,20}?\[?\s{0,4}((?:(?:0x[0-9a-f]{1,4}|\d{1,5})\s{0,4},?\s{0,4}){1,2000}+)\]?\s{0,4}\)",
    re.I,
)
_NAME = re.compile(r"(?:window\s?\.\s?)?([A-Za-z_$][\w$]{0,60})(?![\w$])(?!\s{0,4}\()")
_METHOD = re.compile(
    r"\s{0,8}\.\s{0,4}(split|reverse|join|replace|replaceAll|concat|trim|toString|toLowerCase)\s{0,4}\("
    r"\s{0,4}([^()]{0,200})\)"
)
_SET = re.compile(r"(?:\b(?:var|let|const)\s{1,4}|[;{}\s,])([A-Za-z_$][\w$]{0,60})\s{0,4}=(?![=>])")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PATTERN = re.compile(r"/((?:[^/\\]|\\.){1,40})/[gim]{0,3}\s{0,4},")


class Read(msgspec.Struct, frozen=True):
    """A text, and by which means it was packed ("" when it stands there plainly)."""

    text: str
    packed: str = ""


class _Place(msgspec.Struct):
    """A text, or a list of texts, and where in the code reading goes on."""

    parts: list[str]
    end: int
    packed: str = ""


def names_of(code: str) -> dict[str, Read]:
    """Return the texts that the code gives names to, by name; a later one counts. Bounded."""
    known: dict[str, Read] = {}
    for count, found in enumerate(_SET.finditer(code)):
        if count >= _NAMES:
            break
        read = text_at(code, found.end(), known)
        if read is not None:
            known[found[1]] = read
    return known


def text_at(code: str, at: int, known: Mapping[str, Read]) -> Read | None:
    """Return the text that the expression at a place stands for, or None when it is no such text.

    Understands literals, their joining, known names, ``atob``, ``unescape``, ``decodeURI``,
    ``fromCharCode``, and ``split``, ``reverse``, ``join`` and ``replace`` of plain texts.
    """
    found = _sum(code, at, known, _DEPTH)
    if found is None:
        return None
    text = "".join(found.parts)
    return Read(text[:MOST], found.packed) if text else None


def _sum(code: str, at: int, known: Mapping[str, Read], depth: int) -> _Place | None:
    total: _Place | None = None
    for _ in range(_PIECES):
        piece = _piece(code, at, known, depth)
        if piece is None:
            return total
        text = "".join(piece.parts)
        if total is None:
            total = piece
        else:
            total = _Place(
                ["".join(total.parts)[:MOST] + text], piece.end, total.packed or piece.packed
            )
        rest = _SPACE.match(code, piece.end)
        at = rest.end() if rest else piece.end
        if code[at : at + 1] != "+":
            break
        at += 1
    return total


def _piece(code: str, at: int, known: Mapping[str, Read], depth: int) -> _Place | None:
    space = _SPACE.match(code, at)
    at = space.end() if space else at
    found = _plain(code, at, known) or (_called(code, at, known, depth) if depth else None)
    if found is None and depth and code[at : at + 1] == "[":
        found = _listed(code, at + 1, known)
    while found is not None:
        method = _METHOD.match(code, found.end)
        if method is None:
            return found
        found = _changed(found, method)
    return None


def _plain(code: str, at: int, known: Mapping[str, Read]) -> _Place | None:
    string = _STRING.match(code, at)
    if string:
        text = next((part for part in string.groups() if part is not None), "")
        plain = _ESCAPE.sub(_escaped, text)
        return _Place([plain], string.end(), "escapes" if "\\x" in text or "\\u" in text else "")
    if _CALL.match(code, at):
        return None
    name = _NAME.match(code, at)
    read = known.get(name[1]) if name else None
    return _Place([read.text], name.end(), read.packed) if name and read else None


def _called(code: str, at: int, known: Mapping[str, Read], depth: int) -> _Place | None:
    call = _CALL.match(code, at)
    if call is None:
        return None
    if "fromCharCode" in call[1]:
        numbers = _NUMBERS.match(code, call.end())
        return _Place([_letters(numbers[1])], numbers.end(), "fromCharCode") if numbers else None
    inner = _sum(code, call.end(), known, depth - 1)
    if inner is None:
        return None
    close = code.find(")", inner.end, inner.end + 40)
    end = close + 1 if close >= 0 else inner.end
    text = "".join(inner.parts)
    if call[1] != "atob":
        return _Place(
            [unquote(text)[:MOST]], end, inner.packed or ("escapes" if "%" in text else "")
        )
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return _Place([raw.decode("utf-8", "replace")[:MOST]], end, "base64")


def _listed(code: str, at: int, known: Mapping[str, Read]) -> _Place | None:
    """A list of texts, as it is joined later."""
    parts: list[str] = []
    for _ in range(_PIECES):
        piece = _sum(code, at, known, 1)
        if piece is None:
            return None
        parts.append("".join(piece.parts))
        rest = re.compile(r"\s{0,20}([,\]])").match(code, piece.end)
        if rest is None:
            return None
        at = rest.end()
        if rest[1] == "]":
            return _Place(parts, at, "pieces")
    return None


def _changed(found: _Place, method: re.Match[str]) -> _Place | None:
    """A text or list after one method; None when it cannot be told."""
    what, said = method[1], method[2].strip()
    argument = _STRING.match(said)
    text = next((p for p in argument.groups() if p is not None), "") if argument else ""
    parts, packed = found.parts, found.packed
    if what == "split":
        whole = "".join(parts)
        parts = whole.split(text, _PIECES * 10) if text else list(whole)
        packed = packed or "pieces"
    elif what == "reverse":
        parts, packed = parts[::-1], "reversed"
    elif what == "join":
        parts = [(text if argument else ",").join(parts)[:MOST]]
    elif what in ("replace", "replaceAll"):
        cut, put = _replacement(said)
        if cut:
            parts, packed = ["".join(parts).replace(cut, put)[:MOST]], packed or "pieces"
    elif what == "concat":
        parts = ["".join(parts) + text]
    return _Place(parts, method.end(), packed)


def _replacement(said: str) -> tuple[str, str]:
    """What is cut out and what is put in; a pattern only where it is a plain text."""
    first = _STRING.match(said)
    pattern = None if first else _PATTERN.match(said)
    if first:
        cut, rest = next((p for p in first.groups() if p is not None), ""), said[first.end() :]
    elif pattern and not re.search(r"[\[\](){}.*+?^$|]", pattern[1]):
        cut, rest = pattern[1].replace("\\", ""), said[pattern.end() :]
    else:
        return "", ""
    put = _STRING.search(rest)
    return cut, next((p for p in put.groups() if p is not None), "") if put else ""


def _letters(listed: str) -> str:
    numbers = [part.strip().lower() for part in listed.split(",") if part.strip()]
    values = [int(n, 16) if n.startswith("0x") else int(n) for n in numbers[:MOST]]
    return "".join(chr(n) for n in values if 0 <= n < 0xD800)


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code is None:
        return found[3]
    number = int(code, 16)
    return chr(number) if number < 0xD800 else "?"
