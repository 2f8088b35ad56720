"""Judges one link of a page of ours: does it lead to an unknown site that is worth a look, and why?"""

from collections import Counter
from ipaddress import ip_address

import msgspec

from ronda.engine.attribute.appnames import application_in_text
from ronda.engine.attribute.shared import chosen_labels, registered_domain, shared_hosts
from ronda.engine.discover.contract import Sighting, SourceContext
from ronda.engine.discover.parts.signals import (
    Watch,
    of_institution,
    office_in_address,
    squeeze,
)
from ronda.engine.urls import BadUrl, Origin, parse

MAX_PLAIN = 200  # links without any sign on further pages, a run
MIN_CALLED, MAX_CALLED = 5, 30  # letters of a link's words that name the host it leads to

# Every government links to these; a link there says nothing of a site of its own.
_PLATFORMS = frozenset(
    [
        "facebook.com",
        "fb.com",
        "fb.me",
        "instagram.com",
        "twitter.com",
        "x.com",
        "youtube.com",
        "youtu.be",
        "tiktok.com",
        "threads.net",
        "threads.com",
        "whatsapp.com",
        "wa.me",
        "telegram.me",
        "t.me",
        "linkedin.com",
        "google.com",
        "google.co.id",
        "googleapis.com",
        "gstatic.com",
        "googletagmanager.com",
        "wordpress.org",
        "joomla.org",
        "w3.org",
        "gmpg.org",
        "gravatar.com",
        "cloudflare.com",
        "jquery.com",
        "jsdelivr.net",
        "bootstrapcdn.com",
        "fontawesome.com",
        "apple.com",
        "huawei.com",
        "microsoft.com",
        "wikipedia.org",
        "creativecommons.org",
        "addtoany.com",
        "histats.com",
        "schema.org",
        "openstreetmap.org",
        "zoom.us",
    ]
)


class Place(msgspec.Struct, frozen=True):
    """Where a link stands."""

    page: str  # address of the page
    relation: str  # of the site whose page it is, or that led to the page
    further: bool = False  # not a front page
    # Short links on the way: "https://pendek.example/a".
    via: tuple[str, ...] = ()
    # The page of ours that led to this one, where this is a page of links.
    led_from: str = ""


class LinkJudge:
    """Judges the links of one run, and counts what it drops and why."""

    def __init__(self, context: SourceContext, source: str) -> None:
        self.counts: Counter[str] = Counter()
        self._context = context
        self._source = source
        self._shared = shared_hosts(context.net.extra_shared_hosts)
        self._watch = Watch(context.watched, self._shared, context.hints, context.places)
        self._seen: set[tuple[str, str]] = set()
        self._plain = 0

    def judge(self, place: Place, address: str, words: str, where: str) -> Sighting | None:
        """Return the sighting that a link is, or count why it is none.

        ``where``: the part of the page that it stands in.
        """
        sighting = self._sighting(place, address, words, where)
        if sighting is None:
            return None
        if (sighting.url, place.page) in self._seen:
            self.counts["duplicate"] += 1
            return None
        self._seen.add((sighting.url, place.page))
        if sighting.lead and place.further:
            self._plain += 1
            if self._plain > MAX_PLAIN:
                self.counts["over_limit"] += 1
                return None
        self.counts["lead" if sighting.lead else "sighted"] += 1
        return sighting

    def _sighting(self, place: Place, address: str, words: str, where: str) -> Sighting | None:
        try:
            origin = parse(address)
            url = self._shared.site_of(address)
            page_host = parse(place.page).host
        except BadUrl:
            self.counts["malformed"] += 1
            return None
        dropped = self._dropped(origin, url, page_host)
        sign = self._watch.in_address(origin) if dropped is None else None
        if dropped is None and sign is None:
            if origin.host.endswith(".go.id"):
                # Under go.id and in none of our zones: another government's, whatever the words say.
                dropped = "other_government"
            else:
                sign = self._weaker_sign(origin, words, place, where)
                if sign is None and of_institution(origin.host):
                    dropped = "institution"
        if dropped is not None:
            self.counts[dropped] += 1
            return None
        facts = {
            "link_text": words[:300],
            "place": where,
            "from": place.page,
            "from_relation": place.relation,
            "href": address[:500],
            "sign": sign or "",
            "scheme": origin.scheme,
        }
        if way := [step for step in (place.led_from, *place.via) if step]:
            facts["via"] = " → ".join(way)[:500]
        seen_in = f"{place.page} ({where})"[:500]
        return Sighting(self._source, url, self._context.now, seen_in, facts, lead=sign is None)

    def _dropped(self, origin: Origin, url: str, page_host: str) -> str | None:
        """Return why a link says nothing whatever stands in it, or None."""
        if origin.host == page_host and self._shared.host_of(origin.host) is None:
            return "own_site"
        if url in self._context.known:
            return "known"
        if origin.host not in self._shared.paths and registered_domain(origin.host) in _PLATFORMS:
            return "platform"
        return None

    def _sign_in_host(self, host: str, words: str, known: bool) -> str | None:
        """What a host says that is no watched word.

        An office's word beside our region's is as good as one. Where a front page of ours links to
        the host (``known``) so is either of them, or its name in the words of the link: whoever made
        the page knows the site, and it is worth a person's look even when it never answers.
        """
        signs = self._watch.signs_in_host(host)
        if signs.office and signs.place:
            return f"{signs.office} {signs.place}"
        if not known or of_institution(host):
            return None
        return signs.office or signs.place or _called_by_name(words, host)

    def _weaker_sign(self, origin: Origin, words: str, place: Place, where: str) -> str | None:
        # A news item may tell of anybody, and anybody may comment.
        known = not place.further and where != "comment"
        # What somebody called his short link is as telling as the words of a link.
        slugs = " ".join(via.rpartition("/")[2] for via in place.via)
        return (
            self._watch.in_text(words)
            or (self._watch.in_text(slugs) if slugs else None)
            or office_in_address(origin, self._shared)
            or application_in_text(words)
            or self._sign_in_host(origin.host, words, known)
            or ("IP" if _is_address(origin.host) else None)
        )


def _called_by_name(words: str, host: str) -> str | None:
    """Return the words of a link that are the name of the host, where offices of ours take names.

    A page of ours calls "Ekspor Hub" what stands at ``eksporhubku.my.id``: it is worth a person's
    look even when it never answers. Elsewhere a name alone says too little ("Moodle" at
    ``moodle.com``).
    """
    name = squeeze(words)
    if not MIN_CALLED <= len(name) <= MAX_CALLED:
        return None
    if of_institution(host) or name not in squeeze(chosen_labels(host)):
        return None
    return words.strip()[:MAX_CALLED] if host.endswith(".id") else None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
