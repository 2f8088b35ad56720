"""The parts that every look is put together from: menus, news, services, forms, contact data."""

from collections.abc import Iterator
from datetime import datetime
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import Post
from ronda.lab.looks.times import date_text, later
from ronda.lab.looks.variety import flag, number, pick


def paragraphs(texts: tuple[str, ...]) -> str:
    """Texts as paragraphs."""
    return "".join(f"<p>{e(text)}</p>" for text in texts)


def site_name(draft: Draft) -> str:
    """The title without what stands behind a dash or bar."""
    return draft.front.title.split(" - ")[0].split(" | ")[0]


def links(draft: Draft, place: str, a_class: str = "") -> str:
    """The planned links of a place, one after the other; documents stand in the middle."""
    css = f' class="{a_class}"' if a_class else ""
    chosen = [(link.to, link.text) for link in draft.front.links if link.place == place]
    if place == "main":
        chosen += [(draft.below(path), plan.text) for path, plan in draft.site.letters.items()]
    return "".join(f'<a{css} href="{e(to)}">{e(text)}</a> ' for to, text in chosen)


def menu(draft: Draft, li_class: str = "", a_class: str = "", *, prefix: str = "") -> str:
    """The site's menu as items of a list; its own pages in one of two orders."""
    pages = [(draft.below(prefix + path), page.title) for path, page in draft.site.pages.items()]
    if flag(draft, "menu-order"):
        pages.reverse()
    home = pick(draft, "home", "Beranda", "Home", "Halaman Utama", "Depan")
    nav = [(link.to, link.text) for link in draft.front.links if link.place == "nav"]
    li = f' class="{li_class}"' if li_class else ""
    a = f' class="{a_class}"' if a_class else ""
    return "".join(
        f'<li{li}><a{a} href="{e(to)}">{e(text)}</a></li>'
        for to, text in [(draft.base, home), *pages, *nav]
    )


def all_posts(draft: Draft) -> list[tuple[datetime, Post]]:
    """The news with their times: strangers' first, then the site's own in its order."""
    posts = [*draft.more_posts, *draft.front.posts]
    return [(later(draft.now, post.date), post) for post in posts]


def headline(draft: Draft, post: Post) -> str:
    """A title, linked where it leads somewhere."""
    to = draft.post_links.get(post.title)
    return f'<a href="{e(draft.below(to))}">{e(post.title)}</a>' if to else e(post.title)


def date(
    draft: Draft, when: datetime, *styles: str, machine: bool = True, css: str = "date"
) -> str:
    """A date in one of some styles, with or without a machine's form of it."""
    shown = e(date_text(when, pick(draft, "date", *styles)))
    if machine:
        return f'<time class="{css}" datetime="{when:%Y-%m-%dT%H:%M:%S+00:00}">{shown}</time>'
    return f'<span class="{css}">{shown}</span>'


def services(draft: Draft, style: str = "cards", heading: str = "Layanan") -> str:
    """What the office offers: ``cards``, ``list``, ``table`` or ``grid``."""
    items = draft.front.services
    if not items:
        return ""
    if style == "table":
        rows = "".join(
            f"<tr><td>{n}</td><td>{e(item)}</td></tr>" for n, item in enumerate(items, 1)
        )
        return f'<h2>{heading}</h2><table border="1">{rows}</table>'
    if style == "grid":
        cells = "".join(
            f'<div class="col-md-4"><div class="card"><div class="card-body"><h5 class="card-title">'
            f"{e(item)}</h5></div></div></div>"
            for item in items
        )
        return (
            f'<section class="layanan"><h2>{heading}</h2><div class="row">{cells}</div></section>'
        )
    css = ' class="cards"' if style == "cards" else ""
    rows = "".join(f"<li>{e(item)}</li>" for item in items)
    return f"<h2>{heading}</h2><ul{css}>{rows}</ul>"


def form(draft: Draft, hidden: str = "") -> str:
    """The planned form, with the platform's hidden fields."""
    planned = draft.front.form
    if planned is None:
        return ""
    kinds = {"sandi": "password", "password": "password", "email": "email", "surel": "email"}
    fields = "".join(
        f'<label>{e(name.replace("_", " ").capitalize())}<input name="{e(name)}" '
        f'type="{kinds.get(name, "text")}"></label>'
        for name in planned.fields
    )
    return (
        f'<form method="post" action="{e(draft.below(planned.action))}">{hidden}{fields}'
        f'<button type="submit">{e(planned.button)}</button></form>'
    )


