"""A connection as behaviours see it: plain or under TLS, with the power to be rude."""

import asyncio
import socket
import struct
from typing import Protocol

from OpenSSL import SSL

_CHUNK = 65_536


class Gone(Exception):
    """The client has closed or reset the connection."""


class Wire(Protocol):
    """Bytes to and from one client."""

    async def read(self) -> bytes:
        """Return some bytes, b"" when the client has closed; raises :class:`Gone` on a reset."""
        ...

    async def send(self, data: bytes) -> None:
        """Send, waiting while the client reads slowly; raises :class:`Gone`."""
        ...

    async def finish(self) -> None:
        """Close in order (under TLS with close_notify)."""
        ...

    def reset(self) -> None:
        """Close with a TCP RST, whatever is under way."""
        ...


class PlainWire:
    """TCP as it is."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._kept = b""

    def give_back(self, data: bytes) -> None:
        """Let the next read begin with bytes that were only looked at."""
        self._kept = data + self._kept

    async def read(self) -> bytes:
        """Some bytes; see :class:`Wire`."""
        if self._kept:
            kept, self._kept = self._kept, b""
            return kept
        try:
            return await self._reader.read(_CHUNK)
        except OSError as error:
            raise Gone from error

    async def send(self, data: bytes) -> None:
        """Send; see :class:`Wire`."""
        if self._writer.transport.is_closing():
            raise Gone
        self._writer.write(data)
        try:
            await self._writer.drain()
        except OSError as error:
            raise Gone from error

    async def finish(self) -> None:
        """Close in order: nothing that was sent is lost to a client that still writes."""
        try:
            if self._writer.can_write_eof():
                self._writer.write_eof()
            # A close with unread bytes becomes a RST, which would take the answer with it.
            async with asyncio.timeout(0.5):
                while await self._reader.read(_CHUNK):
                    pass
        except (OSError, TimeoutError, RuntimeError):
            pass
        self._writer.close()

    def reset(self) -> None:
        """Close with a RST (SO_LINGER of zero seconds)."""
        sock = self._writer.get_extra_info("socket")
        if sock is not None and not self._writer.transport.is_closing():
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


class TlsWire:
    """TLS over a plain wire, through memory buffers, so that every byte can be left out."""

    def __init__(self, under: PlainWire, context: SSL.Context) -> None:
        self._under = under
        self._tls = SSL.Connection(context, None)
        self._tls.set_accept_state()

    async def handshake(self) -> bool:
        """Shake hands; False when the client does not agree or goes away."""
        while True:
            try:
                self._tls.do_handshake()
            except SSL.WantReadError:
                await self._flush()
                data = await self._under.read()
                if not data:
                    return False
                self._tls.bio_write(data)
            except SSL.Error:
                await self._flush()
                return False
            else:
                await self._flush()
                return True

    async def read(self) -> bytes:
        """Some bytes; see :class:`Wire`."""
        while True:
            try:
                return self._tls.recv(_CHUNK)
            except SSL.WantReadError:
                await self._flush()
                data = await self._under.read()
                if not data:
                    return b""
                self._tls.bio_write(data)
            except SSL.ZeroReturnError:
                return b""
            except SSL.Error as error:
                raise Gone from error

    async def send(self, data: bytes) -> None:
        """Send; see :class:`Wire`."""
        for place in range(0, len(data), 16_384):
            try:
                self._tls.sendall(data[place : place + 16_384])
            except SSL.Error as error:
                raise Gone from error
            await self._flush()

    async def ask_again(self) -> None:
        """Ask for a new handshake (HelloRequest of TLS 1.2, RFC 5246 section 7.4.1.1)."""
        try:
            self._tls.renegotiate()
            self._tls.do_handshake()
        except SSL.Error:
            pass
        await self._flush()

    async def finish(self) -> None:
        """Say close_notify, then close."""
        try:
            self._tls.shutdown()
            await self._flush()
        except (SSL.Error, Gone):
            pass
        await self._under.finish()

    def reset(self) -> None:
        """Close with a TCP RST."""
        self._under.reset()

    async def _flush(self) -> None:
        while True:
            try:
                data = self._tls.bio_read(_CHUNK)
            except SSL.WantReadError:
                return
            await self._under.send(data)
