"""Every look shows what the site has to say, in its platform's own way, and no two sites are laid out alike."""

import re
from html.parser import HTMLParser
from typing import get_args

import pytest
from lab_scenario_folder import Folder

from ronda.lab.format import Look
from ronda.lab.looks import LOOKS
from ronda.lab.world import Respond, Route, World

ALL = sorted(get_args(Look))
CONTENT = """
[[front.links]]
to = "https://lain.fajarprov.go.id/"
text = "Situs lain"
[front.form]
action = "/kirim"
button = "Kirim laporan"
fields = ["nama", "sandi"]
[pages."/profil"]
title = "Profil kantor"
paragraphs = ["Kami melayani sejak lama."]
"""
LETTER = """
[letters."/unduhan/surat-edaran-1.pdf"]
text = "Surat Edaran"
head = ["PEMERINTAH PROVINSI FAJAR", "DINAS KESEHATAN"]
"""
FINGERPRINTS = {
    "wordpress": "/wp-content/themes/",
    "joomla": "com_content",
    "drupal": "drupal-settings-json",
    "ckan": "dataset-list",
    "ojs": "pkp_structure_page",
    "moodle": "M.cfg",
    "slims": "Senayan",
    "laravel": "csrf-token",
    "codeigniter": "/index.php/profil",
    "blog": "blogger",
}
COOKIES = {
    "laravel": "XSRF-TOKEN=",
    "codeigniter": "ci_session=",
    "ojs": "OJSSID=",
    "moodle": "MoodleSession=",
    "slims": "SenayanMember=",
}
VOID = {"meta", "link", "input", "br", "hr", "img"}


def world_of(folder: Folder, look: str, key: str = "satu") -> World:
    more = f'services = ["Izin praktik"]\n{CONTENT}{LETTER}'
    folder.write(
        f"sites/{key}.toml",
        f'address = "https://{key}.fajarprov.go.id/"\nnote = "x"\nlook = "{look}"\n'
        'made_by.agency = "dinkes"\n[front]\ntitle = "Dinas Kesehatan"\n'
        f'tagline = "Sehat bersama"\nparagraphs = ["Selamat datang."]\nfooter = "Dinkes"\n{more}'
        '\n[[front.posts]]\ntitle = "Kabar"\ndate = "-3d"\ntext = "Isi kabar."\n',
    )
    return folder.world()


def routes(world: World, key: str = "satu") -> tuple[Route, ...]:
    host = next(h for h in world.hosts if h.name == f"{key}.fajarprov.go.id")
    assert host.https is not None
    return host.https


def answer(world: World, path: str = "/", key: str = "satu") -> Respond:
    found = next(r.answer for r in routes(world, key) if r.path == path)
    assert isinstance(found, Respond)
    return found


def text(world: World, path: str = "/", key: str = "satu") -> str:
    return answer(world, path, key).body.decode()


