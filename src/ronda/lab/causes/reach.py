"""Servers that are gone, and servers that misbehave."""

from typing import ClassVar

import msgspec

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.world import Misbehave

# Behaviours in the TCP or TLS handshake, before any HTTP.
HANDSHAKE = frozenset({"accept_and_silence", "tls_garbage", "tls_alert", "half_handshake"})
# Behaviours after which a visitor has seen nothing of the site, whatever his patience.
NO_ANSWER = HANDSHAKE | {
    "never_answers",
    "reset_at_once",
    "reset_midway",
    "empty_reply",
    "redirect_loop",
    "redirect_private",
}


class Dead(Cause, frozen=True, kw_only=True, tag="dead"):
    """The server is off: both ports refuse."""

    own_address: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Listen on neither port."""
        draft.http_open = draft.https_open = False

    def consequence(self) -> Consequence:
        """Unreachable; nothing else of the server can be measured."""
        return Consequence(expects=frozenset({classes.UNREACHABLE}), hides=classes.WEB)


class NameGone(Cause, frozen=True, kw_only=True, tag="name_gone"):
    """The name was taken out of DNS."""

    needs_name: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """No record; nothing is served."""
        draft.host_records = []
        draft.http_open = draft.https_open = False

    def consequence(self) -> Consequence:
        """Unreachable; nothing else of the server can be measured."""
        return Consequence(expects=frozenset({classes.UNREACHABLE}), hides=classes.WEB)


class ServerError(Cause, frozen=True, kw_only=True, tag="server_error"):
    """The application is broken: every page is a server error."""

    status: int = 500
    front_page: ClassVar[str] = "replaces"

    def plant(self, draft: Draft) -> None:
        """Answer the front page with the error."""
        said = "<h1>500 Internal Server Error</h1><p>Terjadi kesalahan pada server.</p>"
        body = f"<!doctype html><html><head><title>Galat</title></head><body>{said}</body></html>"
        draft.answer("/", lambda: draft.page(body, status=self.status))

    def consequence(self) -> Consequence:
        """Unreachable in the sense of the check: no page for a visitor."""
        expects = frozenset({classes.UNREACHABLE})
        return Consequence(expects=expects, hides=classes.PAGE, allows=classes.HEADERS)


class Hostile(Cause, frozen=True, kw_only=True, tag="hostile"):
    """The server misbehaves in one of the ways of ``ronda.lab.servers.behaviours``."""

    behaviour: str
    params: dict[str, str | int] = msgspec.field(default_factory=dict)
    front_page: ClassVar[str] = "replaces"
    own_address: ClassVar[bool] = True
    every_path: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Misbehave in the handshake, or in the answer to the front page on both ports."""
        if self.behaviour in HANDSHAKE:
            draft.tls_behaviour = self.behaviour
            return
        draft.catch_all = lambda: Misbehave(self.behaviour, dict(self.params))
        draft.http_redirects = False

    def consequence(self) -> Consequence:
        """Unreachable when no visitor ever sees a page; else the world leaves it open."""
        unreachable = frozenset({classes.UNREACHABLE})
        if self.behaviour in HANDSHAKE:
            # Plain HTTP still answers, with a redirect into the broken handshake.
            return Consequence(unreachable, hides=classes.WEB - {classes.NO_HTTPS})
        if self.behaviour in NO_ANSWER:
            # The handshake is sound and can be judged, but the pages cannot.
            return Consequence(unreachable, hides=classes.WEB - classes.TLS)
        return Consequence(hides=frozenset(), allows=unreachable | (classes.WEB - classes.TLS))
