"""Questions in flight: sent in a paced window, matched with answers, asked again, given up."""

import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Literal, Self

from ronda.engine.artifacts import DnsAnswer
from ronda.engine.collect.dns_wire import (
    HEADER,
    BadMessage,
    Lots,
    mixed_case,
    query,
    question_wire,
    read_reply,
)
from ronda.engine.netconfig import NetConfig

PATIENCE = (0.8, 1.6, 3.2)  # seconds for each attempt
SOCKETS = 8  # a server, each with a port of its own
ASKED_PER_PORT = 4_096  # then the port changes
_FIRST_WINDOW = 32
_NARROWEST = 32.0
_BURST = 32  # datagrams sent or taken between two looks at the other side
_RECEIVED_AHEAD = 1 << 20  # bytes of answers that may wait in the kernel
# A server that lets so many questions wait in vain, for so long, is silent.
_SILENT_QUESTIONS, _SILENT_SECONDS = 50, 3.0
Status = Literal["ok", "nodata", "nxdomain", "servfail", "refused", "timeout", "malformed"]
_STATUS: dict[int, Status] = {0: "ok", 1: "malformed", 2: "servfail", 3: "nxdomain", 5: "refused"}


class Asked:
    """A question on its way."""

    __slots__ = (
        "attempt",
        "failed",
        "kind",
        "name",
        "over",
        "place",
        "plain",
        "question",
        "wire",
    )

    def __init__(self, place: int, name: str, kind: str, wire: bytes, lots: Lots) -> None:
        self.place, self.name, self.kind, self.wire = place, name, kind, wire
        self.attempt = 0
        self.over = False
        self.plain = False  # without EDNS, for a server that does not understand it
        self.failed: Status = "timeout"  # or what a server said that could not help
        # The letters' case is drawn once, so that an answer to an earlier attempt fits too.
        self.question = question_wire(mixed_case(wire, lots), kind)


class _Port:
    """A connected socket: the kernel lets only the server's own datagrams in."""

    __slots__ = ("asked", "flying", "late", "server", "sock")

    def __init__(self, server: "_Server") -> None:
        family = socket.AF_INET6 if ":" in server.address[0] else socket.AF_INET
        self.sock = socket.socket(family, socket.SOCK_DGRAM)
        self.sock.setblocking(False)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVED_AHEAD)
        self.sock.connect(server.address)
        self.server = server
        self.flying: dict[int, Asked] = {}
        self.late: dict[int, Asked] = {}  # given up here, whose answer may still come
        self.asked = 0


