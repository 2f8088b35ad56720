"""Looks for injected content by comparing what a visitor, a robot and a phone get of one page.

Words alone never decide. A sign is structural: a link or text that visitors do not see, that only
robots or phones get, that leads to a host of gambling form, or a redirect there.
"""

import re
from collections.abc import Iterator

import msgspec

from ronda.engine.artifacts import PageArtifact, View
from ronda.engine.content.foreign import is_office
from ronda.engine.content.gambling_comments import comment_links
from ronda.engine.content.gambling_data import metadata
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_links import Weighed, weigh
from ronda.engine.content.gambling_moves import landed, led_away, moves, redirects
from ronda.engine.content.gambling_open import open_links
from ronda.engine.content.gambling_sign import (
    ENOUGH,
    OTHERS,
    VIEWS,
    Family,
    Sides,
    Sign,
    of_family,
    total,
)
from ronda.engine.content.gambling_sitemap import DOORWAYS, promoting_addresses
from ronda.engine.content.gambling_structure import structure
from ronda.engine.content.gambling_words import MILD, NOTHING, STRONG, promotion, text_weight
from ronda.engine.content.hosts import belongs, host_of, is_stranger
from ronda.engine.content.subjects import subject_of
from ronda.engine.content.tongues import tongues
from ronda.engine.content.written import PACKED, written_links

__all__ = ["ENOUGH", "OTHERS", "VIEWS", "Family", "Sides", "Sign", "of_family", "signs", "total"]

_LINKS = 3_000
_TONGUES = 2
_CODE = 500_000
# Where code leads a browser: sources of scripts and frames, and addresses in style and script.
_TARGET = re.compile(
    rb"(?:\bsrc|\burl|\blocation(?:\.href|\.replace|\.assign)?)\s{0,4}[=(]\s{0,4}[\"']?"
    rb"(https?://[^\"'\s<>)]{3,300})",
    re.IGNORECASE,
)
# What another page than the visitor's weighs by itself: any word or link that promotes decides.
_ANOTHER = 0.8
# A link to a stranger that a script packs so that nobody finds it in the source; two of them decide.
_PACKED = 0.5
_MENU = 5  # links of its own that a page must have before it is compared
_SOME_TEXT = 200  # characters: less is a notice or an error
_NAME = re.compile(r"[^\W\d_]{4,}")


def signs(sides: Sides) -> tuple[Sign, ...]:
    """Return all signs, the weightiest first."""
    own = msgspec.structs.replace(
        sides,
        pages={view: page for view, page in sides.pages.items() if not sides.of_others(view)},
    )
    found = [
        *redirects(sides),
        *landed(sides),
        *moves(own),
        *led_away(own),
        *_hidden_links(own),
        *_open_links(own),
        *_comments(own),
        *_written_links(own),
        *_hidden_texts(own),
        *_view_only(own),
        *metadata(own),
        *_code(own),
        *_taken_over(own),
        *structure(own),
        *_listed(own),
    ]
    return tuple(sorted(_told_apart(found), key=lambda sign: -sign.weight))


def _told_apart(found: list[Sign]) -> list[Sign]:
    """A Japanese shop advertises in Japanese; what is promoted in several tongues is gambling."""
    japanese = any(sign.subject == "japanese" for sign in found)
    if not japanese or len(tongues(sign.words for sign in found)) < _TONGUES:
        return found
    return [
        msgspec.structs.replace(sign, subject="gambling") if sign.subject == "japanese" else sign
        for sign in found
    ]


def _hidden_links(sides: Sides) -> Iterator[Sign]:
    """Links hidden from visitors, in any view; each host and text once."""
    seen: set[tuple[str, str]] = set()
    for view, page in sides.pages.items():
        for link in page.links[:_LINKS]:
            if not link.hidden or (link.url, link.text) in seen:
                continue
            seen.add((link.url, link.text))
            got = weigh(link, sides.host, concealed=True, listed=sides.listed)
            if got.weight:
                yield _link_sign("hidden_link", view, got)


def _open_links(sides: Sides) -> Iterator[Sign]:
    """Links that visitors see, of the page itself."""
    page = sides.pages.get("visitor")
    for got in open_links(page, sides.host, sides.listed) if page else ():
        yield _link_sign("open_link", "visitor", got)


def _comments(sides: Sides) -> Iterator[Sign]:
    """Links that visitors wrote."""
    page = sides.pages.get("visitor")
    if page is not None:
        yield from comment_links(page, sides.host, sides.listed)


def _written_links(sides: Sides) -> Iterator[Sign]:
    """Links that the page's own scripts write; what is packed or hidden needs little more."""
    seen: set[tuple[str, str]] = set()
    for view in VIEWS:
        answer = sides.answer(view)
        if answer is None or not belongs(host_of(answer.final_url), sides.host):
            continue
        for one in written_links(answer.body[:_CODE]):
            if (one.link.url, one.link.text) in seen:
                continue
            seen.add((one.link.url, one.link.text))
            got = weigh(one.link, sides.host, concealed=bool(one.how), listed=sides.listed)
            if one.how in PACKED and is_stranger(got.host, sides.host):
                about = got.subject or subject_of(one.link.text, got.host)
                weight = max(got.weight, _PACKED)
                got = msgspec.structs.replace(got, weight=weight, lead=False, subject=about)
            if got.weight:
                link = msgspec.structs.replace(one.link, hidden=one.how)
                yield _link_sign("written_link", view, msgspec.structs.replace(got, link=link))


