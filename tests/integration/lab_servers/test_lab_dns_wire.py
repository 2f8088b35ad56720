"""The lab's name server as a DNS client meets it."""

import socket
from collections.abc import Iterator

import dns.edns
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import dns.xfr
import dns.zone
import pytest
from lab_client import ZONE, world

from ronda.lab.addresses import SERVICE
from ronda.lab.serve import LabServer, running_lab
from ronda.lab.world import DnsZone, RebindingName, Record, VirtualHost

MANY = 3_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    many = tuple(Record(f"n{n}.banyak.id", "A", "198.18.1.1") for n in range(MANY))
    texts = tuple(Record("teks.banyak.id", "TXT", f'"{n} {"x" * 200}"') for n in range(20))
    zones = (
        DnsZone("banyak.id", (*many, *texts), "allowed"),
        DnsZone("tutup.id", (Record("*.tutup.id", "A", "198.18.0.9"),), "refused"),
    )
    made = world(
        VirtualHost(ZONE, "198.18.0.1", None, None),
        zones=zones,
        rebinding=(RebindingName("ganti.tutup.id", "198.18.0.9", "10.0.0.1"),),
    )
    with running_lab(made, tmp_path_factory.mktemp("lab")) as lab:
        yield lab


def ask(lab: LabServer, name: str, kind: str = "A", **more: object) -> dns.message.Message:
    query = dns.message.make_query(name, kind, **more)  # type: ignore[arg-type]
    return dns.query.udp(query, SERVICE, port=lab.ports.dns, timeout=3)


def test_resolver_answers_with_recursion_available(lab: LabServer) -> None:
    reply = ask(lab, ZONE)
    assert reply.flags & dns.flags.RA
    assert str(reply.answer[0][0]) == "198.18.0.1"


def test_case_of_a_question_is_kept(lab: LabServer) -> None:
    reply = ask(lab, "ReMbUlAnPrOv.Go.Id")
    assert reply.question[0].name.to_text() == "ReMbUlAnPrOv.Go.Id."
    assert reply.answer


def test_wildcard_is_synthesised(lab: LabServer) -> None:
    assert str(ask(lab, "apa.saja.tutup.id").answer[0]) == "apa.saja.tutup.id. 300 IN A 198.18.0.9"


@pytest.mark.parametrize("name", ["google.com", "tidak.rembulanprov.go.id", "x"])
def test_unknown_name_does_not_exist(lab: LabServer, name: str) -> None:
    reply = ask(lab, name)
    assert reply.rcode() == dns.rcode.NXDOMAIN
    assert reply.authority[0].rdtype == dns.rdatatype.SOA


def test_known_name_without_the_type_is_empty(lab: LabServer) -> None:
    reply = ask(lab, ZONE, "AAAA")
    assert (reply.rcode(), reply.answer) == (dns.rcode.NOERROR, [])
    assert reply.authority[0].rdtype == dns.rdatatype.SOA


def test_rebinding_name_changes_its_address(lab: LabServer) -> None:
    seen = {str(ask(lab, "ganti.tutup.id").answer[0][0]) for _ in range(2)}
    assert seen == {"198.18.0.9", "10.0.0.1"}


@pytest.mark.parametrize("payload", [0, 512, 4096])
def test_long_answer_is_truncated_over_udp_and_whole_over_tcp(lab: LabServer, payload: int) -> None:
    more = {"use_edns": 0, "payload": payload} if payload else {}
    query = dns.message.make_query("teks.banyak.id", "TXT", **more)  # type: ignore[arg-type]
    short = dns.query.udp(query, SERVICE, port=lab.ports.dns, timeout=3)
    assert short.flags & dns.flags.TC
    whole = dns.query.tcp(query, SERVICE, port=lab.ports.dns, timeout=3)
    assert not whole.flags & dns.flags.TC
    assert len(whole.answer[0]) == 20


def test_transfer_of_a_large_zone_comes_in_several_messages(lab: LabServer) -> None:
    messages = list(dns.query.xfr(SERVICE, "banyak.id", port=lab.ports.dns, timeout=10))
    assert len(messages) > 3
    first, last = messages[0].answer[0], messages[-1].answer[-1]
    assert first.rdtype == last.rdtype == dns.rdatatype.SOA
    zone = dns.zone.from_xfr(iter(messages))
    assert zone is not None
    assert len(zone.nodes) == MANY + 3  # and the apex, the text, and the name server


def test_transfer_by_the_modern_client_agrees(lab: LabServer) -> None:
    zone = dns.zone.Zone(ZONE)
    query, _ = dns.xfr.make_query(zone)
    dns.query.inbound_xfr(SERVICE, zone, query, port=lab.ports.dns, timeout=5)
    assert str(zone.find_rdataset("@", "A")[0]) == "198.18.0.1"


def test_transfer_is_refused_where_it_is_not_allowed(lab: LabServer) -> None:
    query = dns.message.make_query("tutup.id", "AXFR")
    reply = dns.query.tcp(query, SERVICE, port=lab.ports.dns, timeout=3)
    assert reply.rcode() == dns.rcode.REFUSED
    assert reply.answer == []


def test_transfer_over_udp_is_refused(lab: LabServer) -> None:
    assert ask(lab, "banyak.id", "AXFR").rcode() == dns.rcode.REFUSED


def test_transfer_of_a_name_that_is_no_zone_is_not_authoritative(lab: LabServer) -> None:
    query = dns.message.make_query("n1.banyak.id", "AXFR")
    reply = dns.query.tcp(query, SERVICE, port=lab.ports.dns, timeout=3)
    assert reply.rcode() == dns.rcode.NOTAUTH


def test_broken_question_gets_a_format_error_and_rubbish_nothing(lab: LabServer) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(0.3)
        sock.connect((SERVICE, lab.ports.dns))
        sock.send(b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\xff\xff")
        reply = sock.recv(512)
        assert reply[:2] == b"\x12\x34"
        assert reply[3] & 15 == dns.rcode.FORMERR
        sock.send(b"rubbish")
        with pytest.raises(TimeoutError):
            sock.recv(512)
    assert ask(lab, ZONE).answer


def test_several_questions_share_a_tcp_connection(lab: LabServer) -> None:
    with socket.create_connection((SERVICE, lab.ports.dns), timeout=3) as sock:
        for name in (ZONE, "n5.banyak.id"):
            dns.query.send_tcp(sock, dns.message.make_query(name, "A"))
            reply, _ = dns.query.receive_tcp(sock)
            assert reply.answer
