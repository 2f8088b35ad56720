"""Writes those who write about agencies or work for them: news, schools, vendors, companies, persons."""

from ronda.lab.format import ContactPlan, FrontPage, MadeBy
from ronda.lab.generate.families import Page
from ronda.lab.generate.pen import Pen


def write(pen: Pen) -> Page:
    """Write a third party's site."""
    if pen.site.kind == "news":
        return _news(pen)
    kind = pen.site.kind
    front = FrontPage(
        title=pen.say(f"{kind}.title"),
        paragraphs=(
            pen.say(f"{kind}.intro"),
            *pen.paragraphs(pen.number(1, 6), _paragraph_rule(kind)),
        ),
        services=pen.services() if kind in ("vendor_demo", "state_company") else (),
        posts=pen.posts(4, "outside.post", "outside.text") if pen.chance(0.5) else (),
        form=pen.form() if kind == "vendor_demo" else None,
        contact=_contact(pen),
        footer=pen.say(f"{kind}.title"),
    )
    return Page(
        note=f"A third party ({kind}) that has to do with an agency.",
        made_by=_maker(pen),
        front=front,
        look=pen.look(),
    )


def _paragraph_rule(kind: str) -> str:
    return "vendor.para" if kind == "vendor_demo" else f"{kind}.para"


def _maker(pen: Pen) -> MadeBy:
    kind = pen.site.kind
    if kind == "school":
        return MadeBy(school=pen.say("named"))
    if kind in ("vendor", "vendor_demo"):
        return MadeBy(vendor=pen.say("firm"))
    if kind == "person":
        return MadeBy(person=pen.say("role"))
    return MadeBy(company=pen.say(f"{kind}.title"))


def _contact(pen: Pen) -> ContactPlan:
    if pen.site.kind == "person":
        return ContactPlan()
    return ContactPlan(
        name=pen.say("firm") if pen.site.kind.startswith("vendor") else None,
        address=f"{pen.say('street')}, {pen.say('town')}",
        phone=f"(0{pen.number(211, 399)}) {pen.number(210000, 899999)}",
        email=f"kontak@{pen.site.host}",
    )


def _news(pen: Pen) -> Page:
    paper = pen.say("named")
    front = FrontPage(
        title=pen.say("news.title"),
        paragraphs=(pen.say("news.about"),) if pen.chance(0.6) else (),
        posts=pen.posts(12, "news.post", "news.text"),
        contact=ContactPlan(
            name=f"Redaksi {paper}",
            address=f"{pen.say('street')}, {pen.say('town')}",
            email=f"redaksi@{pen.site.host}",
        ),
        footer=paper,
    )
    return Page(
        note="A news site that mentions agencies and belongs to none.",
        made_by=MadeBy(news=paper),
        front=front,
        look=pen.look(),
    )
