"""Scores attribution: how right proposals are, and how often one was made at all."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.lab.claims import ClaimedSite, Proposed
from ronda.lab.score_calibration import Calibration, calibration
from ronda.lab.score_parts import Kind, Note, Rate, f1, fold
from ronda.lab.truth import OURS, TrueSite, Truth

ABSTAINED = "abstained"


class AttributionPart(msgspec.Struct, frozen=True):
    """How right proposals of one kind of site are.

    A proposal is complete when it names a relation, and an agency where the relation is ours.
    Leaving one out is abstaining: it costs coverage and recall, not precision. A wrong relation is
    wrong whether an agency is named or not, so it is never abstaining.
    """

    coverage: Rate  # complete proposals, of the sites that were asked about
    precision: Rate  # wholly right, of the complete
    recall: Rate  # wholly right, of the sites that were asked about
    relation: Rate  # right relation, of those that name one
    agency: Rate  # right agency, of those that name one for a site that is ours
    calibration: Calibration  # of the complete


class RelationScore(msgspec.Struct, frozen=True):
    """How right one relation is named, off the zones."""

    relation: str
    precision: Rate  # truly so, of those that were proposed so
    recall: Rate  # proposed so, of those that are truly so

    key: ClassVar[str] = "relation"
    derived: ClassVar[tuple[str, ...]] = ("f1",)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return f1(self.precision, self.recall)


class Attributed(msgspec.Struct, frozen=True):
    """How right proposals are. The first figures are of all; the parts tell hard and easy apart.

    An agency's name in a zone of the province is official by definition: there, only the agency
    is a question (``in_zone``). Of all others both are (``off_zone``).
    """

    coverage: Rate
    precision: Rate
    recall: Rate
    relation: Rate
    agency: Rate
    calibration: Calibration
    off_zone: AttributionPart
    in_zone: AttributionPart
    relations: tuple[RelationScore, ...]
    confusion: dict[str, dict[str, int]]  # true -> proposed, or "abstained" -> how many
    namesakes_claimed: Rate  # sites of other governments proposed as ours; lower is better
    entered: int  # sites that a person had entered before anything was proposed: not scored


class Asked(msgspec.Struct, frozen=True):
    """A site that was asked about, what was proposed (perhaps nothing) and the truth."""

    site: TrueSite
    claim: ClaimedSite
    said: Proposed | None
    right_agency: bool

    @property
    def by_definition(self) -> bool:
        """The relation is no question: an agency's site in a zone of the province."""
        return self.site.relation is Relation.OFFICIAL

    @property
    def relation(self) -> str:
        """The relation that was proposed, or "abstained"."""
        if self.said is None or self.said.relation == Relation.UNDECIDED.value:
            return ABSTAINED
        return self.said.relation

    @property
    def decided(self) -> bool:
        """A relation was proposed."""
        return self.relation != ABSTAINED

    @property
    def names_agency(self) -> bool:
        """A relation of ours was proposed, with the agency."""
        return self.relation in OURS and self.said is not None and self.said.agency is not None

    @property
    def complete(self) -> bool:
        """All that there is to propose was proposed, or enough to be wrong already."""
        named = self.relation not in OURS or self.names_agency
        return self.decided and (named or not self.right_relation)

    @property
    def right_relation(self) -> bool:
        """The relation is true."""
        return self.relation == self.site.relation.value

    @property
    def right(self) -> bool:
        """Relation and agency are true."""
        agency = self.right_agency or not self.site.ours
        return self.complete and self.right_relation and agency


def asked(truth: Truth, claim: ClaimedSite, site: TrueSite | None) -> Asked | None:
    """Put a claim beside the truth of the round in which it was made; None when nothing was asked."""
    if site is None or claim.entered:
        return None
    said = claim.proposal
    return Asked(site, claim, said, said is not None and _right_agency(truth, site, said))


def score_attribution(
    truth: Truth, every: list[Asked], entered: int, notes: list[Note]
) -> Attributed:
    """Score all sites that were asked about."""
    notes.extend(_explain(truth, p) for p in every if not p.right)
    whole = _part(every)
    off_zone = [p for p in every if not p.by_definition]
    namesakes = [p for p in every if p.site.relation is Relation.OTHER_GOVERNMENT]
    return Attributed(
        coverage=whole.coverage,
        precision=whole.precision,
        recall=whole.recall,
        relation=whole.relation,
        agency=whole.agency,
        calibration=whole.calibration,
        off_zone=_part(off_zone),
        in_zone=_part([p for p in every if p.by_definition]),
        relations=_relations(off_zone),
        confusion=_confusion(every),
        namesakes_claimed=Rate(sum(p.relation in OURS for p in namesakes), len(namesakes)),
        entered=entered,
    )


def _part(every: list[Asked]) -> AttributionPart:
    complete = [p for p in every if p.complete]
    decided = [p for p in every if p.decided]
    named = [p for p in complete if p.site.ours and p.names_agency]
    right = sum(p.right for p in every)
    return AttributionPart(
        coverage=Rate(len(complete), len(every)),
        precision=Rate(right, len(complete)),
        recall=Rate(right, len(every)),
        relation=Rate(sum(p.right_relation for p in decided), len(decided)),
        agency=Rate(sum(p.right_agency for p in named), len(named)),
        calibration=calibration(
            (p.said.probability, p.right) for p in complete if p.said is not None
        ),
    )


def _relations(every: list[Asked]) -> tuple[RelationScore, ...]:
    found = []
    for relation in sorted(r.value for r in Relation if r is not Relation.UNDECIDED):
        proposed = [p for p in every if p.relation == relation]
        true = [p for p in every if p.site.relation.value == relation]
        hit = sum(p.right_relation for p in proposed)
        if proposed or true:
            found.append(RelationScore(relation, Rate(hit, len(proposed)), Rate(hit, len(true))))
    return tuple(found)


def _confusion(every: Iterable[Asked]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for p in every:
        row = found.setdefault(p.site.relation.value, {})
        row[p.relation] = row.get(p.relation, 0) + 1
    return {true: dict(sorted(found[true].items())) for true in sorted(found)}


def _right_agency(truth: Truth, site: TrueSite, said: Proposed) -> bool:
    """The agency that keeps the site, or one of those that share it."""
    if said.agency is None:
        return False
    keepers = [key for key in (site.agency, *site.shared_with) if key is not None]
    names = {fold(truth.agencies[key], truth.region) for key in keepers}
    return fold(said.agency, truth.region) in names


def _explain(truth: Truth, p: Asked) -> Note:
    true = f"is {p.site.relation} of {truth.agencies.get(p.site.agency or '', 'nobody here')}"
    url, evidence, file = p.claim.url, p.claim.pages.identity, p.site.file
    if p.said is None:
        why = "Ronda has proposed nothing"
        return Note("attribution", "abstained", url, true, why, evidence, file, truth.round)
    guess = f"{p.said.relation} of {p.said.agency or 'no agency'}"
    why = f"{p.said.probability:.2f}: {p.said.reasons[0] if p.said.reasons else 'no reason'}"
    silent = not p.complete
    what = f"{true}; {'said' if silent else 'proposed'} {guess}"
    kind: Kind = "abstained" if silent else "wrong"
    return Note("attribution", kind, url, what, why, evidence, file, truth.round)