def _hidden_texts(sides: Sides) -> Iterator[Sign]:
    for view in VIEWS:
        page = sides.pages.get(view)
        said = promotion(page.hidden_text) if page else NOTHING
        if said.phrases:
            weight = text_weight(said)
            yield Sign("hidden_text", view, weight, said.excerpt, subject=said.subject)
            return


def _view_only(sides: Sides) -> Iterator[Sign]:
    """What only a robot or a phone gets. Rotating news differs too, but does not promote."""
    base = sides.pages.get("visitor")
    if base is None:
        return
    own_urls = {link.url for link in base.links}
    own_hosts = {host_of(url) for url in own_urls} - {sides.host}
    visible = promotion(f"{base.title} . {base.text} . {base.hidden_text}")
    seen: set[str] = set()
    for view in OTHERS:
        page = sides.pages.get(view)
        if page is None:
            continue
        title = promotion(page.title)
        usual = promotion(base.title).weight
        other = another_page(base, page)
        if usual < STRONG and title.weight >= (MILD if other else STRONG) and not title.warned:
            yield Sign("view_title", view, 1.0, page.title, subject=title.subject)
        fresh = promotion(page.text).without(visible)
        if fresh.phrases:
            weight = text_weight(fresh)
            yield Sign("view_text", view, weight, fresh.excerpt, subject=fresh.subject)
        if other:
            about = subject_of(f"{page.title} . {page.description} . {page.text[:1000]}")
            shown = page.title or page.text[:120]
            yield Sign("view_page", view, _ANOTHER, shown, subject=about)
        for link in page.links[:_LINKS]:
            if link.hidden or link.url in own_urls:
                continue
            host = host_of(link.url)
            got = weigh(link, sides.host, concealed=True, listed=sides.listed)
            if got.weight and host not in seen and host not in own_hosts:
                seen.add(host)
                yield _link_sign("view_link", view, got)


def another_page(base: PageArtifact, page: PageArtifact) -> bool:
    """Tell whether a view shows quite another page than visitors get: other links, other title.

    The parts that stay when news rotate, a menu and the site's name, are what is compared. A page
    that builds itself by script shows visitors too little to compare.
    """
    home = host_of(base.url)
    ours = {link.url for link in base.links if host_of(link.url) == home}
    theirs = {link.url for link in page.links}
    if (
        host_of(page.url) != home
        or len(ours) < _MENU
        or len(ours & theirs) > len(ours) / 5
        or len(page.text) < _SOME_TEXT
    ):
        return False
    common = set(_NAME.findall(base.title.lower())) & set(_NAME.findall(page.title.lower()))
    return bool(page.title) and not common


def _code(sides: Sides) -> Iterator[Sign]:
    """Sources in scripts, frames and styles that are gambling hosts."""
    seen: set[str] = set()
    for view in VIEWS:
        got = sides.answer(view)
        if got is None or not belongs(host_of(got.final_url), sides.host):
            continue
        for raw in _TARGET.findall(got.body[:_CODE])[:_LINKS]:
            url = raw.decode("latin-1")
            host = host_of(url)
            if host in seen or belongs(host, sides.host):
                continue
            seen.add(host)
            form = gambling_form(host, sides.listed)
            if form and form.strength == "strong":
                yield Sign("code", view, 1.0, url, subject="gambling")


def _taken_over(sides: Sides) -> Iterator[Sign]:
    """The page that everybody gets promotes, from its title to the links that lead out."""
    page = sides.pages.get("visitor")
    if page is None:
        return
    title = promotion(page.title)
    said = promotion(f"{' . '.join(page.headings[:20])} . {page.text}")
    if title.warned or said.warned:
        return
    foreign = [link for link in page.links[:_LINKS] if not belongs(host_of(link.url), sides.host)]
    if title.weight >= STRONG and said.weight >= 3:
        yield Sign(
            "taken_over", "visitor", 1.0 if foreign else 0.6, page.title, subject=said.subject
        )
        return
    # Little text, a title that promotes, and links that all lead away: nothing of an office's page.
    bare = len(foreign) >= max(1, len(page.links) - len(foreign)) and len(page.text) < 6_000
    if title.weight < MILD or not bare or said.weight < STRONG:
        return
    # An office may call its bazaar by a word of theirs, "Togel: Toko Gelar Produk".
    if not is_office(f"{page.title} . {page.text}".lower().replace(sides.host, " ")):
        yield Sign("taken_over", "visitor", 1.0, page.title, subject=said.subject)


def _listed(sides: Sides) -> Iterator[Sign]:
    """The sitemap lists pages whose addresses promote."""
    found = promoting_addresses(sides.sitemap, sides.host)
    if len(found) >= DOORWAYS:
        subject = promotion(" . ".join(found[:20]).replace("-", " ")).subject
        yield Sign("sitemap", "robot", 1.0, " ".join(found[:3]), subject=subject)


def _link_sign(kind: str, view: View, got: Weighed) -> Sign:
    kind = "lead" if got.lead else kind
    words = f"{got.link.text} -> {got.link.url}"
    place = got.link.place if kind != "written_link" else ""
    return Sign(kind, view, got.weight, words, got.link.hidden, got.subject, place)
