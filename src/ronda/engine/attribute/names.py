"""What agencies are called: names over time, abbreviations and the words they have in hosts."""

import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from ronda.engine.attribute.contract import Gazetteer, KnownAgency
from ronda.engine.attribute.governments import Governments
from ronda.engine.attribute.words import Tokens, squeeze, tokens

OFFICE_TYPES = frozenset(
    [
        "dinas",
        "badan",
        "biro",
        "kantor",
        "inspektorat",
        "sekretariat",
        "satuan",
        "rumah",
        "balai",
        "unit",
        "bagian",
    ]
)
MIN_TEXT_WORD = 4  # shorter single words name an office in a host, not in running text


class Mention(msgspec.Struct, frozen=True):
    """One or more agencies that the same words may name, from token ``start`` to ``end``."""

    start: int
    end: int
    agencies: tuple[str, ...]
    kind: str  # official, short, alias, former, part, token


class _Field(msgspec.Struct):
    phrases: list[str]
    tokens: list[str]
    apps: list[str] = []  # names of applications
    words: list[str] = []  # everyday words


class _Nomenclature(msgspec.Struct):
    field: list[_Field]


@cache
def _nomenclature() -> tuple[_Field, ...]:
    text = files("ronda.engine.attribute.data").joinpath("nomenclature.toml").read_text("utf-8")
    return tuple(msgspec.convert(tomllib.loads(text), _Nomenclature).field)


def abbreviations(name: str) -> tuple[str, ...]:
    """Return the words that stand for an office in hosts, by what its official name says it does."""
    return tuple(dict.fromkeys(word for field in _fields_of(name) for word in field.tokens))


def _fields_of(name: str) -> list[_Field]:
    spaced = f" {' '.join(tokens(name))} "
    return [
        field
        for field in _nomenclature()
        if any(f" {' '.join(tokens(phrase))} " in spaced for phrase in field.phrases)
    ]


@cache
def field_words() -> frozenset[str]:
    """Return what offices' fields are called in hosts, whichever government's: "dkp", "kesehatan"."""
    return _phrase_words() | {token for field in _nomenclature() for token in field.tokens}


@cache
def office_hints() -> frozenset[str]:
    """Return short names of offices and of their applications as any region uses them in hosts.

    "dinkes", "bkad", "ppdb": who sees one in a host knows that some government may stand behind
    it, not which. Everyday words ("kesehatan") are left out.
    """
    words = {word for field in _nomenclature() for word in (*field.tokens, *field.apps)}
    return frozenset(w for w in words if not is_ordinary(w))


