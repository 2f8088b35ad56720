"""One made-up province: its region, zones, neighbours and agencies, before any site stands in it."""

import re
from random import Random

import msgspec

from ronda.lab.format import (
    AgencyPlan,
    GonePlan,
    OtherGovernmentPlan,
    RegionPlan,
    ScenarioFile,
    SharedHostPlan,
    ZonePlan,
)
from ronda.lab.generate.corpus import Corpus, Nomen, Topic, corpus
from ronda.lab.generate.settings import Settings

TOWNS = 9
# A word's first syllable, with the consonant (or "ng", "ny") that closes it.
_SYLLABLE = re.compile(r"^([^aeiou]*[aeiou](?:ng|ny|[^aeiou])?).*$")


class Agency(msgspec.Struct, frozen=True):
    """An agency of this province with what its field is about."""

    plan: AgencyPlan
    topic: Topic
    tokens: tuple[str, ...]


class Province(msgspec.Struct, frozen=True):
    """Everything that all sites share."""

    settings: Settings
    words: Corpus
    about: ScenarioFile
    slug: str  # of the region, as it stands in host names
    root: str  # the name without "Nusa", "Utara" and the like
    agencies: tuple[Agency, ...]
    # A regency and a city of the province's own name, and neighbours.
    namesakes: tuple[OtherGovernmentPlan, ...]
    neighbours: tuple[OtherGovernmentPlan, ...]

    @property
    def zone(self) -> str:
        """The zone that may be transferred."""
        return self.about.zones[0].name


def slug(text: str) -> str:
    """Return a text as it can stand in a host name: small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def shortened(name: str) -> dict[str, str]:
    """Return how a region's name is shortened in host names, as slots of rules.

    A name of two words by its syllables ("sulteng" for Sulawesi Tengah), a longer one by its
    initials ("ntb" for Nusa Tenggara Barat), one word not at all. Initials are a slot of their own.
    """
    words = [slug(word) for word in name.split()]
    initials = "".join(word[0] for word in words)
    syllables = "".join(_SYLLABLE.sub(r"\1", word) for word in words)
    short = {1: words[0], 2: syllables}.get(len(words), initials)
    return {"region.syllables": short, "region.initials": initials if len(words) > 1 else short}


def make(settings: Settings) -> Province:
    """Make the province of a seed; raises :class:`~.settings.BadSettings`."""
    settings.check()
    words = corpus(settings.half)
    rng = Random(settings.stream("province"))
    say = words.grammar.say
    root = say(rng, "root", {})
    name = say(rng, "region.name", {"root": root})
    short = slug(root)
    forms = {"slug": short, "whole": slug(name), **shortened(name)}
    zone = say(rng, "zone", forms)
    area, *others_area = rng.sample(words.area_codes, 5)
    towns = _several(rng, words, "town", TOWNS)
    about = ScenarioFile(
        name=f"{settings.half}-{settings.seed}-{settings.sites}",
        title=f"Provinsi {name}: {settings.sites} situs, {settings.half}, {settings.difficulty}",
        rounds=settings.rounds,
        zones=(
            ZonePlan(name=zone),
            ZonePlan(name=say(rng, "secondzone", forms), transfer="refused"),
        ),
        region=RegionPlan(
            level="province",
            name=name,
            area_codes=(area,),
            postcodes=(rng.choice(words.postcodes),),
            towns=towns[:6],
        ),
        others=_others(rng, words, root, towns, others_area),
        shared_hosts=(
            *_shared(rng, words, "blog", "label"),
            *_shared(rng, words, "builder", "path"),
        ),
        gone=tuple(
            GonePlan(name=f"{slug(app)}-lama.{zone}", logged=f"-{rng.randint(500, 1100)}d")
            for app in ("simpeg", "surat", "absen")[: rng.randint(1, 3)]
        ),
        lists=("listed.csv",),
        time_zone=words.time_zone,
        contact_url=f"https://{zone}/ronda",
    )
    return Province(
        settings=settings,
        words=words,
        about=about,
        slug=short,
        root=root,
        agencies=tuple(_agencies(rng, words, about, settings.agencies)),
        namesakes=about.others[:2],
        neighbours=about.others[2:],
    )


def _several(rng: Random, words: Corpus, rule: str, count: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[words.grammar.say(rng, rule, {})] = None
    return tuple(found)


def _others(
    rng: Random, words: Corpus, root: str, towns: tuple[str, ...], areas: list[str]
) -> tuple[OtherGovernmentPlan, ...]:
    """Return a regency and a city called like the province, then neighbours."""
    names = [n for n in _several(rng, words, "root", 5) if n != root][:3]
    kinds = (
        ("regency", root, "kab", areas[0]),
        ("city", root, "kota", areas[0]),
        ("regency", names[0], "kab", areas[1]),
        ("city", names[1], "kota", areas[2]),
        ("province", names[2], "prov", areas[3]),
    )
    return tuple(
        OtherGovernmentPlan(
            level=level,  # type: ignore[arg-type]
            name=name,
            zone=f"{slug(name)}{suffix}.go.id",
            area_codes=(area,),
            towns=(towns[6 + i % 3],),
        )
        for i, (level, name, suffix, area) in enumerate(kinds)
    )


def _shared(rng: Random, words: Corpus, rule: str, kind: str) -> list[SharedHostPlan]:
    hosts = _several(rng, words, f"{rule}.host", 2)
    return [
        SharedHostPlan(
            name=host,
            kind="label" if kind == "label" else "path",
            title=words.grammar.say(rng, f"{rule}.title", {}),
            bio=kind == "path",  # whoever makes one page makes it of links, often
        )
        for host in hosts
    ]


def _agencies(rng: Random, words: Corpus, about: ScenarioFile, count: int) -> list[Agency]:
    """Return the likeliest agencies and a few of the rest, in the order of the law."""
    sure = words.nomenclature[: max(4, count * 3 // 4)]
    rest = words.nomenclature[len(sure) :]
    drawn = {n.key for n in rng.sample(rest, count - len(sure))}
    chosen = [*sure, *(n for n in rest if n.key in drawn)]
    return [_agency(rng, words, about, nomen) for nomen in chosen]


def _agency(rng: Random, words: Corpus, about: ScenarioFile, nomen: Nomen) -> Agency:
    region = about.region
    token = rng.choice(nomen.tokens)
    town = rng.choice(region.towns)
    say = words.grammar.say
    place = {
        "town": town,
        "region": region.name,
        "postcode": f"{region.postcodes[0]}{rng.randint(11, 79)}",
        "street": say(rng, "street", {}),
    }
    area = region.area_codes[0]
    phone = {
        "area": area,
        "area.short": area.lstrip("0"),
        "number6": str(rng.randint(210000, 899999)),
    }
    short = rng.choice(nomen.shorts)
    aliases = [*nomen.aliases, *(s for s in nomen.shorts if s != short)]
    if rng.random() < 0.5:
        aliases.append(f"{short} {region.name}")
    if rng.random() < 0.3:
        aliases.append(f"{short} Prov. {region.name}")
    return Agency(
        plan=AgencyPlan(
            key=nomen.key,
            name=nomen.name,
            short=short,
            aliases=tuple(dict.fromkeys(aliases)),
            former=nomen.former if rng.random() < 0.6 else (),
            address=say(rng, "address.form", place),
            phone=say(rng, "phone.form", phone),
            email=f"{token}@{about.zones[0].name}",
            contact=say(rng, "role", {}),
        ),
        topic=words.topics[nomen.topic],
        tokens=(token, *(t for t in nomen.tokens if t != token)),
    )
