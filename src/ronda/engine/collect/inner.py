"""Chooses which few further pages of a site a visit looks at: odd ones, fresh ones, and a sample.

Only addresses that the site shows by itself (links, sitemaps, robots.txt), on its own host, below its
base. What is chosen differs from visit to visit, so that all of a small site is read within some
visits and nobody can tell beforehand what is left out.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

import msgspec

from ronda.engine.artifacts import (
    HTTP_PHONE,
    HTTP_ROBOT,
    INNER_PAGE_PREFIX,
    INNER_PREFIX,
    PAGE_VISITOR,
    PATH_PREFIX,
    Artifact,
    HttpArtifact,
    PageArtifact,
    inner_view,
)
from ronda.engine.content.gambling_sitemap import promotes
from ronda.engine.content.sitemaps import is_index, locations, named_sitemaps
from ronda.engine.urls import Origin

MAX_REQUESTS = 6  # further pages and sitemaps a visit, together
MAX_SITEMAPS = 2
MAX_VIEWED = 2  # of these pages, how many are asked for again in each of the other views
_MAX_OF_KIND = 2  # of the odd ones, the fresh ones and so on, before the sample
_MAX_PATH = 180  # characters; an artifact's key holds it
_MAX_KNOWN = 3_000

_ROBOTS = f"{PATH_PREFIX}/robots.txt"
_SITEMAP = f"{PATH_PREFIX}/sitemap.xml"
# No page: files that no search engine shows as one, and addresses that do something.
_NO_PAGE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z|gz|apk|jpe?g|png|gif|webp|svg|ico|css|js|json|xml|txt"
    r"|csv|mp[34]|avi|mov|webm|woff2?|ttf|eot|ics|rss|atom)$|/(?:feed|wp-json|xmlrpc)(?:/|\.php|$)"
    r"|log-?out|keluar$|sign-?out|delete|hapus|unsubscribe|add-to-cart|[?&](?:action|do|replytocom|print)=",
    re.IGNORECASE,
)
# Folders in which no page belongs, and what forged pages are called.
_ODD = re.compile(
    r"/(?:uploads?|unggah\w*|files?|berkas|media|images?|img|assets?|cache|tmp|temp|backup|vendor|css|js"
    r"|wp-content|wp-includes|\.well-known|storage)/"
    r"|verif|akun|account|klaim|claim|hadiah|undian|secure|signin|masuk|wallet|dompet|saldo|otp|/bank",
    re.IGNORECASE,
)
# Sitemaps that WordPress, its common plug-ins, Joomla and Drupal write.
_USUAL = re.compile(
    r"/(?:wp-)?sitemap(?:[_-]?index|[_-](?:page|post|posts|category|tax|users|news|misc|pt)[\w-]*)?\.xml$"
    r"|/(?:page|post|category|author|news|tag)-sitemap\d*\.xml$|option=com_|[?&]page=\d",
    re.IGNORECASE,
)
_FRESH = re.compile(
    r"/(?:berita|news|post|posts|artikel|article|blog|read|baca|kabar|category|tag|produk|product)s?(?:/|-|$)"
    r"|/20\d\d/\d\d/|[?&]p=\d|coment|comment|komentar|buku-?tamu|guest-?book|forum|diskusi",
    re.IGNORECASE,
)


class _Place(msgspec.Struct, frozen=True):
    """A page that might be looked at."""

    path: str  # below the site's base, with its query
    hidden: bool = False


def further_sitemaps(found: Mapping[str, Artifact], origin: Origin, salt: str) -> list[str]:
    """Return the keys of sitemaps that robots.txt or an index names, at most ``MAX_SITEMAPS``.

    Those first that no content management system writes by itself: an intruder adds his own.
    """
    named: list[str] = []
    if robots := _body(found.get(_ROBOTS)):
        named += named_sitemaps(robots)
    if (listed := _body(found.get(_SITEMAP))) and is_index(listed):
        named += locations(listed)
    known = {key.removeprefix(PATH_PREFIX) for key in found if key.startswith(PATH_PREFIX)}
    places = dict.fromkeys(path for url in named if (path := below(url, origin)))
    chosen = _sampled([p for p in places if p not in known and not p.endswith(".gz")], salt)
    chosen.sort(key=lambda path: bool(_USUAL.search(path)))
    return [f"{INNER_PREFIX}{path}" for path in chosen[:MAX_SITEMAPS]]


def further_pages(
    found: Mapping[str, Artifact], origin: Origin, salt: str, room: int = MAX_REQUESTS
) -> list[str]:
    """Return the keys of pages to look at, at most ``room``, those first that tell the most.

    First addresses that promote gambling, hidden links and odd places; then fresh news, forums and
    guest books; then a sample of all the rest, drawn anew with each ``salt``.
    """
    places: dict[str, _Place] = {}
    for place in (*_linked(found, origin), *_listed(found, origin)):
        if len(places) >= _MAX_KNOWN:
            break
        if not _NO_PAGE.search(place.path) and f"{INNER_PREFIX}{place.path}" not in found:
            places.setdefault(place.path, place)
    rest = _sampled(list(places), salt)
    chosen: dict[str, None] = {}
    kinds: tuple[Iterable[str], ...] = (
        (path for path in rest if promotes(f"x://x{path}")),
        (path for path in rest if places[path].hidden),
        (path for path in rest if _ODD.search(path)),
        (path for path in places if _FRESH.search(path)),  # the newest stand first on the page
    )
    for kind in kinds:
        chosen.update(dict.fromkeys(_first(kind, chosen)))
    chosen.update(dict.fromkeys(rest))
    return [f"{INNER_PREFIX}{path}" for path in list(chosen)[: max(0, room)]]


def further_views(found: Mapping[str, Artifact], origin: Origin, salt: str) -> list[str]:
    """Return the keys under which a few further pages are looked at as a robot and as a phone.

    At most ``MAX_VIEWED`` in each view, those first that invite it: addresses that promote, pages
    behind hidden links, odd places, fresh news. None when the site answers no imitated view.
    """
    if not any(isinstance(found.get(key), HttpArtifact) for key in (HTTP_ROBOT, HTTP_PHONE)):
        return []
    hidden = {place.path for place in _linked(found, origin) if place.hidden}
    paths = [path for key in found if key.startswith(INNER_PREFIX) if (path := _viewed(found, key))]

    def calm(path: str) -> int:
        signs = (promotes(f"x://x{path}"), path in hidden, _ODD.search(path), _FRESH.search(path))
        return next((at for at, sign in enumerate(signs) if sign), len(signs))

    chosen = sorted(_sampled(list(dict.fromkeys(paths)), salt), key=calm)[:MAX_VIEWED]
    keys = [f"{INNER_PREFIX}{view}:{path}" for path in chosen for view in ("robot", "phone")]
    return [key for key in keys if key not in found]


def _viewed(found: Mapping[str, Artifact], key: str) -> str:
    """The path of a further page that other views may get otherwise, or ""; of a sitemap none."""
    view, path = inner_view(key)
    answer = found[key]
    if view != "visitor" or not isinstance(answer, HttpArtifact) or answer.status >= 500:
        return ""
    is_page = f"{INNER_PAGE_PREFIX}{path.lstrip('/')}" in found
    # A forged page is often "not found" for visitors, or sends them away.
    return path if is_page or (answer.status != 200 and not _NO_PAGE.search(path)) else ""


def below(url: str, origin: Origin) -> str:
    """Return an address's path below a site's base, with its query, or "" when it is not the site's.

    The front page itself is none of its further pages.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    base = origin.path.rstrip("/")
    if parts.scheme not in ("http", "https") or host != origin.host or "\\" in url:
        return ""
    if not parts.path.startswith(f"{base}/"):
        return ""
    path = parts.path.removeprefix(base)
    path = f"{path}?{parts.query}" if parts.query else path
    if path.strip("/") in ("", "index.php", "index.html", "beranda", "home") or "/../" in path:
        return ""
    plain = path.isascii() and not any(c <= " " or c in "<>\"'`{}|^" for c in path)
    return path if plain and len(path) <= _MAX_PATH else ""


