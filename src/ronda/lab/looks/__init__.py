"""Writes a site's pages: content in, HTML out, in looks as different as real sites are."""

from collections.abc import Iterator
from functools import partial

from ronda.lab.draft import Draft
from ronda.lab.format import InnerPage
from ronda.lab.looks import academic, cms, data, frameworks, media, portal
from ronda.lab.looks.base import Look, Path
from ronda.lab.looks.crawl import crawl_paths
from ronda.lab.looks.icons import icon_paths
from ronda.lab.looks.pdf import letter
from ronda.lab.looks.times import later

__all__ = [
    "LOOKS",
    "crawl_paths",
    "dress",
    "front_page",
    "inner_page",
    "later",
    "link",
    "not_found",
    "paths",
]

LOOKS: dict[str, Look] = {
    "portal": portal.Portal(),
    "plain": portal.Plain(),
    "app": portal.App(),
    "wordpress": cms.WordPress(),
    "joomla": cms.Joomla(),
    "drupal": cms.Drupal(),
    "ckan": data.Ckan(),
    "slims": data.Slims(),
    "ojs": academic.Ojs(),
    "moodle": academic.Moodle(),
    "laravel": frameworks.Laravel(),
    "codeigniter": frameworks.CodeIgniter(),
    "blog": media.Blog(),
    "news": media.News(),
    "shop": media.Shop(),
}


def _look(draft: Draft) -> Look:
    return LOOKS[draft.site.look]


def dress(draft: Draft) -> None:
    """Set the headers and cookies of the site's platform; called before any cause."""
    _look(draft).dress(draft)


def front_page(draft: Draft) -> str:
    """Return the front page of a site, before any cause has edited its markup."""
    look, front = _look(draft), draft.front
    return look.document(draft, front.title, front.html or look.front(draft))


def inner_page(draft: Draft, page: InnerPage) -> str:
    """Return a further page of a site."""
    look = _look(draft)
    return look.document(draft, f"{page.title} - {draft.front.title}", look.inner(draft, page))


def not_found(draft: Draft) -> str:
    """Return the page for a path that does not exist."""
    look = _look(draft)
    return look.document(draft, "Halaman tidak ditemukan", look.missing(draft))


def link(draft: Draft, path: str) -> str:
    """Return the path under which the platform links one of the site's pages."""
    return _look(draft).link_prefix + path


def paths(draft: Draft) -> Iterator[Path]:
    """Whatever else the platform answers, by paths of the site: robots.txt, sitemaps, icons, interfaces."""
    look = _look(draft)
    yield from look.paths(draft)
    yield from icon_paths(draft)
    for path, plan in draft.site.letters.items():
        body = letter(plan.head, plan.lines, scanned=plan.scanned)
        yield path, partial(draft.file, body, "application/pdf")
    yield from crawl_paths(draft, look)
