"""What the lab's DNS knows: zones, wildcards and alias chains (RFC 1034, RFC 4592), no sockets."""

from collections.abc import Iterator
from typing import Literal

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.CNAME
import dns.rdtypes.ANY.SOA
import dns.rrset
import msgspec

from ronda.lab.problems import LabError
from ronda.lab.servers.behaviours import name_behaviours
from ronda.lab.world import DnsZone, HostileName, Misbehave, RebindingName, Record

MAX_ALIASES = 16
_TXT = {dns.rdatatype.TXT, dns.rdatatype.SPF}
Rcode = Literal["ok", "nxdomain", "servfail"]


class Answer(msgspec.Struct, frozen=True):
    """An answer to a question. Without records in ``answer``, ``authority`` holds the SOA."""

    rcode: Rcode
    answer: tuple[dns.rrset.RRset, ...] = ()
    authority: tuple[dns.rrset.RRset, ...] = ()


class Zone:
    """A zone's records by name and type, with the names that exist only above others."""

    def __init__(self, plan: DnsZone, serial: int) -> None:
        self.origin = to_name(plan.name, "zone")
        self.transfer = plan.transfer == "allowed"
        self.nodes: dict[dns.name.Name, dict[int, dns.rrset.RRset]] = {self.origin: {}}
        for record in plan.records:
            self._add(record, plan.name)
        self._complete(serial)
        for name in list(self.nodes):
            while name != self.origin:
                name = name.parent()
                self.nodes.setdefault(name, {})
        self.cuts = {name for name, sets in self.nodes.items() if 2 in sets and name != self.origin}

    @property
    def soa(self) -> dns.rrset.RRset:
        """The zone's start of authority."""
        return self.nodes[self.origin][dns.rdatatype.SOA]

    def records(self) -> Iterator[dns.rrset.RRset]:
        """All record sets but the SOA, in canonical order of names."""
        for name in sorted(self.nodes):
            for kind, found in sorted(self.nodes[name].items()):
                if kind != dns.rdatatype.SOA:
                    yield found

    def node(self, name: dns.name.Name) -> dict[int, dns.rrset.RRset] | None:
        """Return a name's record sets, its wildcard's under its name, or None: no such name."""
        found = self.nodes.get(name)
        if found is not None:
            return found
        closest = name
        while closest not in self.nodes:
            closest = closest.parent()
        star = self.nodes.get(dns.name.Name((b"*", *closest.labels)))
        if star is None:
            return None
        return {kind: _renamed(found, name) for kind, found in star.items()}

    def cut_above(self, name: dns.name.Name) -> bool:
        """Whether the zone hands the name on to servers that the lab has not got."""
        return any(name.is_subdomain(cut) for cut in self.cuts)

    def _add(self, record: Record, zone: str) -> None:
        name = to_name(record.name, f"zone {zone}")
        where = f"zone {zone}: record {record.name} {record.rdtype} {record.value!r}"
        if not name.is_subdomain(self.origin):
            raise LabError(f"{where} stands outside the zone; move it to its own zone")
        try:
            kind = dns.rdatatype.from_text(record.rdtype)
            value = record.value
            if kind in _TXT and not value.startswith('"'):
                value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
            data = dns.rdata.from_text(
                dns.rdataclass.IN, kind, value, origin=dns.name.root, relativize=False
            )
        except (dns.exception.DNSException, ValueError) as error:
            raise LabError(f"{where} cannot be read: {error}") from error
        sets = self.nodes.setdefault(name, {})
        alone = dns.rdatatype.CNAME
        if sets and (kind == alone) != (alone in sets):
            raise LabError(f"{where}: a CNAME stands beside other records (RFC 1034 section 3.6.2)")
        if kind not in sets:
            sets[kind] = dns.rrset.RRset(name, dns.rdataclass.IN, kind)
        sets[kind].add(data, record.ttl)

    def _complete(self, serial: int) -> None:
        """Give the apex the SOA and NS that a zone must have when the plan left them out."""
        apex, text = self.nodes[self.origin], self.origin.to_text()
        host = "ns1." + text.lstrip(".")
        if dns.rdatatype.SOA not in apex:
            soa = f"{host} hostmaster.{text.lstrip('.')} {serial} 7200 3600 1209600 300"
            apex[dns.rdatatype.SOA] = dns.rrset.from_text(self.origin, 300, "IN", "SOA", soa)
        if dns.rdatatype.NS not in apex:
            apex[dns.rdatatype.NS] = dns.rrset.from_text(self.origin, 300, "IN", "NS", host)