def is_page(path: str) -> bool:
    """Tell whether a path (with its query) may be a page, and not a file or a deed."""
    return not _NO_PAGE.search(path)


def is_news(path: str) -> bool:
    """Tell whether a path looks like news, a list of news, or where people write."""
    return bool(_FRESH.search(path))


def _linked(found: Mapping[str, Artifact], origin: Origin) -> Iterator[_Place]:
    page = found.get(PAGE_VISITOR)
    if isinstance(page, PageArtifact):
        for link in page.links[:_MAX_KNOWN]:
            if path := below(link.url, origin):
                yield _Place(path, hidden=bool(link.hidden))


def _listed(found: Mapping[str, Artifact], origin: Origin) -> Iterator[_Place]:
    for key, artifact in found.items():
        if key == _SITEMAP or (key.startswith(INNER_PREFIX) and inner_view(key)[0] == "visitor"):
            for url in locations(_body(artifact)):
                if path := below(url, origin):
                    yield _Place(path)


def _first(paths: Iterable[str], known: Mapping[str, None]) -> list[str]:
    """The first few that are not chosen yet."""
    taken: list[str] = []
    for path in paths:
        if len(taken) >= _MAX_OF_KIND:
            break
        if path not in known:
            taken.append(path)
    return taken


def _sampled(paths: list[str], salt: str) -> list[str]:
    """The same paths in an order that each salt draws anew."""
    return sorted(
        paths, key=lambda p: hashlib.blake2b(f"{salt} {p}".encode(), digest_size=8).digest()
    )


def _body(artifact: Artifact | None) -> bytes:
    return artifact.body if isinstance(artifact, HttpArtifact) and artifact.status == 200 else b""
