"""Twins of lab addresses and ports that are free, held, or busy."""

import socket

import pytest

from ronda.lab import addresses
from ronda.lab.problems import LabError, PortBusy


def test_twin_keeps_the_place_in_the_network() -> None:
    assert addresses.twin("198.19.4.7") == "127.19.4.7"


def test_address_outside_the_lab_has_no_twin() -> None:
    with pytest.raises(LabError, match="outside"):
        addresses.twin("192.0.2.1")


def test_busy_port_is_named() -> None:
    with addresses.tcp("127.18.9.9", 0) as held:
        port = held.getsockname()[1]
        with pytest.raises(PortBusy, match=f"port {port} on 127.18.9.9"):
            addresses.bind_web(port, ["127.18.9.9"], [])


def test_free_port_is_the_same_on_every_address() -> None:
    found = addresses.bind_web(0, ["127.18.9.1", "127.18.9.2"], ["127.18.9.3"])
    try:
        every = [*found.listening.values(), *found.silent.values()]
        assert {sock.getsockname()[1] for sock in every} == {found.port}
    finally:
        found.close()


def test_held_port_refuses() -> None:
    found = addresses.bind_web(0, [], ["127.18.9.4"])
    try:
        with pytest.raises(ConnectionRefusedError), socket.socket() as client:
            client.connect(("127.18.9.4", found.port))
    finally:
        found.close()
