"""Knows which hosts shorten links and which hold pages of links, by a plain file and a setting."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from ronda.engine.urls import BadUrl, parse


class Shorteners(msgspec.Struct, frozen=True):
    """Hosts whose addresses lead elsewhere; a label below one counts as the host."""

    short: frozenset[str]
    pages: frozenset[str]

    def shortens(self, url: str) -> bool:
        """Whether an address is a short link: below such a host, and not its front page."""
        return _below(url, self.short)

    def lists(self, url: str) -> bool:
        """Whether an address is somebody's page of links."""
        return _below(url, self.pages)


def shorteners(short: Iterable[str] = (), pages: Iterable[str] = ()) -> Shorteners:
    """Return the shipped hosts together with an office's own additions."""
    shipped = _shipped()
    return Shorteners(shipped.short | _clean(short), shipped.pages | _clean(pages))


def _clean(hosts: Iterable[str]) -> frozenset[str]:
    return frozenset(h.strip().lower().strip(".") for h in hosts if h.strip(" ."))


@cache
def _shipped() -> Shorteners:
    text = files("ronda.engine.discover.data").joinpath("shorteners.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return Shorteners(frozenset(data["short"]["hosts"]), frozenset(data["pages"]["hosts"]))


def _below(url: str, hosts: frozenset[str]) -> bool:
    try:
        origin = parse(url)
    except BadUrl:
        return False
    host = origin.host.removeprefix("www.")
    if host in hosts:
        return origin.path != "/"
    while "." in host:
        host = host.partition(".")[2]
        if host in hosts:
            return True
    return False
