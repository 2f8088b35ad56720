"""Name servers whose messages are broken, false, late, or do not come."""

from collections.abc import Iterable

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from ronda.lab.servers.behaviours import NameAsk, Reply, name_behaviour
from ronda.lab.servers.hostile.name_addresses import answering, truncated


@name_behaviour(page="none")
def name_silence(ask: NameAsk) -> Iterable[Reply]:
    """No answer at all."""
    return []


@name_behaviour()
def name_late(ask: NameAsk) -> Iterable[Reply]:
    """The honest answer after 30 seconds (``millis``), when nobody waits any more."""
    return [ask.number("millis", 30_000) / 1_000, ask.honest.to_wire()]


@name_behaviour()
def name_lost_once(ask: NameAsk) -> Iterable[Reply]:
    """No answer to the first question, the honest one to the next."""
    return [] if ask.turn == 1 else [ask.honest.to_wire()]


@name_behaviour(page="none")
def name_server_failure(ask: NameAsk) -> Iterable[Reply]:
    """SERVFAIL."""
    return [_failing(ask, dns.rcode.SERVFAIL)]


@name_behaviour(page="none")
def name_refused(ask: NameAsk) -> Iterable[Reply]:
    """REFUSED, as of a lame delegation."""
    return [_failing(ask, dns.rcode.REFUSED)]


@name_behaviour(page="none")
def name_unknown_code(ask: NameAsk) -> Iterable[Reply]:
    """A response code that nobody has assigned (15)."""
    wire = bytearray(_failing(ask, dns.rcode.SERVFAIL))
    wire[3] = wire[3] & 0xF0 | 15
    return [bytes(wire)]


@name_behaviour(page="none")
def name_denied_with_answer(ask: NameAsk) -> Iterable[Reply]:
    """NXDOMAIN with an address in the answer."""
    reply = answering(ask, "A", "127.0.0.1")
    reply.set_rcode(dns.rcode.NXDOMAIN)
    return [reply.to_wire()]


@name_behaviour(page="none")
def name_truncated(ask: NameAsk) -> Iterable[Reply]:
    """Truncated over UDP, and no answer over TCP."""
    return [] if ask.stream else [truncated(ask)]


@name_behaviour(page="none")
def name_truncated_always(ask: NameAsk) -> Iterable[Reply]:
    """Truncated over UDP and over TCP too."""
    return [truncated(ask)]


@name_behaviour()
def name_wrong_id(ask: NameAsk) -> Iterable[Reply]:
    """Five false answers with other ids, then the honest one."""
    honest = ask.honest.to_wire()
    false = answering(ask, "A", "127.0.0.1").to_wire()
    first = int.from_bytes(honest[:2])
    return [*((first + n & 0xFFFF).to_bytes(2) + false[2:] for n in range(1, 6)), honest]


@name_behaviour()
def name_wrong_question(ask: NameAsk) -> Iterable[Reply]:
    """A false answer to a question that nobody asked, then the honest one."""
    honest = ask.honest.to_wire()
    other = dns.message.make_query("lain.invalid.", "A", id=ask.query.id)
    false = dns.message.make_response(other)
    false.answer = [dns.rrset.from_text("lain.invalid.", 60, "IN", "A", "127.0.0.1")]
    return [false.to_wire(), honest]


@name_behaviour()
def name_flood(ask: NameAsk) -> Iterable[Reply]:
    """20 datagrams of noise (``count``) before the honest answer."""
    count = 0 if ask.stream else ask.number("count", 20)
    return [*(b"\xa5" * (1 + n % 600) for n in range(count)), ask.honest.to_wire()]


@name_behaviour()
def name_for_another(ask: NameAsk) -> Iterable[Reply]:
    """The honest answer with addresses for other names beside it, to poison whoever keeps them."""
    reply = ask.honest
    reply.answer.append(dns.rrset.from_text("bank.invalid.", 60, "IN", "A", "127.0.0.1"))
    reply.authority.append(dns.rrset.from_text("id.", 60, "IN", "NS", "ns.jahat.invalid."))
    reply.additional.append(dns.rrset.from_text("ns.jahat.invalid.", 60, "IN", "A", "127.0.0.1"))
    return [reply.to_wire()]


@name_behaviour(page="none")
def name_only_another(ask: NameAsk) -> Iterable[Reply]:
    """An address, but of another name than was asked for."""
    reply = ask.honest
    reply.set_rcode(dns.rcode.NOERROR)
    reply.answer = [dns.rrset.from_text("bank.invalid.", 60, "IN", "A", "198.18.0.1")]
    return [reply.to_wire()]


@name_behaviour(page="none")
def name_question_back(ask: NameAsk) -> Iterable[Reply]:
    """The question itself, sent back."""
    return [ask.query.to_wire()]


@name_behaviour(page="none")
def name_garbage(ask: NameAsk) -> Iterable[Reply]:
    """The question's id and 200 bytes of noise."""
    return [ask.query.id.to_bytes(2) + bytes(range(55, 255))]


@name_behaviour(page="none")
def name_short(ask: NameAsk) -> Iterable[Reply]:
    """Three bytes, less than any message has."""
    return [ask.query.id.to_bytes(2) + b"\x81"]


@name_behaviour(page="none")
def name_pointer_loop(ask: NameAsk) -> Iterable[Reply]:
    """An answer whose name is a compression pointer to itself."""
    head = _head(ask, 1)
    here = len(head)
    pointer = (0xC000 | here).to_bytes(2)
    return [head + pointer + bytes.fromhex("0001 0001 0000003c 0004 7f000001")]


@name_behaviour(page="none")
def name_pointer_beyond(ask: NameAsk) -> Iterable[Reply]:
    """An answer whose name points beyond the message."""
    return [_head(ask, 1) + bytes.fromhex("fff0 0001 0001 0000003c 0004 7f000001")]


@name_behaviour(page="none")
def name_wrong_length(ask: NameAsk) -> Iterable[Reply]:
    """An address record that claims 60,000 bytes and has four."""
    return [_head(ask, 1) + bytes.fromhex("c00c 0001 0001 0000003c ea60 7f000001")]


@name_behaviour(page="none")
def name_short_address(ask: NameAsk) -> Iterable[Reply]:
    """An address record of three bytes."""
    return [_head(ask, 1) + bytes.fromhex("c00c 0001 0001 0000003c 0003 7f0000")]


@name_behaviour(page="none")
def name_false_count(ask: NameAsk) -> Iterable[Reply]:
    """A message that announces 65,535 records and has none."""
    return [_head(ask, 0xFFFF)]


def _head(ask: NameAsk, answers: int) -> bytes:
    """Return the head and the question of a reply that announces so many answers."""
    wire = dns.message.make_response(ask.query, recursion_available=True, our_payload=0)
    wire.use_edns(False)
    head = bytearray(wire.to_wire())
    head[6:8] = answers.to_bytes(2)
    return bytes(head)


def _failing(ask: NameAsk, code: dns.rcode.Rcode) -> bytes:
    reply = dns.message.make_response(ask.query, recursion_available=True)
    reply.set_rcode(code)
    return reply.to_wire()
