"""Sites written by hand or by a vendor: government portals, plain pages, small applications."""

from datetime import datetime
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import Post
from ronda.lab.looks import parts
from ronda.lab.looks.base import Look
from ronda.lab.looks.variety import flag, pick


class Portal(Look):
    """A portal made to order, in one of three layouts."""

    def layout(self, draft: Draft) -> str:
        """Which of its layouts a site has."""
        return pick(draft, "layout", "classic", "bootstrap", "boxed")

    def head(self, draft: Draft) -> str:
        """Icons and previews, where a site has them."""
        icon = '<link rel="icon" href="data:,">'
        og = f'<meta property="og:title" content="{e(draft.front.title)}">'
        return icon + (og if flag(draft, "og") else "")

    def frame(self, draft: Draft, content: str) -> str:
        """Head and foot in the site's layout."""
        name, tagline = e(parts.site_name(draft)), e(draft.front.tagline)
        foot = parts.foot(draft)
        said = f"<p>{tagline}</p>" if tagline else ""
        layout = self.layout(draft)
        if layout == "bootstrap":
            return (
                f'<header class="navbar navbar-expand-lg"><div class="container"><a class="navbar-brand"'
                f' href="{draft.base}"><h1>{name}</h1></a>{said}<nav><ul class="navbar-nav">'
                f"{parts.menu(draft, 'nav-item', 'nav-link')}</ul></nav></div></header>"
                f'<main class="container py-4"><div class="row"><div class="col-lg-8">{content}</div>'
                f'<div class="col-lg-4">{parts.widgets(draft, "widget")}</div></div></main>'
                f'<footer class="footer mt-auto">{foot}</footer>'
            )
        if layout == "boxed":
            return (
                f'<div class="bar topbar">Selamat datang di situs resmi kami</div><div class="bar" '
                f'id="banner"><div class="judul">{name}</div>{said}</div><div class="bar" id="menu">'
                f'<ul class="menu">{parts.menu(draft)}</ul></div><div class="content" id="isi">{content}'
                f'</div>{parts.widgets(draft, "widget kotak")}<div class="bar" id="kaki">{foot}</div>'
            )
        return (
            f'<a class="skip" href="#isi">Langsung ke isi</a><header><h1>{name}</h1>{said}'
            f'<nav><ul>{parts.menu(draft)}</ul></nav></header><main id="isi">{content}</main>'
            f"{parts.widgets(draft, 'widget')}<footer>{foot}</footer>"
        )

    def front(self, draft: Draft) -> str:
        """Words of welcome, services, form, news and links, services before or after the news."""
        style = pick(draft, "services", "cards", "list", "grid")
        offered = parts.services(draft, style, pick(draft, "offer", "Layanan", "Layanan Kami"))
        news = self.news(draft)
        order = (news, offered) if flag(draft, "news-first", 40) else (offered, news)
        middle = parts.form(draft).join(order)
        links = parts.links(draft, "main")
        text = parts.paragraphs(draft.front.paragraphs)
        return self.frame(draft, f"{text}{middle}<p>{links}</p>")

    def news(self, draft: Draft) -> str:
        """The list of news."""
        heading = pick(draft, "news", "Berita", "Berita Terbaru", "Kabar Terkini", "Info Terkini")
        posts = "".join(self.post(draft, when, post) for when, post in parts.all_posts(draft))
        return f"<section><h2>{heading}</h2>{posts}</section>" if posts else ""

    def post(self, draft: Draft, when: datetime, post: Post) -> str:
        """One of the news."""
        shown = parts.date(
            draft, when, "long", "weekday", "stamp", machine=flag(draft, "machine", 60)
        )
        text = parts.paragraphs((post.text,)) if post.text else ""
        title = parts.headline(draft, post)
        if self.layout(draft) == "bootstrap":
            return f'<div class="card mb-3"><h5 class="card-title">{title}</h5>{shown}{text}</div>'
        return f"<article><h3>{title}</h3>{shown}{text}</article>"

    def robots(self, draft: Draft) -> str | None:
        """Some have one."""
        rules = pick(draft, "robots", "Disallow:", "Disallow: /admin/", "Allow: /")
        return f"User-agent: *\n{rules}\n" if flag(draft, "has-robots", 60) else None

    def sitemaps(self, draft: Draft) -> tuple[str, ...]:
        """Some have one."""
        return ("/sitemap.xml",) if flag(draft, "has-sitemap", 50) else ()


