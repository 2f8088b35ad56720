"""Words of gambling promotion, weighed in their surroundings: who warns of gambling does not promote."""

import re
import tomllib
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from ronda.engine.content.normalise import fold, words

STRONG = 1.0
MILD = 0.4
_AROUND = 14
_CLOSE = 6

Phrases = dict[str, list[tuple[tuple[str, ...], float]]]
"""Phrases by their first word, the longest first, with their weight."""


class Vocabulary(msgspec.Struct, frozen=True):
    """The words of ``gambling_words.toml`` beside this module."""

    phrases: Phrases
    against: frozenset[str]
    reporting: frozenset[str]
    other_slot: frozenset[str]
    other_gacor: frozenset[str]
    ordinary: frozenset[str]


def _load() -> Vocabulary:
    raw = files("ronda.engine.content").joinpath("gambling_words.toml").read_text("utf-8")
    data: dict[str, str] = tomllib.loads(raw)
    phrases: Phrases = {}
    for key, weight in (("strong", STRONG), ("mild", MILD)):
        for phrase in data[key].strip().replace("\n", "|").split("|"):
            parts = tuple(phrase.split())
            phrases.setdefault(parts[0], []).append((parts, weight))
    for found in phrases.values():
        found.sort(key=lambda item: -len(item[0]))
    return Vocabulary(
        phrases,
        *(
            frozenset(data[key].split())
            for key in ("against", "reporting", "other_slot", "other_gacor", "ordinary")
        ),
    )


_WORDS = _load()


def _stems() -> tuple[str, ...]:
    """Words of which each phrase has at least one: a text without any needs no closer reading.

    Of a phrase's words the one that honest pages have least; where all are ordinary, the phrase.
    """
    phrases = [parts for found in _WORDS.phrases.values() for parts, _ in found]
    rare = [[word for word in parts if word not in _WORDS.ordinary] for parts in phrases]
    often = Counter(word for words_of in rare for word in words_of)
    return tuple(
        {
            max(words_of, key=lambda word: (often[word], word)) if words_of else " ".join(parts)
            for words_of, parts in zip(rare, phrases, strict=True)
        }
    )


_STEMS = _stems()
# Asterisks, digits among letters, and single letters in a row may hide a word from the stems.
_DISGUISED = re.compile(r"[a-z]\*|\*[a-z]|[a-z][013457]+[a-z]|\b[a-z](?:[ ._-][a-z]){3}\b")


class Promotion(msgspec.Struct, frozen=True):
    """What in a text promotes gambling: each phrase once, with the words around its first place.

    ``weight`` sums the phrases: 1.0 is one that hardly anybody else says. ``warned`` tells that
    gambling was spoken of as an evil; ``share`` is the part of all words that promote.
    """

    phrases: tuple[tuple[str, float], ...]
    excerpt: str
    warned: bool
    share: float = 0.0

    @property
    def weight(self) -> float:
        """The sum over the phrases."""
        return sum(weight for _, weight in self.phrases)

    def without(self, other: "Promotion") -> "Promotion":
        """Return what is here and not in another text."""
        known = {phrase for phrase, _ in other.phrases}
        kept = tuple(item for item in self.phrases if item[0] not in known)
        return Promotion(kept, self.excerpt, self.warned, self.share)


NOTHING = Promotion((), "", warned=False)


@lru_cache(maxsize=512)
def promotion(text: str) -> Promotion:
    """Find promotion of gambling in a text; linear in its length. The same text is read once."""
    folded = fold(text)
    if not (_DISGUISED.search(folded) or any(stem in folded for stem in _STEMS)):
        return NOTHING
    said = words(folded)
    found: dict[str, float] = {}
    first = -1
    covered = promoting = 0
    warned = False
    for at in range(len(said)):
        match = _phrase_at(said, at)
        # Phrases overlap ("daftar slot gacor"), but one inside another says nothing more.
        if match is None or at + len(match[0]) <= covered:
            continue
        parts, weight = match
        meaning = _meaning(said, at, parts)
        warned = warned or meaning == "warned"
        if meaning == "promoted":
            promoting += at + len(parts) - max(at, covered)
            first = at if first < 0 else first
            found.setdefault(" ".join(parts), weight)
        covered = at + len(parts)
    excerpt = " ".join(said[max(0, first - 4) : first + 14]) if found else ""
    return Promotion(tuple(found.items()), excerpt, warned, promoting / max(1, len(said)))


def _phrase_at(said: list[str], at: int) -> tuple[tuple[str, ...], float] | None:
    for parts, weight in _WORDS.phrases.get(said[at], ()):
        if tuple(said[at : at + len(parts)]) == parts:
            return parts, weight
    return None


def _meaning(
    said: list[str], at: int, parts: tuple[str, ...]
) -> Literal["promoted", "warned", "other"]:
    """What a phrase means among the words around it."""
    end = at + len(parts)
    around = said[max(0, at - _AROUND) : end + _AROUND]
    close = said[max(0, at - _CLOSE) : end + _CLOSE]
    if not (_WORDS.against.isdisjoint(around) and _WORDS.reporting.isdisjoint(close)):
        return "warned"
    if "slot" in parts and not _WORDS.other_slot.isdisjoint(around):
        return "other"
    if "gacor" in parts and not _WORDS.other_gacor.isdisjoint(around):
        return "other"
    return "promoted"
