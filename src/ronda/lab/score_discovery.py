"""Scores discovery: what each source found of what it could see, and what it brought wrongly."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from ronda.lab.claims import SOURCES, ClaimedSite, Claims
from ronda.lab.score_parts import Note, Rate
from ronda.lab.truth import RELEVANT, TrueSite, Truth, place

Pairs = list[tuple[ClaimedSite, TrueSite | None]]
Found = dict[str, list[ClaimedSite]]

SKIPS_KNOWN = frozenset({"links"})
"""Sources that report unknown sites only: what was registered before was not theirs to find."""


class SourceScore(msgspec.Struct, frozen=True):
    """What a source found of the relevant sites that stand in it and that nobody had listed.

    A site that was registered before a source of ``SKIPS_KNOWN`` first ran is left out of it.
    ``alone`` counts those that stand in this source only.
    """

    source: str
    run: bool
    recall: Rate
    alone: Rate

    key: ClassVar[str] = "source"


class Discovery(msgspec.Struct, frozen=True):
    """How much was found, and how much of it was no site of anybody's concern."""

    by_source: tuple[SourceScore, ...]
    recall: Rate  # found by any source, of what any source of the scenario could see
    enabled_recall: Rate  # the same, of what those sources could see that have run
    unseen: int  # relevant sites that stand in no source: nobody could have found them
    candidates: int  # addresses that a source brought
    false_candidates: int  # names that are no sites at all
    false_rate: Rate  # those, of the addresses that were brought; lower is better
    bystanders: int  # real sites of others: rightly seen, to be told apart by attribution
    duplicates: int  # second and further addresses of one site


def score_discovery(
    truth: Truth, claims: Claims, pairs: Pairs, found: Found, notes: list[Note]
) -> Discovery:
    """Compare what was found with what could be."""
    relevant = [s for s in truth.sites if s.relation in RELEVANT and not s.known_before]
    wanted = [s for s in relevant if s.seen_by]
    ran = frozenset(claims.first_run)
    enabled = [s for s in wanted if s.seen_by & ran]
    notes.extend(_miss(site, ran, claims.sources_page) for site in wanted if site.key not in found)
    brought = [(claim, site) for claim, site in pairs if _brought(claim)]
    strangers = [c for c, site in brought if site is None and not truth.remembers(c.url)]
    notes.extend(_stranger(truth, claim) for claim in strangers)
    return Discovery(
        by_source=tuple(_one_source(name, wanted, claims, found) for name in SOURCES),
        recall=_share(wanted, found),
        enabled_recall=_share(enabled, found),
        unseen=len(relevant) - len(wanted),
        candidates=len(brought),
        false_candidates=len(strangers),
        false_rate=Rate(len(strangers), len(brought)),
        bystanders=sum(1 for _, site in pairs if site and site.relation not in RELEVANT),
        duplicates=sum(len(group) - 1 for group in found.values()),
    )


def _share(wanted: Sequence[TrueSite], found: Found) -> Rate:
    return Rate(sum(site.key in found for site in wanted), len(wanted))


def _one_source(
    source: str, wanted: Iterable[TrueSite], claims: Claims, found: Found
) -> SourceScore:
    first = claims.first_run.get(source)
    seen = of = alone = of_alone = 0
    for site in wanted:
        group = found.get(site.key, [])
        if source not in site.seen_by:
            continue
        hit = any(source in claim.sources for claim in group)
        skips = source in SKIPS_KNOWN and any(_known_before(claim, first) for claim in group)
        if skips and not hit:
            continue
        only = site.seen_by == {source}
        seen, of = seen + hit, of + 1
        alone, of_alone = alone + (hit and only), of_alone + only
    return SourceScore(source, first is not None, Rate(seen, of), Rate(alone, of_alone))


def _brought(claim: ClaimedSite) -> bool:
    """A source brought it; what a person has entered is no discovery's fault."""
    return bool(claim.sources) or claim.state == "candidate"


def _known_before(claim: ClaimedSite, first: datetime | None) -> bool:
    if claim.state != "registered" or claim.known_since is None or first is None:
        return False
    return claim.known_since < first


def _miss(site: TrueSite, ran: frozenset[str], page: str) -> Note:
    told = "none of these has run"
    if site.seen_by & ran:
        told = f"{', '.join(sorted(site.seen_by & ran))} has run and did not bring it"
    why = f"it stands in {', '.join(sorted(site.seen_by))}; {told}"
    return Note("discovery", "miss", site.url, "never found", why, page, site.file)


def _stranger(truth: Truth, claim: ClaimedSite) -> Note:
    why = "no site of the scenario has this address"
    if _host(claim) in truth.not_sites:
        why = "the name exists and serves no web site"
    by = ", ".join(sorted(claim.sources)) or "no source on record"
    what, evidence = f"found by {by}", claim.pages.identity
    return Note("discovery", "false alarm", claim.url, what, why, evidence)


def _host(claim: ClaimedSite) -> str:
    return place(claim.url).partition("/")[0]
