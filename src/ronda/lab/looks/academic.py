"""Journals and courses: OJS and Moodle."""

from collections.abc import Iterator
from datetime import datetime
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import Post
from ronda.lab.looks import parts
from ronda.lab.looks.base import Look, Path, cookie
from ronda.lab.looks.crawl import absolute
from ronda.lab.looks.variety import number, pick, token


class Ojs(Look):
    """Open Journal Systems: the news of the front page are the articles of an issue."""

    generator = "Open Journal Systems 3.4.0.7"

    def journal(self, draft: Draft) -> str:
        """The journal's part of every path."""
        return f"/index.php/{pick(draft, 'journal', 'jurnal', 'index', 'buletin', 'jip')}"

    def sheet_path(self, draft: Draft) -> str:
        """The theme's own."""
        return "/plugins/themes/default/styles/index.css"

    def dress(self, draft: Draft) -> None:
        """A visitor's session."""
        super().dress(draft)
        draft.cookies.append(cookie(draft, "OJSSID", token(draft, "session", 26)))

    def head(self, draft: Draft) -> str:
        """What its plugins print."""
        feed = absolute(draft, f"{self.journal(draft)}/gateway/plugin/WebFeedGatewayPlugin/rss2")
        icons = draft.below("/lib/pkp/styles/fontawesome/fontawesome.css")
        return (
            f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
            f'<link rel="stylesheet" href="{icons}?v=3.4.0.7">'
        )

    def body_attributes(self, draft: Draft) -> str:
        """The theme's classes."""
        return ' class="pkp_page_index pkp_op_index has_site_logo" dir="ltr"'

    def frame(self, draft: Draft, content: str) -> str:
        """The theme's structure."""
        journal = draft.below(self.journal(draft))
        entries = "".join(
            f'<li><a href="{journal}/{page}">{text}</a></li>'
            for page, text in (
                ("issue/current", "Terkini"),
                ("issue/archive", "Arsip"),
                ("about", "Tentang Kami"),
                ("login", "Login"),
            )
        )
        foot = parts.foot(draft)
        issn = 2000 + number(draft, "issn", 700)
        return (
            '<div class="pkp_structure_page"><header class="pkp_structure_head" id="headerNavigation'
            f'Container" role="banner"><h1 class="pkp_site_name">{e(parts.site_name(draft))}</h1>'
            f'<p>{e(draft.front.tagline)}</p><nav class="pkp_site_nav_menu"><ul id="navigationPrimary" '
            f'class="pkp_navigation_primary">{entries}{parts.menu(draft)}</ul></nav></header><div class='
            f'"pkp_structure_content"><main class="pkp_structure_main" role="main">{content}</main></div>'
            f'<footer class="pkp_structure_footer"><p>e-ISSN {issn}-{token(draft, "e", 4)}</p>{foot}'
            '<div class="pkp_brand_footer">Platform &amp; workflow by OJS / PKP</div></footer></div>'
        )

    def front(self, draft: Draft) -> str:
        """About the journal, then the articles of the current issue."""
        articles = "".join(
            self._article(draft, when, post) for when, post in parts.all_posts(draft)
        )
        volume = 1 + number(draft, "volume", 14)
        issue = (
            f'<section class="current_issue"><h2>Terbitan Terkini</h2><div class="current_issue_title">'
            f'Vol. {volume} No. {1 + number(draft, "issue", 4)}</div><ul class="cmp_article_list '
            f'articles">{articles}</ul></section>'
        )
        text = f'<div class="homepage_about">{parts.paragraphs(draft.front.paragraphs)}</div>'
        rest = parts.services(draft, "list", "Fokus dan Ruang Lingkup") + parts.form(draft)
        links = parts.links(draft, "main")
        return self.frame(draft, f"{text}{issue if articles else ''}{rest}<p>{links}</p>")

    def _article(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "iso", "long", machine=False, css="published")
        first = 1 + number(draft, post.title, 80)
        return (
            f'<li><div class="obj_article_summary"><h3 class="title">{parts.headline(draft, post)}</h3>'
            f'<div class="meta"><div class="pages">{first}-{first + 11}</div>{shown}</div>'
            f"<p>{e(post.text)}</p></div></li>"
        )

    def robots(self, draft: Draft) -> str:
        """The file that comes with it."""
        return "User-agent: *\nDisallow: /cache/\n"

    def paths(self, draft: Draft) -> Iterator[Path]:
        """The journal's own address, its archive, and where authors sign in."""
        yield from super().paths(draft)
        journal = self.journal(draft)
        again = self.document(draft, draft.front.title, self.front(draft))
        yield journal, lambda: draft.page(again)
        sign = (
            f'<form class="cmp_form login" method="post" action="{draft.below(journal)}/login/signIn">'
            '<label>Nama pengguna<input name="username"></label><label>Sandi<input type="password" '
            'name="password"></label><button type="submit">Login</button></form>'
        )
        page = self.document(draft, "Login", self.frame(draft, sign))
        yield f"{journal}/login", lambda: draft.page(page)


