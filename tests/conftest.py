"""Shared by all tests: no socket leaves loopback; a real server that is missing is said loudly."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ronda.lab.real import programs

STRICT = os.environ.get("RONDA_STRICT") == "1"
_connect = socket.socket.connect
# Debian keeps servers where an ordinary user's PATH does not look.
_EXTRA = ["/usr/sbin", "/usr/local/sbin", *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", ""), *_EXTRA])


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    def connect(self: socket.socket, address: object) -> None:
        internet = self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple)
        if internet and not ipaddress.ip_address(address[0]).is_loopback:  # type: ignore[index]
            raise RuntimeError(f"a test tried to leave this machine: {address}")
        _connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = connect  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What shares the three rounds comes first, so that one worker gets it all and nobody waits.

    Workers are given their first tests in one piece each; the order is otherwise random.
    """
    items.sort(key=lambda item: "three_rounds" not in getattr(item, "fixturenames", ()))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked ``real("knotd")`` is skipped without that program, or fails when strict.

    A name that begins with "/" is a file of a package that is no program.
    """
    for marker in item.iter_markers("real"):
        missing = [
            name
            for name in marker.args
            if not (Path(name).exists() if name.startswith("/") else programs.find(name))
        ]
        if missing:
            pytest.skip(f"MISSING PROGRAM: {', '.join(missing)}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """With RONDA_STRICT=1 nothing may be skipped: a skip is a failure."""
    report: pytest.TestReport = yield  # type: ignore[assignment,misc]
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although RONDA_STRICT=1: {report.longrepr}"
    return report  # type: ignore[return-value]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("NOT TESTED", sep="!", red=True)
        for report in skipped:
            terminalreporter.line(
                f"{report.nodeid}: {report.longrepr[-1] if report.longrepr else ''}"
            )
