"""The common content management systems: WordPress, Joomla, Drupal."""

import json
from collections.abc import Iterator
from datetime import datetime
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import Post
from ronda.lab.looks import parts
from ronda.lab.looks.base import Look, Path, cookie
from ronda.lab.looks.crawl import absolute
from ronda.lab.looks.feeds import feed
from ronda.lab.looks.variety import flag, number, pick, token


def sign_in(look: Look, draft: Draft, title: str, fields: tuple[str, str], action: str) -> str:
    """The page on which editors sign in."""
    name, secret = fields
    body = (
        f'<form method="post" action="{e(draft.below(action))}"><label>Nama pengguna<input name='
        f'"{name}"></label><label>Sandi<input type="password" name="{secret}"></label>'
        '<button type="submit">Masuk</button></form>'
    )
    return look.document(draft, title, body)


class WordPress(Look):
    """WordPress with one of some themes."""

    def theme(self, draft: Draft) -> str:
        """The theme's folder."""
        return pick(
            draft, "theme", "astra", "twentytwentyone", "newsup", "covernews", "dinas-theme"
        )

    def sheet_path(self, draft: Draft) -> str:
        """The theme's own."""
        return f"/wp-content/themes/{self.theme(draft)}/style.css"

    def dress(self, draft: Draft) -> None:
        """The interface's link (WordPress REST API Handbook, discovery)."""
        super().dress(draft)
        if flag(draft, "wp-generator", 70):
            draft.generator = pick(draft, "wp-version", "WordPress 6.8.3", "WordPress 6.9.1")
        draft.headers["Link"] = f'<{absolute(draft, "/wp-json/")}>; rel="https://api.w.org/"'

    def head(self, draft: Draft) -> str:
        """What core and the theme print."""
        comments = "<!-- This site is optimized with the Yoast SEO plugin - https://yoast.com/ -->"
        return (
            f'<link rel="https://api.w.org/" href="{absolute(draft, "/wp-json/")}">'
            f'<link rel="EditURI" type="application/rsd+xml" href="{absolute(draft, "/xmlrpc.php?rsd")}">'
            f'<link rel="alternate" type="application/rss+xml" href="{absolute(draft, "/feed/")}">'
            f"{comments if flag(draft, 'yoast', 40) else ''}"
        )

    def body_attributes(self, draft: Draft) -> str:
        """Core's classes."""
        return f' class="home blog wp-custom-logo wp-theme-{self.theme(draft)} hfeed"'

    def frame(self, draft: Draft, content: str) -> str:
        """The usual parts of a theme, with or without a sidebar."""
        tagline = e(draft.front.tagline)
        side = parts.widgets(draft, "widget")
        aside = f'<aside id="secondary" class="widget-area">{side}</aside>' if side else ""
        foot = parts.foot(draft)
        proud = '<div class="site-info">Proudly powered by WordPress</div>'
        return (
            '<div id="page" class="site"><a class="skip skip-link screen-reader-text" href="#content">'
            'Skip to content</a><header id="masthead" class="site-header"><div class="site-branding">'
            f'<h1 class="site-title"><a href="{draft.base}" rel="home">{e(parts.site_name(draft))}</a>'
            f'</h1><p class="site-description">{tagline}</p></div><nav id="site-navigation" '
            'class="main-navigation"><ul id="primary-menu" class="menu nav-menu">'
            f"{parts.menu(draft, 'menu-item menu-item-type-post_type')}</ul></nav></header>"
            f'<div id="content" class="site-content"><main id="primary" class="site-main">{content}'
            f'</main>{aside}</div><footer id="colophon" class="site-footer">{foot}'
            f"{proud if flag(draft, 'proud', 40) else ''}</footer></div>"
        )

    def front(self, draft: Draft) -> str:
        """News first or the page's own words first."""
        posts = "".join(
            self._post(draft, n, when, post)
            for n, (when, post) in enumerate(parts.all_posts(draft))
        )
        text = f'<div class="entry-content">{parts.paragraphs(draft.front.paragraphs)}</div>'
        offered = parts.services(draft, pick(draft, "services", "list", "grid", "cards"))
        order = (posts, text) if flag(draft, "posts-first") else (text, posts)
        links = parts.links(draft, "main")
        tail = f'<div class="wp-block-buttons">{links}</div>' if links else ""
        return self.frame(draft, f"{order[0]}{offered}{parts.form(draft)}{order[1]}{tail}")

    def _post(self, draft: Draft, index: int, when: datetime, post: Post) -> str:
        ident = 100 + number(draft, f"post-{index}", 4000)
        shown = parts.date(draft, when, "long", "weekday", css="entry-date published")
        text = parts.paragraphs((post.text,)) if post.text else ""
        return (
            f'<article id="post-{ident}" class="post-{ident} post type-post status-publish hentry '
            f'category-berita"><h2 class="entry-title">{parts.headline(draft, post)}</h2>'
            f'<div class="entry-meta"><span class="posted-on">{shown}</span></div>'
            f'<div class="entry-summary">{text}</div></article>'
        )

    def robots(self, draft: Draft) -> str:
        """As core answers it."""
        rules = "Disallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php"
        return f"User-agent: *\n{rules}\n"

    def sitemaps(self, draft: Draft) -> tuple[str, ...]:
        """Core's index, or a plugin's."""
        return ("/sitemap_index.xml",) if flag(draft, "yoast", 40) else ("/wp-sitemap.xml",)

    def paths(self, draft: Draft) -> Iterator[Path]:
        """The interface, the feed, and where editors sign in."""
        yield from super().paths(draft)
        about = json.dumps(
            {
                "name": parts.site_name(draft),
                "description": draft.front.tagline,
                "url": absolute(draft, "/").rstrip("/"),
                "namespaces": ["oembed/1.0", "wp/v2", "wp-site-health/v1"],
                "routes": {"/": {"methods": ["GET"]}, "/wp/v2/posts": {"methods": ["GET"]}},
            },
            ensure_ascii=False,
        )
        yield "/wp-json/", lambda: draft.file(about, "application/json; charset=UTF-8")
        yield "/feed/", lambda: draft.file(feed(draft), "application/rss+xml; charset=UTF-8")
        page = sign_in(self, draft, "Log Masuk", ("log", "pwd"), "/wp-login.php")
        yield "/wp-login.php", lambda: draft.page(page)


