"""Starts real workers quickly: loads the product once, then forks one for each line that asks.

Reads "hire SLOTS" or "wait PID" from standard input, answers with a process id or an exit code (negative:
the signal that ended it). Run as a program; :class:`Nursery` is the other side.
"""

import os
import subprocess
import sys


class Nursery:
    """The nursery's process, seen from a test."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def hire(self, slots: int = 24) -> int:
        """Start a worker with so many shards side by side; return its process id."""
        return self._ask(f"hire {slots}")

    def wait(self, pid: int) -> int:
        """Wait for a worker's end; return its exit code or the negative signal."""
        return self._ask(f"wait {pid}")

    def close(self) -> None:
        """End the nursery; workers must have ended before."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def main() -> None:
    """Serve requests until standard input ends."""
    from ronda.cli import app
    from ronda.commands.setup import use_database

    use_database()
    import ronda.jobs.worker
    import ronda.patrol.network
    import ronda.patrol.shards  # noqa: F401
    from ronda.engine.checks.registry import all_checks

    all_checks()
    for line in sys.stdin:
        word, _, argument = line.strip().partition(" ")
        if word == "wait":
            print(os.waitstatus_to_exitcode(os.waitpid(int(argument), 0)[1]), flush=True)
            continue
        slots = argument
        pid = os.fork()
        if pid == 0:
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nothing, stream)
            try:
                app(["work", "--no-schedule", "--slots", slots], standalone_mode=False)
            except BaseException:
                os._exit(1)
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
