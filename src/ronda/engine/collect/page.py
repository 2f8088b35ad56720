"""Parses an answer's HTML into what a visitor reads, what is hidden from one, and where links lead."""

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from ronda.engine.artifacts import Failure, FailureKind, Form, HttpArtifact, Link, PageArtifact
from ronda.engine.collect.broken import now
from ronda.engine.collect.charset import decode
from ronda.engine.collect.icon import named_icon
from ronda.engine.collect.marks import MAX_MARKS
from ronda.engine.collect.markup import within_bounds
from ronda.engine.collect.walk import Reading, fold, walk
from ronda.engine.content.channels import APPS, channels
from ronda.engine.netconfig import Limits

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_SNIFFED = (
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<title",
    "<script",
    "<meta",
    "<div",
    "<h1",
)
_LAST_PART = 800  # characters of text taken as the footer where no footer is marked
_MAX_URL = 2000


def parse_page(http: HttpArtifact, limits: Limits) -> PageArtifact | Failure:
    """Parse the body of an answer. A body that is no HTML is a failure; never raises.

    Time and memory are bounded: the markup is cut before parsing where it nests or grows too far,
    the tree is walked without recursion, and ``clipped`` says which limits were hit.
    """
    content_type = http.header("content-type") or ""
    if "was not offered" in http.framing_problem:
        return _failed(FailureKind.BAD_HTTP, http.framing_problem, http)
    text, charset = decode(http.body, content_type, cut=http.truncated)
    if not _is_html(text, content_type):
        detail = f"the answer is no HTML page: content-type {content_type[:100]!r}"
        return _failed(FailureKind.NOT_ATTEMPTED, detail, http)
    markup, clipped = within_bounds(text, limits.markup_depth, limits.markup_nodes)
    tree = LexborHTMLParser(markup.replace("\0", "\ufffd"))
    return _assembled(http, charset, walk(tree, limits), clipped)


def _assembled(
    http: HttpArtifact, charset: str, seen: Reading, clipped: tuple[str, ...]
) -> PageArtifact:
    base = _absolute(http.final_url, seen.base)
    if not base.startswith(("http://", "https://")):
        base = http.final_url  # a base that leads nowhere counts for nothing
    metas = tuple(seen.metas)
    named = dict(reversed(metas))
    text = fold(seen.text)
    links = _links(base, seen)
    # A hidden link is what an intruder planted, never the office's own pointer.
    known = channels(dict.fromkeys(link.url for link in links if not link.hidden))
    return PageArtifact(
        at=http.at,
        view=http.view,
        url=http.final_url,
        title=seen.title,
        language=seen.language,
        charset=charset,
        generator=named.get("generator", ""),
        description=named.get("description", "") or named.get("og:description", ""),
        text=text,
        hidden_text=fold(seen.hidden_text),
        headings=tuple(seen.headings),
        footer=fold(seen.footer) or text[-_LAST_PART:],
        links=links,
        forms=tuple(
            Form(
                _absolute(base, f.action) or http.final_url,
                f.method,
                tuple(f.fields),
                tuple(f.hints),
            )
            for f in seen.forms
        ),
        scripts=tuple(filter(None, (_absolute(base, s) for s in seen.scripts))),
        images=tuple((u, alt) for s, alt in seen.images if (u := _absolute(base, s))),
        metas=metas,
        json_ld=tuple(seen.json_ld),
        clipped=tuple(dict.fromkeys((*clipped, *seen.clipped))),
        social=tuple(channel.key for channel in known if channel.network not in APPS),
        apps=tuple(channel.key for channel in known if channel.network in APPS),
        marks=tuple(seen.marks)[:MAX_MARKS],
        outline=" ".join(seen.outline),
        icon=named_icon(seen.icons, base, http.final_url),
    )


def _links(base: str, seen: Reading) -> tuple[Link, ...]:
    found = []
    known: dict[str, str] = {}  # menus repeat; joining is what costs
    for link in seen.links:
        url = known.get(link.href)
        if url is None:
            url = known[link.href] = _absolute(base, link.href)
        if url:
            found.append(Link(url, fold(link.text), link.rel, link.hidden, link.place))
    return tuple(found)


def _absolute(base: str, url: str) -> str:
    """Return an absolute URL without fragment, or "" for what leads nowhere."""
    url = url.strip()
    if not url or len(url) > _MAX_URL or url.startswith("#"):
        return ""
    if url[:11].lower() in ("javascript:",) or url[:5].lower() == "data:":
        return ""
    try:
        return urljoin(base, url).partition("#")[0]
    except ValueError:
        return ""


def _is_html(text: str, content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _HTML_TYPES:
        return True
    start = text[:1000].lstrip().lower()
    return kind in ("", "text/plain") and any(start.startswith(s) for s in _SNIFFED)


def _failed(kind: FailureKind, detail: str, http: HttpArtifact) -> Failure:
    return Failure(kind, "parse", detail, now(), http.final_url)
