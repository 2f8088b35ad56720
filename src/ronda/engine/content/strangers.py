"""Tells who is a stranger to a site: no relative, no public body, none of the hosts that anybody leads to."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from ronda.engine.content.hosts import (
    belongs,
    is_stranger,
    labels_below_suffix,
    registered,
    short_links,
)

_PART = re.compile(r"[a-z]{4,}")
# Endings under which names are bought by the hundred and thrown away.
_THROWN_AWAY = re.compile(
    r"\.(?:lol|cfd|sbs|icu|click|cyou|bond|quest|monster|buzz|autos|lat|skin|hair|makeup|rest|beauty|mom)$"
)
# Endings under which people play and sell, and hardly any maker of an office's applications has his name.
_AT_PLAY = re.compile(
    r"\.(?:xyz|top|site|fun|games?|world|live|vip|club|win|bet|casino|poker|online|store|shop|space|website|life|today"
    r"|party|best|asia|pro|men|loan|pw|cc|ws|gg|ml|cf|ga|gq|tk)$"
)


@cache
def _listed() -> dict[str, frozenset[str]]:
    text = files("ronda.engine.content").joinpath("known_hosts.toml").read_text("utf-8")
    return {name: frozenset(said.split()) for name, said in tomllib.loads(text).items()}


@cache
def _known() -> frozenset[str]:
    return frozenset().union(*(hosts for name, hosts in _listed().items() if name != "common"))


@lru_cache(maxsize=8192)
def unrelated(there: str, own: str) -> bool:
    """Tell whether a host has nothing to do with a site, as far as names tell.

    Neither its own, nor a public body's, nor a platform's, a newspaper's or a theme author's, nor one
    that shares a word of its name.
    """
    if not is_stranger(there, own) or short_links(there) or registered(there) in _known():
        return False
    return "." in there and bool(labels_below_suffix(there)) and not kin(there, own)


def thrown_away(host: str) -> bool:
    """Tell whether a host stands under an ending that is bought by the hundred."""
    return bool(_THROWN_AWAY.search(host))


def at_play(host: str) -> bool:
    """Tell whether a host stands under an ending for play and sales, or one that is thrown away."""
    return thrown_away(host) or bool(_AT_PLAY.search(host))


@lru_cache(maxsize=8192)
def kin(host: str, own: str) -> bool:
    """Tell whether two hosts share a word of their names: a twin, or a move under a like name."""
    if belongs(host, own):
        return True
    there, here = ("".join(labels_below_suffix(one)) for one in (host, own))
    return any(word in there for word in words_of(own)) or any(
        word in here for word in words_of(host)
    )


def words_of(host: str) -> frozenset[str]:
    """Return the words of a host's name, but those that are in everybody's."""
    found = {word for label in labels_below_suffix(host) for word in _PART.findall(label)}
    return frozenset(found) - _listed()["common"]