class Joomla(Look):
    """Joomla with one of some templates."""

    generator = "Joomla! - Open Source Content Management"

    def template(self, draft: Draft) -> str:
        """The template's folder."""
        return pick(
            draft, "template", "cassiopeia", "protostar", "ja_purity", "shaper_helixultimate"
        )

    def sheet_path(self, draft: Draft) -> str:
        """The template's own."""
        return f"/templates/{self.template(draft)}/css/template.css"

    def dress(self, draft: Draft) -> None:
        """A session whose name and value are hexadecimal."""
        super().dress(draft)
        draft.allow_scripts()
        draft.cookies.append(cookie(draft, token(draft, "name"), token(draft, "session", 26)))

    def head(self, draft: Draft) -> str:
        """What the core prints."""
        options = json.dumps({"csrf.token": token(draft, "csrf"), "system.paths": {"root": ""}})
        scripts = pick(draft, "jui", "/media/jui/js/jquery.min.js", "/media/system/js/core.min.js")
        return (
            f'<script type="application/json" class="joomla-script-options new">{options}</script>'
            f'<script src="{draft.below(scripts)}" defer></script>'
        )

    def body_attributes(self, draft: Draft) -> str:
        """The core's classes."""
        view = pick(draft, "view", "view-featured", "view-category layout-blog")
        return f' class="site com_content {view} no-layout no-task itemid-{101 + number(draft, "i", 60)}"'

    def frame(self, draft: Draft, content: str) -> str:
        """Modules around the component."""
        side = parts.widgets(draft, "moduletable")
        foot = parts.foot(draft)
        return (
            f'<header class="header container-header"><div class="site-description"><h1>'
            f"{e(parts.site_name(draft))}</h1><p>{e(draft.front.tagline)}</p></div>"
            f'<nav class="navigation"><ul class="nav menu mod-list">{parts.menu(draft, "item")}</ul>'
            f'</nav></header><main id="content" role="main" class="span9"><div id="system-message-'
            f'container"></div>{content}</main><div id="aside" class="span3">{side}</div>'
            f'<footer class="footer" role="contentinfo">{foot}</footer>'
        )

    def front(self, draft: Draft) -> str:
        """The featured articles."""
        posts = "".join(
            self._post(draft, n, when, post)
            for n, (when, post) in enumerate(parts.all_posts(draft))
        )
        heading = pick(draft, "news", "Berita", "Artikel Terbaru", "Beranda")
        news = f'<h2>{heading}</h2><div class="blog-featured">{posts}</div>' if posts else ""
        text = parts.paragraphs(draft.front.paragraphs)
        offered = parts.services(draft, pick(draft, "services", "list", "cards", "table"))
        hidden = f'<input type="hidden" name="{token(draft, "csrf")}" value="1">'
        links = parts.links(draft, "main")
        return self.frame(draft, f"{text}{news}{offered}{parts.form(draft, hidden)}<p>{links}</p>")

    def _post(self, draft: Draft, index: int, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "long", "weekday", "stamp", machine=flag(draft, "machine"))
        text = parts.paragraphs((post.text,)) if post.text else ""
        return (
            f'<div class="items-row row-{index} item" itemprop="blogPost"><h3 itemprop="name">'
            f'{parts.headline(draft, post)}</h3><dl class="article-info muted"><dd class="published">'
            f"Diterbitkan: {shown}</dd></dl>{text}</div>"
        )

    def robots(self, draft: Draft) -> str:
        """The file that comes with it."""
        folders = ("administrator", "api", "bin", "cache", "cli", "components", "includes", "tmp")
        return "User-agent: *\n" + "".join(f"Disallow: /{name}/\n" for name in folders)

    def paths(self, draft: Draft) -> Iterator[Path]:
        """Where editors sign in."""
        yield from super().paths(draft)
        page = sign_in(
            self, draft, "Administrasi", ("username", "passwd"), "/administrator/index.php"
        )
        yield "/administrator/", lambda: draft.page(page)


