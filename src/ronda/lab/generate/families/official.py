"""Writes what stands in the province's own zones: portals, services, applications, units."""

from ronda.lab.format import FrontPage, MadeBy
from ronda.lab.generate.families import Page
from ronda.lab.generate.pen import Pen
from ronda.lab.generate.settings import rates

# Kind -> the rules' prefix.
PREFIX = {
    "portal": "portal",
    "main": "main",
    "service": "service",
    "application": "app",
    "unit": "unit",
    "hospital": "unit",
    "subsite": "subsite",
    "former": "former",
    "shared": "shared",
    "event": "event",
}
NOTES = {
    "portal": "The province's portal.",
    "main": "An agency's front door.",
    "service": "A portal that every government has.",
    "application": "An agency's application.",
    "unit": "A technical unit of an agency.",
    "hospital": "A hospital of the province.",
    "subsite": "Pages of a division.",
    "former": "Still speaks in the old name of a renamed agency.",
    "shared": "Kept by several agencies together.",
    "event": "An event of an agency.",
}


def write(pen: Pen) -> Page:
    """Write an official site."""
    site = pen.site
    kind = site.kind
    if tempting(pen):
        return tempted(pen, MadeBy(agency=site.agency.plan.key))
    prefix = PREFIX[kind]
    english = kind in ("service", "subsite", "event") and pen.chance(rates().english.share)
    application = kind == "application"
    front = FrontPage(
        title=pen.say("en.title" if english else f"{prefix}.title"),
        tagline=pen.say("app.tagline" if application else "main.tagline")
        if pen.chance(0.7)
        else "",
        paragraphs=_paragraphs(pen, prefix, english),
        services=pen.services(),
        posts=() if application and pen.chance(0.6) else pen.posts(8),
        form=pen.form() if application and pen.chance(0.7) else None,
        footer=pen.say("footer.official"),
    )
    return Page(
        note=NOTES[kind],
        made_by=MadeBy(agency=site.agency.plan.key),
        front=front,
        look=pen.look(),
        pages=pen.pages(1 if application else 4),
    )


def _paragraphs(pen: Pen, prefix: str, english: bool) -> tuple[str, ...]:
    if english:
        rules = ("en.para", "para") if pen.chance(0.4) else ("en.para",)
        return (pen.say("en.intro"), *pen.paragraphs(pen.number(1, 6), *rules))
    count = pen.number(0, 3) if prefix == "app" else pen.length()
    return (pen.say(f"{prefix}.intro"), *pen.paragraphs(count, "para"))


def tempting(pen: Pen) -> bool:
    """This honest site is one of those that tempt a hasty judge."""
    grade = rates().difficulty[pen.province.settings.difficulty]
    return pen.site.kind not in ("portal", "main", "former", "hospital") and pen.chance(
        rates().tempting.share * grade.tempting
    )


def tempted(pen: Pen, made_by: MadeBy) -> Page:
    """Write an honest page about gambling, hockey, queue slots, spending or birds."""
    front = FrontPage(
        title=f"{pen.say('tempt.title')} - {pen.say('short')} {pen.say('region')}",
        paragraphs=(
            pen.say("main.intro"),
            *pen.paragraphs(pen.number(2, 5), "tempt.para", "tempt.para", "para"),
        ),
        posts=pen.posts(5, "tempt.post"),
        footer=pen.say("footer.official"),
    )
    return Page(
        note="An honest page that tempts a hasty judge.",
        made_by=made_by,
        front=front,
        look=pen.look(),
        tempts=("injected-gambling",),
    )
