"""Vendored and own files: as the manifest says, and nothing from elsewhere."""

import hashlib
import json
import re
from pathlib import Path

import pytest

import ronda.web

STATIC = Path(ronda.web.__file__).parent / "static"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())["files"]


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda e: e["file"])
def test_a_vendored_file_is_what_its_maker_published(entry: dict[str, str]) -> None:
    content = (VENDOR / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert (VENDOR / entry["licence_file"]).is_file()


def test_the_manifest_names_every_vendored_file() -> None:
    named = {e["file"] for e in MANIFEST} | {e["licence_file"] for e in MANIFEST}
    assert {p.name for p in VENDOR.iterdir()} == named | {"manifest.json"}


@pytest.mark.parametrize("path", sorted((STATIC / "ronda").glob("*")), ids=lambda p: p.name)
def test_our_own_files_load_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|@import|url\((?!['\"]?data:)", text)


def test_every_icon_that_is_drawn_exists() -> None:
    from ronda.web.labels import LOOKS

    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "ronda/icons.svg").read_text()))
    templates = Path(ronda.web.__file__).parent / "templates"
    drawn = {look.icon for kind in LOOKS.values() for look in kind.values() if look.icon}
    for path in templates.rglob("*.html"):
        drawn |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8")))
    assert drawn <= sprite
