"""One address to ask for: a URL of a site or of a redirect, cleaned and taken apart."""

import contextlib
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from ronda.engine.artifacts import FailureKind
from ronda.engine.collect.broken import Broken
from ronda.engine.urls import MAX_URL, BadUrl, normalise_host

_SAFE = "/%:@!$&'()*+,;=~-._?[]"
_DEFAULT_PORT = {"http": 80, "https": 443}


class Target(msgspec.Struct, frozen=True):
    """Where a GET goes: ``resource`` is the origin-form of RFC 9112 section 3.2.1."""

    scheme: str
    host: str
    port: int
    resource: str

    @property
    def authority(self) -> str:
        """Host, and port where it is not the scheme's own: the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORT[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole URL, without fragment."""
        return f"{self.scheme}://{self.authority}{self.resource}"


def target_of(url: str) -> Target:
    """Take a URL apart; raises :class:`Broken` when it cannot be asked for over HTTP."""
    if len(url) > MAX_URL:
        raise Broken(FailureKind.TOO_LARGE, "http", f"an address of {len(url)} characters")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise _bad(url, str(error)) from error
    if parts.scheme not in _DEFAULT_PORT:
        detail = f"scheme {parts.scheme[:40]!r} is neither http nor https"
        raise Broken(FailureKind.BLOCKED_BY_POLICY, "http", detail, url[:200])
    if port == 0:
        raise _bad(url, "port 0")
    try:
        host = normalise_host(parts.hostname or "")
    except BadUrl as error:
        raise _bad(url, str(error)) from error
    resource = quote(parts.path or "/", safe=_SAFE)
    if not resource.startswith("/"):
        resource = f"/{resource}"
    if parts.query:
        resource += "?" + quote(parts.query, safe=_SAFE)
    return Target(parts.scheme, host, port or _DEFAULT_PORT[parts.scheme], resource)


def redirected(target: Target, location: str) -> Target:
    """Return where a Location header leads; raises :class:`Broken`.

    Servers send UTF-8 where RFC 9110 has ASCII; header values come to us as Latin-1.
    """
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return target_of(urljoin(target.url, location.strip()))
    except ValueError as error:
        raise _bad(location, str(error)) from error


def _bad(url: str, why: str) -> Broken:
    return Broken(FailureKind.BAD_HTTP, "http", f"not a web address: {why[:200]}", url[:200])
