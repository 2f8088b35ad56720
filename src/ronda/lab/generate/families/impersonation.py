"""Writes strangers' sites that pretend to be an agency."""

import msgspec

from ronda.lab.format import ContactPlan, FormPlan, FrontPage, MadeBy
from ronda.lab.generate import plants
from ronda.lab.generate.families import Page, official
from ronda.lab.generate.pen import Pen

NOBODY = ContactPlan(name="", address="", phone="", email="")


def write(pen: Pen) -> Page:
    """Write an impersonation: a look-alike name, a copied page, or a story that asks for money."""
    way = plants.way(pen.province, pen.site)
    if way == "parked":
        return _page(pen, FrontPage(title=pen.site.host), "a trader in names", "plain", parked=True)
    original = pen.site.copies
    if original is not None:
        return _copied(pen, official.write(Pen(pen.province, original)), way, original.key)
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
        contact=_contact(pen),
        footer=pen.say("footer.official"),
    )
    if way != "asks":
        front = msgspec.structs.replace(
            front,
            form=front.form if way == "true_contacts" else None,
            contact=ContactPlan() if way == "true_contacts" else NOBODY,
        )
    return _page(pen, front, "a swindler", pen.look())


def _page(pen: Pen, front: FrontPage, stranger: str, look: str, *, parked: bool = False) -> Page:
    return Page(
        note=f"An impersonation ({pen.site.kind}): asks visitors for what no agency asks.",
        made_by=MadeBy(stranger=stranger),
        poses_as=pen.site.agency.plan.key,
        front=front,
        look=look,
        parked=parked,
    )


def _copied(pen: Pen, original: Page, way: str, key: str) -> Page:
    """The agency's own front page, word for word, and what the stranger put there beside."""
    front = original.front
    added = (pen.say("story.para"),) if way == "asks" and pen.chance(0.6) else ()
    form: FormPlan | None = pen.form("story.fields", "story.button")
    contact = {"asks": _contact(pen), "true_contacts": ContactPlan()}.get(way, NOBODY)
    copied = msgspec.structs.replace(
        front,
        paragraphs=(*front.paragraphs, *added),
        form=None if way == "silent" else form,
        contact=contact,
    )
    page = _page(pen, copied, "a swindler", original.look)
    return msgspec.structs.replace(page, pages=original.pages, dressed_as=key)


def _contact(pen: Pen) -> ContactPlan:
    return ContactPlan(
        phone=pen.say("copy.phone"),
        email=f"panitia.{pen.number(10, 99)}@surat-{pen.say('digits4')}.com",
    )
