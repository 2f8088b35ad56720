"""Which of many addresses carry a watched word: sifted one by one, counted, each site once."""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.discover.contract import Note, Sighting, SourceContext
from ronda.engine.discover.parts.signals import Signs, Watch, of_institution
from ronda.engine.urls import BadUrl, parse

MAX_SITES = 50_000  # sighted in one run; a file that names more is not about one government
_OTHERS = (".go.id", ".desa.id")


class Found(msgspec.Struct, frozen=True):
    """A site worth a look, and the word that says so; ``lead``: the word is a weak one."""

    url: str
    word: str
    lead: bool


class Sift:
    """Takes addresses as written and gives sightings for those worth a look.

    Dropped and counted: what is no address, hosts without a watched word, zones of other
    governments, sites seen before in this run, and what comes after ``MAX_SITES``.

    ``leads``: one weak sign makes a lead. Only for sources whose every address already has to do
    with us; in an archive of the whole web such signs are everywhere.
    """

    def __init__(self, source: str, context: SourceContext, *, leads: bool = False) -> None:
        self.counts: Counter[str] = Counter()
        self._source = source
        self._now = context.now
        self._shared = shared_hosts(context.net.extra_shared_hosts)
        self._watch = Watch(context.watched, self._shared, context.hints, context.places)
        self._leads = leads
        self._seen: set[str] = set()
        # Archives are sorted by host: millions of lines in a row are decided by the first.
        self._last: tuple[str, str] = ("", "")

    def site(self, written: str, weak: str | None = None) -> Found | None:
        """Return the site with the word that makes it worth a look, or None and count why not.

        ``weak``: a sign found elsewhere (a result's title) that is worth Ronda's own look.
        """
        self.counts["read"] += 1
        host = written.partition("://")[2].partition("/")[0]
        if host and self._last[0] == host and weak is None:
            self.counts[self._last[1]] += 1
            return None
        try:
            url = self._shared.site_of(written)
            origin = parse(url)
        except BadUrl:
            self.counts["malformed"] += 1
            return None
        word = self._watch.in_address(origin)
        signs = self._watch.signs_in_host(origin.host) if word is None else Signs()
        both = bool(signs.office and signs.place)
        sign = word or " ".join(filter(None, (signs.office, signs.place)))
        if not (word or both) and not (self._leads and sign):
            sign = weak or ""
        lead = not (word or both)
        if not sign:
            reason = "not_watched"
        elif self._of_another_government(origin.host) or (lead and of_institution(origin.host)):
            reason = "other_government"
        else:
            return Found(url, sign, lead)
        if origin.host not in self._shared.paths and weak is None:
            self._last = (host, reason)  # of a shared host another path may be worth a look
        self.counts[reason] += 1
        return None

    def sighting(self, found: Found, where: str, facts: Mapping[str, str]) -> Sighting | None:
        """Return the sighting of what :meth:`site` let through; None when it is a repeat."""
        if found.url in self._seen:
            self.counts["duplicate"] += 1
            return None
        if len(self._seen) >= MAX_SITES:
            self.counts["over_limit"] += 1
            return None
        self._seen.add(found.url)
        self.counts["lead" if found.lead else "sighted"] += 1
        kept = {"sign": found.word} | {key: value for key, value in facts.items() if value}
        return Sighting(self._source, found.url, self._now, where[:500], kept, found.lead)

    def notes(self) -> Iterator[Note]:
        """Yield the counted funnel since the last call."""
        for step, count in self.counts.items():
            if count:
                yield Note(step, count)
        self.counts.clear()

    def _of_another_government(self, host: str) -> bool:
        """A name under go.id whose registered domain is neither ours nor named like us."""
        if not host.endswith(_OTHERS) or self._watch.zone_of(host) is not None:
            return False
        return self._watch.in_host(registered_domain(host)) is None
