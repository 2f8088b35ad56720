"""Blogs, news portals and shops."""

import json
from collections.abc import Iterator
from datetime import datetime
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import Post
from ronda.lab.looks import parts
from ronda.lab.looks.base import Look, Path
from ronda.lab.looks.crawl import absolute
from ronda.lab.looks.feeds import feed
from ronda.lab.looks.variety import flag, number, pick


class Blog(Look):
    """A blog on a blog host."""

    generator = "blogger"
    fonts = ("Georgia,serif", "Trebuchet MS,sans-serif", "Arial,sans-serif")

    def head(self, draft: Draft) -> str:
        """Its feeds."""
        where = absolute(draft, "/feeds/posts/default?alt=rss")
        return f'<link rel="alternate" type="application/rss+xml" href="{where}">'

    def body_attributes(self, draft: Draft) -> str:
        """The template's classes."""
        return (
            f' class="loading {pick(draft, "variant", "variant-simple", "variant-aqua", "mobile")}"'
        )

    def frame(self, draft: Draft, content: str) -> str:
        """Posts beside a column of gadgets."""
        foot = parts.foot(draft)
        about = parts.paragraphs(draft.front.paragraphs)
        side = (
            f'<aside class="sidebar"><div class="widget Profile"><h2>Tentang</h2>{about}'
            f"{parts.links(draft, 'main')}</div>{parts.widgets(draft, 'widget')}</aside>"
        )
        said = f'<p class="description">{e(draft.front.tagline)}</p>' if draft.front.tagline else ""
        middle = f'<main id="isi" class="main section">{content}</main>'
        order = side + middle if flag(draft, "side-first", 30) else middle + side
        return (
            f'<header><div class="widget-header"><h1 class="title">{e(parts.site_name(draft))}</h1>{said}'
            f'</div><nav><ul class="tabs">{parts.menu(draft)}</ul></nav></header>{order}'
            f"<footer>{foot}</footer>"
        )

    def front(self, draft: Draft) -> str:
        """The newest posts."""
        posts = "".join(self._post(draft, when, post) for when, post in parts.all_posts(draft))
        heading = pick(draft, "news", "Tulisan terbaru", "Postingan", "Catatan")
        news = f'<h2>{heading}</h2><div class="blog-posts hfeed">{posts}</div>' if posts else ""
        return self.frame(draft, f"{news}{parts.form(draft)}{parts.services(draft, 'list')}")

    def _post(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "weekday", "long", machine=flag(draft, "machine"))
        text = parts.paragraphs((post.text,)) if post.text else ""
        return (
            f'<div class="date-outer"><h2 class="date-header">{shown}</h2><div class="post hentry">'
            f'<h3 class="post-title entry-title">{parts.headline(draft, post)}</h3>'
            f'<div class="post-body entry-content">{text}</div></div></div>'
        )

    def robots(self, draft: Draft) -> str:
        """As blog hosts answer it."""
        return (
            "User-agent: Mediapartners-Google\nDisallow:\n\n"
            "User-agent: *\nDisallow: /search\nAllow: /\n"
        )

    def sitemaps(self, draft: Draft) -> tuple[str, ...]:
        """As blog hosts have it."""
        return ("/sitemap.xml",)

    def paths(self, draft: Draft) -> Iterator[Path]:
        """The feed."""
        yield from super().paths(draft)
        yield "/feeds/posts/default", lambda: draft.file(feed(draft), "application/rss+xml")


