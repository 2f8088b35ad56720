"""The lab's certificate log alone, over HTTP on loopback, in both faces; it may lie."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ronda.lab.ca import Authority
from ronda.lab.servers.ct import TILED, CtServer
from ronda.lab.servers.loglist import LOG_LIST, TILED_LIST, write_lists
from ronda.lab.servers.lying import LyingLog
from ronda.lab.world import CertPlan

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class CtLab:
    """A log of some hundred certificates of strangers, to which more are added."""

    def __init__(self, folder: Path, *, certificates: int = 0) -> None:
        self.folder = folder
        self.authority = Authority(folder / "ca")
        self.log = LyingLog(folder / "log", self.authority)
        self.log.open("uji", 1)
        self.log.sign(NOW)
        self._issued, self._signed = self.log.size // 2, 0
        self._template = self._der("toko.example")
        self.base = ""
        if certificates:
            self.strangers(certificates)

    def add(self, *names: str) -> None:
        """Log one certificate for the names, as precertificate and certificate."""
        self._log(self._der(*names))

    def strangers(self, count: int, name: str = "toko.example") -> None:
        """Log so many certificates of others, by one template with other serial numbers.

        ``name`` is of the same length as toko.example; {} in it stands for three digits.
        """
        serial = x509.load_der_x509_certificate(self._template).serial_number
        octets = serial.to_bytes((serial.bit_length() + 7) // 8)
        for _ in range(count):
            # A wrong signature of the CA: logs have such a certificate's bytes all the same.
            fresh = octets[:-4] + self._issued.to_bytes(4)
            other = name.replace("{}", f"{self._issued:03}").encode()
            self._log(self._template.replace(octets, fresh, 1).replace(b"toko.example", other))
        self.sign()

    def sign(self) -> None:
        """Show what was added."""
        self._signed += 1
        self.log.sign(NOW + timedelta(minutes=self._signed))

    def _der(self, *names: str) -> bytes:
        return self.authority.issue(CertPlan(names), NOW).leaf.public_bytes(Encoding.DER)

    def _log(self, der: bytes) -> None:
        self._issued += 1
        assert self.log.add([(NOW - timedelta(days=1) + timedelta(seconds=self._issued), der)]) == 1

    @property
    def lists(self) -> dict[str, str]:
        """Paths of the lists by face."""
        return {"rfc6962": str(self.folder / LOG_LIST), "static": str(self.folder / TILED_LIST)}

    @contextlib.contextmanager
    def serving(self) -> Iterator["CtLab"]:
        """Serve until the block ends."""
        loop = asyncio.new_event_loop()
        server = CtServer(self.log)
        sock = socket.create_server(("127.0.0.1", 0))
        sock.setblocking(False)
        self.base = f"http://127.0.0.1:{sock.getsockname()[1]}"
        write_lists(self.folder, self.log.spki, self.base, self.base + TILED)
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(server.open(sock), loop).result(10)
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(server.close(), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)
            loop.close()
