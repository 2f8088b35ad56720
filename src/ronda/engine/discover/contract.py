"""What a discovery source is made of. A source is one module ``discover/<name>.py`` that defines:

* a module docstring: its manual page;
* ``META``: :class:`SourceMeta`;
* ``discover(context)``: an async generator of :class:`Sighting`, :class:`Checkpoint`,
  :class:`Note` and :class:`Known`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from ronda.engine.artifacts import SiteFacts
from ronda.engine.collect.contract import Control
from ronda.engine.netconfig import NetConfig
from ronda.engine.text import Text


class Sighting(msgspec.Struct, frozen=True):
    """One source saw one name or URL, with the evidence of it."""

    source: str  # SourceMeta.id
    url: str  # engine.urls.normalise
    seen_at: datetime
    where: str  # "zone rembulanprov.go.id", "log ... entry 17", "https://... footer"
    # Small facts for attribution and display, e.g. {"link_text": "...", "names": "a, b"}.
    facts: Mapping[str, str] = {}
    # The sign is too weak to trouble a person: the site is looked at first, and becomes a candidate
    # only when what stands there concerns us.
    lead: bool = False
    # A lead without any sign: how much its name reads like a government's, between 0 and 1. It waits
    # behind those with a sign, within a budget of its own.
    hunch: float | None = None


class Checkpoint(msgspec.Struct, frozen=True):
    """All sightings before this are complete: store them and this state in one transaction."""

    state: Mapping[str, object]


class Note(msgspec.Struct, frozen=True):
    """How many names entered, were dropped, at which step and why: the counted funnel.

    ``level`` error means that part of the source could not be read (transfer refused, log
    unreachable); what was found before stays.
    """

    step: str  # stable key: "read", "duplicate", "wildcard", "not_watched", "malformed", ...
    count: int = 1
    level: Literal["count", "error"] = "count"
    text: Text | None = None  # needed for errors: what, where, how to mend it


class Known(msgspec.Struct, frozen=True):
    """A social profile or an application that a site of ours leads to; a record, no name to visit."""

    site: str  # URL of the site, as registered
    network: str  # content.channels.Channel
    handle: str
    url: str  # as linked
    page: str  # the page that links to it
    place: str  # "nav", "header", "footer", "main"
    words: str  # of the link
    seen_at: datetime


class SourceMeta(msgspec.Struct, frozen=True):
    """A source's data."""

    id: str  # "zone", "ct", "links", "list"
    title: Text
    what: Text  # what it reads, and what it can and cannot see
    cost: Text  # what it costs others
    by_hand: bool = False  # reads what a person hands in (``listed``); never runs by itself
    after_others: bool = False  # asks about what others found, so it runs after them
    after_pages: bool = False  # looks for what our own pages call things, so these are read before
    follows: bool = False  # goes on from where it stopped at little cost, so it runs all the time


class KnownPage(msgspec.Struct, frozen=True):
    """A page of a known site as last seen: the links source reads these, not the network."""

    url: str
    relation: str
    links: tuple[tuple[str, str, str], ...]  # (absolute URL, text, place)
    site: SiteFacts | None = None  # whose page it is; without it nothing further of it is read


class Crawl(msgspec.Struct, frozen=True):
    """How much the links source may read by itself, beyond what patrols have brought back."""

    pages_a_site: int = 12  # a run
    pages_a_run: int = 2_000  # of all sites
    again_days: int = 14  # nothing is read twice within these
    short_links: int = 200  # short links and pages of links a run
    read_social: bool = False  # social profiles are read once like pages of links


class ZoneFeed(msgspec.Struct, frozen=True):
    """A zone of the office: where to transfer it from, or its file."""

    name: str
    server: str = ""  # address or address:port of a server that allows us AXFR
    file: str = ""  # path of a zone file
    tsig: str = ""  # "algorithm:name:secret", which signs the transfer


class NameFeeds(msgspec.Struct, frozen=True):
    """What the sources that ask the DNS are given beside the zones."""

    query_logs: tuple[str, ...] = ()  # paths of files; "*" in the last part stands for many
    own_ranges: tuple[str, ...] = ()  # address ranges of the office: "192.0.2.0/24"
    # Words that stand for each agency in hosts, the most usual first: ("dinkes", "dinaskesehatan").
    agencies: tuple[tuple[str, ...], ...] = ()
    region: tuple[str, ...] = ()  # words that name our region in hosts


class SearchApi(msgspec.Struct, frozen=True):
    """A search service that the office has a key for, and how much of it may be used."""

    kind: Literal["google", "bing"]
    endpoint: str
    key: str
    engine: str  # Google's engine id (cx); "" for Bing
    monthly: int  # requests a calendar month at most
    queries: tuple[str, ...]


class RdapSettings(msgspec.Struct, frozen=True):
    """Where registries are asked, and how much."""

    bootstrap: str  # path of IANA's dns.json (RFC 9224)
    per_second: float  # questions to one server
    per_run: int


class SourceContext(msgspec.Struct, frozen=True):
    """What a source is given. It fetches through the engine's clients and ``net`` only."""

    net: NetConfig
    now: datetime
    zones: tuple[ZoneFeed, ...] = ()
    ct_logs: tuple[str, ...] = ()  # base URLs of RFC 6962 logs (operator's endpoints)
    ct_backfill: int = 1_000_000  # entries read of a log that was never read, from its end
    bare_names: bool = True  # names in certificates that carry no sign are looked at too
    ct_log_list: str = ""  # path of a list of logs with their keys, in the public v3 format
    pages: tuple[KnownPage, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()  # (address as written, where: "daftar.xlsx row 7")
    # Lower-case words whose presence in a host makes it worth a look: zones, agency and region tokens.
    watched: tuple[str, ...] = ()
    names: NameFeeds = NameFeeds()
    # Words that make a host worth a look, but no candidate by themselves (see ``Sighting.lead``):
    # short names of offices, of applications and services; and of our region and its towns. Of each
    # kind one beside the other is as good as a watched word.
    hints: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()  # URLs of registered sites
    # Source id -> the folder whose files it reads, as the office has set it.
    folders: Mapping[str, str] = {}
    # Reads a spreadsheet or delimited text into rows of cells; raises parts.sheet.SheetRefused.
    read_sheet: Callable[[str, bytes], list[list[str]]] | None = None
    search_api: SearchApi | None = None
    rdap: RdapSettings | None = None
    undecided: tuple[str, ...] = ()  # URLs of sites that wait for a person, the newest first
    # Leads that did not answer when they were looked at, the newest first: URL and hunch.
    silent: tuple[tuple[str, float | None], ...] = ()
    checkpoint: Mapping[str, object] = {}
    crawl: Crawl = Crawl()
    # Stop switch and do-not-visit list. None: nothing may be visited now.
    control: Control | None = None
