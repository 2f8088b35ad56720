"""Asks the configured resolvers, and no others, about a host: addresses first, then the rest."""

import asyncio
import secrets
from functools import cache
from ipaddress import ip_address
from typing import Literal

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.ttl
import tldextract

from ronda.engine.artifacts import DnsAnswer, DnsArtifact, FailureKind
from ronda.engine.collect import datagram
from ronda.engine.collect.broken import Broken, now
from ronda.engine.collect.questions import Questions
from ronda.engine.netconfig import NetConfig

Status = Literal["ok", "nodata", "nxdomain", "servfail", "refused", "timeout", "malformed"]

MAX_VALUES = 200  # of one answer
MAX_VALUE = 4096  # characters of one value
MAX_ALIASES = 8
_EDNS_PAYLOAD = 1232  # DNS flag day 2020
# Shares of the timeout that a server gets: a lost datagram is asked for again.
_PATIENCE = (0.25, 0.25, 0.5)
_USABLE = ("ok", "nodata", "nxdomain")


class Resolver:
    """A stub resolver over UDP with fallback to TCP (RFC 7766). Never the system's resolver."""

    def __init__(self, net: NetConfig, questions: Questions | None = None) -> None:
        self._servers = net.resolvers
        self._timeout = net.limits.dns_timeout
        self._questions = questions or Questions()
        self._well: dict[str, bool] = {}

    async def ask(self, name: str, rdtype: str) -> DnsAnswer:
        """Answer one question; failing is an answer with a status, never an exception.

        Aliases are followed, also when a server that is only authoritative leaves that to us.
        """
        name = name.rstrip(".").lower()
        aliases: list[str] = []
        asked = name
        while True:
            answer = await self._ask_once(asked, rdtype)
            aliases.extend(answer.aliases)
            dangling = answer.status == "nodata" and answer.aliases and rdtype != "CNAME"
            if not dangling or len(aliases) >= MAX_ALIASES or answer.aliases[-1] in (name, asked):
                break
            asked = answer.aliases[-1]
        return DnsAnswer(
            name, rdtype, answer.status, answer.values, answer.ttl, tuple(aliases[:MAX_ALIASES])
        )

    async def ask_zone(self, name: str, rdtype: str) -> DnsAnswer:
        """The same about a zone, whose other hosts may have asked it a moment ago."""
        return await self._questions.about_zone(name.rstrip(".").lower(), rdtype, self.ask)

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Return all addresses of a host (an address is its own), or raise :class:`Broken`."""
        try:
            return (str(ip_address(host)),)
        except ValueError:
            pass
        found = await asyncio.gather(self.ask(host, "A"), self.ask(host, "AAAA"))
        try:
            return addresses_in(host, found)
        except Broken as broken:
            raise await self.at_fault(host, broken) from broken

    async def at_fault(self, host: str, broken: Broken) -> Broken:
        """Return the failure to look a host up as it is, or as the resolvers' own.

        A resolver that answers for no other name says nothing of this one. It is asked for a name
        that nobody has, beside the host's registered domain, so that no cache knows the answer.
        """
        if broken.kind not in (FailureKind.DNS_ERROR, FailureKind.DNS_TIMEOUT):
            return broken
        suffix = apex_of(host).partition(".")[2] or host
        if suffix not in self._well:
            other = await self.ask(f"ronda-{secrets.token_hex(6)}.{suffix}", "A")
            self._well[suffix] = other.status in _USABLE
        if self._well[suffix]:
            return broken
        detail = f"the resolvers answer for no name below {suffix} either; {broken.detail}"
        return Broken(FailureKind.NO_RESOLVER, "dns", detail, host)

    async def _ask_once(self, name: str, rdtype: str) -> DnsAnswer:
        """Ask the servers in order, again when a datagram may be lost; the first to know counts."""
        try:
            query = dns.message.make_query(
                name, rdtype, use_edns=0, payload=_EDNS_PAYLOAD, want_dnssec=False
            )
        except (dns.exception.DNSException, ValueError):
            return DnsAnswer(name, rdtype, "malformed")
        last: Status = "timeout"
        silent = list(self._servers)
        for share in _PATIENCE:
            for server in tuple(silent):
                async with self._questions.place():
                    answer = await self._exchange(query, server, self._timeout * share)
                if answer is None:
                    continue
                if answer.status in _USABLE:
                    return DnsAnswer(
                        name, rdtype, answer.status, answer.values, answer.ttl, answer.aliases
                    )
                silent.remove(server)
                last = answer.status
        return DnsAnswer(name, rdtype, last)

    async def _exchange(
        self, query: dns.message.Message, server: tuple[str, int], patience: float
    ) -> DnsAnswer | None:
        """Ask one server once; None when it did not answer in time."""
        address, port = server
        question = query.question[0]
        name, rdtype = str(question.name), dns.rdatatype.to_text(question.rdtype)
        try:
            response = await datagram.ask(query, address, port, patience)
            return _read(name, rdtype, response)
        except (dns.exception.Timeout, OSError, EOFError):
            return None
        except (dns.exception.DNSException, ValueError):
            return DnsAnswer(name, rdtype, "malformed")


def _read(name: str, rdtype: str, response: dns.message.Message) -> DnsAnswer:
    if response.flags & dns.flags.TC:
        # Still cut short over TCP: what it leaves out may be what matters.
        return DnsAnswer(name, rdtype, "malformed")
    rcode = response.rcode()
    if rcode == dns.rcode.REFUSED:
        return DnsAnswer(name, rdtype, "refused")
    if rcode not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return DnsAnswer(name, rdtype, "servfail")
    if not isinstance(response, dns.message.QueryMessage):
        return DnsAnswer(name, rdtype, "malformed")
    chain = response.resolve_chaining()
    aliases = tuple(
        str(target.target).rstrip(".").lower()
        for rrset in chain.cnames
        for target in list(rrset)[:1]
    )[:MAX_ALIASES]
    # That something is not there holds as long as the zone's SOA says (RFC 2308 section 5).
    ttl = chain.minimum_ttl if chain.minimum_ttl < dns.ttl.MAX_TTL else 0
    if rcode == dns.rcode.NXDOMAIN:
        return DnsAnswer(name, rdtype, "nxdomain", ttl=ttl, aliases=aliases)
    if chain.answer is None:
        return DnsAnswer(name, rdtype, "nodata", ttl=ttl, aliases=aliases)
    if rdtype in ("A", "AAAA") and len(chain.answer) > MAX_VALUES:
        # Every address must be judged, and no site has so many.
        return DnsAnswer(name, rdtype, "malformed", aliases=aliases)
    values = sorted(rdata.to_text()[:MAX_VALUE] for rdata in list(chain.answer)[:MAX_VALUES])
    return DnsAnswer(name, rdtype, "ok", tuple(values), ttl, aliases)


def addresses_in(host: str, answers: "list[DnsAnswer] | tuple[DnsAnswer, ...]") -> tuple[str, ...]:
    """Return the addresses in the A and AAAA answers for a host, IPv4 first, or raise Broken."""
    found = tuple(v for a in answers if a.status == "ok" for v in a.values)
    if found:
        return found
    states = {a.status for a in answers}
    if "nxdomain" in states:
        raise Broken(FailureKind.NXDOMAIN, "dns", f"{host} does not exist (NXDOMAIN)", host)
    if "servfail" in states or "refused" in states or "malformed" in states:
        words = ", ".join(sorted(states))
        raise Broken(FailureKind.DNS_ERROR, "dns", f"the DNS server answered: {words}", host)
    if "timeout" in states:
        raise Broken(FailureKind.DNS_TIMEOUT, "dns", "no DNS server answered", host)
    raise Broken(FailureKind.NO_ADDRESS, "dns", f"{host} exists but has no address", host)


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The public suffix list that the package brings; nothing is fetched or written."""
    return tldextract.TLDExtract(
        suffix_list_urls=(),
        cache_dir=None,
        fallback_to_snapshot=True,
        include_psl_private_domains=True,
    )


