"""Gambling on pages of their own below somebody's address, and among a site's own content."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Annotated, ClassVar, Literal

import msgspec

from ronda.lab import classes
from ronda.lab.causes import markup
from ronda.lab.causes.base import Consequence
from ronda.lab.causes.gambling import Injection, Way, concealed
from ronda.lab.draft import Draft
from ronda.lab.format import Post, SiteFile, SitePath
from ronda.lab.world import Respond

Count = Annotated[int, msgspec.Meta(ge=1, le=500)]


class _Pages(Injection, frozen=True, kw_only=True, tag=False):
    """Injections that bring pages of their own."""

    def spam_pages(self, folder: str, count: int) -> Iterator[tuple[str, str, str]]:
        """Path, title and markup of each page."""
        for number in range(1, count + 1):
            words = self.words[(number - 1) % len(self.words)]
            title = f"{words.title()} #{number}"
            path = f"{folder.rstrip('/')}/{markup.slug(words)}-{number}.html"
            yield path, title, self.gambling_page(title)

    def serve(self, draft: Draft, folder: str, count: int) -> list[tuple[str, str]]:
        """Serve so many pages below a folder; return their paths and titles."""
        listed = []
        for path, title, body in self.spam_pages(folder, count):
            draft.answer(path, _page(draft, body))
            listed.append((path, title))
        return listed


def _page(draft: Draft, body: str) -> Callable[[], Respond]:
    return lambda: draft.page(body)


class DoorwayPages(_Pages, frozen=True, kw_only=True, tag_field="kind", tag="doorway_pages"):
    """Pages of spam in a folder of uploads, written for search engines.

    The sitemap lists them, a hidden block on the front page links them, or nothing leads there.
    """

    folder: SitePath = "/wp-content/uploads/2024/"
    count: Count = 12
    linked: Literal["sitemap", "hidden", "none"] = "sitemap"
    on_shared_host: ClassVar[bool] = False

    def on_front_page(self) -> str:
        """Only the hidden block changes it."""
        return "edits" if self.linked == "hidden" else ""

    def plant(self, draft: Draft) -> None:
        """Serve the pages, and what leads there."""
        pages = self.serve(draft, self.folder, self.count)
        if self.linked == "sitemap":
            draft.more_in_sitemap.extend(path for path, _ in pages)
        elif self.linked == "hidden":
            links = " ".join(
                f'<a href="{draft.below(path)}">{escape(title)}</a>' for path, title in pages
            )
            block = concealed("off_screen", links)
            draft.edit(lambda html: markup.at_end(html, block))

    def consequence(self) -> Consequence:
        """Injected gambling; left open when nothing on the site leads to it."""
        if self.linked == "none":
            return Consequence(allows=self.injected)
        return Consequence(expects=self.injected, form=self.kind)


class InjectedSitemap(_Pages, frozen=True, kw_only=True, tag_field="kind", tag="injected_sitemap"):
    """A second sitemap, named in robots.txt, lists addresses of spam on this host."""

    count: Count = 40
    path: SitePath = "/sitemap-produk.xml"
    on_shared_host: ClassVar[bool] = False
    front_page: ClassVar[str] = ""

    def plant(self, draft: Draft) -> None:
        """Serve the sitemap and every page in it."""
        pages = self.serve(draft, "/produk/", self.count)
        home = f"{draft.origin.scheme}://{draft.host}"
        places = "".join(f"<url><loc>{home}{draft.below(p)}</loc></url>" for p, _ in pages)
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>\n'
        )
        draft.answer(self.path, lambda: draft.file(text, "application/xml"))
        draft.more_sitemaps.append(self.path)


class InnerPageLinks(
    Injection, frozen=True, kw_only=True, tag_field="kind", tag="inner_page_links"
):
    """Links on one of the site's further pages; the front page is clean."""

    path: SitePath = "/"  # "/": the first of its pages
    way: Way | Literal["visible"] = "display_none"
    front_page: ClassVar[str] = ""

    def objection(self, site: SiteFile) -> str:
        """The page must exist."""
        if more := super().objection(site):
            return more
        if not site.pages:
            return "needs one of the site's pages, and it has none - add [pages]"
        if self.path not in ("/", *site.pages):
            return f"path {self.path} is none of the site's pages: {', '.join(site.pages)}"
        return ""

    def plant(self, draft: Draft) -> None:
        """Put the block into that page."""
        path = next(iter(draft.site.pages)) if self.path == "/" else self.path
        links = self.links()
        block = f"<p>{links}</p>" if self.way == "visible" else concealed(self.way, links)
        draft.edit_inner(path, lambda html: markup.at_end(html, block))


class SpamPosts(_Pages, frozen=True, kw_only=True, tag_field="kind", tag="spam_posts"):
    """News items about gambling in the site's own list, written with a stolen account."""

    count: Annotated[int, msgspec.Meta(ge=1, le=50)] = 4

    def plant(self, draft: Draft) -> None:
        """Put them among the news, each with a page of its own."""
        for number, (path, title) in enumerate(self.serve(draft, "/berita/", self.count)):
            host = self.hosts[number % len(self.hosts)]
            said = f"{title} paling gampang menang. Daftar sekarang di {host}."
            draft.more_posts.append(Post(title=title, date=f"-{number % 3 + 1}d", text=said))
            draft.post_links[title] = path

    def consequence(self) -> Consequence:
        """Gambling; how old the agency's own news are cannot be told among fresh spam."""
        hides = frozenset({classes.STALE})
        return Consequence(expects=self.injected, hides=hides, form=self.kind)


_VISITORS = ("agus77", "Rina M", "budi_jp", "Wahyu S", "siti88", "mas_hoki")


class CommentSpam(Injection, frozen=True, kw_only=True, tag_field="kind", tag="comment_spam"):
    """Visitors' comments on the front page, which nobody removed, link to gambling."""

    count: Annotated[int, msgspec.Meta(ge=1, le=100)] = 6

    def plant(self, draft: Draft) -> None:
        """Put the comments below the content."""
        comments = "".join(self._comment(number) for number in range(self.count))
        block = f'<section id="comments"><h2>Komentar</h2><ol>{comments}</ol></section>'
        draft.edit(lambda html: markup.before_footer(html, block))

    def _comment(self, number: int) -> str:
        words = escape(self.words[number % len(self.words)])
        host = self.hosts[number % len(self.hosts)]
        who = _VISITORS[number % len(_VISITORS)]
        return (
            f'<li class="comment"><cite>{who}</cite><p>Mantap infonya, coba juga '
            f'<a href="https://{host}/" rel="nofollow ugc">{words}</a> gan.</p></li>'
        )
