"""The scope table: what may be touched depends on whose it is. Data; ``scope.py`` enforces it."""

from typing import Literal

import msgspec

from ronda.engine.artifacts import (
    DNS,
    HTTP_PHONE,
    HTTP_PLAIN,
    HTTP_ROBOT,
    HTTP_VISITOR,
    ICON,
    PAGE_PHONE,
    PAGE_ROBOT,
    PAGE_VISITOR,
    TLS,
    View,
)

Agent = Literal["browser", "plain"]
"""As whom the ordinary visitor's view is asked for: a browser that names Ronda, or Ronda alone."""


class Allowance(msgspec.Struct, frozen=True):
    """What may be collected from one class of sites."""

    name: str
    keys: frozenset[str]
    views: tuple[View, ...]
    pages: int  # fetched pages a visit at most, redirects not counted
    ordinary_paths: bool  # paths that a site shows by itself, see ORDINARY_PATHS
    exposure_paths: bool  # any other path, and the random one that shows what "not found" is
    inner_pages: bool  # some pages that the site links or lists itself
    linked_document: (
        bool  # one document that the page itself links: its letterhead says whose it is
    )
    agent: Agent
    why: str  # English, for the evidence of a refusal


class Rule(msgspec.Struct, frozen=True):
    """One line of the table; the first that matches a site counts. None: does not matter."""

    relations: tuple[str, ...]
    allowance: Allowance
    confirmed: bool | None = None
    in_official_zone: bool | None = None


# Below a site's base; what a visitor or a search engine would ask for without being told.
ORDINARY_PATHS = frozenset(
    {
        "/",
        "/about",
        "/berita",
        "/contact",
        "/favicon.ico",
        "/hubungi-kami",
        "/kontak",
        "/profil",
        "/robots.txt",
        "/sitemap.xml",
        "/tentang",
        "/.well-known/security.txt",
    }
)

_VISITOR = frozenset({HTTP_VISITOR, PAGE_VISITOR})
_IMITATED = frozenset({HTTP_ROBOT, PAGE_ROBOT, HTTP_PHONE, PAGE_PHONE})

OWN = Allowance(
    name="own",
    keys=frozenset({DNS, TLS, HTTP_PLAIN, ICON}) | _VISITOR | _IMITATED,
    views=("visitor", "robot", "phone"),
    pages=200,
    ordinary_paths=True,
    exposure_paths=True,
    inner_pages=True,
    linked_document=True,
    agent="browser",
    why="the government's own site",
)
CANDIDATE = Allowance(
    name="candidate",
    keys=frozenset({DNS, TLS, HTTP_PLAIN, ICON}) | _VISITOR,
    views=("visitor",),
    pages=5,
    ordinary_paths=True,
    exposure_paths=False,
    inner_pages=False,
    linked_document=True,
    agent="plain",
    why="nobody has decided yet whose site this is",
)
LIGHT = Allowance(
    name="light",
    keys=frozenset({DNS}) | _VISITOR,
    views=("visitor",),
    pages=1,
    ordinary_paths=False,
    exposure_paths=False,
    inner_pages=False,
    linked_document=False,
    agent="plain",
    why="the site belongs to somebody else",
)

# DESIGN: an official site in the government's own zone, and what a person confirmed as an agency's,
# may be looked at in every way. A stranger's site gets one light page. All else is a candidate.
RULES: tuple[Rule, ...] = (
    Rule(("official",), OWN, in_official_zone=True),
    Rule(("official", "unofficial"), OWN, confirmed=True),
    Rule(
        ("other_government", "third_party", "impersonation", "unrelated", "ex_official"),
        LIGHT,
    ),
    Rule(("official", "unofficial", "undecided"), CANDIDATE),
)
