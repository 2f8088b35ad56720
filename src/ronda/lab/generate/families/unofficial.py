"""Writes agencies' sites outside of the zones: on bought names, blog hosts, page builders."""

import msgspec

from ronda.lab.format import ContactPlan, FrontPage, MadeBy
from ronda.lab.generate import plants
from ronda.lab.generate.families import Page, official
from ronda.lab.generate.families.official import tempted, tempting
from ronda.lab.generate.pen import Pen


def write(pen: Pen) -> Page:
    """Write an unofficial site; a faint one leaves out most of what tells whose it is."""
    site = pen.site
    made_by = MadeBy(agency=site.agency.plan.key)
    if site.kind == "shared":
        return _shared(pen, made_by)
    if site.copies is not None:
        return _mirror(pen, made_by)
    if not site.faint and tempting(pen):
        return tempted(pen, made_by)
    prefix = "faint" if site.faint else "unofficial"
    application = pen.chance(0.45)
    front = FrontPage(
        title=pen.say(f"{prefix}.title"),
        tagline=pen.say("app.tagline") if not site.faint and pen.chance(0.6) else "",
        paragraphs=(
            pen.say(f"{prefix}.intro"),
            *(() if site.faint else pen.paragraphs(pen.length() - 1, "para")),
        ),
        services=pen.services(),
        posts=pen.posts(5) if pen.chance(0.6) and not site.faint else (),
        form=pen.form() if application else None,
        footer=pen.say("faint.footer" if site.faint else "footer.official"),
        contact=_contact(pen),
    )
    note = "Says little about whose it is." if site.faint else "An agency's site off the zone."
    return Page(note=note, made_by=made_by, front=front, look=pen.look(), pages=pen.pages(2))


def _contact(pen: Pen) -> ContactPlan:
    """The agency's own block; a faint site shows a part of it, but always one that can be traced."""
    if not pen.site.faint:
        quiet = plants.quiet(pen.province, pen.site)
        return ContactPlan(name="", address="", phone="", email="") if quiet else ContactPlan()
    drawn = pen.number(1, 3)
    if drawn == 1:
        return ContactPlan(name="", address="", phone="")
    return ContactPlan(name="", phone="") if drawn == 2 else ContactPlan(name="", address="")


def _mirror(pen: Pen, made_by: MadeBy) -> Page:
    """The agency's own second address: its front page once more, with its own contacts."""
    original = pen.site.copies
    if original is None:
        raise ValueError(f"{pen.site.key}: a mirror of nothing")
    page = official.write(Pen(pen.province, original))
    return msgspec.structs.replace(
        page, note="An agency's front page under a second name.", made_by=made_by,
        dressed_as=original.key,
    )  # fmt: skip


def _shared(pen: Pen, made_by: MadeBy) -> Page:
    front = FrontPage(
        title=pen.say("shared.title"),
        paragraphs=(pen.say("shared.intro"), *pen.paragraphs(pen.number(1, 5), "para")),
        services=pen.services(),
        posts=pen.posts(4),
        footer=pen.say("footer.official"),
    )
    return Page(
        note="Kept by several agencies together, off the zone.",
        made_by=made_by,
        front=front,
        look=pen.look(),
    )
