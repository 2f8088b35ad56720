"""Weighs one link as a sign of injected gambling: where it leads, what it says, who gets it."""

from urllib.parse import unquote, urlsplit

import msgspec

from ronda.engine.artifacts import Link
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_words import MILD, STRONG, Promotion, Subject, promotion, veiled
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import belongs, host_of
from ronda.engine.content.subjects import subject_of

_BARE = 0.5  # the share of promotion from which a link's words are an advertisement
# Weight of an open link that is nothing but promotion and leads to a host of no telling name.
_BARE_WEIGHT = 0.4
_COMMENTED = 0.7


class Weighed(msgspec.Struct, frozen=True):
    """A link with its weight as a sign; 1.0 is enough for a verdict.

    A ``lead`` has only a name that ends like those of gambling sites. One that ``advertises`` leads
    to a name of gambling form, and its words are hardly anything but promotion.
    """

    link: Link
    host: str
    weight: float
    lead: bool = False
    advertises: bool = False
    # Its words are hardly anything but promotion, of the kind that nobody else says.
    bare: bool = False
    subject: Subject | None = None


def weigh(link: Link, own_host: str, *, concealed: bool, listed: HostList = EMPTY) -> Weighed:
    """Weigh a link; ``concealed`` is hidden from visitors, or given to robots or phones only.

    A concealed link needs little to speak for itself. One that anybody sees must lead to a host of
    gambling form *and* promote, since honest texts link to what they warn of.
    """
    host = host_of(link.url)
    foreign = bool(host) and not belongs(host, own_host)
    if not foreign and not concealed:
        return Weighed(link, host, 0.0)
    form = gambling_form(host, listed) if foreign else None
    said = _said(link, host)
    rule = _concealed if concealed else _open
    strength = form.strength if form else ""
    lead = strength == "weak" and said.weight < MILD
    bare = said.weight >= MILD and said.share >= _BARE and not said.warned
    weight = rule(strength, said, foreign=foreign)
    if foreign and bare and not concealed and "ugc" in link.rel and said.weight >= STRONG:
        weight = max(weight, _COMMENTED)  # a stranger's own words, as the site itself declares
    if foreign and bare and said.weight >= STRONG and veiled(link.text):
        weight = 1.0  # who disguises the words of an advertisement knows why
    telling = bare and (bool(strength) or said.weight >= STRONG)
    subject = said.subject or _about(link, host, strength)
    return Weighed(link, host, weight, lead, bool(strength) and bare, telling, subject)


def _about(link: Link, host: str, strength: str) -> Subject | None:
    """A name that is merely like theirs may be a shop's, whose words tell it."""
    told = subject_of(link.text[:300], host) if strength == "weak" else None
    return told or ("gambling" if strength else None)


def _concealed(strength: str, said: Promotion, *, foreign: bool) -> float:
    if strength == "strong":
        return 1.0
    if strength == "weak":
        return 1.0 if said.weight >= MILD else 0.3
    if not foreign:
        # A news slide that is hidden for now leads to the site itself, and its headline is long.
        return (0.5 if said.share >= _BARE else 0.35) if said.weight >= STRONG else 0.0
    if said.weight >= STRONG:
        return 0.7
    return 0.4 if said.weight >= MILD else 0.0


def _open(strength: str, said: Promotion, *, foreign: bool) -> float:
    if strength == "strong":
        return 0.2 if said.warned else (1.0 if said.weight >= MILD else 0.4)
    if not foreign or said.weight < STRONG:
        return 0.0
    if strength == "weak":
        return 0.8
    # Spam's links are nothing but the phrase; headlines are longer.
    return _BARE_WEIGHT if said.share >= _BARE else 0.1


def _said(link: Link, host: str) -> Promotion:
    """What the link's words and the words of its path promote. A host's own name is no promise."""
    try:
        path = unquote(urlsplit(link.url).path)
    except ValueError:
        path = ""
    text = link.text[:500]
    if host and text.strip().lower().removeprefix("https://").strip("/").endswith(host):
        text = ""
    return promotion(f"{text} . {path[:500]}")
