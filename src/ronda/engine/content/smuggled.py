"""Weighs links to strangers by how they are placed, whatever they say: the structure of injected links.

Who plants links for search engines names what is sold in the words of the link, and leads to the front
page of a host that has nothing to do with the office, often several times with other words each. An
office's own link names whom it leads to. Hidden, packed or kept for robots, such links have no honest
purpose; in plain sight they need more that speaks against them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from ronda.engine.artifacts import Link, PageArtifact
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_links import weigh
from ronda.engine.content.gambling_sign import AT_MOST
from ronda.engine.content.gambling_words import Subject
from ronda.engine.content.host_form import form_of
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import belongs, host_of, labels_below_suffix, registered
from ronda.engine.content.normalise import fold
from ronda.engine.content.strangers import thrown_away, unrelated
from ronda.engine.content.subjects import told
from ronda.engine.content.tongues import tongue_of, tongues
from ronda.engine.content.veiled import veiled_anyhow

Placed = Literal["packed", "hidden", "comment", "open"]
"""How links are kept from visitors: so that nobody finds them by chance, as honest menus may be, not."""

_LINKS = 3_000
# By how many different phrases lead to one stranger.
_WEIGHTS: dict[Placed, tuple[float, ...]] = {
    "packed": (0.0, 0.6, 1.0),
    "hidden": (0.0, 0.3, 0.6, 1.0),
    "comment": (0.0, 0.3, 0.6, 1.0),
    "open": (0.0, 0.0, 0.3, 0.6, 0.75),
}
_ALIKE = (
    0.9  # the score from which a name is rather of gambling form, among strangers' hidden links
)
_SURE = 0.15  # more for a host that is named so, and for words that sell
_SELLS = 0.2
_FOREIGN = 0.25  # more for words in a foreign tongue beside others, in plain sight
_VEILED = 0.6
_DECEIVES = frozenset({"off-screen", "font-size:0", "opacity:0", "zero-size", "same-colour"})
_OWN_PLACES = frozenset({"nav", "header"})  # where menus wait out of sight
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_MOST_WORDS = 10  # more are a headline or a sentence
_POINTS = frozenset(
    [
        "klik",
        "disini",
        "di",
        "sini",
        "sini",
        "selengkapnya",
        "baca",
        "lihat",
        "kunjungi",
        "buka",
        "situs",
        "website",
        "web",
        "laman",
        "halaman",
        "link",
        "tautan",
        "download",
        "unduh",
        "login",
        "masuk",
        "daftar",
        "home",
        "beranda",
        "kembali",
        "detail",
        "more",
        "read",
        "click",
        "here",
        "visit",
        "view",
        "info",
        "informasi",
        "kontak",
        "contact",
        "us",
        "peta",
        "lokasi",
        "map",
        "dan",
        "the",
        "a",
        "ke",
        "lebih",
        "lanjut",
        "terkait",
        "aplikasi",
        "app",
        "portal",
        "powered",
        "by",
        "designed",
        "developed",
        "theme",
        "template",
        "copyright",
        "all",
        "rights",
        "reserved",
    ]
)


class Lead(msgspec.Struct, frozen=True):
    """A stranger to whom links lead: one of them, how many phrases there are, the weight."""

    link: Link
    host: str
    phrases: tuple[str, ...]
    weight: float
    subject: Subject | None


def placed(link: Link) -> Placed | None:
    """How a link of a page stands; None for one that no rule here speaks of."""
    if link.hidden == "noscript":
        return None
    if link.hidden:
        deceives = link.hidden in _DECEIVES and link.place not in _OWN_PLACES
        return "packed" if deceives else "hidden"
    return "comment" if link.place == "comment" or "ugc" in link.rel else "open"


def leads(
    links: Iterable[Link],
    own: str,
    how: Placed,
    *,
    known: frozenset[str] = frozenset(),
    listed: HostList = EMPTY,
    once: bool = False,
) -> list[Lead]:
    """Return the strangers to whom links of one placing lead, the weightiest first.

    ``known``: registered domains that the page leads to in plain sight. The weight is what the
    structure adds to what the links' words weigh by themselves (:func:`weigh`), as that is counted:
    of one host the links together, or with ``once`` one of them.
    """
    groups: dict[str, dict[str, Link]] = {}
    for link in links:
        host = host_of(link.url)
        if not unrelated(host, own) or registered(host) in known or not _is_front(link.url):
            continue
        if said := phrase(link.text, host):
            groups.setdefault(registered(host), {}).setdefault(said, link)
    found = [_lead(group, own, how, listed, once=once) for group in groups.values()]
    if len(found) > 1 and any(one.subject == "japanese" for one in found):
        # One tongue of several tells nothing of what is sold.
        together = " . ".join(said for group in groups.values() for said in group)
        about = told(together, tuple(one.host for one in found)).subject
        found = [
            msgspec.structs.replace(one, subject=about) if one.subject == "japanese" else one
            for one in found
        ]
    return sorted((one for one in found if one.weight > 0), key=lambda one: -one.weight)


def _lead(group: dict[str, Link], own: str, how: Placed, listed: HostList, *, once: bool) -> Lead:
    first = next(iter(group.values()))
    host = host_of(first.url)
    said = told(" . ".join(group), (host,))
    steps = _WEIGHTS[how]
    weight = steps[min(len(group), len(steps) - 1)]
    if weight:
        weight += _SURE if alike(host, listed) else 0.0
        weight += _SURE if how == "open" and thrown_away(host) else 0.0
        weight += _FOREIGN if how == "open" and tongues(group) else 0.0
        weight += _SELLS if said.sells else 0.0
    veiled = sum(veiled_anyhow(link.text) for link in group.values())
    weight = max(weight, _VEILED * min(veiled, 2))
    counted = [
        weigh(link, own, concealed=how in ("packed", "hidden"), listed=listed)
        for link in group.values()
    ]
    named = min(AT_MOST["lead"], sum(one.weight for one in counted if one.lead))
    words = named + sum(one.weight for one in counted if not one.lead)
    if once:
        words = max(one.weight for one in counted)
    return Lead(first, host, tuple(group), max(0.0, weight - words), said.subject)


@lru_cache(maxsize=4096)
def alike(host: str, listed: HostList = EMPTY) -> bool:
    """Tell whether a stranger's host is rather named like gambling than not."""
    return gambling_form(host, listed) is not None or form_of(host).score >= _ALIKE


