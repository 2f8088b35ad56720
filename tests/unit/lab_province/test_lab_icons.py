"""The lab's sites show icons: the same picture where it is the same one, under the paths of their platform."""

import struct
import zlib

import pytest
from lab_scenario_folder import NOW, Folder

from ronda.engine.artifacts import HttpArtifact
from ronda.engine.attribute.from_icons import own_icon
from ronda.engine.collect.icon import icon_of
from ronda.lab.looks.icons import content_type, picture
from ronda.lab.scenario import load
from ronda.lab.train import pages
from ronda.lab.world import Respond, VirtualHost, World


def put(folder: Folder, icon: str | None, look: str = "portal", **more: str) -> None:
    top = f'look = "{look}"\n' + (f'icon = "{icon}"\n' if icon else "")
    folder.site(top=top, **more)


def looked_at(folder: Folder) -> dict[str, str]:
    """By host what a look compares a site by."""
    return {one.site.origin.host: one.icon for one in pages.looked_at(load(folder.root), NOW)}


def host(world: World, name: str = "satu.fajarprov.go.id") -> VirtualHost:
    return next(h for h in world.hosts if h.name == name)


def served(world: World, name: str = "satu.fajarprov.go.id") -> dict[str, Respond]:
    routes = host(world, name).https or ()
    return {r.path: r.answer for r in routes if isinstance(r.answer, Respond)}


def test_a_picture_is_a_whole_png_or_ico() -> None:
    kinds = set()
    for name in ("emblem:fajar:0", "emblem:fajar:1", "office:dinkes:0", "site:s1", "site:s2"):
        body = picture(name)
        kinds.add(content_type(body))
        png = body[22:] if content_type(body) == "image/x-icon" else body
        assert png[12:16] == b"IHDR"
        at, parts = 8, {}
        while at < len(png):
            (length,) = struct.unpack(">I", png[at : at + 4])
            kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
            assert zlib.crc32(kind + data) == struct.unpack(">I", png[at + 8 + length :][:4])[0]
            parts[kind] = data
            at += 12 + length
        assert len(zlib.decompress(parts[b"IDAT"])) == 16 * 3  # a filter byte and 16 bits a row
    assert kinds == {"image/png", "image/x-icon"}


def test_bytes_follow_from_the_name_alone() -> None:
    pictures = {picture(f"site:s{n}") for n in range(200)}
    assert len(pictures) == 200
    picture.cache_clear()
    assert {picture(f"site:s{n}") for n in range(200)} == pictures


@pytest.mark.parametrize("look", ["portal", "wordpress", "joomla", "drupal", "news", "blog"])
def test_a_planted_icon_is_what_a_look_finds(folder: Folder, look: str) -> None:
    put(folder, "emblem:fajar:0", look)
    answer = HttpArtifact(
        at=NOW, view="visitor", url="x", final_url="https://x.id/favicon.ico", address="",
        status=200, headers=(), hops=(), body=picture("emblem:fajar:0"), body_sha256="",
        truncated=False, elapsed_ms=1,
    )  # fmt: skip
    assert looked_at(folder) == {"satu.fajarprov.go.id": own_icon(icon_of(answer))}


@pytest.mark.parametrize(
    "look", ["wordpress", "joomla", "drupal", "ckan", "moodle", "slims", "laravel", "portal"]
)
def test_a_platforms_own_icon_is_nobodys(folder: Folder, look: str) -> None:
    put(folder, None, look)
    assert looked_at(folder) == {"satu.fajarprov.go.id": ""}


def test_a_platforms_own_icon_is_really_there(folder: Folder) -> None:
    put(folder, None, "wordpress")
    answers = served(folder.world())
    to = dict(answers["/favicon.ico"].headers)["Location"]
    assert to == "/wp-includes/images/w-logo-blue-white-bg.png"
    assert answers[to].body == picture("platform:wordpress")


def test_a_program_that_keeps_its_icon_at_the_root_is_taken_for_its_owner(folder: Folder) -> None:
    """Nothing tells its bytes from an office's own: only other sites' icons do."""
    put(folder, None, "codeigniter")
    assert looked_at(folder)["satu.fajarprov.go.id"]


def test_a_site_with_none_answers_as_for_any_unknown_path(folder: Folder) -> None:
    put(folder, "none", "wordpress")
    assert "/favicon.ico" not in served(folder.world())
    assert looked_at(folder) == {"satu.fajarprov.go.id": ""}


def test_a_page_below_a_builders_address_shows_the_hosts_icon_unless_it_names_one(
    folder: Folder,
) -> None:
    put(folder, "none", address="https://laman-fajar.co.id/satu")
    assert served(folder.world(), "laman-fajar.co.id")["/favicon.ico"].body == picture(
        "host:laman-fajar.co.id"
    )
    unnamed = looked_at(folder)["laman-fajar.co.id"]
    put(folder, "office:dinkes-fajar:0", address="https://laman-fajar.co.id/satu")
    assert len({unnamed, looked_at(folder)["laman-fajar.co.id"], ""}) == 3
