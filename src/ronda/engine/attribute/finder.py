"""A pattern of many phrases, found only where one of them begins: same matches as `re`, far fewer tries.

`re` tries every place of a text with every phrase. What the phrases begin with is found by one
pass of Aho and Corasick's automaton, and the pattern is tried there alone.
"""

import importlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation

_parser: Any = importlib.import_module("re._parser")
_names: Any = importlib.import_module("re._constants")
MAX_BEGINNINGS = 2_000


class Finder:
    """Finds what a compiled pattern finds. Raises ``ValueError`` for one that may begin with anything."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        words = beginnings(pattern)
        self._begins = AhoCorasick(words, implementation=Implementation.DFA)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches from left to right, as `re` does."""
        found = self._begins.find_matches_as_indexes(text, overlapping=True)
        if not found:
            return
        match, end = self.pattern.match, 0
        for start in sorted({place for _, place, _ in found}):
            if start < end:
                continue
            here = match(text, start)
            if here is not None:
                end = here.end()
                yield here

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match."""
        return next(self.finditer(text), None)


def beginnings(pattern: str) -> list[str]:
    """Return what every match of a pattern begins with, one way or another."""
    found, _ = _begin(list(_parser.parse(pattern)))
    if "" in found or len(found) > MAX_BEGINNINGS:
        raise ValueError(f"{pattern[:80]!r} may begin with anything")
    # One that begins like a shorter one is found with it.
    return sorted(w for w in found if not any(w[:n] in found for n in range(1, len(w))))


def _begin(parts: Iterable[Any]) -> tuple[set[str], bool]:
    """Return (beginnings, all of ``parts`` is literal, so that what follows may be added)."""
    found = {""}
    for name, value in parts:
        if name is _names.AT:
            continue
        more, whole = _one(name, value)
        found = {a + b for a in found for b in more}
        if not whole:
            return found, False
    return found, True


def _one(name: Any, value: Any) -> tuple[set[str], bool]:
    if name is _names.LITERAL:
        return {chr(value)}, True
    if name is _names.SUBPATTERN:
        return _begin(value[3])
    if name is _names.BRANCH:
        ways = [_begin(way) for way in value[1]]
        return set().union(*(found for found, _ in ways)), all(whole for _, whole in ways)
    if name is _names.MAX_REPEAT and value[:2] == (0, 1):
        found, whole = _begin(value[2])
        return {"", *found}, whole
    if name is _names.IN and all(kind is _names.LITERAL for kind, _ in value):
        return {chr(code) for _, code in value}, True
    return {""}, False
