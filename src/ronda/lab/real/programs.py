"""Finds, starts, awaits and stops the system's server programs, in the foreground and unprivileged."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from ronda.lab.problems import LabError

START = 20.0
"""Seconds that a server may take to answer, or to end."""

PACKAGES: Mapping[str, str] = {
    "knotd": "knot",
    "named": "bind9",
    "nginx": "nginx-light",
    "pebble": "pebble",
    "exim4": "exim4-daemon-light",
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
    "php": "php8.2-cli",
    "php-fpm": "php8.2-fpm",
}
"""Each program that the real servers need, and the Debian package that holds it."""

_NAMES = {"php-fpm": ("php-fpm", *(f"php-fpm8.{minor}" for minor in range(1, 6)))}


def find(name: str) -> str | None:
    """Return a program's path, also where Debian keeps servers, or None when it is absent."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin"
    found = (shutil.which(other, path=path) for other in _NAMES.get(name, (name,)))
    return next((one for one in found if one), None)


def missing(names: Sequence[str]) -> tuple[str, ...]:
    """Return the programs that are not installed, of those that are needed."""
    return tuple(name for name in names if find(name) is None)


def need(names: Sequence[str]) -> None:
    """Raise :class:`LabError` in words when a program is not installed."""
    if absent := missing(names):
        packages = " ".join(dict.fromkeys(PACKAGES[name] for name in absent))
        raise LabError(f"not installed: {', '.join(absent)}; as root: apt-get install {packages}")


def is_root() -> bool:
    """Whether we are root, as in a container: some servers want to be told that it is meant."""
    return os.geteuid() == 0


class Server:
    """A running program. Its words go to ``words``; a death is said with the last of them."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", words: Path) -> None:
        self.name, self._process, self._words = name, process, words

    def wait(self, ready: Callable[[], bool]) -> None:
        """Wait until it answers; raises :class:`LabError` when it ends before, or never does."""
        until = time.monotonic() + START
        while not ready():
            code = self._process.poll()
            if code is not None:
                raise LabError(f"{self.name} ended with {code}; it said: {self._last()}")
            if time.monotonic() > until:
                raise LabError(
                    f"{self.name} did not start within {START:.0f} seconds; it said: {self._last()}"
                )
            time.sleep(0.03)

    def reload(self) -> None:
        """Let it read its configuration again (SIGHUP)."""
        self._process.send_signal(signal.SIGHUP)

    def _last(self) -> str:
        return self._words.read_text(errors="replace")[-800:]


@contextlib.contextmanager
def running(
    name: str,
    arguments: Sequence[str | Path],
    folder: Path,
    env: Mapping[str, str] | None = None,
    user: int | None = None,
) -> Iterator[Server]:
    """Run a program in the foreground while the context lasts, as ``user`` when root asks so."""
    need([name])
    path = folder / f"{name}.stderr.log"
    with path.open("wb") as words:
        process = subprocess.Popen(
            [find(name) or name, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            cwd=folder,
            env={**os.environ, **(env or {})},
            user=user,
            group=None if user is None else pwd.getpwuid(user).pw_gid,
            extra_groups=None if user is None else (),
        )
        try:
            yield Server(name, process, path)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(START)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(START)


def run(
    name: str, arguments: Sequence[str | Path], folder: Path, *, text: str = "", seconds: float = 60
) -> str:
    """Run a program to its end and return what it printed; raises :class:`LabError` in words."""
    need([name])
    try:
        done = subprocess.run(
            [find(name) or name, *map(str, arguments)],
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            cwd=folder,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LabError(f"{name} did not end within {seconds:.0f} seconds") from error
    if done.returncode != 0:
        raise LabError(f"{name} ended with {done.returncode}: {(done.stderr + done.stdout)[-800:]}")
    return done.stdout


def answers(address: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((address, port), 1).close()
    except OSError:
        return False
    return True
