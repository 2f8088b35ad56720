"""Looks for injected gambling by comparing what a visitor, a robot and a phone get of one page.

Words alone never decide. A sign is structural: a link or text that visitors do not see, that only
robots or phones get, that leads to a host of gambling form, or a redirect there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ronda.engine.artifacts import Failure, HttpArtifact, PageArtifact, View
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_links import Weighed, weigh
from ronda.engine.content.gambling_open import open_links
from ronda.engine.content.gambling_sitemap import DOORWAYS, promoting_addresses
from ronda.engine.content.gambling_words import NOTHING, STRONG, Promotion, promotion
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import belongs, host_of, shared_purpose
from ronda.engine.content.written import written_links

VIEWS: tuple[View, ...] = ("visitor", "robot", "phone")
OTHERS: tuple[View, ...] = ("robot", "phone")
ENOUGH = 1.0
# Words that differ between views may be rotating news: they never decide alone.
# Nor do names that merely end like those of gambling sites.
_AT_MOST = {"view_text": 0.6, "hidden_text": 1.0, "metadata": 1.0, "lead": 0.9}
_FORM_WEIGHT = {"strong": 1.0, "weak": 0.5}
# A robot or phone alone is sent to another owner's host: odd, and with its words decisive.
_SENT_AWAY = 0.6
_LINKS = 3_000
_CODE = 500_000
# Where code leads a browser: script, frame and refresh targets, and locations set by script.
_TARGET = re.compile(
    rb"(?:\bsrc|\burl|\blocation(?:\.href|\.replace|\.assign)?)\s{0,4}[=(]\s{0,4}[\"']?"
    rb"(https?://[^\"'\s<>)]{3,300})",
    re.IGNORECASE,
)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}\.){1,6}[a-z]{2,24}", re.IGNORECASE)


class Sign(msgspec.Struct, frozen=True):
    """One thing that speaks for injected gambling."""

    kind: (
        str  # hidden_link, open_link, view_link, hidden_text, view_text, view_title, metadata, ...
    )
    view: View
    weight: float
    words: str  # the evidence itself, raw where it can be
    how: str = ""  # how it is hidden


class Sides(msgspec.Struct, frozen=True):
    """What is compared: the site's host, and per view its answer and page, or the failure."""

    host: str
    answers: Mapping[View, HttpArtifact | Failure]
    pages: Mapping[View, PageArtifact]
    sitemap: bytes = b""
    listed: HostList = EMPTY  # of the operator

    def answer(self, view: View) -> HttpArtifact | None:
        """The answer in a view, when there is one."""
        found = self.answers.get(view)
        return found if isinstance(found, HttpArtifact) else None


def signs(sides: Sides) -> tuple[Sign, ...]:
    """Return all signs, the weightiest first."""
    found = [
        *_redirects(sides),
        *_hidden_links(sides),
        *_open_links(sides),
        *_written_links(sides),
        *_hidden_texts(sides),
        *_view_only(sides),
        *_metadata(sides),
        *_code(sides),
        *_taken_over(sides),
        *_listed(sides),
    ]
    return tuple(sorted(found, key=lambda sign: -sign.weight))


def total(found: Iterable[Sign]) -> float:
    """Return the sum of the signs, those of words alone within bounds; :data:`ENOUGH` decides."""
    by_kind: dict[str, float] = {}
    for sign in found:
        by_kind[sign.kind] = by_kind.get(sign.kind, 0.0) + sign.weight
    return sum(min(weight, _AT_MOST.get(kind, weight)) for kind, weight in by_kind.items())


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
    """Links that visitors see."""
    page = sides.pages.get("visitor")
    for got in open_links(page, sides.host, sides.listed) if page else ():
        yield _link_sign("open_link", "visitor", got)


def _written_links(sides: Sides) -> Iterator[Sign]:
    """Links that the page's own scripts write; what is packed or hidden needs little more."""
    seen: set[str] = set()
    for view in VIEWS:
        answer = sides.answer(view)
        if answer is None or not belongs(host_of(answer.final_url), sides.host):
            continue
        for one in written_links(answer.body[:_CODE]):
            if one.link.url in seen:
                continue
            seen.add(one.link.url)
            got = weigh(one.link, sides.host, concealed=bool(one.how), listed=sides.listed)
            if got.weight:
                link = msgspec.structs.replace(one.link, hidden=one.how)
                yield _link_sign("written_link", view, msgspec.structs.replace(got, link=link))


