"""What a real WordPress is filled with: a scenario's site, its content and its hack, as data."""

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape

import msgspec

from ronda.lab import looks
from ronda.lab.causes.gambling import WAYS, Injection
from ronda.lab.problems import LabError
from ronda.lab.scenario import PlannedSite, Scenario

_SLUGS = re.compile(r"(/[a-z0-9]+(-[a-z0-9]+)*)+/?")


class WordPressPage(msgspec.Struct, frozen=True):
    """A page at a path, or a post at a time (UTC, then without a path)."""

    title: str
    html: str
    path: str = ""
    date: str = ""


class Hack(msgspec.Struct, frozen=True):
    """Gambling in the theme's footer, hidden from visitors, and doorway files among the uploads."""

    hosts: tuple[str, ...]
    words: tuple[str, ...]
    style: str = WAYS["display_none"]  # the attribute that hides it
    doorways: int = 0
    folder: str = "/wp-content/uploads/2024/"


class WordPressSite(msgspec.Struct, frozen=True, kw_only=True):
    """A site to be served by WordPress."""

    host: str
    title: str
    tagline: str = ""
    heading: str = ""  # of the front page; default: the title
    front: str = ""  # the front page's HTML
    posts: tuple[WordPressPage, ...] = ()
    pages: tuple[WordPressPage, ...] = ()
    time_zone: str = "Asia/Jakarta"
    hack: Hack | None = None
    skipped: tuple[str, ...] = ()  # what of the scenario's site this does not show

    @property
    def paths(self) -> frozenset[str]:
        """The paths that WordPress answers itself, as a world's routes write them."""
        own = {page.path for page in self.pages}
        return frozenset({"/", "/*"} | own)


def site_of(scenario: Scenario, host: str, at_round: int, now: datetime) -> WordPressSite:
    """Return a scenario's site as WordPress shall show it in a round; raises :class:`LabError`."""
    site = next((s for s in scenario.sites if s.origin.host == host and s.lives(at_round)), None)
    if site is None:
        raise LabError(f"{host}: no site of this scenario in round {at_round}")
    if site.origin.path.rstrip("/") or scenario.shared_host(host):
        raise LabError(f"{host}: WordPress needs a host of its own")
    front = site.plan.front
    hack, skipped = _hack(site, at_round)
    pages = [(path, page) for path, page in site.plan.pages.items() if _SLUGS.fullmatch(path)]
    return WordPressSite(
        host=host,
        title=front.title,
        tagline=front.tagline,
        front=_front(scenario, site),
        posts=tuple(
            WordPressPage(
                post.title,
                f"<p>{escape(post.text)}</p>",
                date=f"{looks.later(now, post.date):%Y-%m-%d %H:%M:%S}",
            )
            for post in front.posts
        ),
        pages=tuple(
            WordPressPage(page.title, _paragraphs(page.paragraphs), path) for path, page in pages
        ),
        time_zone=scenario.about.time_zone,
        hack=hack,
        skipped=skipped,
    )


def _hack(site: PlannedSite, at_round: int) -> tuple[Hack | None, tuple[str, ...]]:
    """The injections that are done to WordPress itself; what is none of these is named.

    Causes of names, certificates and files beside WordPress are served as ever, and not named.
    """
    found, skipped = None, []
    for cause in site.active(at_round):
        if isinstance(cause, Injection) and cause.kind in ("hidden_links", "doorway_pages"):
            old = found or Hack(cause.hosts, cause.words)
            if cause.kind == "hidden_links":
                way = WAYS.get(getattr(cause, "way", ""), old.style)
                found = msgspec.structs.replace(old, style=way)
            else:
                number, folder = getattr(cause, "count", 12), getattr(cause, "folder", old.folder)
                found = msgspec.structs.replace(old, doorways=number, folder=folder)
        elif cause.front_page == "edits":
            skipped.append(f"{site.origin.host}: {cause.kind} in a real WordPress")
    return found, tuple(skipped)


def _front(scenario: Scenario, site: PlannedSite) -> str:
    front, given = site.plan.front, site.plan.front.contact
    own = scenario.agency(site.plan.made_by.agency or site.plan.poses_as)
    services = "".join(f"<li>{escape(service)}</li>" for service in front.services)
    links = "".join(f'<li><a href="{escape(x.to)}">{escape(x.text)}</a></li>' for x in front.links)
    contact = [
        given.name if given.name is not None else own.name if own else "",
        given.address if given.address is not None else own.address if own else "",
        given.phone if given.phone is not None else own.phone if own else "",
        given.email if given.email is not None else own.email if own else "",
        front.footer,
    ]
    news = '<!-- wp:latest-posts {"postsToShow":5,"displayPostDate":true} /-->'
    return (
        (front.html or _paragraphs(front.paragraphs))
        + "".join(f"<ul>{items}</ul>" for items in (services, links) if items)
        + (f"<h2>Berita</h2>{news}" if front.posts else "")
        + _paragraphs(text for text in contact if text)
    )


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)
