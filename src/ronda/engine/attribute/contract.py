"""What attribution is given and what it says."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from ronda.engine.artifacts import DnsArtifact, LetterArtifact, PageArtifact, TlsArtifact
from ronda.engine.attribute.item import Item
from ronda.engine.attribute.weights import Weights
from ronda.engine.discover.contract import Sighting
from ronda.engine.registration import Registration
from ronda.engine.text import Text


class Relation(StrEnum):
    """How a site stands to the government (glossary: Hubungan)."""

    OFFICIAL = "official"
    UNOFFICIAL = "unofficial"
    IMPERSONATION = "impersonation"
    OTHER_GOVERNMENT = "other_government"
    THIRD_PARTY = "third_party"
    EX_OFFICIAL = "ex_official"
    UNRELATED = "unrelated"
    UNDECIDED = "undecided"


CONCERNS_US = (
    Relation.OFFICIAL,
    Relation.UNOFFICIAL,
    Relation.IMPERSONATION,
    Relation.EX_OFFICIAL,
)
"""Ours, once ours, or passing itself off as ours: what an officer should see."""


class KnownName(msgspec.Struct, frozen=True):
    """A name of an agency and its kind: official, short, alias or former."""

    text: str
    kind: str


class KnownAgency(msgspec.Struct, frozen=True):
    """An agency as attribution knows it."""

    key: str
    names: tuple[KnownName, ...]
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()  # of its confirmed sites
    # What pages of ours call the applications that it runs, squeezed: "tanyakami".
    applications: tuple[str, ...] = ()


class Region(msgspec.Struct, frozen=True):
    """The government that runs this Ronda: "Provinsi Nusa Rembulan"."""

    level: str  # "province", "regency", "city"
    name: str  # "Nusa Rembulan"
    area_codes: tuple[str, ...] = ()  # telephone: "0435"
    postcodes: tuple[str, ...] = ()  # prefixes: "961"
    towns: tuple[str, ...] = ()


class OtherGovernment(msgspec.Struct, frozen=True):
    """Another government, to tell namesakes apart."""

    level: str
    name: str
    zone: str = ""
    area_codes: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


class KnownLook(msgspec.Struct, frozen=True):
    """What a known site looks like, to tell copies and relatives of it.

    ``text`` and ``outline`` are sketches (:mod:`.sketch`) of what a visitor reads and of how the
    markup is built.
    """

    url: str
    # A relation that a person has decided on; "": in an official zone, and nobody has decided.
    relation: str = ""
    agency: str = ""  # key; "": nobody has said yet whose it is
    title: str = ""
    text: tuple[int, ...] = ()
    outline: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()  # digests of mobile numbers and mail addresses that it gives
    icon: str = ""  # digest of its icon, where that is not its program's (from_icons.own_icon)
    # Nobody has decided on the relation yet: it is all but certain by the site's own evidence.
    suspected: bool = False

    @property
    def ours(self) -> bool:
        """The site is the government's."""
        return self.relation in ("", Relation.OFFICIAL, Relation.UNOFFICIAL)


class LookBook:
    """The looks of all known sites. Two books are the same when all they hold is.

    Compared by a digest made once: a gazetteer is the key of many caches, and thousands of looks
    would be compared at each use.
    """

    __slots__ = ("_digest", "looks")

    def __init__(self, looks: Iterable[KnownLook] = ()) -> None:
        self.looks = tuple(looks)
        self._digest = hashlib.sha256(msgspec.json.encode(self.looks)).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LookBook) and self._digest == other._digest

    def __hash__(self) -> int:
        return hash(self._digest)

    def __bool__(self) -> bool:
        return bool(self.looks)


NO_LOOKS = LookBook()


class Gazetteer(msgspec.Struct, frozen=True, cache_hash=True):
    """All that attribution knows before looking at a candidate."""

    region: Region
    zones: tuple[str, ...]  # official zones
    agencies: tuple[KnownAgency, ...]
    others: tuple[OtherGovernment, ...] = ()
    other_zones: tuple[str, ...] = ()  # zones of other governments, as data
    shared_hosts: tuple[str, ...] = ()
    looks: LookBook = NO_LOOKS  # of known sites: ours, and what people decided on
    weights: Weights | None = None  # taught by the office's own decisions; None: the shipped ones


class CandidateFacts(msgspec.Struct, frozen=True):
    """All that is known of a candidate: a few pages, DNS, the certificate, who saw it."""

    url: str
    pages: tuple[PageArtifact, ...] = ()
    dns: DnsArtifact | None = None
    tls: TlsArtifact | None = None
    sightings: tuple[Sighting, ...] = ()
    # What the registry publishes of its domain; None: not asked, or not answered.
    registration: Registration | None = None
    icon: str = ""  # as in KnownLook
    # URLs of known official sites that link to it (with the words of the link).
    linked_from: tuple[tuple[str, str], ...] = ()
    # How a document begins that its pages link; None: none was read.
    letter: LetterArtifact | None = None


class Reason(msgspec.Struct, frozen=True):
    """One reason in words, for or against, and where it was seen."""

    text: Text
    where: Text
    weight: float  # log-odds; below zero speaks against
    kind: str  # evidence kind, stable key: "name_in_title", "phone", ...
    excerpt: str = ""


class Attribution(msgspec.Struct, frozen=True):
    """The proposal: a relation, an agency where there is one, a probability, the reasons.

    UNDECIDED with the best guess in ``agency`` is an abstention, with reasons all the same.
    """

    relation: Relation
    agency: str | None
    probability: float
    reasons: tuple[Reason, ...]
    model: str  # version of the model that said it
    items: tuple[Item, ...] = ()  # what it weighed, to learn from a person's answer