class Balance(HTMLParser):
    """Finds elements that are closed and were not open, or the other way round."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_every_look_of_the_format_is_written() -> None:
    assert sorted(LOOKS) == ALL


@pytest.mark.parametrize("look", ALL)
def test_a_look_links_a_document_and_serves_it(folder: Folder, look: str) -> None:
    world = world_of(folder, look)
    assert 'href="/unduhan/surat-edaran-1.pdf">Surat Edaran</a>' in text(world)
    document = answer(world, "/unduhan/surat-edaran-1.pdf")
    assert document.body.startswith(b"%PDF-")
    assert ("Content-Type", "application/pdf") in document.headers


@pytest.mark.parametrize("look", ALL)
def test_a_look_shows_all_that_the_site_has_to_say(folder: Folder, look: str) -> None:
    page = text(world_of(folder, look))
    for said in (
        "<title>Dinas Kesehatan</title>",
        "Sehat bersama",
        "Selamat datang.",
        "Izin praktik",
        "Kabar",
        "Isi kabar.",
        'href="https://lain.fajarprov.go.id/">Situs lain</a>',
        'action="/kirim"',
        'name="sandi" type="password"',
        "Jl. Satu 1",
        "dinkes@fajarprov.go.id",
        "2026 Dinkes",
        "Profil kantor",
    ):
        assert said in page, said
    assert re.search(r"27 Feb|27/02/2026|2026-02-27", page)


@pytest.mark.parametrize("look", ALL)
def test_a_looks_markup_is_balanced(folder: Folder, look: str) -> None:
    world = world_of(folder, look)
    for route in routes(world):
        assert isinstance(route.answer, Respond)
        if dict(route.answer.headers)["Content-Type"].startswith("text/html"):
            checked = Balance()
            checked.feed(route.answer.body.decode())
            assert (checked.wrong, checked.open) == ([], []), route.path


@pytest.mark.parametrize("look", ALL)
def test_a_look_links_its_pages_where_they_are_served(folder: Folder, look: str) -> None:
    world = world_of(folder, look)
    links = re.findall(r'<a[^>]*href="([^"]*profil)"', text(world))
    assert len(links) == 1
    assert "Kami melayani sejak lama." in text(world, links[0])
    assert "Situs lain" not in text(world, "/*")
    assert answer(world, "/*").status == 404


@pytest.mark.parametrize(("look", "sign"), FINGERPRINTS.items())
def test_a_platform_is_known_by_its_markup_and_by_no_others(
    folder: Folder, look: str, sign: str
) -> None:
    assert sign in text(world_of(folder, look))
    others = [other for other in ALL if other != look and sign in text(world_of(folder, other))]
    assert others == []


@pytest.mark.parametrize(("look", "cookie"), COOKIES.items())
def test_a_platform_sets_its_cookie_with_care(folder: Folder, look: str, cookie: str) -> None:
    cookies = [v for n, v in answer(world_of(folder, look)).headers if n == "Set-Cookie"]
    (found,) = [value for value in cookies if value.startswith(cookie)]
    assert "Secure" in found
    assert "SameSite=Lax" in found


def test_wordpress_answers_its_interface_and_leads_to_its_sitemap(folder: Folder) -> None:
    world = world_of(folder, "wordpress")
    assert '"wp/v2"' in text(world, "/wp-json/")
    assert dict(answer(world).headers)["Link"].startswith("<https://satu.fajarprov.go.id/wp-json/>")
    index = dict(answer(world, "/sitemap.xml").headers)["Location"].partition(".go.id")[2]
    assert f"Sitemap: https://satu.fajarprov.go.id{index}" in text(world, "/robots.txt")
    (listed,) = re.findall(r"<loc>https://[^/]*([^<]*)</loc>", text(world, index))
    assert "<loc>https://satu.fajarprov.go.id/profil</loc>" in text(world, listed)


def test_laravels_token_changes_with_each_request(folder: Folder) -> None:
    found = answer(world_of(folder, "laravel"))
    assert found.rotating
    assert b'<meta name="csrf-token" content="{token}">' in found.body


def test_plain_html_brings_no_robots_txt(folder: Folder) -> None:
    paths = {route.path for route in routes(world_of(folder, "plain"))}
    assert not paths & {"/robots.txt", "/sitemap.xml"}


@pytest.mark.parametrize("look", ALL)
def test_sites_of_one_look_are_laid_out_in_many_ways(folder: Folder, look: str) -> None:
    shapes = set()
    for number in range(12):
        key = f"situs-{number}"
        world = world_of(folder, look, key)
        shapes.add(re.sub(r">[^<]*<", "><", text(world, key=key)).replace(key, ""))
    assert len(shapes) >= 8


def test_the_same_site_is_written_the_same_each_time(folder: Folder) -> None:
    for look in ALL:
        assert text(world_of(folder, look)) == text(world_of(folder, look))


def test_a_site_below_a_page_builders_path_brings_no_robots_txt(folder: Folder) -> None:
    folder.site(address="https://laman-fajar.co.id/dinkes", top='look = "news"')
    host = next(h for h in folder.world().hosts if h.name == "laman-fajar.co.id")
    assert not [r.path for r in host.https or () if "robots" in r.path or "sitemap" in r.path]
