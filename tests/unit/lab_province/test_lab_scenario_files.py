"""A scenario's folder with an error says the file, the place in it and what was expected."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
from lab_scenario_folder import Folder
from typer.testing import CliRunner

from ronda.lab import schemas
from ronda.lab.advance import BadRound, advance, current
from ronda.lab.commands import app
from ronda.lab.scenario import BadScenario, load
from ronda.lab.validate import validate


def said(folder: Folder) -> str:
    return "\n".join(str(problem) for problem in validate(folder.root))


def test_a_sound_folder_has_no_problem(folder: Folder) -> None:
    folder.site()
    assert validate(folder.root) == ()


def test_a_missing_file_is_named(folder: Folder) -> None:
    folder.site()
    (folder.root / "agencies.toml").unlink()
    assert said(folder) == "agencies.toml: $: no such file - every scenario has one"


def test_a_folder_without_sites_is_no_scenario(folder: Folder) -> None:
    with pytest.raises(BadScenario, match=r"expected files sites/\*.toml"):
        load(folder.root)


def test_an_unknown_field_is_an_error_since_it_would_plant_nothing(folder: Folder) -> None:
    folder.site(top='warna = "biru"')
    assert "sites/satu.toml: $: Object contains unknown field `warna`" in said(folder)


def test_a_bad_date_names_its_place(folder: Folder) -> None:
    folder.site(more='[[front.posts]]\ntitle = "x"\ndate = "kemarin"')
    assert "sites/satu.toml: $.front.posts[1].date: Expected `str` matching regex" in said(folder)


def test_text_that_is_no_toml_or_no_utf8_is_said(folder: Folder) -> None:
    folder.site()
    folder.write("agencies.toml", "agencies = [")
    (folder.root / "sites" / "dua.toml").write_bytes(b"address = '\xff\xfe'")
    assert "agencies.toml: $: no TOML" in said(folder)
    assert "sites/dua.toml: $: cannot be read as UTF-8 text" in said(folder)


def test_every_problem_is_listed_not_just_the_first(folder: Folder) -> None:
    folder.site("satu", top="a = 1")
    folder.site("dua", address="https://dua.fajarprov.go.id/", top="b = 2")
    assert len(validate(folder.root)) == 2


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"made_by": 'agency = "tak-ada"'}, "$.made_by.agency: no agency 'tak-ada'"),
        ({"made_by": 'government = "Senja"'}, "no other government 'Senja'"),
        ({"top": 'poses_as = "dinkes"'}, "go with a stranger only"),
        ({"top": 'made_by.news = "Koran"'}, "names 2 makers"),
        ({"top": "from_round = 3\nuntil_round = 2"}, "expected rounds in order from 1 to 3"),
        ({"address": "https://satu.fajarprov.go.id/bagian"}, "only a shared host's site"),
        ({"address": "ftp://satu.fajarprov.go.id/"}, "scheme 'ftp' is not http or https"),
        ({"top": 'tempts = ["judi"]'}, "no such classes: judi"),
        (
            {"address": "https://a.blogfajar.web.id/", "more": '[[causes]]\nkind = "dead"'},
            "dead needs a host of its own; blogfajar.web.id is shared",
        ),
        (
            {"top": 'server = "bersama"', "more": '[[causes]]\nkind = "dead"'},
            "dead needs an address of its own",
        ),
        (
            {"more": '[[causes]]\nkind = "hostile"\nbehaviour = "gempa"'},
            "no behaviour 'gempa' - `ronda lab behaviours` lists them",
        ),
        (
            {"more": '[[causes]]\nkind = "spoofable_mail"'},
            "fajarprov.go.id holds other sites, whose truth this would change",
        ),
        (
            {
                "more": '[[causes]]\nkind = "parked"\n[[causes]]\nkind = "hidden_links"\n'
                'hosts = ["judi77.com"]'
            },
            "in round 1 these spoil each other's front page: parked, hidden_links",
        ),
        (
            {"address": "https://198.18.9.9/"},
            "an address without a name needs http",
        ),
        ({"address": "http://203.0.113.9/"}, "expected an address in 198.18.0.0/15"),
        (
            {"address": "http://198.18.9.9/", "top": 'also = ["a.com"]'},
            "has neither also nor server",
        ),
        (
            {"address": "http://198.18.9.9/", "more": '[[causes]]\nkind = "name_gone"'},
            "name_gone needs a site with a name",
        ),
        (
            {"address": "http://fajarprov.go.id/", "more": '[[causes]]\nkind = "lame_delegation"'},
            "fajarprov.go.id holds fajarprov.go.id, which would be lame too",
        ),
        (
            {
                "more": '[[causes]]\nkind = "exposed_git"\n[[causes]]\nkind = "moved"\n'
                'to = "https://lain.com/"'
            },
            "in round 1 moved answers every path, so exposed_git cannot be seen",
        ),
        (
            {"more": '[[causes]]\nkind = "moved"\nto = "https://satu.fajarprov.go.id/baru"'},
            "moved to: leads to the site itself",
        ),
        (
            {"more": '[[causes]]\nkind = "private_address"\naddress = "198.51.100.7"'},
            "private_address address: 198.51.100.7 is not private",
        ),
        (
            {
                "address": "https://posyandu.com/",
                "more": '[[causes]]\nkind = "dangling_cname"\ntarget = "hilang.awan.net"',
            },
            "dangling_cname cannot stand at posyandu.com, a registered domain",
        ),
        (
            {
                "address": "https://fajarprov.go.id/",
                "more": '[[causes]]\nkind = "dangling_cname"\ntarget = "hilang.awan.net"',
            },
            "dangling_cname cannot stand at fajarprov.go.id",
        ),
        (
            {"more": '[[causes]]\nkind = "inner_page_links"\nhosts = ["judi77.com"]'},
            "inner_page_links needs one of the site's pages, and it has none",
        ),
        (
            {
                "address": "http://satu.fajarprov.go.id/",
                "more": '[[causes]]\nkind = "mixed_content"',
            },
            "mixed_content needs an https address",
        ),
        (
            {
                "more": '[[causes]]\nkind = "empty_site"\n[[causes]]\nkind = "visitor_redirect"\n'
                'how = "script"\nhosts = ["judi77.com"]'
            },
            "spoil each other's front page: empty_site, visitor_redirect",
        ),
        (
            {"more": '[[front.links]]\nto = "mailto:a@b"\ntext = "surel"'},
            "$.front.links[0].to: 'mailto:a@b'",
        ),
    ],
)
def test_what_would_make_the_truth_a_lie_is_refused(
    folder: Folder, fields: dict[str, str], expected: str
) -> None:
    folder.site(**fields)
    assert expected in said(folder)


def test_an_alias_may_dangle_below_a_registered_domain_and_is_not_served_at_one(
    folder: Folder,
) -> None:
    dangling = '[[causes]]\nkind = "dangling_cname"\ntarget = "hilang.awan.net"'
    folder.site(address="https://www.posyandu.com/", more=dangling)
    assert validate(folder.root) == ()
    folder.site(address="https://posyandu.com/", more=dangling)
    with pytest.raises(BadScenario, match=r"satu.toml: \$.causes\[0\]: .* take a name below"):
        load(folder.root)


def test_causes_that_follow_each_other_may_both_replace_the_front_page(folder: Folder) -> None:
    folder.site(
        more='[[causes]]\nkind = "parked"\nuntil_round = 1\n'
        '[[causes]]\nkind = "default_page"\nfrom_round = 2'
    )
    assert validate(folder.root) == ()


def test_two_files_for_one_address_are_refused(folder: Folder) -> None:
    folder.site("satu")
    folder.site("dua", address="http://satu.fajarprov.go.id/")
    assert "satu.fajarprov.go.id/ stands in sites/dua.toml too" in said(folder)


def test_one_address_may_change_hands_from_one_round_to_the_next(folder: Folder) -> None:
    folder.site("satu", top="until_round = 1")
    folder.site("dua", top="from_round = 2")
    assert validate(folder.root) == ()
    folder.site("dua", top="from_round = 1")
    assert "stands in sites/dua.toml too, in the same rounds" in said(folder)


def test_a_robot_alone_may_be_led_away_from_a_page_that_is_replaced(folder: Folder) -> None:
    robot = 'kind = "visitor_redirect"\nhow = "robot"\nhosts = ["judi77.com"]'
    folder.site(more=f'[[causes]]\nkind = "defacement"\n[[causes]]\n{robot}')
    assert validate(folder.root) == ()


def test_a_lame_name_holds_no_other_site(folder: Folder) -> None:
    lame = '[[causes]]\nkind = "lame_delegation"'
    folder.site("satu", address="https://posyandu.com/", more=lame)
    assert validate(folder.root) == ()
    folder.site("dua", address="https://data.posyandu.com/")
    assert "posyandu.com holds data.posyandu.com, which would be lame too" in said(folder)


def test_a_listed_site_must_be_the_agencys(folder: Folder) -> None:
    folder.site(made_by='news = "Koran"')
    text = (folder.root / "agencies.toml").read_text(encoding="utf-8")
    listed = text.replace("listed_sites = []", 'listed_sites = ["satu.fajarprov.go.id"]')
    folder.write("agencies.toml", listed)
    assert "expected the address of a site made by dinkes" in said(folder)


def test_the_schemas_are_what_the_types_say() -> None:
    assert schemas.stale() == []


def test_a_stale_schema_is_noticed(tmp_path: Path) -> None:
    schemas.write(tmp_path)
    (tmp_path / "site.json").write_text("{}", encoding="utf-8")
    assert schemas.stale(tmp_path) == ["site.json"]


def test_the_site_schema_refuses_what_the_reader_refuses(folder: Folder) -> None:
    folder.site(more='[[causes]]\nkind = "dead"\nlangkah = 1')
    site = tomllib.loads((folder.root / "sites/satu.toml").read_text(encoding="utf-8"))
    schema = json.loads((schemas.FOLDER / "site.json").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(site, schema)
    site["causes"] = [{"kind": "dead", "until_round": 2}]
    jsonschema.validate(site, schema)


def test_validate_exits_with_1_and_prints_the_problems_as_json(folder: Folder) -> None:
    folder.site(top="a = 1")
    done = CliRunner().invoke(app, ["validate", str(folder.root), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["problems"][0]["file"] == "sites/satu.toml"


def test_advance_goes_one_round_on_and_to_a_round_by_number(tmp_path: Path) -> None:
    assert current(tmp_path) == 1
    assert advance(tmp_path) == 2
    assert advance(tmp_path, to=3) == current(tmp_path) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["round"]


def test_advance_refuses_nonsense_and_changes_nothing(tmp_path: Path) -> None:
    advance(tmp_path, to=2)
    with pytest.raises(BadRound):
        advance(tmp_path, to=0)
    assert current(tmp_path) == 2
    (tmp_path / "round").write_text("tiga", encoding="ascii")
    with pytest.raises(BadRound, match="expected a whole number"):
        advance(tmp_path)
