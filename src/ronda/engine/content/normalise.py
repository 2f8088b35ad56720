"""Folds text as a reader sees it: disguised letters, masks and spacing are undone. Linear, bounded."""

import re
import unicodedata
from functools import lru_cache

LIMIT = 200_000

# Letters that look like Latin ones and that Unicode's compatibility forms leave alone: small
# capitals, and the Cyrillic and Greek letters that are used in disguise.
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_ALIKE = dict(zip("аеорсухіјѕԁɡһӏтмкνοραικτυε", "aeopcyxijsdghltmkvopaiktue", strict=True))
# A letter of its own in Vietnamese and Scandinavian, without a compatibility form.
_ALIKE |= {"đ": "d", "ø": "o", "ł": "l", "ı": "i"}
# Characters without width, directions, soft hyphen, variation selectors.
_INVISIBLE = (
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0x00AD,
    0x034F,
    0x115F,
    0x180E,
    0x3164,
    0xFEFF,
)
_TABLE: dict[int, str] = {
    **{ord(a): b for a, b in (_SMALL_CAPITALS | _ALIKE).items()},
    **dict.fromkeys(_INVISIBLE, ""),
}
_WORD = re.compile(r"[a-z0-9*]+")
# Signs that stand for letters: only where the word with those letters is one that is looked for.
_SIGNED = re.compile(r"(?<![a-z0-9@$])[a-z0-9]*[@$][a-z0-9@$]*")
_LEET = str.maketrans("0134578@$", "oieastbas")
_LEET_L = str.maketrans("0134578@$", "oleastbas")
# Words that are often masked with asterisks.
_MASKED = (
    "judi",
    "slot",
    "togel",
    "gacor",
    "casino",
    "kasino",
    "poker",
    "online",
    "maxwin",
    "toto",
)


def fold(text: str) -> str:
    """Return text in lower case, without disguise of single letters; at most :data:`LIMIT`.

    Only runs of other letters than ASCII's are worked on: most pages have a few dashes of them.
    """
    text = text[:LIMIT].lower()
    return text if text.isascii() else _OTHER.sub(_undone, text)[:LIMIT]


_OTHER = re.compile(r"[^\x00-\x7f]+")


def _undone(run: re.Match[str]) -> str:
    return _short(run[0]) if len(run[0]) <= _CACHED else _letters(run[0])


def _letters(run: str) -> str:
    # Marks go first: sorting a long run of them is quadratic in the standard library.
    bare = _without_marks(run.translate(_TABLE))
    # Circled, squared, mathematical and full-width letters become plain ones (NFKD), accents go.
    spelt = unicodedata.normalize("NFKD", bare)[:LIMIT].casefold().translate(_TABLE)
    return _without_marks(spelt)


_CACHED = 8
_short = lru_cache(maxsize=4096)(_letters)


def _without_marks(text: str) -> str:
    return text if text.isascii() else "".join(c for c in text if not unicodedata.combining(c))


def words(text: str, known: frozenset[str] = frozenset(_MASKED)) -> list[str]:
    """Return the words of a text, folded; masks, digits for letters and spaced letters undone.

    ``known`` are the words as which one with digits or signs in it may be read.
    """
    folded = fold(text)
    if "@" in folded or "$" in folded:
        folded = _SIGNED.sub(lambda found: read_as(found[0], known) or found[0], folded)
    found = [w if w.isalpha() else _plain(w, known) for w in _WORD.findall(folded)]
    return _joined([word for word in found if word])


def _plain(word: str, known: frozenset[str]) -> str:
    if "*" in word:
        return _unmasked(word)
    return read_as(word, known) or word


def read_as(word: str, known: frozenset[str]) -> str:
    """Return the known word that digits or signs disguise, or ""."""
    if not 3 <= len(word) <= 20 or word.isalpha() or word.isdigit():
        return ""
    for table in (_LEET, _LEET_L):
        if (guess := word.translate(table)) in known:
            return guess
    return ""


def _unmasked(word: str) -> str:
    """Return the word that asterisks stand in for ("j*di", "sl*t"), or the word without them."""
    if 3 <= len(word) <= 10 and word.strip("*"):
        for known in _MASKED:
            if len(known) == len(word) and all(
                a in ("*", b) for a, b in zip(word, known, strict=True)
            ):
                return known
    return word.replace("*", "")


def _joined(found: list[str]) -> list[str]:
    """Join runs of four and more single letters: "s l o t" is one word."""
    out: list[str] = []
    run: list[str] = []
    for word in [*found, ""]:
        if len(word) == 1:
            run.append(word)
            continue
        out += ["".join(run)] if len(run) >= 4 else run
        run = []
        out.append(word)
    return out[:-1]
