"""Writes to the register: names over time, mergers, sites, and who did it."""

from datetime import date

import pytest

from ronda.accounts.models import Person
from ronda.register import selectors, services
from ronda.register.errors import Refused
from ronda.register.models import Agency, NameKind, Relation, Site, SiteState, Zone
from ronda.register.zonefeeds import Feed, parse_feeds, save_feeds

pytestmark = pytest.mark.django_db


def names(agency: Agency) -> set[tuple[str, str]]:
    return set(agency.names.values_list("kind", "text"))


def test_a_renamed_agency_keeps_its_key_and_its_old_name(officer: Person) -> None:
    agency = services.create_agency(name="Dinas Kominfo", short="Diskominfo", person=officer)
    services.rename_agency(agency, "Dinas Kominfotik", person=officer, valid_from=date(2026, 1, 12))
    assert agency.key == "diskominfo"
    assert names(agency) == {
        ("official", "Dinas Kominfotik"),
        ("former", "Dinas Kominfo"),
        ("short", "Diskominfo"),
    }
    former = agency.names.get(kind=NameKind.FORMER)
    assert (
        former.valid_to == agency.names.get(kind=NameKind.OFFICIAL).valid_from == date(2026, 1, 12)
    )


def test_an_agency_may_bear_a_name_for_the_second_time(officer: Person) -> None:
    agency = services.create_agency(name="A", person=officer)
    for name in ("B", "A", "B"):
        services.rename_agency(agency, name, person=officer)
    assert names(agency) == {("official", "B"), ("former", "A"), ("former", "B")}


def test_a_key_of_the_past_is_not_given_again(officer: Person) -> None:
    services.create_agency(name="Dinas A", short="DA", person=officer).delete()
    assert services.create_agency(name="Dinas A", short="DA", person=officer).key == "da-2"


@pytest.mark.parametrize("name", ["Dinas Kesehatan", "DINAS  KESEHATAN", "dinas-kesehatan"])
def test_the_same_name_is_not_registered_twice(officer: Person, name: str) -> None:
    services.create_agency(name="Dinas Kesehatan", person=officer)
    with pytest.raises(Refused, match="registered already"):
        services.create_agency(name=name, person=officer)


def test_a_merger_hands_everything_over_and_forgets_nothing(officer: Person) -> None:
    old = services.create_agency(name="Dinas Sosial", short="Dinsos", person=officer)
    new = services.create_agency(name="Dinas Sosial dan PMD", person=officer)
    system = services.create_system(old, "E-Bansos", person=officer)
    services.create_system(new, "E-Bansos", person=officer)
    site = services.create_site(
        "dinsos.x.go.id", relation=Relation.OFFICIAL, agency=old, person=officer
    )
    member = Person.objects.create_user("web", role="agency")
    member.agencies.add(old)
    services.merge_agencies(new, [old], person=officer, on=date(2026, 1, 12))
    for row in (old, system, site):
        row.refresh_from_db()
    assert old.dissolved_on == date(2026, 1, 12)
    assert (system.agency, system.name) == (new, "E-Bansos (dinsos)")
    assert site.agency == new
    assert ("former", "Dinas Sosial") in names(new)
    assert list(new.predecessors.all()) == [old]
    assert set(member.agencies.all()) == {old, new}


def test_an_agency_cannot_be_part_of_itself(officer: Person) -> None:
    above = services.create_agency(name="A", person=officer)
    below = services.create_agency(name="B", parent=above, person=officer)
    with pytest.raises(Refused, match="part of itself"):
        services.update_agency(above, person=officer, parent=below)


def test_a_site_is_tied_to_the_most_specific_zone(officer: Person, zone: Zone) -> None:
    inner = services.create_zone("rs.rembulanprov.go.id", person=officer)
    agency = services.create_agency(name="A", person=officer)
    site = services.create_site(
        "www.rs.rembulanprov.go.id", relation=Relation.OFFICIAL, agency=agency, person=officer
    )
    assert site.zone == inner


def test_a_new_zone_takes_in_the_sites_that_stand_in_it(officer: Person) -> None:
    inside = Site.objects.create(url="https://a.x.go.id/", host="a.x.go.id")
    beside = Site.objects.create(url="https://notx.go.id/", host="notx.go.id")
    zone = services.create_zone("x.go.id", person=officer)
    inside.refresh_from_db()
    beside.refresh_from_db()
    assert (inside.zone, beside.zone) == (zone, None)


