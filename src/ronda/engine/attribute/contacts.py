"""Telephones, mail addresses, postcodes and street addresses in a text."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.words import flatten, fold

MAX_FOUND = 60
# Patterns begin with what few places of a text have, and look back from there: that is what makes
# them fast.
_PHONE = re.compile(
    r"[+6(0](?<![\d/.,-].)(?:(?<=\+)62|(?<=6)2|(?<=\()0|(?<=0))"
    r"[ ()./-]{0,3}\d(?:[ ()./-]{0,3}\d){7,12}(?!\d)"
)
_AT = re.compile(r"@((?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,24})")
_BEFORE_AT = re.compile(r"[a-z0-9][a-z0-9._+-]*\Z")
MAX_LOCAL = 64
_POSTCODE = re.compile(r"\d\d{4}(?<![\d.,/-]\d{5})(?![\d.,/-])")
_ROAD = re.compile(r"j(?:alan|ln)\b(?<!\wjalan)(?<!\wjln)")
_NUMBER = re.compile(r"nomor\b(?<!\wnomor)")
_STREET = re.compile(r"\b(?:jl|gg|gang|kompleks?|blok|lorong|km|no)\b|\d")
# Mail that anybody can have says nothing of who one is.
FREE_MAIL = frozenset(
    [
        "gmail.com",
        "yahoo.com",
        "yahoo.co.id",
        "ymail.com",
        "hotmail.com",
        "outlook.com",
        "live.com",
        "rocketmail.com",
        "icloud.com",
        "protonmail.com",
        "proton.me",
        "mail.com",
        "aol.com",
        "zoho.com",
    ]
)


class Contacts(msgspec.Struct, frozen=True):
    """What a text says of how to reach its owner."""

    phones: tuple[str, ...]  # national form, digits only: "0435821234"
    mails: tuple[tuple[str, str], ...]  # (whole address, its domain)
    postcodes: tuple[str, ...]


@lru_cache(maxsize=64)
def contacts_in(text: str) -> Contacts:
    """Return telephones, mail addresses and postcodes of a text; the first 60 of each."""
    folded = fold(text, 60_000).replace("[at]", "@").replace("(at)", "@")
    return Contacts(
        tuple(national(m[0]) for m in _bounded(_PHONE, folded)),
        tuple(islice(_mails(folded), MAX_FOUND)),
        tuple(m[0] for m in _bounded(_POSTCODE, folded)),
    )


def together(found: Iterable[Contacts]) -> Contacts:
    """Return the contacts of several texts, each once."""
    parts = list(found)
    return Contacts(
        tuple(dict.fromkeys(p for part in parts for p in part.phones)),
        tuple(dict.fromkeys(m for part in parts for m in part.mails)),
        tuple(dict.fromkeys(c for part in parts for c in part.postcodes)),
    )


def link_contacts(page: PageArtifact) -> Contacts:
    """Return the contacts that a page links: "mailto:" and "tel:"."""
    links = (link.url for link in page.links[:600])
    found = [x.partition(":")[2] for x in links if x.startswith(("mailto:", "tel:"))]
    return contacts_in(" ".join(found))


def national(phone: str) -> str:
    """Return a telephone number as digits in national form: "+62 435 82-1234" -> "0435821234"."""
    digits = "".join(c for c in phone if c.isdigit())
    return f"0{digits[2:].lstrip('0')}" if digits.startswith("62") else digits


def street(address: str) -> str:
    """Return the part of an address that tells two apart: street and number, flattened.

    That is the first part between commas that holds a street's word or a number, whatever stands
    before it: "Muara Sari, Jln. Melati 4 (96115)".
    """
    parts = [
        same_spelling(_POSTCODE.sub(" ", fold(part, 200))) for part in address[:400].split(",")
    ]
    telling = (part for part in parts if _STREET.search(part))
    return flatten(next(telling, parts[0]))


def same_spelling(folded: str) -> str:
    """Return a folded text with one spelling for "jalan", "jln." and for "nomor", "no.".

    Postcodes become a letter, so that the number of a house ends where it ends.
    """
    return _POSTCODE.sub("p", _NUMBER.sub("no", _ROAD.sub("jl", folded)))


def _mails(folded: str) -> Iterator[tuple[str, str]]:
    """Mail addresses with their domains."""
    end = 0
    for match in _AT.finditer(folded):
        at = match.start()
        local = _BEFORE_AT.search(folded[max(end, at - MAX_LOCAL) : at])
        if local is not None:
            yield f"{local[0]}{match[0]}", match[1]
            end = match.end()


def _bounded(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text), MAX_FOUND)
