"""Where in a page's markup a cause puts what it plants, whatever look wrote the page."""

import re

_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)
_TITLE = re.compile(r"<title>.*?</title>", re.IGNORECASE | re.DOTALL)
_DESCRIBED = re.compile(r'<meta name="description"[^>]*>', re.IGNORECASE)


def into_head(html: str, block: str) -> str:
    """Put a block at the end of the head."""
    return html.replace("</head>", f"{block}</head>", 1)


def at_top(html: str, block: str) -> str:
    """Put a block first in the body."""
    return _BODY.sub(lambda found: found[0] + block, html, count=1)


def at_end(html: str, block: str) -> str:
    """Put a block last in the body."""
    before, end, after = html.rpartition("</body>")
    return f"{before}{block}\n{end}{after}"


def before_footer(html: str, block: str) -> str:
    """Put a block after the content and before the footer, else last in the body."""
    place = html.find("<footer")
    return html[:place] + block + html[place:] if place >= 0 else at_end(html, block)


def retitled(html: str, title: str, described: str) -> str:
    """Replace title and description; both as escaped text."""
    html = _TITLE.sub(lambda _: f"<title>{title}</title>", html, count=1)
    html = _DESCRIBED.sub("", html)
    return into_head(html, f'<meta name="description" content="{described}">')


def slug(text: str) -> str:
    """Write a text as part of an address: "Slot Gacor!" as "slot-gacor"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"
