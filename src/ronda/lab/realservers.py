"""Serves a World with real Knot DNS and real nginx, as the current user, on loopback ports.

What only a hostile server does is left out and named in ``skipped``. The certificate log is the
lab's own: no system package has one.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import msgspec

from ronda.lab import addresses
from ronda.lab.addresses import SERVICE
from ronda.lab.ca import Authority, dates
from ronda.lab.knot import Knot
from ronda.lab.nginx import Nginx
from ronda.lab.problems import LabError
from ronda.lab.serve import names_of, running_lab, settings, write_env
from ronda.lab.world import CertPlan, LogEntry, World

START = 15.0
"""Seconds that a server may take to answer."""


class RealServers(msgspec.Struct, frozen=True):
    """What runs: the settings that lead Ronda to it, and what could not be served."""

    env: dict[str, str]
    dns: int
    http: int
    https: int
    skipped: tuple[str, ...]


def missing() -> tuple[str, ...]:
    """Return the programs that are not installed, of those that are needed."""
    return tuple(name for name in ("knotd", "nginx") if _program(name) is None)


@contextlib.contextmanager
def real_servers(world: World, var: Path) -> Iterator[RealServers]:
    """Serve a world with Knot and nginx while the context lasts; settings also in VAR/lab.env.

    Raises :class:`~ronda.lab.problems.LabError` when a program is missing or does not start.
    """
    if absent := missing():
        raise LabError(f"not installed: {', '.join(absent)}; install the packages knot and nginx")
    var = var.resolve()
    (var / "nginx").mkdir(parents=True, exist_ok=True)
    (var / "knot").mkdir(parents=True, exist_ok=True)
    dns_port, http, https = _free(world)
    authority = Authority(var / "ca")
    knot = Knot(world, names_of(world), var / "knot", dns_port)
    nginx = Nginx(world, var / "nginx", authority, http, https)
    knot_conf, nginx_conf = knot.write(), nginx.write()
    with contextlib.ExitStack() as stack:
        # A world without sites or names: only its log is wanted, and it takes the same certificates.
        log = stack.enter_context(running_lab(_log_only(world), var))
        stack.enter_context(_running("knotd", ["-c", str(knot_conf)], var / "knot"))
        command = [
            "-c",
            str(nginx_conf),
            "-p",
            str(var / "nginx"),
            "-e",
            str(var / "nginx/error.log"),
        ]
        stack.enter_context(_running("nginx", command, var / "nginx"))
        _wait(lambda: _knot_answers(dns_port), "knotd", var / "knot")
        _wait(lambda: _web_answers(world, http, https), "nginx", var / "nginx")
        ports = ((80, http), (443, https))
        resolver = f"{SERVICE}:{dns_port}"
        env = settings(world, authority, resolver, log.env["RONDA_CT_LOGS"], ports)
        write_env(var / "lab.env", env)
        skipped = (*knot.skipped, *nginx.skipped)
        yield RealServers(env, dns_port, http, https, skipped)


@contextlib.contextmanager
def _running(name: str, arguments: list[str], folder: Path) -> Iterator[None]:
    """Run a program in the foreground; its words go to a file in its folder."""
    program = _program(name)
    if program is None:
        raise LabError(f"{name} is not installed")
    with (folder / "stderr.log").open("wb") as words:
        process = subprocess.Popen(
            [program, *arguments], stdin=subprocess.DEVNULL, stdout=words, stderr=words
        )
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(START)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(START)


def _wait(ready: Callable[[], bool], name: str, folder: Path) -> None:
    """Wait until a server answers; raises :class:`LabError` with its last words."""
    until = time.monotonic() + START
    while not ready():
        if time.monotonic() > until:
            words = (folder / "stderr.log").read_text(errors="replace")[-600:]
            raise LabError(f"{name} did not start within {START:.0f} seconds; it said: {words}")
        time.sleep(0.05)


def _knot_answers(port: int) -> bool:
    try:
        dns.query.udp(dns.message.make_query(".", "SOA"), SERVICE, port=port, timeout=0.3)
    except (dns.exception.DNSException, OSError):
        return False
    return True


def _web_answers(world: World, http: int, https: int) -> bool:
    """Whether the first address that should listen does; a world may have none."""
    for host in world.hosts:
        if host.http is not None or (host.https is not None and not host.tls_behaviour):
            port = http if host.http is not None else https
            try:
                socket.create_connection((addresses.twin(host.address), port), 1).close()
            except OSError:
                return False
            return True
    return True


def _free(world: World) -> tuple[int, int, int]:
    """Return ports that are free now on every address of the world: DNS, HTTP, HTTPS."""
    every = [addresses.twin(host.address) for host in world.hosts]
    port, datagrams, streams = addresses.bind_dns(0)
    http, https = addresses.bind_web(0, every, []), addresses.bind_web(0, every, [])
    for found in (datagrams, streams, http, https):
        found.close()
    return port, http.port, https.port


def _log_only(world: World) -> World:
    """Return a world without names and sites that logs the same certificates."""
    plans = [h.certificate or CertPlan((h.name,)) for h in world.hosts if h.https or h.certificate]
    shown = [LogEntry(plan, dates(plan, world.now)[0]) for plan in plans if plan.logged]
    return msgspec.structs.replace(
        world, zones=(), hosts=(), rebinding=(), log_entries=(*shown, *world.log_entries)
    )


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin")
