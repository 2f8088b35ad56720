"""Plays the officer on candidates by the truth. A person's work, done by the lab for demonstration.

Nothing of Ronda decides by itself; this makes the decisions that a person would make, under a name
that says so, so that findings of unofficial sites can be shown and measured.
"""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.lab.score_parts import fold
from ronda.lab.truth import TrueSite, Truth

if TYPE_CHECKING:
    from ronda.accounts.models import Person
    from ronda.register.models import Agency, Site

USERNAME = "petugas-latihan"
TITLE = "Petugas latihan (dimainkan oleh lab)"
REASON = "Diputuskan oleh petugas latihan dari lab."


class NoAgency(RuntimeError):
    """The register lacks an agency that the truth names; import the scenario's agencies first."""


class Decide(Protocol):
    """``discovery.services.decide``."""

    def __call__(
        self,
        person: Any,
        site: Any,
        action: str,
        *,
        relation: str | None = None,
        agency: Any = None,
        reason: str = "",
    ) -> Any:
        """Decide on a site."""


class Played(msgspec.Struct, frozen=True):
    """One decision that was played."""

    url: str
    action: str
    relation: str
    agency: str | None
    mistaken: bool = False


class Errors(msgspec.Struct, frozen=True):
    """How often the played person errs: a share of the sites, the same ones for the same seed."""

    rate: float = 0.0
    seed: int = 0

    def strikes(self, url: str) -> bool:
        """The person errs about a site, whatever else is decided before or after."""
        drawn = hashlib.sha256(f"{self.seed} {url}".encode()).digest()
        return int.from_bytes(drawn[:8], "big") / 2**64 < self.rate


NEVER_WRONG = Errors()


def officer() -> "Person":
    """The played officer's account; nobody can sign in with it."""
    from ronda.accounts.models import Person, Role

    person, new = Person.objects.get_or_create(
        username=USERNAME, defaults={"role": Role.OFFICER, "title": TITLE}
    )
    if new:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return person


def undecided() -> "Iterable[Site]":
    """Sites whose relation or agency no person has decided."""
    from ronda.register.models import Site, SiteState

    # office-wide: the lab plays an officer, who sees all.
    return Site.objects.filter(confirmed_at=None).exclude(state=SiteState.RETIRED)


def play(
    truth: Truth, person: "Person", decide: Decide, errors: Errors = NEVER_WRONG
) -> tuple[Played, ...]:
    """Decide every undecided site as the truth has it, except where the person errs.

    Who errs sends away what is ours, and takes a stranger's site for the first agency's.
    """
    agencies = known_agencies(truth)
    return tuple(
        _mistake(site, truth, person, decide, agencies)
        if errors.strikes(site.url)
        else decide_truly(site, truth, person, decide, agencies)
        for site in list(undecided())
        # A name in the zone that is no site (a mail server) is nobody's to reject.
        if site.zone_id is None or truth.find(site.url) is not None
    )


def known_agencies(truth: Truth) -> "dict[str, Agency]":
    """The register's agencies by their names as the truth compares them."""
    from ronda.register.models import Agency

    return {fold(agency.name, truth.region): agency for agency in Agency.objects.all()}


def decide_truly(
    site: "Site", truth: Truth, person: "Person", decide: Decide, agencies: "dict[str, Agency]"
) -> Played:
    """Decide one site as the truth has it. Raises :class:`NoAgency`."""
    true = truth.find(site.url)
    agency = _agency(true, truth, agencies)
    relation = true.relation if true is not None else Relation.UNRELATED
    action = _action(site, relation, agency)
    if action == "confirm":
        decide(person, site, action, reason=REASON)
    elif action == "correct":
        decide(person, site, action, relation=relation.value, agency=agency, reason=REASON)
    else:
        decide(person, site, action, relation=relation.value, reason=REASON)
    return Played(site.url, action, relation.value, agency.name if agency else None)


def _mistake(
    site: "Site", truth: Truth, person: "Person", decide: Decide, agencies: "dict[str, Agency]"
) -> Played:
    true = truth.find(site.url)
    if true is not None and true.ours:
        relation = Relation.UNRELATED.value
        decide(person, site, "reject", relation=relation, reason=REASON)
        return Played(site.url, "reject", relation, None, mistaken=True)
    name = min(agencies, default=None)
    if name is None:
        raise NoAgency(
            "The register holds no agency to take a site for. "
            "Import the scenario's agencies.xlsx first: ronda import agencies FILE"
        )
    relation, agency = Relation.UNOFFICIAL.value, agencies[name]
    decide(person, site, "correct", relation=relation, agency=agency, reason=REASON)
    return Played(site.url, "correct", relation, agency.name, mistaken=True)


def _agency(true: TrueSite | None, truth: Truth, agencies: "dict[str, Agency]") -> "Agency | None":
    if true is None or not true.ours or true.agency is None:
        return None
    name = truth.agencies[true.agency]
    found = agencies.get(fold(name, truth.region))
    if found is None:
        raise NoAgency(
            f"{true.url} belongs to {name}, which the register does not know. "
            "Import the scenario's agencies.xlsx first: ronda import agencies FILE"
        )
    return found


def _action(site: "Site", relation: Relation, agency: "Agency | None") -> str:
    if relation is Relation.IMPERSONATION:
        return "impersonation"
    if relation not in (Relation.OFFICIAL, Relation.UNOFFICIAL):
        return "reject"
    proposal = getattr(site, "proposal", None)
    same = proposal is not None and proposal.relation == relation and proposal.agency == agency
    return "confirm" if same else "correct"
