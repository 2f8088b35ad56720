"""The truth follows from who made a site and what was planted, round by round."""

from lab_scenario_folder import NOW, Folder

from ronda.engine.attribute.contract import Relation
from ronda.lab import classes
from ronda.lab.truth import TrueSite, Truth, truth
from ronda.lab.world import Respond

JUDI = '[[causes]]\nkind = "hidden_links"\nhosts = ["judi77.com"]\n'
DEAD = '[[causes]]\nkind = "dead"\n'


def of(folder: Folder, at_round: int = 1) -> Truth:
    return truth(folder.root, at_round, NOW)


def only(folder: Folder, at_round: int = 1) -> TrueSite:
    (site,) = of(folder, at_round).sites
    return site


def test_an_agencys_site_in_the_zone_is_official(folder: Folder) -> None:
    folder.site()
    assert (only(folder).relation, only(folder).agency) == (Relation.OFFICIAL, "dinkes")


def test_an_agencys_site_outside_the_zone_is_unofficial(folder: Folder) -> None:
    folder.site(address="https://satu-fajarprov.go.id.com/")
    assert only(folder).relation == Relation.UNOFFICIAL


def test_a_namesake_regency_is_another_government(folder: Folder) -> None:
    folder.site(address="https://dinkes.fajarkab.go.id/", made_by='government = "Fajar"')
    assert (only(folder).relation, only(folder).agency) == (Relation.OTHER_GOVERNMENT, None)


def test_a_stranger_poses_or_holds_an_expired_name_or_is_unrelated(folder: Folder) -> None:
    stranger = 'stranger = "orang"'
    folder.site("a", "https://a.com/", stranger, 'poses_as = "dinkes"')
    folder.site("b", "https://b.com/", stranger, 'formerly = "dinkes"')
    folder.site("c", "https://c.com/", stranger)
    assert [site.relation for site in of(folder).sites] == [
        Relation.IMPERSONATION,
        Relation.EX_OFFICIAL,
        Relation.UNRELATED,
    ]


def test_a_healthy_site_expects_no_finding(folder: Folder) -> None:
    folder.site()
    assert only(folder).expects == frozenset()


def test_nothing_is_expected_of_others_sites(folder: Folder) -> None:
    folder.site(address="https://koran.com/", made_by='news = "Koran"', more=JUDI)
    assert only(folder).expects == frozenset()


def test_a_dead_site_is_only_unreachable(folder: Folder) -> None:
    folder.site(more=JUDI + DEAD + '[[causes]]\nkind = "no_hsts"')
    site = only(folder)
    assert site.expects == {classes.UNREACHABLE}
    assert {classes.INJECTED_GAMBLING, classes.NO_HSTS, classes.TLS_EXPIRED} <= site.hides


def test_a_dead_mail_domain_can_still_be_judged(folder: Folder) -> None:
    folder.site(
        address="https://posyandufajar.com/", more=DEAD + '[[causes]]\nkind = "spoofable_mail"'
    )
    assert only(folder).expects == {classes.UNREACHABLE, classes.MAIL_SPOOFABLE}


def test_each_expected_class_names_the_cause_that_it_follows_from(folder: Folder) -> None:
    folder.site(more=JUDI)
    assert only(folder).why == {classes.INJECTED_GAMBLING: "hidden_links"}


def test_a_finding_is_held_while_its_site_is_dead_and_mended_when_it_comes_back(
    folder: Folder,
) -> None:
    folder.site(more=f"{JUDI}until_round = 2\n{DEAD}from_round = 2\nuntil_round = 2\n")
    first, second, third = (only(folder, number) for number in (1, 2, 3))
    assert first.expects == {classes.INJECTED_GAMBLING}
    assert (second.expects, second.held) == (
        {classes.UNREACHABLE},
        {classes.INJECTED_GAMBLING},
    )
    assert (third.expects, third.held) == (frozenset(), frozenset())
    assert third.mended == {classes.UNREACHABLE, classes.INJECTED_GAMBLING}


def test_a_cause_that_ends_behind_the_curtain_is_still_held(folder: Folder) -> None:
    folder.site(more=f"{JUDI}until_round = 1\n{DEAD}from_round = 2\n")
    assert only(folder, 3).held == {classes.INJECTED_GAMBLING}


def test_a_site_that_never_answers_hides_all_but_its_handshake(folder: Folder) -> None:
    folder.site(more='[[causes]]\nkind = "hostile"\nbehaviour = "never_answers"')
    site = only(folder)
    assert site.expects == {classes.UNREACHABLE}
    assert not site.hides & classes.TLS


