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
    r"(?:^|[.-])go-?id(?:[.-]|$)|-go-?id|goid(?:[.-]|$)|[.-]gov?(?:[.-]|$)|govid"
)
_LEVELS = ("prov", "kab", "kota", "pemprov", "pemkab", "pemkot")
# Letters and digits that are taken for one another at a glance.
_LOOKS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"})
MIN_IMITATED = 7  # letters; shorter names are alike by chance
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
    if _ENDS_LIKE.search(f"{chosen}.") or _ENDS_LIKE.search(host):
        yield Evidence("looks_like_suffix", where, host)
    likeness = _likeness(chosen, gazetteer)
    if likeness:
        yield Evidence("imitates_zone", where, chosen[:100], strength=likeness)
    parts = re.split(r"[.\-_]", chosen)[:10]
    lures = [word for word in LURES if any(_holds(part, word) for part in parts)]
    if lures:
        yield Evidence("bait_in_host", where, ", ".join(lures[:3]))


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
            best = max(best, 0.9)
    return best


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
    return [
        x for w in _LEVELS for x in (label.removesuffix(w), label.removeprefix(w)) if x != label
    ]
