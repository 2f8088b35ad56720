"""Scores all rounds that were served in one call, each by what Ronda claimed when it ended."""

from collections.abc import Mapping, Sequence
from functools import reduce

import msgspec

from ronda.lab.claims import NEVER, ClaimedSite, Claims
from ronda.lab.rounds import Span, round_at
from ronda.lab.score import Score, score, sides, signed
from ronda.lab.score_attribution import Asked, asked, score_attribution
from ronda.lab.score_cost import score_cost
from ronda.lab.score_data import together
from ronda.lab.score_discovery import score_discovery
from ronda.lab.score_findings import Judged
from ronda.lab.score_gambling import Accused, Gambling, accuses, honest_of, tempts
from ronda.lab.score_parts import Note
from ronda.lab.score_time import Episode, episodes, latest, score_time
from ronda.lab.truth import TrueSite, Truth


def score_history(truths: Mapping[int, Truth], claims: Claims, served: Sequence[Span]) -> Score:
    """Score every served round, and what only the whole of them can tell.

    ``truths`` holds the truth of each served round. Findings are counted once a round, by what
    stood when it ended; causes once for the time to detect; honest sites once, accused when they
    ever were. Discovery is over all that could be seen in any round; a proposal is put beside the
    truth of the round in which it was made. Raises ``ValueError`` when no round was served.
    """
    if not served:
        raise ValueError("no round was served")
    each: list[Score] = []
    judged: set[str] = set()
    honest: list[Judged] = []
    stood: list[Episode] = []
    for span in served:
        until = span.until or NEVER
        then = claims.at(until) if span.until else claims
        each.append(score(truths[span.round], then, served))
        both = sides(truths[span.round], then)
        judged |= {site.key for site, _ in both.judged}
        honest += honest_of(both.judged)
        stood += episodes(both.judged, served, until)
    whole = merged([truths[span.round] for span in served])
    notes: list[Note] = []
    discovery = score_discovery(whole, claims, *_found(whole, truths, claims), notes)
    questions = _asked(truths, claims, served)
    entered = sum(c.entered and _any(truths, c) is not None for c in claims.sites)
    attribution = score_attribution(whole, questions, entered, notes)
    moved = [n for one in each for n in one.notes if n.area in ("findings", "changes")]
    total = reduce(together, each)
    last = each[-1]
    return msgspec.structs.replace(
        total,
        scenario=last.scenario,
        round=last.round,
        discovery=discovery,
        attribution=attribution,
        gambling=_gambling(total.gambling, honest),
        time_to_detect=score_time(latest(stood), served),
        cost=score_cost(claims, served[0].since),
        judged_sites=len(judged),
        undecided_sites=last.undecided_sites,
        notes=(*signed(notes, whole), *moved),
        rounds=tuple(msgspec.structs.replace(one, notes=()) for one in each),
    )


def merged(truths: Sequence[Truth]) -> Truth:
    """Return all rounds as one: every site as it was last, seen by whatever could ever see it."""
    sites: dict[str, TrueSite] = {}
    for site in (site for truth in truths for site in truth.sites):
        before = sites.get(site.key, site)
        sites[site.key] = msgspec.structs.replace(
            site,
            seen_by=site.seen_by | before.seen_by,
            also=tuple(dict.fromkeys((*site.also, *before.also))),
        )
    last = truths[-1]
    return msgspec.structs.replace(
        last,
        sites=tuple(sites[key] for key in sorted(sites)),
        gone=frozenset().union(*(t.gone for t in truths)),
        not_sites=frozenset().union(*(t.not_sites for t in truths)),
        former=frozenset().union(*(t.former for t in truths)),
    )


def _found(
    whole: Truth, truths: Mapping[int, Truth], claims: Claims
) -> tuple[list[tuple[ClaimedSite, TrueSite | None]], dict[str, list[ClaimedSite]]]:
    """Put claims beside sites; an address may have been two sites, one after the other."""
    pairs = [(claim, whole.find(claim.url)) for claim in claims.sites]
    found: dict[str, list[ClaimedSite]] = {}
    for claim in claims.sites:
        named = (truth.find(claim.url) for truth in truths.values())
        for key in {site.key for site in named if site is not None}:
            found.setdefault(key, []).append(claim)
    return pairs, found


def _asked(truths: Mapping[int, Truth], claims: Claims, served: Sequence[Span]) -> list[Asked]:
    found = []
    for claim in claims.sites:
        span = round_at(served, claim.proposal.made_at) if claim.proposal else None
        truth = truths[(span or served[-1]).round]
        site = truth.find(claim.url)
        if site is None:
            truth = _any(truths, claim) or truth
            site = truth.find(claim.url)
        question = asked(truth, claim, site)
        if question is not None:
            found.append(question)
    return found


def _any(truths: Mapping[int, Truth], claim: ClaimedSite) -> Truth | None:
    """The last round in which the address was a site."""
    named = (truths[n] for n in sorted(truths, reverse=True))
    return next((truth for truth in named if truth.find(claim.url) is not None), None)


def _gambling(summed: Gambling, honest: Sequence[Judged]) -> Gambling:
    """The forms of all rounds, and each honest site once: accused when it was in any round."""
    sites = {site.key: site for site, _ in honest}
    blamed = {s.key for s, claim in honest if accuses(claim)}
    tempting = {key for key, site in sites.items() if tempts(site)}
    return Gambling(
        summed.forms,
        Accused(len(blamed), len(sites)),
        Accused(len(blamed & tempting), len(tempting)),
    )
