"""What a real WordPress is filled with: a scenario's site, its content and its hack, as data."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

import msgspec

from ronda.lab import looks
from ronda.lab.causes.gambling import HiddenLinks, RobotOnly, concealed
from ronda.lab.causes.gambling_pages import DoorwayPages
from ronda.lab.draft import Draft
from ronda.lab.format import InnerPage
from ronda.lab.looks.base import Path
from ronda.lab.problems import LabError
from ronda.lab.scenario import PlannedSite, Scenario
from ronda.lab.world import CertPlan, View

_SLUGS = re.compile(r"(/[a-z0-9]+(-[a-z0-9]+)*)+/?")


class WordPressPage(msgspec.Struct, frozen=True):
    """A page at a path, or a post at a time (UTC, then without a path)."""

    title: str
    html: str
    path: str = ""
    date: str = ""


class Hack(msgspec.Struct, frozen=True):
    """What thieves left: a block in the theme's footer, a page for robots, files of their own."""

    block: str = ""  # markup before the end of each page
    robot_page: str = ""  # what a search engine's robot gets for the front page
    files: Mapping[str, str] = {}  # markup by path, as "/wp-content/uploads/2024/x.html"


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
    hack: Hack = Hack()
    # Routes of the world's site that the web server keeps: what causes planted beside WordPress.
    kept: frozenset[tuple[str, View]] = frozenset()
    skipped: tuple[str, ...] = ()  # what of the scenario's site this does not show


def site_of(scenario: Scenario, host: str, at_round: int, now: datetime) -> WordPressSite:
    """Return a scenario's site as WordPress shall show it in a round; raises :class:`LabError`."""
    site = next((s for s in scenario.sites if s.origin.host == host and s.lives(at_round)), None)
    if site is None:
        raise LabError(f"{host}: no site of this scenario in round {at_round}")
    if site.origin.path.rstrip("/") or scenario.shared_host(host):
        raise LabError(f"{host}: WordPress needs a host of its own")
    front = site.plan.front
    hack, kept, skipped = _planted(site, at_round, now)
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
            WordPressPage(page.title, _paragraphs(page.paragraphs) + _links(page), path)
            for path, page in pages
        ),
        time_zone=scenario.about.time_zone,
        hack=hack,
        kept=kept,
        skipped=skipped,
    )


def _planted(
    site: PlannedSite, at_round: int, now: datetime
) -> tuple[Hack, frozenset[tuple[str, View]], tuple[str, ...]]:
    """What a round's causes do to WordPress itself, what they plant beside it, what is left out."""
    hack, skipped = Hack(), []
    kept: set[tuple[str, View]] = set()
    for cause in site.active(at_round):
        draft = _draft(site, now)
        cause.plant(draft)
        if draft.replaced or draft.catch_all or ("/", "any") in draft.answers:
            host = site.origin.host
            raise LabError(f"{host}: {cause.kind} stands in place of the site; no WordPress then")
        if isinstance(cause, HiddenLinks):
            block = hack.block + concealed(cause.way, cause.links())
            hack = msgspec.structs.replace(hack, block=block)
        elif isinstance(cause, RobotOnly):
            hack = msgspec.structs.replace(hack, robot_page=cause.gambling_page(cause.title))
        elif isinstance(cause, DoorwayPages):
            pages = {path: body for path, _, body in cause.spam_pages(cause.folder, cause.count)}
            block = hack.block
            if cause.linked == "hidden":
                links = "".join(f'<a href="{path}">{escape(path)}</a> ' for path in pages)
                block += concealed("off_screen", links)
            hack = msgspec.structs.replace(hack, block=block, files={**hack.files, **pages})
            kept.update((path, "any") for path, _ in _crawled(draft))
        else:
            kept.update(draft.answers)
            kept.update((path, "any") for path, _ in _crawled(draft))
            if any((draft.edits, draft.inner_edits, draft.more_posts, draft.not_found)) or (
                draft.generator or draft.rotating
            ):
                skipped.append(f"{site.origin.host}: {cause.kind} in a real WordPress")
    return hack, frozenset(kept), tuple(skipped)


def _draft(site: PlannedSite, now: datetime) -> Draft:
    """The site before a cause, as far as causes look at it; nothing of it is served."""
    return Draft(
        key=site.key,
        site=site.plan,
        origin=site.origin,
        address="198.18.0.1",
        apex=site.origin.host,
        now=now,
        front=site.plan.front,
        agency=None,
        certificate=CertPlan((site.origin.host,)),
    )


def _crawled(draft: Draft) -> Iterable[Path]:
    """robots.txt and sitemaps, when a cause has changed them."""
    if draft.more_sitemaps or draft.more_in_sitemap:
        yield from looks.crawl_paths(draft, looks.LOOKS[draft.site.look])


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


def _links(page: InnerPage) -> str:
    return "".join(
        f'<p><a href="{escape(link.to)}">{escape(link.text)}</a></p>' for link in page.links
    )
