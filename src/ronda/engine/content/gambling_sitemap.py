"""Finds pages of gambling in a site's own list for search engines, by the words of their addresses."""

import re
from itertools import islice
from urllib.parse import unquote, urlsplit

from ronda.engine.content.gambling_words import STRONG, promotion
from ronda.engine.content.hosts import belongs, host_of

DOORWAYS = 3  # one address may be an odd piece of news; doorway pages come by the dozen
_LOCATIONS = 3_000
_BARE = 0.5
_LOC = re.compile(rb"<loc>\s{0,20}([^<\s]{8,500}+)", re.IGNORECASE)


def promoting_addresses(body: bytes, host: str) -> list[str]:
    """Return the addresses on a host that hardly say anything but promotion. Linear, bounded."""
    found: dict[str, None] = {}
    for located in islice(_LOC.finditer(body), _LOCATIONS):
        url = located[1].decode("utf-8", "replace")
        if not belongs(host_of(url), host):
            continue
        try:
            last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
        except ValueError:
            continue
        said = promotion(last.rpartition(".")[0] or last)
        if said.weight >= STRONG and said.share >= _BARE and not said.warned:
            found.setdefault(url)
    return list(found)
