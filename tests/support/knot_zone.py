"""A real Knot DNS that serves one zone and allows its transfer, or refuses it."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path


def free_port() -> int:
    """A port that is free for both UDP and TCP at this moment."""
    with socket.socket() as tcp:
        tcp.bind(("127.0.0.1", 0))
        return int(tcp.getsockname()[1])


@contextlib.contextmanager
def knot(directory: Path, zone: str, records: str, *, transfer: bool) -> Iterator[str]:
    """Serve the zone until the block ends; yields "address:port"."""
    port = free_port()
    (directory / "zone").write_text(records)
    acl = "    acl: [transfer]\n" if transfer else ""
    (directory / "knot.conf").write_text(
        f"""server:
    rundir: {directory}
    listen: 127.0.0.1@{port}
database:
    storage: {directory}/db
log:
  - target: stderr
    any: warning
acl:
  - id: transfer
    address: 127.0.0.1
    action: transfer
zone:
  - domain: {zone}
    file: {directory}/zone
{acl}    zonefile-sync: -1
"""
    )
    command = [str(shutil.which("knotd")), "-c", str(directory / "knot.conf")]
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(process, port, directory)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int, directory: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError((directory / "log").read_text())
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError("knotd does not answer: " + (directory / "log").read_text())
