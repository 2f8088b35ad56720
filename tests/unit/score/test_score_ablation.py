"""What each sort of evidence, view and source carries."""

import msgspec
from score_worlds import NOW, claim, claims, true_site, world

from ronda.engine.artifacts import Observation, SiteFacts
from ronda.engine.attribute.contract import Relation
from ronda.engine.attribute.item import Item
from ronda.engine.attribute.learning.examples import Example
from ronda.engine.attribute.weights import shipped
from ronda.engine.checks.examples import HOST, http, page
from ronda.lab import classes
from ronda.lab.ablate_evidence import evidence_alone, sorts, without_evidence
from ronda.lab.ablate_sources import without_sources
from ronda.lab.ablate_views import without_views
from ronda.lab.ablation import Ablation, Curve, Said
from ronda.lab.score_data import plain, together
from ronda.lab.score_parts import Rate

JUDI = frozenset({classes.INJECTED_GAMBLING})


def test_every_kind_that_the_model_weighs_stands_in_one_sort() -> None:
    model = shipped()
    told = [kind for sort in sorts().values() for kind in sort.kinds]
    named = [kind for sort in sorts().values() for kind in sort.agency_kinds]
    assert sorted(told) == sorted(model.relation.keys() - {"in_zone"})
    assert sorted(named) == sorted(model.agency.keys() - {"none", "none_at_apex"})


def test_what_only_one_source_brought_is_lost_without_it() -> None:
    both = true_site("a", Relation.UNOFFICIAL)
    lone = true_site("b", Relation.UNOFFICIAL)
    stranger = true_site("c", Relation.UNRELATED, agency=None)
    said = claims(
        claim(both, sources=frozenset({"ct", "links"})),
        claim(lone, sources=frozenset({"ct"})),
        claim(stranger, sources=frozenset({"links"})),
    )
    rows = {row.source: row for row in without_sources(world(both, lone, stranger), said)}
    assert (rows["ct"].brought, rows["ct"].only) == (Rate(2, 2), Rate(1, 2))
    assert (rows["links"].brought, rows["links"].only) == (Rate(1, 2), Rate(0, 2))


def test_a_page_for_robots_alone_is_not_found_without_the_robots_view() -> None:
    cloaked, quiet = true_site("a", expects=JUDI), true_site("b")
    office = page("Rapat koordinasi pelayanan. Jadwal posyandu bulan ini.")
    words = "Situs slot terpercaya dengan rtp live dan maxwin hari ini."
    spam = page(words, title="SLOT GACOR MAXWIN", view="robot")

    def seen(url: str) -> Observation:
        robot = spam if url == cloaked.url else office
        answers = {f"http:{view}": http() for view in ("visitor", "robot", "phone")}
        pages = {"page:visitor": office, "page:robot": robot, "page:phone": office}
        site = SiteFacts(url, HOST, "official", in_official_zone=True, confirmed=True)
        return Observation(site, NOW, NOW, {**answers, **pages})

    judged = [(cloaked, claim(cloaked)), (quiet, claim(quiet))]
    rows = {row.without: row for row in without_views(judged, seen)}
    assert rows["nothing"].recall == Rate(1, 1)
    assert rows["the phone's view"].recall == Rate(1, 1)
    assert rows["the robot's view"].recall == Rate(0, 1)
    assert {row.accused.right for row in rows.values()} == {0}


def office(*items: Item) -> Example:
    return Example("uji", "https://x.example/", "unofficial", ("a",), items)


def test_evidence_that_is_left_out_no_longer_speaks() -> None:
    title = Item("agency_in_title", "title_name", "a", 1.0)
    mail = Item("agency_contact", "email", "a", 1.0)
    footer = Item("agency_in_footer", "footer_name", "a", 1.0)
    said = [office(title, mail, footer, Item("region_in_title", "", "", 1.0))]
    whole, *left = without_evidence(said)
    assert whole.unofficial_found == Rate(1, 1)
    contacts = next(row for row in left if row.evidence == "contacts and addresses")
    assert contacts.coverage.right <= whole.coverage.right
    nothing = next(row for row in evidence_alone(said) if row.evidence == "likeness")
    assert nothing.unofficial_found == Rate(0, 1)


def test_precision_and_recall_follow_from_the_surest_down() -> None:
    curve = Curve("unofficial", 4, (Said(0.9, 1, 1), Said(0.5, 0, 1), Said(0.9, 1, 1)))
    assert curve.points == ((0.9, 1.0, 0.5), (0.5, 2 / 3, 0.5))


def test_ablations_of_two_provinces_add_up() -> None:
    site = true_site("a", Relation.UNOFFICIAL)
    sources = without_sources(world(site), claims(claim(site)))
    one = Ablation("uji", sources, (), (), (), (Curve("unofficial", 1, (Said(0.9, 1, 1),)),))
    again = msgspec.convert(plain(one), Ablation)
    both = together(one, again)
    assert both.sources[0].brought == Rate(2, 2)
    assert (both.curves[0].true, both.curves[0].points) == (2, ((0.9, 1.0, 1.0),))
