"""Recognises a page that an intruder has put in place of the site's own."""

import re

import msgspec

from ronda.engine.artifacts import PageArtifact

# Such pages boast in few words; a long page that speaks of break-ins reports on them.
MAX_TEXT = 4_000
MAX_LINKS = 12

_SIGNED = re.compile(
    r"\b(?:h[a4]ck[e3]d|d[e3]f[a4]c[e3]d|pwn[e3]d|0wn[e3]d|owned|r[o0]{2}t[e3]d|t[o0]uch[e3]d|stamped)"
    r"\s+(?:by|bye|with love by)\b|\bdi(?:hack|retas|deface|bobol)\s+oleh\b"
)
_BOASTS = (
    re.compile(r"\bgre+t[sz]\b|\bgre+tings?\s+to\b|\bshout\s?outz?\b"),
    re.compile(r"\byour\s+(?:security|site|system|website)\s+(?:is|was|has been)\b"),
    re.compile(r"\bwe\s+are\s+(?:anonymous|legion|team)\b|\bexpect\s+us\b"),
    re.compile(r"\b(?:cyber|hacker|hacking|defacer|h4x0r)\s*(?:team|crew|army|squad|group|tim)\b"),
    re.compile(r"\b(?:sorry|maaf)\s+(?:admin|min)\b|\b(?:dear|hello|halo)\s+admin\b"),
    re.compile(r"\b(?:was|were)\s+here\b|\bjust\s+for\s+fun\b|\bno\s+system\s+is\s+safe\b"),
    re.compile(r"\bpatch\s+(?:it|your|sistem)\b|\bperbaiki\s+(?:bug|celah)\b|\bsecurity\s+breach"),
)


class Defacement(msgspec.Struct, frozen=True):
    """The words that gave it away, and how sure they make us (0 to 1)."""

    words: str
    confidence: float


def defacement(page: PageArtifact) -> Defacement | None:
    """Return what shows that the page is an intruder's, or None. Words alone never suffice.

    The page must be short and lead hardly anywhere, and be signed in its title or headings, or
    signed anywhere and boasting besides.
    """
    if len(page.text) > MAX_TEXT or len(page.links) > MAX_LINKS:
        return None
    top = " ".join((page.title, *page.headings[:5])).lower()
    text = page.text.lower()
    boasts = [found[0] for pattern in _BOASTS if (found := pattern.search(f"{top} {text}"))]
    signed = _SIGNED.search(top)
    if signed:
        return Defacement(", ".join((signed[0], *boasts)), 0.98 if boasts else 0.9)
    signed = _SIGNED.search(text)
    if signed and boasts:
        return Defacement(", ".join((signed[0], *boasts)), 0.95)
    if len(boasts) >= 3:
        return Defacement(", ".join(boasts), 0.85)
    return None
