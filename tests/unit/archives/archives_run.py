"""Runs one source over a folder and sorts what it says."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from ronda.engine.discover.contract import Checkpoint, Note, Sighting, SourceContext
from ronda.engine.netconfig import NetConfig

NET = NetConfig(resolvers=(), user_agent="Ronda")
NOW = datetime(2026, 3, 2, tzinfo=UTC)
WATCHED = ("arunikaprov.go.id", "tanjungarunika", "dinkes", "dinaskesehatan")


class Ran:
    """What a source said."""

    def __init__(self, events: list[Any]) -> None:
        self.sightings = [e for e in events if isinstance(e, Sighting)]
        self.urls = [s.url for s in self.sightings]
        self.facts = {s.url: s.facts for s in self.sightings}
        self.counts: Counter[str] = Counter()
        self.errors: list[str] = []
        self.state: dict[str, object] = {}
        for event in events:
            if isinstance(event, Note):
                self.counts[event.step] += event.count
                if event.level == "error":
                    assert event.text
                    assert event.text.id
                    self.errors.append(event.text.en)
            elif isinstance(event, Checkpoint):
                self.state = dict(event.state)


async def run(source: ModuleType, folder: Path | str = "", **fields: Any) -> Ran:
    """Run it."""
    folders = {source.META.id: str(folder)} if folder else {}
    values: dict[str, Any] = {"net": NET, "now": NOW, "watched": WATCHED, "folders": folders}
    context = SourceContext(**(values | fields))
    return Ran([event async for event in source.discover(context)])
