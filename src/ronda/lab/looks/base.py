"""What a look is: how one platform writes pages, and what else its servers answer."""

from collections.abc import Callable, Iterator
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.format import InnerPage
from ronda.lab.looks import parts
from ronda.lab.looks.icons import icon_link
from ronda.lab.looks.marks import marks
from ronda.lab.looks.variety import number, pick
from ronda.lab.world import Respond

COLOURS = ("#0b5d8f", "#14693f", "#7a1f2b", "#4a3b8f", "#8a5a00", "#205867", "#6b2d6b", "#1d3f72")
FAMILIES = ("Arial,sans-serif", "Verdana,sans-serif", "Tahoma,sans-serif", "Helvetica,sans-serif")
Path = tuple[str, Callable[[], Respond]]


class Look:
    """A platform. The content comes from the draft; what differs from look to look is here."""

    generator = ""
    # Where the style sheet is served; "": it stands in the page.
    stylesheet = ""
    link_prefix = ""  # between a site's base and the path of its pages
    fonts: tuple[str, ...] = FAMILIES
    server: tuple[str, ...] = ("nginx", "Apache", "LiteSpeed", "nginx")

    def dress(self, draft: Draft) -> None:
        """Set the headers and cookies that the platform sends; before any cause."""
        draft.headers["Server"] = pick(draft, "server", *self.server)

    def document(self, draft: Draft, title: str, body: str) -> str:
        """A whole page around a body."""
        generator = "" if draft.replaced else draft.generator or self.generator
        named = f'<meta name="generator" content="{e(generator)}">' if generator else ""
        tagline = draft.front.tagline
        described = f'<meta name="description" content="{e(tagline)}">' if tagline else ""
        sheet = self.sheet_path(draft)
        style = f'<link rel="stylesheet" href="{draft.below(sheet)}">' if sheet else ""
        return (
            '<!doctype html>\n<html lang="id">\n<head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{e(title)}</title>{described}{named}{icon_link(draft)}{marks(draft)}{self.head(draft)}"
            f"{style or f'<style>{self.css(draft)}</style>'}"
            f"</head>\n<body{self.body_attributes(draft)}>\n{body}\n</body>\n</html>\n"
        )

    def sheet_path(self, draft: Draft) -> str:
        """Where the style sheet is served; "" when it stands in the page."""
        return self.stylesheet

    def head(self, draft: Draft) -> str:
        """What else stands in the head."""
        return ""

    def body_attributes(self, draft: Draft) -> str:
        """Attributes of the body element, with a space before."""
        return ""

    def front(self, draft: Draft) -> str:
        """The front page's body."""
        raise NotImplementedError

    def frame(self, draft: Draft, content: str) -> str:
        """Content between the site's head and foot."""
        raise NotImplementedError

    def inner(self, draft: Draft, page: InnerPage) -> str:
        """A further page's body."""
        crumbs = parts.crumbs(draft, page.title)
        text = parts.paragraphs(page.paragraphs)
        links = "".join(f'<p><a href="{e(link.to)}">{e(link.text)}</a></p>' for link in page.links)
        return self.frame(draft, f"{crumbs}<h1>{e(page.title)}</h1>{text}{links}")

    def missing(self, draft: Draft) -> str:
        """The body for a path that does not exist."""
        return (
            "<main><h1>Halaman tidak ditemukan</h1><p>Alamat yang Anda buka tidak ada.</p></main>"
        )

    def robots(self, draft: Draft) -> str | None:
        """The text of /robots.txt without sitemaps; None: the platform brings none."""
        return None

    def sitemaps(self, draft: Draft) -> tuple[str, ...]:
        """Sitemaps that robots.txt names, as paths."""
        return ()

    def paths(self, draft: Draft) -> Iterator[Path]:
        """What else the platform answers."""
        if self.sheet_path(draft):
            text = self.css(draft)
            yield self.sheet_path(draft), lambda: draft.file(text, "text/css")

    def css(self, draft: Draft) -> str:
        """The style sheet, in the site's colour."""
        colour = COLOURS[number(draft, "colour", len(COLOURS))]
        family = pick(draft, "font", *self.fonts)
        width = pick(draft, "width", "58em", "62em", "70em", "76em")
        return (
            f"body{{margin:0;font:16px/1.55 {family};color:#222;background:#f5f6f8}}"
            f"header,footer,.site-header,.site-footer,.bar{{background:{colour};color:#fff;padding:1.1em 5%}}"
            "header a,footer a,.bar a{color:#fff;margin-right:1em}header h1{margin:.2em 0;font-size:1.6em}"
            f"main,.content{{max-width:{width};margin:0 auto;padding:1em 4%;background:#fff}}"
            f"h2{{color:{colour}}}nav ul,.menu{{list-style:none;padding:0}}nav li,.menu li{{display:inline}}"
            "article{border-bottom:1px solid #ddd;padding:.6em 0}time,.date{color:#666;font-size:.9em}"
            ".cards{display:flex;flex-wrap:wrap;gap:.8em;padding:0;list-style:none}"
            f".cards li,.card{{border-left:4px solid {colour};background:#eef1f4;padding:.6em 1em;flex:1 1 14em}}"
            "aside,.widget{background:#f0eee8;padding:1em;margin-top:1em}label{display:block;margin:.5em 0}"
            "input{display:block;padding:.4em;width:100%;max-width:24em}table{border-collapse:collapse}"
            "td{padding:.3em}.skip{position:absolute;left:-9999px}"
        )


def cookie(draft: Draft, name: str, value: str, *, script: bool = False) -> str:
    """A cookie as a careful platform sets it; ``script``: scripts of the page may read it."""
    secure = "; Secure" if draft.origin.scheme == "https" else ""
    hidden = "" if script else "; HttpOnly"
    return f"{name}={value}; Path=/{secure}{hidden}; SameSite=Lax"
