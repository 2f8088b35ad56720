"""Tells in which foreign tongues words are, by the letters that no Indonesian or English word has."""

import re
from collections.abc import Iterable

_TONGUES = {
    "thai": re.compile(r"[\u0e01-\u0e5b]"),
    "korean": re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]"),
    "japanese": re.compile(r"[\u3041-\u30fa]"),
    "chinese": re.compile(r"[\u3400-\u9fff]"),
    "russian": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "khmer": re.compile(r"[\u1780-\u17ff]"),
    "burmese": re.compile(r"[\u1000-\u109f]"),
    "hindi": re.compile(r"[\u0900-\u0d7f]"),
    # Letters with a hook, a horn or two marks, and the barred d.
    "vietnamese": re.compile(r"[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"),
}
_LEAST = 3  # letters; one in Latin words is enough for Vietnamese, but a sign or two are not


def tongue_of(text: str) -> str:
    """Return the foreign tongue of a short text, or "": the one with most letters, kana before Han."""
    if text.isascii():
        return ""
    counts = {name: len(letters.findall(text[:300])) for name, letters in _TONGUES.items()}
    if counts["japanese"] >= _LEAST:
        return "japanese"
    best = max(counts, key=lambda name: counts[name])
    least = 2 if best in ("chinese", "vietnamese") else _LEAST
    return best if counts[best] >= least else ""


def tongues(texts: Iterable[str]) -> frozenset[str]:
    """Return the foreign tongues that texts are in; beside Japanese, Chinese letters are Japanese."""
    found = set(filter(None, map(tongue_of, texts)))
    if "japanese" in found:
        found.discard("chinese")
    return frozenset(found)
