"""Every kind of cause is really in the compiled world, and a healthy site is really healthy."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from lab_scenario_folder import Folder

from ronda.lab.causes import UnknownCause, read
from ronda.lab.world import Misbehave, Respond, Route, VirtualHost, World

HOST = "satu.fajarprov.go.id"
Planted = Callable[[str], World]


def host(world: World, name: str = HOST) -> VirtualHost:
    return next(h for h in world.hosts if h.name == name)


def routes(world: World, port: str = "https") -> tuple[Route, ...]:
    found: tuple[Route, ...] | None = getattr(host(world), port)
    assert found is not None
    return found


def answer(world: World, path: str = "/", view: str = "any", port: str = "https") -> Respond:
    chosen = [r for r in routes(world, port) if r.path == path]
    exact = [r for r in chosen if r.view == view] or [r for r in chosen if r.view == "any"]
    found = exact[0].answer
    assert isinstance(found, Respond)
    return found


def page(world: World, view: str = "any") -> str:
    return answer(world, "/", view).body.decode()


def headers(world: World) -> dict[str, str]:
    return dict(answer(world).headers)


def records(world: World, name: str) -> list[tuple[str, str]]:
    return [(r.rdtype, r.value) for z in world.zones for r in z.records if r.name == name]


def test_a_healthy_site_has_a_good_certificate_redirect_and_headers(folder: Folder) -> None:
    folder.site()
    world = folder.world()
    shown = host(world).certificate
    assert shown is not None
    assert shown.kind == "good"
    assert shown.names == (HOST,)
    assert shown.not_before < world.now < shown.not_after
    assert dict(answer(world, port="http").headers)["Location"] == f"https://{HOST}/"
    assert {"Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options"} <= set(
        headers(world)
    )
    assert "27 Februari 2026" in page(world)
    assert ("TXT", '"v=spf1 mx -all"') in records(world, "fajarprov.go.id")
    assert ("TXT", '"v=DMARC1; p=reject"') in records(world, "_dmarc.fajarprov.go.id")


def test_an_unknown_path_of_a_healthy_site_is_not_found(folder: Folder) -> None:
    folder.site()
    assert answer(folder.world(), "/*").status == 404


def test_a_site_without_its_own_zone_gets_one_that_refuses_transfer(folder: Folder) -> None:
    folder.site(address="https://app.dinkesfajar.com/")
    zone = next(z for z in folder.world().zones if z.name == "dinkesfajar.com")
    assert zone.transfer == "refused"


def test_the_order_of_causes_in_a_file_does_not_matter(folder: Folder) -> None:
    causes = ['kind = "default_page"', 'kind = "no_hsts"', 'kind = "weak_headers"']
    pages = []
    for order in (causes, causes[::-1]):
        folder.site(more="".join(f"[[causes]]\n{cause}\n" for cause in order))
        pages.append(answer(folder.world()))
    assert pages[0] == pages[1]
    assert dict(pages[0].headers).keys() == {"Server", "Content-Type"}


def test_a_cause_with_a_wrong_parameter_says_what_was_expected() -> None:
    with pytest.raises(UnknownCause, match="unknown field `langkah`"):
        read({"kind": "dead", "langkah": 3})


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(UnknownCause, match="expected one of comment_spam, dangling_cname, dead"):
        read({"kind": "banjir"})


def test_plants_expired_certificate(planted: Planted) -> None:
    world = planted('kind = "expired_certificate"\ndays_ago = 12')
    shown = host(world).certificate
    assert shown is not None
    assert shown.kind == "expired"
    assert shown.not_after == world.now - timedelta(days=12)


def test_plants_wrong_name_certificate(planted: Planted) -> None:
    world = planted('kind = "wrong_name_certificate"\nnames = ["lain.co.id"]')
    shown = host(world).certificate
    assert shown is not None
    assert shown.names == ("lain.co.id",)
    assert not shown.logged


def test_plants_self_signed(planted: Planted) -> None:
    shown = host(planted('kind = "self_signed"')).certificate
    assert shown is not None
    assert (shown.kind, shown.logged) == ("self_signed", False)


def test_plants_missing_intermediate(planted: Planted) -> None:
    shown = host(planted('kind = "missing_intermediate"')).certificate
    assert shown is not None
    assert shown.kind == "missing_intermediate"


def test_plants_old_tls(planted: Planted) -> None:
    assert host(planted('kind = "old_tls"\nversion = "1.0"')).max_tls == "1.0"


def test_plants_no_https_redirect(planted: Planted) -> None:
    plain = answer(planted('kind = "no_https_redirect"'), port="http")
    assert plain.status == 200
    assert b"Selamat datang" in plain.body


def test_plants_no_hsts(planted: Planted) -> None:
    found = headers(planted('kind = "no_hsts"'))
    assert "Strict-Transport-Security" not in found
    assert "X-Content-Type-Options" in found


def test_plants_weak_headers(planted: Planted) -> None:
    found = headers(planted('kind = "weak_headers"'))
    weak = {"X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy"}
    assert not weak & set(found)
    assert "Strict-Transport-Security" in found


def test_plants_spoofable_mail(folder: Folder) -> None:
    folder.site(address="https://posyandufajar.com/", more='[[causes]]\nkind = "spoofable_mail"')
    world = folder.world()
    assert [kind for kind, _ in records(world, "posyandufajar.com")] == ["SOA", "NS", "MX", "A"]
    assert records(world, "_dmarc.posyandufajar.com") == []


def test_plants_dangling_cname(planted: Planted) -> None:
    world = planted('kind = "dangling_cname"\ntarget = "hilang.awan.net"')
    assert records(world, HOST) == [("CNAME", "hilang.awan.net.")]
    assert not [h for h in world.hosts if h.name == HOST]
    assert HOST in {n for e in world.log_entries for n in e.certificate.names}


def test_plants_wildcard_dns(planted: Planted) -> None:
    world = planted('kind = "wildcard_dns"')
    assert records(world, f"*.{HOST}") == records(world, HOST) == [("A", host(world).address)]


def test_plants_exposed_git(planted: Planted) -> None:
    world = planted('kind = "exposed_git"\nbranch = "utama"')
    assert answer(world, "/.git/HEAD").body == b"ref: refs/heads/utama\n"


def test_plants_exposed_env(planted: Planted) -> None:
    world = planted('kind = "exposed_env"\nvariables = {DB_PASSWORD = "latihan"}')
    assert answer(world, "/.env").body == b"DB_PASSWORD=latihan\n"
    assert dict(answer(world, "/.env").headers)["Content-Type"] == "text/plain"


@pytest.mark.parametrize(
    ("way", "sign"),
    [
        ("display_none", "display:none"),
        ("off_screen", "left:-9876px"),
        ("font_zero", "font-size:0"),
        ("hidden_attribute", "<div hidden>"),
        ("css_class", ".sb-widget-x{display:none}"),
    ],
)
def test_plants_hidden_links(planted: Planted, way: str, sign: str) -> None:
    html = page(planted(f'kind = "hidden_links"\nway = "{way}"\nhosts = ["judi77.com"]'))
    assert sign in html
    assert 'href="https://judi77.com/">slot gacor hari ini</a>' in html
    assert html.index("judi77.com") > html.index("Selamat datang")


def test_plants_robot_only(planted: Planted) -> None:
    world = planted('kind = "robot_only"\nhosts = ["judi77.com"]')
    assert "judi77.com" in page(world, "robot")
    assert "judi77.com" not in page(world)
    assert "judi77.com" not in page(world, "phone")


def test_plants_phone_redirect(planted: Planted) -> None:
    world = planted('kind = "phone_redirect"\nhosts = ["judi77.com"]')
    found = answer(world, "/", "phone")
    assert (found.status, dict(found.headers)["Location"]) == (302, "https://judi77.com/")
    assert answer(world, "/", "robot").status == 200


def test_plants_open_links(planted: Planted) -> None:
    html = page(planted('kind = "open_links"\nhosts = ["judi77.com"]'))
    assert html.index("judi77.com") < html.index("Selamat datang")
    assert "display:none" not in html


def test_plants_parked(planted: Planted) -> None:
    html = page(planted('kind = "parked"'))
    assert "Domain ini dijual" in html
    assert "Selamat datang" not in html


def test_plants_default_page(planted: Planted) -> None:
    assert "Welcome to nginx!" in page(planted('kind = "default_page"'))
    assert "Index of /" in page(planted('kind = "default_page"\npage = "listing"'))


def test_plants_stale(planted: Planted) -> None:
    html = page(planted('kind = "stale"\ndays = 900'))
    assert "2023" in html
    assert "2026" not in html


def test_plants_outdated_software(planted: Planted) -> None:
    world = planted(
        'kind = "outdated_software"\ngenerator = "WordPress 4.9.8"\npowered_by = "PHP/5.6.40"'
    )
    assert '<meta name="generator" content="WordPress 4.9.8">' in page(world)
    assert headers(world)["X-Powered-By"] == "PHP/5.6.40"


def test_plants_dead(planted: Planted) -> None:
    found = host(planted('kind = "dead"'))
    assert (found.http, found.https) == (None, None)


def test_plants_name_gone(planted: Planted) -> None:
    assert records(planted('kind = "name_gone"'), HOST) == []


def test_plants_server_error(planted: Planted) -> None:
    assert answer(planted('kind = "server_error"\nstatus = 503')).status == 503


@pytest.mark.parametrize("behaviour", ["never_answers", "gzip_bomb"])
def test_plants_hostile(planted: Planted, behaviour: str) -> None:
    world = planted(f'kind = "hostile"\nbehaviour = "{behaviour}"')
    for port in ("http", "https"):
        assert [(r.path, r.answer) for r in routes(world, port)] == [("/*", Misbehave(behaviour))]


def test_a_handshake_behaviour_stands_before_http(planted: Planted) -> None:
    found = host(planted('kind = "hostile"\nbehaviour = "tls_alert"\nparams = { alert = 80 }'))
    assert (found.tls_behaviour, found.tls_params) == ("tls_alert", {"alert": 80})


def test_a_behaviour_of_both_places_stands_where_the_file_says(planted: Planted) -> None:
    text = 'kind = "hostile"\nbehaviour = "empty_reply"'
    assert host(planted(text)).tls_behaviour == ""
    assert host(planted(f'{text}\nlevel = "handshake"')).tls_behaviour == "empty_reply"


def test_a_hostile_name_server_stands_beside_a_healthy_server(planted: Planted) -> None:
    world = planted('kind = "hostile"\nbehaviour = "name_silence"')
    assert [(n.name, n.answer.behaviour) for n in world.hostile_names] == [(HOST, "name_silence")]
    assert answer(world).status == 200


def test_plants_hostile_path(planted: Planted) -> None:
    text = 'kind = "hostile_path"\nbehaviour = "xml_bomb"\npath = "/sitemap.xml"'
    world = planted(text)
    assert Misbehave("xml_bomb") in [r.answer for r in routes(world, "https")]
    assert answer(world).status == 200
