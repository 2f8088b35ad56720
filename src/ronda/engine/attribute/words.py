"""Text as tokens: folded so that spelling, case and punctuation do not matter."""

import re
import unicodedata
from functools import cache, lru_cache

import msgspec

_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
MAX_TOKENS = 12_000
# Words that agencies write or leave out at will.
_DROPPED = frozenset({"dan", "and", "serta"})

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
    """A run of letters outside of ASCII, without accents."""
    text = unicodedata.normalize("NFKD", run[0])
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def tokens(text: str, limit: int = 120_000) -> Tokens:
    """Return a text's words; "dan" and punctuation are left out."""
    return read(text, limit).tokens


class Words(msgspec.Struct, frozen=True):
    """A text's words together with where each stands, so that evidence can quote it."""

    text: str
    tokens: Tokens
    spans: tuple[tuple[int, int], ...]

    def quote(self, start: int, end: int) -> str:
        """Return the text as written from token ``start`` to before ``end``, at most 150 long."""
        if not self.tokens[start:end]:
            return ""
        first, last = self.spans[start][0], self.spans[min(end, len(self.spans)) - 1][1]
        return " ".join(self.text[first : min(last, first + 400)].split())[:150]


def read(text: str, limit: int = 120_000) -> Words:
    """Return a text's words with their places; bounded in length and in words."""
    text = text[:limit]
    kept, spans = [], []
    for match in _WORD.finditer(text):
        word = match[0]
        word = word.lower() if word.isascii() else fold(word)
        if word and word not in _DROPPED:
            kept.append(word)
            spans.append(match.span())
            if len(kept) >= MAX_TOKENS:
                break
    return Words(text, tuple(kept), tuple(spans))


def squeeze(text: str) -> str:
    """Return a text's letters and digits alone, as they would stand in a host."""
    return "".join(c for c in fold(text, 2_000) if c.isascii() and c.isalnum())


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
