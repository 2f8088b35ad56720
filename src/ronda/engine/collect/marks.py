"""Reads the accounts that a page names with services that count visits, advertise or vouch for it.

Whoever reads the figures of an account put its id into the page, so that two sites with one id have
something to do with one another: the same office, or the same firm that built both.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

MAX_MARKS = 40  # a page
# What a script has to hold at least, so that most are passed over at once.
_ANY = re.compile(r"UA-|G-|GTM-|AW-|ca-pub-|fbq|tawk\.to|Histats|ym\(|clarity\.ms")
# Each names the account: "UA-1234567-2" is the second property of the account 1234567.
_IN_SCRIPTS = (
    ("ga", re.compile(r"\b(UA-\d{4,10})-\d{1,4}\b")),
    ("ga", re.compile(r"\b(G-[A-Z0-9]{8,12})\b")),
    ("gtm", re.compile(r"\b(GTM-[A-Z0-9]{4,10})\b")),
    ("ads", re.compile(r"\b(AW-\d{8,12})\b")),
    ("adsense", re.compile(r"\bca-(pub-\d{10,20})\b")),
    ("pixel", re.compile(r"fbq\(\s{0,5}['\"]init['\"]\s{0,5},\s{0,5}['\"](\d{8,20})['\"]")),
    ("tawk", re.compile(r"embed\.tawk\.to/([0-9a-f]{24})\b")),
    ("histats", re.compile(r"Histats\.start['\"]?\s{0,5}[,(]\s{0,5}['\"]?1\s{0,5},\s{0,5}(\d{3,10})")),
    ("metrika", re.compile(r"\bym\((\d{5,10}),")),
    ("clarity", re.compile(r"clarity\.ms/tag/([a-z0-9]{8,12})\b")),
)  # fmt: skip
# Who may see how a search engine or a platform lists the site proves it by a meta tag.
_VOUCHERS = {
    "google-site-verification": "google",
    "msvalidate.01": "bing",
    "yandex-verification": "yandex",
    "facebook-domain-verification": "facebook",
    "p:domain_verify": "pinterest",
}
_TOKEN = re.compile(r"[A-Za-z0-9_=-]{8,100}")


def in_script(text: str) -> Iterator[str]:
    """Yield the accounts in a script's text or address, as "service:account"."""
    if _ANY.search(text) is None:
        return
    for service, pattern in _IN_SCRIPTS:
        for match in islice(pattern.finditer(text), 10):
            yield f"{service}:{match[1]}"


def in_metas(metas: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the accounts in meta tags, given as (name in small letters, content)."""
    for name, content in metas:
        service = _VOUCHERS.get(name)
        if service is not None and _TOKEN.fullmatch(content):
            yield f"{service}:{content}"