class NameIndex:
    """All names of all agencies, ready to be found in tokens and in hosts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.governments = Governments(gazetteer)
        self.agencies: dict[str, KnownAgency] = {a.key: a for a in gazetteer.agencies}
        self._phrases: dict[Tokens, dict[str, str]] = defaultdict(dict)
        self.host_words: dict[str, dict[str, str]] = defaultdict(dict)
        # What hints at offices in a host of our own zones: word -> agency -> kind of evidence.
        self.hints: dict[str, dict[str, str]] = defaultdict(dict)
        for agency in gazetteer.agencies:
            for name in agency.names:
                self._add(agency.key, name.text, name.kind)
        self._add_parts(gazetteer)
        self._prefer_given()
        # What our own pages say counts before what such an application is elsewhere.
        self.applications = {word: a.key for a in gazetteer.agencies for word in a.applications}
        for word, key in self.applications.items():
            self.hints[word] = {key: "host_named"}
        self._first: dict[str, list[Tokens]] = defaultdict(list)
        for phrase in self._phrases:
            self._first[phrase[0]].append(phrase)
        for phrases in self._first.values():
            phrases.sort(key=len, reverse=True)

    def find(self, words: Tokens) -> list[Mention]:
        """Return the agencies named, left to right; a longer name hides a shorter one within it."""
        found, end = [], 0
        first = self._first
        for i in [n for n, word in enumerate(words) if word in first]:
            if i < end:
                continue
            match = next((p for p in first[words[i]] if words[i : i + len(p)] == p), None)
            if match is None:
                continue
            bearers = self._phrases[match]
            kind = next(iter(bearers.values()))
            found.append(Mention(i, i + len(match), tuple(bearers), kind))
            end = i + len(match)
        return found

    def label(self, key: str) -> str:
        """Return an agency's official name for a sentence."""
        agency = self.agencies.get(key)
        if agency is None:
            return key
        official = next((n.text for n in agency.names if n.kind == "official"), None)
        return official or (agency.names[0].text if agency.names else key)

    def _add(self, key: str, text: str, kind: str) -> None:
        words = self._without_government(tokens(text, 400))
        if not words or words == ("dinas",) or words == ("badan",):
            return
        flat = "".join(words)
        if len(words) > 1 or len(flat) >= MIN_TEXT_WORD or kind in ("short", "alias"):
            self._phrases[words].setdefault(key, kind)
        if len(squeeze(flat)) >= 3:
            self.host_words[squeeze(flat)].setdefault(key, kind)
        if kind in ("official", "former"):
            for word in abbreviations(" ".join(words)):
                self.host_words[word].setdefault(
                    key, "token" if kind == "official" else "former_token"
                )
                if len(word) >= 5 and not is_ordinary(word):
                    self._phrases[(word,)].setdefault(key, "token")
            initials = "".join(w[0] for w in words)
            if len(initials) >= 4:
                self.host_words[initials].setdefault(key, "token")
            if kind == "official":
                self._add_hints(key, words)

    def _add_hints(self, key: str, words: Tokens) -> None:
        for size in range(3, len(words) + 1):
            self.hints["".join(w[0] for w in words[:size])].setdefault(key, "host_initials")
        for field in _fields_of(" ".join(words)):
            for word in field.apps:
                self.hints[word][key] = "host_app"
            for word in field.words:
                self.hints[word].setdefault(key, "host_field")

    def _add_parts(self, gazetteer: Gazetteer) -> None:
        """The beginning of a long name, where only one agency's begins so: "Dinas Pendidikan"."""
        bearers: dict[Tokens, set[str]] = defaultdict(set)
        for agency in gazetteer.agencies:
            for name in agency.names:
                words = self._without_government(tokens(name.text, 400))
                if (
                    name.kind in ("official", "former")
                    and len(words) > 2
                    and words[0] in OFFICE_TYPES
                ):
                    for size in range(2, len(words)):
                        bearers[words[:size]].add(agency.key)
        for words, keys in bearers.items():
            if len(keys) == 1 and words not in self._phrases and len(words[1]) > 3:
                key = next(iter(keys))
                self._phrases[words][key] = "part"
                self.host_words["".join(words)].setdefault(key, "part")

    def _prefer_given(self) -> None:
        """A word that the register gives to one office is not another's by nomenclature alone.

        Nor is a word of what one office does today another's for what it did under a former name.
        """
        for bearers in (*self.host_words.values(), *self._phrases.values()):
            kinds = set(bearers.values())
            if kinds & {"official", "short", "alias"}:
                weaker = {"token", "part", "former_token"}
            elif "token" in kinds:
                weaker = {"former_token"}
            else:
                continue
            for key in [k for k, kind in bearers.items() if kind in weaker]:
                del bearers[key]

    def _without_government(self, words: Tokens) -> Tokens:
        """ "Dinas Kesehatan Provinsi X" is "Dinas Kesehatan" when X is ours."""
        for i in range(1, len(words)):
            named = self.governments.at(words, i)
            if named is not None and named.who == "ours" and named.end == len(words):
                return words[:i]
        return words


@cache
def _phrase_words() -> frozenset[str]:
    return frozenset(squeeze(p) for f in _nomenclature() for p in f.phrases)


def is_ordinary(word: str) -> bool:
    """A word of everyday language ("kesehatan"), which names no office in running text."""
    extra = {"perizinan", "pendidikan", "pertanian", "kepegawaian", "diklat", "samsat", "satpol"}
    return word in _phrase_words() or word in extra


@lru_cache(maxsize=8)
def index_of(gazetteer: Gazetteer) -> NameIndex:
    """Return the index of a gazetteer, made once."""
    return NameIndex(gazetteer)
