"""Servers that are gone or broken."""

from typing import ClassVar

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft


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
