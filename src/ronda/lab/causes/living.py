"""Sites that answer and are not, or hardly, of use; and changes that are no fault at all."""

import dataclasses
from html import escape
from typing import Annotated, ClassVar, Literal

import msgspec

from ronda.engine import urls
from ronda.lab import classes, looks
from ronda.lab.causes import markup
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.causes.gambling import LED_AWAY, REPLACED
from ronda.lab.draft import Draft
from ronda.lab.format import FrontPage, Host, Post, SiteFile

LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut "
    "labore et dolore magna aliqua.",
    "Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea "
    "commodo consequat.",
    "Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla "
    "pariatur.",
)
_TEMPLATE = FrontPage(
    title="Your Company Name - Just another website",
    tagline="Your slogan here",
    paragraphs=("Welcome! This is a demo page. Edit or delete it, then start writing!",),
    services=("Service One", "Service Two", "Service Three"),
    posts=(
        Post(title="Hello world!", date="-500d", text="This is your first post."),
        Post(title="Sample Page", date="-500d", text="This is an example page."),
    ),
    footer="Your Company Name. All Rights Reserved.",
)


class Unfinished(Cause, frozen=True, kw_only=True, tag="unfinished"):
    """A site that was begun and not finished: an announcement, filler text, a bare template."""

    what: Literal["coming_soon", "maintenance", "lorem", "template"] = "coming_soon"
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "replaces"

    def plant(self, draft: Draft) -> None:
        """Replace the front page, in the site's own look where it has come so far."""
        if self.what in ("coming_soon", "maintenance"):
            draft.replace_front(self._announced(draft))
            return
        draft.replaced = True
        draft.answer("/", lambda: draft.page(looks.front_page(self._filled(draft))))

    def _announced(self, draft: Draft) -> str:
        name = escape(draft.front.title)
        heading, said = {
            "coming_soon": ("Coming Soon", "Situs kami sedang dibangun. Segera hadir!"),
            "maintenance": ("Under Maintenance", "Situs sedang dalam pemeliharaan. Mohon maaf."),
        }[self.what]
        return (
            f'<!doctype html><html lang="id"><head><title>{heading} - {name}</title></head>'
            f"<body><h1>{heading}</h1><p>{said}</p></body></html>"
        )

    def _filled(self, draft: Draft) -> Draft:
        """The site with filler in the place of its content."""
        if self.what == "lorem":
            posts = tuple(
                Post(title=f"Lorem ipsum {n}", date="-300d", text=LOREM[1]) for n in "123"
            )
            title = draft.front.title
            front = FrontPage(
                title=title, paragraphs=LOREM, services=("Lorem", "Dolor"), posts=posts
            )
        else:
            front = _TEMPLATE
        return dataclasses.replace(draft, front=front, more_posts=[])

    def consequence(self) -> Consequence:
        """An unfinished site, never stale; a bare template may be called a default page too."""
        bare = frozenset({classes.DEFAULT_PAGE} if self.what == "template" else ())
        expects = frozenset({classes.UNFINISHED})
        return Consequence(expects=expects, hides=REPLACED, allows=bare)


class EmptySite(Cause, frozen=True, kw_only=True, tag="empty_site"):
    """The front page answers and shows next to nothing."""

    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "replaces"

    def plant(self, draft: Draft) -> None:
        """Replace the front page."""
        draft.replace_front("<!doctype html><html><head><title></title></head><body></body></html>")

    def consequence(self) -> Consequence:
        """An empty page; there is no content that could be stale."""
        return Consequence(expects=frozenset({classes.EMPTY}), hides=REPLACED)


class Slow(Cause, frozen=True, kw_only=True, tag="slow"):
    """Every page begins to come only after some seconds."""

    seconds: Annotated[float, msgspec.Meta(ge=0.1, le=25)] = 9

    def plant(self, draft: Draft) -> None:
        """Delay the pages."""
        draft.delay = float(self.seconds)

    def consequence(self) -> Consequence:
        """A slow site, all of which can still be seen."""
        return Consequence(expects=frozenset({classes.SLOW}))


class MixedContent(Cause, frozen=True, kw_only=True, tag="mixed_content"):
    """The page is encrypted and loads pictures and a script without encryption."""

    host: Host = "gambar-lama.net"
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "edits"

    def objection(self, site: SiteFile) -> str:
        """Only an encrypted page can mix."""
        return "" if urls.parse(site.address).scheme == "https" else "needs an https address"

    def plant(self, draft: Draft) -> None:
        """Put them after the content."""
        draft.allow_scripts()
        block = (
            f'<p><img src="http://{self.host}/spanduk.jpg" alt="Spanduk"></p>'
            f'<script src="http://{self.host}/hitung.js"></script>'
        )
        draft.edit(lambda html: markup.before_footer(html, block))

    def consequence(self) -> Consequence:
        """Mixed content."""
        return Consequence(expects=frozenset({classes.MIXED_CONTENT}))


class Moved(Cause, frozen=True, kw_only=True, tag="moved"):
    """The site has another address now: every path leads there for good."""

    to: str
    front_page: ClassVar[str] = "replaces"
    every_path: ClassVar[bool] = True

    def objection(self, site: SiteFile) -> str:
        """The new address must be one, and another."""
        try:
            there = urls.parse(self.to)
        except urls.BadUrl as error:
            return f"to: {error} - expected an http(s) address"
        same = there.host == urls.parse(site.address).host
        return "to: leads to the site itself - expected another host" if same else ""

    def plant(self, draft: Draft) -> None:
        """Redirect every path."""
        draft.replaced = True
        draft.catch_all = lambda: draft.redirect(self.to, 301)

    def consequence(self) -> Consequence:
        """No finding; what is seen there is the other site's, with that one's headers."""
        plain = {classes.NO_HTTPS} if urls.parse(self.to).scheme == "http" else set()
        return Consequence(hides=REPLACED, allows=LED_AWAY | classes.HEADERS | plain)


class Restless(Cause, frozen=True, kw_only=True, tag="restless"):
    """Parts of the page change with each request: tokens, advertisements, a counter of visits."""

    what: Literal["tokens", "ads", "counter"] = "tokens"
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "edits"

    def plant(self, draft: Draft) -> None:
        """Put places that the server fills anew into the page."""
        draft.rotating = True
        block = {
            "tokens": '<input type="hidden" name="_token" value="{token}">',
            "ads": '<div class="iklan" data-slot="{token}"><a href="/iklan?id={token}">Iklan</a>'
            "<small>{now}</small></div>",
            "counter": "<p>Pengunjung ke-{counter}, dilayani {now}</p>",
        }[self.what]
        draft.edit(lambda html: markup.before_footer(html, block))

    def consequence(self) -> Consequence:
        """No finding: a page that changes is not one that hides something."""
        return Consequence()
