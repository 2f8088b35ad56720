"""Words of gambling promotion, weighed in their surroundings: who warns of gambling does not promote."""

import re
import string
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import compress, count, filterfalse
from typing import Any, Literal

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from ronda.engine.content.normalise import fold, pieces, read_as, table, word_around, words_of

STRONG = 1.0
MILD = 0.4
_AROUND = 14
_CLOSE = 6

Subject = Literal["gambling", "pharmacy", "counterfeit", "japanese", "wares"]
"""``wares``: goods and services of another kind, or of one that nothing tells."""
# Those that have words of their own.
SUBJECTS: tuple[Subject, ...] = ("gambling", "pharmacy", "counterfeit", "japanese")
_WORD = re.compile(r"[a-z0-9]+")
Phrases = dict[str, list[tuple[tuple[str, ...], float]]]
"""Phrases by their first word, the longest first, with their weight."""


class Vocabulary(msgspec.Struct, frozen=True):
    """The words of ``gambling_words.toml`` and ``spam_words.toml`` beside this module."""

    phrases: Phrases
    against: frozenset[str]
    reporting: frozenset[str]
    other_slot: frozenset[str]
    other_gacor: frozenset[str]
    ordinary: frozenset[str]
    unspaced: dict[str, str]  # folded phrase -> as written; of scripts without spaces
    subjects: dict[str, Subject]  # of phrases that are not Indonesian gambling


def _load() -> Vocabulary:
    data = _toml("gambling_words.toml")
    phrases: Phrases = {}
    subjects: dict[str, Subject] = {}
    unspaced: dict[str, str] = {}
    for key, weight in (("strong", STRONG), ("mild", MILD)):
        for phrase in _listed(data[key]):
            _learn(phrases, phrase, weight)
    more = _toml("spam_words.toml")
    for subject in SUBJECTS:
        for key, weight in (("strong", STRONG), ("mild", MILD)):
            for phrase in _listed(more.get(subject, {}).get(key, "")):
                subjects[_learn(phrases, phrase, weight)] = subject
        for phrase in _listed(more["unspaced"].get(subject, "")):
            unspaced[fold(phrase)] = phrase
            subjects[phrase] = subject
    for found in phrases.values():
        found.sort(key=lambda item: -len(item[0]))
    return Vocabulary(
        phrases=phrases,
        against=frozenset(data["against"].split()),
        reporting=frozenset(data["reporting"].split()),
        other_slot=frozenset(data["other_slot"].split()),
        other_gacor=frozenset(data["other_gacor"].split()),
        ordinary=frozenset(data["ordinary"].split()),
        unspaced=unspaced,
        subjects=subjects,
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("ronda.engine.content").joinpath(name).read_text("utf-8"))


def _listed(text: str) -> list[str]:
    return [phrase for line in text.split("\n") for phrase in line.split("|") if phrase.strip()]


def _learn(phrases: Phrases, phrase: str, weight: float) -> str:
    """Take in a phrase as it is read in folded text; returns it so."""
    parts = tuple(_WORD.findall(fold(phrase)))
    known = phrases.setdefault(parts[0], [])
    if all(parts != other for other, _ in known):
        known.append((parts, weight))
    return " ".join(parts)


_WORDS = _load()
# Every word of a phrase: a word written with digits is read as one of these, where it can be.
_KNOWN = frozenset(
    word
    for found in _WORDS.phrases.values()
    for parts, _ in found
    for word in parts
    if len(word) >= 4 and not any(letter.isdigit() for letter in word)
)


_TELLING = 4  # letters: shorter words stand within others everywhere


def _stems() -> tuple[str, ...]:
    """Words of which each phrase has at least one: a text without any needs no closer reading.

    Of a phrase's words the one that honest pages have least; where all are ordinary or too short to
    tell, the phrase.
    """
    phrases = [parts for found in _WORDS.phrases.values() for parts, _ in found]
    rare = [
        [w for w in parts if len(w) >= _TELLING and w not in _WORDS.ordinary] for parts in phrases
    ]
    often = Counter(word for words_of in rare for word in words_of)
    return tuple(
        {
            max(words_of, key=lambda word: (often[word], word)) if words_of else " ".join(parts)
            for words_of, parts in zip(rare, phrases, strict=True)
        }
    )


STEMS = _stems()
# `python -m bench.text` compares engines: plain ``in`` takes forty times as long.
_TRACES = AhoCorasick(list(STEMS))


def finder(phrases: Iterable[str]) -> AhoCorasick:
    """Finds phrases one after the other, the longest that begins at a place."""
    return AhoCorasick(sorted(phrases), matchkind=MatchKind.LeftmostLongest)


