"""Faults of redirects and response headers."""

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft


class NoHttpsRedirect(Cause, frozen=True, kw_only=True, tag="no_https_redirect"):
    """Plain HTTP serves the site instead of leading to HTTPS."""

    def plant(self, draft: Draft) -> None:
        """Serve the pages over HTTP."""
        draft.http_redirects = False

    def consequence(self) -> Consequence:
        """Plain HTTP does not lead to HTTPS."""
        return Consequence(expects=frozenset({classes.NO_HTTPS}))


class NoHsts(Cause, frozen=True, kw_only=True, tag="no_hsts"):
    """No Strict-Transport-Security."""

    def plant(self, draft: Draft) -> None:
        """Leave the header out."""
        draft.headers.pop("Strict-Transport-Security", None)

    def consequence(self) -> Consequence:
        """No HSTS."""
        return Consequence(expects=frozenset({classes.NO_HSTS}))


class WeakHeaders(Cause, frozen=True, kw_only=True, tag="weak_headers"):
    """None of the headers that protect a visitor's browser."""

    def plant(self, draft: Draft) -> None:
        """Leave all of them out."""
        for name in (
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Content-Security-Policy",
            "Referrer-Policy",
        ):
            draft.headers.pop(name, None)

    def consequence(self) -> Consequence:
        """Weak headers."""
        return Consequence(expects=frozenset({classes.WEAK_HEADERS}))
