"""Compares what Ronda claims with what is true, and says each difference in one line."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from ronda.engine.attribute.contract import Relation
from ronda.lab import classes
from ronda.lab.claims import SOURCES, ClaimedSite, Claims
from ronda.lab.truth import OURS, RELEVANT, TrueSite, Truth, place

Kind = Literal["miss", "false alarm", "wrong", "abstained", "wrongly closed", "left open"]


class Rate(msgspec.Struct, frozen=True):
    """``right`` out of ``of``; without any there is no rate, which is not a perfect one."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1, or None when there was nothing to get right."""
        return self.right / self.of if self.of else None


class Note(msgspec.Struct, frozen=True):
    """One difference, explained."""

    area: Literal["discovery", "attribution", "findings", "changes"]
    kind: Kind
    site: str
    what: str
    why: str


class SourceScore(msgspec.Struct, frozen=True):
    """What a source found of the relevant sites that stand in it and that nobody had listed."""

    source: str
    run: bool
    recall: Rate


class Discovery(msgspec.Struct, frozen=True):
    """How much was found, and how much of it was no site of anybody's concern."""

    by_source: tuple[SourceScore, ...]
    recall: Rate  # found by any source, of what any source could see
    candidates: int
    false_candidates: int  # names that are no sites at all
    bystanders: int  # real sites of others: rightly seen, to be told apart by attribution


class Attributed(msgspec.Struct, frozen=True):
    """How right proposals are, where one was made, and how often one was made."""

    coverage: Rate
    relation: Rate
    agency: Rate  # of sites proposed as ours that are ours
    both: Rate
    confusion: dict[str, int]  # "other_government -> unofficial": 1
    namesakes_claimed: Rate  # sites of other governments proposed as ours; lower is better


class ClassScore(msgspec.Struct, frozen=True):
    """How right findings of a class are."""

    finding_class: str
    checked: bool  # a check of the class exists
    recall: Rate
    precision: Rate


class Changes(msgspec.Struct, frozen=True):
    """What became of findings when the world moved on."""

    mended_closed: Rate  # closed, of those mended
    held_kept: Rate  # still open, of those that nobody can have measured as gone


class Score(msgspec.Struct, frozen=True):
    """The whole comparison of one round."""

    scenario: str
    round: int
    discovery: Discovery
    attribution: Attributed
    findings: tuple[ClassScore, ...]
    recall: Rate
    precision: Rate
    # Sites without any gambling that were accused of it; ``of`` all such sites looked at.
    honest_accused: Rate
    tempting_accused: Rate  # the same of pages that tempt
    changes: Changes
    judged_sites: int
    undecided_sites: int  # ours, found, and not yet decided by a person: not judged
    notes: tuple[Note, ...]


def score(truth: Truth, claims: Claims) -> Score:
    """Compare; nothing is read from anywhere else."""
    pairs = [(site, truth.find(site.url)) for site in claims.sites]
    found: dict[str, list[ClaimedSite]] = {}
    for claim, site in pairs:
        if site is not None:
            found.setdefault(site.key, []).append(claim)
    notes: list[Note] = []
    judged = [
        (site, claim)
        for site in truth.sites
        for claim in _main(site, found.get(site.key, ()))
        if site.ours and claim.looked_at
    ]
    by_class = _classes(judged, claims, notes)
    honest = [(s, c) for s, c in judged if not _gambling(s)]
    tempting = [(s, c) for s, c in honest if classes.INJECTED_GAMBLING in s.tempts]
    known = [site for site in truth.sites if site.ours and site.key in found]
    return Score(
        scenario=truth.scenario,
        round=truth.round,
        discovery=_discovery(truth, claims, pairs, found, notes),
        attribution=_attribution(truth, pairs, notes),
        findings=by_class,
        recall=_sum(c.recall for c in by_class),
        precision=_sum(c.precision for c in by_class),
        honest_accused=_accused(honest),
        tempting_accused=_accused(tempting),
        changes=_changes(judged, notes),
        judged_sites=len(judged),
        undecided_sites=len(known) - len(judged),
        notes=tuple(notes),
    )


def fold(name: str, region: str) -> str:
    """An agency's name without the region's and without punctuation, to compare."""
    folded = " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())
    tail = " ".join(re.sub(r"[^a-z0-9]+", " ", region.lower()).split())
    return re.sub(rf" (provinsi|prov|kabupaten|kab|kota) {re.escape(tail)}$", "", folded)


