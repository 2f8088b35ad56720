"""Writes a site's pages: content in, HTML out, in looks as different as real sites are."""

import hashlib
from datetime import datetime, timedelta
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import InnerPage, LinkPlan, Post

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
COLOURS = ("#0b5d8f", "#14693f", "#7a1f2b", "#4a3b8f", "#8a5a00", "#205867", "#6b2d6b", "#1d3f72")


def later(now: datetime, ago: str) -> datetime:
    """Return the time that an :data:`~ronda.lab.format.Ago` stands for."""
    amount = int(ago[1:-1]) * (-1 if ago[0] == "-" else 1)
    return now + (timedelta(days=amount) if ago[-1] == "d" else timedelta(hours=amount))


def date_text(when: datetime, look: str) -> str:
    """Write a date in the way of a look."""
    if look == "plain":
        return f"{when:%d/%m/%Y}"
    if look == "app":
        return f"{when:%Y-%m-%d}"
    date = f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    return f"{DAYS[when.weekday()]}, {date}" if look in ("blog", "news") else date


def front_page(draft: Draft) -> str:
    """Return the front page of a site, before any cause has edited its markup."""
    front, look = draft.front, draft.site.look
    if front.html:
        return _document(draft, front.title, front.html)
    parts = {"plain": _plain_body, "blog": _blog_body, "app": _app_body}
    return _document(draft, front.title, parts.get(look, _portal_body)(draft))


def inner_page(draft: Draft, page: InnerPage) -> str:
    """Return a further page of a site."""
    body = f"{_header(draft)}<main><h1>{e(page.title)}</h1>{_paragraphs(page.paragraphs)}</main>"
    return _document(draft, f"{page.title} - {draft.front.title}", body + _footer(draft))


def not_found(draft: Draft) -> str:
    """Return the page for a path that does not exist."""
    said = "<main><h1>Halaman tidak ditemukan</h1><p>Alamat yang Anda buka tidak ada.</p></main>"
    return _document(draft, "Halaman tidak ditemukan", said)


