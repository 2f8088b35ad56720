"""Judges for injected content what a visit saw of a site's further pages and sitemaps."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

import msgspec

from ronda.engine.artifacts import (
    INNER_PREFIX,
    Artifact,
    Failure,
    HttpArtifact,
    PageArtifact,
    View,
)
from ronda.engine.content.gambling import signs
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_links import weigh
from ronda.engine.content.gambling_sign import OTHERS, Sides, Sign
from ronda.engine.content.gambling_sitemap import DOORWAYS, promotes, promoting_addresses
from ronda.engine.content.gambling_words import MILD, STRONG, promotion, text_weight
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import belongs, host_of, is_stranger, shared_purpose
from ronda.engine.content.inner import inner_views
from ronda.engine.content.strangers import kin
from ronda.engine.content.subjects import subject_of

# Folders from which systems serve pictures and documents, and never a page.
_STORE = re.compile(
    r"/(?:wp-content/(?:uploads|cache|plugins|themes)|wp-includes|uploads?|unggah\w{0,12}|images?|img|berkas"
    r"|assets?|storage|media|files?|\.well-known|tmp|temp|cache|css|js|fonts?)/"
    r"(?:[^?#]{0,150}/)?[^/?#]{0,150}(?:\.html?|\.php|/)$|/(?:wp-content/uploads|\.well-known)/",
    re.IGNORECASE,
)
_ALIEN = 0.6  # a page in such a folder whose links all lead to strangers
_HOME = 2  # links that lead home
_KEPT_FROM_VISITORS = 0.6  # a page that visitors are told is not there


class Inner(msgspec.Struct, frozen=True):
    """A further page, by its path below the site, and the signs that speak of it, weightiest first."""

    path: str
    signs: tuple[Sign, ...]

    @property
    def key(self) -> str:
        """The key of the artifact that shows the weightiest sign."""
        view = self.signs[0].view if self.signs and self.signs[0].kind != "sitemap" else "visitor"
        return f"{INNER_PREFIX}{'' if view == 'visitor' else f'{view}:'}{self.path}"


def inside(artifacts: Mapping[str, Artifact], host: str, listed: HostList = EMPTY) -> list[Inner]:
    """Return the further pages and sitemaps of a visit on which there is any sign."""
    found = []
    for path, views in inner_views(artifacts).items():
        answers = {view: answer for view, (answer, _) in views.items()}
        pages = {view: page for view, (_, page) in views.items() if page is not None}
        told = sorted(_of(path, answers, pages, host, listed), key=lambda sign: -sign.weight)
        if told:
            found.append(Inner(path, tuple(told)))
    return found


def _of(
    path: str,
    answers: Mapping[View, HttpArtifact | Failure],
    pages: Mapping[View, PageArtifact],
    host: str,
    lists: HostList,
) -> Iterator[Sign]:
    read = {
        view: answer
        for view, answer in answers.items()
        if isinstance(answer, HttpArtifact) and answer.status == 200
    }
    yield from _sent_on(answers, host, lists)
    shown = {view: page for view, page in pages.items() if view in read}
    if shown:
        for sign in signs(Sides(host, dict(read), shown, listed=lists)):
            # A page inside is not the site's name gone astray.
            inner = sign.kind == "taken_over"
            yield msgspec.structs.replace(sign, kind="window") if inner else sign
        yield from _stored(path, shown, host, lists)
        yield from _kept(answers, shown)
    elif "visitor" in read:
        listed = promoting_addresses(read["visitor"].body, host)
        if len(listed) >= DOORWAYS:
            subject = promotion(" . ".join(listed[:20]).replace("-", " ")).subject
            yield Sign("sitemap", "robot", 1.0, " ".join(listed[:3]), subject=subject)


def _sent_on(
    answers: Mapping[View, HttpArtifact | Failure], host: str, lists: HostList
) -> Iterator[Sign]:
    """Redirects of a further page to a gambling host; for robots and phones alone, to any stranger."""
    usual = _target(answers.get("visitor"))
    for view, answer in answers.items():
        target = _target(answer)
        there = host_of(target)
        if not there or belongs(there, host):
            continue
        form = gambling_form(there, lists)
        alone = view != "visitor" and "visitor" in answers and there != host_of(usual)
        weight = 1.0 if form and (form.strength == "strong" or alone) else 0.0
        if alone and not shared_purpose(there) and not kin(there, host):
            weight = max(weight, 0.8)
        if weight:
            url = answer.final_url if isinstance(answer, HttpArtifact) else ""
            subject = "gambling" if form else promotion(target).subject
            yield Sign("redirect", view, weight, f"{url} -> {target}", subject=subject)


def _target(answer: HttpArtifact | Failure | None) -> str:
    if not isinstance(answer, HttpArtifact) or not 300 <= answer.status < 400:
        return ""
    try:
        return urljoin(answer.final_url, (answer.header("location") or "")[:2_000])
    except ValueError:
        return ""


def _stored(
    path: str, pages: Mapping[View, PageArtifact], host: str, lists: HostList
) -> Iterator[Sign]:
    """A page in a folder of uploads that promotes, or whose links all lead to strangers."""
    if not _STORE.search(path):
        return
    view, page = next(iter(pages.items()))
    strange = [link for link in page.links[:500] if is_stranger(host_of(link.url), host)]
    if len(page.links) - len(strange) >= _HOME:
        return  # it has the site's own menu: one of its pages, wherever it lies
    said = promotion(f"{page.title} . {page.description} . {page.text[:20_000]}")
    if said.weight >= STRONG and not said.warned:
        words = page.title or said.excerpt
        yield Sign("stored", view, 0.8 + text_weight(said), words, subject=said.subject)
    elif len(strange) >= 2:
        weighed = [weigh(link, host, concealed=True, listed=lists) for link in strange]
        named = 0.4 if promotes(f"x://x{path}") else 0.0
        weight = _ALIEN + max(got.weight for got in weighed) + named
        subject = next((got.subject for got in weighed if got.subject), None)
        subject = subject or subject_of(f"{page.title} . {page.text[:1000]}")
        yield Sign("stored", view, weight, page.title or page.text[:120], subject=subject)


def _kept(
    answers: Mapping[View, HttpArtifact | Failure], pages: Mapping[View, PageArtifact]
) -> Iterator[Sign]:
    """A page that promotes and that a robot or phone gets, while visitors are told it is not there."""
    visitor = answers.get("visitor")
    if not isinstance(visitor, HttpArtifact) or visitor.status not in (403, 404, 410):
        return
    for view in OTHERS:
        page = pages.get(view)
        said = promotion(f"{page.title} . {page.text[:50_000]}") if page else None
        if page and said and said.weight >= MILD and not said.warned:
            weight = _KEPT_FROM_VISITORS + text_weight(said)
            yield Sign("kept_page", view, weight, page.title or said.excerpt, subject=said.subject)
            return
