"""Choices that differ from site to site and never from one serving to the next."""

import hashlib

from ronda.lab.draft import Draft


def number(draft: Draft, what: str, below: int) -> int:
    """A number from 0 that depends on the site's key and on what is chosen."""
    digest = hashlib.sha256(f"{_dressed(draft)}|{what}".encode()).digest()
    return int.from_bytes(digest[:6]) % below


def pick(draft: Draft, what: str, *options: str) -> str:
    """One of some options."""
    return options[number(draft, what, len(options))]


def flag(draft: Draft, what: str, percent: int = 50) -> bool:
    """Whether so many in a hundred sites have it, and this one among them."""
    return number(draft, what, 100) < percent


def token(draft: Draft, what: str, length: int = 32) -> str:
    """Hexadecimal digits that look random, as in names of files and cookies."""
    return hashlib.sha256(f"{_dressed(draft)}|{what}|token".encode()).hexdigest()[:length]


def _dressed(draft: Draft) -> str:
    """The site whose choices are taken: its own, or those of the site that it copies."""
    return draft.site.dressed_as or draft.key
