"""Leads some links to sites outside the zone by a news item or a short link, as the world does."""

import functools
from collections.abc import Iterable
from random import Random
from urllib.parse import urlsplit

import msgspec

from ronda.lab.format import InnerPage, LinkPlan, Part, ShortenerPlan
from ronda.lab.generate.files import read_toml
from ronda.lab.generate.pen import Pen
from ronda.lab.generate.province import Province
from ronda.lab.generate.settings import Rate

A_PAGE = 3  # links that one news item has at most
MOST_SHORT = 2_000  # short links of a province: they are kept in memory until its end


class RoadRates(Part, frozen=True, kw_only=True):
    """data/common/roads.toml."""

    told: Rate
    short: Rate
    listed: Rate
    vague: Rate
    hosts: dict[str, tuple[str, ...]]  # by half; "other" for the rest


@functools.cache
def road_rates() -> RoadRates:
    """Return the base rates that ship with the generator."""
    return msgspec.convert(read_toml("common", "roads.toml"), RoadRates)


class Roads:
    """Chooses the road of each link; every link draws from chance of its own."""

    def __init__(self, province: Province) -> None:
        self._settings = province.settings
        self._zones = tuple(zone.name for zone in province.about.zones)
        self._bio = tuple(host.name for host in province.about.shared_hosts if host.bio)
        # By the address of a page of links, what stands on it.
        self._listed: dict[str, list[LinkPlan]] = {}
        hosts = road_rates().hosts
        self._hosts = hosts.get(self._settings.half, hosts["other"])
        self._short: dict[str, dict[str, str]] = {host: {} for host in self._hosts}

    def lay(
        self, address: str, links: Iterable[LinkPlan]
    ) -> tuple[tuple[LinkPlan, ...], tuple[LinkPlan, ...]]:
        """Return what stands on a site's front page, and what only its news items link."""
        rates = road_rates()
        links = tuple(links)
        pages = [link.to for link in links if (urlsplit(link.to).hostname or "") in self._bio]
        front: list[LinkPlan] = self._listed.pop(address, [])
        told: list[LinkPlan] = []
        for link in links:
            rng = Random(self._settings.stream(f"road:{link.to}"))
            in_news, is_short, is_listed = (
                rng.random() < rate.share for rate in (rates.told, rates.short, rates.listed)
            )
            if self._in_zone(link.to) or link.to in pages:
                front.append(link)
                continue
            if is_listed and pages:
                self._listed.setdefault(rng.choice(pages), []).append(link)
                continue
            way = self._shortened(link, rng) if is_short else link
            (told if in_news else front).append(way)
        return tuple(front), tuple(told)

    def shorteners(self) -> tuple[ShortenerPlan, ...]:
        """Return the shorteners with the links that were laid over them so far."""
        return tuple(
            ShortenerPlan(name=host, title=f"Tautan pendek {host}", links=links)
            for host, links in self._short.items()
            if links
        )

    def _in_zone(self, url: str) -> bool:
        host = urlsplit(url).hostname or ""
        return any(host == zone or host.endswith(f".{zone}") for zone in self._zones)

    def _shortened(self, link: LinkPlan, rng: Random) -> LinkPlan:
        host = rng.choice(self._hosts)
        code = "".join(rng.choice("abcdefghkmnprstuvwxyz23456789") for _ in range(6))
        if len(self._short[host]) >= MOST_SHORT or f"/{code}" in self._short[host]:
            return link
        self._short[host][f"/{code}"] = link.to
        return msgspec.structs.replace(link, to=f"https://{host}/{code}")


def news(pen: Pen, told: tuple[LinkPlan, ...]) -> dict[str, InnerPage]:
    """Return the news items that link what was only told, by path; the page's other words stay."""
    province = pen.province
    rng = Random(province.settings.stream(f"site:{pen.site.index}:told"))
    say, context = province.words.grammar.say, pen.context
    found: dict[str, InnerPage] = {}
    for start in range(0, len(told), A_PAGE):
        links = tuple(
            msgspec.structs.replace(link, text=say(rng, "button", context), place="main")
            if rng.random() < road_rates().vague.share
            else msgspec.structs.replace(link, place="main")
            for link in told[start : start + A_PAGE]
        )
        path = f"/berita/{rng.randint(100, 9_999)}-{start // A_PAGE}"
        found[path] = InnerPage(
            title=say(rng, "post.title", context),
            paragraphs=(say(rng, "post.text", context),),
            links=links,
        )
    return found
