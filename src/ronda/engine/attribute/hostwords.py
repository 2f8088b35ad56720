"""What the words in a host or path say: an office, a region, a level, another government."""

import re
from collections import defaultdict
from functools import lru_cache

import msgspec
from ahocorasick_rs import AhoCorasick, Implementation

from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.names import NameIndex, index_of
from ronda.engine.attribute.regionwords import abbreviates, abbreviations, core
from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.attribute.words import level_words, office_level_words, squeeze, tokens
from ronda.engine.attribute.zones import other_zones
from ronda.engine.urls import BadUrl, parse

_GENERIC = [
    "www",
    "web",
    "website",
    "webs",
    "portal",
    "situs",
    "resmi",
    "official",
    "info",
    "informasi",
    "layanan",
    "online",
    "digital",
    "app",
    "apps",
    "aplikasi",
    "sistem",
    "indonesia",
    "daerah",
    "dinas",
    "badan",
    "kantor",
    "ppid",
    "blog",
    "blogs",
    "berita",
    "news",
    "data",
    "dev",
    "test",
    "new",
    "baru",
    "home",
    "sites",
    "site",
    "view",
    "opd",
    "pemda",
    "pemerintah",
    "gov",
    "goid",
    "go",
    "id",
]
_SUFFIXES = ("prov", "kab", "kota")
MAX_LABEL = 63
MIN_SHORT = 4  # letters of a shortened region that is looked for without more ado


class HostWords(msgspec.Struct, frozen=True):
    """What was recognised in one part of an address."""

    # Agency key -> how it was recognised: "exact" (nothing unexplained beside it) or "part".
    agencies: dict[str, str]
    words: dict[str, str]  # agency key -> the word found
    former: frozenset[str]  # agencies whose former name it was
    ours: str = ""  # the word that names our region
    whole: bool = True  # it is the region's whole name, not a part that others may bear
    other: str = ""  # the other government named
    other_word: str = ""


class _Found(msgspec.Struct, frozen=True):
    word: str
    exact: bool


class Vocabulary:
    """Every word that may stand in a host, with what it means."""

    def __init__(self, gazetteer: Gazetteer, index: NameIndex) -> None:
        self.agency = index.host_words
        self.levels = {**level_words(), **office_level_words()}
        self.level = gazetteer.region.level
        name = squeeze(gazetteer.region.name)
        self.zone_labels = {squeeze(z.partition(".")[0]) for z in gazetteer.zones}
        # Word -> levels at which it is a government's name; ours stands under "".
        self.region: dict[str, set[str]] = defaultdict(set)
        if len(name) >= 4:
            self.region[name].add("ours")
        parts = core(gazetteer.region.name) or tokens(gazetteer.region.name)[-1:]
        for part in (*parts, "".join(parts)):
            if len(part) >= 5 and part.isascii() and part != name:
                self.region[part].add("part")
        for label in self.zone_labels:
            stem = _stem(label)
            if len(stem) >= 4 and stem != name:
                self.region[stem].add("part")
        self.others: dict[str, dict[str, str]] = defaultdict(dict)
        for other in gazetteer.others:
            word = squeeze(other.name)
            if len(word) >= 4:
                self.others[word][other.level] = other.name
        self._add_zones(gazetteer, name)
        self.name = gazetteer.region.name
        self.other_names = tuple(o.name for o in gazetteer.others if o.name != self.name)
        self.short = self._add_short()
        generic = {w for w in _GENERIC if len(w) > 1}
        self.all: set[str] = (
            set(self.agency)
            | set(self.levels)
            | self.zone_labels
            | set(self.region)
            | set(self.others)
            | generic
        )
        self._finds = AhoCorasick(sorted(self.all), implementation=Implementation.DFA)

    def _add_zones(self, gazetteer: Gazetteer, ours: str) -> None:
        towns = {squeeze(t) for t in gazetteer.region.towns}
        for zone in other_zones(gazetteer):
            label = squeeze(zone.partition(".")[0])
            stem = _stem(label)
            taken = stem in self.region or stem in self.agency or stem in towns or stem in _GENERIC
            if len(stem) >= 5 and stem != ours and not taken:
                self.others[stem].setdefault(_level_of(label), stem.title())

    def _add_short(self) -> frozenset[str]:
        """What regions' names are shortened to: ours, then others' where it is not ours too."""
        taken = {*self.agency, *self.levels, *self.region, *self.others}
        ours = {w for w in abbreviations(self.name) if len(w) >= MIN_SHORT} - taken
        for word in ours:
            self.region[word].add("part")
        theirs: dict[str, str] = {}
        for name in self.other_names:
            theirs |= dict.fromkeys(abbreviations(name), name)
        for word in sorted(theirs.keys() - taken - ours):
            if len(word) >= MIN_SHORT:
                self.others[word].setdefault("", theirs[word])
        return frozenset(ours | theirs.keys()) - taken

    def split(self, label: str) -> list[_Found]:
        """Split a label into known words with as few unknown letters as possible."""
        text = squeeze(label)[:MAX_LABEL]
        # Where known words begin, by where they end; the longest first.
        begins: dict[int, list[int]] = defaultdict(list)
        for _, start, end in self._finds.find_matches_as_indexes(text, overlapping=True):
            begins[end].append(start)
        # best[i]: (unknown letters, number of words, words) of text[:i]
        best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
        for end in range(1, len(text) + 1):
            unknown, count, found = best[end - 1]
            digit = text[end - 1].isdigit()
            choice = (unknown + (0 if digit else 1), count, found)
            for start in sorted(begins.get(end, ())):
                u, c, f = best[start]
                if (u, c + 1) < choice[:2]:
                    choice = (u, c + 1, (*f, text[start:end]))
            best.append(choice)
        unknown, _, words = best[-1]
        # A short word amid unexplained letters is chance: "dkp" in "goodkpop".
        # So is a shortened region, however long.
        return [
            _Found(w, unknown == 0)
            for w in words
            if unknown == 0 or (len(w) >= 5 and w not in self.short)
        ]


