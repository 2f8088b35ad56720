"""Shared by all tests: no socket leaves loopback."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest

_connect = socket.socket.connect


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
