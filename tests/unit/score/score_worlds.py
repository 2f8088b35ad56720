"""Small made-up truths and claims, by hand and at random."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from ronda.engine.attribute.contract import Relation
from ronda.lab import classes
from ronda.lab.claims import SOURCES, ClaimedFinding, ClaimedSite, Claims, Pages, Proposed
from ronda.lab.truth import OURS, TrueSite, Truth

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
AGENCIES = {"a": "Dinas Satu", "b": "Dinas Dua", "c": "Badan Tiga"}
FEW = (classes.STALE, classes.NO_HSTS, classes.INJECTED_GAMBLING, classes.TLS_EXPIRED)


def world(*sites: TrueSite, number: int = 1) -> Truth:
    """The truth of a round."""
    return Truth(
        scenario="uji",
        round=number,
        region="Fajar",
        sites=sites,
        agencies=AGENCIES,
        others=(),
        gone=frozenset(),
        not_sites=frozenset(),
    )


def true_site(
    key: str, relation: Relation = Relation.OFFICIAL, agency: str | None = "a", **more: Any
) -> TrueSite:
    """A site of the truth, seen in the zone."""
    fields: dict[str, Any] = {"seen_by": frozenset({"zone"}), "file": f"sites/{key}.toml"}
    host = f"{key}.test"
    return TrueSite(key, f"https://{host}/", host, "", relation, agency, **(fields | more))


def claim(site: TrueSite, **more: Any) -> ClaimedSite:
    """What Ronda says of a site when it is right in everything."""
    named = AGENCIES.get(site.agency or "") if site.ours else None
    fields: dict[str, Any] = {
        "agency": named,
        "confirmed": True,
        "in_zone": site.relation is Relation.OFFICIAL,
        "sources": site.seen_by,
        "proposal": Proposed(site.relation.value, named, 0.9, made_at=NOW),
        "findings": tuple(finding(name) for name in sorted(site.expects)),
        "visited": True,
        "known_since": NOW,
        "pages": Pages("/situs/1/", "/situs/1/bukti/", "/situs/1/identitas/"),
    }
    return ClaimedSite(site.url, site.relation.value, "registered", **(fields | more))


def finding(name: str, opened: datetime = NOW, closed: datetime | None = None) -> ClaimedFinding:
    """A finding, open until a moment."""
    state = "confirmed" if closed is None else "mended"
    return ClaimedFinding(name, closed is None, state, opened, closed, "/temuan/1/")


def claims(*sites: ClaimedSite) -> Claims:
    """All that Ronda says."""
    return Claims(sites, dict.fromkeys(SOURCES, NOW), frozenset(classes.ALL))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Truth, Claims]:
    """A truth, and claims that are right and wrong about it in any way."""
    sites, said = [], []
    for index in range(draw(st.integers(1, 6))):
        relation = draw(st.sampled_from([r for r in Relation if r is not Relation.UNDECIDED]))
        planted = draw(st.sets(st.sampled_from(FEW))) if relation in OURS else set()
        site = true_site(
            f"s{index}",
            relation,
            draw(st.sampled_from([*AGENCIES])) if relation in OURS else None,
            seen_by=draw(st.frozensets(st.sampled_from(SOURCES))),
            expects=frozenset(planted),
            forms=frozenset({"hidden_links"} if classes.INJECTED_GAMBLING in planted else ()),
        )
        sites.append(site)
        if draw(st.booleans()):
            said.append(draw(_claims_of(site)))
    return world(*sites), claims(*said)


@st.composite
def _claims_of(draw: st.DrawFn, site: TrueSite) -> ClaimedSite:
    relation = draw(st.sampled_from([r.value for r in Relation]))
    agency = draw(st.sampled_from([None, *AGENCIES.values()]))
    made = Proposed(relation, agency, draw(st.floats(0, 1)))
    return claim(
        site,
        sources=draw(st.frozensets(st.sampled_from(SOURCES))),
        proposal=draw(st.sampled_from([None, made])),
        confirmed=draw(st.booleans()),
        findings=tuple(finding(name) for name in sorted(draw(st.sets(st.sampled_from(FEW))))),
    )