class Names:
    """Every zone of a World with a root above them; answers as a resolver would, alone."""

    def __init__(
        self,
        zones: tuple[DnsZone, ...],
        rebinding: tuple[RebindingName, ...],
        serial: int,
        hostile: tuple[HostileName, ...] = (),
    ) -> None:
        self._zones: dict[dns.name.Name, Zone] = {}
        for plan in zones:
            zone = Zone(plan, serial)
            if zone.origin in self._zones:
                raise LabError(f"zone {plan.name} stands twice; join its records")
            self._zones[zone.origin] = zone
        root = Zone(DnsZone(".", ()), serial)
        # Names above the zones exist (RFC 8020), so that "go.id" is empty and not unknown.
        for origin in self._zones:
            for depth in range(1, len(origin)):
                root.nodes.setdefault(origin.split(depth)[1], {})
        self._zones.setdefault(dns.name.root, root)
        self._rebinding = {to_name(r.name, "rebinding"): r for r in rebinding}
        self._asked: dict[dns.name.Name, int] = {}
        self.hostile = {to_name(h.name, "hostile name"): h.answer for h in hostile}
        for strange in hostile:
            if strange.answer.behaviour not in name_behaviours():
                known = ", ".join(sorted(name_behaviours()))
                text = f"behaviour {strange.answer.behaviour!r} is not one of {known}"
                raise LabError(f"name {strange.name}: {text}")

    def misbehaving(self, name: dns.name.Name) -> Misbehave | None:
        """Return how the name server of a name misbehaves, when it or one above it is hostile."""
        while self.hostile and name != dns.name.root:
            if name in self.hostile:
                return self.hostile[name]
            name = name.parent()
        return None

    def zone_of(self, name: dns.name.Name) -> Zone:
        """Return the zone with the longest origin above a name; the root at last."""
        while name not in self._zones:
            name = name.parent()
        return self._zones[name]

    def exactly(self, name: dns.name.Name) -> Zone | None:
        """Return the zone of this very origin."""
        return self._zones.get(name)

    def answer(self, name: dns.name.Name, kind: int) -> Answer:
        """Answer a question, following aliases across all zones."""
        found: list[dns.rrset.RRset] = []
        for _ in range(MAX_ALIASES):
            if name in self._rebinding:
                found.extend(self._rebound(name, kind))
                return Answer("ok", tuple(found), () if found else (self.zone_of(name).soa,))
            zone = self.zone_of(name)
            if zone.cut_above(name):
                return Answer("servfail", tuple(found))
            node = zone.node(name)
            if node is None:
                return Answer("nxdomain", tuple(found), (zone.soa,))
            if kind == dns.rdatatype.ANY:
                found.extend(node.values())
            elif kind in node:
                found.append(node[kind])
            elif dns.rdatatype.CNAME in node:
                alias = node[dns.rdatatype.CNAME]
                found.append(alias)
                target = alias[0]
                if isinstance(target, dns.rdtypes.ANY.CNAME.CNAME):
                    name = target.target
                    continue
            nodata = not found or found[-1].rdtype == dns.rdatatype.CNAME != kind
            return Answer("ok", tuple(found), (zone.soa,) if nodata else ())
        return Answer("servfail")

    def _rebound(self, name: dns.name.Name, kind: int) -> list[dns.rrset.RRset]:
        """The next address of a name that alternates; other types do not count as questions."""
        plan = self._rebinding[name]
        if kind not in (dns.rdatatype.A, dns.rdatatype.AAAA):
            return []
        wanted = "AAAA" if ":" in plan.first else "A"
        if dns.rdatatype.to_text(dns.rdatatype.RdataType.make(kind)) != wanted:
            return []
        turn = self._asked.get(name, 0)
        self._asked[name] = turn + 1
        value = plan.then if turn % 2 else plan.first
        return [dns.rrset.from_text(name, 0, "IN", wanted, value)]


def to_name(text: str, where: str) -> dns.name.Name:
    """Read an absolute name in lower case; raises :class:`LabError`."""
    try:
        return dns.name.from_text(text.lower(), dns.name.root)
    except dns.exception.DNSException as error:
        raise LabError(f"{where}: {text!r} is not a DNS name: {error}") from error


def _renamed(found: dns.rrset.RRset, name: dns.name.Name) -> dns.rrset.RRset:
    made = dns.rrset.RRset(name, found.rdclass, found.rdtype)
    for data in found:
        made.add(data, found.ttl)
    return made
