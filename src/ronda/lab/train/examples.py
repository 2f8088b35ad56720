"""Gathers what training learns from: each site's evidence, beside what is true of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ronda.engine.attribute.evidence import gather
from ronda.engine.attribute.item import items_of
from ronda.engine.attribute.learning.examples import Example
from ronda.engine.collect.contract import Free
from ronda.lab.score_parts import fold
from ronda.lab.truth import TrueSite, Truth


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
        items = items_of(gather(facts, known))
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
