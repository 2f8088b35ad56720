"""Draws host names by the forms of a kind of site, and the names that go with them."""

from collections.abc import Mapping, Sequence
from random import Random

from ronda.lab.generate.province import Agency, Province, shortened, slug
from ronda.lab.standing import apex_of

DIGITS = "0123456789"


class Drawing:
    """Draws places by a rule of host names. A rule may give a name too: "place|name"."""

    def __init__(
        self,
        province: Province,
        rng: Random,
        rule: str,
        agency: Agency,
        said: Mapping[str, str],
        zone: str,
    ) -> None:
        plan, hosts = agency.plan, province.about.shared_hosts
        self._rng, self._grammar, self._rule = rng, province.words.grammar, f"host.{rule}"
        self._words = agency.topic.words
        self.name = ""
        self._context: dict[str, str | Sequence[str]] = {
            **said,
            "zone": zone,
            "zone.dashed": zone.replace(".", "-"),
            "token": agency.tokens,
            "app": slug(said["app.name"]),
            "slug": province.slug,
            "region": province.about.region.name,
            **shortened(province.about.region.name),
            "root.name": province.root,
            "abbr": plan.short,
            "short.slug": slug(plan.short),
            "abbr.slug": slug(plan.short),
            "former.token": _initials(plan.former[0]) if plan.former else "",
            "town.slug": slug(said["town"]),
            "village.slug": slug(said["village"]),
            "paper.slug": slug(said["paper"]),
            "firmslug": slug(said["firm"].partition(" ")[2]),
            "blog": tuple(h.name for h in hosts if h.kind == "label"),
            "builder": tuple(h.name for h in hosts if h.kind == "path"),
            "n": tuple(DIGITS[1:]),
        }

    def __call__(self, number: int) -> str:
        """Return a place; from the third try on with a village's name, of which there are many."""
        if number == 1:
            self._context["word"] = self._words
        context = {**self._context, "n": self._rng.choice(DIGITS[1:])}
        place, _, self.name = self._grammar.say(self._rng, self._rule, context).partition("|")
        if number < 3:
            return place
        village = self._grammar.say(self._rng, "village", {})
        if self.name:
            self.name = f"{self.name} {village}"
        if "/" in place:
            return f"{place}-{slug(village)}"
        head, _, tail = place.partition(".")
        return f"{head}-{slug(village)}.{tail}"


def _initials(name: str) -> str:
    """Return what a former name is in a host: "bkd" for Badan Kepegawaian Daerah."""
    words = [word for word in name.lower().replace(",", "").split() if word != "dan"]
    return slug("".join(word[0] for word in words) if len(words) > 2 else words[-1])


def lone(address: str) -> bool:
    """The address's host is a registered domain itself."""
    host = address.partition("://")[2].partition("/")[0]
    return apex_of(host) == host and not host.replace(".", "").isdigit()
