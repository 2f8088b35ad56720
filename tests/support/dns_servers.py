"""Name servers of a test's own: real ones (nsd, Knot with keys and journals), and one of ill will."""

import contextlib
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dns.message
from support.knot_zone import free_port

PATH = "/usr/sbin:/usr/bin:/usr/local/sbin"


@contextlib.contextmanager
def nsd(directory: Path, zones: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Serve zones (name -> records) until the block ends; yields address and port."""
    port = free_port()
    config = f"""server:
  ip-address: 127.0.0.1
  port: {port}
  username: ""
  chroot: ""
  zonesdir: "{directory}"
  database: ""
  pidfile: "{directory}/nsd.pid"
  xfrdfile: "{directory}/xfrd.state"
  zonelistfile: "{directory}/zone.list"
  xfrdir: "{directory}"
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
"""
    for number, (name, records) in enumerate(zones.items()):
        (directory / f"zone{number}").write_text(records)
        config += f"zone:\n  name: {name}\n  zonefile: zone{number}\n"
    (directory / "nsd.conf").write_text(config)
    with running(directory, [_found("nsd"), "-d", "-c", str(directory / "nsd.conf")], port):
        yield "127.0.0.1", port


@contextlib.contextmanager
def knotd(directory: Path, config: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run Knot with ``config`` behind its common part; it listens on 127.0.0.1 at ``port``."""
    head = f"""server:
    rundir: {directory}
    listen: 127.0.0.1@{port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: {directory}/db
log:
  - target: stderr
    any: warning
"""
    (directory / "db").mkdir(exist_ok=True)
    (directory / "knot.conf").write_text(head + config)
    command = [_found("knotd"), "-c", str(directory / "knot.conf")]
    with running(directory, command, port) as process:
        yield process


@contextlib.contextmanager
def running(directory: Path, command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in the foreground until the block ends."""
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(200):
            if process.poll() is not None:
                raise RuntimeError((directory / "log").read_text())
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.03)
        else:
            raise RuntimeError("it does not answer: " + (directory / "log").read_text())
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _found(program: str) -> str:
    return str(shutil.which(program, path=PATH))


Answer = Callable[[dns.message.Message, int], list[bytes]]


@contextlib.contextmanager
def answering(answer: Answer) -> Iterator[tuple[str, int]]:
    """Answer each datagram with what ``answer`` says, given the question and its number."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.05)
        over = threading.Event()

        def serve() -> None:
            count = 0
            while not over.is_set():
                try:
                    data, back = sock.recvfrom(4096)
                except TimeoutError:
                    continue
                for wire in answer(dns.message.from_wire(data), count):
                    sock.sendto(wire, back)
                count += 1

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield sock.getsockname()
        finally:
            over.set()
            thread.join()