class Drupal(Look):
    """Drupal."""

    generator = "Drupal 11 (https://www.drupal.org)"

    def sheet_path(self, draft: Draft) -> str:
        """Style sheets are joined under a name of their own."""
        return f"/sites/default/files/css/css_{token(draft, 'css', 43)}.css"

    def dress(self, draft: Draft) -> None:
        """The headers of its page cache."""
        super().dress(draft)
        draft.allow_scripts()
        draft.headers["X-Generator"] = self.generator
        draft.headers["X-Drupal-Cache"] = pick(draft, "cache", "HIT", "MISS")

    def head(self, draft: Draft) -> str:
        """What the core prints."""
        return (
            f'<link rel="canonical" href="{absolute(draft, "/")}"><meta name="MobileOptimized" '
            'content="width"><meta name="HandheldFriendly" content="true">'
        )

    def body_attributes(self, draft: Draft) -> str:
        """The theme's classes."""
        return f' class="layout-{pick(draft, "sides", "one", "two", "no")}-sidebar path-frontpage"'

    def frame(self, draft: Draft, content: str) -> str:
        """Regions and blocks."""
        side = parts.widgets(draft, "block block-block-content")
        foot = parts.foot(draft)
        settings = json.dumps(
            {"path": {"baseUrl": draft.base, "isFront": True, "currentLanguage": "id"}}
        )
        return (
            '<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><header role='
            f'"banner" class="region-header"><h1 class="site-name">{e(parts.site_name(draft))}</h1>'
            f'<p class="site-slogan">{e(draft.front.tagline)}</p><nav role="navigation" class='
            f'"block-system-menu-blockmain"><ul class="menu">{parts.menu(draft, "menu-item")}</ul></nav>'
            f'</header><main role="main" class="region region-content">{content}</main>'
            f'<aside class="region region-sidebar">{side}</aside><footer role="contentinfo">{foot}'
            '</footer></div><script type="application/json" data-drupal-selector="drupal-settings-json'
            f'">{settings}</script>'
        )

    def front(self, draft: Draft) -> str:
        """Teasers of nodes."""
        posts = "".join(
            self._post(draft, n, when, post)
            for n, (when, post) in enumerate(parts.all_posts(draft))
        )
        news = f'<div class="views-element-container"><h2>Berita</h2>{posts}</div>' if posts else ""
        text = f'<div class="block block-content">{parts.paragraphs(draft.front.paragraphs)}</div>'
        offered = parts.services(draft, pick(draft, "services", "list", "cards"))
        hidden = (
            f'<input type="hidden" name="form_build_id" value="form-{token(draft, "form", 43)}">'
        )
        links = parts.links(draft, "main")
        return self.frame(draft, f"{text}{offered}{parts.form(draft, hidden)}{news}<p>{links}</p>")

    def _post(self, draft: Draft, index: int, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "long", "weekday", "short", css="datetime")
        text = parts.paragraphs((post.text,)) if post.text else ""
        return (
            f'<article data-history-node-id="{index + 11}" role="article" class="node node--type-article '
            f'node--view-mode-teaser"><h2 class="node__title">{parts.headline(draft, post)}</h2>'
            f'<div class="node__meta">{shown}</div><div class="node__content">{text}</div></article>'
        )

    def robots(self, draft: Draft) -> str:
        """The file that comes with it, shortened."""
        rules = ("/core/", "/profiles/", "/README.md", "/admin/", "/user/login", "/search/")
        return "User-agent: *\n" + "".join(f"Disallow: {rule}\n" for rule in rules)

    def sitemaps(self, draft: Draft) -> tuple[str, ...]:
        """Only with a module."""
        return ("/sitemap.xml",) if flag(draft, "simple-sitemap") else ()

    def paths(self, draft: Draft) -> Iterator[Path]:
        """Where editors sign in."""
        yield from super().paths(draft)
        page = sign_in(self, draft, "Log in", ("name", "pass"), "/user/login")
        yield "/user/login", lambda: draft.page(page)
