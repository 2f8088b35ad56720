"""What a discovery source is made of. A source is one module ``discover/<name>.py`` that defines:

* a module docstring: its manual page;
* ``META``: :class:`SourceMeta`;
* ``discover(context)``: an async generator of :class:`Sighting`, :class:`Checkpoint` and
  :class:`Note`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

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


class SourceMeta(msgspec.Struct, frozen=True):
    """A source's data."""

    id: str  # "zone", "ct", "links", "list"
    title: Text
    what: Text  # what it reads, and what it can and cannot see
    cost: Text  # what it costs others


class KnownPage(msgspec.Struct, frozen=True):
    """A page of a known site as last seen: the links source reads these, not the network."""

    url: str
    relation: str
    links: tuple[tuple[str, str, str], ...]  # (absolute URL, text, place)


class ZoneFeed(msgspec.Struct, frozen=True):
    """A zone of the office: where to transfer it from, or its file."""

    name: str
    server: str = ""  # address or address:port of a server that allows us AXFR
    file: str = ""  # path of a zone file


class SourceContext(msgspec.Struct, frozen=True):
    """What a source is given. It fetches through the engine's clients and ``net`` only."""

    net: NetConfig
    now: datetime
    zones: tuple[ZoneFeed, ...] = ()
    ct_logs: tuple[str, ...] = ()  # base URLs of RFC 6962 logs (operator's endpoints)
    pages: tuple[KnownPage, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()  # (address as written, where: "daftar.xlsx row 7")
    # Lower-case words whose presence in a host makes it worth a look: zones, agency and region tokens.
    watched: tuple[str, ...] = ()
    # Words that make a host worth a look, but no candidate by themselves: see ``Sighting.lead``.
    hints: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()  # URLs of registered sites
    checkpoint: Mapping[str, object] = {}