_UNSPACED = finder(_WORDS.unspaced)
# Cyrillic to Arabic, Indic, Thai and Lao, Burmese, Hangul (taken apart by folding), Khmer, kana and Han.
_OTHER_SCRIPT = re.compile(
    r"[\u0400-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]"
)
_PLACES = 200
# Asterisks and single letters in a row may hide a word from the stems, and so may digits and signs.
_STARRED = re.compile(r"[a-z]\*|\*[a-z]")
# A character is looked at as what it is here: a letter, what may stand between letters, another.
_SHAPES = bytes(
    ord("a" if chr(code) in string.ascii_lowercase else " " if chr(code) in " ._-" else "0")
    for code in range(256)
)
_SPACED = b" a a a "
# A digit or sign that may stand for a letter; looked for alone, since a class is quickly found.
_INSTEAD = re.compile(r"[0134578@$]")
_OF_MIXED = table(f"{string.ascii_lowercase}0123456789@$")
_NO_LETTERS = "0123456789@$"
_MIXED_LONGEST = 20


class Promotion(msgspec.Struct, frozen=True):
    """What in a text promotes gambling: each phrase once, with the words around its first place.

    ``weight`` sums the phrases: 1.0 is one that hardly anybody else says. ``warned`` tells that
    gambling was spoken of as an evil; ``share`` is the part of all words that promote.
    """

    phrases: tuple[tuple[str, float], ...]
    excerpt: str
    warned: bool
    share: float = 0.0
    # It was condemned, and not merely spoken of near the name of an office.
    condemned: bool = False

    @property
    def weight(self) -> float:
        """The sum over the phrases."""
        return sum(weight for _, weight in self.phrases)

    @property
    def subject(self) -> Subject | None:
        """What the text is about: the subject that weighs most, or None when nothing promotes."""
        weights: dict[Subject, float] = {}
        for phrase, weight in self.phrases:
            about = _WORDS.subjects.get(phrase, "gambling")
            weights[about] = weights.get(about, 0.0) + weight
        return max(weights.items(), key=lambda item: item[1])[0] if weights else None

    def without(self, other: "Promotion") -> "Promotion":
        """Return what is here and not in another text."""
        known = {phrase for phrase, _ in other.phrases}
        kept = tuple(item for item in self.phrases if item[0] not in known)
        return Promotion(kept, self.excerpt, self.warned, self.share, self.condemned)


NOTHING = Promotion((), "", warned=False)


@lru_cache(maxsize=512)
def promotion(text: str) -> Promotion:
    """Find promotion of gambling in a text; linear in its length. The same text is read once."""
    folded = fold(text)
    if not folded.isascii() and _OTHER_SCRIPT.search(folded):
        places = _UNSPACED.find_matches_as_indexes(folded)
        if places:
            return _unspaced(folded, [(start, end) for _, start, end in places])
    if not (_traced(folded) or _disguised(folded)):
        return NOTHING
    said = words_of(folded, _KNOWN)
    found: dict[tuple[str, ...], float] = {}
    first = -1
    covered = promoting = 0
    warned = condemned = False
    near = Near(said)
    for at in list(compress(count(), map(_WORDS.phrases.__contains__, said))):
        match = near.phrase(at)
        # Phrases overlap ("daftar slot gacor"), but one inside another says nothing more.
        if match is None or at + len(match[0]) <= covered:
            continue
        parts, weight = match
        meaning = near.meaning(at, parts)
        warned = warned or meaning in ("condemned", "reported")
        condemned = condemned or meaning == "condemned"
        if meaning == "promoted":
            promoting += at + len(parts) - max(at, covered)
            first = at if first < 0 else first
            found.setdefault(parts, weight)
        covered = at + len(parts)
    excerpt = " ".join(said[max(0, first - 4) : first + 14]) if found else ""
    share = promoting / max(1, len(said))
    phrases = tuple((" ".join(parts), weight) for parts, weight in found.items())
    return Promotion(phrases, excerpt, warned, share, condemned)


# Within a word: letters without width, or another alphabet's letter beside Latin ones.
_VEILED = re.compile(
    r"[a-z][\u200b-\u200f\u2060-\u2064\u00ad\ufeff]+[a-z]|[a-z][\u0370-\u04ff]|[\u0370-\u04ff][a-z]"
    r"|[\u1d00-\u1d2f\U0001d400-\U0001d7ff\uff21-\uff5a\u24b6-\u24e9]{3}",
    re.IGNORECASE,
)


