"""Runs MariaDB on a folder of its own, reached by a socket and by nobody else."""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ronda.lab.real import programs

PROGRAMS = ("mariadbd", "mariadb-install-db")
# Small and quick: a database of the lab may be lost, and is made anew.
_OPTIONS = (
    "--skip-networking",
    "--skip-log-bin",
    "--skip-name-resolve",
    "--performance-schema=OFF",
    "--innodb-buffer-pool-size=32M",
    "--innodb-log-file-size=8M",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
)


@contextlib.contextmanager
def socket_folder() -> Iterator[Path]:
    """A folder for sockets: their paths may hold 107 bytes only, which a deep folder uses up."""
    with tempfile.TemporaryDirectory(prefix="ronda-") as folder:
        yield Path(folder)


@contextlib.contextmanager
def mariadb(folder: Path, sockets: Path, names: Sequence[str]) -> Iterator[Path]:
    """Serve empty databases of these names; yields the socket, at which "root" needs no word."""
    folder.mkdir(parents=True, exist_ok=True)
    data, socket = folder / "data", sockets / "mariadb.sock"
    # As root it wants to be told by name that this is meant.
    user = ["--user=root"] if programs.is_root() else []
    if not (data / "mysql").is_dir():
        made = ["--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
        programs.run("mariadb-install-db", [*made, "--skip-test-db", *user], folder)
    first = folder / "first.sql"
    first.write_text(
        "".join(
            f"DROP DATABASE IF EXISTS {name};\nCREATE DATABASE {name} CHARACTER SET utf8mb4;\n"
            for name in names
        ),
        encoding="ascii",
    )
    arguments: list[str | Path] = [
        "--no-defaults",
        *user,
        f"--datadir={data}",
        f"--socket={socket}",
        f"--pid-file={folder}/mariadb.pid",
        f"--init-file={first}",
        *_OPTIONS,
    ]
    with programs.running("mariadbd", arguments, folder) as server:
        # The socket opens when the first statements are done.
        server.wait(socket.exists)
        yield socket
