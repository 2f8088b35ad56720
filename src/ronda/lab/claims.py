"""What Ronda claims, as plain values for the scorer, with the times by which history is scored."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

SOURCES = ("zone", "ct", "links", "list")
ALWAYS = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


class Pages(msgspec.Struct, frozen=True):
    """Paths of a site's pages in the web interface."""

    summary: str = ""
    evidence: str = ""
    identity: str = ""


class ClaimedFinding(msgspec.Struct, frozen=True):
    """A finding of a site, open or closed."""

    finding_class: str
    open: bool
    state: str
    opened_at: datetime = ALWAYS
    closed_at: datetime | None = None
    page: str = ""

    def at(self, moment: datetime) -> "ClaimedFinding | None":
        """Return it as it stood at a moment; None when it was not opened yet."""
        if self.opened_at > moment:
            return None
        stood = self.open or (self.closed_at is not None and self.closed_at > moment)
        return msgspec.structs.replace(self, open=stood)


class ClaimedMeasurement(msgspec.Struct, frozen=True):
    """The verdict of one check from ``since`` on, until another replaced it."""

    outcome: str
    summary: str
    since: datetime = ALWAYS
    until: datetime | None = None


class Proposed(msgspec.Struct, frozen=True):
    """What was proposed for a site before any person decided."""

    relation: str
    agency: str | None  # official name
    probability: float
    reasons: tuple[str, ...] = ()
    made_at: datetime = ALWAYS


class ClaimedVisit(msgspec.Struct, frozen=True):
    """One finished visit and what it cost the site."""

    started_at: datetime
    seconds: float
    requests: int
    bytes_received: int


class ClaimedSite(msgspec.Struct, frozen=True):
    """All that Ronda says of a site."""

    url: str
    relation: str  # "undecided" until a person, an import or the zone decided
    state: str
    agency: str | None = None
    confirmed: bool = False
    in_zone: bool = False
    sources: frozenset[str] = frozenset()
    proposal: Proposed | None = None
    # Nobody asked Ronda whose it is: a person has entered it so.
    entered: bool = False
    findings: tuple[ClaimedFinding, ...] = ()
    measured: Mapping[str, ClaimedMeasurement] = {}  # by finding class
    visited: bool = False
    known_since: datetime | None = None
    confirmed_at: datetime | None = None
    sighted_at: Mapping[str, datetime] = {}  # source -> when it first saw it
    history: Mapping[str, tuple[ClaimedMeasurement, ...]] = {}  # all verdicts, by class
    visits: tuple[ClaimedVisit, ...] = ()
    pages: Pages = Pages()

    @property
    def looked_at(self) -> bool:
        """Ronda may look at it fully: official, or an agency's and confirmed by a person."""
        decided = self.confirmed or self.in_zone
        return decided and self.relation in ("official", "unofficial") and self.state != "retired"

    def has_open(self, finding_class: str) -> bool:
        """A finding of the class is open."""
        return any(f.open and f.finding_class == finding_class for f in self.findings)

    def ever(self, finding_class: str, after: datetime = ALWAYS) -> bool:
        """A finding of the class was opened once, and not closed before a moment."""
        return any(
            f.finding_class == finding_class and (f.closed_at is None or f.closed_at > after)
            for f in self.findings
        )

    def finding_page(self, finding_class: str) -> str:
        """The page of the class's finding, an open one first; the site's evidence when none is."""
        found = [f for f in self.findings if f.finding_class == finding_class]
        ordered = sorted(found, key=lambda f: not f.open)
        return ordered[0].page if ordered else self.pages.evidence

    def at(self, moment: datetime) -> "ClaimedSite | None":
        """Return the site as it was known at a moment; None when it was not known yet.

        The relation is the one decided; before a person decided, a site off the zone was undecided.
        """
        if self.known_since is not None and self.known_since > moment:
            return None
        decided = self.confirmed_at is None or self.confirmed_at <= moment
        confirmed = self.confirmed and decided
        sources = {s for s in self.sources if self.sighted_at.get(s, ALWAYS) <= moment}
        proposal = self.proposal
        if proposal is not None and proposal.made_at > moment:
            proposal = None
        return msgspec.structs.replace(
            self,
            relation=self.relation if decided or self.in_zone else "undecided",
            agency=self.agency if confirmed else None,
            confirmed=confirmed,
            sources=frozenset(sources),
            proposal=proposal,
            findings=tuple(s for f in self.findings if (s := f.at(moment)) is not None),
            measured=_measured_at(self.history, moment) if self.history else self.measured,
            visits=tuple(v for v in self.visits if v.started_at <= moment),
            visited=any(v.started_at <= moment for v in self.visits) or self.visited,
        )


class Claims(msgspec.Struct, frozen=True):
    """All that Ronda says."""

    sites: tuple[ClaimedSite, ...]
    first_run: Mapping[str, datetime]  # of each source that ran
    classes: frozenset[str]  # that its checks can find
    # Begin and end of each finished round over the sites due.
    rounds: tuple[tuple[datetime, datetime], ...] = ()
    sources_page: str = ""  # path of the page that tells what each source has done

    def at(self, moment: datetime) -> "Claims":
        """Return what was claimed at a moment."""
        return Claims(
            sites=tuple(known for site in self.sites if (known := site.at(moment)) is not None),
            first_run={source: at for source, at in self.first_run.items() if at <= moment},
            classes=self.classes,
            rounds=tuple(r for r in self.rounds if r[0] <= moment),
            sources_page=self.sources_page,
        )

    @property
    def begins(self) -> datetime | None:
        """The first thing that the database remembers, or None when it is empty."""
        known = [s.known_since for s in self.sites if s.known_since is not None]
        return min([*known, *self.first_run.values()], default=None)


def speaks_for(rows: tuple[ClaimedMeasurement, ...]) -> ClaimedMeasurement | None:
    """Of several checks of one class a failing one speaks for it; None when there is none."""
    failing = (row for row in rows if row.outcome == "fail")
    return next(failing, rows[0] if rows else None)


def _measured_at(
    history: Mapping[str, tuple[ClaimedMeasurement, ...]], moment: datetime
) -> dict[str, ClaimedMeasurement]:
    found = {}
    for name, rows in history.items():
        stood = tuple(r for r in rows if r.since <= moment < (r.until or NEVER))
        row = speaks_for(stood)
        if row is not None:
            found[name] = row
    return found
