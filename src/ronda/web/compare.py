"""The same page as three visitors see it, with what only some of them get marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.parser import HTMLParser

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
    final_url: str
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
                str(artifact.get("final_url", "")),
                texts[view][0] if texts[view] else "",
                marked[:MOST],
                len(marked) > MOST,
                artifact.get("type") == "failure",
            )
        )
    return found


def lines(html: str) -> list[str]:
    """The distinct texts of a page's blocks in order, title first; bounded."""
    tree = HTMLParser(html[:500_000])
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