class Moodle(Look):
    """A learning platform: what the office offers are its courses."""

    def sheet_path(self, draft: Draft) -> str:
        """Styles are joined by a script, under a revision."""
        return f"/theme/styles.php/boost/{1_700_000_000 + number(draft, 'rev', 60_000_000)}_1/all"

    def dress(self, draft: Draft) -> None:
        """A visitor's session."""
        super().dress(draft)
        draft.allow_scripts()
        draft.cookies.append(cookie(draft, "MoodleSession", token(draft, "session", 26)))

    def head(self, draft: Draft) -> str:
        """What the core prints."""
        root = absolute(draft, "/").rstrip("/")
        return (
            f'<meta name="keywords" content="moodle, {e(parts.site_name(draft))}"><script>'
            f'var M = {{}}; M.yui = {{}}; M.cfg = {{"wwwroot":"{root}","sesskey":'
            f'"{token(draft, "sess", 10)}","theme":"boost","language":"id"}};</script>'
        )

    def body_attributes(self, draft: Draft) -> str:
        """The core's classes."""
        dashed = draft.host.replace(".", "-")
        return (
            f' id="page-site-index" class="format-site course path-site chrome dir-ltr lang-id '
            f'yui-skin-sam pagelayout-frontpage course-1 notloggedin {dashed}"'
        )

    def frame(self, draft: Draft, content: str) -> str:
        """The theme's page."""
        foot = parts.foot(draft)
        login = f'<div class="usermenu"><span class="login">Anda belum login. (<a href="{draft.below("/login/index.php")}">Login</a>)</span></div>'
        return (
            f'<div id="page-wrapper"><header class="navbar fixed-top"><h1 class="h2">'
            f'{e(parts.site_name(draft))}</h1><p>{e(draft.front.tagline)}</p><nav class="moremenu"><ul>'
            f'{parts.menu(draft, "nav-item", "nav-link")}</ul></nav>{login}</header><div id="page" class='
            f'"container-fluid"><section id="region-main"><main role="main">{content}</main></section></div>'
            f'<footer id="page-footer">{foot}<div class="tool_dataprivacy">Didukung oleh <a href='
            f'"https://moodle.com">Moodle</a></div></footer></div>'
        )

    def front(self, draft: Draft) -> str:
        """Announcements and the courses."""
        courses = "".join(
            f'<div class="coursebox clearfix {"odd" if n % 2 else "even"}" data-courseid="{n + 2}"><h3 '
            f'class="coursename"><a href="{draft.base}course/view.php?id={n + 2}">{e(item)}</a></h3></div>'
            for n, item in enumerate(draft.front.services)
        )
        listed = f'<div id="frontpage-course-list"><h2>Kursus yang tersedia</h2>{courses}</div>'
        posts = "".join(self._post(draft, when, post) for when, post in parts.all_posts(draft))
        news = f'<div id="site-news-forum"><h2>Pengumuman situs</h2>{posts}</div>' if posts else ""
        text = parts.paragraphs(draft.front.paragraphs)
        links = parts.links(draft, "main")
        body = f"{text}{news}{listed if courses else ''}{self._form(draft)}<p>{links}</p>"
        return self.frame(draft, body)

    def _form(self, draft: Draft) -> str:
        return parts.form(
            draft, f'<input type="hidden" name="logintoken" value="{token(draft, "login")}">'
        )

    def _post(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "weekday", "long", "stamp", machine=False)
        text = parts.paragraphs((post.text,)) if post.text else ""
        return (
            f'<article class="forum-post-container"><h3 class="h6">{parts.headline(draft, post)}</h3>'
            f'<div class="mb-3">oleh Admin Pengguna - {shown}</div>{text}</article>'
        )

    def paths(self, draft: Draft) -> Iterator[Path]:
        """Where learners sign in."""
        yield from super().paths(draft)
        sign = (
            f'<form class="login-form" id="login" method="post" action="{draft.below("/login/index.php")}">'
            f'<input type="hidden" name="logintoken" value="{token(draft, "login")}"><label>Nama pengguna'
            '<input name="username"></label><label>Kata sandi<input type="password" name="password">'
            "</label><button>Log in</button></form>"
        )
        page = self.document(draft, "Masuk ke situs", self.frame(draft, sign))
        yield "/login/index.php", lambda: draft.page(page)
