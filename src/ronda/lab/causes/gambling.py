"""Gambling injected into somebody's site, in the ways in which it is done."""

from html import escape
from typing import Annotated, ClassVar, Literal

import msgspec

from ronda.lab import classes
from ronda.lab.causes import markup
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.format import Host

Way = Literal[
    "display_none",
    "visibility",
    "opacity",
    "off_screen",
    "font_zero",
    "same_colour",
    "zero_size",
    "hidden_attribute",
    "css_class",
]
WAYS: dict[str, str] = {
    "display_none": 'style="display:none"',
    "visibility": 'style="visibility:hidden"',
    "opacity": 'style="opacity:0;height:1px"',
    "off_screen": 'style="position:absolute;left:-9876px;top:-400px"',
    "font_zero": 'style="font-size:0"',
    "same_colour": 'style="color:#ffffff;background-color:#ffffff"',
    "zero_size": 'style="width:0;height:0;overflow:hidden"',
    "hidden_attribute": "hidden",
    "css_class": 'class="sb-widget-x"',
}
RULE = "<style>.sb-widget-x{display:none}</style>"

Words = tuple[str, ...]
WORDS: Words = (
    "slot gacor hari ini",
    "situs slot online terpercaya",
    "rtp slot live tertinggi",
    "bandar togel online",
    "link alternatif slot maxwin",
    "daftar slot deposit pulsa",
)
TITLE = "SLOT GACOR: Situs Slot Online Resmi Maxwin Hari Ini"
INJECTED = frozenset({classes.INJECTED_GAMBLING})
# Who is led to a gambling site is led to a stranger: it may be told so as well.
SENT = frozenset({classes.MALICIOUS_REDIRECT})


# Of a page that is replaced, nothing older can be told: neither its age nor what wrote it.
REPLACED = frozenset({classes.STALE, classes.OUTDATED_SOFTWARE})
# What was in the place of a front page that now leads elsewhere may still be there or not.
LED_AWAY = frozenset(
    {classes.PARKED, classes.DEFAULT_PAGE, classes.UNFINISHED, classes.EMPTY, classes.DEFACED}
)


class Injection(Cause, frozen=True, kw_only=True, tag=False):
    """What all injections share: where the links lead and what they say."""

    hosts: Annotated[tuple[Host, ...], msgspec.Meta(min_length=1)]
    words: Annotated[Words, msgspec.Meta(min_length=1)] = WORDS
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "edits"

    def links(self, words: Words | None = None) -> str:
        """The links themselves, each host in turn; ``words`` as markup instead of its own."""
        said = tuple(escape(w) for w in self.words) if words is None else words
        return " ".join(
            f'<a href="https://{self.hosts[i % len(self.hosts)]}/">{text}</a>'
            for i, text in enumerate(said)
        )

    def gambling_page(self, title: str, *, lead: str = "") -> str:
        """A whole page of gambling, as spammers' kits write it."""
        words = "".join(f"<p>{escape(w.capitalize())} hanya di sini.</p>" for w in self.words)
        return (
            f'<!doctype html><html lang="id"><head><title>{escape(title)}</title>'
            f'<meta name="description" content="{escape(", ".join(self.words))}"></head>'
            f"<body><h1>{escape(title)}</h1>{lead}{words}<p>{self.links()}</p></body></html>"
        )

    def consequence(self) -> Consequence:
        """Injected gambling, in a form of the kind's own name."""
        return Consequence(expects=INJECTED, form=self.kind)


def concealed(way: Way, links: str) -> str:
    """Wrap links so that a visitor does not see them."""
    rule = RULE if way == "css_class" else ""
    return f"{rule}<div {WAYS[way]}>{links}</div>"


class HiddenLinks(Injection, frozen=True, kw_only=True, tag_field="kind", tag="hidden_links"):
    """Links that a visitor cannot see, before the end of the page."""

    way: Way = "display_none"

    def plant(self, draft: Draft) -> None:
        """Put the block into the page for everybody."""
        block = concealed(self.way, self.links())
        draft.edit(lambda html: markup.at_end(html, block))


