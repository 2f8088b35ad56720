"""Each hostile name server really answers as its name says, as a raw client hears it."""

import socket
from collections.abc import Callable, Iterator

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import pytest
from lab_client import ZONE, world

from ronda.lab.addresses import SERVICE
from ronda.lab.serve import LabServer, running_lab
from ronda.lab.servers.behaviours import name_behaviours
from ronda.lab.world import HostileName, Misbehave, VirtualHost

OWN = "198.18.0.9"
IPV6 = {"name_mapped": "::ffff:127.0.0.1"}
OVER_TCP = {"name_thousand_addresses", "name_alias_chain", "name_huge_text"}
Message = dns.message.Message


def host(name: str) -> str:
    return f"{name.replace('_', '-')}.{ZONE}"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    names = sorted(name_behaviours())
    hosts = [VirtualHost(host(name), OWN, (), None) for name in names]
    hostile = tuple(
        HostileName(host(n), Misbehave(n, {"millis": 200} if n == "name_late" else {}))
        for n in names
    )
    served = world(*hosts, hostile_names=hostile)
    with running_lab(served, tmp_path_factory.mktemp("lab")) as lab:
        yield lab


def heard(lab: LabServer, name: str, kind: str = "A", seconds: float = 0.4) -> list[bytes]:
    """Every datagram that comes in answer to a question, and the question's id before them."""
    query = dns.message.make_query(host(name), kind)
    found = [query.id.to_bytes(2)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(seconds)
        sock.sendto(query.to_wire(), (SERVICE, lab.ports.dns))
        try:
            while True:
                found.append(sock.recv(65_535))
        except TimeoutError:
            return found


def asked(lab: LabServer, name: str, kind: str = "A") -> Message:
    """The answer as a trusting client reads it, over TCP when it is truncated."""
    query = dns.message.make_query(host(name), kind)
    where = {"where": SERVICE, "port": lab.ports.dns, "timeout": 2}
    found = dns.query.udp(query, **where)
    return dns.query.tcp(query, **where) if found.flags & dns.flags.TC else found


def values(reply: Message, kind: str = "A") -> list[str]:
    wanted = dns.rdatatype.from_text(kind)
    return [data.to_text() for rrset in reply.answer if rrset.rdtype == wanted for data in rrset]


def gives(*addresses: str, kind: str = "A") -> Callable[[Message], bool]:
    return lambda reply: values(reply, kind) == list(addresses)


def says(code: int) -> Callable[[Message], bool]:
    return lambda reply: reply.rcode() == code


ANSWERS: dict[str, Callable[[Message], bool]] = {
    "name_loopback": gives("127.0.0.1"),
    "name_metadata": gives("169.254.169.254"),
    "name_private": gives("10.20.0.5"),
    "name_multicast": gives("224.0.0.1"),
    "name_unspecified": gives("0.0.0.0"),
    "name_mapped": gives("::ffff:127.0.0.1", kind="AAAA"),
    "name_mixed": lambda m: set(values(m)) == {OWN, "192.168.1.1"},
    "name_thousand_addresses": lambda m: len(values(m)) == 3_001,
    "name_no_address": lambda m: m.rcode() == 0 and not m.answer,
    "name_alias_of_itself": lambda m: values(m, "CNAME") == [str(m.question[0].name)],
    "name_alias_loop": lambda m: len(values(m, "CNAME")) == 2,
    "name_alias_growing": lambda m: values(m, "CNAME")[0].startswith("lagi."),
    "name_alias_chain": lambda m: len(values(m, "CNAME")) == 100 and values(m) == ["127.0.0.1"],
    "name_alias_inward": gives("172.16.9.9"),
    "name_odd_labels": lambda m: b"a\0b" in m.to_wire() and b"\x1b]0;h" in m.to_wire(),
    "name_long_labels": lambda m: len(m.answer[0][0].to_wire() or b"") == 255,
    "name_server_failure": says(dns.rcode.SERVFAIL),
    "name_refused": says(dns.rcode.REFUSED),
    "name_unknown_code": says(15),
    "name_denied_with_answer": lambda m: m.rcode() == 3 and values(m) == ["127.0.0.1"],
    "name_only_another": lambda m: str(m.answer[0].name) == "bank.invalid.",
    "name_for_another": lambda m: "bank.invalid." in {str(r.name) for r in m.answer},
    "name_truncated_always": lambda m: bool(m.flags & dns.flags.TC),
}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_it_answers_as_it_says(lab: LabServer, name: str) -> None:
    assert ANSWERS[name](asked(lab, name, "AAAA" if name in IPV6 else "A"))


@pytest.mark.parametrize("name", ["name_huge_text", "name_odd_text"])
def test_texts_are_long_or_odd_and_addresses_honest(lab: LabServer, name: str) -> None:
    texts = asked(lab, name, "TXT").to_wire(max_size=65_535)
    assert len(texts) > 50_000 if name == "name_huge_text" else b"\x1b]0;x\x07" in texts
    assert values(asked(lab, name)) == [OWN]


@pytest.mark.parametrize(
    ("name", "turns"),
    [("name_rebinding", [OWN, "127.0.0.1", "127.0.0.1"]), ("name_turning", ["127.0.0.1", OWN])],
)
def test_the_answer_changes_with_each_question(lab: LabServer, name: str, turns: list[str]) -> None:
    assert [values(asked(lab, name))[0] for _ in turns] == turns


RAW: dict[str, Callable[[bytes, list[bytes]], bool]] = {
    "name_silence": lambda _, got: got == [],
    "name_truncated": lambda _, got: bool(got[0][2] & 2),
    "name_late": lambda ours, got: got[0][:2] == ours,
    "name_wrong_id": lambda ours, got: [m[:2] == ours for m in got] == [False] * 5 + [True],
    "name_wrong_question": lambda _, got: b"\x04lain\x07invalid" in got[0] and len(got) == 2,
    "name_flood": lambda ours, got: len(got) == 21 and got[-1][:2] == ours,
    "name_question_back": lambda ours, got: got[0][:2] == ours and not got[0][2] & 0x80,
    "name_garbage": lambda ours, got: got == [ours + bytes(range(55, 255))],
    "name_short": lambda ours, got: got == [ours + b"\x81"],
    "name_false_count": lambda _, got: got[0][6:8] == b"\xff\xff",
    "name_wrong_length": lambda _, got: got[0].endswith(bytes.fromhex("ea60 7f000001")),
    "name_short_address": lambda _, got: got[0].endswith(bytes.fromhex("0003 7f0000")),
    "name_pointer_beyond": lambda _, got: b"\xff\xf0\x00\x01\x00\x01" in got[0],
    "name_pointer_loop": lambda _, got: (
        int.from_bytes(got[0][-16:-14]) & 0x3FFF == len(got[0]) - 16
    ),
}


@pytest.mark.parametrize("name", sorted(RAW))
def test_its_messages_are_what_it_says(lab: LabServer, name: str) -> None:
    ours, *got = heard(lab, name)
    assert RAW[name](ours, got)


def test_a_lost_datagram_is_followed_by_an_honest_one(lab: LabServer) -> None:
    assert [len(heard(lab, "name_lost_once")) - 1 for _ in range(2)] == [0, 1]


def test_every_name_server_is_tested() -> None:
    by_hand = {
        "name_huge_text", "name_odd_text", "name_rebinding", "name_turning", "name_lost_once",
    }  # fmt: skip
    assert set(name_behaviours()) == {*ANSWERS, *RAW, *by_hand}
