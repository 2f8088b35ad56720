"""The settings file of the command line."""

import os
from pathlib import Path

import pytest

from ronda.cli import load_env_file
from ronda.engine.netconfig import BadSetting


def test_a_line_becomes_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RONDA_EXAMPLE", raising=False)
    file = tmp_path / "ronda.env"
    file.write_text('# comment\n\nRONDA_EXAMPLE="a b"\n', encoding="utf-8")
    load_env_file(file)
    assert os.environ.pop("RONDA_EXAMPLE") == "a b"


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONDA_EXAMPLE", "from outside")
    file = tmp_path / "ronda.env"
    file.write_text("RONDA_EXAMPLE=from file\n", encoding="utf-8")
    load_env_file(file)
    assert os.environ["RONDA_EXAMPLE"] == "from outside"


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ronda.env"
    file.write_text("RONDA_OK=1\nwhat is this\n", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"line 2: 'what is this' is not KEY=VALUE"):
        load_env_file(file)
