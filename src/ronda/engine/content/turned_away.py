"""Reads how scripts turn some visitors to a stranger: phones and who comes from a search, clicks anywhere, the way back.

Thieves of visitors spare those who would notice: the office's own people, who type the address on a
computer. So the address is kept in a variable or packed, and what leads there waits for somebody else.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from ronda.engine.artifacts import PageArtifact
from ronda.engine.content.hosts import host_of
from ronda.engine.content.sendings import sendings
from ronda.engine.content.strangers import unrelated

_TARGETS = 40
_NEAR = 400  # characters after a listener in which it leads away
# Every click or touch, wherever it lands.
_CLICKS = re.compile(
    r"\b(?:document(?:\.(?:body|documentElement))?|window|self|body)\s{0,2}\.\s{0,2}"
    r"(?:addEventListener\s{0,2}\(\s{0,2}['\"](?:click|mousedown|mouseup|touchstart|touchend|pointerdown)['\"]"
    r"|on(?:click|mousedown|touchstart|pointerdown)\s{0,2}=(?!=))"
)
# The button that leads back; who takes it away has put an entry of his own before.
_BACK = re.compile(r"['\"]popstate['\"]|\bonpopstate\s{0,2}=(?!=)")
_ENTRY = re.compile(r"\bhistory\s{0,2}\.\s{0,2}(?:push|replace)State\b")
# A listener that looks at what was clicked serves a part of the page.
_LOOKS = re.compile(
    r"\b(?:target|srcElement|currentTarget|closest|matches|classList|getElementById|querySelector|dataset|href\s{0,2}\))\b"
)
_OPENS = re.compile(
    r"\b(?:location\s{0,3}(?:\.\s{0,3}(?:href|replace|assign)\s{0,3})?|open\s{0,2})[=(]\s{0,3}\(?\s{0,3}[\"'`]\s{0,3}((?:https?:)?//[^\"'`\s<>]{4,400})",
    re.IGNORECASE,
)
Away = Callable[[str], bool]


def some_led(body: bytes, page: PageArtifact | None, url: str, host: str) -> Iterator[str]:
    """Yield strangers' addresses to which phones, or who comes from a search, are led by themselves.

    An address that the page links openly is no secret of its script.
    """
    linked = {host_of(link.url) for link in page.links[:3_000]} if page else set()
    for one in sendings(body, url):
        there = host_of(one.url)
        if one.how != "script" or one.only not in ("phone", "search") or not one.at_once:
            continue
        if unrelated(there, host) and there not in linked:
            yield one.url


def clicks_led(code: str, away: Away) -> Iterator[str]:
    """Yield addresses to which any click on the page, or the way back from it, leads."""
    listeners = [(found, True) for found in islice(_CLICKS.finditer(code), _TARGETS)]
    if _ENTRY.search(code):
        listeners += [(found, False) for found in islice(_BACK.finditer(code), _TARGETS)]
    for found, clicked in listeners:
        led = _OPENS.search(code, found.end(), found.end() + _NEAR)
        if led is None or (clicked and _LOOKS.search(code, found.end(), led.start())):
            continue
        url = led[1] if led[1].startswith("http") else f"https:{led[1]}"
        if away(host_of(url)):
            yield url
