"""Who is asking: an ordinary visitor, a search engine's robot, or a phone from a search result."""

import re
from typing import Literal
from urllib.parse import urlsplit

Visitor = Literal["visitor", "robot", "phone"]

ROBOTS = re.compile(r"googlebot|bingbot|yandexbot|duckduckbot|slurp", re.IGNORECASE)
PHONES = re.compile(r"android|iphone|\bmobile\b", re.IGNORECASE)
_ENGINES = ("google.", "bing.", "duckduckgo.", "yahoo.", "yandex.")


def who(user_agent: str, referer: str) -> Visitor:
    """Judge by what injected pages judge by: the user agent, and where the click came from."""
    if ROBOTS.search(user_agent):
        return "robot"
    if PHONES.search(user_agent) and _from_search(referer):
        return "phone"
    return "visitor"


def _from_search(referer: str) -> bool:
    try:
        host = urlsplit(referer).hostname or ""
    except ValueError:
        return False
    return any(host.startswith(engine) or f".{engine}" in host for engine in _ENGINES)
