"""Gambling injected into somebody's site, in the ways in which it is done."""

from html import escape
from typing import ClassVar, Literal

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.format import Host
from ronda.lab.world import Respond

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
INJECTED = frozenset({classes.INJECTED_GAMBLING})


class Injection(Cause, frozen=True, kw_only=True, tag=False):
    """What all injections share: where the links lead and what they say."""

    hosts: tuple[Host, ...]
    words: Words = WORDS
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "edits"

    def links(self) -> str:
        """The links themselves, each host in turn."""
        return " ".join(
            f'<a href="https://{self.hosts[i % len(self.hosts)]}/">{escape(words)}</a>'
            for i, words in enumerate(self.words)
        )

    def consequence(self) -> Consequence:
        """Injected gambling, in a form of the kind's own name."""
        return Consequence(expects=INJECTED, form=self.kind)


class HiddenLinks(Injection, frozen=True, kw_only=True, tag_field="kind", tag="hidden_links"):
    """Links that a visitor cannot see, before the end of the page."""

    way: Way = "display_none"

    def plant(self, draft: Draft) -> None:
        """Put the block into the page for everybody."""
        rule = RULE if self.way == "css_class" else ""
        block = f"{rule}<div {WAYS[self.way]}>{self.links()}</div>"
        draft.edit(lambda html: html.replace("</body>", f"{block}\n</body>"))


class RobotOnly(Injection, frozen=True, kw_only=True, tag_field="kind", tag="robot_only"):
    """A search engine's robot gets a gambling page; visitors the ordinary one."""

    title: str = "SLOT GACOR: Situs Slot Online Resmi Maxwin Hari Ini"

    def plant(self, draft: Draft) -> None:
        """Answer the front page in the robot's view with the doorway."""
        words = "".join(f"<p>{escape(w.capitalize())} hanya di sini.</p>" for w in self.words)
        body = (
            f'<!doctype html><html lang="id"><head><title>{escape(self.title)}</title>'
            f'<meta name="description" content="{escape(", ".join(self.words))}"></head>'
            f"<body><h1>{escape(self.title)}</h1>{words}<p>{self.links()}</p></body></html>"
        )
        draft.answer("/", lambda: draft.page(body), "robot")


class PhoneRedirect(Injection, frozen=True, kw_only=True, tag_field="kind", tag="phone_redirect"):
    """A phone that comes from a search result is sent to a gambling site."""

    def plant(self, draft: Draft) -> None:
        """Redirect the front page in the phone's view."""
        there = ("Location", f"https://{self.hosts[0]}/")
        draft.answer("/", lambda: Respond(302, (*draft.headers.items(), there)), "phone")


class OpenLinks(Injection, frozen=True, kw_only=True, tag_field="kind", tag="open_links"):
    """The front page is defaced: a visitor sees the gambling links."""

    def plant(self, draft: Draft) -> None:
        """Put the block at the top for everybody."""
        block = f'<div class="promo"><strong>SITUS SLOT GACOR</strong> {self.links()}</div>'
        draft.edit(lambda html: html.replace("<body>", f"<body>{block}", 1))
