"""Weighs where visitors, robots and phones are sent instead of the page that they asked for."""

import re
from collections.abc import Iterator

from ronda.engine.artifacts import Failure, FailureKind, HttpArtifact, View
from ronda.engine.content.foreign import is_office
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_sign import VIEWS, Sides, Sign
from ronda.engine.content.gambling_words import Subject, promotion
from ronda.engine.content.hosts import (
    belongs,
    host_of,
    shared_purpose,
    short_links,
)
from ronda.engine.content.leaving import for_the_site, leaves_home, signs_in
from ronda.engine.content.led_to import led_to
from ronda.engine.content.sendings import Sending, covering, sendings, submitted
from ronda.engine.content.sitemaps import locations
from ronda.engine.content.strangers import at_play, kin, thrown_away, unrelated
from ronda.engine.content.subjects import subject_of
from ronda.engine.content.traps import sold, trap_of

# A robot or phone alone is sent to another owner's host: odd, and with more beside it decisive.
SENT_AWAY = 0.6
# Addresses in the words of a failure on the way.
_ADDRESS = re.compile(r"https?://[^\s'\"<>]{3,300}", re.IGNORECASE)
_PROGRAM = re.compile(r"\.(?:exe|msi|hta|scr|jar|dmg|bat|cmd|ps1|vbs|js)(?:$|\?)", re.IGNORECASE)
_PAGES_LEFT = 3  # addresses that a site's own sitemap still lists
_KEPT_FROM_READERS = frozenset(
    {"base64", "fromCharCode", "reversed", "pieces", "unescape", "list", "packed"}
)


def redirects(sides: Sides) -> Iterator[Sign]:
    """Redirects by the server to another owner's host, completed or not; one a view."""
    usual = _arrives(sides)
    for view in VIEWS:
        got = sides.answers.get(view)
        if got is None:
            continue
        if isinstance(got, HttpArtifact):
            targets = [host_of(got.final_url)]
            shown = f"{got.url} -> {got.final_url}"
        else:
            targets = _told_by(got)
            shown = f"{got.towards} {got.detail}".strip()
        for host in targets:
            alike = view != "visitor" and any(belongs(host, one) for one in usual)
            if belongs(host, sides.host) or alike:
                continue
            weight = _weight(host, sides)
            if view == "visitor":
                weight = max(weight, _everybody(host, shown, sides))
            if view != "visitor" and not shared_purpose(host):
                weight = max(weight, _alone(view, host, sides))
            if weight:
                yield Sign("redirect", view, weight, shown, subject=_subject(host, sides))
                break


def _arrives(sides: Sides) -> list[str]:
    """The hosts at which a visitor ends, or was to end when they do not answer."""
    got = sides.answers.get("visitor")
    if isinstance(got, HttpArtifact):
        return [host_of(got.final_url)]
    return [sides.host, *(_told_by(got) if got else ())]


def _everybody(host: str, shown: str, sides: Sides) -> float:
    """What it weighs that the server sends all visitors to a stranger.

    An office may have moved there, or have its application there. But who moves takes all of his site
    along: where only the front page leads away, somebody else has written the rule.
    """
    url = next((one for one in _ADDRESS.findall(shown) if host_of(one) == host), "")
    if not unrelated(host, sides.host) or (url and for_the_site(url, sides.host)):
        return 0.0
    page = sides.pages.get("visitor")
    if page is not None and is_office(f"{page.title} . {page.text}"):
        return 0.0
    got = sides.answers.get("visitor")
    gone = isinstance(got, Failure) and got.kind is FailureKind.NXDOMAIN
    if gone and at_play(host):
        return 1.0  # names of players come and go; an office's application is not called so
    left = sum(belongs(host_of(one), sides.host) for one in locations(sides.sitemap))
    return 1.0 if left >= _PAGES_LEFT else SENT_AWAY


def moves(sides: Sides) -> Iterator[Sign]:
    """Redirects by the page itself: its refresh or its script, in any view; each target once."""
    seen: set[str] = set()
    base = sides.answer("visitor")
    common = _targets(base) if base and _own(base, sides) else set()
    for view in VIEWS:
        answer = sides.answer(view)
        if answer is None or not _own(answer, sides):
            continue
        for one in _sendings(answer):
            host = host_of(one.url)
            if not host or host in seen or belongs(host, sides.host):
                continue
            seen.add(host)
            alone = view != "visitor" and host not in common
            if weight := _sending(one, host, view, sides, alone=alone):
                yield Sign(
                    f"moved_{one.how}",
                    view,
                    weight,
                    one.url,
                    one.packed,
                    _subject(host, sides),
                    only=one.only,
                )


def led_away(sides: Sides) -> Iterator[Sign]:
    """A whole page whose form sends itself to a stranger, or that a stranger's page covers."""
    page, answer = sides.pages.get("visitor"), sides.answer("visitor")
    if page is None or answer is None or not _own(answer, sides):
        return
    forms = [form.action for form in page.forms if form.action and not signs_in(form)]
    away = [url for url in forms if leaves_home(url, page, sides.host) == "surely"]
    if away and submitted(answer.body):
        yield Sign("moved_form", "visitor", 1.0, away[0], subject=_subject(host_of(away[0]), sides))
    for url in covering(answer.body, answer.final_url):
        if leaves_home(url, page, sides.host) == "surely":
            yield Sign("moved_frame", "visitor", 1.0, url, subject=_subject(host_of(url), sides))
            return


