"""Servers that misbehave: a whole site, a path of it, or the name server that answers for it."""

from typing import ClassVar

import msgspec

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.format import SitePath
from ronda.lab.outcomes import Expected
from ronda.lab.servers.behaviours import Level, every
from ronda.lab.world import Misbehave


class Hostile(Cause, frozen=True, kw_only=True, tag="hostile"):
    """The server misbehaves in one of the ways of ``ronda.lab.servers.behaviours``.

    ``level``: where, for a behaviour that can stand in more than one place. ``outcome``: what each
    collector must bring back, by the key of its artifact ("tls", "http:visitor").
    """

    behaviour: str
    params: dict[str, str | int] = msgspec.field(default_factory=dict)
    level: Level | None = None
    outcome: dict[str, Expected] = msgspec.field(default_factory=dict)
    front_page: ClassVar[str] = "replaces"
    own_address: ClassVar[bool] = True
    every_path: ClassVar[bool] = True

    @property
    def place(self) -> Level:
        """Where it misbehaves."""
        return self.level or every()[self.behaviour].levels[0]

    def plant(self, draft: Draft) -> None:
        """Misbehave in the name server, in the handshake, or in every answer on both ports."""
        if self.place == "name":
            draft.name_behaviour = Misbehave(self.behaviour, dict(self.params))
            return
        if self.place == "handshake":
            draft.tls_behaviour, draft.tls_params = self.behaviour, dict(self.params)
            return
        draft.catch_all = lambda: Misbehave(self.behaviour, dict(self.params))
        draft.http_redirects = False

    def consequence(self) -> Consequence:
        """Unreachable when no visitor ever sees a page; else the world leaves it open."""
        unreachable = frozenset({classes.UNREACHABLE})
        page = every()[self.behaviour].page
        unseen = page == "none"
        if self.place == "name":
            # Nothing of the site but its name can be seen, unless an honest answer comes too.
            if unseen:
                allows = frozenset({classes.DNS_PRIVATE, classes.DNS_LAME, classes.DANGLING_CNAME})
                return Consequence(unreachable, hides=classes.WEB, allows=allows)
            # Now this, now that: whatever is found may be true of what was answered.
            return Consequence(allows=classes.ALL)
        if self.place == "handshake":
            if unseen:
                # Plain HTTP still answers, with a redirect into the broken handshake.
                return Consequence(unreachable, hides=classes.WEB - {classes.NO_HTTPS})
            if page == "certificate":
                hides = classes.WEB - classes.TLS - {classes.NO_HTTPS}
                return Consequence(unreachable, hides=hides, allows=classes.TLS)
            return Consequence(allows=unreachable | classes.WEB)
        if unseen:
            # The handshake is sound and can be judged, but the pages cannot.
            return Consequence(unreachable, hides=classes.WEB - classes.TLS)
        return Consequence(allows=unreachable | (classes.WEB - classes.TLS))


class HostilePath(Cause, frozen=True, kw_only=True, tag="hostile_path"):
    """One path of a healthy site misbehaves: a robots.txt without end, a sitemap of itself."""

    behaviour: str
    path: SitePath
    params: dict[str, str | int] = msgspec.field(default_factory=dict)
    outcome: dict[str, Expected] = msgspec.field(default_factory=dict)
    own_address: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Misbehave in the answer to the path."""
        draft.answer(self.path, lambda: Misbehave(self.behaviour, dict(self.params)))

    def consequence(self) -> Consequence:
        """Nothing: the rest of the site is as healthy as before."""
        return Consequence()
