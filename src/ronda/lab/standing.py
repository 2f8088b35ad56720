"""How a site stands in a round: all that DNS, listeners and the log need, and no page of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
import tldextract

from ronda.lab.world import CertPlan, LogEntry, Misbehave, Record, VirtualHost

# The bundled list only: nothing is fetched.
_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


class Standing(msgspec.Struct, frozen=True):
    """A site in a round."""

    host: str
    path: str  # below which it lives on its host, with a final slash
    apex: str
    hosts: tuple[VirtualHost, ...]  # its own and further names, with routes left out
    records: tuple[Record, ...]
    spf: str | None
    dmarc: str | None
    certificate: CertPlan | None  # as it was issued when first shown
    lame: bool  # its registered domain's name servers do not answer
    certificate_seen: bool  # a server at the site's own address shows it
    name_behaviour: Misbehave | None = None  # how its name server misbehaves


class Life(msgspec.Struct, frozen=True):
    """A site over the rounds from 1 on: a certificate log remembers what it showed."""

    stretches: tuple[tuple[int, Standing | None], ...]  # from a round until the next one's

    def at(self, number: int) -> Standing | None:
        """How it stands in a round; None when it does not exist."""
        found = None
        for start, standing in self.stretches:
            if start > number:
                break
            found = standing
        return found

    def remembered(self, number: int) -> Iterable[LogEntry]:
        """Logged certificates that it showed up to a round, and does not show in it."""
        now = self.at(number)
        seen: list[CertPlan] = []
        for start, standing in self.stretches:
            plan = standing.certificate if standing else None
            if start <= number and plan is not None and not any(plan is old for old in seen):
                seen.append(plan)
        for plan in seen:
            shown = now is not None and now.certificate_seen and now.certificate is plan
            if plan.logged and plan.not_before and not shown:
                yield LogEntry(plan, plan.not_before)


# A certificate that ends this soon is an old one that nobody renewed, not a new one.
_ENDS_SOON = timedelta(days=14)


@lru_cache(maxsize=50_000)
def apex_of(host: str) -> str:
    """Return the registered domain of a host by the bundled public suffix list."""
    return _extract(host).top_domain_under_public_suffix or host


def issue(plan: CertPlan, at_round: int, rounds: int, now: datetime) -> CertPlan:
    """Date a certificate that is first shown in a round: a log only grows, so it is newer than
    all of earlier rounds."""
    if at_round == 1:
        return plan
    if plan.kind == "not_yet_valid":
        return plan
    ends_soon = plan.not_after is not None and plan.not_after - now < _ENDS_SOON
    if plan.kind == "expired" or ends_soon:
        # It was issued, and logged, long before it ran out, or is about to.
        return msgspec.structs.replace(plan, logged=False)
    step = timedelta(days=1) / (rounds + 1)
    return msgspec.structs.replace(plan, not_before=now - timedelta(days=1) + at_round * step)