@pytest.mark.parametrize(
    ("url", "relation", "words"),
    [
        ("not a site", "official", "not a site's address"),
        ("a.go.id", "official", "Choose the agency"),
        ("a.go.id", "undecided", "Choose how the site"),
    ],
)
def test_a_site_that_says_too_little_is_refused(
    officer: Person, url: str, relation: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        services.create_site(url, relation=relation, agency=None, person=officer)


def test_a_registered_site_is_not_registered_again(officer: Person) -> None:
    agency = services.create_agency(name="A", person=officer)
    for url in ("a.go.id", "https://A.go.id:443/"):
        if Site.objects.exists():
            with pytest.raises(Refused, match="registered already"):
                services.create_site(url, relation="official", agency=agency, person=officer)
        else:
            services.create_site(url, relation="official", agency=agency, person=officer)


def test_a_site_is_retired_for_a_reason_and_reopened(officer: Person) -> None:
    site = services.create_site("a.com", relation="unrelated", agency=None, person=officer)
    with pytest.raises(Refused, match="Say why"):
        services.retire_site(site, officer, " ")
    services.retire_site(site, officer, "pindah ke situs lain")
    assert (site.state, site.retired_because) == (SiteState.RETIRED, "pindah ke situs lain")
    services.reopen_site(site, officer)
    assert (site.state, site.retired_at) == (SiteState.REGISTERED, None)


def test_history_tells_who_changed_what_from_which_to_which(officer: Person) -> None:
    agency = services.create_agency(name="Dinas A", person=officer, phone="1")
    services.update_agency(agency, person=officer, phone="2", reason="surat 12/2026")
    services.add_name(agency, "DA", NameKind.ALIAS, person=officer)
    services.remove_name(agency.names.get(kind=NameKind.ALIAS), person=officer)
    lines = selectors.changes(agency)
    phone = next(x for x in lines if x.field == "phone" and x.kind == "changed")
    assert (phone.before, phone.after, phone.who, phone.reason) == (
        "1", "2", "petugas", "surat 12/2026",
    )  # fmt: skip
    gone = next(x for x in lines if x.kind == "deleted")
    assert (gone.before, gone.who) == ("DA", "petugas")
    assert lines == sorted(lines, key=lambda x: x.at, reverse=True)


def test_history_shows_words_instead_of_codes(officer: Person) -> None:
    agency = services.create_agency(name="Dinas A", person=officer)
    site = services.create_site("a.go.id", relation="official", agency=agency, person=officer)
    services.retire_site(site, officer, "tutup")
    told = {(x.field, x.before, x.after) for x in selectors.changes(site)}
    assert ("agency", "", "Dinas A") in told
    assert ("state", "Terdaftar", "Dihentikan") in told


def test_agencies_are_found_by_any_of_their_names(officer: Person) -> None:
    agency = services.create_agency(name="Dinas Kesehatan", short="Dinkes", person=officer)
    services.create_agency(name="Dinas Sosial", person=officer)
    found = selectors.agencies(officer, text="dinkes")
    assert [a.pk for a in found] == [agency.pk]


def test_only_those_who_decide_may_write() -> None:
    auditor = Person.objects.create_user("auditor", role="auditor")
    with pytest.raises(Refused, match="Only an officer"):
        services.create_agency(name="A", person=auditor)


def test_zone_feeds_are_read_from_the_settings() -> None:
    feeds = parse_feeds("a.go.id@192.0.2.53:5353, b.go.id@/srv/b.zone, C.go.id.")
    assert feeds == [
        Feed("a.go.id", transfer_from="192.0.2.53:5353"),
        Feed("b.go.id", zone_file="/srv/b.zone"),
        Feed("c.go.id"),
    ]
    save_feeds(feeds)
    save_feeds([Feed("c.go.id", transfer_from="192.0.2.1"), Feed("a.go.id")])
    assert set(Zone.objects.values_list("name", "transfer_from", "zone_file")) == {
        ("a.go.id", "192.0.2.53:5353", ""),
        ("b.go.id", "", "/srv/b.zone"),
        ("c.go.id", "192.0.2.1", ""),
    }


@pytest.mark.parametrize("text", ["a.go.id@", "@192.0.2.1", "lokal"])
def test_a_zone_feed_that_says_too_little_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="Cannot read"):
        parse_feeds(text)
