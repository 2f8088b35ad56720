"""How a region's name is shortened in hosts: "jabar" for Jawa Barat, "sby" for Surabaya.

Two habits are made beforehand, as words to be looked for: a piece of each word put together
("jabar", "sulsel", "kukar") and the initials ("ntb"). The third, any letters in order ("smg",
"pwk"), is only tested where something else already names an office, since too many words fit.
"""

from collections.abc import Iterable
from functools import lru_cache

from ronda.engine.attribute.words import squeeze, tokens

MIN_PIECES = 4  # shorter put-together words stand in too many others
MIN_LETTERS = 2
MAX_LETTERS = 7
_VOWELS = frozenset("aeiou")
# The words of direction that regions are told apart by, and what is kept of them.
_DIRECTIONS = {
    "utara": ("ut", "tara", "utara"),
    "selatan": ("sel", "selatan"),
    "barat": ("bar", "barat"),
    "timur": ("tim", "timur"),
    "tengah": ("teng", "tengah"),
    "tenggara": ("tra", "gara", "tenggara"),
    "pusat": ("pus", "pusat"),
    "daya": ("daya", "ya"),
}


# Words that many regions' names share: where they lie, what they are, how large or old.
_SHARED = frozenset(
    [
        *("utara", "selatan", "barat", "timur", "tengah", "tenggara", "pusat", "daya", "laut"),
        *("luar", "dalam", "hulu", "hilir", "ilir", "ulu", "atas", "bawah", "raya", "besar"),
        *("kecil", "lama", "baru", "kepulauan", "pulau", "nusa", "tanah", "tanjung", "teluk"),
        *("sungai", "gunung", "bukit", "danau", "muara", "lembah", "rawas", "kota", "daerah"),
        *("istimewa", "khusus", "ibukota", "dki", "di", "provinsi", "kabupaten", "jaya", "agung"),
    ]
)


@lru_cache(maxsize=512)
def core(name: str) -> tuple[str, ...]:
    """Return the words of a region's name that no other region's share: ("bangka", "belitung").

    () when all of them are shared, as in "Tanah Laut", or none is.
    """
    words = tokens(name, 200)
    kept = tuple(w for w in words if w not in _SHARED)
    return kept if kept != words else ()


# What official zones put before or behind a region's name: "jabarprov", "pemkabmalang".
_AROUND = ("pemprov", "pemkab", "pemkot", "pemda", "provinsi", "prov", "kab", "kota")
MIN_STEM = 3


def zone_stems(zones: Iterable[str]) -> frozenset[str]:
    """Return what official zones call their region: "jabar" of "jabarprov.go.id"."""
    found = set()
    for zone in zones:
        label = squeeze(zone.partition(".")[0])
        for word in _AROUND:
            for rest in (label.removeprefix(word), label.removesuffix(word)):
                if rest != label and len(rest) >= MIN_STEM:
                    found.add(rest)
    return frozenset(found - set(_AROUND))


@lru_cache(maxsize=512)
def abbreviations(name: str) -> frozenset[str]:
    """Return the words that stand for a region's name in hosts, the name itself left out.

    A name of one word has none here: its short forms are told by :func:`abbreviates` alone.
    """
    words = [squeeze(w) for w in tokens(name, 200)][:5]
    words = [w for w in words if w]
    if len(words) < 2:
        return frozenset()
    found = {"".join(w[0] for w in words)} if len(words) >= 3 else set()
    first, last = words[0], words[-1]
    for head in _heads(first):
        for tail in _tails(last):
            if len(head) + len(tail) >= MIN_PIECES:
                found.add(head + tail)
    if len(words) >= 3:
        found |= {"".join(c) for c in _syllables(words)}
    return frozenset(found - {"".join(words), *words})


def abbreviates(short: str, name: str) -> bool:
    """Whether a few letters may stand for a region's name: its first letter, then more in order.

    True of "jbr" and "jabar" for Jawa Barat, of "smg" for Semarang. Chance fits often too, so this
    says something only beside a word that names an office.
    """
    flat = squeeze(name)
    if not (MIN_LETTERS <= len(short) <= MAX_LETTERS) or not flat or short[0] != flat[0]:
        return False
    letters = iter(flat)
    if not all(letter in letters for letter in short):
        return False
    words = [squeeze(w) for w in tokens(name, 200)]
    # Of a name of several words, the last is hinted at too: "jw" alone is no Jawa Barat.
    return len(words) < 2 or any(letter in words[-1] for letter in short[1:])


def _heads(word: str) -> tuple[str, ...]:
    """The beginnings that are kept of a first word: two to four letters that can be spoken."""
    cuts = {word[:size] for size in (2, 3, 4) if size < len(word)}
    return tuple(sorted(c for c in cuts if _VOWELS & set(c)))


def _tails(word: str) -> tuple[str, ...]:
    """What is kept of a last word."""
    known = _DIRECTIONS.get(word)
    if known:
        return known
    if len(word) <= 4:
        return (word, word[:3], word[:2])
    cuts = {word[:size] for size in (2, 3, 4)} | {word[-4:]}
    return tuple(sorted(c for c in cuts if _VOWELS & set(c)))


def _syllables(words: list[str]) -> list[tuple[str, ...]]:
    """One syllable of each word: "ba", "to", "la"; and a syllable of two, three letters each."""
    return [tuple(w[:size] for w in words) for size in (2, 3)]
