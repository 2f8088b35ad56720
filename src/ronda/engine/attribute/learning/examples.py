"""What attribution learns from: a site's evidence without its words, beside what is true of it."""

import msgspec

from ronda.engine.attribute.item import Evidence, Item, evidence_of


class Example(msgspec.Struct, frozen=True):
    """A site: what was seen of it, and the truth."""

    scenario: str  # where it comes from: examples of one source may be judged together
    url: str
    relation: str
    agencies: tuple[str, ...]  # register keys that are right; empty when it is of none of ours
    items: tuple[Item, ...]

    @property
    def in_zone(self) -> bool:
        """It stands in an official zone, where the relation is no question."""
        return any(item.kind == "in_zone" for item in self.items)


def as_evidence(example: Example) -> list[Evidence]:
    """Return an example's evidence as the model takes it."""
    return evidence_of(example.items)
