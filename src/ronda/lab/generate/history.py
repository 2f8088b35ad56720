"""Draws what befalls a site over the rounds: one fate at a time, small faults beside it."""

from random import Random
from typing import Any

from ronda.lab import classes
from ronda.lab.causes import Cause, read
from ronda.lab.format import SiteFile
from ronda.lab.generate import evil
from ronda.lab.generate.pen import Pen
from ronda.lab.generate.plan import at, weighted
from ronda.lab.generate.settings import Rates, rates

# Causes that each stand for a fate of rates.toml; where none stands here, the fate is a cause's name.
FATES: dict[str, tuple[str, ...]] = {
    "empty": ("empty_site",),
    "defaced": ("defacement",),
    "phishing": ("phishing_page", "phishing_front", "phishing_login"),
    "malicious": ("malicious_script", "malicious_redirect"),
    "foreign": ("foreign_content",),
    "hijacked": ("hijacked_subdomain",),
    "dangling": ("dangling_cname",),
}
# Of each group a site has one at most: they would measure the same thing.
GROUPS = (
    ("expired_certificate", "expiring_certificate", "wrong_name_certificate", "self_signed",
     "missing_intermediate", "not_yet_valid_certificate", "weak_key"),
    ("private_address", "lame_delegation"),
)  # fmt: skip
# Each of these decides alone what the name answers, if anything.
NAME = frozenset(
    {
        "name_gone",
        "dangling_cname",
        "private_address",
        "lame_delegation",
        "dead",
        "hijacked_subdomain",
    }
)
MAIL = ("spoofable_mail", "dmarc_none", "spf_permissive")
SILVER = 0.41421356237309515  # as plan.GOLDEN, in a measure of its own
OWN_ADDRESSES = 1_500  # sites with an address of their own; the lab has some thousands


class Addresses:
    """Counts the sites that need an address of their own, so that their number stays bounded."""

    def __init__(self, most: int = OWN_ADDRESSES) -> None:
        self._left = most

    def take(self) -> bool:
        """Take one, if one is left."""
        if self._left <= 0:
            return False
        self._left -= 1
        return True


class Planter:
    """Collects a site's causes; what would make the truth a lie is not taken."""

    def __init__(self, site: SiteFile, pen: Pen, shared: bool, rounds: int, own: Addresses) -> None:
        self._site, self._pen, self._shared, self._rounds = site, pen, shared, rounds
        self._own = own
        self._causes: list[Cause] = []
        self.entries: list[dict[str, Any]] = []
        self.own_address = False

    def plant(self, entry: dict[str, Any], window: tuple[int, int | None]) -> bool:
        """Plant a cause in a window of rounds; False when it cannot stand there."""
        first, last = window
        entry = dict(entry)
        if first > 1:
            entry["from_round"] = first
        if last is not None:
            entry["until_round"] = last
        cause = read(entry)
        if not self._fits(cause):
            return False
        if cause.own_address and not self.own_address:
            if not self._own.take():
                return False
            self.own_address = True
        self._causes.append(cause)
        self.entries.append(entry)
        return True

    def _fits(self, cause: Cause) -> bool:
        bare = self._pen.site.kind == "bare_ip"
        http = self._site.address.startswith("http://")
        expects = cause.consequence().expects
        if (self._shared and not cause.on_shared_host) or (bare and cause.needs_name):
            return False
        if (bare and cause.own_address) or (http and expects & (classes.TLS | classes.HEADERS)):
            return False
        if cause.objection(self._site):
            return False
        if classes.INJECTED & expects and self._site.tempts:
            return False  # such a page is there to be honest
        if classes.STALE in expects and len(self._site.front.posts) < 2:
            return False  # a single old day may be history, and says nothing
        return all(self._together(cause, other) for other in self._causes)

    def _together(self, cause: Cause, other: Cause) -> bool:
        """Two causes may stand in the same round: neither spoils what the other planted."""
        if not _overlap(cause, other, self._rounds):
            return True
        kinds = {cause.kind, other.kind}
        if kinds <= NAME:
            return False
        replacing = {cause.on_front_page(), other.on_front_page()}
        if "replaces" in replacing and replacing != {"replaces", ""}:
            return False
        if "replaces" in replacing and "outdated_software" in kinds:
            return False  # the page that would name it is gone
        if cause.every_path or other.every_path:
            # Only what stands beside the pages can be told then: names, certificates.
            beside = classes.TLS | {classes.MAIL_SPOOFABLE}
            rest = other if cause.every_path else cause
            return bool(rest.consequence().expects) and rest.consequence().expects <= beside
        return True


