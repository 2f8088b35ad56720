"""How much each source of discovery carries: what would not have been found without it."""

from ronda.lab.ablation import SourceLeft
from ronda.lab.claims import Claims
from ronda.lab.score_parts import Rate
from ronda.lab.truth import RELEVANT, Truth


def without_sources(truth: Truth, claims: Claims) -> tuple[SourceLeft, ...]:
    """Count, of relevant sites that no list named before, what each source brought and brought alone.

    Sources lead to one another (a link's target is looked up in certificates): what one brought
    alone is the least that is lost without it.
    """
    seen: dict[str, set[str]] = {}
    for claim in claims.sites:
        site = truth.find(claim.url)
        if site is not None and site.relation in RELEVANT and not site.known_before:
            seen.setdefault(site.key, set()).update(claim.sources)
    found = [sources for sources in seen.values() if sources]
    return tuple(
        SourceLeft(
            name,
            brought=Rate(sum(name in sources for sources in found), len(found)),
            only=Rate(sum(sources == {name} for sources in found), len(found)),
        )
        for name in sorted({name for sources in found for name in sources})
    )
