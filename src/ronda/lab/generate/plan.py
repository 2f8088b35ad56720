"""Says which kinds of sites a province has, in which proportions, one after the other.

The stream is made in order and keeps nothing but counters and a set of fixed size, so that its
length does not matter. Every site draws from chance of its own, seeded by its number.
"""

import functools
from collections.abc import Iterator, Mapping
from random import Random

import msgspec

from ronda.lab.format import OtherGovernmentPlan
from ronda.lab.generate import plants
from ronda.lab.generate.drawing import DIGITS, Drawing, lone
from ronda.lab.generate.files import read_toml
from ronda.lab.generate.naming import Names
from ronda.lab.generate.province import Agency, Province, slug
from ronda.lab.generate.settings import rates

GOLDEN = 0.6180339887498949  # successive multiples spread evenly, so that shares hold for any M
CORE_SHARE = 0.3  # of all sites, at most, are the agencies' own front doors
BARE = 1_000  # sites on bare addresses, at most
HAS_MAIN = 0.92  # share of agencies with a site in the zone: some never asked for one
OFF_ZONE = frozenset({"unofficial", "impersonation", "ex_official", "third_party", "unrelated"})


class Blueprint(msgspec.Struct, frozen=True, kw_only=True):
    """A site before its pages are written: what it is, whose, and where."""

    index: int
    family: str
    kind: str
    address: str
    agency: Agency
    shared_with: tuple[str, ...] = ()
    other: OtherGovernmentPlan | None = None
    said: Mapping[str, str] = {}  # drawn words: the application's name, the town, ...
    faint: bool = False  # its pages say little about whose it is
    logged: bool = True
    linked: bool = False  # an official page should link to it
    listed: bool = False
    known: bool = False
    lone: bool = False  # the only site in its registered domain
    from_round: int = 1
    until_round: int | None = None
    moves_to: str = ""  # the address of its successor, to which it leads from ``moves_in`` on
    moves_in: int = 0
    copies: "Blueprint | None" = None  # the agency's front door whose page it repeats

    @property
    def key(self) -> str:
        """The key of its line."""
        return f"s{self.index:07d}"

    @property
    def host(self) -> str:
        """Its host name."""
        return self.address.partition("://")[2].partition("/")[0]

    @property
    def in_zone(self) -> bool:
        """It stands in the province's own zones."""
        return self.family == "official"

    @property
    def relevant(self) -> bool:
        """It is there to be found off the zone: ours, or taken for ours."""
        return self.family in ("unofficial", "impersonation", "ex_official")


def weighted(rng: Random, weights: dict[str, float]) -> str:
    """Return a key by its weight."""
    return at(rng.random(), weights)


def at(share: float, weights: dict[str, float]) -> str:
    """Return the key that stands at a share (0 to 1) of all weights, laid end to end."""
    left = share * sum(weights.values())
    for name, weight in weights.items():
        left -= weight
        if left < 0:
            return name
    return next(reversed(weights))


@functools.cache
def services() -> tuple[tuple[str, str, str], ...]:
    """Portals that every government has: token, name, field of the agency that runs it."""
    rows = read_toml("common", "services.toml")["services"]
    return tuple((t, n, f) for t, n, f in (row.split(":") for row in rows))


def blueprints(province: Province) -> Iterator[Blueprint]:
    """Yield every site of the province, in order."""
    planner = _Planner(province)
    yield from planner.core()
    yield from planner.rest()