def _hidden_texts(sides: Sides) -> Iterator[Sign]:
    for view in VIEWS:
        page = sides.pages.get(view)
        said = promotion(page.hidden_text) if page else NOTHING
        if said.phrases:
            yield Sign("hidden_text", view, _text_weight(said), said.excerpt)
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
        if title.weight >= STRONG and promotion(base.title).weight < STRONG:
            yield Sign("view_title", view, 1.0, page.title)
        fresh = promotion(page.text).without(visible)
        if fresh.phrases:
            yield Sign("view_text", view, _text_weight(fresh), fresh.excerpt)
        for link in page.links[:_LINKS]:
            if link.hidden or link.url in own_urls:
                continue
            host = host_of(link.url)
            got = weigh(link, sides.host, concealed=True, listed=sides.listed)
            if got.weight and host not in seen and host not in own_hosts:
                seen.add(host)
                yield _link_sign("view_link", view, got)


def _metadata(sides: Sides) -> Iterator[Sign]:
    """Promotion in what machines read: description, meta tags, structured data."""
    for view in VIEWS:
        page = sides.pages.get(view)
        if page is None:
            continue
        values = (page.description, *(value for _, value in page.metas[:100]), *page.json_ld[:10])
        said = promotion(" . ".join(value[:5_000] for value in values))
        if said.phrases:
            yield Sign("metadata", view, _text_weight(said), said.excerpt)
            return


def _redirects(sides: Sides) -> Iterator[Sign]:
    """Redirects to a gambling host, completed or not."""
    base = sides.answer("visitor")
    usual = host_of(base.final_url) if base else sides.host
    for view in VIEWS:
        got = sides.answers.get(view)
        if got is None:
            continue
        if isinstance(got, HttpArtifact):
            targets = [host_of(got.final_url)]
            shown = f"{got.url} -> {got.final_url}"
        else:
            targets = _HOST.findall(f"{got.where} {got.detail}"[:2_000])
            shown = f"{got.where} {got.detail}".strip()
        for host in targets:
            if belongs(host, sides.host) or (view != "visitor" and belongs(host, usual)):
                continue
            form = gambling_form(host, sides.listed)
            weight = _FORM_WEIGHT[form.strength] if form else 0.0
            if view != "visitor" and not shared_purpose(host):
                # Whoever sends only a robot or a phone to a name of such form hides it from us.
                weight = 1.0 if form else _SENT_AWAY
            if weight:
                yield Sign("redirect", view, weight, shown)
                break


def _code(sides: Sides) -> Iterator[Sign]:
    """Targets in scripts, frames and refreshes that are gambling hosts."""
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
            form = gambling_form(host)
            if form and form.strength == "strong":
                yield Sign("code", view, 1.0, url)


def _taken_over(sides: Sides) -> Iterator[Sign]:
    """The page that everybody gets promotes, from its title to the links that lead out."""
    page = sides.pages.get("visitor")
    if page is None:
        return
    title = promotion(page.title)
    said = promotion(page.text)
    if title.weight < STRONG or said.weight < 3 or title.warned or said.warned:
        return
    out = any(not belongs(host_of(link.url), sides.host) for link in page.links[:_LINKS])
    yield Sign("taken_over", "visitor", 1.0 if out else 0.6, page.title)


def _listed(sides: Sides) -> Iterator[Sign]:
    """The sitemap lists pages whose addresses promote."""
    found = promoting_addresses(sides.sitemap, sides.host)
    if len(found) >= DOORWAYS:
        yield Sign("sitemap", "robot", 1.0, " ".join(found[:3]))


def _link_sign(kind: str, view: View, got: Weighed) -> Sign:
    kind = "lead" if got.lead else kind
    return Sign(kind, view, got.weight, f"{got.link.text} -> {got.link.url}", got.link.hidden)


def _text_weight(said: Promotion) -> float:
    if said.weight >= 3:
        return 1.0
    if said.weight >= 2:
        return 0.6
    return 0.3 if said.weight >= STRONG else 0.1
