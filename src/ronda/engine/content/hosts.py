"""Names of hosts: the host of a URL, its registered domain, and whether two belong together."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import tldextract

# The bundled list of public suffixes only: nothing is ever fetched.
_extract = tldextract.TLDExtract(
    suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
)


@lru_cache(maxsize=8192)
def host_of(url: str) -> str:
    """Return the lower-case host of a URL, or "" when it has none or cannot be read."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def without_www(host: str) -> str:
    """Return a host without a leading "www."."""
    return host.removeprefix("www.")


@lru_cache(maxsize=8192)
def registered(host: str) -> str:
    """Return the registered domain of a host (a blog on a shared host is its own), or the host."""
    return _extract(host[:253]).top_domain_under_public_suffix or host


@lru_cache(maxsize=8192)
def labels_below_suffix(host: str) -> tuple[str, ...]:
    """Return the labels of a host without its public suffix, left to right; none of an address.

    An unknown last label is a suffix by itself (publicsuffix.org, the rule ``*``).
    """
    found = _extract(host[:253])
    if not found.suffix:
        labels = host[:253].split(".")
        known = not labels[-1].isdigit() and ":" not in host
        return tuple(part for part in labels[:-1] if part) if known else ()
    return tuple(part for part in f"{found.subdomain}.{found.domain}".split(".") if part)


def on_shared_host(host: str) -> bool:
    """Tell whether a host lives under a private suffix, such as a blog host's."""
    return _extract(host[:253]).is_private


def belongs(host: str, to: str) -> bool:
    """Tell whether a host is of the same registered domain as another."""
    return host == to or registered(host) == registered(to)


# Where honest sites send phones alone: shops of applications, maps, messages, short links, forms,
# sign-in, the question of a guard; and public bodies.
_SHARED_PURPOSE = re.compile(
    r"(?:^|\.)(?:google\.com|apple\.com|wa\.me|whatsapp\.com|facebook\.com|instagram\.com|youtube\.com"
    r"|t\.me|ampproject\.org|forms\.gle|microsoftonline\.com|live\.com"
    r"|office\.com|zoom\.us|x\.com|twitter\.com|tiktok\.com|cloudflare\.com|perfdrive\.com|captcha-delivery\.com"
    r"|imperva\.com|sucuri\.net|huawei\.com|shopee\.co\.id|tokopedia\.com)$"
    r"|\.(?:go|ac|sch|mil|desa|or)\.id$|\.(?:gov|edu)(?:\.[a-z]{2})?$"
)


def shared_purpose(host: str) -> bool:
    """Tell whether phones may honestly be sent to a host that is not the site's own."""
    return bool(_SHARED_PURPOSE.search(host[:253]))


def is_stranger(there: str, own: str) -> bool:
    """Tell whether a link of ``own`` leads to a stranger: neither to itself nor where anybody may."""
    return bool(there) and not belongs(there, own) and not shared_purpose(there)


_SHORT = re.compile(
    r"^(?:www\.)?(?:bit\.ly|s\.id|goo\.gl|tinyurl\.com|linktr\.ee|t\.co|cutt\.ly|rebrand\.ly|is\.gd|shorturl\.at|t\.ly)$"
)


def short_links(host: str) -> bool:
    """Tell whether a host only leads on: what is behind one of its addresses, nobody can see in it."""
    return bool(_SHORT.search(host[:253]))
