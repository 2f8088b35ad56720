"""Causes stand where they claim to be possible: below shared hosts, on names below a zone."""

import json

import dns.name
import dns.rdatatype
import msgspec
import pytest
from lab_scenario_folder import Folder

from ronda.lab.cause_table import sample
from ronda.lab.causes import all_kinds
from ronda.lab.serve import names_of
from ronda.lab.validate import validate
from ronda.lab.world import Route

SHARED = [kind for kind, cause in all_kinds().items() if cause.on_shared_host]
PLACES = ("https://dinkes.blogfajar.web.id/", "https://laman-fajar.co.id/dinkes")
SITE = {
    "key": "satu",
    "note": "x",
    "made_by": {"agency": "dinkes"},
    "look": "blog",
    "front": {
        "title": "Dinas Kesehatan",
        "paragraphs": ["Selamat datang."],
        "posts": [{"title": "Kabar", "date": "-3d"}],
    },
    "pages": {"/profil": {"title": "Profil", "paragraphs": ["Kami."]}},
}


def served(folder: Folder, address: str, causes: list[object]) -> tuple[Route, ...]:
    line = json.dumps({**SITE, "address": address, "causes": causes})
    folder.write("sites/satu.jsonl", line + "\n")
    assert validate(folder.root) == ()
    name = address.split("/")[2]
    host = next(h for h in folder.world().hosts if h.name == name)
    assert host.https is not None
    return host.https


@pytest.mark.parametrize("kind", SHARED)
@pytest.mark.parametrize("address", PLACES)
def test_a_cause_for_shared_hosts_changes_the_site_there_and_only_it(
    folder: Folder, kind: str, address: str
) -> None:
    entry = msgspec.to_builtins(sample(all_kinds()[kind]))
    healthy, planted = served(folder, address, []), served(folder, address, [entry])
    changed = {route.path for route in set(healthy) ^ set(planted)}
    base = "/dinkes" if address.endswith("/dinkes") else "/"
    assert changed
    assert all(path.startswith(base) for path in changed)


def test_a_lame_name_below_a_zone_fails_and_leaves_its_neighbours_alone(folder: Folder) -> None:
    folder.site(more='[[causes]]\nkind = "lame_delegation"')
    folder.site("dua", address="https://dua.fajarprov.go.id/")
    assert validate(folder.root) == ()
    names = names_of(folder.world())
    asked = {
        name: names.answer(dns.name.from_text(f"{name}.fajarprov.go.id."), dns.rdatatype.A).rcode
        for name in ("satu", "www.satu", "dua")
    }
    assert asked == {"satu": "servfail", "www.satu": "servfail", "dua": "ok"}