class _Server:
    """A server and how well it answers."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self.ports: list[_Port] = []
        self.in_vain = 0  # questions without answer since it was last heard
        self.heard = time.monotonic()

    def is_silent(self, now: float) -> bool:
        return self.in_vain >= _SILENT_QUESTIONS and now - self.heard > _SILENT_SECONDS


class Flight:
    """One round of questions; blocks, for a thread of its own."""

    def __init__(
        self,
        waiting: Sequence[Asked],
        answers: list[DnsAnswer | None],
        net: NetConfig,
        stop: threading.Event,
        lots: Lots,
    ) -> None:
        self._waiting = deque(waiting)
        self._answers = answers
        self._stop = stop
        self._lots = lots
        self._selector = selectors.DefaultSelector()
        self._servers = [_Server(address) for address in net.resolvers]
        self._late: tuple[deque[tuple[float, _Port, Asked, int]], ...] = tuple(
            deque() for _ in PATIENCE
        )
        self._flying = 0
        self._window, self._most = float(_FIRST_WINDOW), float(net.limits.bulk_window)
        self._answered = self._missed = 0  # since the window was last judged
        self._rate = net.limits.bulk_names_per_second
        self._allowed, self._filled = 1.0, time.monotonic()
        self._turn = 0
        self._worn: list[_Port] = []
        self.long: list[Asked] = []
        self.sent = self.repeated = self.forged = 0
        self.silent = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for port in self._ports():
            port.sock.close()
        self._selector.close()

    def run(self) -> None:
        """Fly until every question has ended, or until told to stop."""
        while (self._waiting or self._flying) and not self._stop.is_set():
            now = time.monotonic()
            self._expire(now)
            if all(server.is_silent(now) for server in self._servers):
                self._give_up()
                return
            self._send(now)
            for key, _ in self._selector.select(self._pause(now)):
                self._receive(key.data)

    def _give_up(self) -> None:
        """Nobody answers: the rest is not asked, and is said to be without answer."""
        self.silent = True
        flying = [asked for port in self._ports() for asked in port.flying.values()]
        for asked in (*self._waiting, *flying):
            if not asked.over:
                self._end(asked, asked.failed)
        self._waiting.clear()

    def _ports(self) -> list[_Port]:
        return [*self._worn, *(port for server in self._servers for port in server.ports)]

    def _pause(self, now: float) -> float:
        """Seconds until something is due, at most a tenth so that a stop is seen."""
        due = min((late[0][0] for late in self._late if late), default=now + 0.1)
        pause = min(due - now, 0.1)
        if self._waiting and self._flying < self._window:
            pause = min(pause, (1.0 - self._allowed) / self._rate)
        return max(pause, 0.0)

    def _send(self, now: float) -> None:
        most = max(float(_BURST), self._rate / 50)
        self._allowed = min(self._allowed + (now - self._filled) * self._rate, most)
        self._filled = now
        burst = _BURST
        while self._waiting and self._flying < self._window and self._allowed >= 1 and burst:
            asked = self._waiting.popleft()
            if asked.over:
                continue
            port = self._port(asked, now)
            if not self._sent(port, asked, now):
                self._waiting.appendleft(asked)
                return
            self._allowed -= 1
            burst -= 1

    def _port(self, asked: Asked, now: float) -> _Port:
        """Return a port of the server whose turn it is for this attempt; worn ones are replaced."""
        server = self._servers[0]
        if len(self._servers) > 1:
            well = [s for s in self._servers if not s.is_silent(now)] or self._servers
            server = well[asked.attempt % len(well)]
        self._turn = (self._turn + 1) % SOCKETS
        if len(server.ports) < SOCKETS:
            server.ports.append(self._open(server))
            return server.ports[-1]
        if server.ports[self._turn].asked >= ASKED_PER_PORT:
            self._worn.append(server.ports[self._turn])
            server.ports[self._turn] = self._open(server)
        return server.ports[self._turn]

    def _open(self, server: _Server) -> _Port:
        port = _Port(server)
        self._selector.register(port.sock, selectors.EVENT_READ, port)
        return port

    def _sent(self, port: _Port, asked: Asked, now: float) -> bool:
        identity = self._lots.draw(2)
        while identity in port.flying or identity in port.late:
            identity = self._lots.draw(2)
        try:
            port.sock.send(query(identity, asked.question, edns=not asked.plain))
        except (BlockingIOError, InterruptedError):
            return False  # the kernel's buffer is full: a moment later
        except OSError:
            pass  # "nobody listens there": counts as sent, and is asked again when it is late
        port.flying[identity] = asked
        port.asked += 1
        self._flying += 1
        self.sent += 1
        self.repeated += asked.attempt > 0
        step = min(asked.attempt, len(PATIENCE) - 1)
        self._late[step].append((now + PATIENCE[step], port, asked, identity))
        return True

    def _receive(self, port: _Port) -> None:
        for _ in range(_BURST):
            try:
                data = port.sock.recv(4096)
            except BlockingIOError:
                return
            except OSError:
                continue  # a refusal of the network's; the question will be late
            self._take(port, data)

    def _take(self, port: _Port, data: bytes) -> None:
        identity = int.from_bytes(data[:2])
        asked = port.flying.get(identity) or port.late.get(identity)
        if asked is None or len(data) < HEADER or data[2] & 0xF8 != 0x80:
            self.forged += 1
            return
        # A server that did not understand the question may leave it out.
        bare = data[4:6] == b"\0\0" and data[3] & 15 in (1, 2, 4, 5)
        if not bare and not self._same(data[HEADER : HEADER + len(asked.question)], asked):
            self.forged += 1
            return
        port.server.in_vain, port.server.heard = 0, time.monotonic()
        if port.flying.pop(identity, None) is None:
            del port.late[identity]
        else:
            self._flying -= 1
            self._answered += 1
        if self._window < self._most:
            self._window += 0.25
        if asked.over:
            return  # another attempt's answer came first
        if data[2] & 2:
            asked.over = True
            self.long.append(asked)
            return
        self._judge(asked, data)

    def _same(self, got: bytes, asked: Asked) -> bool:
        """The very letters that were asked; in the last attempt, of a server that changes their
        case, the same name.
        """
        if got == asked.question:
            return True
        return asked.attempt >= len(PATIENCE) - 1 and got.lower() == asked.question.lower()

    def _judge(self, asked: Asked, data: bytes) -> None:
        try:
            answer = read_answer(asked, data)
        except BadMessage:
            answer = DnsAnswer(asked.name, asked.kind, "malformed")
        if answer.status in ("ok", "nodata", "nxdomain"):
            self._answers[asked.place] = answer
            asked.over = True
            return
        asked.failed = answer.status
        asked.plain = asked.plain or data[3] & 15 == 1
        # One more attempt, at the next server where there is one.
        asked.attempt += 1
        if asked.attempt < max(2, len(self._servers)):
            self._waiting.append(asked)
        else:
            self._end(asked, answer.status)

    def _expire(self, now: float) -> None:
        for late in self._late:
            while late and late[0][0] <= now:
                _, port, asked, identity = late.popleft()
                if port.flying.get(identity) is not asked:
                    continue
                # What came while we were busy came in time.
                self._receive(port)
                if port.flying.pop(identity, None) is None:
                    continue
                self._flying -= 1
                port.late[identity] = asked
                if asked.over:
                    continue
                self._missed += 1
                port.server.in_vain += 1
                asked.attempt += 1
                if asked.attempt < len(PATIENCE):
                    self._waiting.append(asked)
                else:
                    self._end(asked, asked.failed)
        self._narrow()
        for port in [port for port in self._worn if not port.flying]:
            self._worn.remove(port)
            self._selector.unregister(port.sock)
            port.sock.close()

    def _narrow(self) -> None:
        """More than a twentieth lost: fewer at a time. Names whose own servers are dead are few."""
        if self._missed + self._answered < _FIRST_WINDOW or not self._missed:
            return
        if self._missed * 20 > self._answered:
            self._window = max(_NARROWEST, self._window / 2)
        self._missed = self._answered = 0

    def _end(self, asked: Asked, status: Status) -> None:
        self._answers[asked.place] = DnsAnswer(asked.name, asked.kind, status)
        asked.over = True


def read_answer(asked: Asked, data: bytes) -> DnsAnswer:
    """Return an answer to a question as a value; raises :class:`BadMessage`."""
    rcode = data[3] & 15
    status = _STATUS.get(rcode, "servfail")
    if status not in ("ok", "nxdomain"):
        return DnsAnswer(asked.name, asked.kind, status)
    reply = read_reply(data, HEADER + len(asked.question), asked.name, asked.kind)
    if status == "ok" and not reply.values:
        status = "nodata"
    return DnsAnswer(asked.name, asked.kind, status, reply.values, reply.ttl, reply.aliases)