def apex_of(host: str) -> str:
    """Return the registered domain of a host, or the host where there is none."""
    return _suffixes()(host).top_domain_under_public_suffix or host


async def collect_dns(resolver: Resolver, host: str) -> DnsArtifact:
    """Ask everything that :class:`DnsArtifact` promises, at once; raises :class:`Broken`.

    A host that does not exist, or has no address, is an artifact that says so. It is a failure
    only when nobody could say anything about its addresses.
    """
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        raise Broken(
            FailureKind.NOT_ATTEMPTED, "dns", f"{host} is an address: DNS has nothing to say", host
        )
    apex = apex_of(host)
    own = [(host, t) for t in ("A", "AAAA", "CNAME", "CAA", "TXT", "MX")]
    own.append((f"_dmarc.{host}", "TXT"))
    zone = [(apex, t) for t in ("NS", "SOA", "MX", "TXT", "CAA")] + [(f"_dmarc.{apex}", "TXT")]
    answers = await asyncio.gather(
        *(resolver.ask(name, rdtype) for name, rdtype in own),
        *(resolver.ask_zone(name, rdtype) for name, rdtype in zone if (name, rdtype) not in own),
    )
    basic = answers[:2]
    if not any(a.status in _USABLE for a in basic):
        try:
            addresses_in(host, basic)
        except Broken as broken:
            raise await resolver.at_fault(host, broken) from broken
    return DnsArtifact(
        at=now(),
        host=host,
        apex=apex,
        answers=tuple(answers),
        wildcard=await _is_wildcard(resolver, host, apex, basic),
    )


async def _is_wildcard(resolver: Resolver, host: str, apex: str, basic: list[DnsAnswer]) -> bool:
    """Whether a random sibling resolves to the same addresses; not asked beside an apex."""
    here = {v for a in basic if a.status == "ok" for v in a.values}
    if host == apex or not here:
        return False
    parent = host.partition(".")[2]
    sibling = f"ronda-{secrets.token_hex(6)}.{parent}"
    rdtype = "A" if basic[0].status == "ok" else "AAAA"
    there = await resolver.ask(sibling, rdtype)
    return there.status == "ok" and set(there.values) <= here