def test_what_a_bomb_leaves_open_is_neither_expected_nor_forbidden(folder: Folder) -> None:
    folder.site(more='[[causes]]\nkind = "hostile"\nbehaviour = "gzip_bomb"')
    assert only(folder).expects == frozenset()
    assert classes.UNREACHABLE in only(folder).allows


def test_the_zone_and_the_log_see_a_host(folder: Folder) -> None:
    folder.site()
    assert only(folder).seen_by == {"zone", "ct"}


def test_neither_zone_nor_log_sees_a_page_of_a_shared_host(folder: Folder) -> None:
    folder.site("path", "https://laman-fajar.co.id/dinkes")
    folder.site("label", "https://dinkes.blogfajar.web.id/")
    assert [site.seen_by for site in of(folder).sites] == [frozenset(), frozenset()]


def test_links_on_official_pages_are_seen_and_those_on_others_are_not(folder: Folder) -> None:
    def link(to: str) -> str:
        return f'[[front.links]]\nto = "{to}"\ntext = "tautan"'

    folder.site("a", more=link("https://laman-fajar.co.id/dinkes"))
    folder.site("b", "https://laman-fajar.co.id/dinkes")
    folder.site("c", "https://koran.com/", 'news = "Koran"', more=link("https://x.com/"))
    folder.site("d", "https://x.com/")
    seen = {site.key: site.seen_by for site in of(folder).sites}
    assert seen["b"] == {"links"}
    assert "links" not in seen["d"]


def test_links_behind_a_default_page_are_seen_by_nobody(folder: Folder) -> None:
    link = '[[front.links]]\nto = "https://laman-fajar.co.id/dinkes"\ntext = "tautan"\n'
    folder.site("a", more=f'{link}[[causes]]\nkind = "default_page"\nuntil_round = 1')
    folder.site("b", "https://laman-fajar.co.id/dinkes")
    seen = [{s.key: s.seen_by for s in of(folder, number).sites}["b"] for number in (1, 2)]
    assert seen == [frozenset(), {"links"}]


def test_a_reported_address_is_seen_by_the_list(folder: Folder) -> None:
    folder.site(address="https://laman-fajar.co.id/dinkes")
    text = (folder.root / "scenario.toml").read_text(encoding="utf-8")
    folder.write("scenario.toml", text.replace("rounds = 3", 'rounds = 3\nlists = ["l.csv"]'))
    folder.write("l.csv", "alamat,keterangan\nlaman-fajar.co.id/dinkes,milik siapa?\n")
    assert only(folder).seen_by == {"list"}


def test_a_site_is_found_by_any_of_its_names_in_either_scheme(folder: Folder) -> None:
    folder.site(top='also = ["www.satu.fajarprov.go.id"]')
    found = of(folder)
    assert found.find("http://www.satu.fajarprov.go.id") == found.sites[0]
    assert found.find("https://satu.fajarprov.go.id/") == found.sites[0]
    assert found.find("https://lain.fajarprov.go.id/") is None


def test_name_servers_and_homes_of_shared_hosts_are_no_sites(folder: Folder) -> None:
    folder.site()
    assert {"ns1.fajarprov.go.id", "blogfajar.web.id"} <= of(folder).not_sites
    assert "satu.fajarprov.go.id" not in of(folder).not_sites


def test_nothing_was_wrong_with_a_site_before_it_stood_there(folder: Folder) -> None:
    folder.site(top="from_round = 2", more=f"{JUDI}{DEAD}from_round = 2\n")
    assert only(folder, 2).held == frozenset()
    folder.site(top="from_round = 2", more=f"{JUDI}{DEAD}from_round = 3\n")
    assert only(folder, 3).held == {classes.INJECTED_GAMBLING}


def test_doorways_that_nothing_leads_to_are_left_open(folder: Folder) -> None:
    cause = '[[causes]]\nkind = "doorway_pages"\nhosts = ["judi77.com"]\n'
    folder.site(more=f'{cause}linked = "none"')
    assert (only(folder).expects, only(folder).forms) == (frozenset(), frozenset())
    assert classes.INJECTED_GAMBLING in only(folder).allows
    folder.site(more=cause)
    assert only(folder).forms == {"doorway_pages"}


def test_a_replaced_page_hides_its_age_and_what_wrote_it(folder: Folder) -> None:
    old = '[[causes]]\nkind = "stale"\n[[causes]]\nkind = "outdated_software"\ngenerator = "Drupal 7"\n'
    folder.site(more=old + '[[causes]]\nkind = "defacement"\nfrom_round = 2')
    assert only(folder, 1).expects == {classes.STALE, classes.OUTDATED_SOFTWARE}
    assert only(folder, 2).expects == {classes.DEFACED}
    assert only(folder, 2).held == {classes.STALE, classes.OUTDATED_SOFTWARE}


