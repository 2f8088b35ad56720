"""Scores attribution: how right proposals are, and how often one was made at all."""

from collections import Counter

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.lab.claims import ClaimedSite, Proposed
from ronda.lab.score_parts import Note, Rate, fold
from ronda.lab.truth import OURS, TrueSite, Truth


class Attributed(msgspec.Struct, frozen=True):
    """How right proposals are, where one was made, and how often one was made.

    A proposal is complete when it names a relation, and an agency where the relation is ours.
    Leaving one out is abstaining: it costs coverage and recall, not precision.
    """

    coverage: Rate  # complete proposals, of the sites that were looked into
    precision: Rate  # wholly right, of the complete
    recall: Rate  # wholly right, of the sites that were looked into
    relation: Rate  # right relation, of those that name one
    agency: Rate  # right agency, of those that name one for a site that is ours
    confusion: dict[str, int]  # "other_government -> unofficial": 1
    namesakes_claimed: Rate  # sites of other governments proposed as ours; lower is better


class _Proposal(msgspec.Struct, frozen=True):
    """A proposal beside the truth."""

    site: TrueSite
    url: str
    said: Proposed
    right_agency: bool

    @property
    def decided(self) -> bool:
        return self.said.relation != Relation.UNDECIDED.value

    @property
    def complete(self) -> bool:
        return self.decided and (self.said.relation not in OURS or self.said.agency is not None)

    @property
    def right_relation(self) -> bool:
        return self.said.relation == self.site.relation.value

    @property
    def right(self) -> bool:
        agency = self.right_agency or not self.site.ours
        return self.complete and self.right_relation and agency


def score_attribution(
    truth: Truth, pairs: list[tuple[ClaimedSite, TrueSite | None]], notes: list[Note]
) -> Attributed:
    every = [
        _Proposal(site, claim.url, claim.proposal, _right_agency(truth, site, claim.proposal))
        for claim, site in pairs
        if site is not None and claim.proposal is not None
    ]
    notes.extend(_explain(truth, p) for p in every if not p.right)
    complete = [p for p in every if p.complete]
    decided = [p for p in every if p.decided]
    named = [p for p in complete if p.site.ours and p.said.relation in OURS]
    right = sum(p.right for p in every)
    wrong = Counter(
        f"{p.site.relation} -> {p.said.relation}" for p in decided if not p.right_relation
    )
    namesakes = [p for p in decided if p.site.relation is Relation.OTHER_GOVERNMENT]
    return Attributed(
        coverage=Rate(len(complete), len(every)),
        precision=Rate(right, len(complete)),
        recall=Rate(right, len(every)),
        relation=Rate(sum(p.right_relation for p in decided), len(decided)),
        agency=Rate(sum(p.right_agency for p in named), len(named)),
        confusion=dict(sorted(wrong.items())),
        namesakes_claimed=Rate(sum(p.said.relation in OURS for p in namesakes), len(namesakes)),
    )


def _right_agency(truth: Truth, site: TrueSite, said: Proposed) -> bool:
    if said.agency is None or site.agency is None:
        return False
    return fold(said.agency, truth.region) == fold(truth.agencies[site.agency], truth.region)


def _explain(truth: Truth, p: _Proposal) -> Note:
    true = f"is {p.site.relation} of {truth.agencies.get(p.site.agency or '', 'nobody here')}"
    guess = f"{p.said.relation} of {p.said.agency or 'no agency'}"
    why = f"{p.said.probability:.2f}: {p.said.reasons[0] if p.said.reasons else 'no reason'}"
    if not p.complete and (not p.decided or p.right_relation):
        return Note("attribution", "abstained", p.url, f"{true}; said {guess}", why)
    return Note("attribution", "wrong", p.url, f"{true}; proposed {guess}", why)
