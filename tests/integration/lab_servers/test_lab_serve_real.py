"""The command that serves a round by real servers."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from support.installation import PROVINCE
from support.real_visit import visit
from typer.testing import CliRunner

from ronda.lab import commands_real
from ronda.lab.serve import read_env

pytestmark = pytest.mark.real("named", "nginx", "exim4")
COMMAND = [sys.executable, "-m", "ronda", "lab", "serve-real"]


def test_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    var = tmp_path / "real"
    process = subprocess.Popen(
        [*COMMAND, str(PROVINCE), "--var", str(var), "--bind", "--mail"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        until = time.monotonic() + 60
        while not (var / "lab.env").exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
        _, verdicts = visit("https://dinkes.rembulanprov.go.id/", read_env(var / "lab.env"))
        assert verdicts["REACH.ANSWERS"].outcome == "pass"
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Real servers ready: rembulan-small, round 1" in said
    assert "Not served as planned: arsip.rembulanprov.go.id/*: never_answers" in said
    assert not (var / "lab.env").exists()


def test_command_says_what_it_cannot_do(tmp_path: Path) -> None:
    app = typer.Typer()
    commands_real.add(app)
    done = CliRunner().invoke(
        app, [str(PROVINCE), "--var", str(tmp_path), "--wordpress", "asing.id"]
    )
    assert done.exit_code == 1
    assert "asing.id: no site of this scenario in round 1" in done.stderr
