"""Runs PHP for nginx (php-fpm) with a configuration of its own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ronda.lab.real import programs

PROGRAM = "php-fpm"


@contextlib.contextmanager
def php_fpm(folder: Path, sockets: Path) -> Iterator[Path]:
    """Run PHP as the current user; yields the socket for nginx."""
    folder.mkdir(parents=True, exist_ok=True)
    socket = sockets / "php.sock"
    user = "user = root\ngroup = root\n" if programs.is_root() else ""
    config = folder / "php-fpm.conf"
    config.write_text(
        f"""[global]
pid = {folder}/php-fpm.pid
error_log = {folder}/php-fpm.log
daemonize = no
[lab]
{user}listen = {socket}
pm = static
pm.max_children = 2
catch_workers_output = yes
php_admin_value[sendmail_path] = /bin/false
php_admin_flag[log_errors] = on
""",
        encoding="utf-8",
    )
    allowed = ["--allow-to-run-as-root"] if programs.is_root() else []
    arguments: list[str | Path] = ["--nodaemonize", *allowed, "--fpm-config", config]
    with programs.running(PROGRAM, arguments, folder) as server:
        server.wait(socket.exists)
        yield socket
