"""Writes sites that share a word with the province and nothing else."""

from ronda.lab.format import FrontPage, MadeBy
from ronda.lab.generate.families import Page
from ronda.lab.generate.pen import Pen


def write(pen: Pen) -> Page:
    """Write an unrelated site."""
    kind = pen.site.kind
    rules = {"gambling_host": "ex.gambling"}
    prefix = rules.get(kind, kind)
    more = "ex.gambling.intro" if kind == "gambling_host" else f"{kind}.para"
    front = FrontPage(
        title=pen.say(f"{prefix}.title"),
        paragraphs=(pen.say(f"{prefix}.intro"), *pen.paragraphs(pen.number(1, 5), more)),
        footer=pen.say(f"{prefix}.title"),
    )
    return Page(
        note=f"Unrelated ({kind}): a word in common, nothing else.",
        made_by=MadeBy(stranger="somebody else"),
        front=front,
        look=pen.look(),
        tempts=("injected-gambling",) if kind == "hobby" else (),
    )