class RobotOnly(Injection, frozen=True, kw_only=True, tag_field="kind", tag="robot_only"):
    """A search engine's robot gets a gambling page; visitors the ordinary one."""

    title: str = TITLE
    front_page: ClassVar[str] = ""

    def plant(self, draft: Draft) -> None:
        """Answer the front page in the robot's view with the doorway."""
        body = self.gambling_page(self.title)
        draft.answer("/", lambda: draft.page(body), "robot")


class PhoneRedirect(Injection, frozen=True, kw_only=True, tag_field="kind", tag="phone_redirect"):
    """A phone that comes from a search result is sent to a gambling site."""

    front_page: ClassVar[str] = ""

    def plant(self, draft: Draft) -> None:
        """Redirect the front page in the phone's view."""
        draft.answer("/", lambda: draft.redirect(f"https://{self.hosts[0]}/"), "phone")

    def consequence(self) -> Consequence:
        """Gambling, and a redirect of phones alone."""
        return Consequence(expects=INJECTED, allows=SENT, form=self.kind)


class OpenLinks(Injection, frozen=True, kw_only=True, tag_field="kind", tag="open_links"):
    """Gambling links at the top of the front page, for every visitor to see."""

    def plant(self, draft: Draft) -> None:
        """Put the block at the top for everybody."""
        block = f'<div class="promo"><strong>SITUS SLOT GACOR</strong> {self.links()}</div>'
        draft.edit(lambda html: markup.at_top(html, block))


class VisitorRedirect(
    Injection, frozen=True, kw_only=True, tag_field="kind", tag="visitor_redirect"
):
    """Who comes, or only a search engine's robot, is sent to a gambling site.

    ``http``: by a redirect of everybody. ``script``, ``meta``: by the page, whose markup is still
    sent. ``robot``: by a redirect of robots alone.
    """

    how: Literal["http", "script", "meta", "robot"] = "http"

    def on_front_page(self) -> str:
        """A redirect of everybody replaces the page; one of robots leaves it alone."""
        return {"http": "replaces", "robot": ""}.get(self.how, "edits")

    def plant(self, draft: Draft) -> None:
        """Send them."""
        there = f"https://{self.hosts[0]}/"
        if self.how == "http":
            draft.replaced = True
            draft.answer("/", lambda: draft.redirect(there))
        elif self.how == "robot":
            draft.answer("/", lambda: draft.redirect(there), "robot")
        elif self.how == "meta":
            meta = f'<meta http-equiv="refresh" content="0;url={there}">'
            draft.edit(lambda html: markup.into_head(html, meta))
        else:
            draft.allow_scripts()
            script = f'<script>window.location.replace("{there}")</script>'
            draft.edit(lambda html: markup.into_head(html, script))

    def consequence(self) -> Consequence:
        """Gambling; of a page that everybody is led away from, its own content cannot be told."""
        if self.how != "http":
            return Consequence(expects=INJECTED, allows=SENT, form=self.kind)
        # Where the visitor arrives, other headers are sent than by the site itself.
        allows = LED_AWAY | classes.HEADERS | SENT
        return Consequence(expects=INJECTED, hides=REPLACED, allows=allows, form=self.kind)


class HijackedSubdomain(
    Injection, frozen=True, kw_only=True, tag_field="kind", tag="hijacked_subdomain"
):
    """The name leads to a stranger's server, which shows a gambling site; the name is still ours."""

    title: str = TITLE
    front_page: ClassVar[str] = "replaces"
    on_shared_host: ClassVar[bool] = False
    needs_name: ClassVar[bool] = True
    every_path: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Nothing of the site is left: one gambling page, and not found for all else."""
        body = self.gambling_page(self.title, lead=f"<p>Situs resmi {draft.host}.</p>")
        gone = "<!doctype html><html><head><title>404</title></head><body>404</body></html>"
        draft.replace_front(body)
        draft.answer("/*", lambda: draft.page(gone, status=404))

    def consequence(self) -> Consequence:
        """Gambling in our name; nothing of the site's own content is there."""
        return Consequence(expects=INJECTED, hides=REPLACED, form=self.kind)
