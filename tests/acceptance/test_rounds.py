"""The whole product on the practice province, three rounds, by its commands alone."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ronda.lab
from ronda.lab.demo import read_env

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(400)]
PROVINCE = Path(ronda.lab.__file__).parent / "provinces" / "rembulan_small"


class Installation:
    """A Ronda of its own in a folder, and the made-up internet that it lives in."""

    def __init__(self, folder: Path) -> None:
        self.lab_var = folder / "lab"
        self.env = {
            **{k: v for k, v in os.environ.items() if k != "RONDA_DATABASE_URL"},
            "RONDA_VAR": str(folder / "var"),
            "RONDA_ENV_FILE": str(folder / "none.env"),
            # The servers are ours: no need to be as slow with them as with strangers.
            "RONDA_LIMIT_REQUESTS_PER_SECOND_PER_HOST": "50",
            "RONDA_LIMIT_BURST_PER_HOST": "50",
            "RONDA_LIMIT_REQUEST_TIMEOUT": "6",
            "RONDA_LIMIT_READ_TIMEOUT": "4",
        }

    def run(self, *arguments: str, accept: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ronda", *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode in accept, (
            f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    def score(self, number: int) -> dict[str, Any]:
        said = self.run("lab", "score", str(PROVINCE), "--round", str(number), "--json")
        found: dict[str, Any] = json.loads(said)
        return found

    def advance(self, number: int) -> None:
        self.run("lab", "advance", "--var", str(self.lab_var), "--to", str(number))
        serving = self.lab_var / "serving.json"
        for _ in range(300):
            if json.loads(serving.read_text(encoding="utf-8"))["round"] == number:
                return
            time.sleep(0.1)
        raise AssertionError("the lab did not move on")


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    command = [sys.executable, "-m", "ronda", "lab", "serve", str(PROVINCE)]
    ports = [f"--{name}-port=0" for name in ("dns", "http", "https", "ct")]
    lab = subprocess.Popen([*command, "--var", str(made.lab_var), *ports], env=made.env)
    try:
        for _ in range(300):
            if (made.lab_var / "lab.env").is_file() or lab.poll() is not None:
                break
            time.sleep(0.1)
        made.env.update(read_env(made.lab_var / "lab.env"))
        yield made
    finally:
        lab.terminate()
        lab.wait(20)


def _whole(figure: dict[str, Any]) -> bool:
    return bool(figure["right"] == figure["of"])


def _first_round_finds_and_judges_everything_and_accuses_nobody(installed: Installation) -> None:
    installed.run("init")
    installed.run("import", "agencies", str(PROVINCE / "agencies.xlsx"))
    installed.run(
        *("discover", "--source", "zone", "--source", "ct"),
        *("--source", "list", "--list", str(PROVINCE / "listed.csv")),
    )
    installed.run("patrol", "--all")
    installed.run("discover", "--source", "links")
    proposed = installed.score(1)
    assert _whole(proposed["discovery"]["recall"])
    assert proposed["discovery"]["false_candidates"] == 0
    assert proposed["attribution"]["precision"]["value"] >= 0.95
    assert proposed["attribution"]["coverage"]["value"] >= 0.8
    assert proposed["attribution"]["namesakes_claimed"]["right"] == 0
    installed.run("lab", "decide", str(PROVINCE), "--var", str(installed.lab_var))
    installed.run("patrol", "--all")
    judged = installed.score(1)
    assert judged["recall"]["of"] >= 25
    assert _whole(judged["recall"])
    assert _whole(judged["precision"])
    assert judged["honest_accused"]["right"] == 0


def _second_round_closes_what_was_mended_and_nothing_merely_unseen(installed: Installation) -> None:
    installed.advance(2)
    installed.run("patrol", "--all")
    judged = installed.score(2)
    assert _whole(judged["recall"])
    assert _whole(judged["precision"])
    for change in ("mended_closed", "held_kept"):
        assert judged["changes"][change]["of"] > 0
        assert _whole(judged["changes"][change])


def _third_round_sees_what_came_back_mended(installed: Installation) -> None:
    installed.advance(3)
    installed.run("patrol", "--all")
    judged = installed.score(3)
    assert _whole(judged["recall"])
    assert judged["changes"]["mended_closed"]["of"] > 0
    assert _whole(judged["changes"]["mended_closed"])


def test_three_rounds(installed: Installation) -> None:
    _first_round_finds_and_judges_everything_and_accuses_nobody(installed)
    _second_round_closes_what_was_mended_and_nothing_merely_unseen(installed)
    _third_round_sees_what_came_back_mended(installed)
