"""Text as tokens: folded so that spelling, case and punctuation do not matter."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

import msgspec

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_FOREIGN_SIGN = re.compile(r"[^\x00-\x7f\w]")
MAX_TOKENS = 12_000
MAX_RUN = 8
# Words that agencies write or leave out at will.
_DROPPED = frozenset({"dan", "and", "serta"})
_DROPPED_LENGTHS = frozenset(map(len, _DROPPED))

Tokens = tuple[str, ...]


def fold(text: str, limit: int = 120_000) -> str:
    """Lower case, compatibility forms resolved, accents off; bounded to ``limit`` characters."""
    return _folded(text[:limit])


# The same page is folded for contacts, signs and names; a few are kept, not a whole run of them.
@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    if not text.isascii():
        text = _FOREIGN.sub(_plain, text)
    return text.lower()


def _plain(run: re.Match[str]) -> str:
    return _short(run[0]) if len(run[0]) <= MAX_RUN else _bare(run[0])


@lru_cache(maxsize=4_096)
def _short(run: str) -> str:
    """Dashes, quotes and single accented letters come again and again."""
    return _bare(run)


def _bare(run: str) -> str:
    """A run of letters outside of ASCII, without accents."""
    text = unicodedata.normalize("NFKD", run)
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def tokens(text: str, limit: int = 120_000) -> Tokens:
    """Return a text's words; "dan" and punctuation are left out."""
    return read(text, limit).tokens


class Words(msgspec.Struct, frozen=True):
    """A text's words, and the text itself, so that evidence can quote it."""

    text: str
    tokens: Tokens

    def quote(self, start: int, end: int) -> str:
        """Return the text as written from token ``start`` to before ``end``, at most 150 long."""
        words = self.tokens[start:end]
        if not words:
            return ""
        # Mostly the words stand in a row with one space between; the first place will do.
        phrase, folded = " ".join(words), self.text.lower()
        at = folded.find(phrase) if len(folded) == len(self.text) else -1
        stop = at + len(phrase)
        if at >= 0 and not (folded[at - 1 : at].isalnum() or folded[stop : stop + 1].isalnum()):
            return self.text[at:stop][:150]
        last = min(end, len(self.tokens)) - 1
        places = islice(_places(self.text), start, last + 1)
        first = next(places)
        until = deque(places, maxlen=1)
        stop = until[0][1] if until else first[1]
        return " ".join(self.text[first[0] : min(stop, first[0] + 400)].split())[:150]


@lru_cache(maxsize=64)
def read(text: str, limit: int = 120_000) -> Words:
    """Return a text's words with the text; bounded in length and in words."""
    text = text[:limit]
    plain = _without_signs(text)
    if plain.isascii():
        found = _ASCII_WORD.findall(plain.lower())
    else:
        found = [w.lower() if w.isascii() else fold(w) for w in _WORD.findall(plain)]
    return Words(text, tuple([w for w in found if w and w not in _DROPPED][:MAX_TOKENS]))


def _without_signs(text: str) -> str:
    """Signs outside of ASCII ("©", long dashes) as spaces: mostly they are all that is not ASCII."""
    return text if text.isascii() else _FOREIGN_SIGN.sub(" ", text)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where each word stands, those left out that ``read`` leaves out."""
    plain = _without_signs(text)
    if plain.isascii():
        for match in _ASCII_WORD.finditer(plain):
            start, end = match.span()
            if end - start not in _DROPPED_LENGTHS or match[0].lower() not in _DROPPED:
                yield start, end
        return
    for match in _WORD.finditer(plain):
        word = match[0]
        word = word.lower() if word.isascii() else fold(word)
        if word and word not in _DROPPED:
            yield match.span()


_NO_LETTER = {code: None for code in range(128) if not chr(code).isalnum()}


def flatten(folded: str) -> str:
    """Return a folded text's ASCII letters and digits alone; fast, for whole pages."""
    return folded.encode("ascii", "ignore").decode("ascii").translate(_NO_LETTER)


def squeeze(text: str) -> str:
    """Return a text's letters and digits alone, as they would stand in a host."""
    return flatten(fold(text, 2_000))


@cache
def level_words() -> dict[str, str]:
    """Words before a government's name -> its level."""
    return {
        "provinsi": "province",
        "propinsi": "province",
        "prov": "province",
        "kabupaten": "regency",
        "kab": "regency",
        "kota": "city",
        "kotamadya": "city",
    }


@cache
def office_level_words() -> dict[str, str]:
    """Words that name the government itself, not only a place -> its level."""
    return {
        "pemprov": "province",
        "gubernur": "province",
        "pemkab": "regency",
        "bupati": "regency",
        "pemkot": "city",
        "walikota": "city",
    }
