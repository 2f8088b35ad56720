"""Writes sites of other governments: namesakes, neighbours and villages."""

from ronda.lab.format import ContactPlan, FrontPage, MadeBy
from ronda.lab.generate.families import Page
from ronda.lab.generate.pen import Pen


def write(pen: Pen) -> Page:
    """Write the site of an agency of another government, or of a village in it."""
    other = pen.site.other
    if other is None:
        raise ValueError(f"{pen.site.key}: the plan names no government for it")
    village = pen.site.kind == "village"
    if village:
        # The page names the village of its address, the towns around are those of its regency.
        pen.context["village"] = pen.site.said["village"]
    prefix = "village" if village else "other"
    context = str(pen.context["other.area"])
    pen.context["gov.area"] = context
    street = f"{pen.say('street')}, {pen.say('town')}"
    front = FrontPage(
        title=pen.say(f"{prefix}.title"),
        tagline="" if pen.chance(0.5) else f"Pemerintah {context}",
        paragraphs=(
            pen.say(f"{prefix}.intro"),
            *pen.paragraphs(pen.length(), "village.para" if village else "para_other"),
        ),
        services=() if village else pen.services(),
        posts=pen.posts(5) if pen.chance(0.7) and not village else (),
        contact=ContactPlan(
            name=pen.say(f"{prefix}.title"),
            address=street,
            phone=f"({other.area_codes[0]}) {pen.number(210000, 899999)}",
            email=f"sekretariat@{other.zone}",
        ),
        footer=f"Pemerintah {context}",
    )
    return Page(
        note="A village of a regency." if village else "Another government's site.",
        made_by=MadeBy(government=other.name),
        front=front,
        look=pen.look(),
        pages={},
    )