class Plain(Look):
    """Plain HTML as it was written twenty years ago; no robots.txt, no sitemap."""

    fonts = ("Times New Roman,serif", "Georgia,serif")
    server = ("Apache", "nginx")

    def css(self, draft: Draft) -> str:
        """As the others, with a margin."""
        return super().css(draft) + "body{padding:0 4%}"

    def frame(self, draft: Draft, content: str) -> str:
        """Rules between the parts."""
        if flag(draft, "columns"):
            side = f'<td width="160" valign="top"><ul>{parts.menu(draft)}</ul></td>'
            middle = f'<table width="100%"><tr>{side}<td valign="top">{content}</td></tr></table>'
        else:
            middle = f"<p><ul>{parts.menu(draft)}</ul></p>{content}"
        rule = pick(draft, "rule", "<hr>", '<hr width="90%">', "<br>")
        name, said = e(draft.front.title), e(draft.front.tagline)
        top = f"<center><h1>{name}</h1><i>{said}</i></center>"
        if flag(draft, "marquee", 30):
            top = f'<h1 align="center">{name}</h1><marquee>{said}</marquee>'
        foot = f'<footer><font size="2">{parts.foot(draft)}</font></footer>'
        return f"{top}{rule}{middle}{rule}{foot}"

    def front(self, draft: Draft) -> str:
        """Everything one after the other."""
        posts = "".join(self._post(draft, when, post) for when, post in parts.all_posts(draft))
        news = f"<h2>Pengumuman</h2>{posts}" if posts else ""
        return self.frame(
            draft,
            f"{parts.paragraphs(draft.front.paragraphs)}{parts.services(draft, 'table')}"
            f"{parts.form(draft)}{news}<p>{parts.links(draft, 'main')}</p>",
        )

    def _post(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "slashes", "long", machine=False)
        text = parts.paragraphs((post.text,)) if post.text else ""
        return f"<p><b>{parts.headline(draft, post)}</b> ({shown})</p>{text}"

    def missing(self, draft: Draft) -> str:
        """What the server says."""
        return "<h1>Not Found</h1><p>The requested URL was not found on this server.</p>"


class App(Look):
    """A small application: a form to sign in or to ask for something."""

    def frame(self, draft: Draft, content: str) -> str:
        """A bar above, little below."""
        name = e(parts.site_name(draft))
        shell = pick(draft, "shell", "app", "root", "wrapper")
        said = f"<p>{e(draft.front.tagline)}</p>" if draft.front.tagline else ""
        foot = parts.foot(draft)
        return (
            f'<div id="{shell}"><header class="app-bar"><h1>{name}</h1>{said}<nav><ul>'
            f'{parts.menu(draft)}</ul></nav></header><main class="app-main">{content}</main>'
            f'<footer class="app-footer">{foot}</footer></div>'
        )

    def front(self, draft: Draft) -> str:
        """The form first, or after the words of welcome."""
        text, form = parts.paragraphs(draft.front.paragraphs), parts.form(draft)
        top = form + text if flag(draft, "form-first") else text + form
        posts = "".join(self._post(draft, when, post) for when, post in parts.all_posts(draft))
        news = f"<section><h2>Pemberitahuan</h2>{posts}</section>" if posts else ""
        style = pick(draft, "services", "cards", "list")
        offered = parts.services(draft, style, pick(draft, "offer", "Fitur", "Layanan", "Menu"))
        return self.frame(draft, f"{top}{offered}{news}{parts.links(draft, 'main')}")

    def _post(self, draft: Draft, when: datetime, post: Post) -> str:
        shown = parts.date(draft, when, "iso", "slashes", "long", machine=False)
        text = parts.paragraphs((post.text,)) if post.text else ""
        return f'<div class="notice"><strong>{parts.headline(draft, post)}</strong> {shown}{text}</div>'
