"""Addresses made to be taken for the official zone, or to bait: "x-prov-go.com", "bantuan-x.site"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.shared import chosen_labels, shared_hosts
from ronda.engine.attribute.words import squeeze
from ronda.engine.text import Text

_ENDS_LIKE = re.compile(
    r"(?:^|[.-])go-?id(?:[.-]|$)|-go-?id|goid(?:[.-]|$)|[.-]gov?(?:[.-]|$)|^gov?[.-]|govid"
)
_SAME_LEVEL = (("prov", "pemprov"), ("kab", "pemkab"), ("kota", "pemkot"))
_LEVELS = tuple(word for words in _SAME_LEVEL for word in words)
# Letters and digits that are taken for one another at a glance.
_LOOKS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"})
SLIP = 0.9  # the likeness of a zone's label with one slip in it
_SHORT = 3  # letters of a region's short name, as in "pemprovntb"
MIN_IMITATED = 7  # letters; shorter names are alike by chance
# Suffixes that are nearly given away, where most abuse is registered; hardly any office chooses them.
CHEAP = frozenset(
    {
        *("site", "online", "xyz", "top", "click", "icu", "shop", "store", "live", "vip", "buzz"),
        *("cyou", "sbs", "cfd", "rest", "fun", "space", "website", "bond", "lol", "quest", "win"),
        *(
            "monster",
            "hair",
            "beauty",
            "autos",
            "boats",
            "pics",
            "mom",
            "tk",
            "ml",
            "ga",
            "cf",
            "gq",
        ),
    }
)
# Words that stand in the addresses of traps: promises, claims of being the real one, hurry.
LURES = (
    *("bantuan", "bansos", "subsidi", "hibah", "undian", "hadiah", "klaim", "pencairan", "cairkan"),
    *("daftarulang", "penerimaan", "rekrutmen", "lowongan", "loker", "honorer", "verifikasi"),
    *("aktivasi", "konfirmasi", "pemutihan", "tilang", "lelang", "resmi", "official", "asli"),
    *("terpercaya", "secure", "gratis", "kupon", "voucher", "pinjaman", "bonus", "daftar", "cek"),
)  # fmt: skip


def imitation(host: str, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Evidence in a host that stands in nobody's zone. ``host``: without port, lower case."""
    shared = shared_hosts(gazetteer.shared_hosts).host_of(host)
    chosen = host.removesuffix(shared or "").rstrip(".") if shared else chosen_labels(host)
    where = Text(f"alamat {host}", f"address {host}")
    if _ENDS_LIKE.search(f"{chosen}.") or _ENDS_LIKE.search(host) or _runs_on(host, gazetteer):
        yield Evidence("looks_like_suffix", where, host)
    if not shared and host.rpartition(".")[2] in CHEAP:
        yield Evidence("cheap_suffix", where, f".{host.rpartition('.')[2]}")
    likeness = _likeness(chosen, gazetteer)
    if likeness:
        yield Evidence("imitates_zone", where, chosen[:100], strength=likeness)
    else:
        rebuilt = _rebuilt(chosen, gazetteer)
        if rebuilt:
            yield Evidence("rebuilt_name", where, rebuilt)
    parts = re.split(r"[.\-_]", chosen)[:10]
    lures = [word for word in LURES if any(_holds(part, word) for part in parts)]
    if lures:
        yield Evidence("bait_in_host", where, ", ".join(lures[:3]))


def _runs_on(host: str, gazetteer: Gazetteer) -> bool:
    """One of our zones with a dot left out: "xprovgo.id", "xgo.id"."""
    label, _, rest = host.removesuffix(".").rpartition(".")
    label = label.rpartition(".")[2]
    if rest != "id" or not label.endswith("go"):
        return False
    own = squeeze(label.removesuffix("go"))
    return any(own in (zone, *_stems(zone)) for zone, _, _ in _imitated(gazetteer))


def _holds(part: str, word: str) -> bool:
    return part == word or (len(word) >= 5 and (part.startswith(word) or part.endswith(word)))


def _likeness(chosen: str, gazetteer: Gazetteer) -> float:
    """How much the chosen part of a host is made like one of the zones: 0 to 1."""
    labels = [squeeze(label) for label in chosen.split(".")[-4:]]
    flat = squeeze(chosen)
    best = 0.0
    for label, whole, marked in _imitated(gazetteer):
        if whole in flat or (marked and label in labels):
            return 1.0  # "xprov-go-id.com" holds it all; "xprov.com" is its very label
        if marked and label in flat:
            best = max(best, 0.7)
        elif len(label) >= MIN_IMITATED and any(_nearly(x, label) for x in labels):
            best = max(best, SLIP)
    return best


def _rebuilt(chosen: str, gazetteer: Gazetteer) -> str:
    """Return the level and region that a host holds in another order than the zone does, or ""."""
    flat = squeeze(chosen)
    parts = re.split(r"[.\-_]", chosen)
    return next(
        (
            words
            for words, short in _orders(gazetteer)
            if (words in parts if short else words in flat)
        ),
        "",
    )


@lru_cache(maxsize=8)
def _orders(gazetteer: Gazetteer) -> tuple[tuple[str, bool], ...]:
    """Level and region as no zone of ours writes them: "provx", "pemprovx" where the zone is "xprov.go.id".

    With each, whether the region is a short one of three letters, which counts as a whole word only.
    """
    labels = {label for label, _, marked in _imitated(gazetteer) if marked}
    stems = {
        (stem, word)
        for label in labels
        for words in _SAME_LEVEL
        for level in words
        for stem in _stems_at(label, level)
        for word in words
    }
    name = squeeze(gazetteer.region.name)
    pairs = stems | {(name, w) for _, w in stems}
    found = {
        (order, len(stem) == _SHORT)
        for stem, w in pairs
        if len(stem) >= _SHORT
        for order in (f"{w}{stem}", f"{stem}{w}")
        if order not in labels
    }
    return tuple(sorted(found))


def _stems_at(label: str, level: str) -> list[str]:
    return [x for x in (label.removesuffix(level), label.removeprefix(level)) if x != label]


def _nearly(written: str, label: str) -> bool:
    """One slip away, or the same at a glance; never the same."""
    if written == label or abs(len(written) - len(label)) > 1:
        return False
    if written.translate(_LOOKS).replace("rn", "m") == label:
        return True
    return OSA.distance(written, label, score_cutoff=1) <= 1


@lru_cache(maxsize=8)
def _imitated(gazetteer: Gazetteer) -> tuple[tuple[str, str, bool], ...]:
    """(first label, all of the zone squeezed, the label is more than the region's name)."""
    name = squeeze(gazetteer.region.name)
    found = []
    for zone in gazetteer.zones:
        label = squeeze(zone.partition(".")[0])
        marked = any(
            label == f"{stem}{w}" or label == f"{w}{stem}"
            for w in _LEVELS
            for stem in _stems(label)
        )
        found.append((label, squeeze(zone), marked and label != name))
    return tuple(found)


def _stems(label: str) -> list[str]:
    return [stem for level in _LEVELS for stem in _stems_at(label, level)]