def _document(draft: Draft, title: str, body: str) -> str:
    colour = COLOURS[hashlib.sha256(draft.key.encode()).digest()[0] % len(COLOURS)]
    generator = f'<meta name="generator" content="{e(draft.generator)}">' if draft.generator else ""
    tagline = draft.front.tagline
    described = f'<meta name="description" content="{e(tagline)}">' if tagline else ""
    return (
        '<!doctype html>\n<html lang="id">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{e(title)}</title>{described}{generator}<style>{_css(draft.site.look, colour)}</style>"
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _css(look: str, colour: str) -> str:
    family = {"plain": "Times New Roman,serif", "blog": "Georgia,serif"}.get(
        look, "Arial,sans-serif"
    )
    return (
        f"body{{margin:0;font:16px/1.55 {family};color:#222;background:#f5f6f8}}"
        f"header,footer{{background:{colour};color:#fff;padding:1.1em 5%}}"
        "header a,footer a{color:#fff;margin-right:1em}header h1{margin:.2em 0;font-size:1.6em}"
        f"main{{max-width:62em;margin:0 auto;padding:1em 4%;background:#fff}}h2{{color:{colour}}}"
        "article{border-bottom:1px solid #ddd;padding:.6em 0}time,.date{color:#666;font-size:.9em}"
        ".cards{display:flex;flex-wrap:wrap;gap:.8em;padding:0;list-style:none}"
        f".cards li{{border-left:4px solid {colour};background:#eef1f4;padding:.6em 1em;flex:1 1 14em}}"
        "aside{background:#f0eee8;padding:1em;margin-top:1em}label{display:block;margin:.5em 0}"
        "input{display:block;padding:.4em;width:100%;max-width:24em}table{border-collapse:collapse}td{padding:.3em}"
        ".skip{position:absolute;left:-9999px}" + ("body{padding:0 4%}" if look == "plain" else "")
    )


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{e(text)}</p>" for text in texts)


def _links(draft: Draft, place: str) -> str:
    chosen = [link for link in draft.front.links if link.place == place]
    return "".join(f"<a{_class(draft)} href={_quoted(link)}>{e(link.text)}</a> " for link in chosen)


def _class(draft: Draft) -> str:
    return ' class="menu-item"' if draft.site.look in ("wordpress", "joomla") else ""


def _quoted(link: LinkPlan) -> str:
    return f'"{e(link.to)}"'


def _header(draft: Draft) -> str:
    pages = "".join(
        f'<a{_class(draft)} href="{e(draft.below(path))}">{e(page.title)}</a> '
        for path, page in draft.site.pages.items()
    )
    name = draft.front.title.split(" - ")[0].split(" | ")[0]
    tagline = f"<p>{e(draft.front.tagline)}</p>" if draft.front.tagline else ""
    return (
        f'<a class="skip" href="#isi">Langsung ke isi</a><header><h1>{e(name)}</h1>{tagline}'
        f'<nav><a href="{draft.base}">Beranda</a> {pages}{_links(draft, "nav")}</nav></header>'
    )


def _footer(draft: Draft) -> str:
    footer = draft.front.footer
    year = draft.now.year if not draft.front.posts else _newest(draft).year
    said = f"<p>&copy; {year} {e(footer)}</p>" if footer else ""
    return f"<footer>{_contact(draft)}{said}{_links(draft, 'footer')}</footer>"


def _newest(draft: Draft) -> datetime:
    return max(later(draft.now, post.date) for post in draft.front.posts)


def _contact(draft: Draft) -> str:
    given, own = draft.front.contact, draft.agency
    pairs = [
        ("", given.name if given.name is not None else (own.name if own else "")),
        ("", given.address if given.address is not None else (own.address if own else "")),
        ("Telepon: ", given.phone if given.phone is not None else (own.phone if own else "")),
        ("Surel: ", given.email if given.email is not None else (own.email if own else "")),
    ]
    lines = [f"{label}{e(value)}" for label, value in pairs if value]
    return f"<address>{'<br>'.join(lines)}</address>" if lines else ""


def _post(draft: Draft, post: Post) -> str:
    when = later(draft.now, post.date)
    look = draft.site.look
    shown = e(date_text(when, look))
    machine = f' datetime="{when:%Y-%m-%d}"' if look in ("portal", "wordpress", "news") else ""
    date = f"<time{machine}>{shown}</time>" if machine else f'<span class="date">{shown}</span>'
    return f"<article><h3>{e(post.title)}</h3>{date}{_paragraphs((post.text,) if post.text else ())}</article>"


def _form(draft: Draft) -> str:
    form = draft.front.form
    if form is None:
        return ""
    kinds = {"sandi": "password", "password": "password", "email": "email", "surel": "email"}
    fields = "".join(
        f'<label>{e(name.replace("_", " ").capitalize())}<input name="{e(name)}" '
        f'type="{kinds.get(name, "text")}"></label>'
        for name in form.fields
    )
    return (
        f'<form method="post" action="{e(draft.below(form.action))}">{fields}'
        f'<button type="submit">{e(form.button)}</button></form>'
    )


def _news(draft: Draft, heading: str) -> str:
    posts = "".join(_post(draft, post) for post in draft.front.posts)
    return f"<section><h2>{heading}</h2>{posts}</section>" if posts else ""


def _services(draft: Draft) -> str:
    items = "".join(f"<li>{e(item)}</li>" for item in draft.front.services)
    return f'<h2>Layanan</h2><ul class="cards">{items}</ul>' if items else ""


def _portal_body(draft: Draft) -> str:
    front = draft.front
    heading = {"news": "Berita Terkini", "shop": "Kabar Kami"}.get(draft.site.look, "Berita")
    return (
        f'{_header(draft)}<main id="isi">{_paragraphs(front.paragraphs)}{_services(draft)}'
        f"{_form(draft)}{_news(draft, heading)}<p>{_links(draft, 'main')}</p></main>{_footer(draft)}"
    )


def _plain_body(draft: Draft) -> str:
    front = draft.front
    rows = "".join(f"<tr><td>{e(item)}</td></tr>" for item in front.services)
    table = f'<table border="1">{rows}</table>' if rows else ""
    return (
        f"<center><h1>{e(front.title)}</h1><i>{e(front.tagline)}</i></center><hr>{_links(draft, 'nav')}"
        f"{_paragraphs(front.paragraphs)}{table}{_form(draft)}{_news(draft, 'Pengumuman')}"
        f"<p>{_links(draft, 'main')}</p><hr>{_footer(draft)}"
    )


def _blog_body(draft: Draft) -> str:
    front = draft.front
    return (
        f"{_header(draft)}<main id=isi>{_news(draft, 'Tulisan terbaru')}{_form(draft)}"
        f"<aside><h2>Tentang</h2>{_paragraphs(front.paragraphs)}{_links(draft, 'main')}</aside>"
        f"{_services(draft)}</main>{_footer(draft)}"
    )


def _app_body(draft: Draft) -> str:
    front = draft.front
    return (
        f"{_header(draft)}<main id=isi>{_paragraphs(front.paragraphs)}{_form(draft)}"
        f"{_services(draft)}{_news(draft, 'Pemberitahuan')}{_links(draft, 'main')}</main>{_footer(draft)}"
    )