@lru_cache(maxsize=2_048)
def read_words(text: str, gazetteer: Gazetteer) -> HostWords:
    """Return what the owner's part of an address says. Never raises."""
    vocabulary = _vocabulary(gazetteer)
    found = [
        item
        for part in text.lower().replace("/", " ").replace(".", " ").split()[:12]
        for item in (*vocabulary.split(part), *_between_hyphens(part, vocabulary))
    ]
    words = {f.word for f in found}
    agencies: dict[str, str] = {}
    spelled: dict[str, str] = {}
    former = set()
    for item in found:
        for key, kind in vocabulary.agency.get(item.word, {}).items():
            if agencies.get(key) != "exact":
                agencies[key] = "exact" if item.exact else "part"
                spelled[key] = item.word
            if kind in ("former", "former_token"):
                former.add(key)
    ours, other, other_word = _region(vocabulary, words)
    whole = ours not in vocabulary.region or "ours" in vocabulary.region[ours]
    if agencies and not ours and not other:
        ours, beside = _shortened(text, set(spelled.values()), vocabulary)
        whole = not ours
        # Office and region together explain all of it.
        agencies = {k: "exact" if spelled[k] == beside else how for k, how in agencies.items()}
    return HostWords(agencies, spelled, frozenset(former), ours, whole, other, other_word)


def _shortened(text: str, offices: set[str], vocabulary: Vocabulary) -> tuple[str, str]:
    """Letters beside an office's word that shorten our region's name and nobody else's: "smg".

    Returns them and the office's word that they stand right beside, or "".
    """
    for part in re.split(r"[\W_]+", text.lower())[:12]:
        rests = {part: ""}
        for word in offices:
            rests |= {part.removeprefix(word): word, part.removesuffix(word): word}
        for rest in sorted(rests.keys() - vocabulary.all - {""}):
            others = any(abbreviates(rest, name) for name in vocabulary.other_names)
            if abbreviates(rest, vocabulary.name) and not others:
                return rest, rests[rest] if rest != part else ""
    return "", ""


def _between_hyphens(label: str, vocabulary: Vocabulary) -> list[_Found]:
    """What is whole between two hyphens: "siatlet-dispora" names the office, whatever "siatlet" is."""
    parts = label.split("-")[:8]
    if len(parts) < 2:
        return []
    return [item for part in parts for item in vocabulary.split(part) if item.exact]


