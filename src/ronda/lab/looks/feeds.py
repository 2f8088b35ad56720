"""A site's news as RSS 2.0."""

from email.utils import format_datetime
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.looks import parts
from ronda.lab.looks.crawl import absolute


def feed(draft: Draft) -> str:
    """Return the feed of a site's news, newest as they stand on the page."""
    items = "".join(
        f"<item><title>{e(post.title)}</title><link>{absolute(draft, '/')}</link>"
        f"<pubDate>{format_datetime(when)}</pubDate><description>{e(post.text)}</description></item>\n"
        for when, post in parts.all_posts(draft)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{e(parts.site_name(draft))}</title><link>{absolute(draft, '/')}</link>"
        f"<description>{e(draft.front.tagline)}</description>\n{items}</channel></rss>\n"
    )