def _overlap(one: Cause, other: Cause, rounds: int) -> bool:
    ends = (one.until_round or rounds, other.until_round or rounds)
    return max(one.from_round, other.from_round) <= min(ends)


def befall(planter: Planter, pen: Pen) -> None:
    """Plant everything that befalls an agency's site."""
    site, rounds = pen.site, pen.province.settings.rounds
    grade = rates().difficulty[pen.province.settings.difficulty]
    if site.moves_to:
        planter.plant({"kind": "moved", "to": site.moves_to}, (site.moves_in, None))
    fates = {name: rate.share * grade.faults for name, rate in rates().fates.items()}
    healthy = max(0.0, 1 - sum(fates.values()))
    last = 0
    # The portal stands: without it half of the province could not be found by its links.
    for _ in range(0 if site.kind == "portal" else 2):
        # The first by the site's number, so that shares hold in small provinces too.
        drawn = pen.rng.random() if last else site.index * SILVER % 1.0
        fate = at(drawn, {**fates, "healthy": healthy})
        window = _window(pen.rng, rounds, last)
        if fate != "healthy" and window:
            planted = planter.plant(_fate(pen, fate, rates(), grade.veiled), window)
            if not planted and fate in ("dead", "hostile"):
                # No address of its own is left for it: it is broken in another way.
                planter.plant(evil.entry(pen, "server_error"), window)
            elif not planted and fate == "dangling":
                # A registered domain can be no alias. It draws nothing and excludes the same faults,
                # so that all else in the province stays as it is.
                planter.plant(evil.entry(pen, "name_gone"), window)
            last = window[1] or rounds
        if last == 0 or last >= rounds or not pen.chance(0.3):
            break
        healthy = 1.0
    _small(planter, pen, grade.faults)


def _window(rng: Random, rounds: int, after: int) -> tuple[int, int | None] | None:
    """Return rounds of something: all of them, from one on, or until one, later than ``after``."""
    if after >= rounds:
        return None
    drawn = rng.random()
    first = after + 1 if after or drawn < 0.6 else rng.randint(1, rounds)
    if drawn < 0.4 or first == rounds:
        return first, None
    return (first, rng.randint(first, rounds - 1)) if drawn < 0.85 else (first, None)


def _fate(pen: Pen, fate: str, known: Rates, veiled: float) -> dict[str, Any]:
    if fate == "injected":
        forms = known.injections["veiled" if pen.chance(veiled) else "plain"]
        return evil.entry(pen, weighted(pen.rng, forms))
    return evil.entry(pen, pen.rng.choice(FATES.get(fate, (fate,))))


def _small(planter: Planter, pen: Pen, times: float) -> None:
    rounds = pen.province.settings.rounds
    shares = {name: rate.share for name, rate in rates().faults.items()}
    if pen.site.address.startswith("http://"):
        planter.plant({"kind": "no_https_redirect"}, (1, None))
        shares.pop("no_https_redirect")
    if not (pen.site.lone and pen.site.family == "unofficial"):
        shares.pop("spoofable_mail")
        shares.pop("lame_delegation")
    done: set[str] = set()
    for name, share in shares.items():
        if not pen.chance(min(0.95, share * times)) or name in done:
            continue
        done |= {other for group in GROUPS if name in group for other in group}
        window = _window(pen.rng, rounds, 0) or (1, None)
        if name == "exposed":
            planter.plant(evil.exposed(pen), window)
        elif name == "spoofable_mail":
            planter.plant({"kind": pen.rng.choice(MAIL)}, window)
        else:
            planter.plant(evil.entry(pen, name), window)