def phrase(text: str, host: str) -> str:
    """Return the words of a link that advertise rather than name whom it leads to, or ""."""
    folded = fold(text[:300]).strip()
    words = _WORD.findall(folded)
    if not words or len(words) > _MOST_WORDS or host in folded or "://" in folded:
        return ""
    if set(words) <= _POINTS:
        return ""
    unspaced = len(_UNSPACED.findall(folded)) >= 3
    if len(words) < 2 and not unspaced and not _brand(words[0]):
        return ""
    if _names(words, host) and told(folded).subject is None and (len(words) < 2 or not alike(host)):
        return ""
    return " ".join(words)


def _brand(word: str) -> bool:
    """Letters with a number at the end or the beginning, as promoters call themselves."""
    return len(word) >= 5 and not word.isalpha() and not word.isdigit()


def _names(words: list[str], host: str) -> bool:
    """Tell whether words are the name of who is at home at a host, or its first letters."""
    labels = [label.replace("-", "") for label in labels_below_suffix(host) if label != "www"]
    name = "".join(labels)
    if any(len(word) >= 4 and word in name and word not in _POINTS for word in words):
        return True
    first, joined = "".join(word[0] for word in words), "".join(words)
    return any(
        (len(label) >= 4 and label in joined) or (len(first) >= 3 and first in label)
        for label in labels
    )


def _is_front(url: str) -> bool:
    """Tell whether an address is a host's front page, or one that it can only be reached by."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    return path.count("/") <= 2 and len(path) <= 40 and "." not in path


def shown_openly(page: PageArtifact | None) -> frozenset[str]:
    """Return the registered domains to which a page leads in plain sight, comments apart."""
    links = page.links[:_LINKS] if page else ()
    return frozenset(registered(host_of(link.url)) for link in links if placed(link) == "open")


def smuggled(
    page: PageArtifact, own: str, listed: HostList = EMPTY
) -> Iterator[tuple[Placed, Lead]]:
    """Return the strangers of one page, by how their links are placed."""
    by_place: dict[Placed, list[Link]] = {}
    for link in page.links[:_LINKS]:
        how = placed(link)
        if how is not None:
            by_place.setdefault(how, []).append(link)
    known = shown_openly(page)
    for how, links in by_place.items():
        aside = frozenset() if how == "open" else known
        for lead in leads(links, own, how, known=aside, listed=listed):
            yield how, lead


def in_many_tongues(page: PageArtifact, own: str) -> tuple[Lead, ...]:
    """Return links by which a page advertises strangers in the tongues of several countries.

    An office leads to pages in another tongue under its own name or a public body's; who promotes
    for search engines does it in all tongues that pay.
    """
    found: dict[str, Link] = {}
    for link in page.links[:_LINKS]:
        host = host_of(link.url)
        if link.text.isascii() or not unrelated(host, own) or not _is_front(link.url):
            continue
        if (tongue := tongue_of(link.text)) and phrase(link.text, host):
            found.setdefault(tongue, link)
    if len(tongues(link.text for link in found.values())) < _TONGUES:
        return ()
    hosts = tuple(dict.fromkeys(host_of(link.url) for link in found.values()))
    about = told(" . ".join(link.text for link in found.values()), hosts).subject
    return tuple(
        Lead(link, host_of(link.url), (link.text,), 1.0 / _TONGUES, about)
        for link in found.values()
    )


_TONGUES = 2
_LEAST = 3
_LED_AWAY = 0.8  # of a page's links


def shop_window(page: PageArtifact, own: str) -> Lead | None:
    """Return to whom a page leads whose links are all a stranger's advertisements, or None.

    Nothing leads home, to a public body or to a platform: such pages are made for search engines.
    """
    links = [link for link in page.links[:_LINKS] if host_of(link.url)]
    if len(links) < _LEAST or any(belongs(host_of(link.url), own) for link in links):
        return None
    strange = [link for link in links if unrelated(host_of(link.url), own)]
    if len(strange) < _LED_AWAY * len(links):
        return None
    said = {
        (registered(host_of(link.url)), text): link
        for link in strange
        if _is_front(link.url) and (text := phrase(link.text, host_of(link.url)))
    }
    if len(said) < _LEAST:
        return None
    first = next(iter(said.values()))
    hosts = tuple(dict.fromkeys(host_of(link.url) for link in said.values()))
    texts = tuple(text for _, text in said)
    about = told(" . ".join((page.title, *texts)), hosts)
    return Lead(first, host_of(first.url), texts, 1.0, about.subject)
