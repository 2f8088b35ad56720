"""Reads what a site lists for search engines: the addresses of a sitemap, the sitemaps of robots.txt."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

LOCATIONS = 3_000
_ROBOTS = 65_536  # bytes; RFC 9309 section 2.5 asks for 500 KiB, honest files have a few lines
_NAMED = 50
_LOC = re.compile(rb"<loc>\s{0,20}(?:<!\[CDATA\[)?([^<\s\]]{8,500}+)", re.IGNORECASE)
_LOC_OR_DAY = re.compile(_LOC.pattern + rb"|<lastmod>\s{0,20}(\d{4}-\d\d-\d\d)", re.IGNORECASE)
_SITEMAP = re.compile(
    rb"^[ \t]{0,8}sitemap[ \t]{0,8}:[ \t]{0,8}(\S{8,500})", re.IGNORECASE | re.MULTILINE
)


def locations(body: bytes) -> Iterator[str]:
    """Yield the addresses that a sitemap or an index of sitemaps lists (sitemaps.org 0.9); bounded.

    Looks for the elements only, so that a broken list still says what it says. Linear.
    """
    for found in islice(_LOC.finditer(body), LOCATIONS):
        yield unescape(found[1].decode("utf-8", "replace"))


def dated(body: bytes) -> list[tuple[str, str]]:
    """Return the addresses of a sitemap with their days ("2026-03-02", or ""), the newest first.

    Those without a day keep their order behind the others. Bounded like ``locations``.
    """
    found: list[tuple[str, str]] = []
    for match in islice(_LOC_OR_DAY.finditer(body), 2 * LOCATIONS):
        if match[1] is not None:
            found.append((unescape(match[1].decode("utf-8", "replace")), ""))
        elif found:
            found[-1] = (found[-1][0], match[2].decode("ascii"))
    return sorted(found[:LOCATIONS], key=lambda entry: entry[1], reverse=True)


def is_index(body: bytes) -> bool:
    """Tell whether a sitemap lists sitemaps rather than pages."""
    return b"<sitemapindex" in body[:5_000].lower()


def named_sitemaps(robots: bytes) -> list[str]:
    """Return the addresses of the ``Sitemap`` lines of a robots.txt (RFC 9309, section 2.2.4)."""
    found = islice(_SITEMAP.finditer(robots[:_ROBOTS]), _NAMED)
    return list(dict.fromkeys(m[1].decode("utf-8", "replace") for m in found))
