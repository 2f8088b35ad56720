"""Writes the words of one site: its context, paragraphs, news, forms and further pages."""

from collections.abc import Sequence
from random import Random

from ronda.lab.format import FormPlan, InnerPage, Post
from ronda.lab.generate.plan import Blueprint
from ronda.lab.generate.province import Province, shortened, slug
from ronda.lab.generate.settings import rates

FRESH = 60  # days: a healthy site's newest date is no older


class Pen:
    """What the families write with. All chance comes from the site's own stream."""

    def __init__(self, province: Province, site: Blueprint) -> None:
        self.province, self.site = province, site
        self.rng = Random(province.settings.stream(f"site:{site.index}:page"))
        self._grammar = province.words.grammar
        region, plan, topic = province.about.region, site.agency.plan, site.agency.topic
        towns = (*site.other.towns, region.towns[0]) if site.other else region.towns
        fixed = {"agency": plan.name, "gov.area": f"Provinsi {region.name}", **site.said}
        self.context: dict[str, str | Sequence[str]] = {
            **fixed,
            "agency.caps": plan.name.upper(),
            "region.caps": region.name.upper(),
            **shortened(region.name),
            "abbr": plan.short,
            "short.slug": slug(plan.short),
            "short": (plan.short, plan.short, *plan.aliases[:1]),
            "former": plan.former or (plan.name,),
            "region": region.name,
            "root.name": province.root,
            "address": plan.address,
            "phone": plan.phone,
            "email": plan.email,
            "service": topic.services,
            "programme": topic.programmes,
            "thing": topic.things,
            "people": topic.people,
        }
        self.context["town"] = tuple(towns)
        self.context.pop("village", None)
        for name in ("bet.brand", "phish.brand"):
            self.context[name] = self._grammar.say(self.rng, name, self.context)

    def say(self, rule: str) -> str:
        """Return a text of a rule."""
        return self._grammar.say(self.rng, rule, self.context)

    def knows(self, rule: str) -> bool:
        """The half has words of a rule."""
        return rule in self._grammar.rules

    def apart(self, name: str) -> Random:
        """Return a stream of chance of its own for this site, which moves no other draw."""
        return Random(self.province.settings.stream(f"site:{self.site.index}:{name}"))

    def say_by(self, rng: Random, rule: str) -> str:
        """Return a text of a rule, drawn by another stream of chance."""
        return self._grammar.say(rng, rule, self.context)

    def chance(self, share: float) -> bool:
        """Decide with a probability."""
        return self.rng.random() < share

    def number(self, least: int, most: int) -> int:
        """Return a whole number of a range, both ends included."""
        return self.rng.randint(least, most)

    def length(self) -> int:
        """Return a number of paragraphs: most pages are short, a few very long."""
        drawn = self.rng.random()
        if drawn < 0.45:
            return self.number(1, 3)
        return self.number(4, 8) if drawn < 0.85 else self.number(9, 24)

    def paragraphs(self, count: int, *rules: str) -> tuple[str, ...]:
        """Return paragraphs that differ, each of one of the rules."""
        found: dict[str, None] = {}
        for _ in range(2 * count):
            if len(found) >= count:
                break
            found[self.say(self.rng.choice(rules))] = None
        return tuple(found)

    def services(self) -> tuple[str, ...]:
        """Return a list of what is offered."""
        known = self.site.agency.topic.services
        count = self.number(0, min(5, len(known)))
        return tuple(text[:1].upper() + text[1:] for text in self.rng.sample(known, count))

    def posts(
        self, most: int, title: str = "post.title", text: str = "post.text"
    ) -> tuple[Post, ...]:
        """Return news, the newest first and fresh."""
        days = self.number(0, FRESH - 20)
        found = []
        for _ in range(self.number(1, most)):
            found.append(Post(title=self.say(title), date=f"-{days}d", text=self.say(text)))
            days += self.number(1, 25)
        return tuple(found)

    def form(self, fields: str = "form.fields", button: str = "button") -> FormPlan:
        """Return a form."""
        action = self.rng.choice(("/login", "/masuk", "/auth/login", "/kirim", "/daftar"))
        return FormPlan(
            action=action, button=self.say(button), fields=tuple(self.say(fields).split(","))
        )

    def pages(self, most: int) -> dict[str, InnerPage]:
        """Return further pages by path."""
        found: dict[str, InnerPage] = {}
        for _ in range(self.number(0, most)):
            path = f"/{self.say('page.path')}"
            found[path] = InnerPage(
                title=self.say("inner.title"), paragraphs=self.paragraphs(self.number(1, 4), "para")
            )
        return found

    def look(self) -> str:
        """Return a look that is usual for the kind, else for the family."""
        looks = rates().looks
        token = self.site.said.get("service.token", "")
        weights = looks.get(token) or looks.get(self.site.kind) or looks[self.site.family]
        return self.rng.choices(list(weights), list(weights.values()))[0]
