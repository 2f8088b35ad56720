"""One question over TCP (RFC 7766), for an answer that no datagram holds."""

import secrets
import socket
import time

from ronda.engine.artifacts import DnsAnswer
from ronda.engine.collect.bulk_flight import Asked, read_answer
from ronda.engine.collect.dns_wire import HEADER, BadMessage, query
from ronda.engine.netconfig import NetConfig


def ask_over_tcp(asked: Asked, net: NetConfig) -> DnsAnswer:
    """Ask the servers in order; failing is an answer with a status. Blocks, for a thread."""
    for address, port in net.resolvers:
        try:
            identity = secrets.randbits(16)
            message = _exchange(query(identity, asked.question), address, port, net)
            same = message[HEADER : HEADER + len(asked.question)].lower()
            if int.from_bytes(message[:2]) != identity or same != asked.question.lower():
                continue
            return read_answer(asked, message)
        except (OSError, EOFError):
            continue
        except BadMessage:
            return DnsAnswer(asked.name, asked.kind, "malformed")
    return DnsAnswer(asked.name, asked.kind, "timeout")


def _exchange(sent: bytes, address: str, port: int, net: NetConfig) -> bytes:
    until = time.monotonic() + net.limits.dns_timeout
    with socket.create_connection((address, port), net.limits.dns_timeout) as connection:
        connection.sendall(len(sent).to_bytes(2) + sent)
        size = int.from_bytes(_exactly(connection, 2, until))
        return _exactly(connection, size, until)


def _exactly(connection: socket.socket, size: int, until: float) -> bytes:
    got = b""
    while len(got) < size:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        part = connection.recv(size - len(got))
        if not part:
            raise EOFError
        got += part
    return got
