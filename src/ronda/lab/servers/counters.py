"""Counts requests by host, path and view, and keeps the counts in a file."""

import json
import os
from pathlib import Path

from ronda.lab.servers.views import Visitor

MAX_PATHS = 2_000
"""Distinct paths counted for one host; what comes after is counted under "*"."""


class Counters:
    """How often what was asked. ``path`` is where the counts are kept as JSON:
    ``{"host": {"/path": {"visitor": 3, "robot": 1}}}``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counts: dict[str, dict[str, dict[str, int]]] = {}
        self._changed = True

    def count(self, host: str, path: str, view: Visitor) -> int:
        """Count one request; return how many there were of it with this one."""
        paths = self._counts.setdefault(host, {})
        if path not in paths and len(paths) >= MAX_PATHS:
            path = "*"
        views = paths.setdefault(path, {})
        views[view] = views.get(view, 0) + 1
        self._changed = True
        return views[view]

    def of(self, host: str, path: str, view: Visitor | None = None) -> int:
        """Return how often a path was asked by one kind of visitor, or by all."""
        views = self._counts.get(host, {}).get(path, {})
        return views.get(view, 0) if view else sum(views.values())

    def total(self, host: str) -> int:
        """Return how many requests a host has had."""
        return sum(sum(views.values()) for views in self._counts.get(host, {}).values())

    def write(self) -> None:
        """Write the file as a whole when something changed."""
        if not self._changed:
            return
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(self._counts, sort_keys=True, indent=1), encoding="utf-8")
        os.replace(fresh, self._path)
        self._changed = False
