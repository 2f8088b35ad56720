"""Which government does a text name: ours, a namesake at another level, or somebody else's?"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.regionwords import abbreviations, core, zone_stems
from ronda.engine.attribute.words import Tokens, level_words, office_level_words, tokens

Who = Literal["ours", "other", "town"]

_MIN_BARE = 4  # letters of a short name that says something without a level before it
# After "kabupaten" or "kota" these begin no name.
_NO_NAME = frozenset(
    [
        "yang",
        "di",
        "ke",
        "dari",
        "se",
        "ini",
        "itu",
        "untuk",
        "dengan",
        "pada",
        "oleh",
        "atau",
        "adalah",
        "kota",
        "kabupaten",
        "kab",
        "provinsi",
        "prov",
        "desa",
        "kecamatan",
        "kelurahan",
        "tahun",
        "tingkat",
        "seluruh",
        "setempat",
        "lain",
        "lainnya",
        "masing",
        "asal",
        "tujuan",
        "sehat",
        "layak",
        "pintar",
        "cerdas",
        "hijau",
        "bersih",
        "besar",
        "kecil",
        "baru",
        "lama",
        "tua",
        "administrasi",
        "dalam",
        "kami",
        "kita",
        "anda",
        "mereka",
        "secara",
        "sebagai",
        "akan",
        "telah",
        "sudah",
        "tidak",
        "bukan",
        "the",
        "of",
        "in",
        *("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    ]
)


class Named(msgspec.Struct, frozen=True):
    """A government named in a text, from token ``start`` to ``end``."""

    start: int
    end: int
    who: Who
    name: str  # as a person would write it
    # The words name the government ("Pemkab", "Bupati"), not merely a place.
    as_office: bool = False
    # A level stands before the name; without one a name shared by two is never taken.
    with_level: bool = False


class Governments:
    """All governments known, ready to be recognised in tokens."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        region = gazetteer.region
        self._ours = tokens(region.name)
        self._our_level = region.level
        # Name -> levels at which somebody else bears it, with the spelling.
        self._others: dict[Tokens, dict[str, str]] = {}
        for other in gazetteer.others:
            name = tokens(other.name)
            if name and not (name == self._ours and other.level == self._our_level):
                self._others.setdefault(name, {})[other.level] = other.name
        self._towns = {tokens(t): t for t in region.towns if tokens(t)}
        # How people shorten our name: "Pemprov Jabar". What we call ourselves (in our zones, and the
        # part of the name that is ours alone) needs no level before it when nobody else bears it.
        self_called: set[Tokens] = {
            (w,) for w in zone_stems(gazetteer.zones) if len(w) >= _MIN_BARE
        }
        self_called.add(core(region.name))
        short = self_called | {(w,) for w in abbreviations(region.name)}
        self._short = {t for t in short if t and t != self._ours and t not in self._towns}
        self._self_called = (self_called & self._short) - self._others.keys()
        self._first: dict[str, list[Tokens]] = {}
        for name in {self._ours, *self._others, *self._towns, *self._short}:
            if name:
                self._first.setdefault(name[0], []).append(name)
        for names in self._first.values():
            names.sort(key=len, reverse=True)
        self._starts = frozenset(
            {"pemerintah", "wali", *self._first, *level_words(), *office_level_words()}
        )
        self._region_name = region.name

    @property
    def shares_name(self) -> bool:
        """Another government bears the region's very name at another level."""
        return self._ours in self._others

    def at(self, words: Tokens, start: int) -> Named | None:
        """Return the government whose naming begins at ``start``, or None."""
        if start >= len(words) or words[start] not in self._starts:
            return None
        i, as_office = start, False
        if words[i : i + 1] == ("pemerintah",):
            as_office = True
            i += 1
        if words[i : i + 1] == ("daerah",) and as_office:
            i += 1
        level = None
        if words[i : i + 2] == ("wali", "kota"):
            level, as_office, i = "city", True, i + 2
        elif i < len(words):
            level = office_level_words().get(words[i])
            if level:
                as_office = True
            else:
                level = level_words().get(words[i])
            if level:
                i += 1
        name = self._name_at(words, i)
        if level:
            return self._with_level(words, start, i, level, as_office, name)
        if name is None:
            return None
        return self._bare(start, i + len(name), name, as_office)

    def all_in(self, words: Tokens) -> Iterator[Named]:
        """Yield every government named, left to right, never overlapping."""
        starts, end = self._starts, 0
        for i in [n for n, word in enumerate(words) if word in starts]:
            found = self.at(words, i) if i >= end else None
            if found is not None:
                yield found
                end = found.end

    def _name_at(self, words: Tokens, i: int) -> Tokens | None:
        for name in self._first.get(words[i], ()) if i < len(words) else ():
            if words[i : i + len(name)] == name:
                return name
        return None

    def _with_level(
        self, words: Tokens, start: int, i: int, level: str, as_office: bool, name: Tokens | None
    ) -> Named | None:
        if name is None:
            return self._stranger(words, start, i, level, as_office)
        end = i + len(name)
        ours = name == self._ours or name in self._short
        if ours and level == self._our_level and level not in self._others.get(name, {}):
            return Named(start, end, "ours", self._region_name, as_office, True)
        if level in self._others.get(name, {}):
            spelled = f"{_title(level)} {self._others[name][level]}"
            in_region = name in self._towns and not as_office
            return Named(start, end, "town" if in_region else "other", spelled, as_office, True)
        if name in self._towns and not as_office:
            return Named(start, end, "town", self._towns[name], False, True)
        spelled = f"{_title(level)} {' '.join(name).title()}"
        return Named(start, end, "other", spelled, as_office, True)

    def _stranger(
        self, words: Tokens, start: int, i: int, level: str, as_office: bool
    ) -> Named | None:
        """A government that nobody told us of, e.g. "Pemkab Sukamaju"."""
        if i >= len(words):
            return None
        first = words[i]
        if first in _NO_NAME or len(first) < 4 or not first.isalpha():
            return None
        return Named(start, i + 1, "other", f"{_title(level)} {first.title()}", as_office, True)

    def _bare(self, start: int, end: int, name: Tokens, as_office: bool) -> Named | None:
        if name in self._self_called:
            return Named(start, end, "ours", self._region_name, as_office)
        if name == self._ours:
            # A name that two governments bear says nothing without its level.
            if self.shares_name:
                return None
            return Named(start, end, "ours", self._region_name, as_office)
        if name in self._towns:
            return Named(start, end, "town", self._towns[name], as_office)
        if name not in self._others:
            return None  # a short form that may be any word
        level, spelled = next(iter(self._others[name].items()))
        return Named(start, end, "other", f"{_title(level)} {spelled}", as_office)


def _title(level: str) -> str:
    return {"province": "Provinsi", "regency": "Kabupaten", "city": "Kota"}.get(
        level, level.title()
    )