def hinted(text: str, gazetteer: Gazetteer) -> list[tuple[str, str, str]]:
    """Return (word, agency, kind of evidence) for words that hint at an office in our own zones.

    A word counts as a whole label or as a part between hyphens; an "e" before it is left out, and a
    longer application's name also counts at the beginning of a label. Never raises.
    """
    hints = index_of(gazetteer).hints
    found: dict[tuple[str, str], str] = {}
    for label in text.lower().replace("/", " ").replace(".", " ").split()[:12]:
        parts = {squeeze(label), *(squeeze(part) for part in label.split("-")[:8])}
        parts |= {part.rstrip("0123456789") for part in parts}
        parts |= {part[1:] for part in parts if part.startswith("e")}
        begun = {p[:n] for p in parts for n in range(4, len(p) + 1) if p[:n] in hints}
        for word in sorted((parts & hints.keys()) | begun):
            for key, kind in hints[word].items():
                if word in parts or kind in ("host_app", "host_named"):
                    found[(word, key)] = kind
    return [(word, key, kind) for (word, key), kind in found.items()]


def region_words(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the words that name our region in hosts, whole name first."""
    vocabulary = _vocabulary(gazetteer)
    words = {*vocabulary.region, *vocabulary.zone_labels}
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


def owned_words(url: str, gazetteer: Gazetteer) -> tuple[HostWords, HostWords]:
    """Return what a site's host and its path say. Never raises; a bad address says nothing."""
    nothing = HostWords({}, {}, frozenset())
    try:
        origin = parse(url)
    except BadUrl:
        return nothing, nothing
    shared = shared_hosts(gazetteer.shared_hosts)
    host_part = shared.owned_words(msgspec.structs.replace(origin, path="/"))
    return read_words(host_part, gazetteer), read_words(origin.path, gazetteer)


def host_of(url: str) -> str:
    """Return an address's host; "" for a bad address."""
    try:
        return parse(url).host
    except BadUrl:
        return ""


def host_label(url: str, gazetteer: Gazetteer) -> str:
    """Return the part of a host that its owner chose, without its path; "" for a bad address."""
    try:
        origin = parse(url)
    except BadUrl:
        return ""
    shared = shared_hosts(gazetteer.shared_hosts)
    return shared.owned_words(msgspec.structs.replace(origin, path="/")).strip()


def _region(vocabulary: Vocabulary, words: set[str]) -> tuple[str, str, str]:
    """Return (our word, other government's name, its word) from a host's words."""
    levels = {vocabulary.levels[w] for w in words if w in vocabulary.levels}
    ours = next((w for w in words if "ours" in vocabulary.region.get(w, ())), "")
    ours = ours or next((w for w in sorted(words) if w in vocabulary.zone_labels), "")
    shared = ours and ours in vocabulary.others
    if ours and not (shared and levels and vocabulary.level not in levels):
        return ours, "", ""
    for word in sorted(words & set(vocabulary.others), key=len, reverse=True):
        bearers = vocabulary.others[word]
        matching = next((lv for lv in bearers if lv in levels), None)
        part_of_ours = word in vocabulary.region
        if matching:
            return "", f"{bearers[matching]}", word
        if not part_of_ours:
            return "", next(iter(bearers.values())), word
    part = next((w for w in words if "part" in vocabulary.region.get(w, ())), "")
    # Half a region's name is ours only when the level says so or nobody else is called so.
    if part and (vocabulary.level in levels or (part not in vocabulary.others and not levels)):
        return part, "", ""
    if part and levels and vocabulary.level not in levels:
        return "", part.title(), part
    return "", "", ""


def _stem(label: str) -> str:
    for suffix in _SUFFIXES:
        if label.endswith(suffix) and len(label) > len(suffix) + 3:
            return label.removesuffix(suffix)
    return label


def _level_of(label: str) -> str:
    levels = {"prov": "province", "kab": "regency", "kota": "city"}
    return next((lv for s, lv in levels.items() if label.endswith(s)), "regency")


@lru_cache(maxsize=8)
def _vocabulary(gazetteer: Gazetteer) -> Vocabulary:
    return Vocabulary(gazetteer, index_of(gazetteer))
