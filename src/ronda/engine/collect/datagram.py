"""One question to one DNS server: over UDP from a socket of its own, over TCP when cut short.

Each question has a source port of its own, chosen by the kernel, beside its random id; the socket
is connected, so that only the server's own datagrams arrive (RFC 5452).
"""

import asyncio
import socket
import time

import dns.asyncquery
import dns.exception
import dns.flags
import dns.message
import dns.rcode

_HEADER = 12
_MAX_DATAGRAM = 65_535
_MAX_WAITING = 32  # datagrams that may have come while the loop was busy
# Servers that did not understand a question, or will not, may leave it out (RFC 1035 section 4.1).
_BARE = frozenset({dns.rcode.FORMERR, dns.rcode.SERVFAIL, dns.rcode.NOTIMP, dns.rcode.REFUSED})


async def ask(
    query: dns.message.Message, address: str, port: int, patience: float
) -> dns.message.Message:
    """Return the answer of a server within ``patience`` seconds.

    Datagrams that are no answer to this question are passed over. Raises ``TimeoutError``,
    ``dns.exception.Timeout``, ``OSError``, ``EOFError``, or what the answer over TCP is worth:
    ``dns.exception.DNSException``, ``ValueError``.
    """
    until = time.monotonic() + patience
    sent = query.to_wire()
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.connect((address, port))
        sock.send(sent)
        answer = await _receive(sock, query, sent, patience)
    if answer is None:
        raise TimeoutError
    if answer.flags & dns.flags.TC:
        left = max(0.0, until - time.monotonic())
        return await dns.asyncquery.tcp(query, address, left, port)
    return answer


async def _receive(
    sock: socket.socket, query: dns.message.Message, sent: bytes, patience: float
) -> dns.message.Message | None:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[dns.message.Message | None] = loop.create_future()

    def readable() -> bool:
        """Take one datagram; return whether there may be more to take."""
        try:
            data = sock.recv(_MAX_DATAGRAM)
        except BlockingIOError:
            return False
        except OSError:
            return True  # nobody listens there, a network says: perhaps in a moment
        answer = read_answer(query, sent, data)
        if answer is not None and not done.done():
            done.set_result(answer)
        return not done.done()

    def late() -> None:
        # What came while the loop was busy came in time.
        for _ in range(_MAX_WAITING):
            if done.done() or not readable():
                break
        if not done.done():
            done.set_result(None)

    loop.add_reader(sock, readable)
    timer = loop.call_later(patience, late)
    try:
        return await done
    finally:
        timer.cancel()
        loop.remove_reader(sock)


def read_answer(query: dns.message.Message, sent: bytes, data: bytes) -> dns.message.Message | None:
    """Return a datagram as the answer to a question, or None when it is none or is broken."""
    if len(data) < _HEADER or data[:2] != sent[:2] or data[2] & 0xF8 != 0x80:
        return None  # another id, no response, or another operation
    asked = sent[_HEADER : _HEADER + _question_size(query)]
    count = int.from_bytes(data[4:6])
    if count == 0:
        if data[3] & 0x0F not in _BARE:
            return None
    elif count != 1 or data[_HEADER : _HEADER + len(asked)].lower() != asked.lower():
        return None
    try:
        return dns.message.from_wire(data)
    except (dns.exception.DNSException, ValueError):
        return None if not data[2] & 0x02 else _cut_short(query)


def _question_size(query: dns.message.Message) -> int:
    return sum(len(label) + 1 for label in query.question[0].name.labels) + 4


def _cut_short(query: dns.message.Message) -> dns.message.Message:
    """An answer that ends in the middle of a record and says that it does."""
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.TC
    return answer
