"""Name servers whose aliases and names go in circles or cannot be."""

import itertools
from collections.abc import Iterable, Iterator

import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from ronda.lab.servers.behaviours import NameAsk, Reply, name_behaviour
from ronda.lab.servers.hostile.name_addresses import answering, truncated


@name_behaviour(page="none")
def name_alias_of_itself(ask: NameAsk) -> Iterable[Reply]:
    """An alias of itself."""
    name = ask.query.question[0].name
    return [_aliases(ask, [name, name]).to_wire()]


@name_behaviour(page="none")
def name_alias_loop(ask: NameAsk) -> Iterable[Reply]:
    """Two aliases of each other in one answer."""
    name = ask.query.question[0].name
    other = dns.name.from_text("putar", name)
    return [_aliases(ask, [name, other, name]).to_wire()]


@name_behaviour(page="none")
def name_alias_growing(ask: NameAsk) -> Iterable[Reply]:
    """An alias of another name at each question, one label longer."""
    name = ask.query.question[0].name
    return [_aliases(ask, [name, dns.name.from_text("lagi", name)]).to_wire()]


@name_behaviour(page="none")
def name_alias_chain(ask: NameAsk) -> Iterable[Reply]:
    """A chain of 100 aliases (``length``) in one answer, a loopback address at its end."""
    if not ask.stream:
        return [truncated(ask)]
    name = ask.query.question[0].name
    length = ask.number("length", 100)
    chain = [name, *(dns.name.from_text(f"a{n}.rantai.invalid.") for n in range(length))]
    reply = _aliases(ask, chain)
    if ask.query.question[0].rdtype == dns.rdatatype.A:
        reply.answer.append(dns.rrset.from_text(chain[-1], 60, "IN", "A", "127.0.0.1"))
    return [reply.to_wire(max_size=65_535)]


@name_behaviour(page="none")
def name_alias_inward(ask: NameAsk) -> Iterable[Reply]:
    """An alias whose target has a private address."""
    name = ask.query.question[0].name
    target = dns.name.from_text("dalam.invalid.")
    reply = _aliases(ask, [name, target])
    if ask.query.question[0].rdtype == dns.rdatatype.A:
        reply.answer.append(dns.rrset.from_text(target, 60, "IN", "A", "172.16.9.9"))
    return [reply.to_wire()]


@name_behaviour(page="none")
def name_odd_labels(ask: NameAsk) -> Iterable[Reply]:
    """An alias whose labels hold a NUL, a dot, a space, bidirectional marks and escapes."""
    labels = (b"a\0b", b"c.d", b"e f", "\u202eg\u2066".encode(), b"\x1b]0;h\x07", b"\xff\xfe", b"")
    return [_aliases(ask, [ask.query.question[0].name, dns.name.Name(labels)]).to_wire()]


@name_behaviour(page="none")
def name_long_labels(ask: NameAsk) -> Iterable[Reply]:
    """An alias as long as a name can be: labels of 63 octets, 255 in all."""
    labels = (b"a" * 63, b"b" * 63, b"c" * 63, b"d" * 61, b"")
    return [_aliases(ask, [ask.query.question[0].name, dns.name.Name(labels)]).to_wire()]


@name_behaviour()
def name_huge_text(ask: NameAsk) -> Iterable[Reply]:
    """TXT records of 60 KB together, over TCP; all else is honest."""
    if ask.query.question[0].rdtype != dns.rdatatype.TXT:
        return [ask.honest.to_wire()]
    if not ask.stream:
        return [truncated(ask)]
    texts = [" ".join([f'"{n:03}{"a" * 250}"'] * 20) for n in range(11)]
    return [answering(ask, "TXT", *texts).to_wire(max_size=65_535)]


@name_behaviour()
def name_odd_text(ask: NameAsk) -> Iterable[Reply]:
    """TXT records with escapes, NULs and quotes in them; all else is honest."""
    if ask.query.question[0].rdtype != dns.rdatatype.TXT:
        return [ask.honest.to_wire()]
    odd = r'"v=spf1 \027]0;x\007 \000 \226\128\174 \" \\ -all"'
    return [answering(ask, "TXT", odd, '"v=spf1 +all"', '""').to_wire()]


def _aliases(ask: NameAsk, chain: list[dns.name.Name]) -> dns.message.Message:
    """Return a reply with an alias from each name of the chain to the next."""
    ask.honest.set_rcode(dns.rcode.NOERROR)
    ask.honest.answer, ask.honest.authority = list(_links(chain)), []
    return ask.honest


def _links(chain: list[dns.name.Name]) -> Iterator[dns.rrset.RRset]:
    for name, target in itertools.pairwise(chain):
        found = dns.rrset.RRset(name, dns.rdataclass.IN, dns.rdatatype.CNAME)
        # In the wire's own form: text could not say every label.
        wire = target.to_wire() or b""
        kind = dns.rdatatype.CNAME
        found.add(dns.rdata.from_wire(dns.rdataclass.IN, kind, wire, 0, len(wire)), 60)
        yield found
