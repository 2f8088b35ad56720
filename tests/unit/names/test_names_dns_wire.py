"""DNS messages by hand: what goes out reads back, and no bytes can hang or break the reader."""

import dns.message
import dns.rrset
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.collect import dns_wire as wire

LABEL = st.text("abcxyz0189-_", min_size=1, max_size=20)
NAME = st.lists(LABEL, min_size=1, max_size=6).map(".".join)


@settings(max_examples=60)
@given(NAME)
def test_a_name_reads_back_in_whatever_case_it_was_asked(name: str) -> None:
    sent = wire.mixed_case(wire.name_wire(name), wire.Lots())
    assert wire.read_name(sent, 0) == (name, len(sent))


@settings(max_examples=60)
@given(NAME, st.sampled_from(["A", "MX", "PTR"]), st.integers(0, 65535))
def test_another_reader_understands_our_question(name: str, kind: str, identity: int) -> None:
    message = dns.message.from_wire(
        wire.query(identity, wire.question_wire(wire.name_wire(name), kind))
    )
    assert message.id == identity
    assert message.question[0].to_text() == f"{name}. IN {kind}"
    assert message.edns == 0


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 40))
def test_no_bytes_break_or_hang_the_reader(data: bytes, at: int) -> None:
    for read in (
        lambda: wire.read_name(data, at),
        lambda: wire.asked_for(data),
        lambda: wire.read_reply(bytes(12) + data, 12, "contoh.id", "MX"),
        lambda: wire.read_reply(b"\0\0\x80\0\0\1\xff\xff\0\0\0\0" + data, 12, "contoh.id", "A"),
    ):
        try:
            read()
        except wire.BadMessage:
            continue


@pytest.mark.parametrize(
    "name", ["", "a..b", "x" * 64 + ".id", ".".join(["x" * 60] * 5), "kantor dinas é.id"]
)
def test_what_is_no_host_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"host name|ASCII"):
        wire.name_wire(name)


def reply(*records: str) -> tuple[bytes, int]:
    message = dns.message.make_response(dns.message.make_query("a.contoh.id", "A"))
    for record in records:
        name, kind, value = record.split(None, 2)
        message.answer.append(dns.rrset.from_text(name, 60, "IN", kind, value))
    return message.to_wire(), 12 + len(wire.name_wire("a.contoh.id")) + 4


def test_the_alias_chain_is_followed_to_the_address() -> None:
    data, at = reply(
        "a.contoh.id. CNAME b.contoh.id.", "b.contoh.id. CNAME c.awan.id.", "c.awan.id. A 192.0.2.7"
    )
    read = wire.read_reply(data, at, "a.contoh.id", "A")
    assert (read.aliases, read.values) == (("b.contoh.id", "c.awan.id"), ("192.0.2.7",))


def test_a_record_of_another_name_is_not_taken() -> None:
    data, at = reply("bank.contoh.id. A 192.0.2.66")
    assert wire.read_reply(data, at, "a.contoh.id", "A").values == ()


def test_aliases_in_a_circle_end() -> None:
    data, at = reply("a.contoh.id. CNAME b.contoh.id.", "b.contoh.id. CNAME a.contoh.id.")
    assert len(wire.read_reply(data, at, "a.contoh.id", "A").aliases) == wire.MAX_ALIASES
