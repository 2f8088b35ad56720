"""TLS over a wire with OpenSSL's memory BIO: the handshake is completed first and judged later."""

from functools import cache
from ipaddress import ip_address

from OpenSSL import SSL

from ronda.engine.artifacts import FailureKind, Stage
from ronda.engine.collect.broken import Broken
from ronda.engine.collect.wire import CHUNK, TcpWire

# OpenSSL's reasons for an alert of the other side begin with a version ("tlsv1 unrecognized name"),
# or, in newer versions, with "tls alert".
_ALERTS = ("sslv3 alert", "tlsv1 ", "tlsv13 ", "ssl/tls alert", "tls alert")

_TICKETS = 8  # times that a resting connection may have brought something


@cache
def _context(alpn: tuple[bytes, ...]) -> SSL.Context:
    """A context that speaks with old servers too: what they offer is to be seen, not refused."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_min_proto_version(SSL.TLS1_VERSION)
    context.set_cipher_list(b"ALL:@SECLEVEL=0")
    context.set_options(SSL.OP_ALL | SSL.OP_LEGACY_SERVER_CONNECT | SSL.OP_NO_RENEGOTIATION)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_verify(SSL.VERIFY_NONE)
    context.set_alpn_protos(list(alpn))
    return context


class TlsWire:
    """A TLS client on a :class:`TcpWire`; nothing is verified here."""

    def __init__(
        self, tcp: TcpWire, host: str, *, handshake_bytes: int, alpn: tuple[bytes, ...]
    ) -> None:
        self._tcp = tcp
        self.address, self.port = tcp.address, tcp.port
        self._handshake_bytes = handshake_bytes
        self.connection = SSL.Connection(_context(alpn), None)
        if not _is_address(host):  # RFC 6066: no addresses in SNI
            self.connection.set_tlsext_host_name(host.encode("ascii"))
        self.connection.set_connect_state()
        # The stream ended without the closing alert (RFC 8446 section 6.1).
        self.cut = False

    async def handshake(self) -> None:
        """Complete the handshake, or raise :class:`Broken` (stage tls)."""
        received = 0
        while True:
            try:
                self.connection.do_handshake()
            except SSL.WantReadError:
                await self._flush("tls")
            except SSL.Error as error:
                await self._last_words()
                raise self._refused(error) from error
            else:
                await self._flush("tls")
                return
            data = await self._tcp.read("tls")
            if not data:
                detail = "the server closed the connection during the handshake"
                raise Broken(FailureKind.TLS_PROTOCOL, "tls", detail, self._tcp.where)
            received += len(data)
            if received > self._handshake_bytes:
                detail = f"a handshake of more than {self._handshake_bytes} bytes"
                raise Broken(FailureKind.TOO_LARGE, "tls", detail, self._tcp.where)
            self.connection.bio_write(data)

    async def read(self, stage: Stage) -> bytes:
        """Return decrypted bytes; b"" at the end of the stream."""
        while True:
            try:
                return self.connection.recv(CHUNK)
            except SSL.ZeroReturnError:
                return b""
            except SSL.WantReadError:
                await self._flush(stage)
            except SSL.Error as error:
                raise self._refused(error, stage) from error
            data = await self._tcp.read(stage)
            if not data:
                self.cut = True
                return b""
            self.connection.bio_write(data)

    async def silent(self) -> bool:
        """Whether the stream is open and carries nothing that was not asked for.

        Servers send tickets after the handshake (RFC 8446 section 4.6.1): those are no data.
        """
        for _ in range(_TICKETS):
            data = await self._tcp.pending()
            if data:
                self.connection.bio_write(data)
            try:
                self.connection.recv(1)
            except SSL.WantReadError:
                if data is None:
                    return True
                if data:
                    continue
            except SSL.Error:
                pass
            return False
        return False

    async def write(self, data: bytes, stage: Stage) -> None:
        """Encrypt and send all of ``data``."""
        view = memoryview(data)
        while view:
            try:
                sent = self.connection.send(view)
            except SSL.Error as error:
                raise self._refused(error, stage) from error
            view = view[sent:]
            await self._flush(stage)

    async def _flush(self, stage: Stage) -> None:
        while True:
            try:
                data = self.connection.bio_read(65_536)
            except SSL.WantReadError:
                return
            await self._tcp.write(data, stage)

    async def _last_words(self) -> None:
        """Send the alert with which we leave; nobody need hear it."""
        try:
            await self._flush("tls")
        except Broken:
            return

    def _refused(self, error: SSL.Error, stage: Stage = "tls") -> Broken:
        """Name an error of OpenSSL: an alert of the server, too much, or broken protocol."""
        reasons = [str(entry[-1]) for entry in error.args[0]] if error.args else []
        detail = "; ".join(r for r in reasons if r)[:300] or type(error).__name__
        kind = FailureKind.TLS_PROTOCOL
        if any(reason.startswith(_ALERTS) for reason in reasons):
            kind = FailureKind.TLS_ALERT
        elif "excessive message size" in detail:
            kind = FailureKind.TOO_LARGE
        return Broken(kind, stage, detail, self._tcp.where)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
