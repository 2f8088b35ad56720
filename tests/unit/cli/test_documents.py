"""The documents tell the truth about what stands in the tree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", ROOT / "README.id.md"], ids=lambda p: p.name
)
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", document.read_text(encoding="utf-8")))
    assert named
    assert named <= targets


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", ROOT / "README.id.md"], ids=lambda p: p.name
)
def test_every_command_that_is_named_exists(document: Path) -> None:
    import typer

    from ronda.cli import app

    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"(?:bin/|`)ronda ([a-z]+)", document.read_text(encoding="utf-8")))
    assert named
    assert named <= known
