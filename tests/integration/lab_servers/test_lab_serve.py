"""Serving as a whole: starting, moving on, stopping, and the command."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from lab_client import ZONE, connect, fetch, fetch_tls, html, world

from ronda.engine import netconfig
from ronda.lab import addresses, advance
from ronda.lab.problems import LabError, PortBusy
from ronda.lab.serve import LabServer, Ports, read_env, running_lab
from ronda.lab.world import Route, VirtualHost, World


def host(n: int, text: str = "halo", **more: object) -> VirtualHost:
    routes = (Route("/", html(text)),)
    return VirtualHost(f"h{n}.{ZONE}", f"198.18.0.{n}", routes, **({"https": routes} | more))  # type: ignore[arg-type]


def wait(ready: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_twenty_five_hosts_start_within_three_seconds(tmp_path: Path) -> None:
    begin = time.monotonic()
    with running_lab(world(*(host(n) for n in range(1, 26))), tmp_path) as lab:
        assert time.monotonic() - begin < 3
        assert b"halo" in fetch_tls(lab, "198.18.0.25", f"h25.{ZONE}")


def test_settings_are_ordinary_ones_that_the_engine_reads(tmp_path: Path) -> None:
    more = {"RONDA_ZONES": f"{ZONE}@{{dns}}", "RONDA_REGION_NAME": "Nusa Rembulan"}
    with running_lab(world(host(1), settings=more), tmp_path) as lab:
        assert read_env(tmp_path / "lab.env") == lab.env
        net = netconfig.from_env(lab.env)
        assert net.resolvers == (("127.0.0.1", lab.ports.dns),)
        assert net.mapped("198.18.0.1", 443) == ("127.18.0.1", lab.ports.https)
        assert net.mapped("198.18.0.1", 80) == ("127.18.0.1", lab.ports.http)
        assert lab.env["RONDA_ZONES"] == f"{ZONE}@127.0.0.1:{lab.ports.dns}"
        assert lab.env["RONDA_REGION_NAME"] == "Nusa Rembulan"


async def test_lab_is_an_async_context_too(tmp_path: Path) -> None:
    async with LabServer(world(host(1)), var=tmp_path) as lab:
        answer = await asyncio.to_thread(fetch, lab, "198.18.0.1", f"h1.{ZONE}")
    assert answer.endswith(b"halo")
    with pytest.raises(ConnectionRefusedError):
        connect(lab, "198.18.0.1")


def test_next_round_keeps_ports_and_opens_and_closes_hosts(tmp_path: Path) -> None:
    first = world(host(1), host(2), host(3, https=None))
    second = world(host(1, "baru"), host(3), host(4), number=2)
    with running_lab(first, tmp_path) as lab:
        ports, env = lab.ports, lab.env
        for _ in range(3):
            lab.move_from_thread(second)
            assert fetch(lab, "198.18.0.1", f"h1.{ZONE}").endswith(b"baru")
            assert fetch_tls(lab, "198.18.0.3", f"h3.{ZONE}").endswith(b"halo")
            assert fetch(lab, "198.18.0.4", f"h4.{ZONE}").endswith(b"halo")
            with pytest.raises(ConnectionRefusedError):
                connect(lab, "198.18.0.2")
            lab.move_from_thread(first)
            assert fetch(lab, "198.18.0.2", f"h2.{ZONE}").endswith(b"halo")
            with pytest.raises(ConnectionRefusedError):
                connect(lab, "198.18.0.3", "https")
        assert (lab.ports, lab.env) == (ports, env)


def test_impossible_round_changes_nothing(tmp_path: Path) -> None:
    with running_lab(world(host(1)), tmp_path) as lab:
        bad = msgspec.structs.replace(host(2), address="10.0.0.1")
        with pytest.raises(LabError):
            lab.move_from_thread(world(bad, number=2))
        assert fetch(lab, "198.18.0.1", f"h1.{ZONE}").endswith(b"halo")


def test_round_whose_port_is_busy_elsewhere_changes_nothing(tmp_path: Path) -> None:
    with running_lab(world(host(1)), tmp_path) as lab:
        with addresses.tcp("127.18.0.9", lab.ports.https), pytest.raises(PortBusy):
            lab.move_from_thread(world(host(9, "baru"), number=2))
        with pytest.raises(ConnectionRefusedError):
            connect(lab, "198.18.0.9")
        assert fetch(lab, "198.18.0.1", f"h1.{ZONE}").endswith(b"halo")
        lab.move_from_thread(world(host(9, "baru"), number=2))
        assert fetch_tls(lab, "198.18.0.9", f"h9.{ZONE}").endswith(b"baru")


def test_busy_port_is_named_and_nothing_is_left_open(tmp_path: Path) -> None:
    with addresses.tcp(addresses.SERVICE, 0) as held:
        port = held.getsockname()[1]
        with (
            pytest.raises(PortBusy, match=str(port)),
            running_lab(world(host(1)), tmp_path, Ports(ct=port)),
        ):
            pass


def test_same_world_shows_the_same_certificate_again(tmp_path: Path) -> None:
    shown = []
    for _ in range(2):
        with running_lab(world(host(1)), tmp_path) as lab:
            shown.append(lab.log.entries(0, 1))
    assert shown[0] == shown[1]


class Command:
    """`ronda lab serve` as a process."""

    def __init__(self, var: Path, made: World) -> None:
        self.var = var
        file = var.parent / "world.json"
        file.write_bytes(msgspec.json.encode(made))
        names = ("dns", "http", "https", "ct", "rdap")
        ports = [word for name in names for word in (f"--{name}-port", "0")]
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "ronda",
                "lab",
                "serve",
                "--world",
                file,
                "--var",
                var,
                *ports,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> bool:
        """Whether it serves; fails at once when it has ended instead."""
        assert self.process.poll() is None, self.process.communicate()
        return (self.var / "serving.json").is_file()

    def stop(self, how: signal.Signals) -> tuple[int, str, str]:
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_command_serves_follows_the_round_and_stops_cleanly(
    tmp_path: Path, how: signal.Signals
) -> None:
    var = tmp_path / "lab"
    command = Command(var, world(host(1)))
    try:
        wait(command.ready)
        env = read_env(var / "lab.env")
        advance.advance(var, 2)
        wait(lambda: json.loads((var / "serving.json").read_text())["round"] == 2)
        assert read_env(var / "lab.env") == env
    finally:
        code, out, err = command.stop(how)
    assert (code, err) == (0, "")
    assert out.startswith("Lab ready: small, round 1: 1 hosts at 1 addresses")
    assert "round 2" in out
    assert not (var / "lab.env").exists()


def test_command_names_a_bad_round_and_goes_on(tmp_path: Path) -> None:
    var = tmp_path / "lab"
    command = Command(var, world(host(1)))
    try:
        wait(command.ready)
        (var / "round").write_text("banyak")
        time.sleep(0.8)
        advance.advance(var, 3)
        wait(lambda: json.loads((var / "serving.json").read_text())["round"] == 3)
    finally:
        code, _, err = command.stop(signal.SIGTERM)
    assert code == 0
    assert err.count("'banyak'") == 1
