"""Three rounds of the small province lived through by the commands alone, once for all tests."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from support.installation import PROVINCE, Installation

from ronda.lab.demo import read_env

ROUNDS = (1, 2, 3)


class ThreeRounds:
    """What was scored on the way, and a copy of the database as it was after each round."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installation = Installation(folder)

    @property
    def lab_var(self) -> Path:
        """The lab's working folder, which remembers when each round was served."""
        return self.installation.lab_var

    def var(self, number: int) -> Path:
        """The folder of the database as it was after a round."""
        return self.folder / f"after-{number}"

    def score(self, name: str) -> dict[str, Any]:
        """A score that was taken on the way."""
        found: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text("utf-8"))
        return found

    def live(self) -> None:
        """Serve the province and live through its rounds; takes half a minute."""
        with _serving(self.installation):
            self._first()
            for number in ROUNDS[1:]:
                self.installation.advance(number)
                self._watch(number)
            self._keep("history", self.installation.run(*self._scoring(), "--history"))

    def _first(self) -> None:
        run = self.installation.run
        run("init")
        run("import", "agencies", str(PROVINCE / "agencies.xlsx"))
        run(
            *("discover", "--source", "zone", "--source", "ct"),
            *("--source", "list", "--list", str(PROVINCE / "listed.csv")),
        )
        run("patrol", "--all")
        run("discover", "--source", "links")
        self._keep("proposed", run(*self._scoring()))
        run("lab", "decide", str(PROVINCE), "--var", str(self.lab_var))
        self._watch(1)

    def _watch(self, number: int) -> None:
        self.installation.run("patrol", "--all")
        self._keep(f"round-{number}", self.installation.run(*self._scoring()))
        self.var(number).mkdir()
        # A snapshot by SQLite itself: what is still in the write-ahead log belongs to it.
        source, copy = (d / "ronda.sqlite3" for d in (self.folder / "var", self.var(number)))
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(copy)) as two:
            one.backup(two)

    def _scoring(self) -> tuple[str, ...]:
        return ("lab", "score", str(PROVINCE), "--var", str(self.lab_var), "--json")

    def _keep(self, name: str, score: str) -> None:
        (self.folder / f"{name}.json").write_text(score, encoding="utf-8")


@contextmanager
def _serving(made: Installation) -> Iterator[None]:
    command = [sys.executable, "-m", "ronda", "lab", "serve", str(PROVINCE)]
    ports = [f"--{name}-port=0" for name in ("dns", "http", "https", "ct", "rdap")]
    lab = subprocess.Popen([*command, "--var", str(made.lab_var), *ports], env=made.env)
    try:
        for _ in range(300):
            if (made.lab_var / "lab.env").is_file() or lab.poll() is not None:
                break
            time.sleep(0.1)
        made.env.update(read_env(made.lab_var / "lab.env"))
        yield
    finally:
        lab.terminate()
        lab.wait(20)
