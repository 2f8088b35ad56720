"""One site while it is being made: healthy at first, then changed by its causes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ronda.engine.urls import Origin
from ronda.lab.format import AgencyPlan, FrontPage, Post, SiteFile
from ronda.lab.world import CertPlan, Misbehave, Record, Respond, View

Answer = Respond | Misbehave
Make = Callable[[], Answer]
Edit = Callable[[str], str]

HEALTHY_HEADERS = {
    "Server": "nginx",
    "Content-Type": "text/html; charset=utf-8",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'self'"
    ),
}
# What sites say that load scripts and pictures from anywhere: it still forbids framing.
LOOSE_POLICY = (
    "default-src 'self' https: http: data: 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'self'"
)


@dataclass
class Draft:
    """A site's part of the world, still changeable. A cause changes this and nothing else."""

    key: str
    site: SiteFile
    origin: Origin
    address: str
    apex: str  # its registered domain
    now: datetime
    front: FrontPage
    agency: AgencyPlan | None  # whose contact data the page shows
    certificate: CertPlan | None
    headers: dict[str, str] = field(default_factory=lambda: dict(HEALTHY_HEADERS))
    cookies: list[str] = field(default_factory=list)  # Set-Cookie of each page
    http_open: bool = True
    https_open: bool = True
    http_redirects: bool = True
    tls_behaviour: str = ""
    tls_params: dict[str, str | int] = field(default_factory=dict)
    # Who answers for the name in place of an honest name server.
    name_behaviour: Misbehave | None = None
    max_tls: str = ""
    generator: str = ""  # the page's generator meta tag; "": what the look's platform writes
    # Seconds before each page begins to come.
    delay: float = 0.0
    # The page holds places that the server fills anew with each request: see world.Respond.
    rotating: bool = False
    # Something else stands in the place of the front page, so that it names no software either.
    replaced: bool = False
    # News items that a stranger put among the site's own, and where their titles lead.
    more_posts: list[Post] = field(default_factory=list)
    post_links: dict[str, str] = field(default_factory=dict)
    # Paths of the site that its sitemap lists besides its own, and further sitemaps by path.
    more_in_sitemap: list[str] = field(default_factory=list)
    more_sitemaps: list[str] = field(default_factory=list)
    # What unknown paths are answered with, instead of the look's page.
    not_found: Make | None = None
    # The registered domain's name servers do not answer for it.
    lame: bool = False
    # Changes to the front page's markup, by the view that gets them; "any" first.
    edits: list[tuple[View, Edit]] = field(default_factory=list)
    # Changes to the markup of further pages, by path.
    inner_edits: dict[str, list[Edit]] = field(default_factory=dict)
    # Answers instead of what the site would say, by path and view; made when all causes are
    # planted, so that it does not matter in which order they stand in the file.
    answers: dict[tuple[str, View], Make] = field(default_factory=dict)
    # What every path is answered with, whatever else is planted.
    catch_all: Make | None = None
    # Records instead of the host's address, and further ones.
    host_records: list[Record] | None = None
    more_records: list[Record] = field(default_factory=list)
    # TXT records of the registered domain; None: it publishes none.
    spf: str | None = "v=spf1 -all"
    dmarc: str | None = "v=DMARC1; p=reject"

    @property
    def host(self) -> str:
        """The site's host name."""
        return self.origin.host

    @property
    def base(self) -> str:
        """The path below which the site lives, with a final slash."""
        return self.origin.path.rstrip("/") + "/"

    def below(self, path: str) -> str:
        """Return a path of the site ("/.git/HEAD") as a path of its host."""
        return self.base + path.lstrip("/")

    def edit(self, change: Edit, view: View = "any") -> None:
        """Change the front page's markup for everybody or for one view."""
        self.edits.append((view, change))

    def answer(self, path: str, make: Make, view: View = "any") -> None:
        """Let a path of the site answer so, instead of what it would say."""
        self.answers[(self.below(path), view)] = make

    def edit_inner(self, path: str, change: Edit) -> None:
        """Change the markup of one of the site's further pages."""
        self.inner_edits.setdefault(path, []).append(change)

    def replace_front(self, body: str, *, status: int = 200) -> None:
        """Put a foreign page in the place of the front page for everybody."""
        self.replaced = True
        self.answer("/", lambda: self.page(body, status=status))

    def allow_scripts(self) -> None:
        """Loosen the content policy, as it is wherever planted code really runs."""
        if "Content-Security-Policy" in self.headers:
            self.headers["Content-Security-Policy"] = LOOSE_POLICY

    def sent(self, kind: str = "") -> tuple[tuple[str, str], ...]:
        """The headers of an answer; of another content type when ``kind`` names one."""
        headers = dict(self.headers)
        if kind:
            headers["Content-Type"] = kind
        if self.replaced:
            headers.pop("X-Powered-By", None)
            headers["Server"] = headers["Server"].partition("/")[0]
        return tuple(headers.items())

    def page(self, body: str, *, status: int = 200) -> Respond:
        """An HTML answer with the site's own headers."""
        cookies = () if self.replaced else tuple(("Set-Cookie", text) for text in self.cookies)
        headers = (*self.sent(), *cookies)
        return Respond(status, headers, body.encode(), self.rotating, self.delay)

    def redirect(self, to: str, status: int = 302) -> Respond:
        """A redirect with the site's own headers."""
        return Respond(status, (*self.sent(), ("Location", to)), delay=self.delay)

    def file(self, body: bytes | str, kind: str = "text/plain") -> Respond:
        """A file as the server sends it, of a content type."""
        raw = body.encode() if isinstance(body, str) else body
        return Respond(200, self.sent(kind), raw)
