"""Only the answer to the question that was asked, from the server that was asked, counts."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dns.message
import dns.rcode
import dns.rrset
import pytest

from ronda.engine.collect import datagram

NAME = "dinkes.rembulanprov.go.id"
Answers = Callable[[dns.message.Message], list[bytes]]


@contextmanager
def server(answers: Answers, ports: list[int] | None = None) -> Iterator[int]:
    """A name server in a thread of its own, so that our loop may be busy."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]

        def serve() -> None:
            while True:
                wire, peer = sock.recvfrom(4096)
                if wire == b"end":
                    return
                if ports is not None:
                    ports.append(peer[1])
                for answer in answers(dns.message.from_wire(wire)):
                    sock.sendto(answer, peer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield port
        finally:
            sock.sendto(b"end", ("127.0.0.1", port))
            thread.join()


def right(query: dns.message.Message, value: str = "198.18.0.7") -> dns.message.Message:
    answer = dns.message.make_response(query)
    answer.answer.append(dns.rrset.from_text(query.question[0].name, 300, "IN", "A", value))
    return answer


def forged_id(query: dns.message.Message) -> bytes:
    answer = right(query, "198.18.9.9")
    answer.id = query.id ^ 1
    return answer.to_wire()


def forged_question(query: dns.message.Message) -> bytes:
    other = dns.message.make_query("lain.rembulanprov.go.id", "A", id=query.id)
    return right(other, "198.18.9.9").to_wire()


def other_type(query: dns.message.Message) -> bytes:
    return dns.message.make_response(dns.message.make_query(NAME, "AAAA", id=query.id)).to_wire()


def bare(query: dns.message.Message) -> bytes:
    answer = dns.message.make_response(query)
    answer.question = []
    return answer.to_wire()


NO_ANSWERS: dict[str, Callable[[dns.message.Message], bytes]] = {
    "another id": forged_id,
    "another name": forged_question,
    "another type": other_type,
    "the question sent back": lambda query: query.to_wire(),
    "nothing": lambda query: b"",
    "half a header": lambda query: right(query).to_wire()[:7],
    "a record cut off": lambda query: right(query).to_wire()[:-2],
    "no question beside no error": bare,
}


async def ask(port: int, patience: float = 5.0) -> dns.message.Message:
    return await datagram.ask(dns.message.make_query(NAME, "A"), "127.0.0.1", port, patience)


@pytest.mark.parametrize("kind", NO_ANSWERS)
async def test_what_answers_another_question_is_passed_over(kind: str) -> None:
    with server(lambda query: [NO_ANSWERS[kind](query), right(query).to_wire()]) as port:
        answer = await ask(port)
    assert str(answer.answer[0][0]) == "198.18.0.7"


@pytest.mark.parametrize("kind", NO_ANSWERS)
async def test_and_alone_it_is_silence(kind: str) -> None:
    with server(lambda query: [NO_ANSWERS[kind](query)]) as port, pytest.raises(TimeoutError):
        await ask(port, 0.1)


async def test_a_stranger_who_knows_everything_but_the_server_is_not_heard() -> None:
    def stranger(query: dns.message.Message) -> list[bytes]:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.sendto(right(query, "198.18.9.9").to_wire(), ("127.0.0.1", ports[-1]))
        return [right(query).to_wire()]

    ports: list[int] = []
    with server(stranger, ports) as port:
        answer = await ask(port)
    assert str(answer.answer[0][0]) == "198.18.0.7"


async def test_each_question_has_a_port_of_its_own() -> None:
    ports: list[int] = []
    with server(lambda query: [right(query).to_wire()], ports) as port:
        await asyncio.gather(*(ask(port) for _ in range(20)))
    assert len(set(ports)) > 15


async def test_a_server_may_refuse_without_repeating_the_question() -> None:
    def refuse(query: dns.message.Message) -> list[bytes]:
        answer = dns.message.make_response(query)
        answer.set_rcode(dns.rcode.REFUSED)
        answer.question = []
        return [answer.to_wire()]

    with server(refuse) as port:
        assert (await ask(port)).rcode() == dns.rcode.REFUSED


async def test_an_answer_that_came_while_we_were_busy_came_in_time() -> None:
    with server(lambda query: [right(query).to_wire()]) as port:
        asking = asyncio.ensure_future(ask(port, 0.1))
        await asyncio.sleep(0)
        time.sleep(0.3)  # noqa: ASYNC251 - the loop is busy, as when a large page is read
        assert str((await asking).answer[0][0]) == "198.18.0.7"


async def test_a_port_where_nobody_listens_is_silence() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    with pytest.raises(TimeoutError):
        await ask(port, 0.1)
