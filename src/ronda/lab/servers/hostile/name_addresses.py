"""Name servers whose addresses lead where nobody should go."""

from collections.abc import Iterable, Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.rrset

from ronda.lab.servers.behaviours import NameAsk, Reply, name_behaviour


@name_behaviour(page="none")
def name_loopback(ask: NameAsk) -> Iterable[Reply]:
    """A loopback address (``to``, 127.0.0.1)."""
    return _leading_to(ask, ask.word("to", "127.0.0.1"))


@name_behaviour(page="none")
def name_metadata(ask: NameAsk) -> Iterable[Reply]:
    """The link-local address at which clouds keep their secrets."""
    return _leading_to(ask, "169.254.169.254")


@name_behaviour(page="none")
def name_private(ask: NameAsk) -> Iterable[Reply]:
    """A private address (``to``, 10.20.0.5)."""
    return _leading_to(ask, ask.word("to", "10.20.0.5"))


@name_behaviour(page="none")
def name_multicast(ask: NameAsk) -> Iterable[Reply]:
    """A multicast address (``to``, 224.0.0.1)."""
    return _leading_to(ask, ask.word("to", "224.0.0.1"))


@name_behaviour(page="none")
def name_unspecified(ask: NameAsk) -> Iterable[Reply]:
    """The address 0.0.0.0, which systems take for themselves."""
    return _leading_to(ask, "0.0.0.0")


@name_behaviour(page="none")
def name_mapped(ask: NameAsk) -> Iterable[Reply]:
    """An IPv6 address that carries an IPv4 one (``to``, ::ffff:127.0.0.1)."""
    return _leading_to(ask, ask.word("to", "::ffff:127.0.0.1"))


@name_behaviour(page="none")
def name_mixed(ask: NameAsk) -> Iterable[Reply]:
    """The site's own address and a private one beside it."""
    reply = ask.honest
    if ask.query.question[0].rdtype == dns.rdatatype.A and reply.answer:
        reply.answer[0].add(dns.rdata.from_text("IN", "A", "192.168.1.1"))
    return [reply.to_wire()]


@name_behaviour()
def name_rebinding(ask: NameAsk) -> Iterable[Reply]:
    """The site's own address at the first question, loopback ever after."""
    if ask.turn == 1:
        return [ask.honest.to_wire()]
    return _leading_to(ask, "127.0.0.1")


@name_behaviour()
def name_turning(ask: NameAsk) -> Iterable[Reply]:
    """Loopback and the site's own address by turns, loopback first."""
    return _leading_to(ask, "127.0.0.1") if ask.turn % 2 else [ask.honest.to_wire()]


@name_behaviour(page="none")
def name_thousand_addresses(ask: NameAsk) -> Iterable[Reply]:
    """3,000 addresses (``count``), of which the last is loopback; over TCP, for they are many."""
    if ask.query.question[0].rdtype != dns.rdatatype.A:
        return [ask.honest.to_wire()]
    if not ask.stream:
        return [truncated(ask)]
    count = ask.number("count", 3_000)
    values = [f"198.18.{200 + n // 250}.{n % 250 + 1}" for n in range(count)]
    return [answering(ask, "A", *values, "127.0.0.1").to_wire(max_size=65_535)]


@name_behaviour(page="none")
def name_no_address(ask: NameAsk) -> Iterable[Reply]:
    """Exists, and has no record of any type."""
    ask.honest.answer = []
    return [ask.honest.to_wire()]


def answering(ask: NameAsk, rdtype: str, *values: str) -> dns.message.Message:
    """Return the honest reply with other records of a type in it."""
    name = ask.query.question[0].name
    ask.honest.set_rcode(dns.rcode.NOERROR)
    ask.honest.authority = []
    ask.honest.answer = [dns.rrset.from_text(name, 60, "IN", rdtype, *values)]
    return ask.honest


def truncated(ask: NameAsk) -> bytes:
    """Return an empty reply that says that the whole one is too long for a datagram."""
    reply = dns.message.make_response(ask.query, recursion_available=True)
    reply.flags |= dns.flags.TC
    return reply.to_wire()


def _leading_to(ask: NameAsk, address: str) -> Iterator[Reply]:
    wanted = "AAAA" if ":" in address else "A"
    if dns.rdatatype.to_text(ask.query.question[0].rdtype) == wanted:
        yield answering(ask, wanted, address).to_wire()
        return
    ask.honest.set_rcode(dns.rcode.NOERROR)
    ask.honest.answer = []
    yield ask.honest.to_wire()