def contact_lines(draft: Draft) -> Iterator[tuple[str, str]]:
    """Kind and text of each line of the contact block."""
    given, own = draft.front.contact, draft.agency
    for kind in ("name", "address", "phone", "email"):
        value = getattr(given, kind)
        if value is None:
            value = getattr(own, kind) if own else ""
        if value:
            yield kind, value


def contact(draft: Draft) -> str:
    """The contact block in one of some forms."""
    style = pick(draft, "contact", "address", "list", "rows", "short")
    labels = {"name": "", "address": "", "phone": "Telepon: ", "email": "Surel: "}
    if style in ("list", "short"):
        phone = pick(draft, "phone", "Telp. ", "Tel: ", "Telepon: ")
        labels |= {"phone": phone, "email": pick(draft, "mail", "Email: ", "E-mail: ", "Surel: ")}
    lines = [f"{labels[kind]}{e(value)}" for kind, value in contact_lines(draft)]
    if not lines:
        return ""
    if style == "list":
        return '<ul class="kontak">' + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
    if style == "rows":
        return '<div class="kontak">' + "".join(f"<p>{line}</p>" for line in lines) + "</div>"
    return f"<address>{'<br>'.join(lines)}</address>"


def copyright_line(draft: Draft) -> str:
    """The line at the foot, with the year of the newest of the site's own news."""
    footer = draft.front.footer
    if not footer:
        return ""
    years = [later(draft.now, post.date).year for post in draft.front.posts]
    year = max(years, default=draft.now.year)
    form = pick(draft, "copyright", "&copy; {year} {said}", "Hak Cipta &copy; {year} {said}")
    return "<p>" + form.replace("{year}", str(year)).replace("{said}", e(footer)) + "</p>"


def foot(draft: Draft) -> str:
    """What stands at the foot, in an order of the site's own, with what some sites add."""
    order = [contact(draft), links(draft, "footer"), copyright_line(draft)]
    turn = pick(draft, "foot", "as it is", "links first", "copyright first")
    if turn == "links first":
        order = [order[1], order[0], order[2]]
    elif turn == "copyright first":
        order = [order[2], order[0], order[1]]
    if draft.site.profiles:
        items = "".join(
            f'<li><a href="{e(url)}">{e(_network(url))}</a></li>' for url in draft.site.profiles
        )
        order.append(f'<ul class="sosial">{items}</ul>')
    elif flag(draft, "social", 40):
        names = ("Facebook", "Instagram", "YouTube")
        order.append('<ul class="sosial">' + "".join(f"<li>{n}</li>" for n in names) + "</ul>")
    if flag(draft, "hours", 30):
        order.insert(0, "<p>Jam layanan: Senin - Jumat 08.00 - 15.30</p>")
    if flag(draft, "visits", 30):
        count = f"{number(draft, 'visits', 900_000):,}".replace(",", ".")
        order.append(f'<div class="statistik">Pengunjung: <b>{count}</b></div>')
    return "".join(order)


def _network(url: str) -> str:
    """What a link to a profile is called: "Instagram"."""
    host = url.partition("://")[2].partition("/")[0]
    return host.removeprefix("www.").partition(".")[0].capitalize()


def crumbs(draft: Draft, title: str) -> str:
    """The way to an inner page, on the half of the sites that show it."""
    if not flag(draft, "crumbs"):
        return ""
    here = f'<a href="{draft.base}">Beranda</a> &raquo; <span>{e(title)}</span>'
    return f'<div class="{pick(draft, "crumbs-css", "breadcrumb", "breadcrumbs", "jejak")}">{here}</div>'


def widgets(draft: Draft, box: str) -> str:
    """What stands beside the content: some of a search box, a poll, a count of visits, topics."""
    made = {
        "Pencarian": f'<form action="{draft.base}" method="get"><input name="s" type="search"></form>',
        "Tautan": "<ul><li>Portal Satu Data</li><li>Layanan Pengaduan</li></ul>",
        "Jajak Pendapat": "<p>Bagaimana pelayanan kami?</p><ul><li>Baik</li><li>Cukup</li></ul>",
        "Kategori": "<ul><li>Berita</li><li>Pengumuman</li><li>Agenda</li></ul>",
    }
    shown = [title for title in made if flag(draft, f"widget-{title}", 45)]
    if flag(draft, "widget-order"):
        shown.reverse()
    return "".join(f'<div class="{box}"><h3>{title}</h3>{made[title]}</div>' for title in shown)
