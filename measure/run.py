"""Lets Ronda patrol one province through all its rounds, by commands, and keeps every score."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from ronda.lab.demo import read_env
from ronda.lab.scenario import load, load_frame

STEP_PATIENCE = 1800.0  # seconds that one command may take
START_PATIENCE = 120.0


class RunFailed(RuntimeError):
    """A command failed; the message names it and holds what it said."""


class Step(msgspec.Struct, frozen=True):
    """One command of a run and what it took."""

    round: int
    command: str
    seconds: float


class ProvinceRun:
    """Ronda in a folder of its own, and the made-up internet that it lives in."""

    def __init__(self, scenario: Path, folder: Path) -> None:
        self.scenario, self.folder = scenario, folder
        self.lab_var = folder / "lab"
        self.steps: list[Step] = []
        self.round = 1
        self._lab: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._log = (folder / "commands.log").open("w", encoding="utf-8")
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith("RONDA_")},
            "RONDA_VAR": str(folder / "var"),
            "RONDA_ENV_FILE": str(folder / "none.env"),
            # The servers are ours: no need to be as slow with them as with strangers.
            "RONDA_LIMIT_REQUESTS_PER_SECOND_PER_HOST": "50",
            "RONDA_LIMIT_BURST_PER_HOST": "50",
            "RONDA_LIMIT_REQUEST_TIMEOUT": "12",
            "RONDA_LIMIT_READ_TIMEOUT": "10",
            # A finding's second measurement need not wait: a round lasts minutes here, not a day.
            "RONDA_CONFIRM_MINUTES": "0",
            "RONDA_LEAD_RETRY_HOURS": "0",
            "RONDA_RDAP_PER_SECOND": "50",  # the registry is the lab's
            "RONDA_RDAP_PER_RUN": "3000",
        }

    def measure(self) -> dict[str, Any]:
        """Every round from the first to the last; returns the score of them all and what they took.

        In each round sources are asked and every site is visited; then the lab plays the person
        who decides on candidates; what has become Ronda's to watch is visited then, and what has a
        new finding is visited again, as confirming it needs. What each sort of evidence, each view
        and each source carries is counted at the end.
        """
        rounds = load(self.scenario).about.rounds
        scenario, lab, evidence = (
            str(self.scenario),
            str(self.lab_var),
            self.folder / "evidence.jsonl",
        )
        evidence.unlink(missing_ok=True)
        began = time.monotonic()
        self._serve()
        try:
            self._run("init")
            self._run("import", "agencies", str(self.scenario / "agencies.xlsx"))
            for number in range(1, rounds + 1):
                if number > 1:
                    self._advance(number)
                self._discover("zone", "ct", *self._lists())
                self._discover("rdap")
                self._run("patrol", "--all")
                self._discover("links")
                self._discover("rdap")  # of what the links led to, as a day's second run asks
                self._run("patrol", "--due")
                if number == 1:
                    # Before anybody decides: a decision is evidence that a new site does not have.
                    self._run("lab", "evidence", scenario, str(evidence), "--var", lab)
                self._run("lab", "decide", scenario, "--var", lab)
                self._run("patrol", "--due")
            said = self._run("lab", "score", scenario, "--var", lab, "--history", "--json")
            about = ("--evidence", str(evidence), "--var", lab, "--json")
            ablation = self._run("lab", "ablate", scenario, *about)
        finally:
            self._stop()
        (self.folder / "score.json").write_text(said, encoding="utf-8")
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = {
            "scenario": load(self.scenario).about.name,
            "score": json.loads(said),
            "ablation": json.loads(ablation),
            "seconds": time.monotonic() - began,
            "cpu_seconds": children.ru_utime + children.ru_stime,
            "steps": msgspec.to_builtins(self.steps),
        }
        (self.folder / "result.json").write_text(json.dumps(result), encoding="utf-8")
        return result

    def _lists(self) -> tuple[str, ...]:
        return tuple(str(self.scenario / name) for name in load_frame(self.scenario).about.lists)

    def _discover(self, *sources: str) -> None:
        arguments: list[str] = []
        for source in sources:
            is_file = source.endswith((".csv", ".xlsx"))
            arguments += ["--list" if is_file else "--source", source]
        self._run("discover", *arguments, accept=(0, 1))

    def _run(self, *arguments: str, accept: tuple[int, ...] = (0,)) -> str:
        begin = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "ronda", *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=STEP_PATIENCE,
        )
        took = time.monotonic() - begin
        self.steps.append(Step(self.round, " ".join(arguments[:2]), took))
        self._log.write(f"--- {took:.1f} s, code {done.returncode}: ronda {' '.join(arguments)}\n")
        self._log.write(done.stdout[-20_000:] + done.stderr[-20_000:])
        self._log.flush()
        if done.returncode not in accept:
            raise RunFailed(
                f"`ronda {' '.join(arguments)}` on {self.scenario.name} ended with code "
                f"{done.returncode}: {done.stderr[-2000:] or done.stdout[-2000:]}"
            )
        return done.stdout

    def _serve(self) -> None:
        ports = [f"--{name}-port=0" for name in ("dns", "http", "https", "ct", "rdap")]
        command = [sys.executable, "-m", "ronda", "lab", "serve", str(self.scenario)]
        settings = self.lab_var / "lab.env"
        settings.unlink(missing_ok=True)
        self._lab = subprocess.Popen(
            [*command, "--var", str(self.lab_var), *ports],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )
        self._wait(settings.is_file, "serve the province")
        self.env.update(read_env(settings))

    def _advance(self, number: int) -> None:
        self.round = number
        self._run("lab", "advance", "--var", str(self.lab_var), "--to", str(number))
        serving = self.lab_var / "serving.json"
        self._wait(
            lambda: json.loads(serving.read_text(encoding="utf-8"))["round"] == number,
            f"move on to round {number}",
        )

    def _wait(self, ready: Any, what: str) -> None:
        until = time.monotonic() + START_PATIENCE
        while not ready():
            if self._lab is None or self._lab.poll() is not None or time.monotonic() > until:
                raise RunFailed(
                    f"the lab did not {what} within {START_PATIENCE:.0f} s; "
                    f"see {self.folder / 'commands.log'}"
                )
            time.sleep(0.1)

    def _stop(self) -> None:
        if self._lab is not None and self._lab.poll() is None:
            self._lab.terminate()
            self._lab.wait(30)
        self._log.close()
