"""Reads the links that a page's scripts would write into it, however their text is packed.

Nothing is run: base64, character codes, percent signs and escapes are undone as text, twice at most,
within bounds.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

import msgspec

from ronda.engine.artifacts import Link
from ronda.engine.content.scripts import scripts_of
from ronda.engine.content.unpacking import texts_of

_LINKS = 500

# Values of ``Written.how`` for links that no reader of the source finds.
PACKED = frozenset({"base64", "fromCharCode", "unescape"})

_WRITES = re.compile(
    rb"document\.write|innerHTML|outerHTML|insertAdjacentHTML|appendChild|\beval\b|\.html\("
)
_LINK = re.compile(
    r"<a\s[^<>]{0,200}?\bhref\s{0,4}+=\s{0,4}+[\"']?((?:https?:)?//[^\"'\s<>]{3,300}+)[^<>]{0,300}+>([^<]{0,300}+)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|(?:left|top|text-indent)\s{0,4}:\s{0,4}-\d{3}"
    r"|(?:font-size|opacity|height|width)\s{0,4}:\s{0,4}0|\shidden[\s>]",
    re.IGNORECASE,
)


class Written(msgspec.Struct, frozen=True):
    """A link that a script writes. ``how`` says how it is kept from readers of the page, or is ""."""

    link: Link
    how: str


def written_links(body: bytes) -> Iterator[Written]:
    """Return the links that the scripts of a page write. Linear in the body's length, bounded."""
    left = _LINKS
    for code in scripts_of(body):
        if not _WRITES.search(code):
            continue
        for text, how in texts_of(code):
            unseen = how or ("written hidden" if _UNSEEN.search(text) else "")
            for found in islice(_LINK.finditer(text), left):
                left -= 1
                url = found[1] if found[1].startswith("http") else f"https:{found[1]}"
                yield Written(Link(unescape(url), unescape(found[2]).strip()), unseen)