class _Planner:
    def __init__(self, province: Province) -> None:
        self._province = province
        self._settings = province.settings
        self._grade = rates().difficulty[province.settings.difficulty]
        about = province.about
        self._names = Names(
            tuple(zone.name for zone in about.zones),
            tuple(plan.name for plan in about.shared_hosts),
        )
        self._index = 0
        self._core = 0
        self._bare_left = BARE
        self._doors: dict[str, Blueprint] = {}  # the agencies' front doors

    def core(self) -> Iterator[Blueprint]:
        """The province's portal, then the front doors of its agencies."""
        province = self._province
        rng = Random(self._settings.stream("core"))
        first = province.agencies[0]
        yield self._made(
            rng,
            "official",
            "portal",
            first,
            f"https://{province.zone}/",
            self._words(rng, first),
            known=True,
        )
        most = max(3, int(self._settings.sites * CORE_SHARE))
        for agency in province.agencies[: most - 1]:
            if rng.random() > HAS_MAIN:
                continue
            said = self._words(rng, agency)
            zone = province.zone if rng.random() < 0.93 else province.about.zones[1].name
            host = self._names.claim(Drawing(province, rng, "main", agency, said, zone))
            known = rng.random() < 0.8
            door = self._made(
                rng, "official", "main", agency, f"https://{host}/", said, known=known, linked=True
            )
            self._doors[agency.plan.key] = door
            yield door
        self._core = self._index

    def rest(self) -> Iterator[Blueprint]:
        """Everything else, family by family in even spread."""
        total = self._settings.sites
        shares = {name: rate.share for name, rate in rates().families.items()}
        left = max(1, total - self._core)
        shares["official"] = max(0.0, shares["official"] * total - self._core) / left
        offset = Random(self._settings.stream("spread")).random()
        while self._index < total:
            family = at((offset + self._index * GOLDEN) % 1.0, shares)
            yield from self._site(family, total - self._index)

    def _site(self, family: str, left: int) -> Iterator[Blueprint]:
        rng = Random(self._settings.stream(f"site:{self._index}:who"))
        province = self._province
        kind = weighted(rng, rates().kinds[family])
        agency = province.agencies[1] if kind == "hospital" else self._agency(rng)
        if kind == "service":
            token, name, field = rng.choice(services())
            if self._names.reserve(f"{token}.{province.zone}"):
                topic = province.words.topics[field]
                agency = next((a for a in province.agencies if a.topic is topic), agency)
                said = {**self._words(rng, agency), "named": name, "service.token": token}
                yield self._made(
                    rng,
                    family,
                    kind,
                    agency,
                    f"https://{token}.{province.zone}/",
                    said,
                    linked=True,
                )
                return
            kind = "application"
        said = self._words(rng, agency)
        other = self._other(rng, family, kind)
        if other is not None:
            said |= {"other.zone": other.zone, "other.name": other.name}
            said |= {"other.slug": slug(other.name), "other.area": area_name(other)}
        if kind == "former" and not agency.plan.former:
            kind = "application"
        shared_with = self._sharing(rng, agency) if kind == "shared" else ()
        if shared_with:
            names = [agency.plan.name] + [
                a.plan.name for a in province.agencies if a.plan.key in shared_with
            ]
            said["agencies.all"] = " dan ".join(names)
        if kind == "bare_ip" and self._bare_left == 0:
            kind = "my_id"
        if kind == "bare_ip":
            self._bare_left -= 1
            yield self._made(rng, family, kind, agency, self._bare(rng), said)
            return
        zone = province.zone if rng.random() < 0.9 else province.about.zones[1].name
        rule = {("unofficial", "shared"): "offzone_shared"}.get((family, kind), kind)
        rule = {"ex_official": "ex", "gambling_host": "gambling"}.get(
            family if family == "ex_official" else kind, rule
        )
        if kind in ("namesake_regency", "namesake_city", "neighbour"):
            rule = "namesake"
        drawing = Drawing(province, rng, rule, agency, said, zone)
        place = self._names.claim(drawing, lone=family == "unofficial")
        said["named"] = drawing.name or said["app.name"]
        scheme = (
            "http" if "/" not in place and rng.random() < 0.02 and family in OFF_ZONE else "https"
        )
        slash = "" if "/" in place else "/"
        made = self._made(
            rng, family, kind, agency, f"{scheme}://{place}{slash}", said,
            other=other, shared_with=shared_with,
        )  # fmt: skip
        yield from self._history(rng, made, left)

    def _history(self, rng: Random, site: Blueprint, left: int) -> Iterator[Blueprint]:
        """Yield a site, and what its address or its content becomes in a later round."""
        rounds, shares = self._settings.rounds, rates().histories
        drawn = rng.random()
        if rounds < 3 or (left < 2 and site.kind != "former"):
            yield site
            return
        turn = rng.randint(2, rounds - 1)
        front = self._doors.get(site.agency.plan.key)
        door = front.address if front else None
        replace = msgspec.structs.replace
        if site.kind == "former" and door and drawn < shares["renamed"].share:
            yield replace(site, moves_to=door, moves_in=turn)
        elif site.family == "unofficial" and drawn < shares["brought_home"].share:
            said = dict(site.said)
            zone = self._province.zone
            drawing = Drawing(self._province, rng, "application", site.agency, said, zone)
            address = f"https://{self._names.claim(drawing)}/"
            if site.kind in ("blog", "builder"):
                yield site  # nobody can lead on from there, but the application is moved all the same
            else:
                yield replace(site, moves_to=address, moves_in=turn)
            yield self._made(
                rng, "official", "application", site.agency, address, said, from_round=turn
            )
        elif site.lone and drawn > 1 - shares["lapsed"].share:
            yield replace(site, until_round=turn - 1)
            kind = weighted(rng, rates().kinds["ex_official"])
            yield self._made(
                rng, "ex_official", kind, site.agency, site.address, site.said, from_round=turn
            )
        else:
            yield site

    def _bare(self, rng: Random) -> str:
        while True:
            # The last addresses of the lab's range, far from those that the servers get.
            host = f"198.19.{rng.randint(200, 254)}.{rng.randint(1, 254)}"
            if self._names.reserve(host):
                return f"http://{host}/"

    def _agency(self, rng: Random) -> Agency:
        return self._province.agencies[int(rng.random() ** 1.3 * len(self._province.agencies))]

    def _sharing(self, rng: Random, agency: Agency) -> tuple[str, ...]:
        others = [a.plan.key for a in self._province.agencies if a is not agency]
        return tuple(sorted(rng.sample(others, rng.randint(1, 2))))

    def _other(self, rng: Random, family: str, kind: str) -> OtherGovernmentPlan | None:
        if family != "other_government":
            return None
        province = self._province
        if kind == "namesake_regency":
            return province.namesakes[0]
        if kind == "namesake_city":
            return province.namesakes[1]
        if kind == "village":
            return rng.choice([o for o in province.about.others if o.level == "regency"])
        return rng.choice(province.neighbours if kind == "neighbour" else province.about.others)

    def _words(self, rng: Random, agency: Agency) -> dict[str, str]:
        """Words that the name and the pages of a site have in common."""
        province, topic = self._province, agency.topic
        grammar = province.words.grammar
        name, _, full = rng.choice(topic.apps).partition(":")
        town = rng.choice(province.about.region.towns)
        village = grammar.say(rng, "village", {})
        paper = grammar.say(rng, "paper", {"root.name": province.root})
        return {
            "app.name": name,
            "app.full": full,
            "word": rng.choice(topic.words),
            "town": town,
            "village": village,
            "paper": paper,
            "firm": grammar.say(rng, "firm", {}),
            "digits4": "".join(rng.choice(DIGITS) for _ in range(4)),
        }

    def _made(
        self,
        rng: Random,
        family: str,
        kind: str,
        agency: Agency,
        address: str,
        said: Mapping[str, str],
        **more: object,
    ) -> Blueprint:
        """Number a site and draw by which sources it can be seen."""
        index = self._index
        self._index += 1
        facts: dict[str, object] = {
            **self._seen(rng, family, kind, address, from_start="from_round" not in more),
            "known": family == "official"
            and "from_round" not in more
            and rng.random() < rates().sources["known"].share,
            "faint": family == "unofficial" and rng.random() < self._grade.faint,
            "lone": family == "unofficial" and kind not in ("blog", "builder") and lone(address),
            **more,
        }
        made = Blueprint(
            index=index, family=family, kind=kind, agency=agency, address=address, said=said,
            **facts,  # type: ignore[arg-type]
        )  # fmt: skip
        door = self._doors.get(agency.plan.key)
        if door is None or not plants.copies(self._province, made):
            return made
        # An agency links its own second address.
        linked = made.linked or (family == "unofficial" and "from_round" not in more)
        return msgspec.structs.replace(made, copies=door, linked=linked)

    def _seen(
        self, rng: Random, family: str, kind: str, address: str, *, from_start: bool
    ) -> dict[str, bool]:
        """Draw by which sources a site can be seen; what the zone shows is not drawn."""
        relevant = family in ("unofficial", "impersonation", "ex_official")
        shares = {name: rate.share for name, rate in rates().sources.items()}
        unseen = relevant and rng.random() < self._grade.unseen
        logged, linked, listed = (
            not unseen and rng.random() < shares[name] for name in ("logged", "linked", "listed")
        )
        if family == "ex_official":
            linked = not unseen and rng.random() < shares["left_linked"]
        # Links and reports stand from the first round on, so they tell of what stands then; and
        # nobody in an office links to a swindler.
        linked = linked and from_start and relevant and family != "impersonation"
        listed = listed and from_start and (relevant or rng.random() < 0.1)
        shown = logged and address.startswith("https") and kind not in ("blog", "builder")
        if relevant and from_start and not (unseen or linked or listed or shown):
            linked, listed = family != "impersonation", family == "impersonation"
        return {"logged": logged or not relevant, "linked": linked, "listed": listed}


def area_name(other: OtherGovernmentPlan) -> str:
    """Return what a government is called in full: "Kabupaten Wularang"."""
    kind = {"province": "Provinsi", "regency": "Kabupaten", "city": "Kota"}[other.level]
    return f"{kind} {other.name}"
