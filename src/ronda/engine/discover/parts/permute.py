"""Names that look like ours: dnstwist's slips of keyboard and eye, and Indonesian habits."""

import socket
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from ronda.engine.text import Text

# Suffixes that anybody may register under, the most usual for such names first.
SUFFIXES = (
    "com", "id", "my.id", "web.id", "net", "org", "co.id", "or.id", "biz.id", "info", "site",
    "online", "xyz", "top", "click", "pro", "live", "cc",
)  # fmt: skip
_FEW = SUFFIXES[:8]
_FEWER = SUFFIXES[:4]
_TYPO_SUFFIXES = ("com", "id", "my.id", "net", "org", "web.id")
_INTERNATIONAL = ("com", "net", "org")  # sell names in other scripts
_AFFIXES = ("resmi", "official", "online", "portal", "info", "layanan", "daftar", "bansos", "ppid")
_GOVERNMENT = ("pemprov", "pemkab", "pemkot", "pemda")
_FLATTENED = (("-go", "id"), ("go", "id"), *(
    (tail, suffix) for tail in ("-go-id", "-goid", "goid", "-go", "go") for suffix in ("com", "my.id", "net", "org", "info")
))  # fmt: skip
SLIPS = (
    "omission", "transposition", "repetition", "replacement", "insertion", "hyphenation",
    "vowel-swap", "addition", "bitsquatting", "homoglyph",
)  # fmt: skip
MIN_TYPO = 6  # slips of a shorter word are other people's words
MAX_TYPOS = 1_500  # of one word
WORDS_EACH = 6  # of one agency
_MAX_LABEL = 63


class LookAlike(msgspec.Struct, frozen=True):
    """A name that may be taken for ours, what it imitates and how."""

    name: str
    like: str
    kind: str  # key of WHY


WHY: dict[str, Text] = {
    "suffix": Text(
        "nama domain resmi dengan akhiran yang boleh didaftarkan siapa saja",
        "the official zone's name under a suffix that anybody may register under",
    ),
    "flattened": Text(
        "domain resmi dengan titik yang dihilangkan atau diganti tanda hubung",
        "the official zone with its dots left out or turned into hyphens",
    ),
    "affix": Text(
        "nama resmi dengan kata yang memberi kesan resmi",
        "the official name with a word that makes it look official",
    ),
    "government": Text(
        "nama pemerintah daerah di luar domain resmi",
        "the government's name outside the official zone",
    ),
    "agency": Text(
        "nama perangkat daerah bersama nama daerah, di luar domain resmi",
        "an agency's name with the region's, outside the official zone",
    ),
    "omission": Text("satu huruf hilang", "one letter left out"),
    "transposition": Text("dua huruf tertukar", "two letters swapped"),
    "repetition": Text("satu huruf digandakan", "one letter doubled"),
    "replacement": Text("tombol tetangga tertekan", "a neighbouring key hit"),
    "insertion": Text("satu huruf tersisip", "one letter put in"),
    "hyphenation": Text("tanda hubung disisipkan", "a hyphen put in"),
    "vowel-swap": Text("satu huruf hidup diganti", "one vowel exchanged"),
    "addition": Text("satu huruf ditambahkan di akhir", "one letter added at the end"),
    "bitsquatting": Text("satu huruf berubah karena galat mesin", "one letter changed by a bit"),
    "homoglyph": Text("huruf diganti dengan yang serupa bentuknya", "a letter of the same look"),
}


def look_alikes(
    zones: list[str], region: tuple[str, ...], agencies: tuple[tuple[str, ...], ...]
) -> Iterator[LookAlike]:
    """Yield names that look like the zones' and agencies', the likeliest first, each once."""
    seen: set[str] = set()
    for found in _all(zones, region, agencies):
        label = found.name.partition(".")[0]
        fits = 3 <= len(label) <= _MAX_LABEL and label.strip("-") == label
        inside = any(found.name == zone or found.name.endswith("." + zone) for zone in zones)
        if fits and not inside and found.name not in seen:
            seen.add(found.name)
            yield found


def _all(
    zones: list[str], region: tuple[str, ...], agencies: tuple[tuple[str, ...], ...]
) -> Iterator[LookAlike]:
    labels = {zone.partition(".")[0]: zone for zone in zones}
    for label, zone in labels.items():
        yield from (LookAlike(f"{label}.{s}", zone, "suffix") for s in SUFFIXES)
        yield from (LookAlike(f"{label}{t}.{s}", zone, "flattened") for t, s in _FLATTENED)
        yield from (LookAlike(f"www{label}.{s}", zone, "flattened") for s in _FEWER)
        yield from (LookAlike(name, zone, "affix") for name in _affixed(label, _FEW))
    for word in region:
        for government in _GOVERNMENT:
            for hyphen in ("", "-"):
                for suffix in _FEW:
                    name = f"{government}{hyphen}{word}.{suffix}"
                    yield LookAlike(name, f"{government} {word}", "government")
    yield from _of_agencies(list(labels), region, agencies)
    for label, zone in labels.items():
        yield from _slips(label, zone)


def _affixed(word: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for affix in _AFFIXES:
        for suffix in suffixes:
            yield f"{word}-{affix}.{suffix}"
            yield f"{word}{affix}.{suffix}"
            yield f"{affix}-{word}.{suffix}"
            yield f"{affix}{word}.{suffix}"


def _of_agencies(
    labels: list[str], region: tuple[str, ...], agencies: tuple[tuple[str, ...], ...]
) -> Iterator[LookAlike]:
    places = tuple(dict.fromkeys((*labels, *region)))
    for words in agencies:
        for number, word in enumerate(words[:WORDS_EACH]):
            for place in places:
                like = f"{word} {place}"
                for hyphen in ("-", ""):
                    both = f"{word}{hyphen}{place}"
                    yield from (LookAlike(f"{both}.{s}", like, "agency") for s in _FEW)
                    if place in labels:
                        for tail, suffix in _FLATTENED[:4]:
                            yield LookAlike(f"{both}{tail}.{suffix}", like, "flattened")
                    if number < 2:
                        for affix in _AFFIXES[:2]:
                            for suffix in _FEWER:
                                yield LookAlike(f"{both}-{affix}.{suffix}", like, "affix")


def _slips(label: str, zone: str) -> Iterator[LookAlike]:
    for slip, kind in slips(label):
        suffixes = _INTERNATIONAL if slip.startswith("xn--") else _TYPO_SUFFIXES
        for suffix in suffixes:
            yield LookAlike(f"{slip}.{suffix}", zone, kind)


@cache
def slips(label: str) -> tuple[tuple[str, str], ...]:
    """Return (label, kind) of what a hand or an eye makes of a label; nothing of a short one."""
    if len(label) < MIN_TYPO:
        return ()
    found: dict[str, str] = {}
    for kind in SLIPS:
        fuzzer = _dnstwist().Fuzzer(f"{label}.com")
        fuzzer.generate(fuzzers=[kind])
        for name in sorted(fuzzer.permutations(), key=lambda p: str(p["domain"])):
            slip = str(name["domain"]).removesuffix(".com")
            if "." not in slip and slip != label and len(found) < MAX_TYPOS:
                found.setdefault(slip, kind)
    return tuple(found.items())


@cache
def _dnstwist() -> Any:
    # The module sets a time limit for every socket of the process when it is imported.
    before = socket.getdefaulttimeout()
    try:
        import dnstwist
    finally:
        socket.setdefaulttimeout(before)
    return dnstwist
