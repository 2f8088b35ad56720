"""Undecided sites that are tied to one, counted and listed, so that they can be decided together."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec
from django.db.models import Count, QuerySet

from ronda.accounts.models import Person
from ronda.discovery.inspecting import undecided
from ronda.discovery.models import Proposal
from ronda.discovery.selectors import candidates_visible_to
from ronda.register.models import Relation, Site

MOST = 200  # sites that are shown, and decided, in one go
Key = str | tuple[str, int | None]


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

    @property
    def first(self) -> int:
        """How many of more than can be decided in one go are decided first; 0 when all are."""
        return MOST if self.count > MOST else 0


# An agency's own sites differ too much from each other to be decided by their proposal alone.
_BY_PROPOSAL = (
    Relation.IMPERSONATION,
    Relation.OTHER_GOVERNMENT,
    Relation.THIRD_PARTY,
    Relation.UNRELATED,
    Relation.EX_OFFICIAL,
)


def groups_of(sites: Sequence[Site], person: Person) -> dict[int, list[Group]]:
    """Return, by site, the ties by which another undecided site hangs together with it.

    One query a tie, however many sites are asked about.
    """
    found: dict[int, list[Group]] = {site.pk: [] for site in sites}
    for tie in Tie:
        keys = {site.pk: _key(proposal_of(site), tie) for site in sites}
        counts = _counts(tie, set(keys.values()) - {None}, person)
        for site in sites:
            count = counts.get(keys[site.pk], 0)
            if count > 1:
                value = value_of(proposal_of(site), tie)
                found[site.pk].append(Group(tie, value, count))
    return found


def proposal_of(site: Site) -> Proposal | None:
    """Return a site's proposal, None while there is none."""
    return getattr(site, "proposal", None)


def _key(proposal: Proposal | None, tie: Tie) -> Key | None:
    value = value_of(proposal, tie)
    if proposal is None or not value:
        return None
    return (value, proposal.agency_id) if tie is Tie.PROPOSAL else value


def _counts(tie: Tie, keys: Iterable[Key | None], person: Person) -> dict[Key | None, int]:
    """How many undecided sites have each of these values."""
    wanted = [key for key in keys if key is not None]
    if not wanted:
        return {}
    rows = Proposal.objects.visible_to(person).filter(site__in=undecided().values("pk")).order_by()
    if tie is Tie.PROPOSAL:
        rows = rows.filter(relation__in=[key[0] for key in wanted])
        pairs = rows.values_list("relation", "agency").annotate(n=Count("pk"))
        return {(relation, agency): n for relation, agency, n in pairs}
    values = rows.filter(**{f"{tie.value}__in": wanted}).values_list(tie.value)
    return dict(values.annotate(n=Count("pk")))


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
