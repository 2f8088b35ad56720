"""An installation of Ronda in a folder of its own, used by its commands alone."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import ronda.lab

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


def whole(figure: dict[str, Any]) -> bool:
    """Everything that could be right is right."""
    return bool(figure["right"] == figure["of"])
