"""Evidence in what a search engine calls a site that could not be read.

An office's network is often not let in where a search engine's robot is. What that robot saw may
be old, so it counts for less than the page itself, and not at all where a page was read.
"""

from collections.abc import Iterator

import msgspec

from ronda.engine.attribute import signs
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.fields import named_in
from ronda.engine.attribute.from_network import MAX_SIGHTINGS
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.names import index_of
from ronda.engine.attribute.zones import ZoneKind, zone_kind
from ronda.engine.text import Text

SOURCE = "search"
_SHARE = 0.7  # of what the page's own title would weigh
_WHERE = Text("judul di mesin pencari", "title in a search engine")


def search_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Yield whom the title names under which the front page of an unread site was found."""
    if facts.pages or zone_kind(facts.url, gazetteer) is ZoneKind.OURS:
        return
    index = index_of(gazetteer)
    for seen in facts.sightings[:MAX_SIGHTINGS]:
        title = seen.facts.get("title", "")
        if seen.source != SOURCE or not title or not _names_itself(seen.facts.get("page", "")):
            continue
        if any(True for _ in signs.trade(title)):
            continue  # "Dishub Travel" is a name of trade
        for item in named_in("title", title, _WHERE, index):
            yield msgspec.structs.replace(item, strength=round(item.strength * _SHARE, 2))


def _names_itself(url: str) -> bool:
    """The address is a site's very root: further in, a title may be that of news about an office."""
    return not url.partition("://")[2].partition("/")[2].strip("/")
