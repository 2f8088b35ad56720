"""Recognises pages that were never finished: announcements, templates, blind text, near emptiness."""

import re
from functools import lru_cache

import msgspec

from ronda.engine.artifacts import PageArtifact

MAX_NOTICE = 1_500  # characters of a page that does nothing but announce
MAX_EMPTY, _MAX_WORDS = 60, 8  # characters and words of a page that says nothing
_MAX_ONLY = 350  # characters of a page whose text alone, not its title, says that it is not ready

_SOON = re.compile(
    r"\bcoming\s+soon\b|\bunder\s+(?:construction|maintenance|development)\b|\bsegera\s+(?:hadir|tayang|dibuka)\b"
    r"|\b(?:sedang|masih)\s+(?:dalam\s+)?(?:tahap\s+)?(?:pengembangan|perbaikan|pembangunan|pemeliharaan|dibangun|dikembangkan)\b"
    r"|\bdalam\s+(?:tahap\s+)?(?:pengembangan|perbaikan|pembangunan|pemeliharaan)\b"
    r"|\bsitus\s+(?:ini\s+)?(?:belum|akan\s+segera)\b|\bnantikan\s+(?:kehadiran|kami)\b|\bmaintenance\s+mode\b"
)
_BLIND = re.compile(
    r"\blorem\s+ipsum\b|\bdolor\s+sit\s+amet\b|\bconsectetur\s+adipiscing\b|\bsed\s+do\s+eiusmod\b"
)
# What a visitor sees or uses although it is no text.
_SHOWS = re.compile(
    rb"<(?:img|image|svg|picture|video|audio|object|embed|applet|canvas|iframe|frame|input|button"
    rb"|select|textarea|form|area)\b|\bbackground(?:-image)?\s{0,3}[:=][^;>]{0,200}?(?:url\s{0,3}\(|\.(?:jpe?g|png|gif|webp)\b)",
    re.IGNORECASE,
)
_SHOWN_IN = 200_000  # bytes
# Somebody tells how to reach them.
_CONTACT = re.compile(r"@|\d{3}[ .-]?\d{3}|\bjl\.|\bjalan\b|https?://|\bwww\.")
_TEMPLATE = re.compile(
    r"welcome\s+to\s+wordpress\.?\s+this\s+is\s+your\s+first\s+post"
    r"|selamat\s+datang\s+di\s+wordpress\.?\s+ini\s+adalah\s+(?:pos|tulisan)\s+pertama"
    r"|just\s+another\s+wordpress\s+site|\bsample\s+page\b.{0,200}\bhello\s+world\b"
    r"|\byour\s+(?:company|tagline|logo)\s+here\b|\bhello\s+world!.{0,300}\bstart\s+writing\b",
    re.DOTALL,
)
# What themes and site builders fill in until somebody writes: one may have been left over, two not.
_FILLER = re.compile(
    r"\byour\s+(?:company|business|site|website|organi[sz]ation)\s+name\b|\byour\s+(?:slogan|tagline|text|title)\s+(?:goes\s+)?here\b"
    r"|\bthis\s+is\s+(?:a|an|your|the)\s+(?:demo|example|sample|first|test)\s+(?:page|post|site)\b"
    r"|\bjust\s+another\s+(?:website|site|blog)\b|\bedit\s+or\s+delete\s+it\b|\b(?:service|feature)\s+(?:one|two|three)\b"
)


class Unfinished(msgspec.Struct, frozen=True):
    """What was found: "notice", "blind text" or "template", and the words."""

    what: str
    words: str


def unfinished(page: PageArtifact) -> Unfinished | None:
    """Return what shows that the site was never finished, or None."""
    top = " ".join((page.title, *page.headings[:5])).lower()[:2_000]
    return _unfinished(top, page.text, bool(page.forms))


# A dozen rules ask of the same page, one after the other.
@lru_cache(maxsize=16)
def _unfinished(top: str, shown: str, forms: bool) -> Unfinished | None:
    text = shown.lower()[:20_000]
    template = _TEMPLATE.search(text) or _TEMPLATE.search(top)
    if template:
        return Unfinished("template", " ".join(template[0].split())[:150])
    filler = sorted({found[0] for found in _FILLER.finditer(f"{top} {text}")})
    if len(filler) >= 2:
        return Unfinished("template", ", ".join(filler)[:150])
    blind = {found[0] for found in _BLIND.finditer(text)}
    if len(blind) >= 2 or (blind and len(text) < MAX_NOTICE):
        return Unfinished("blind text", ", ".join(sorted(blind)))
    if len(shown) <= MAX_NOTICE and not forms:
        soon = _SOON.search(top) or (_SOON.search(text) if len(text) <= _MAX_ONLY else None)
        if soon:
            return Unfinished("notice", soon[0])
    return None


def nearly_empty(page: PageArtifact, body: bytes) -> bool:
    """Hardly a word, and nothing to look at, fill in, contact or go on to.

    Small pages that do something are not empty: a picture, a frame, a choice of languages, one link
    into an application, a telephone number.
    """
    text = page.text.strip()
    if len(text) > MAX_EMPTY or len(text.split()) > _MAX_WORDS or page.forms or page.images:
        return False
    if any(not link.hidden and link.url != page.url for link in page.links):
        return False
    return not _CONTACT.search(text.lower()) and not _SHOWS.search(body[:_SHOWN_IN])