class News(Look):
    """A news portal."""

    def head(self, draft: Draft) -> str:
        """Previews and structured data."""
        about = json.dumps(
            {
                "@context": "https://schema.org",
                "@type": "NewsMediaOrganization",
                "name": parts.site_name(draft),
                "url": absolute(draft, "/"),
            },
            ensure_ascii=False,
        ).replace("<", "\\u003c")
        return (
            f'<meta property="og:type" content="website"><meta property="og:title" content='
            f'"{e(draft.front.title)}"><script type="application/ld+json">{about}</script>'
        )

    def frame(self, draft: Draft, content: str) -> str:
        """Topics above, the most read beside."""
        foot = parts.foot(draft)
        rubric = "".join(
            f'<a class="rubrik" href="#{name.lower()}">{name}</a> '
            for name in ("Nasional", "Daerah", "Olahraga", "Ekonomi", "Hiburan")
            if flag(draft, name, 70)
        )
        popular = "".join(f"<li>{e(post.title)}</li>" for _, post in parts.all_posts(draft)[:3])
        side = f'<aside class="terpopuler"><h3>Terpopuler</h3><ol>{popular}</ol></aside>'
        return (
            f'<header class="site-top"><h1>{e(parts.site_name(draft))}</h1><p>{e(draft.front.tagline)}</p>'
            f'<nav><ul>{parts.menu(draft)}</ul>{rubric}</nav></header><div class="iklan">Iklan</div>'
            f'<main id="isi" class="wrap">{content}</main>{side if popular else ""}<footer>{foot}</footer>'
        )

    def front(self, draft: Draft) -> str:
        """Headlines first."""
        posts = "".join(self._post(draft, when, post) for when, post in parts.all_posts(draft))
        news = (
            f'<section><h2>Berita Terkini</h2><div class="grid">{posts}</div></section>'
            if posts
            else ""
        )
        text = parts.paragraphs(draft.front.paragraphs)
        rest = f"{parts.services(draft, 'list', 'Rubrik')}{parts.form(draft)}"
        return self.frame(draft, f"{news}{text}{rest}<p>{parts.links(draft, 'main')}</p>")

    def _post(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "weekday", "stamp")
        text = parts.paragraphs((post.text,)) if post.text else ""
        return f'<article class="kartu-berita"><h3>{parts.headline(draft, post)}</h3>{shown}{text}</article>'

    def robots(self, draft: Draft) -> str:
        """Everything may be read."""
        return "User-agent: *\nAllow: /\nDisallow: /cari\n"

    def sitemaps(self, draft: Draft) -> tuple[str, ...]:
        """One for all, or one for the news by itself."""
        return (pick(draft, "sitemap", "/sitemap.xml", "/sitemap-news.xml"),)


class Shop(Look):
    """A small shop: what it offers are its goods."""

    def frame(self, draft: Draft, content: str) -> str:
        """A basket above."""
        foot = parts.foot(draft)
        basket = '<a class="cart" href="#keranjang">Keranjang (0)</a>'
        return (
            f'<header class="shop-header"><h1>{e(parts.site_name(draft))}</h1><p>{e(draft.front.tagline)}'
            f'</p><nav><ul>{parts.menu(draft)}</ul>{basket}</nav></header><main id="isi">{content}</main>'
            f"<footer>{foot}</footer>"
        )

    def front(self, draft: Draft) -> str:
        """The goods with prices, then what else there is to say."""
        goods = "".join(
            f'<li class="product"><h3>{e(item)}</h3><span class="price">Rp{self._price(draft, item)}'
            '</span><button class="add-to-cart">Beli</button></li>'
            for item in draft.front.services
        )
        listed = f'<h2>Produk</h2><ul class="products cards">{goods}</ul>' if goods else ""
        posts = "".join(self._post(draft, when, post) for when, post in parts.all_posts(draft))
        news = f"<section><h2>Kabar Kami</h2>{posts}</section>" if posts else ""
        text = parts.paragraphs(draft.front.paragraphs)
        body = f"{text}{listed}{parts.form(draft)}{news}<p>{parts.links(draft, 'main')}</p>"
        return self.frame(draft, body)

    def _price(self, draft: Draft, item: str) -> str:
        return f"{(5 + number(draft, item, 300)) * 1000:,}".replace(",", ".")

    def _post(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "long", "short", machine=flag(draft, "machine"))
        text = parts.paragraphs((post.text,)) if post.text else ""
        return f"<article><h3>{parts.headline(draft, post)}</h3>{shown}{text}</article>"

    def robots(self, draft: Draft) -> str:
        """Not the basket."""
        return "User-agent: *\nDisallow: /keranjang\nDisallow: /checkout\n"

    def sitemaps(self, draft: Draft) -> tuple[str, ...]:
        """One."""
        return ("/sitemap.xml",)
