"""`ronda lab generate` on the command line."""

from pathlib import Path

from typer.testing import CliRunner

from ronda.lab.commands import app
from ronda.lab.validate import validate


def test_the_command_writes_a_valid_folder(tmp_path: Path) -> None:
    """And says how many sites it has."""
    target = tmp_path / "p"
    args = ["generate", "--agencies", "5", "--sites", "30", "--seed", "3", "--half", "evaluation"]
    said = CliRunner().invoke(app, [*args, str(target)])
    assert (said.exit_code, said.stdout) == (0, f"{target}: 30 sites\n")
    assert validate(target) == ()


def test_a_wrong_setting_ends_with_a_sentence(tmp_path: Path) -> None:
    """Which names it and its range."""
    said = CliRunner().invoke(app, ["generate", "--sites", "5", str(tmp_path / "p")])
    assert said.exit_code == 2
    assert "sites: 5 - expected 20 to 1000000" in said.output