def as_data(result: Score) -> dict[str, Any]:
    """The score as plain data for JSON; every rate carries its value."""

    def plain(value: Any) -> Any:
        if isinstance(value, Rate):
            return {"right": value.right, "of": value.of, "value": value.value}
        if isinstance(value, msgspec.Struct):
            return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return value

    whole: dict[str, Any] = plain(result)
    return whole


def _main(site: TrueSite, claims: Iterable[ClaimedSite]) -> list[ClaimedSite]:
    """Of several addresses of one site, the one that the truth names; empty when not found."""
    ordered = sorted(claims, key=lambda c: (place(c.url) != place(site.url), c.url != site.url))
    return ordered[:1]


def _sum(rates: Iterable[Rate]) -> Rate:
    all_rates = list(rates)
    return Rate(sum(r.right for r in all_rates), sum(r.of for r in all_rates))


# --- discovery


def _discovery(
    truth: Truth,
    claims: Claims,
    pairs: list[tuple[ClaimedSite, TrueSite | None]],
    found: dict[str, list[ClaimedSite]],
    notes: list[Note],
) -> Discovery:
    wanted = [s for s in truth.sites if s.relation in RELEVANT and not s.known_before and s.seen_by]
    sources = {key: {s for c in group for s in c.sources} for key, group in found.items()}
    by_source = []
    for source in SOURCES:
        standing = [site for site in wanted if source in site.seen_by]
        seen = [site for site in standing if source in sources.get(site.key, set())]
        by_source.append(
            SourceScore(source, source in claims.sources_run, Rate(len(seen), len(standing)))
        )
    for site in wanted:
        if site.key not in found:
            ran = sorted(site.seen_by & claims.sources_run)
            told = f"{', '.join(ran)} ran and passed it by" if ran else "none of these has run"
            why = f"it stands in {', '.join(sorted(site.seen_by))}; {told}"
            notes.append(Note("discovery", "miss", site.url, "never found", why))
    strangers = [claim for claim, site in pairs if site is None and not _is_gone(truth, claim)]
    for claim in strangers:
        why = "no site of the scenario has this address"
        if _host(claim) in truth.not_sites:
            why = "the name exists and serves no web site"
        by = ", ".join(sorted(claim.sources)) or "no source on record"
        notes.append(Note("discovery", "false alarm", claim.url, f"found by {by}", why))
    return Discovery(
        by_source=tuple(by_source),
        recall=Rate(sum(site.key in found for site in wanted), len(wanted)),
        candidates=sum(1 for claim, _ in pairs if claim.sources),
        false_candidates=len(strangers),
        bystanders=sum(1 for _, site in pairs if site and site.relation not in RELEVANT),
    )


def _host(claim: ClaimedSite) -> str:
    return place(claim.url).partition("/")[0]


def _is_gone(truth: Truth, claim: ClaimedSite) -> bool:
    return _host(claim) in truth.gone


# --- attribution


def _attribution(
    truth: Truth, pairs: list[tuple[ClaimedSite, TrueSite | None]], notes: list[Note]
) -> Attributed:
    proposed = [
        (s, c.url, c.proposal) for c, s in pairs if s is not None and c.proposal is not None
    ]
    said = [(s, url, p) for s, url, p in proposed if p.relation != Relation.UNDECIDED]
    for site, url, p in proposed:
        if p.relation == Relation.UNDECIDED:
            why = f"guess {p.agency or 'none'} at {p.probability:.2f}: {_first(p.reasons)}"
            notes.append(Note("attribution", "abstained", url, f"is {site.relation}", why))
    names = {key: fold(name, truth.region) for key, name in truth.agencies.items()}
    confusion: Counter[str] = Counter()
    relation_right = both_right = agency_right = agency_of = 0
    for site, url, p in said:
        same_relation = p.relation == site.relation
        guess = fold(p.agency, truth.region) if p.agency else None
        same_agency = site.agency is not None and guess == names.get(site.agency)
        if site.relation in OURS and p.relation in OURS:
            agency_of += 1
            agency_right += same_agency
        right = same_relation and (same_agency or site.relation not in OURS)
        relation_right += same_relation
        both_right += right
        if not same_relation:
            confusion[f"{site.relation} -> {p.relation}"] += 1
        if not right:
            true = f"{site.relation} of {truth.agencies.get(site.agency or '', 'nobody here')}"
            what = f"proposed {p.relation} of {p.agency or 'nobody'}; it is {true}"
            why = f"{p.probability:.2f}: {_first(p.reasons)}"
            notes.append(Note("attribution", "wrong", url, what, why))
    namesakes = [p for s, _, p in said if s.relation == Relation.OTHER_GOVERNMENT]
    return Attributed(
        coverage=Rate(len(said), len(proposed)),
        relation=Rate(relation_right, len(said)),
        agency=Rate(agency_right, agency_of),
        both=Rate(both_right, len(said)),
        confusion=dict(sorted(confusion.items())),
        namesakes_claimed=Rate(sum(p.relation in OURS for p in namesakes), len(namesakes)),
    )


