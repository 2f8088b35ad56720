"""One site while it is being made: healthy at first, then changed by its causes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ronda.engine.urls import Origin
from ronda.lab.format import AgencyPlan, FrontPage, SiteFile
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
    http_open: bool = True
    https_open: bool = True
    http_redirects: bool = True
    tls_behaviour: str = ""
    tls_params: dict[str, str | int] = field(default_factory=dict)
    # Who answers for the name in place of an honest name server.
    name_behaviour: Misbehave | None = None
    max_tls: str = ""
    generator: str = ""  # the page's generator meta tag
    # Changes to the front page's markup, by the view that gets them; "any" first.
    edits: list[tuple[View, Edit]] = field(default_factory=list)
    # Answers instead of what the site would say, by path and view; made when all causes are
    # planted, so that it does not matter in which order they stand in the file.
    answers: dict[tuple[str, View], Make] = field(default_factory=dict)
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

    def page(self, body: str, *, status: int = 200) -> Respond:
        """An HTML answer with the site's own headers."""
        return Respond(status, tuple(self.headers.items()), body.encode())
