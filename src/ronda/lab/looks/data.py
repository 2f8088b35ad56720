"""Catalogues: CKAN's of data and SLiMS's of a library."""

import json
from collections.abc import Iterator
from datetime import datetime
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import Post
from ronda.lab.looks import parts
from ronda.lab.looks.base import Look, Path, cookie
from ronda.lab.looks.variety import number, pick, token


class Ckan(Look):
    """A portal of open data."""

    generator = "ckan 2.10.4"

    def sheet_path(self, draft: Draft) -> str:
        """Assets are joined under a name of their own."""
        return f"/webassets/base/{token(draft, 'css', 8)}_main.css"

    def body_attributes(self, draft: Draft) -> str:
        """What its scripts read."""
        root = f"{draft.origin.scheme}://{draft.host}/"
        return f' data-site-root="{root}" data-locale-root="{root}" data-module="ckan"'

    def frame(self, draft: Draft, content: str) -> str:
        """Masthead, toolbar, content, foot."""
        foot = parts.foot(draft)
        api = '<li><a href="https://docs.ckan.org/en/2.10/api/">CKAN API</a></li>'
        return (
            f'<header class="masthead"><div class="container"><hgroup class="header-image"><h1><a class='
            f'"logo" href="{draft.base}">{e(parts.site_name(draft))}</a></h1><h2>{e(draft.front.tagline)}'
            '</h2></hgroup><nav class="section navigation"><ul class="nav nav-pills"><li><a href='
            f'"{draft.below("/dataset/")}">Dataset</a></li><li><a href="{draft.below("/organization/")}">'
            f'Organisasi</a></li><li><a href="{draft.below("/group/")}">Grup</a></li>{parts.menu(draft)}'
            f'</ul></nav></div></header><main class="main"><div id="content" class="container">{content}'
            f'</div></main><footer class="site-footer"><ul>{api}</ul>{foot}</footer>'
        )

    def front(self, draft: Draft) -> str:
        """A search box, groups, and the newest data sets."""
        search = (
            f'<form class="module-content search-form" method="get" action="{draft.below("/dataset/")}">'
            '<h3>Cari data</h3><input type="text" name="q" class="search" placeholder="Cari"></form>'
        )
        text = parts.paragraphs(draft.front.paragraphs)
        groups = parts.services(draft, pick(draft, "services", "list", "cards"), "Grup Data")
        links = parts.links(draft, "main")
        body = f"{search}{text}{groups}{self._sets(draft)}{parts.form(draft)}<p>{links}</p>"
        return self.frame(draft, body)

    def _sets(self, draft: Draft) -> str:
        rows = "".join(self._set(draft, when, post) for when, post in parts.all_posts(draft))
        if not rows:
            return ""
        return f'<h2>Dataset terbaru</h2><ul class="dataset-list list-unstyled">{rows}</ul>'

    def _set(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "long", "short", "iso", css="automatic-local-datetime")
        return (
            f'<li class="dataset-item"><div class="dataset-content"><h3 class="dataset-heading">'
            f"{parts.headline(draft, post)}</h3><div>{e(post.text)}</div><p>Diperbarui {shown}</p></div>"
            '<ul class="dataset-resources"><li><span class="label" data-format="csv">CSV</span></li>'
            "</ul></li>"
        )

    def robots(self, draft: Draft) -> str:
        """As it answers it."""
        rules = ("/dataset/rate/", "/revision/", "/dataset/*/history", "/api/")
        lines = "".join(f"Disallow: {rule}\n" for rule in rules)
        return f"User-agent: *\n{lines}Crawl-Delay: 10\n"

    def paths(self, draft: Draft) -> Iterator[Path]:
        """The list of data sets and the interface's state."""
        yield from super().paths(draft)
        listed = self.document(draft, "Dataset", self.frame(draft, self._sets(draft)))
        yield "/dataset/", lambda: draft.page(listed)
        state = {
            "site_title": parts.site_name(draft),
            "ckan_version": "2.10.4",
            "locale_default": "id",
        }
        text = json.dumps({"help": "", "success": True, "result": state}, ensure_ascii=False)
        yield (
            "/api/3/action/status_show",
            lambda: draft.file(text, "application/json;charset=utf-8"),
        )


class Slims(Look):
    """A library's catalogue."""

    generator = "SLiMS 9 (Bulian)"
    server = ("Apache", "nginx")
    stylesheet = "/template/default/assets/css/style.css"

    def dress(self, draft: Draft) -> None:
        """A visitor's session."""
        super().dress(draft)
        draft.cookies.append(cookie(draft, "SenayanMember", token(draft, "session", 26)))

    def head(self, draft: Draft) -> str:
        """What its template prints."""
        return (
            '<meta name="keywords" content="SLiMS, Senayan, perpustakaan, katalog, OPAC">'
            '<link rel="icon" href="webicon.ico" type="image/x-icon">'
        )

    def frame(self, draft: Draft, content: str) -> str:
        """The bar, the content, the foot."""
        entries = "".join(
            f'<li class="nav-item"><a class="nav-link" href="{draft.base}index.php?p={page}">{text}</a></li>'
            for page, text in (
                ("libinfo", "Informasi"),
                ("news", "Berita"),
                ("member", "Area Anggota"),
            )
        )
        foot = parts.foot(draft)
        return (
            f'<header class="c-header"><h1>{e(parts.site_name(draft))}</h1><p>{e(draft.front.tagline)}'
            f'</p><nav class="navbar"><ul class="navbar-nav">{entries}{parts.menu(draft, "nav-item")}'
            f'</ul></nav></header><main class="result-search">{content}</main><footer class="py-4">{foot}'
            "<p>Powered by <b>SLiMS</b></p></footer>"
        )

    def front(self, draft: Draft) -> str:
        """The search box, subjects, and the newest titles or news."""
        search = (
            f'<form class="search" action="{draft.base}index.php" method="get"><input type="text" '
            'name="keywords" placeholder="Masukkan kata kunci untuk mencari koleksi..."><input '
            'type="hidden" name="search" value="search"></form>'
        )
        posts = "".join(self._post(draft, when, post) for when, post in parts.all_posts(draft))
        count = 800 + number(draft, "collection", 30_000)
        held = f"<p>Koleksi kami: {count:,} judul.</p>".replace(",", ".")
        text = parts.paragraphs(draft.front.paragraphs)
        offered = parts.services(draft, "grid", "Pilih subjek yang menarik bagi Anda")
        links = parts.links(draft, "main")
        return self.frame(
            draft, f"{search}{text}{held}{offered}{posts}{parts.form(draft)}<p>{links}</p>"
        )

    def _post(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "long", "iso", "short", machine=False)
        text = parts.paragraphs((post.text,)) if post.text else ""
        return (
            f'<div class="content-news"><h4>{parts.headline(draft, post)}</h4>{shown}{text}</div>'
        )

    def paths(self, draft: Draft) -> Iterator[Path]:
        """The front page under its own name."""
        yield from super().paths(draft)
        again = self.document(draft, draft.front.title, self.front(draft))
        yield "/index.php", lambda: draft.page(again)
