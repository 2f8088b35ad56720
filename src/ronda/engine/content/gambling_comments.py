"""Weighs what visitors wrote under an honest page: advertisements in comments and guest books."""

from collections.abc import Iterator

from ronda.engine.artifacts import Link, PageArtifact
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_links import weigh
from ronda.engine.content.gambling_open import praised_links
from ronda.engine.content.gambling_sign import Sign
from ronda.engine.content.gambling_words import Subject
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import host_of, is_stranger

KIND = "comment_link"
_LINKS = 3_000
# A commenter's own site may have an odd name; three of them, or one with words, are advertisements.
_FORM_ALONE = 0.4
# Several comments that lead to one stranger, each with other words: somebody advertises him.
_AGAIN = 3
_SAME_HOST = 0.6


def is_comment(link: Link) -> bool:
    """Tell whether a visitor wrote a link: by the part of the page, or by the site's own mark (``ugc``)."""
    return link.place == "comment" or "ugc" in link.rel


def comment_links(page: PageArtifact, host: str, listed: HostList = EMPTY) -> Iterator[Sign]:
    """Return the advertisements among the links that visitors wrote, the weightiest first."""
    chosen = [link for link in page.links[:_LINKS] if is_comment(link) and not link.hidden]
    strange = [link for link in chosen if is_stranger(host_of(link.url), host)]
    if not strange:
        return
    told: set[str] = set()
    for got in praised_links(page, strange, host, mild=False, listed=listed):
        told.add(got.host)
        yield _sign(got.link, got.weight, got.subject)
    words: dict[str, set[str]] = {}
    for link in strange:
        there = host_of(link.url)
        if there not in told and (form := gambling_form(there, listed)):
            told.add(there)
            said = weigh(link, host, concealed=True, listed=listed)
            strong = form.strength == "strong"
            yield _sign(link, 1.0 if strong else max(_FORM_ALONE, said.weight), "gambling")
        text = link.text.strip().lower()[:100]
        if " " in text and "." not in text:
            words.setdefault(there, set()).add(text)
    for link in strange:
        there = host_of(link.url)
        if there not in told and len(words.get(there, ())) >= _AGAIN:
            told.add(there)
            yield _sign(link, _SAME_HOST, None)


def _sign(link: Link, weight: float, subject: Subject | None) -> Sign:
    return Sign(
        KIND, "visitor", weight, f"{link.text} -> {link.url}", subject=subject, place="comment"
    )
