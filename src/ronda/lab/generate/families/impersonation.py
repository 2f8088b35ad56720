"""Writes strangers' sites that pretend to be an agency."""

from ronda.lab.format import ContactPlan, FrontPage, MadeBy
from ronda.lab.generate.families import Page
from ronda.lab.generate.pen import Pen


def write(pen: Pen) -> Page:
    """Write an impersonation: a look-alike name, a copied page, or a story that asks for money."""
    kind = pen.site.kind
    copied = kind == "copy"
    prefix = "copy" if copied else kind
    front = FrontPage(
        title=pen.say(f"{prefix}.title"),
        tagline=pen.say("main.tagline") if pen.chance(0.5) else "",
        paragraphs=(
            pen.say("main.intro" if copied else f"{kind}.intro"),
            *pen.paragraphs(pen.number(1, 4), *(("para",) if copied else ("story.para", "para"))),
            *((pen.say("story.para"),) if copied else ()),
        ),
        services=pen.services(),
        posts=pen.posts(4) if pen.chance(0.5) else (),
        form=pen.form("story.fields", "story.button"),
        contact=ContactPlan(
            phone=pen.say("copy.phone"),
            email=f"panitia.{pen.number(10, 99)}@surat-{pen.say('digits4')}.com",
        ),
        footer=pen.say("footer.official"),
    )
    return Page(
        note=f"An impersonation ({kind}): asks visitors for what no agency asks.",
        made_by=MadeBy(stranger="a swindler"),
        poses_as=pen.site.agency.plan.key,
        front=front,
        look=pen.look(),
    )
