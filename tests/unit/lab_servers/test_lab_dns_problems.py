"""A zone that cannot be made, when it is made only when somebody asks, is a failing name server."""

import logging

import dns.message
import dns.rcode
import pytest

from ronda.lab.servers.dns import DnsServer
from ronda.lab.servers.names import Names
from ronda.lab.world import DnsZone, Record

GOOD = DnsZone("benar.id", (Record("benar.id", "A", "198.18.0.1"),))
BAD = DnsZone("rusak.id", (Record("rusak.id", "A", "bukan alamat"),), "allowed")


@pytest.fixture
def server() -> DnsServer:
    return DnsServer(Names((GOOD, BAD), (), 1, at_once=False))


def ask(server: DnsServer, name: str, kind: str = "A") -> dns.message.Message:
    wire = dns.message.make_query(name, kind).to_wire()
    (reply,) = server.replies(wire, stream=kind == "AXFR")
    assert isinstance(reply, bytes)
    return dns.message.from_wire(reply)


@pytest.mark.parametrize("kind", ["A", "TXT", "AXFR"])
def test_a_bad_record_is_servfail_and_other_zones_answer(server: DnsServer, kind: str) -> None:
    assert ask(server, "rusak.id", kind).rcode() == dns.rcode.SERVFAIL
    assert str(ask(server, "benar.id").answer[0][0]) == "198.18.0.1"


def test_the_log_says_once_which_record_it_was(
    server: DnsServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            ask(server, "rusak.id")
    (line,) = caplog.messages
    assert "rusak.id A 'bukan alamat'" in line
