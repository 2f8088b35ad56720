"""What the lab's DNS answers: zones, wildcards and alias chains (RFC 1034, RFC 4592), no sockets."""

from collections.abc import Sequence
from typing import Literal

import dns.name
import dns.rdatatype
import dns.rdtypes.ANY.CNAME
import dns.rrset
import msgspec

from ronda.lab.problems import LabError
from ronda.lab.recent import Recent
from ronda.lab.servers.behaviours import name_behaviours
from ronda.lab.servers.zone import Zone, key_of, to_name
from ronda.lab.world import DnsZone, HostileName, Misbehave, RebindingName

MAX_ALIASES = 16
LARGE = 200
"""Records of a zone that is held and not made anew."""
MAX_KEPT = 4_000
Rcode = Literal["ok", "nxdomain", "servfail"]


class Answer(msgspec.Struct, frozen=True):
    """An answer to a question. Without records in ``answer``, ``authority`` holds the SOA."""

    rcode: Rcode
    answer: tuple[dns.rrset.RRset, ...] = ()
    authority: tuple[dns.rrset.RRset, ...] = ()


class Names:
    """Every zone of a round with a root above them; answers as a resolver would, alone.

    Zones are read ``at_once``, so that what is wrong in one is said before it is served; or, of
    many small ones, each when somebody asks, and the last ones kept. Large ones are always held.
    """

    def __init__(
        self,
        zones: Sequence[DnsZone],
        rebinding: tuple[RebindingName, ...],
        serial: int,
        hostile: tuple[HostileName, ...] = (),
        *,
        at_once: bool = True,
    ) -> None:
        self._plans, self._serial = zones, serial
        self._held: dict[bytes, Zone] = {}
        self._places: dict[bytes, int] = {}
        self._recent: Recent[bytes, Zone] = Recent(MAX_KEPT)
        root = Zone(DnsZone(".", ()), serial)
        for number, plan in enumerate(zones):
            origin = to_name(plan.name, "zone")
            key = key_of(origin)
            if key in self._places:
                raise LabError(f"zone {plan.name} stands twice; join its records")
            self._places[key] = number
            if at_once or len(plan.records) > LARGE:
                self._held[key] = Zone(plan, serial)
            # Names above the zones exist (RFC 8020), so that "go.id" is empty and not unknown.
            for depth in range(1, len(origin)):
                root.exists(origin.split(depth)[1])
        self._held.setdefault(b"\0", root)
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

    def __len__(self) -> int:
        return len(self._places)

    def zone_of(self, name: dns.name.Name) -> Zone:
        """Return the zone with the longest origin above a name; the root at last."""
        key = key_of(name)
        while (found := self._zone(key)) is None:
            key = key[1 + key[0] :]
        return found

    def exactly(self, name: dns.name.Name) -> Zone | None:
        """Return the zone of this very origin."""
        return self._zone(key_of(name))

    def _zone(self, key: bytes) -> Zone | None:
        held = self._held.get(key)
        if held is not None or key not in self._places:
            return held
        plan = self._plans[self._places[key]]
        return self._recent.get(key, lambda: Zone(plan, self._serial))

    def answer(self, name: dns.name.Name, kind: int) -> Answer:
        """Answer a question, following aliases across all zones."""
        found: list[dns.rrset.RRset] = []
        for _ in range(MAX_ALIASES):
            if name in self._rebinding:
                found.extend(self._rebound(name, kind))
                return Answer("ok", tuple(found), () if found else (self.zone_of(name).soa,))
            zone = self.zone_of(name)
            if zone.lame or zone.cut_above(name):
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
