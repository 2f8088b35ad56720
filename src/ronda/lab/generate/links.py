"""Lays links between sites as portals have them, looking ahead only a little."""

from collections import deque
from collections.abc import Iterator
from typing import Literal

from ronda.lab.format import LinkPlan
from ronda.lab.generate.plan import Blueprint

NEAR = 2_000  # the first sites, among which links go by agency
AHEAD = 60  # later ones: how far an official page sees
PLACES: tuple[Literal["nav", "main", "footer"], ...] = ("nav", "main", "footer")
MOST = 120  # links on a page


def linked(sites: Iterator[Blueprint]) -> Iterator[tuple[Blueprint, tuple[LinkPlan, ...]]]:
    """Yield each site with the links on its front page.

    Among the first sites a link stands on the front door of the site's own agency, if it has one,
    else on the province's portal. Later ones are linked by the official site before them.
    """
    near = [site for _, site in zip(range(NEAR), sites, strict=False)]
    doors = {s.agency.plan.key: s.key for s in reversed(near) if s.kind == "main"}
    portal = near[0].key
    targets: dict[str, list[LinkPlan]] = {}
    for site in near:
        if site.linked and site.key != portal:
            door = doors.get(site.agency.plan.key, portal)
            door = portal if door == site.key else door
            targets.setdefault(door, []).append(_link(site))
    for site in near:
        found = targets.get(site.key, [])
        yield site, tuple(found[:MOST])
    yield from _later(sites)


def _later(sites: Iterator[Blueprint]) -> Iterator[tuple[Blueprint, tuple[LinkPlan, ...]]]:
    window: deque[Blueprint] = deque()
    for site in sites:
        if site.family == "official" and window and (len(window) >= AHEAD or _official(window)):
            yield from _flush(window)
        window.append(site)
        if len(window) >= AHEAD:
            yield from _flush(window)
    yield from _flush(window)


def _official(window: deque[Blueprint]) -> bool:
    return any(site.family == "official" for site in window)


def _flush(window: deque[Blueprint]) -> Iterator[tuple[Blueprint, tuple[LinkPlan, ...]]]:
    door = next((site.key for site in window if site.family == "official"), "")
    links = tuple(_link(site) for site in window if site.linked and site.key != door)
    while window:
        site = window.popleft()
        yield site, links if site.key == door else ()


def _link(site: Blueprint) -> LinkPlan:
    text = site.said.get("service.name") or site.said.get("app.name") or site.agency.plan.short
    return LinkPlan(to=site.address, text=text, place=PLACES[site.index % 3])
