"""What the doctor says of the operator's lists of hosts."""

import os
from pathlib import Path

import pytest

from ronda.engine.content.host_lists import SETTING
from ronda.upkeep.doctor.contract import Item
from ronda.upkeep.doctor.gambling_list import look


def looked(monkeypatch: pytest.MonkeyPatch, path: Path, text: str | None) -> Item:
    if text is not None:
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(SETTING, str(path))
    (item,) = look()
    return item


def test_a_list_is_counted_and_its_age_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    item = looked(monkeypatch, tmp_path / "a.txt", "kiosbambu.example\nlontar.example\n")
    assert item.state == "ok"
    assert "2 hosts, 0 days old" in item.text.en


def test_lines_that_are_no_host_are_named_by_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    item = looked(monkeypatch, tmp_path / "a.txt", "kiosbambu.example\n<b>\n")
    assert item.state == "warning"
    assert "2: '<b>'" in item.text.id


def test_an_old_list_is_a_warning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("kiosbambu.example\n")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    assert looked(monkeypatch, path, None).state == "warning"


def test_a_missing_list_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    item = looked(monkeypatch, tmp_path / "tiada.txt", None)
    assert item.state == "error"
    assert "tiada.txt" in item.text.en
    assert SETTING in item.mend.en


def test_without_a_setting_there_is_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    assert list(look()) == []
