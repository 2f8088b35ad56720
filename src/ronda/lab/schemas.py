"""Generates the JSON schemas of a scenario's files from their types, for editors and authors."""

from pathlib import Path
from typing import Any

import msgspec

from ronda.lab.causes import all_kinds
from ronda.lab.format import AgenciesFile, ScenarioFile, SiteFile

FOLDER = Path(__file__).parent / "schema"
FILES = {"scenario": ScenarioFile, "agencies": AgenciesFile, "site": SiteFile}


def generate() -> dict[str, str]:
    """Return the text of each schema file by its name."""
    return {f"{name}.json": _text(name) for name in FILES}


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the names of schema files that are not what the types say."""
    return [
        name
        for name, text in generate().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def write(folder: Path = FOLDER) -> None:
    """Write all schema files."""
    folder.mkdir(exist_ok=True)
    for name, text in generate().items():
        (folder / name).write_text(text, encoding="utf-8")


def _text(name: str) -> str:
    kinds = tuple(all_kinds().values()) if name == "site" else ()
    schemas, parts = msgspec.json.schema_components([FILES[name], *kinds])
    if kinds:
        choice = {"anyOf": list(schemas[1:])}
        parts["SiteFile"]["properties"]["causes"]["items"] = choice
    whole: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{name}.toml" if name != "site" else "sites/*.toml",
        **schemas[0],
        "$defs": parts,
    }
    # msgspec points to #/$defs by default, which is where they stand.
    encoded = msgspec.json.format(msgspec.json.encode(whole, order="deterministic"), indent=1)
    return encoded.decode() + "\n"
