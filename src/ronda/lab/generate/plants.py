"""Plants what sites have in common and what others publish of them: accounts, profiles, registrations.

Everything is drawn from streams of its own, so that nothing else of a province moves. The shares
stand in rates.toml by half: in each another mixture, the forms of accounts and handles included.
"""

import string
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from ronda.lab.generate.province import Province, slug
from ronda.lab.generate.settings import Planted, rates

if TYPE_CHECKING:
    from ronda.lab.generate.plan import Blueprint

BANDS = 3  # of swindlers, and of those who farm names
VENDORS = 4  # firms that build sites for many
_CAPITALS = string.ascii_uppercase + string.digits
# What an account looks like: its letters, and how many.
_ACCOUNTS = {
    "ga": ("G-", _CAPITALS, 10),
    "gtm": ("GTM-", _CAPITALS, 7),
    "tawk": ("", "0123456789abcdef", 24),
    "histats": ("", string.digits, 7),
    "pixel": ("", string.digits, 15),
    "adsense": ("pub-", string.digits, 16),
    "google": ("", string.ascii_letters + string.digits, 43),
    "bing": ("", "0123456789ABCDEF", 32),
}
_OWN_NAMES = frozenset({"own_com", "own_id", "own_org", "my_id", "web_id"})


def copies(province: Province, site: "Blueprint") -> bool:
    """Whether a site repeats the page of its agency's front door."""
    shares = _shares(province)
    drawn = _stream(province, site, "copies").random()
    if site.family == "impersonation":
        return site.kind != "story" and drawn < shares.copied
    mirrors = site.family == "unofficial" and site.kind in _OWN_NAMES and not site.faint
    return mirrors and drawn < shares.mirror


def quiet(province: Province, site: "Blueprint") -> bool:
    """Whether an agency's own page names the agency and gives no contact, as many do."""
    return _stream(province, site, "quiet").random() < _shares(province).quiet


def way(province: Province, site: "Blueprint") -> str:
    """Return how an impersonation goes about it: asks, silent, true_contacts or parked."""
    ways = _shares(province).ways
    if site.kind != "lookalike":
        ways = {name: weight for name, weight in ways.items() if name != "parked"}
    return _stream(province, site, "way").choices(list(ways), list(ways.values()))[0]


def marks(province: Province, site: "Blueprint") -> tuple[str, ...]:
    """Return the accounts that a site's pages name."""
    rng, shares = _stream(province, site, "marks"), _shares(province)
    if site.family == "impersonation" and site.copies is not None and rng.random() < shares.scraped:
        return marks(province, site.copies)
    if site.family in ("impersonation", "ex_official") and rng.random() < shares.band:
        # One band puts up many: its own account stands on all of them.
        return _of(province, f"band:{site.family}:{rng.randrange(BANDS)}")[:1]
    drawn = rng.random()
    if site.family in ("official", "unofficial") and site.kind != "shared":
        if drawn < shares.own:
            return _of(province, f"agency:{site.agency.plan.key}")[: rng.randint(1, 3)]
        return _vendors(province, rng) if drawn < shares.own + shares.vendor else ()
    if site.kind in ("vendor", "vendor_demo") or site.family == "other_government":
        return _vendors(province, rng) if drawn < shares.vendor * 1.5 else ()
    return _of(province, f"site:{site.index}")[:1] if drawn < shares.own else ()


def profiles(province: Province, site: "Blueprint") -> tuple[str, ...]:
    """Return the social profiles that a site's foot links."""
    rng, shares = _stream(province, site, "profiles"), _shares(province)
    if site.family == "impersonation":
        kept = site.copies is not None and rng.random() < shares.scraped
        return profiles(province, site.copies) if kept and site.copies else ()
    drawn = rng.random()
    if site.family in ("official", "unofficial") and site.kind != "shared":
        if drawn < shares.profiles:
            return _profiles(shares, rng, site.agency.tokens[0], province.slug)
        regional = drawn < shares.profiles + shares.regional
        return _profiles(shares, rng, "pemprov", province.slug) if regional else ()
    if site.other is not None and drawn < shares.profiles:
        # A namesake cannot have the same handle: it was taken.
        level = {"regency": "kab", "city": "kota"}.get(site.other.level, "prov")
        return _profiles(shares, rng, site.agency.tokens[0], f"{level}{slug(site.other.name)}")
    return ()


def registered(province: Province, site: "Blueprint") -> str | None:
    """Return since when a domain is registered, where that differs from what its maker makes likely."""
    rng, shares = _stream(province, site, "registered"), _shares(province)
    if site.family == "impersonation" and rng.random() < shares.caught:
        return f"-{rng.randint(1_200, 4_000)}d"  # an old name, bought when it ran out
    if site.family == "unofficial" and rng.random() < shares.fresh:
        return f"-{rng.randint(5, 90)}d"
    return None


def holder(province: Province, site: "Blueprint") -> str | None:
    """Return the holder that a registry publishes, where an office registered in its own name."""
    rng, shares = _stream(province, site, "holder"), _shares(province)
    if site.family != "unofficial" or rng.random() >= shares.held:
        return None
    whole = f"Pemerintah Provinsi {province.about.region.name}"
    return rng.choice((site.agency.plan.name, f"{site.agency.plan.name} {whole}", whole))


def _of(province: Province, whose: str) -> tuple[str, ...]:
    """The accounts of somebody, the same each time; those that the half's people use."""
    rng = Random(province.settings.stream(f"accounts:{whose}"))
    services = rng.sample(_shares(province).services, k=min(3, len(_shares(province).services)))
    return tuple(f"{name}:{_account(rng, name)}" for name in services)


def _account(rng: Random, service: str) -> str:
    start, letters, length = _ACCOUNTS[service]
    return start + "".join(rng.choice(letters) for _ in range(length))


def _vendors(province: Province, rng: Random) -> tuple[str, ...]:
    return _of(province, f"vendor:{rng.randrange(VENDORS)}")[:1]


def _profiles(shares: Planted, rng: Random, token: str, place: str) -> tuple[str, ...]:
    forms: Sequence[str] = shares.handles
    drawn = Random(f"{token} {place}")  # an office has the same name everywhere
    handle = drawn.choice(forms).format(token=token, place=place)
    hosts = (
        "www.instagram.com",
        "www.facebook.com",
        "x.com",
        "www.tiktok.com/@",
        "www.youtube.com/@",
    )
    chosen = rng.sample(hosts, rng.randint(1, 3))
    return tuple(f"https://{host}{'' if host.endswith('@') else '/'}{handle}" for host in chosen)


def _shares(province: Province) -> Planted:
    return rates().plants[province.settings.half]


def _stream(province: Province, site: "Blueprint", what: str) -> Random:
    return Random(province.settings.stream(f"site:{site.index}:{what}"))
