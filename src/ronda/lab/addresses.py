"""Where the lab listens: a loopback twin of every lab address, and ports that are free on all.

Lab addresses stand in 198.18.0.0/15 (RFC 2544, for benchmarks); their twins in 127.18.0.0/15.
"""

import errno
import random
import resource
import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network

import msgspec

from ronda.lab.problems import LabError, PortBusy

LAB = IPv4Network("198.18.0.0/15")
LOOPBACK = IPv4Network("127.18.0.0/15")
SERVICE = "127.0.0.1"
"""Where the resolver and the certificate log listen: operator's endpoints, not sites."""

# Below the range that Linux hands out to outgoing connections, so that none gets in the way.
_FREE = range(20_000, 32_000)
_TRIES = 40
# For connections, the log, the program itself.
_SPARE_FILES = 512


class Ports(msgspec.Struct, frozen=True):
    """The ports of the lab; 0 means any that is free on every address."""

    dns: int = 0
    http: int = 0
    https: int = 0
    ct: int = 0
    rdap: int = 0


def twin(address: str) -> str:
    """Return the loopback address that stands for a lab address; raises :class:`LabError`."""
    try:
        ip = IPv4Address(address)
    except ValueError as error:
        raise LabError(f"{address!r} is not an IPv4 address; give the host one in {LAB}") from error
    if ip not in LAB:
        raise LabError(f"{address} is outside {LAB}; give the host an address in it")
    return str(LOOPBACK.network_address + (int(ip) - int(LAB.network_address)))


def tcp(address: str, port: int, *, listen: bool = True) -> socket.socket:
    """Bind a TCP socket. Without ``listen`` the port is held, and refuses connections."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((address, port))
        if listen:
            sock.listen(256)
        sock.setblocking(False)
    except OSError as error:
        sock.close()
        raise _named(error, "tcp", address, port) from error
    return sock


def udp(address: str, port: int) -> socket.socket:
    """Bind a UDP socket."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        sock.bind((address, port))
        sock.setblocking(False)
    except OSError as error:
        sock.close()
        raise _named(error, "udp", address, port) from error
    return sock


def _named(error: OSError, kind: str, address: str, port: int) -> LabError:
    if error.errno == errno.EADDRINUSE:
        return PortBusy(
            f"{kind} port {port} on {address} is held by another program; "
            "stop it, or choose other ports for the lab"
        )
    return LabError(f"cannot listen on {kind} {address}:{port}: {error.strerror}")


class WebSockets(msgspec.Struct):
    """Bound sockets by loopback address; ``silent`` ones hold a port that refuses."""

    port: int
    listening: dict[str, socket.socket]
    silent: dict[str, socket.socket]

    def close(self) -> None:
        """Close every socket."""
        for sock in (*self.listening.values(), *self.silent.values()):
            sock.close()


def bind_web(port: int, listening: Iterable[str], silent: Iterable[str]) -> WebSockets:
    """Bind one port on many addresses; port 0 looks for one that is free on all of them."""
    answer, refuse = sorted(set(listening)), sorted(set(silent) - set(listening))
    for candidate in _candidates(port):
        found = WebSockets(candidate, {}, {})
        try:
            for address in answer:
                found.listening[address] = tcp(address, candidate)
            for address in refuse:
                found.silent[address] = tcp(address, candidate, listen=False)
        except PortBusy:
            found.close()
            if port:
                raise
        except LabError:
            found.close()
            raise
        else:
            return found
    raise PortBusy(f"no port between {_FREE.start} and {_FREE.stop} is free on all lab addresses")


def bind_dns(port: int) -> tuple[int, socket.socket, socket.socket]:
    """Bind UDP and TCP on the same port of the service address: (port, udp, tcp)."""
    for candidate in _candidates(port):
        try:
            datagrams = udp(SERVICE, candidate)
        except PortBusy:
            if port:
                raise
            continue
        try:
            return candidate, datagrams, tcp(SERVICE, candidate)
        except PortBusy:
            datagrams.close()
            if port:
                raise
    raise PortBusy(f"no port between {_FREE.start} and {_FREE.stop} is free on {SERVICE}")


def _candidates(port: int) -> Sequence[int]:
    return [port] if port else random.sample(_FREE, _TRIES)


def need_files(places: int) -> None:
    """Allow as many open sockets as a round's addresses need; raises :class:`LabError`."""
    wanted = places * 2 + _SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise LabError(
            f"the round listens at {places} addresses and needs {wanted} open files, but this user "
            f"may have {hard}; raise the hard limit (as root: `ulimit -Hn {wanted}` in the shell "
            f"that starts the lab, `LimitNOFILE={wanted}` in a systemd unit, or `hard nofile "
            f"{wanted}` in /etc/security/limits.conf), or let more sites share a `server`"
        )
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
