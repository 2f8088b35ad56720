"""A mail server on loopback that keeps what it is given: the office's own, for measuring and tests."""

import email
import email.policy
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import msgspec

MAX_LINE = 2_000
MAX_MAIL = 1_000_000  # bytes
IDLE = 30.0  # seconds


class Mail(msgspec.Struct, frozen=True):
    """One mail that was taken."""

    at: float  # time.time()
    to: tuple[str, ...]
    message: EmailMessage


class Mailbox:
    """What was taken, and how the next ones are answered."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.refuses = ""  # "451 later" or "550 nobody here": the answer to every recipient
        self.port = 0

    @property
    def setting(self) -> str:
        """The value of RONDA_SMTP that leads here."""
        return f"smtp://127.0.0.1:{self.port}"


class _Dialogue(socketserver.StreamRequestHandler):
    """SMTP as far as a submitting client needs it (RFC 5321, 4.5.1)."""

    timeout = IDLE
    box: Mailbox

    def handle(self) -> None:
        to: list[str] = []
        self._say("220 loopback")
        while line := self.rfile.readline(MAX_LINE):
            said = line.decode("utf-8", "replace").strip()
            verb = said[:4].upper()
            if verb in ("EHLO", "HELO", "MAIL", "RSET", "NOOP"):
                if verb in ("MAIL", "RSET"):
                    to = []
                self._say("250 loopback")
            elif verb == "RCPT":
                if not self.box.refuses:
                    to.append(said.partition(":")[2].strip("<> "))
                self._say(self.box.refuses or "250 good")
            elif verb == "DATA" and to:
                self._say("354 go on")
                raw = self._data()
                if raw is None:
                    self._say("552 too large")
                    return
                parsed = email.message_from_bytes(raw, policy=email.policy.default)
                self.box.mails.append(Mail(time.time(), tuple(to), parsed))
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("502 not here")

    def _data(self) -> bytes | None:
        """Read up to the line with a single dot; None when it is too much."""
        kept, size = [], 0
        while (line := self.rfile.readline(MAX_LINE)) not in (b"", b".\r\n", b".\n"):
            size += len(line)
            if size > MAX_MAIL:
                return None
            kept.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(kept)

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def running_mailbox() -> Iterator[Mailbox]:
    """Serve on a free port of loopback until the block ends."""
    box = Mailbox()
    handler = type("Dialogue", (_Dialogue,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join(5)