def _first(reasons: tuple[str, ...]) -> str:
    return reasons[0] if reasons else "no reason on record"


# --- findings


def _gambling(site: TrueSite) -> bool:
    planted = site.expects | site.held | site.hides | site.allows
    return classes.INJECTED_GAMBLING in planted


def _accused(pairs: list[tuple[TrueSite, ClaimedSite]]) -> Rate:
    accused = sum(claim.has_open(classes.INJECTED_GAMBLING) for _, claim in pairs)
    return Rate(accused, len(pairs))


def _classes(
    judged: list[tuple[TrueSite, ClaimedSite]], claims: Claims, notes: list[Note]
) -> tuple[ClassScore, ...]:
    return tuple(
        _one_class(name, judged, name in claims.classes, notes) for name in sorted(classes.ALL)
    )


def _one_class(
    name: str, judged: list[tuple[TrueSite, ClaimedSite]], checked: bool, notes: list[Note]
) -> ClassScore:
    hit = missed = false = 0
    for site, claim in judged:
        is_open = claim.has_open(name)
        if name in site.expects:
            hit += is_open
            missed += not is_open
            if not is_open:
                notes.append(_missed(name, site, claim, checked))
        elif is_open and name not in site.held | site.allows | site.mended:
            false += 1
            notes.append(_false_alarm(name, site, claim))
        elif is_open and name in site.mended:
            false += 1  # the note stands under changes
    return ClassScore(name, checked, Rate(hit, hit + missed), Rate(hit, hit + false))


def _missed(name: str, site: TrueSite, claim: ClaimedSite, checked: bool) -> Note:
    cause = site.why.get(name, "a planted cause")
    measured = claim.measured.get(name)
    if claim.ever(name):
        why = f"a finding was closed although {cause} still stands"
        return Note("findings", "wrongly closed", claim.url, name, why)
    if not checked:
        why = "no check of this class exists"
    elif not claim.visited:
        why = "the site was never visited"
    elif measured is None:
        why = "the site was visited, but this was not judged"
    else:
        why = f"judged {measured.outcome}: {measured.summary}"
    return Note("findings", "miss", claim.url, f"{name} ({cause})", why)


def _false_alarm(name: str, site: TrueSite, claim: ClaimedSite) -> Note:
    measured = claim.measured.get(name)
    said = measured.summary if measured else "no verdict on record"
    reason = "cannot be measured there now" if name in site.hides else "nothing of it is planted"
    return Note("findings", "false alarm", claim.url, name, f"{reason}; Ronda says: {said}")


# --- changes


def _changes(judged: list[tuple[TrueSite, ClaimedSite]], notes: list[Note]) -> Changes:
    closed = mended = kept = held = 0
    for site, claim in judged:
        for name in sorted(site.mended):
            if not claim.ever(name):
                continue
            mended += 1
            closed += not claim.has_open(name)
            if claim.has_open(name):
                why = "mended in this round, and the finding is still open"
                notes.append(Note("changes", "left open", claim.url, name, why))
        for name in sorted(site.held):
            if not claim.ever(name):
                continue
            held += 1
            kept += claim.has_open(name)
            if not claim.has_open(name):
                why = "closed although nobody can have measured that it is gone"
                notes.append(Note("changes", "wrongly closed", claim.url, name, why))
    return Changes(Rate(closed, mended), Rate(kept, held))
