"""A PostgreSQL cluster of a test's own: made, started, stopped and removed again.

The server refuses to run as root, so as root everything runs as the system's ``postgres`` user.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cluster:
    """A running cluster; its only role ``ronda`` may do everything and needs no password."""

    folder: Path
    port: int
    bin: Path

    def url(self, database: str) -> str:
        """The address of a database for RONDA_DATABASE_URL."""
        return f"postgres://ronda@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Make an empty database and return its address."""
        self.sql("postgres", f'CREATE DATABASE "{database}"')
        return self.url(database)

    def sql(self, database: str, statement: str) -> str:
        """Run a statement and return what psql prints, unaligned."""
        done = subprocess.run(
            [self.bin / "psql", "-XAt", "-v", "ON_ERROR_STOP=1", "-c", statement, self.url(database)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()


def server_bin() -> Path | None:
    """Where the server's programs are, or None when none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def start() -> Cluster:
    """Make and start a cluster in a folder of its own; raises ``RuntimeError`` in words."""
    bin_ = server_bin()
    if bin_ is None:
        raise RuntimeError("no PostgreSQL server is installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="ronda-pg-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    cluster = Cluster(folder, port, bin_)
    data = folder / "data"
    _run(bin_ / "initdb", "-D", data, "-U", "ronda", "-A", "trust", "-E", "UTF8", "--no-sync",
         "--locale=C.UTF-8")  # fmt: skip
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off"
    )
    _run(
        bin_ / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "-t", "60", "start"
    )
    return cluster


def stop(cluster: Cluster) -> None:
    """Stop the cluster and remove its folder."""
    try:
        _run(cluster.bin / "pg_ctl", "-D", cluster.folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(cluster.folder, ignore_errors=True)


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster for the time of a ``with``."""
    cluster = start()
    try:
        yield cluster
    finally:
        stop(cluster)


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", check=False, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr or done.stdout}")


if __name__ == "__main__":
    # python -m tests.support.postgres COMMAND ...: run it with a database at hand;
    # --available: end with 0 when a server is installed, else with 1.
    import sys

    if sys.argv[1:] == ["--available"]:
        sys.exit(0 if server_bin() else 1)
    with running() as own:
        environment = {**os.environ, "RONDA_DATABASE_URL": own.create("ronda")}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
