"""The same page as three visitors see it, with what only some of them get marked."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from selectolax.lexbor import LexborHTMLParser

from ronda.engine.artifacts import HttpArtifact, Link, PageArtifact
from ronda.engine.collect.markup import within_bounds
from ronda.engine.collect.page import parse_page
from ronda.engine.netconfig import Limits
from ronda.patrol.bodies import artifact_of
from ronda.patrol.models import Observation
from ronda.web.evidence import body_text

VIEWS = ("visitor", "robot", "phone")
MOST = 120
BLOCKS = "title,h1,h2,h3,h4,p,li,a,td,th,dt,dd,figcaption,blockquote,summary,label,button"


@dataclass(frozen=True)
class Line:
    """A line of a page; ``alone`` when the ordinary visitor does not get it."""

    text: str
    alone: bool


@dataclass(frozen=True)
class OneView:
    """The page as one kind of visitor gets it."""

    view: str
    final_url: str  # where it ended; of a failed one, where it was led before
    title: str
    lines: list[Line]
    cut: bool
    failed: bool


def side_by_side(observations: Mapping[str, Observation]) -> list[OneView]:
    """Three views of the front page; empty unless the visitor's and one other were seen."""
    rows = {view: observations.get(f"http:{view}") for view in VIEWS}
    if rows["visitor"] is None or not (rows["robot"] or rows["phone"]):
        return []
    texts = {view: lines(body_text(row.body)) if row else [] for view, row in rows.items()}
    ordinary = set(texts["visitor"])
    found = []
    for view, row in rows.items():
        if row is None:
            continue
        artifact = row.artifact if isinstance(row.artifact, dict) else {}
        marked = [Line(text, view != "visitor" and text not in ordinary) for text in texts[view]]
        # Differences first, so that a long page does not hide them.
        marked.sort(key=lambda line: not line.alone)
        found.append(
            OneView(
                view,
                str(artifact.get("final_url") or artifact.get("towards") or ""),
                texts[view][0] if texts[view] else "",
                marked[:MOST],
                len(marked) > MOST,
                artifact.get("type") == "failure",
            )
        )
    return found


def lines(html: str) -> list[str]:
    """The distinct texts of a page's blocks in order, title first; bounded."""
    limits = Limits()
    markup, _ = within_bounds(html[:500_000], limits.markup_depth, limits.markup_nodes)
    tree = LexborHTMLParser(markup)
    for node in tree.css("script,style,noscript,template"):
        node.decompose()
    seen: dict[str, None] = {}
    for node in tree.css(BLOCKS):
        text = " ".join(node.text(deep=True).split())[:300]
        if text:
            seen.setdefault(text)
        if len(seen) >= 2000:
            break
    return list(seen)


def hidden_links(observations: Mapping[str, Observation]) -> list[tuple[str, Link]]:
    """Links that a visitor does not see, by view, each with the way it is hidden; bounded."""
    found: dict[str, tuple[str, Link]] = {}
    for view in VIEWS:
        row = observations.get(f"http:{view}")
        if row is None:
            continue
        try:
            artifact = artifact_of(row)
        except (msgspec.ValidationError, ValueError):
            continue  # written by another version: the raw record is still shown as evidence
        page = parse_page(artifact, Limits()) if isinstance(artifact, HttpArtifact) else None
        if isinstance(page, PageArtifact):
            for link in page.links:
                if link.hidden:
                    found.setdefault(link.url, (view, link))
    return list(found.values())[:40]
