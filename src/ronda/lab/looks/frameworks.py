"""Applications on frameworks: Laravel and CodeIgniter."""

from collections.abc import Iterator
from datetime import datetime
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import Post
from ronda.lab.looks import parts
from ronda.lab.looks.base import Path, cookie
from ronda.lab.looks.crawl import absolute
from ronda.lab.looks.portal import App, Portal
from ronda.lab.looks.variety import flag, pick, token


class Laravel(App):
    """An application on Laravel: its token changes with each request."""

    def sheet_path(self, draft: Draft) -> str:
        """Built by Vite, or by Mix in older ones."""
        built = f"/build/assets/app-{token(draft, 'build', 8)}.css"
        return pick(draft, "bundler", built, "/css/app.css")

    def dress(self, draft: Draft) -> None:
        """The session and the token that scripts send back."""
        super().dress(draft)
        draft.rotating = True
        draft.headers["Cache-Control"] = "no-cache, private"
        name = pick(draft, "session-name", "laravel_session", "laravel_session", "sistem_session")
        secret = "eyJpdiI6I" + token(draft, "iv", 40)
        draft.cookies.append(cookie(draft, "XSRF-TOKEN", f"{secret}%3D", script=True))
        draft.cookies.append(cookie(draft, name, f"eyJpdiI6I{token(draft, 'value', 44)}%3D"))

    def head(self, draft: Draft) -> str:
        """The token, and the bundle's script."""
        script = self.sheet_path(draft).replace("css", "js")
        module = ' type="module"' if script.startswith("/build") else ""
        return (
            '<meta name="csrf-token" content="{token}">'
            f'<script src="{draft.below(script)}"{module} defer></script>'
        )

    def front(self, draft: Draft) -> str:
        """As an application, every form with the token."""
        hidden = '<input type="hidden" name="_token" value="{token}" autocomplete="off">'
        return super().front(draft).replace("<label>", f"{hidden}<label>", 1)

    def missing(self, draft: Draft) -> str:
        """The framework's own."""
        return '<div class="flex-center"><div class="code">404</div><div>Not Found</div></div>'

    def robots(self, draft: Draft) -> str:
        """The file that comes with it."""
        return "User-agent: *\nDisallow:\n"

    def paths(self, draft: Draft) -> Iterator[Path]:
        """The bundle's script and where users sign in."""
        yield from super().paths(draft)
        script = self.sheet_path(draft).replace("css", "js")
        code = "document.documentElement.classList.add('js');\n"
        yield script, lambda: draft.file(code, "text/javascript")
        sign = (
            f'<form method="post" action="{draft.below("/login")}"><input type="hidden" name="_token" '
            'value="{token}"><label>Email<input type="email" name="email"></label><label>Password'
            '<input type="password" name="password"></label><button>Log in</button></form>'
        )
        page = self.document(draft, "Login", self.frame(draft, sign))
        yield "/login", lambda: draft.page(page)


class CodeIgniter(Portal):
    """A portal on CodeIgniter, whose links go through index.php and carry the whole address."""

    link_prefix = "/index.php"

    def sheet_path(self, draft: Draft) -> str:
        """Where makers put it."""
        return pick(
            draft, "assets", "/assets/css/style.css", "/public/css/main.css", "/css/app.css"
        )

    def dress(self, draft: Draft) -> None:
        """A visitor's session."""
        super().dress(draft)
        draft.cookies.append(cookie(draft, "ci_session", token(draft, "session", 40)))
        if flag(draft, "csrf"):
            draft.cookies.append(cookie(draft, "csrf_cookie_name", token(draft, "csrf")))

    def frame(self, draft: Draft, content: str) -> str:
        """Menu in a side bar of a template that many vendors use."""
        foot = parts.foot(draft)
        home = absolute(draft, "/index.php")
        return (
            f'<div class="wrapper"><header class="main-header"><a href="{home}" class="logo"><h1>'
            f"{e(parts.site_name(draft))}</h1></a><p>{e(draft.front.tagline)}</p></header>"
            f'<aside class="main-sidebar"><ul class="sidebar-menu">'
            f"{parts.menu(draft, 'treeview', prefix=self.link_prefix)}</ul></aside>"
            f'<div class="content-wrapper"><section class="content">{content}</section></div>'
            f'<footer class="main-footer">{foot}</footer></div>'
        )

    def post(self, draft: Draft, when: datetime, post: Post) -> str:
        """A panel."""
        shown = parts.date(draft, when, "slashes", "long", "stamp", machine=False)
        return (
            f'<div class="box box-primary"><div class="box-header"><h3 class="box-title">'
            f'{parts.headline(draft, post)}</h3> {shown}</div><div class="box-body">{e(post.text)}</div></div>'
        )

    def missing(self, draft: Draft) -> str:
        """The framework's own."""
        return '<div id="container"><h1>404 Page Not Found</h1><p>The page you requested was not found.</p></div>'

    def robots(self, draft: Draft) -> str | None:
        """Some have one."""
        rules = "User-agent: *\nDisallow: /system/\nDisallow: /application/\n"
        return rules if flag(draft, "has-robots", 40) else None

    def sitemaps(self, draft: Draft) -> tuple[str, ...]:
        """None comes with it."""
        return ()

    def paths(self, draft: Draft) -> Iterator[Path]:
        """The front page under its own name."""
        yield from super().paths(draft)
        again = self.document(draft, draft.front.title, self.front(draft))
        yield "/index.php", lambda: draft.page(again)
