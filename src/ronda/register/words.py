"""How names are compared: one folded spelling, keys made from names."""

import re
import unicodedata
from collections.abc import Container

from django.utils.text import slugify

_BREAKS = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """Return the spelling under which two names count as one.

    Case, punctuation, white space, full-width forms and "&" for "dan" make no difference:
    officials type the same office in all of these ways.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " dan ")
    return " ".join(_BREAKS.sub(" ", plain).split())


def clean(text: str) -> str:
    """Return a name without control characters, doubled spaces and spaces at its ends."""
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join(kept.split())


def key_for(short: str, name: str, taken: Container[str]) -> str:
    """Return a new stable key from the short name, else from the name; never one of ``taken``."""
    base = (slugify(short) or slugify(name) or "opd")[:70].strip("-")
    key, n = base, 2
    while key in taken:
        key, n = f"{base}-{n}", n + 1
    return key
