"""Writes sites on names that an agency once held and let go."""

from ronda.lab.format import FrontPage, MadeBy
from ronda.lab.generate.families import Page
from ronda.lab.generate.pen import Pen

MAKERS = {
    "parked": "a trader in names",
    "gambling": "a gambling operator",
    "shop": "a shop keeper",
    "remains": "a content farm",
}


def write(pen: Pen) -> Page:
    """Write what a stranger shows there now. A parked name's page comes from its cause."""
    kind = pen.site.kind
    front = {
        "parked": _parked,
        "gambling": _gambling,
        "shop": _shop,
        "remains": _remains,
    }[kind](pen)
    return Page(
        note=f"A name that an agency once held, in a stranger's hands ({kind}).",
        made_by=MadeBy(stranger=MAKERS[kind]),
        formerly=pen.site.agency.plan.key,
        front=front,
        look="plain" if kind == "parked" else pen.look(),
    )


def _parked(pen: Pen) -> FrontPage:
    return FrontPage(title=pen.site.host)


def _gambling(pen: Pen) -> FrontPage:
    words = tuple(dict.fromkeys(pen.say("bet.word") for _ in range(6)))
    return FrontPage(
        title=pen.say("ex.gambling.title"),
        paragraphs=pen.paragraphs(pen.number(1, 4), "ex.gambling.intro"),
        services=words,
        footer=pen.say("bet.brand"),
    )


def _shop(pen: Pen) -> FrontPage:
    return FrontPage(
        title=pen.say("ex.shop.title"),
        paragraphs=pen.paragraphs(pen.number(1, 3), "ex.shop.intro", "business.para"),
        footer=pen.say("ex.shop.title"),
    )


def _remains(pen: Pen) -> FrontPage:
    """A farm keeps some of the old words for the sake of search engines."""
    return FrontPage(
        title=pen.say("ex.remains.title"),
        paragraphs=pen.paragraphs(pen.number(2, 6), "ex.remains.para", "ex.remains.para", "para"),
    )
