"""Tells from single words what strangers sell on a page; never whether they do.

The words are ordinary ones, of which an office's pages hold many. They are asked only about what
structure has shown to be a stranger's.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from ronda.engine.content.gambling_words import SUBJECTS, Subject, promotion
from ronda.engine.content.hosts import labels_below_suffix
from ronda.engine.content.normalise import fold, read_as
from ronda.engine.content.trade_forms import Forms, forms_of

_MOST = 4_000  # characters that are read
_WORD = re.compile(r"[a-z0-9]+")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_KANAS = 3
_KANA_SHARE = (
    0.15  # of the letters: a page in Japanese has more, one such link among others has less
)
_LONG = 4  # letters of a word that is looked for within the name of a host


class Told(msgspec.Struct, frozen=True):
    """What words say: the subject, if any stands out, and whether they sell anything.

    ``subject`` heeds forms of trade as well; ``named`` is what words alone say.
    """

    subject: Subject | None
    sells: bool
    named: Subject | None = None


class _Words(msgspec.Struct, frozen=True):
    words: frozenset[str]
    pieces: tuple[str, ...]


@cache
def _lists() -> dict[str, _Words]:
    text = files("ronda.engine.content").joinpath("subject_words.toml").read_text("utf-8")
    return {
        name: _Words(
            frozenset(part["words"].split()),
            tuple(
                fold(p.strip())
                for line in part["pieces"].splitlines()
                for p in line.split("|")
                if p.strip()
            ),
        )
        for name, part in tomllib.loads(text).items()
    }


@cache
def _disguised() -> frozenset[str]:
    """Words as which one with digits in it may be read."""
    return frozenset(
        word
        for part in _lists().values()
        for word in part.words
        if len(word) >= _LONG and word.isalpha()
    )


@lru_cache(maxsize=4096)
def told(text: str, hosts: tuple[str, ...] = ()) -> Told:
    """Return what a text, and the names of the hosts that it leads to, say of what is sold."""
    folded = fold(text[:_MOST])
    said = [read_as(word, _disguised()) or word for word in _WORD.findall(folded)]
    counts = {name: _count(part, said, folded) for name, part in _lists().items()}
    names = [label for host in hosts[:20] for label in labels_below_suffix(host)]
    for name in SUBJECTS:
        part = _lists()[name]
        counts[name] += sum(_named(label, part.words) for label in names) / 2
    # A phrase of the vocabulary tells more than single words.
    for phrase, weight in promotion(text[:_MOST]).phrases:
        subject = promotion(phrase).subject
        if subject:
            counts[subject] += 2 * weight
    forms = forms_of(folded, hosts)
    # Players are spoken to in Japanese as well: their hosts are not called so by shops.
    plays = forms.play > forms.wares and not counts["japanese"]
    if _in_japanese(folded) and counts["gambling"] < 1 and counts["counterfeit"] < 2 and not plays:
        counts["japanese"] += 3
    sells = any(count for name, count in counts.items() if name != "goods")
    best = max(SUBJECTS, key=lambda name: counts[name])
    named: Subject | None = best if counts[best] > 0 else None
    return Told(_weighed(counts, forms), sells, named)


def _weighed(counts: dict[str, float], forms: Forms) -> Subject | None:
    """The subject when forms of trade are heeded too: play, or else the ware that stands out."""
    play = counts["gambling"] + forms.play
    wares: dict[Subject, float] = {
        "pharmacy": counts["pharmacy"] + forms.pharmacy,
        "counterfeit": counts["counterfeit"],
        "japanese": counts["japanese"],
        "wares": counts["other"] + forms.wares + counts["goods"] / 2,
    }
    if sum(wares.values()) <= play:
        return "gambling" if play > 0 else None
    # Goods of any kind are told more closely where anything tells.
    best = max(wares, key=lambda name: wares[name])
    closer = max((name for name in wares if name != "wares"), key=lambda name: wares[name])
    return closer if best == "wares" and wares[closer] > 0 else best


def _in_japanese(folded: str) -> bool:
    """Kana stand in it, and more than one phrase of several."""
    kana = len(_KANA.findall(folded))
    if kana < _KANAS or kana < _KANA_SHARE * sum(map(str.isalpha, folded)):
        return False
    parts = [part for part in folded.split(" . ") if any(map(str.isalpha, part))]
    return 2 * sum(not part.isascii() for part in parts) > len(parts)


def _count(part: _Words, said: list[str], folded: str) -> float:
    found = float(len(part.words.intersection(said)))
    if not folded.isascii():
        found += sum(piece in folded for piece in part.pieces)
    return found


def _named(label: str, words: frozenset[str]) -> bool:
    return any(len(word) >= _LONG and word in label for word in words)


def subject_of(text: str, *hosts: str) -> Subject | None:
    """Return what a stranger's text is about, or None when nothing tells."""
    return told(text, tuple(dict.fromkeys(filter(None, hosts)))).subject
