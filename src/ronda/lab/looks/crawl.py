"""What a site tells crawlers: robots.txt (RFC 9309) and sitemaps (sitemaps.org)."""

from collections.abc import Iterator

from ronda.lab.draft import Draft
from ronda.lab.looks.base import Look, Path

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = "application/xml; charset=UTF-8"


def absolute(draft: Draft, path: str) -> str:
    """A path of the site as a whole address."""
    return f"{draft.origin.scheme}://{draft.host}{draft.below(path)}"


def crawl_paths(draft: Draft, look: Look) -> Iterator[Path]:
    """robots.txt and sitemaps, as the platform has them and as causes changed them."""
    if draft.base != "/":
        return  # robots.txt speaks for a whole host, which is another's
    own = look.sitemaps(draft)
    text = look.robots(draft)
    if text is None and draft.more_sitemaps:
        text = "User-agent: *\nAllow: /\n"
    if text is not None:
        named = "".join(
            f"\nSitemap: {absolute(draft, path)}" for path in (*own, *draft.more_sitemaps)
        )
        whole = f"{text.rstrip()}\n{named}\n" if named else text
        yield "/robots.txt", lambda: draft.file(whole, "text/plain; charset=utf-8")
    if own or draft.more_in_sitemap:
        yield from _sitemaps(draft, look, own)


def _sitemaps(draft: Draft, look: Look, own: tuple[str, ...]) -> Iterator[Path]:
    pages = ["/", *(look.link_prefix + path for path in draft.site.pages)]
    main = own[0] if own else "/sitemap.xml"
    if main == "/sitemap.xml" or draft.more_in_sitemap:
        # Whoever listed pages of spam wrote a file that stands before what the platform makes.
        text = _listed("urlset", "url", draft, [*pages, *draft.more_in_sitemap])
        yield "/sitemap.xml", lambda: draft.file(text, _XML)
        if main == "/sitemap.xml":
            return
    else:
        yield "/sitemap.xml", lambda: draft.redirect(absolute(draft, main), 301)
    part = main.removesuffix(".xml") + "-page-1.xml"
    index = _listed("sitemapindex", "sitemap", draft, [part, *draft.more_sitemaps])
    listed = _listed("urlset", "url", draft, pages)
    yield main, lambda: draft.file(index, _XML)
    yield part, lambda: draft.file(listed, _XML)


def _listed(root: str, item: str, draft: Draft, paths: list[str]) -> str:
    rows = "".join(f"<{item}><loc>{absolute(draft, path)}</loc></{item}>\n" for path in paths)
    return f'{_HEAD}<{root} xmlns="{_SPACE}">\n{rows}</{root}>\n'
