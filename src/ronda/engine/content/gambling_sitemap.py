"""Finds pages of gambling in a site's own list for search engines, by the words of their addresses."""

from functools import lru_cache
from urllib.parse import unquote, urlsplit

from ronda.engine.content.gambling_words import STRONG, promotion
from ronda.engine.content.hosts import belongs, host_of
from ronda.engine.content.sitemaps import locations

DOORWAYS = 3  # one address may be an odd piece of news; doorway pages come by the dozen
_BARE = 0.5


def promoting_addresses(body: bytes, host: str) -> list[str]:
    """Return the addresses on a host that hardly say anything but promotion. Linear, bounded."""
    found = (url for url in locations(body) if belongs(host_of(url), host))
    return [url for url in dict.fromkeys(found) if promotes(url)]


@lru_cache(maxsize=8192)
def promotes(url: str) -> bool:
    """Tell whether the last part of an address hardly says anything but promotion."""
    try:
        last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    except ValueError:
        return False
    said = promotion((last.rpartition(".")[0] or last)[:200])
    return said.weight >= STRONG and said.share >= _BARE and not said.warned