def test_a_hijacked_name_is_still_ours(folder: Folder) -> None:
    folder.site(more='[[causes]]\nkind = "hijacked_subdomain"\nhosts = ["judi77.com"]')
    assert only(folder).relation == Relation.OFFICIAL
    assert only(folder).expects == {classes.INJECTED_GAMBLING}


def test_a_site_that_moved_expects_nothing_and_mends_what_it_exposed(folder: Folder) -> None:
    folder.site(
        more='[[causes]]\nkind = "exposed_git"\nuntil_round = 1\n'
        '[[causes]]\nkind = "moved"\nto = "https://baru.com/"\nfrom_round = 2'
    )
    assert only(folder, 2).expects == frozenset()
    assert only(folder, 2).mended == {classes.EXPOSED_GIT}


def test_links_of_a_front_page_that_another_stands_in_for_are_seen_by_nobody(
    folder: Folder,
) -> None:
    link = '[[front.links]]\nto = "https://laman-fajar.co.id/dinkes"\ntext = "tautan"\n'
    folder.site("a", more=link + '[[causes]]\nkind = "parked"\nfrom_round = 2\n')
    folder.site("b", "https://laman-fajar.co.id/dinkes")
    seen = [{s.key: s.seen_by for s in of(folder, number).sites}["b"] for number in (1, 2)]
    assert seen == [{"links"}, frozenset()]


def test_nothing_is_said_of_the_headers_while_the_application_is_broken(folder: Folder) -> None:
    folder.site(more='[[causes]]\nkind = "no_hsts"\n[[causes]]\nkind = "server_error"\n')
    assert only(folder).expects == {classes.UNREACHABLE}
    assert classes.NO_HSTS in only(folder).hides


SHORT = """[[shorteners]]
name = "pendek-fajar.link"
title = "Pendek"
links = { "/a" = "https://laman-fajar.co.id/dinkes" }
"""


def scenario_with(folder: Folder, more: str) -> None:
    text = (folder.root / "scenario.toml").read_text(encoding="utf-8")
    bio = text.replace('name = "laman-fajar.co.id"', 'name = "laman-fajar.co.id"\nbio = true')
    folder.write("scenario.toml", bio + more)


def test_a_link_in_a_news_item_and_behind_a_short_link_is_seen_by_links(folder: Folder) -> None:
    scenario_with(folder, SHORT)
    news = '[pages."/berita/1"]\ntitle = "Kabar"\nparagraphs = ["Satu."]\n[[pages."/berita/1".links]]\n'
    folder.site("a", more=f'{news}to = "https://pendek-fajar.link/a"\ntext = "sini"')
    folder.site("b", "https://laman-fajar.co.id/dinkes")
    seen = {site.key: site.seen_by for site in of(folder).sites}
    assert seen["b"] == {"links"}
    assert "pendek-fajar.link" in of(folder).not_sites


def test_what_a_page_of_links_leads_to_is_seen_where_an_official_page_links_it(
    folder: Folder,
) -> None:
    scenario_with(folder, "")
    bio = "https://laman-fajar.co.id/dinkes"
    link = '[[front.links]]\nto = "{}"\ntext = "tautan"'
    folder.site("b", bio, more=link.format("https://blog.blogfajar.web.id/"))
    folder.site("c", "https://blog.blogfajar.web.id/")
    assert {s.key: s.seen_by for s in of(folder).sites}["c"] == frozenset()
    folder.site("a", more=link.format(bio))
    assert {s.key: s.seen_by for s in of(folder).sites}["c"] == {"links"}


def test_a_short_link_answers_with_a_redirect_and_the_page_of_news_shows_its_links(
    folder: Folder,
) -> None:
    scenario_with(folder, SHORT)
    news = '[pages."/berita/1"]\ntitle = "Kabar"\nparagraphs = ["Satu."]\n[[pages."/berita/1".links]]\n'
    folder.site("a", more=f'{news}to = "https://pendek-fajar.link/a"\ntext = "sini"')
    world = folder.world()
    hosts = {host.name: host for host in world.hosts}
    routes = {r.path: r.answer for r in hosts["pendek-fajar.link"].https or ()}
    led = routes["/a"]
    assert isinstance(led, Respond)
    assert (led.status, dict(led.headers)["Location"]) == (302, "https://laman-fajar.co.id/dinkes")
    page = next(
        r.answer for r in hosts["satu.fajarprov.go.id"].https or () if r.path == "/berita/1"
    )
    assert isinstance(page, Respond)
    assert b'href="https://pendek-fajar.link/a"' in page.body
    assert world.settings["RONDA_SHORTENERS"] == "pendek-fajar.link"
    assert world.settings["RONDA_LINK_PAGES"] == "laman-fajar.co.id"
