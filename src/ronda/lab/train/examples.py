"""Gathers what training learns from: each site's evidence, beside what is true of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.item import Evidence
from ronda.engine.collect.contract import Free
from ronda.engine.text import Text
from ronda.lab.score_parts import fold
from ronda.lab.truth import TrueSite, Truth


class Item(msgspec.Struct, frozen=True, array_like=True):
    """A piece of evidence without its words; see ``engine.attribute.item.Evidence``."""

    kind: str
    agency_kind: str
    agency: str
    strength: float


class Example(msgspec.Struct, frozen=True):
    """A site: what was seen of it, and the truth."""

    scenario: str
    url: str
    relation: str
    agencies: tuple[str, ...]  # register keys that are right; empty when it is of none of ours
    items: tuple[Item, ...]

    @property
    def in_zone(self) -> bool:
        """It stands in an official zone, where the relation is no question."""
        return any(item.kind == "in_zone" for item in self.items)


class Seen(msgspec.Struct, frozen=True):
    """A site that waits for a person, what is true of it, and what a look brought back."""

    site: Any  # register.models.Site
    true: TrueSite
    look: Any  # discovery.visiting.Look


def look_again(truth: Truth) -> list[Seen]:
    """Look again at every site that waits for a person and of which the truth knows.

    Django must be set up on the database of a Ronda that has searched the served province.
    """
    from ronda.discovery.inspecting import undecided
    from ronda.discovery.visiting import look, subject_of
    from ronda.register.gazetteer import gazetteer

    found = [(site, truth.find(site.url)) for site in undecided().order_by("pk")]
    wanted = [(site, true) for site, true in found if true is not None]
    looks = look([subject_of(site) for site, _ in wanted], gazetteer=gazetteer(), control=Free())
    return [Seen(site, true, seen) for (site, true), seen in zip(wanted, looks, strict=True)]


def examples_of(seen: Iterable[Seen], truth: Truth) -> Iterator[Example]:
    """Yield the evidence of sites as the register stands now, beside the truth."""
    from ronda.discovery.proposing import candidate_facts
    from ronda.register.gazetteer import gazetteer
    from ronda.register.models import Agency

    known = gazetteer()
    keys = {fold(agency.name, truth.region): agency.key for agency in Agency.objects.all()}
    for one in seen:
        facts = candidate_facts(one.site, one.look.observation, one.look.further)
        items = tuple(
            Item(e.kind, e.agency_kind, e.agency, e.strength) for e in gather(facts, known)
        )
        right = _right(one.true, truth, keys)
        yield Example(truth.scenario, one.site.url, one.true.relation.value, right, items)


def gather_examples(truth: Truth) -> Iterator[Example]:
    """Look again at every site that waits for a person; yield its evidence beside the truth.

    Nobody may have decided yet: a decision is evidence that a new site does not have.
    """
    yield from examples_of(look_again(truth), truth)


def _right(true: TrueSite, truth: Truth, keys: dict[str, str]) -> tuple[str, ...]:
    names = [truth.agencies[key] for key in (true.agency, *true.shared_with) if key]
    folded = (fold(name, truth.region) for name in names)
    return tuple(keys[name] for name in folded if name in keys)


def write(path: Path, examples: Iterable[Example]) -> int:
    """Write examples as JSON lines, after what the file holds; return how many."""
    count = 0
    with path.open("ab") as file:
        for example in examples:
            file.write(msgspec.json.encode(example) + b"\n")
            count += 1
    return count


def read(paths: Iterable[Path]) -> list[Example]:
    """Read files of examples; raises ``msgspec.DecodeError`` for a line that is none."""
    return [
        msgspec.json.decode(line, type=Example)
        for path in paths
        for line in path.read_bytes().splitlines()
    ]


_NOWHERE = Text("", "")


def as_evidence(example: Example) -> list[Evidence]:
    """An example's evidence as the model takes it."""
    return [
        Evidence(i.kind, _NOWHERE, "", i.agency, i.agency_kind, i.strength) for i in example.items
    ]
