"""Which of many addresses carry a watched word: sifted one by one, counted, each site once."""

from collections import Counter
from collections.abc import Iterator, Mapping

from ronda.engine.attribute.shared import registered_domain, shared_hosts
from ronda.engine.discover.contract import Note, Sighting, SourceContext
from ronda.engine.discover.parts.signals import Watch
from ronda.engine.urls import BadUrl, parse

MAX_SITES = 50_000  # sighted in one run; a file that names more is not about one government
_OTHERS = (".go.id", ".desa.id")


class Sift:
    """Takes addresses as written and gives sightings for those worth a look.

    Dropped and counted: what is no address, hosts without a watched word, zones of other
    governments, sites seen before in this run, and what comes after ``MAX_SITES``.
    """

    def __init__(self, source: str, context: SourceContext) -> None:
        self.counts: Counter[str] = Counter()
        self._source = source
        self._now = context.now
        self._shared = shared_hosts(context.net.extra_shared_hosts)
        self._watch = Watch(context.watched, self._shared)
        self._seen: set[str] = set()
        # Archives are sorted by host: millions of lines in a row are decided by the first.
        self._last: tuple[str, str] = ("", "")

    def site(self, written: str, sign: str | None = None) -> tuple[str, str] | None:
        """Return (site, the watched word), or None and count why not.

        ``sign``: a word found elsewhere (a result's title) that makes the site worth a look.
        """
        self.counts["read"] += 1
        host = written.partition("://")[2].partition("/")[0]
        if host and self._last[0] == host and sign is None:
            self.counts[self._last[1]] += 1
            return None
        try:
            url = self._shared.site_of(written)
            origin = parse(url)
        except BadUrl:
            self.counts["malformed"] += 1
            return None
        word = self._watch.in_address(origin) or sign
        if word is None:
            # Of a shared host another path may be worth a look.
            reason = "not_watched"
            if origin.host not in self._shared.paths:
                self._last = (host, reason)
        elif self._of_another_government(origin.host):
            reason = "other_government"
            self._last = (host, reason)
        else:
            return url, word
        self.counts[reason] += 1
        return None

    def sighting(
        self, url: str, word: str, where: str, facts: Mapping[str, str]
    ) -> Sighting | None:
        """Return the sighting of a site that :meth:`site` let through; None when it is a repeat."""
        if url in self._seen:
            self.counts["duplicate"] += 1
            return None
        if len(self._seen) >= MAX_SITES:
            self.counts["over_limit"] += 1
            return None
        self._seen.add(url)
        self.counts["sighted"] += 1
        kept = {key: value for key, value in facts.items() if value}
        return Sighting(self._source, url, self._now, where[:500], {"sign": word} | kept)

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
