"""The first round on the practice province, as an office would do it: by Ronda's own commands.

Everything here goes through ordinary settings and commands; the lab only writes the settings file.
"""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from rich.console import Console

from ronda.lab.scenario import load_frame

READY_PATIENCE = 30.0  # seconds for a server to begin answering
STOP_PATIENCE = 20.0


class DemoFailed(RuntimeError):
    """A step failed; the message names it and what to do."""


class Step(msgspec.Struct, frozen=True):
    """One command of the round."""

    title: str
    arguments: tuple[str, ...]
    # Exit codes that are no failure here: a source that could not be read is shown, not fatal.
    accepted: tuple[int, ...] = (0,)


def steps(scenario: Path) -> tuple[Step, ...]:
    """The round: set up, import, find, visit, follow links, judge whose."""
    return (
        Step("Menyiapkan basis data / setting up the database", ("init",)),
        Step(
            "Mengimpor perangkat daerah / importing the agencies",
            ("import", "agencies", str(scenario / "agencies.xlsx")),
        ),
        Step(
            "Mencari situs: zona, log sertifikat, daftar / finding sites: zone, certificate log, list",
            ("discover", "--source", "zone", "--source", "ct", *_listed(scenario)),
            accepted=(0, 1),
        ),
        Step("Meronda setiap situs / visiting every site", ("patrol", "--all")),
        Step(
            "Mengikuti tautan dari situs yang dikenal / following links from known sites",
            ("discover", "--source", "links"),
            accepted=(0, 1),
        ),
        Step("Meronda yang baru / visiting what is new", ("patrol", "--due")),
    )


def _listed(scenario: Path) -> tuple[str, ...]:
    lists = [f"--list={scenario / name}" for name in load_frame(scenario).about.lists]
    return ("--source", "list", *lists) if lists else ()


class Demo:
    """The lab's servers, the round, the web interface; stopped in reverse order."""

    def __init__(self, scenario: Path, var: Path, port: int, console: Console) -> None:
        self.scenario = scenario
        self.var = var
        self.port = port
        self.console = console
        self.lab: subprocess.Popen[bytes] | None = None
        self.server: subprocess.Popen[bytes] | None = None
        self.env: dict[str, str] = {**os.environ, "RONDA_VAR": str(var)}

    def start_lab(self) -> None:
        """Start the made-up internet and take over the settings that it writes."""
        lab_var = self.var / "lab"
        settings = lab_var / "lab.env"
        settings.unlink(missing_ok=True)
        command = [sys.executable, "-m", "ronda", "lab", "serve", str(self.scenario)]
        # Any free ports: nobody types them, and two demonstrations may run side by side.
        ports = (f"--{name}-port=0" for name in ("dns", "http", "https", "ct", "rdap"))
        self.lab = subprocess.Popen(
            [*command, "--var", str(lab_var), *ports],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait(settings.is_file, self.lab, "the practice province's servers")
        self.env.update(read_env(settings))

    def round(self) -> float:
        """Do the steps; returns their seconds. Raises :class:`DemoFailed` at the first failure."""
        begin = time.monotonic()
        for number, step in enumerate(steps(self.scenario), start=1):
            self.console.rule(f"[bold]{number}. {step.title}", align="left")
            command = [sys.executable, "-m", "ronda", *step.arguments]
            done = subprocess.run(command, env=self.env, check=False)
            if done.returncode not in step.accepted:
                raise DemoFailed(
                    f"`ronda {' '.join(step.arguments)}` ended with code {done.returncode}; "
                    "its message stands above."
                )
        return time.monotonic() - begin

    def open_page(self) -> None:
        """Start the web interface with its worker and wait until it answers."""
        command = [sys.executable, "-m", "ronda", "serve", "--port", str(self.port)]
        self.server = subprocess.Popen(
            command, env=self.env, stdout=subprocess.DEVNULL, start_new_session=True
        )
        self._wait(self._answers, self.server, "the web interface")

    def wait(self) -> None:
        """Wait until Ctrl-C, or until a server ends by itself."""
        while self.server and self.lab:
            for name, process in (("web interface", self.server), ("practice province", self.lab)):
                if process.poll() is not None:
                    raise DemoFailed(f"the {name} ended with code {process.returncode}")
            time.sleep(0.3)

    def stop(self) -> None:
        """Stop the servers, the web interface first."""
        for process in (self.server, self.lab):
            if process is None or process.poll() is not None:
                continue
            process.terminate()
            try:
                process.wait(STOP_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _wait(self, ready: Callable[[], bool], process: subprocess.Popen[bytes], what: str) -> None:
        until = time.monotonic() + READY_PATIENCE
        while not ready():
            if process.poll() is not None:
                raise DemoFailed(
                    f"{what} ended with code {process.returncode}; see the message above"
                )
            if time.monotonic() > until:
                raise DemoFailed(f"{what} did not answer within {READY_PATIENCE:.0f} s")
            time.sleep(0.1)


def read_env(path: Path) -> Mapping[str, str]:
    """Read KEY=VALUE lines as the lab writes them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
