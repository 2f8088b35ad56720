"""Writes a script's words plainly that are kept in a list, or in pieces, as obfuscators do. Nothing is run."""

import re

from ronda.engine.content.script_text import text_at

_LISTS = 20
_ITEMS = 400
_MOST = 60_000
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u00([0-9a-fA-F]{2}))")
_LIST = re.compile(r"\b([A-Za-z_$][\w$]{0,40})\s{0,3}=\s{0,3}\[(?=\s{0,3}[\"'])")
_ITEM = re.compile(
    r"\s{0,4}(\"(?:[^\"\\\n]|\\.){0,2000}+\"|'(?:[^'\\\n]|\\.){0,2000}+')\s{0,4}([,\]])"
)
_MEMBER = re.compile(
    r"\[\s{0,3}((?:\"[\w$]{0,40}\"|'[\w$]{0,40}')(?:\s{0,3}\+\s{0,3}(?:\"[\w$]{0,40}\"|'[\w$]{0,40}')){0,20}+)\s{0,3}\]"
)
_RUNS = re.compile(
    r"\b(?:eval|Function|setTimeout|setInterval|execScript)\s{0,3}\(\s{0,3}(?=[\"'`]|atob|unescape|decodeURI|String)"
)
_PACKED = re.compile(
    r"\}\s?\(\s?'((?:[^'\\]|\\.){1,60000}+)'\s?,\s?(\d{1,2})\s?,\s?(\d{1,4})\s?,\s?'([^'\\]{1,30000}+)'\.split\('\|'\)"
)
_WORD = re.compile(r"\b\w+\b")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def unravelled(code: str) -> list[tuple[str, str]]:
    """Return readings of a script that differ from its letters, each with how it was kept. Bounded.

    "pieces": members named by joined texts, "list": texts kept in a list and named by number, "packed":
    words replaced by their number (Dean Edwards' packer), and text that the script runs as a script.
    """
    found: list[tuple[str, str]] = []
    plain = _ESCAPED.sub(_letter, code)
    listed = _from_lists(plain)
    joined = _MEMBER.sub(_joined, listed)
    if joined != code and "location" in joined:
        found.append((joined[:_MOST], "list" if listed != plain else "pieces"))
    if packed := _PACKED.search(code):
        found.append((_unpacked(packed), "packed"))
    for count, run in enumerate(_RUNS.finditer(code)):
        if count >= _LISTS:
            break
        read = text_at(code, run.end(), {})
        if read is not None and "location" in read.text:
            found.append((read.text, read.packed))
    return found


def _letter(found: re.Match[str]) -> str:
    letter = chr(int(found[1] or found[2], 16))
    return letter if letter not in "\"'\\\n" else found[0]


def _joined(found: re.Match[str]) -> str:
    """``["lo" + "cation"]`` is ``.location``."""
    return "." + "".join(re.findall(r"\w+", found[1]))


def _from_lists(code: str) -> str:
    """Write the texts of lists where they are named by number."""
    for count, start in enumerate(_LIST.finditer(code)):
        if count >= _LISTS:
            break
        items: list[str] = []
        at = start.end()
        while len(items) < _ITEMS and (item := _ITEM.match(code, at)):
            items.append(item[1])
            at = item.end()
            if item[2] == "]":
                break
        if len(items) > 1:
            code = _named(code, start[1], items)
    return code


def _named(code: str, name: str, items: list[str]) -> str:
    number = re.compile(rf"(?<![\w$.]){re.escape(name)}\[\s?(0x[0-9a-fA-F]{{1,4}}|\d{{1,4}})\s?\]")

    def put(found: re.Match[str]) -> str:
        at = int(found[1], 0) if found[1].startswith("0x") else int(found[1])
        return items[at] if at < len(items) else found[0]

    return number.sub(put, code)[: 2 * _MOST]


def _unpacked(found: re.Match[str]) -> str:
    base, count = int(found[2]), int(found[3])
    words = found[4].split("|")[:count]
    if not 2 <= base <= len(_DIGITS):
        return ""
    table = {_written(number, base): word for number, word in enumerate(words) if word}
    text = _WORD.sub(lambda word: table.get(word[0], word[0]), found[1])
    return text.replace("\\'", "'").replace('\\"', '"')[:_MOST]


def _written(number: int, base: int) -> str:
    letters = _DIGITS[number % base]
    while number := number // base:
        letters = _DIGITS[number % base] + letters
    return letters
