"""What a check is made of. A check is one module ``checks/<area>/<name>.py`` that defines:

* a module docstring: the manual page, with the headings of :data:`MANUAL_HEADINGS`;
* ``META``: :class:`Meta`;
* ``judge(seen)``: a pure, synchronous function from :class:`Seen` to :class:`Verdict`;
* ``CASES``: examples of pass, fail and not measured, run by one generic test.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal, TypeVar

import msgspec

from ronda.engine.artifacts import (
    DNS,
    TLS,
    Artifact,
    DnsArtifact,
    Failure,
    HttpArtifact,
    PageArtifact,
    SiteFacts,
    TlsArtifact,
    View,
)
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.text import Text

MANUAL_HEADINGS = (
    "What it does",
    "Why it matters",
    "How to fix",
    "Limits",
    "References",
)


class Outcome(StrEnum):
    """What a check can say."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_MEASURED = "not_measured"


class Severity(StrEnum):
    """How bad a failing check is; the order of the members is the order of rising weight."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Certainty(StrEnum):
    """How sure we are of a legal basis; shown beside it (see the domain notes)."""

    READ = "V"  # read in the cited source
    SECONDARY = "S"  # secondary source only
    UNVERIFIED = "K"  # general knowledge, not verified
    NOT_FOUND = "?"


class LegalBasis(msgspec.Struct, frozen=True):
    """A rule that the check rests on, with the mark of its certainty."""

    title: str
    about: Text
    certainty: Certainty
    url: str = ""


class Evidence(msgspec.Struct, frozen=True):
    """One thing that was seen: in which artifact, where in it, and the words themselves."""

    artifact: str  # key in the observation
    where: Text  # "header Strict-Transport-Security", "link 14, hidden by display:none"
    excerpt: str = ""  # raw, untrusted, bounded by EXCERPT


EXCERPT = 500


class Guidance(msgspec.Struct, frozen=True):
    """How to mend it, in numbered steps for a novice, and how to see for oneself."""

    why: Text  # two sentences
    steps: tuple[Text, ...]
    see_for_yourself: Text
    # Steps for one platform, shown after the general ones: "wordpress", "nginx", "apache", "cpanel".
    platforms: Mapping[str, tuple[Text, ...]] = {}


Area = Literal[
    "reach", "dns", "tls", "headers", "mail", "exposure", "content", "freshness", "software"
]
Lifecycle = Literal["preview", "stable", "deprecated"]


class Meta(msgspec.Struct, frozen=True):
    """A check's data. ``finding_class`` is the public class of the problem that it finds."""

    id: str  # "TLS.EXPIRED": area and name, upper case
    area: Area
    title: Text  # the good state, as a statement: "Sertifikat masih berlaku"
    problem: Text  # the bad state: "Sertifikat sudah kedaluwarsa"
    finding_class: str  # "tls-expired"
    severity: Severity
    needs: tuple[str, ...]  # artifact keys; a collector fetches only what enabled checks need
    guidance: Guidance
    # Collected and shown to the rule as well; without them it judges by what it has.
    also: tuple[str, ...] = ()
    legal: tuple[LegalBasis, ...] = ()
    lifecycle: Lifecycle = "stable"
    # Told at once, before a second measurement confirms it.
    urgent: bool = False
    # The failure of these needed artifacts is itself the input (reachability, handshake).
    judges_failure: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """What a check says of a site, in words, with what was seen."""

    outcome: Outcome
    summary: Text
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0  # 0..1, how sure the rule is of its own verdict
    severity: Severity | None = None  # when this case weighs other than META.severity


class NotSeen(Exception):
    """A check asked for an artifact that is missing or failed; carries the key and the failure."""

    def __init__(self, key: str, failure: Failure | None) -> None:
        super().__init__(f"{key}: {failure.kind if failure else 'not collected'}")
        self.key = key
        self.failure = failure


T = TypeVar("T", DnsArtifact, TlsArtifact, HttpArtifact, PageArtifact)


class Seen(msgspec.Struct, frozen=True):
    """A check's whole world: the artifacts of one visit, and the time of that visit."""

    site: SiteFacts
    at: datetime  # the visit's start; the only clock that a check has
    artifacts: Mapping[str, Artifact]
    # Gambling hosts that the operator has loaded: leads, never proof.
    listed: HostList = EMPTY

    def need(self, key: str, kind: type[T]) -> T:
        """Return an artifact or raise :class:`NotSeen`, which the runner makes "not measured"."""
        found = self.artifacts.get(key)
        if isinstance(found, kind):
            return found
        raise NotSeen(key, found if isinstance(found, Failure) else None)

    def failure(self, key: str) -> Failure | None:
        """Return the failure under a key, or None when it succeeded or was not collected."""
        found = self.artifacts.get(key)
        return found if isinstance(found, Failure) else None

    def dns(self) -> DnsArtifact:
        """The host's DNS answers."""
        return self.need(DNS, DnsArtifact)

    def tls(self) -> TlsArtifact:
        """The handshake with the site's HTTPS port."""
        return self.need(TLS, TlsArtifact)

    def http(self, view: View = "visitor") -> HttpArtifact:
        """The front page's answer in a view."""
        return self.need(f"http:{view}", HttpArtifact)

    def page(self, view: View = "visitor") -> PageArtifact:
        """The front page, parsed, in a view."""
        return self.need(f"page:{view}", PageArtifact)


class Case(msgspec.Struct, frozen=True):
    """An example that documents and tests a check."""

    name: str  # a sentence
    artifacts: Mapping[str, Artifact]
    expect: Outcome
    site: SiteFacts = SiteFacts(
        url="https://dinas.contohprov.go.id/",
        host="dinas.contohprov.go.id",
        relation="official",
        in_official_zone=True,
        confirmed=True,
    )
    # Words that the Indonesian summary must contain.
    says: str = ""
    at: datetime = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def passed(summary: Text, *evidence: Evidence) -> Verdict:
    """The good state was seen."""
    return Verdict(Outcome.PASS, summary, evidence)


def failed(
    summary: Text, *evidence: Evidence, confidence: float = 1.0, severity: Severity | None = None
) -> Verdict:
    """The bad state was seen; name what was seen as evidence."""
    return Verdict(Outcome.FAIL, summary, evidence, confidence, severity)


def not_applicable(summary: Text) -> Verdict:
    """The rule has nothing to say of this site."""
    return Verdict(Outcome.NOT_APPLICABLE, summary)


def not_measured(summary: Text, *evidence: Evidence) -> Verdict:
    """The rule could not be judged; neither good nor bad."""
    return Verdict(Outcome.NOT_MEASURED, summary, evidence)