def _sendings(answer: HttpArtifact) -> list[Sending]:
    return sendings(answer.body, answer.final_url, answer.header("refresh") or "")


def _subject(host: str, sides: Sides) -> Subject | None:
    form = gambling_form(host, sides.listed)
    if form is None:
        return subject_of("", host)
    # A name that is merely like theirs may be a shop's.
    return (subject_of("", host) if form.by == "name" else None) or "gambling"


def _told_by(broken: Failure) -> list[str]:
    """The hosts that a failure on the way names: where it was to end, and whom it passed."""
    if not broken.towards:
        return []
    passed = _ADDRESS.findall(broken.detail[:2_000])
    return list(filter(None, map(host_of, (led_to(broken), *passed))))


def _own(answer: HttpArtifact, sides: Sides) -> bool:
    return belongs(host_of(answer.final_url), sides.host)


def _targets(answer: HttpArtifact) -> set[str]:
    return {host_of(one.url) for one in _sendings(answer)}


def _sending(one: Sending, host: str, view: View, sides: Sides, *, alone: bool) -> float:
    weight = _weight(host, sides)
    form = gambling_form(host, sides.listed)
    # A market's name, or that of who waits behind a trap, may be merely like theirs.
    named_alike = form is not None and form.by == "name"
    trap = _trap(view, sides) if form is None or named_alike else ""
    nameless = form is None or (
        named_alike and (trap in ("captcha", "push") or bool(sold(one.url, sides.host)))
    )
    if nameless and _PROGRAM.search(one.url):
        return 0.0  # a program to be fetched is a trap of another kind
    if nameless and one.only != "search" and trap not in ("", "click"):
        # So visitors are sold to whoever pays: CONTENT.REDIRECT says it, and what awaits them at
        # the end nobody has seen.
        return SENT_AWAY
    if shared_purpose(host) or kin(host, sides.host):
        return weight
    if short_links(host):
        return max(weight, SENT_AWAY if one.only or one.packed or alone else 0.0)
    if one.only in ("search", "robot") or one.packed in _KEPT_FROM_READERS:
        # No honest page hides where it leads, or leads on those alone who come from a search.
        return 1.0
    if alone:
        weight = max(weight, _alone(view, host, sides))
    if one.only == "phone":
        weight = max(weight, SENT_AWAY)
    if one.at_once and one.only in ("", "once") and view == "visitor":
        leaves = leaves_home(one.url, sides.pages.get("visitor"), sides.host)
        weight = max(weight, {"": 0.0, "perhaps": SENT_AWAY, "surely": 1.0}[leaves])
    return weight


def _trap(view: View, sides: Sides) -> str:
    """What the page does to its visitors besides: a value of ``Trap.what``, or ""."""
    answer = sides.answer(view)
    if answer is None:
        return ""
    found = trap_of(answer.body, sides.pages.get(view), sides.host)
    return found.what if found else ""


def _weight(host: str, sides: Sides) -> float:
    """What a target's name says by itself; its path may promote too."""
    own, form = sides.host, gambling_form(host, sides.listed)
    if form is None:
        # No office moves its front page to a name of the kind that is bought by the hundred.
        return 1.0 if thrown_away(host) and not kin(host, own) else 0.0
    if form.strength == "strong":
        return 1.0
    if kin(host, own) or shared_purpose(host):
        return 0.5
    # An entry of a list never decides alone. Nor does a name that is merely like theirs; but here
    # everybody is led away to it from an office's page, which no honest page does.
    return 0.9 if form.by == "list" else 1.0


def _alone(view: View, host: str, sides: Sides) -> float:
    """Whoever sends only a robot or a phone to a stranger hides it from us.

    A page that names the host, or a host that bears the site's name, may be an honest twin for
    phones; and where what they arrive at could be read, its words decide.
    """
    if gambling_form(host, sides.listed):
        return 1.0
    base = sides.answer("visitor")
    named = base is not None and host.encode() in base.body
    if named or base is None or short_links(host) or kin(host, sides.host):
        return SENT_AWAY
    arrived = sides.answer(view)
    read = arrived is not None and host_of(arrived.final_url) == host and arrived.status == 200
    return 1.0 if not read and sides.whole("visitor") else SENT_AWAY


def landed(sides: Sides) -> Iterator[Sign]:
    """The page that a visitor arrives at on another owner's host promotes."""
    page, answer = sides.pages.get("visitor"), sides.answer("visitor")
    there = host_of(answer.final_url) if answer else ""
    if page is None or answer is None or belongs(there, sides.host) or shared_purpose(there):
        return
    said = promotion(f"{page.title} . {page.description} . {page.text[:20_000]}")
    if said.weight >= 2 and not said.warned:
        yield Sign(
            "redirect", "visitor", 1.0, f"{answer.url} -> {answer.final_url}", subject=said.subject
        )
