"""What the words of a request do: who is told to give what, to whom, how soon; one pass over a text.

A swindler's sentence is never written the same way twice, its parts are: a verb of giving, a thing
that nobody gives away, a payee who is no treasury, an end that is near. How the parts
come together is in `asks_sentences`, the words themselves in `asks_lexicon`.
"""

from collections.abc import Iterator
from functools import cache

import msgspec
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from ronda.engine.attribute import asks_parts as p
from ronda.engine.attribute.asks_lexicon import OF_A_CARD, OTHER_CARDS, VERBS, WORDS


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A word of a text."""

    start: int
    end: int
    part: int


# Punctuation that stands before a word or between two is as a space, and so is what is not ASCII.
_AS_SPACE = bytes(
    c if c > 32 and chr(c) not in "()[]{}\"'`/&*_-<>|=+#~?;" else 32 for c in range(256)
)
# Words that end with a full stop within a sentence.
_SHORT = frozenset(
    {"no", "rp", "jl", "dr", "hj", "h", "ir", "a.n", "an", "bpk", "sdr", "tgl", "d.a"}
)
_STOPS = {".apk": p.APK, ".": p.STOP, "!": p.STOP, ":": p.COLON}
MAX_HITS = 4_000
_ENDS = p.STOP | p.COLON
# Borrowed words keep their first letter: "mentransfer".
_KEPT = frozenset({"transfer", "klaim", "konfirmasi", "sinkron"})


@cache
def _lexicon() -> tuple[AhoCorasick, tuple[int, ...]]:
    """Words with a space before them, so that none begins within another."""
    parts: dict[str, int] = {}
    for part, words in WORDS.items():
        for word in words.split(","):
            key = " " + " ".join(_plain(word).split())
            parts[key] = parts.get(key, p.NOTHING) | part
    for active, passive, stems in VERBS:
        for stem in stems.split(","):
            for word, is_passive in _forms(stem.strip()):
                parts[f" {word}"] = parts.get(f" {word}", 0) | (passive if is_passive else active)
    for other in OTHER_CARDS.split(","):
        parts |= {f" {lead} {other.strip()}": p.OTHER_CARD for lead in OF_A_CARD}
    # "Kartu keluarga" is a paper all the same.
    parts[" kartu keluarga"] = parts[" kartu tanda penduduk"] = p.PAPER
    parts.update(_STOPS)
    found = AhoCorasick(
        list(parts), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    )
    return found, tuple(parts.values())


def _forms(stem: str) -> Iterator[tuple[str, bool]]:
    """A verb's forms, and whether it is done to something: "kirim" is "kirimkan", "mengirim", "dikirimkan".

    A stem with a star is such a verb only with "-kan": "cair" flows, "cairkan" cashes.
    """
    bare = stem.rstrip("*")
    endings = ("kan", "kanlah") if bare != stem else ("", "kan", "i", "lah", "kanlah")
    for ending in endings:
        yield bare + ending, False
        yield _with_me(bare) + ending, False
        yield f"di{bare}{ending}", True


def _with_me(stem: str) -> str:
    """A stem with "me-": its first letter is kept, lost, or made easy to say."""
    first, rest = stem[0], stem[1:]
    lost = {"p": "mem", "t": "men", "k": "meng", "s": "meny"}
    if first in lost and stem not in _KEPT:
        return lost[first] + rest
    nasal = {"b": "mem", "f": "mem", "d": "men", "c": "men", "j": "men", "t": "men", "k": "meng"}
    vowel = "meng" if first in "aeiough" else "me"
    return nasal.get(first, vowel) + stem


def _plain(text: str) -> str:
    """A text of the same length with nothing but words and the ends of sentences."""
    return text.encode("ascii", "replace").translate(_AS_SPACE).decode("ascii")


def hits(text: str) -> tuple[str, list[Hit]]:
    """The text as it is read, and its words that do something; ``text`` is folded already."""
    plain = f" {_plain(text)} "
    automaton, parts = _lexicon()
    found: list[Hit] = []
    for word, start, end in automaton.find_matches_as_indexes(plain)[:MAX_HITS]:
        part = parts[word]
        if not part:
            continue
        after = plain[end]
        if part & _ENDS:
            if after == " " and not _is_short(plain, start):
                found.append(Hit(start, end, part))
        elif after == " " or not after.isalnum() or _goes_on(plain, end, part):
            found.append(Hit(start, end, part))
    return plain, found


def _is_short(plain: str, stop: int) -> bool:
    """ "No.", "Rp.", "a.n.": no sentence ends there."""
    return plain[stop] == "." and plain[max(0, stop - 5) : stop].split(" ")[-1] in _SHORT


def _goes_on(plain: str, end: int, part: int) -> bool:
    """A word that ends in "-nya" or "-mu", and "Rp" before its figures."""
    if part & p.AMOUNT and plain[end].isdigit():
        return True
    tail = plain[end : end + 4]
    return (tail[:3] == "nya" and not tail[3:].isalnum()) or (
        tail[:2] == "mu" and not tail[2:3].isalnum()
    )
