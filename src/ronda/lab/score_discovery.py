"""Scores discovery: what each source found of what it could see, and what it brought wrongly."""

from datetime import datetime

import msgspec

from ronda.lab.claims import SOURCES, ClaimedSite, Claims
from ronda.lab.score_parts import Note, Rate
from ronda.lab.truth import RELEVANT, TrueSite, Truth, place


class SourceScore(msgspec.Struct, frozen=True):
    """What a source found of the relevant sites that stand in it and that nobody had listed.

    A site that was registered before the source first ran was not there to be found by it.
    """

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


def score_discovery(
    truth: Truth,
    claims: Claims,
    pairs: list[tuple[ClaimedSite, TrueSite | None]],
    found: dict[str, list[ClaimedSite]],
    notes: list[Note],
) -> Discovery:
    wanted = [s for s in truth.sites if s.relation in RELEVANT and not s.known_before and s.seen_by]
    by_source = tuple(_one_source(name, wanted, claims, found) for name in SOURCES)
    for site in wanted:
        if site.key not in found:
            ran = sorted(site.seen_by & set(claims.first_run))
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
        by_source=by_source,
        recall=Rate(sum(site.key in found for site in wanted), len(wanted)),
        candidates=sum(1 for claim, _ in pairs if claim.sources),
        false_candidates=len(strangers),
        bystanders=sum(1 for _, site in pairs if site and site.relation not in RELEVANT),
    )


def _one_source(
    source: str, wanted: list[TrueSite], claims: Claims, found: dict[str, list[ClaimedSite]]
) -> SourceScore:
    first = claims.first_run.get(source)
    seen = of = 0
    for site in wanted:
        group = found.get(site.key, [])
        if source not in site.seen_by:
            continue
        if any(source in claim.sources for claim in group):
            seen += 1
            of += 1
        elif not any(_known_before(claim, first) for claim in group):
            of += 1
    return SourceScore(source, first is not None, Rate(seen, of))


def _known_before(claim: ClaimedSite, first: datetime | None) -> bool:
    if claim.state != "registered" or claim.known_since is None or first is None:
        return False
    return claim.known_since < first


def _host(claim: ClaimedSite) -> str:
    return place(claim.url).partition("/")[0]


def _is_gone(truth: Truth, claim: ClaimedSite) -> bool:
    return _host(claim) in truth.gone