def veiled(text: str) -> bool:
    """Whether a short text is written so that a reader understands it and a list of words does not."""
    text = text[:500]
    if not text.isascii() and _VEILED.search(text):
        return True
    folded = fold(text)
    return any(_read(folded, found.start()) for found in _INSTEAD.finditer(folded))


def _read(folded: str, at: int) -> bool:
    if not (folded[at - 1 : at].isalpha() or folded[at + 1 : at + 2].isalpha()):
        return False
    start, end = word_around(folded, at)
    return bool(read_as(folded[start:end], _KNOWN))


def _traced(folded: str) -> bool:
    """Whether a text holds any trace of a phrase."""
    return bool(_TRACES.find_matches_as_indexes(folded))


def _disguised(folded: str) -> bool:
    """Whether a word of the lists may stand in a text that does not hold it as it is spelt."""
    if "*" in folded and _STARRED.search(folded):
        return True
    if _SPACED in b" %b " % folded.encode("ascii", "replace").translate(_SHAPES):
        return True
    mixed = filterfalse(str.isdigit, filterfalse(str.isalpha, pieces(folded, _OF_MIXED)))
    return any(
        len(word) <= _MIXED_LONGEST and word.strip(_NO_LETTERS) and read_as(word, _KNOWN)
        for word in set(mixed)
    )


def _unspaced(folded: str, all_places: list[tuple[int, int]]) -> Promotion:
    """Phrases of scripts without spaces between words, and those of words beside them."""
    places = all_places[:_PLACES]
    found = {_WORDS.unspaced[folded[start:end]]: STRONG for start, end in places}
    ends = [0, *(end for _, end in all_places)]
    starts = [*(start for start, _ in all_places), len(folded)]
    rest = " . ".join(folded[end:start] for end, start in zip(ends, starts, strict=True))
    around = promotion(rest)
    found.update(around.phrases)
    length = max(1, sum(map(len, folded.split())))
    share = sum(end - start for start, end in places) / length
    first = places[0][0]
    excerpt = folded[max(0, first - 30) : first + 80]
    return Promotion(tuple(found.items()), excerpt, around.warned, min(1.0, share + around.share))


def text_weight(said: Promotion) -> float:
    """Return how much a text's promotion weighs as a sign: 1.0 is enough for a verdict."""
    if said.weight >= 3:
        return 1.0
    if said.weight >= 2:
        return 0.6
    return 0.3 if said.weight >= STRONG else 0.1


Meaning = Literal["promoted", "condemned", "reported", "other"]


_TELL_MEANING = _WORDS.against | _WORDS.reporting | _WORDS.other_slot | _WORDS.other_gacor


class Near:
    """The words of a text: phrases among them, and what the words near a phrase make of it."""

    def __init__(self, said: list[str]) -> None:
        self._said = said
        self._fitting: dict[tuple[str, str], list[tuple[tuple[str, ...], float]]] = {}
        telling = list(compress(count(), map(_TELL_MEANING.__contains__, said)))

        def places(of: frozenset[str]) -> list[int]:
            return [at for at in telling if said[at] in of]

        self._silent = not telling
        self._against = places(_WORDS.against)
        self._reporting = places(_WORDS.reporting)
        self._other_slot = places(_WORDS.other_slot)
        self._other_gacor = places(_WORDS.other_gacor)

    def phrase(self, at: int) -> tuple[tuple[str, ...], float] | None:
        """Return the longest phrase that begins at a word, with its weight."""
        said = self._said
        pair = said[at], said[at + 1] if at + 1 < len(said) else ""
        fitting = self._fitting.get(pair)
        if fitting is None:
            fitting = self._fitting[pair] = [
                item for item in _WORDS.phrases.get(pair[0], ()) if item[0][1:2] in ((), pair[1:])
            ]
        for parts, weight in fitting:
            if len(parts) <= 2 or tuple(said[at : at + len(parts)]) == parts:
                return parts, weight
        return None

    def meaning(self, at: int, parts: tuple[str, ...]) -> Meaning:
        """What a phrase means among the words around it."""
        if self._silent:
            return "promoted"
        end = at + len(parts)
        if _within(self._against, at - _AROUND, end + _AROUND):
            return "condemned"
        if _within(self._reporting, at - _CLOSE, end + _CLOSE):
            return "reported"
        if "slot" in parts and _within(self._other_slot, at - _AROUND, end + _AROUND):
            return "other"
        if "gacor" in parts and _within(self._other_gacor, at - _AROUND, end + _AROUND):
            return "other"
        return "promoted"


def _within(places: list[int], start: int, end: int) -> bool:
    if not places:
        return False
    first = bisect_left(places, start)
    return first < len(places) and places[first] < end
