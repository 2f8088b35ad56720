"""Weighs blocks of links in plain sight that lead to nothing but strangers: advertisements, or a list of partners.

Who sells links for search engines puts several phrases that people search for side by side, all of them to the
front pages of a few strangers, in small letters, about what the page does not speak of. An office's own list
names whom each link leads to, once, or leads to public bodies and to places within a partner's site.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from ronda.engine.artifacts import Link, PageArtifact
from ronda.engine.content.foreign import is_office
from ronda.engine.content.gambling_links import weigh
from ronda.engine.content.gambling_words import Subject
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import host_of, registered
from ronda.engine.content.normalise import fold
from ronda.engine.content.phrases import alike, is_front, phrase
from ronda.engine.content.strangers import thrown_away, unrelated
from ronda.engine.content.subjects import told
from ronda.engine.content.tongues import tongue_of

_LINKS = 3_000
_BLOCKS = 20
_LEAST = 3  # phrases; fewer side by side are an office's own choice
_WEIGHTS = (0.35, 0.52, 0.56, 0.65, 0.75)  # of 3, 4, 5, 6, 7 and more phrases
_AGAIN = (0.0, 0.1, 0.2)  # by how many phrases more there are than addresses
_ALL_OF_ONE = 0.1  # one word is in most of the phrases, and in nothing else
_STRANGE = 0.2  # words of which the page does not speak
_SMALL = 0.2  # small letters from end to end, or a foreign tongue: nobody's name is written so
_SELLS = 0.2  # words that sell, or tell what is sold
_CHEAP = 0.15  # most of the hosts are named like gambling, or end as thrown-away names do
# Three comments under one page, each in small letters with another stranger's front page: people have a
# name of one or two words, and seldom a site.
_COMMENTS = 0.7
_LONG = 0.3
_NAMED_BY = 2.0  # words
_MOST_OF = 0.75  # of the phrases
_SOME_TEXT = 200  # letters of the rest of the page, by which it is told of what it speaks
_TEXT = 60_000
_WORD = re.compile(r"[^\W\d_]{3,}")


class Block(msgspec.Struct, frozen=True):
    """Links side by side, each phrase to each stranger once, and what they weigh together."""

    links: tuple[Link, ...]
    hosts: tuple[str, ...]
    weight: float
    subject: Subject | None


def open_blocks(page: PageArtifact, own: str, listed: HostList = EMPTY) -> list[Block]:
    """Return the blocks of a page, the weightiest first."""
    found: list[Block] = []
    rest: frozenset[str] | None = None
    for run in _runs(page, own):
        said = {phrase(link.text, host_of(link.url)): link for link in run}
        said.pop(
            "", None
        )  # what names whom it leads to; where most do, the list is one of partners
        if len(said) < max(_LEAST, len(run) / 2) or len(found) >= _BLOCKS:
            continue
        rest = _words_beside(page, own) if rest is None else rest
        links = tuple(said.values())
        hosts = tuple(dict.fromkeys(host_of(link.url) for link in links))
        about = told(" . ".join(said), hosts)
        weight = _weight(links, tuple(said), rest) + (_SELLS if about.sells else 0.0)
        weight += _CHEAP * (
            2 * sum(alike(h, listed) or thrown_away(h) for h in hosts) >= len(hosts)
        )
        found.append(Block(links, hosts, weight, about.subject))
    return sorted(found, key=lambda block: -block.weight)


def comment_block(page: PageArtifact, own: str, listed: HostList = EMPTY) -> Block | None:
    """Return what visitors wrote of strangers, when it is rather advertisements than their names and sites."""
    said: dict[str, Link] = {}
    for link in page.links[:_LINKS]:
        host = host_of(link.url)
        if link.hidden or not (link.place == "comment" or "ugc" in link.rel):
            continue
        if unrelated(host, own) and is_front(link.url) and _is_small(link.text):
            said.setdefault(phrase(link.text, host), link)
    said.pop("", None)
    if len(said) < _LEAST:
        return None
    hosts = tuple(dict.fromkeys(host_of(link.url) for link in said.values()))
    about = told(" . ".join(said), hosts)
    long = sum(len(one.split()) for one in said) > _NAMED_BY * len(said)
    weight = (
        _COMMENTS
        + (_LONG if long or any(map(tongue_of, said)) else 0.0)
        + (_SELLS if about.sells else 0.0)
    )
    return Block(tuple(said.values()), hosts, weight, about.subject)


def _runs(page: PageArtifact, own: str) -> Iterator[list[Link]]:
    """Links that follow each other and all lead to strangers; menus are no such place."""
    run: list[Link] = []
    for link in page.links[:_LINKS]:
        host = host_of(link.url)
        if not host or link.hidden:
            continue
        seen = link.place not in ("nav", "comment") and "ugc" not in link.rel
        if seen and unrelated(host, own) and is_front(link.url):
            run.append(link)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _weight(links: tuple[Link, ...], said: tuple[str, ...], rest: frozenset[str]) -> float:
    weight = _WEIGHTS[min(len(said) - _LEAST, len(_WEIGHTS) - 1)]
    again = len(said) - len({link.url for link in links})
    weight += _AGAIN[min(again, len(_AGAIN) - 1)]
    if rest and not is_office(" . ".join(said)):
        strange = sum(_is_strange(one, rest) for one in said)
        weight += _STRANGE if strange >= _MOST_OF * len(said) else 0.0
    if sum(_is_small(link.text) for link in links) >= _MOST_OF * len(links):
        weight += _SMALL + (_ALL_OF_ONE if rest and _of_one(said, rest) else 0.0)
    return weight


def _of_one(said: tuple[str, ...], rest: frozenset[str]) -> bool:
    """Tell whether one word that the page does not use otherwise is in most of the phrases."""
    counts = Counter(word for one in said for word in set(_WORD.findall(one)) - rest)
    return any(count >= _MOST_OF * len(said) for count in counts.values())


def _is_strange(said: str, rest: frozenset[str]) -> bool:
    words = _WORD.findall(said)
    return 2 * sum(word in rest for word in words) <= len(words)


def _is_small(text: str) -> bool:
    return bool(tongue_of(text)) or (text == text.lower() and any(map(str.isalpha, text)))


def _words_beside(page: PageArtifact, own: str) -> frozenset[str]:
    """The words of the page but those of its links to strangers; none when there are too few."""
    counts = Counter(_WORD.findall(fold(f"{page.title} {page.description} {page.text[:_TEXT]}")))
    for link in page.links[:_LINKS]:
        if not link.hidden and unrelated(host_of(link.url), own):
            counts.subtract(_WORD.findall(fold(link.text[:300])))
    rest = frozenset(word for word, count in counts.items() if count > 0)
    return rest if sum(map(len, rest)) >= _SOME_TEXT else frozenset()


def beyond(block: Block, own: str, listed: HostList, counted: Mapping[str, float]) -> float:
    """What a block weighs beyond its links one by one; ``counted``: what a host's several phrases weigh."""
    words: dict[str, float] = {}
    for link in block.links:
        host = registered(host_of(link.url))
        said = weigh(link, own, concealed=False, listed=listed).weight
        words[host] = max(words.get(host, 0.0), said)
    return block.weight - sum(words.values()) - sum(counted.get(host, 0.0) for host in words)
