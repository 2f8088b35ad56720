"""Frozen, typed values: what a collector saw, or why it saw nothing.

Every artifact encodes to JSON with :func:`encode` and comes back with :func:`decode`, so that a
visit can be judged again years later without touching the network.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec


class FailureKind(StrEnum):
    """Why a measurement brought nothing back. A failure is never a pass."""

    TIMEOUT = "timeout"
    REFUSED = "refused"
    RESET = "reset"
    UNREACHABLE = "unreachable"
    NXDOMAIN = "nxdomain"
    NO_ADDRESS = "no_address"
    DNS_ERROR = "dns_error"
    DNS_TIMEOUT = "dns_timeout"
    # Nobody's doing but our own: the resolver does not answer for other names either.
    NO_RESOLVER = "no_resolver"
    TLS_ALERT = "tls_alert"
    TLS_PROTOCOL = "tls_protocol"
    BLOCKED_BY_POLICY = "blocked_by_policy"
    DO_NOT_VISIT = "do_not_visit"
    STOPPED = "stopped"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_HTTP = "bad_http"
    INCOMPLETE = "incomplete"
    BUDGET = "budget"
    NOT_ATTEMPTED = "not_attempted"
    BUG = "bug"


Stage = Literal["policy", "dns", "connect", "tls", "http", "body", "parse"]


class Failure(msgspec.Struct, frozen=True, tag="failure"):
    """A measurement that failed: ``kind`` for code, ``detail`` (English) for the evidence."""

    kind: FailureKind
    stage: Stage
    detail: str
    at: datetime
    # Whom the failing step spoke to, e.g. "198.18.0.7:443" or a URL of a redirect.
    where: str = ""
    # The address to which the site's own redirect had led; "" when the one asked for failed itself.
    towards: str = ""


class DnsAnswer(msgspec.Struct, frozen=True):
    """The answer to one question. ``status`` is ok, nodata, nxdomain, servfail, refused, timeout."""

    name: str
    rdtype: str
    status: Literal["ok", "nodata", "nxdomain", "servfail", "refused", "timeout", "malformed"]
    values: tuple[str, ...] = ()  # presentation format, sorted
    ttl: int = 0
    # CNAME chain followed from ``name``, in order, without ``name`` itself.
    aliases: tuple[str, ...] = ()


class DnsArtifact(msgspec.Struct, frozen=True, tag="dns"):
    """What the resolver said of a host.

    ``answers`` holds for the host: A, AAAA, CNAME, CAA, TXT, MX; for its registered domain (see
    ``apex``): NS, SOA, MX, TXT; and TXT of ``_dmarc.<host>`` and ``_dmarc.<apex>``.
    ``wildcard`` says that a random sibling name resolves to the same addresses.
    """

    at: datetime
    host: str
    apex: str
    answers: tuple[DnsAnswer, ...]
    wildcard: bool = False

    def answer(self, name: str, rdtype: str) -> DnsAnswer | None:
        """Return the answer to a question, or None when it was not asked."""
        wanted = name.rstrip(".").lower()
        return next((a for a in self.answers if a.name == wanted and a.rdtype == rdtype), None)

    @property
    def addresses(self) -> tuple[str, ...]:
        """All IPv4 and IPv6 addresses of the host."""
        found = (self.answer(self.host, t) for t in ("A", "AAAA"))
        return tuple(v for a in found if a for v in a.values)


class Certificate(msgspec.Struct, frozen=True):
    """The parts of an X.509 certificate that Ronda judges or shows (RFC 5280)."""

    sha256: str  # hex of the DER
    subject: str  # RFC 4514 string
    issuer: str
    serial: str  # hex
    names: tuple[str, ...]  # dNSName and iPAddress of subjectAltName, lower case, bounded
    not_before: datetime
    not_after: datetime
    key_type: str  # "RSA", "EC", "Ed25519", ...
    key_bits: int
    signature_hash: str  # "sha256", "sha1", ... ; "" when the algorithm has none
    is_ca: bool
    self_signed: bool
    organization: str = ""


class TlsArtifact(msgspec.Struct, frozen=True, tag="tls"):
    """One TLS handshake as observed. It is completed without verification, then verified.

    ``chain`` is what the server sent, leaf first; certificates that could not be parsed are
    counted in ``unparsed``. ``trusted`` and ``problem`` are the verdict of a path building against the
    configured trust store at ``at`` with only what the server sent.
    """

    at: datetime
    host: str
    address: str
    port: int
    version: str  # "TLSv1.3"
    cipher: str
    alpn: str
    chain: tuple[Certificate, ...]
    trusted: bool
    name_matches: bool
    problem: Literal[
        "",
        "expired",
        "not_yet_valid",
        "self_signed",
        "untrusted_root",
        "missing_intermediate",
        "wrong_purpose",
        "other",
    ] = ""
    problem_detail: str = ""
    unparsed: int = 0


class Hop(msgspec.Struct, frozen=True):
    """One request and its answer on the way through redirects."""

    url: str
    address: str
    status: int
    location: str = ""


View = Literal["visitor", "robot", "phone"]


class HttpArtifact(msgspec.Struct, frozen=True, tag="http"):
    """The final answer to a GET, with every redirect hop before it.

    ``view`` says who we looked like: an ordinary visitor, a search engine's robot, or a phone
    coming from a search result. ``truncated`` bodies hold the first bytes up to the limit.
    Header names are lower case, order and repeats kept, values decoded as Latin-1.
    """

    at: datetime
    view: View
    url: str  # as asked
    final_url: str
    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    hops: tuple[Hop, ...]
    body: bytes
    body_sha256: str
    truncated: bool
    elapsed_ms: int
    http_version: str = "1.1"
    # The server's framing was wrong in a way that we could survive ("" when it was right).
    framing_problem: str = ""

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None."""
        wanted = name.lower()
        return next((v for k, v in self.headers if k == wanted), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Return every value of a header in order."""
        wanted = name.lower()
        return tuple(v for k, v in self.headers if k == wanted)


class Link(msgspec.Struct, frozen=True):
    """A hyperlink in a page. ``hidden`` names the way it is hidden from a visitor, or is ""."""

    url: str  # absolute, fragment removed
    text: str
    rel: str = ""
    hidden: str = ""  # e.g. "display:none", "font-size:0", "off-screen", "visibility:hidden"
    place: Literal["nav", "header", "footer", "main", "comment"] = "main"


class Form(msgspec.Struct, frozen=True):
    """A form: where it sends, how, and the types of its fields."""

    action: str  # absolute
    method: str
    fields: tuple[tuple[str, str], ...]  # (name, or id where it has none, type)
    # What stands in the fields for visitors to read: placeholders and labels for screen readers.
    hints: tuple[str, ...] = ()


class PageArtifact(msgspec.Struct, frozen=True, tag="page"):
    """A parsed HTML page. Derived from an :class:`HttpArtifact` alone, so it is never stored."""

    at: datetime
    view: View
    url: str
    title: str
    language: str
    charset: str
    generator: str
    description: str
    text: str  # what a visitor reads; white space folded; bounded
    hidden_text: str  # text in elements that are hidden from a visitor; bounded
    headings: tuple[str, ...]
    footer: str  # text of the footer or of the last part of the page
    links: tuple[Link, ...]
    forms: tuple[Form, ...]
    scripts: tuple[str, ...]  # absolute URLs of external scripts
    images: tuple[tuple[str, str], ...]  # (absolute URL, alternative text)
    metas: tuple[tuple[str, str], ...]  # (name or property, content)
    json_ld: tuple[str, ...]
    # Markup limits that were hit: "depth", "nodes", "attributes", "links", "items", "text".
    clipped: tuple[str, ...] = ()
    # Social profiles that a visitor sees linked: "instagram/dinkescontoh" (content.channels).
    social: tuple[str, ...] = ()
    # Applications likewise: "play/id.go.contoh.app", "appstore/123456789", "apk/contoh.id/a.apk".
    apps: tuple[str, ...] = ()
    # Accounts with services that count visits, advertise or vouch: "ga:UA-1234567", see collect.marks.
    marks: tuple[str, ...] = ()
    # Tags with the first of their classes in order, a space between: how the markup is built; bounded.
    outline: str = ""
    # The icon that the page names (collect.icon): an address on its own host, "data:png:<digest>"
    # for one that stands in the page, "" where it names none.
    icon: str = ""


class IconArtifact(msgspec.Struct, frozen=True, tag="icon"):
    """What a site shows in a browser's tab. Of its bytes nothing is kept but the digest."""

    at: datetime
    url: str  # where it came from, behind redirects; the page's own when the page brings it along
    kind: str  # "png", "ico", ...; "": no picture stands there
    digest: str


# Why a document gave no letterhead; "" where it gave one.
NoText = Literal["", "not_pdf", "encrypted", "broken", "image_only", "too_heavy"]


class LetterArtifact(msgspec.Struct, frozen=True, tag="letter"):
    """How the first page of a linked document begins, for its letterhead; nothing else is kept."""

    at: datetime
    url: str
    lines: tuple[str, ...] = ()
    no_text: NoText = ""


Artifact = (
    DnsArtifact
    | TlsArtifact
    | HttpArtifact
    | PageArtifact
    | IconArtifact
    | LetterArtifact
    | Failure
)
"""Anything that a collector can bring back."""

# Keys under which a visit holds its artifacts. "path:/.git/HEAD" and the like stand for one
# extra GET below the site's base; PATH_MISSING is a random path, to know what "not found" is here.
DNS = "dns"
TLS = "tls"
HTTP_PLAIN = "http:plain"  # GET http://host/ with redirects followed
HTTP_VISITOR = "http:visitor"
HTTP_ROBOT = "http:robot"
HTTP_PHONE = "http:phone"
PAGE_VISITOR = "page:visitor"
PAGE_ROBOT = "page:robot"
PAGE_PHONE = "page:phone"
# The icon of the front page in the same visit; "icon:https://..." that of a page read before.
ICON = "icon"
ICON_PREFIX = "icon:"
PATH_PREFIX = "path:"
PATH_MISSING = "path:?missing"
# "document:/unduhan/surat-edaran.pdf": one document that a page of the site links, read for its
# letterhead (a LetterArtifact).
DOCUMENT_PREFIX = "document:"
# A wish: look at some further pages of the site. What was chosen stands under "inner:/berita/7" (the
# answer) and "page:/berita/7" (parsed); such a key may be wished for by itself too. The wish's own
# key is there only when it was refused. A few are asked for again as a search engine's robot and as a
# phone from a search result: "inner:robot:/berita/7" and "page:/robot:/berita/7", likewise "phone".
INNER_PREFIX = "inner:"
INNER = "inner:*"
INNER_PAGE_PREFIX = "page:/"


def inner_view(key: str) -> tuple[View, str]:
    """Return the view and the path of a further page's key: ("robot", "/berita/7")."""
    path = key.removeprefix(INNER_PREFIX)
    for view in _IMITATED:
        if path.startswith(f"{view}:"):
            return view, path.removeprefix(f"{view}:")
    return "visitor", path


_IMITATED: tuple[View, ...] = ("robot", "phone")


class SiteFacts(msgspec.Struct, frozen=True):
    """What the engine needs to know of a site before and after visiting it."""

    url: str  # scheme://host[:port]/base/path, normalised by engine.urls.normalise
    host: str
    # A relation of engine.attribute.contract.Relation ("official", "undecided", ...).
    relation: str
    # The site stands in a zone that the government holds.
    in_official_zone: bool = False
    # A person has confirmed relation and agency.
    confirmed: bool = False


class Observation(msgspec.Struct, frozen=True):
    """All that one visit to a site brought back, by key."""

    site: SiteFacts
    started_at: datetime
    finished_at: datetime
    artifacts: Mapping[str, Artifact]
    # What it cost the site.
    requests: int = 0
    bytes_received: int = 0


def encode(artifact: Artifact) -> bytes:
    """Encode an artifact as JSON (bodies as base64, times as RFC 3339)."""
    return msgspec.json.encode(artifact)


_decoder: msgspec.json.Decoder[Artifact] = msgspec.json.Decoder(Artifact)


def decode(raw: bytes | str) -> Artifact:
    """Decode what :func:`encode` wrote; raises ``msgspec.ValidationError`` on anything else."""
    return _decoder.decode(raw)
