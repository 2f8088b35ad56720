"""Connections to permitted addresses: plain TCP, and TLS by memory BIO on top of it."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from ronda.engine.artifacts import FailureKind, Stage
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.budget import Politeness, VisitBudget
from ronda.engine.collect.scope import Permit
from ronda.engine.netconfig import NetConfig

CHUNK = 16_384
_ADDRESSES_TRIED = 2  # one of each family at most


class Wire(Protocol):
    """A stream to one server. ``read`` returns b"" at its end; both raise :class:`Broken`."""

    address: str
    port: int

    async def read(self, stage: Stage) -> bytes:
        """Return what has come, waiting at most the read timeout."""
        ...

    async def write(self, data: bytes, stage: Stage) -> None:
        """Send all of ``data``."""
        ...


class TcpWire:
    """A plain connection; counts what it receives against the visit's budget."""

    def __init__(
        self,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        where: tuple[str, int],
        budget: VisitBudget,
        read_timeout: float,
        started: float,
    ) -> None:
        self._reader, self._writer = streams
        self.address, self.port = where
        self._budget = budget
        self._read_timeout = read_timeout
        self.started = started  # time.monotonic() before connecting

    async def read(self, stage: Stage) -> bytes:
        """Return what has come; b"" when the server ended the stream."""
        left = self._budget.remaining()
        try:
            async with asyncio.timeout(min(self._read_timeout, left)):
                data = await self._reader.read(CHUNK)
        except TimeoutError as error:
            if left < self._read_timeout:
                raise self._budget.used_up() from error
            detail = f"silence for {self._read_timeout:g} s"
            raise Broken(FailureKind.TIMEOUT, stage, detail, self.where) from error
        except OSError as error:
            raise _lost(error, stage, self.where) from error
        self._budget.received(len(data))
        return data

    async def write(self, data: bytes, stage: Stage) -> None:
        """Send all of ``data``."""
        try:
            async with asyncio.timeout(self._read_timeout):
                self._writer.write(data)
                await self._writer.drain()
        except TimeoutError as error:
            detail = f"took nothing for {self._read_timeout:g} s"
            raise Broken(FailureKind.TIMEOUT, stage, detail, self.where) from error
        except OSError as error:
            raise _lost(error, stage, self.where) from error

    async def pending(self) -> bytes | None:
        """Return what came without being asked for, b"" at the stream's end, None for nothing."""
        await asyncio.sleep(0)  # let the loop read what lies in the socket
        try:
            async with asyncio.timeout(0):
                data = await self._reader.read(CHUNK)
        except TimeoutError:
            return None
        except OSError as error:
            raise _lost(error, "http", self.where) from error
        self._budget.received(len(data))
        return data

    async def silent(self) -> bool:
        """Whether the connection is open and nothing came since the last answer."""
        return await self.pending() is None

    @property
    def where(self) -> str:
        """The other end, for the evidence."""
        return place(self.address, self.port)

    async def abort(self) -> None:
        """Close at once, whatever is under way."""
        self._writer.transport.abort()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


def place(address: str, port: int) -> str:
    """Spell an address with its port."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _lost(error: OSError, stage: Stage, where: str) -> Broken:
    if isinstance(error, ConnectionRefusedError):
        return Broken(FailureKind.REFUSED, stage, "connection refused", where)
    if isinstance(error, ConnectionError):
        return Broken(FailureKind.RESET, stage, "the server reset the connection", where)
    detail = f"{type(error).__name__}: {error.strerror or error}"
    return Broken(FailureKind.UNREACHABLE, stage, detail, where)


async def _connect(
    address: str, port: int, net: NetConfig
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    to_address, to_port = net.mapped(address, port)
    family = socket.AF_INET6 if ":" in to_address else socket.AF_INET
    try:
        sock = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _lost(error, "connect", place(address, port)) from error
    try:
        sock.setblocking(False)
        async with asyncio.timeout(net.limits.connect_timeout):
            # A literal address: the loop asks no resolver for it.
            await asyncio.get_running_loop().sock_connect(sock, (to_address, to_port))
        return await asyncio.open_connection(sock=sock, limit=2 * CHUNK)
    except TimeoutError as error:
        sock.close()
        detail = f"no connection within {net.limits.connect_timeout:g} s"
        raise Broken(FailureKind.TIMEOUT, "connect", detail, place(address, port)) from error
    except OSError as error:
        sock.close()
        raise _lost(error, "connect", place(address, port)) from error
    except BaseException:
        sock.close()
        raise


@asynccontextmanager
async def connected(
    permit: Permit, net: NetConfig, politeness: Politeness, budget: VisitBudget
) -> AsyncIterator[TcpWire]:
    """Connect to one of the permitted addresses and to nothing else; raises :class:`Broken`.

    The first IPv4 and the first IPv6 address are tried in turn. The wire is aborted at the end.
    """
    v4 = [a for a in permit.addresses if ":" not in a]
    v6 = [a for a in permit.addresses if ":" in a]
    tried = (v4[:1] + v6[:1] + v4[1:])[:_ADDRESSES_TRIED]
    first: Broken | None = None
    for address in tried:
        budget.remaining()
        async with politeness.connection(address):
            started = time.monotonic()
            try:
                streams = await _connect(address, permit.port, net)
            except Broken as broken:
                first = first or broken
                continue
            wire = TcpWire(
                streams, (address, permit.port), budget, net.limits.read_timeout, started
            )
            try:
                yield wire
            finally:
                await wire.abort()
            return
    raise first or Broken(FailureKind.NO_ADDRESS, "connect", f"{permit.host} has no address")
