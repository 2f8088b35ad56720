"""One spelling for each site: normalising what people, links and certificates call it."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec

MAX_URL = 2000


class BadUrl(ValueError):
    """The text is not the address of a web site; the message says what is wrong with it."""


class Origin(msgspec.Struct, frozen=True):
    """A site's address in parts: an origin with a base path."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The one spelling: default ports left out, base path without trailing slash but "/"."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        default = {"http": 80, "https": 443}[self.scheme]
        port = "" if self.port == default else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


_BLANK_OR_CONTROL = re.compile(r"[\x00-\x20\x7f\s]")


@lru_cache(maxsize=2_048)  # the same few addresses are asked about again and again
def parse(text: str, *, default_scheme: str = "https") -> Origin:
    """Read a host name or http(s) URL. Query, fragment and credentials are refused or dropped.

    Raises :class:`BadUrl` with what is wrong. International names become their A-labels.
    """
    text = text.strip()
    if not text:
        raise BadUrl("empty address")
    if len(text) > MAX_URL:
        raise BadUrl(f"address longer than {MAX_URL} characters")
    if _BLANK_OR_CONTROL.search(text):
        raise BadUrl("address contains a space or control character")
    if "://" not in text:
        text = f"{default_scheme}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadUrl(str(error)) from error
    if parts.scheme not in ("http", "https"):
        raise BadUrl(f"scheme {parts.scheme!r} is not http or https")
    if parts.username is not None or parts.password is not None:
        raise BadUrl("address contains a user name or password")
    host = normalise_host(parts.hostname or "")
    path = parts.path.rstrip("/") or "/"
    return Origin(parts.scheme, host, port or (80 if parts.scheme == "http" else 443), path)


def normalise_host(host: str) -> str:
    """Return a host name in lower-case A-labels, without the final dot, or raise BadUrl."""
    host = host.rstrip(".").lower()
    if not host:
        raise BadUrl("address has no host name")
    if ":" in host:
        return host
    try:
        ascii_host = host.encode("ascii").decode() if host.isascii() else _to_ascii(host)
    except UnicodeError as error:
        raise BadUrl(f"host name {host!r} cannot be written in ASCII: {error}") from error
    if len(ascii_host) > 253:
        raise BadUrl("host name longer than 253 characters")
    for label in ascii_host.split("."):
        ok = label and len(label) <= 63 and label.replace("-", "a").replace("_", "a").isalnum()
        if not ok:
            raise BadUrl(f"host name {ascii_host!r} has a bad label {label!r}")
    return ascii_host


def _to_ascii(host: str) -> str:
    return host.encode("idna").decode()


def normalise(text: str) -> str:
    """Return the one spelling of a site's address; see :func:`parse`."""
    return parse(text).url
