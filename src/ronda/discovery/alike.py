"""Undecided sites that are tied to one, counted and listed, so that they can be decided together."""

from enum import StrEnum

import msgspec
from django.db.models import QuerySet

from ronda.accounts.models import Person
from ronda.discovery.models import Proposal
from ronda.discovery.selectors import candidates_visible_to
from ronda.register.models import Relation, Site

MOST = 200  # sites that are shown, and decided, in one go


class Tie(StrEnum):
    """What sites have in common, the strongest first."""

    HOLDER = "holder"
    ROOT = "root"
    SERVER = "server"
    PROPOSAL = "proposal"


class Group(msgspec.Struct, frozen=True):
    """How many undecided sites share something with one, that one included."""

    tie: Tie
    value: str
    count: int


# An agency's own sites differ too much from each other to be decided by their proposal alone.
_BY_PROPOSAL = (
    Relation.IMPERSONATION,
    Relation.OTHER_GOVERNMENT,
    Relation.THIRD_PARTY,
    Relation.UNRELATED,
    Relation.EX_OFFICIAL,
)


def groups_of(site: Site, person: Person) -> list[Group]:
    """Return the ties by which at least one other undecided site hangs together with this one."""
    proposal: Proposal | None = getattr(site, "proposal", None)
    found = []
    for tie in Tie:
        value = value_of(proposal, tie)
        count = alike(proposal, tie, person).order_by().count() if proposal and value else 0
        if count > 1:
            found.append(Group(tie, value, count))
    return found


def value_of(proposal: Proposal | None, tie: Tie) -> str:
    """Return what a site has in common with others by a tie; "" when that is not known."""
    if proposal is None:
        return ""
    if tie is Tie.PROPOSAL:
        return proposal.relation if proposal.relation in _BY_PROPOSAL else ""
    return str(getattr(proposal, tie.value))


def alike(proposal: Proposal, tie: Tie, person: Person) -> QuerySet[Site]:
    """Undecided sites with the same tie as a proposal's, in the order of deciding."""
    same: dict[str, object] = {f"proposal__{tie.value}": getattr(proposal, tie.value, "")}
    if tie is Tie.PROPOSAL:
        same = {"proposal__relation": proposal.relation, "proposal__agency": proposal.agency}
        if proposal.agency is None:
            same = {"proposal__relation": proposal.relation, "proposal__agency__isnull": True}
    return candidates_visible_to(person).filter(**same)
