"""What a visitor finds instead of a living site: parked, never set up, left behind."""

from html import escape
from typing import ClassVar, Literal

import msgspec

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.causes.gambling import REPLACED
from ronda.lab.draft import Draft
from ronda.lab.format import Post

STYLE = (
    "<style>body{font-family:sans-serif;text-align:center;padding:3em;background:#f4f6f8}</style>"
)


class Parked(Cause, frozen=True, kw_only=True, tag="parked"):
    """The name shows a parking page that offers it for sale."""

    seller: str = "Pasar Nama Domain"
    front_page: ClassVar[str] = "replaces"
    every_path: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Answer every path with it."""
        name = escape(draft.apex)
        body = (
            f'<!doctype html><html lang="id"><head><title>{name} dijual</title>{STYLE}</head><body>'
            f"<h1>{name}</h1><p>Domain ini dijual. Buy this domain.</p>"
            f"<p>Nama domain <b>{name}</b> diparkir melalui {escape(self.seller)}. "
            "Pemilik nama ini menerima penawaran. The domain owner may be offering it for sale.</p>"
            '<p><a href="/tawar">Ajukan penawaran</a></p><h2>Pencarian terkait</h2>'
            "<ul><li>Asuransi mobil</li><li>Tiket pesawat murah</li><li>Hosting web</li></ul>"
            f"<p>&copy; {escape(self.seller)}. Domain parking.</p></body></html>"
        )
        draft.replace_front(body)
        draft.answer("/*", lambda: draft.page(body))

    def consequence(self) -> Consequence:
        """A parked page; there is no content that could be stale or software to see."""
        return Consequence(expects=frozenset({classes.PARKED}), hides=REPLACED)


DEFAULTS: dict[str, str] = {
    "nginx": (
        "<!doctype html><html><head><title>Welcome to nginx!</title></head><body>"
        "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully "
        "installed and working. Further configuration is required.</p>"
        "<p><em>Thank you for using nginx.</em></p></body></html>"
    ),
    "apache": "<html><head><title></title></head><body><h1>It works!</h1></body></html>",
    "listing": (
        "<html><head><title>Index of /</title></head><body><h1>Index of /</h1><hr><pre>"
        '<a href="cgi-bin/">cgi-bin/</a>   <a href="backup_lama/">backup_lama/</a></pre><hr>'
        "</body></html>"
    ),
}


class DefaultPage(Cause, frozen=True, kw_only=True, tag="default_page"):
    """The server was never set up: it shows the page that it came with."""

    page: Literal["nginx", "apache", "listing"] = "nginx"
    front_page: ClassVar[str] = "replaces"

    def plant(self, draft: Draft) -> None:
        """Nothing else is there."""
        gone = "<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>"
        draft.replace_front(DEFAULTS[self.page])
        draft.answer("/*", lambda: draft.page(gone, status=404))

    def consequence(self) -> Consequence:
        """A default page; there is no content that could be stale. A list of files is one as well."""
        listing = frozenset({classes.EXPOSED_LISTING} if self.page == "listing" else ())
        expects = frozenset({classes.DEFAULT_PAGE})
        return Consequence(expects=expects, hides=REPLACED, allows=listing)


class Stale(Cause, frozen=True, kw_only=True, tag="stale"):
    """Nobody has written anything for a long time: every date moves back."""

    days: int = 900
    on_shared_host: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Move each post back by so many days."""

        def older(post: Post) -> Post:
            sign = -1 if post.date[0] == "-" else 1
            days = sign * int(post.date[1:-1]) if post.date[-1] == "d" else 0
            return msgspec.structs.replace(post, date=f"{days - self.days:+d}d")

        posts = tuple(older(post) for post in draft.front.posts)
        draft.front = msgspec.structs.replace(draft.front, posts=posts)

    def consequence(self) -> Consequence:
        """A stale site."""
        return Consequence(expects=frozenset({classes.STALE}))


class OutdatedSoftware(Cause, frozen=True, kw_only=True, tag="outdated_software"):
    """The page or the headers name software that its makers no longer mend."""

    generator: str = ""  # "WordPress 4.9.8"
    powered_by: str = ""  # "PHP/5.6.40"
    server: str = ""  # "Apache/2.2.15 (CentOS)"

    def plant(self, draft: Draft) -> None:
        """Show the versions."""
        draft.generator = self.generator or draft.generator
        if self.powered_by:
            draft.headers["X-Powered-By"] = self.powered_by
        if self.server:
            draft.headers["Server"] = self.server

    def consequence(self) -> Consequence:
        """Outdated software."""
        return Consequence(expects=frozenset({classes.OUTDATED_SOFTWARE}))
