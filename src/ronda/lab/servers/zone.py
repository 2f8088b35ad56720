"""One DNS zone, packed: a name's record sets as bytes, made into objects when they are asked for.

A quarter of a million names as objects of the DNS library would take more than a gigabyte.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from ronda.lab.problems import LabError
from ronda.lab.world import DnsZone, Record

Sets = dict[int, dns.rrset.RRset]

_TXT = {dns.rdatatype.TXT, dns.rdatatype.SPF}
_ALONE = dns.rdatatype.CNAME
_PLAIN = re.compile(r"(?:[a-z0-9_*-]{1,63}\.)*[a-z0-9_*-]{1,63}")
_MAX_NAME = 253
NAME_SERVER = "198.18.0.2"
_HEAD = 8  # type (2), TTL (4), length of the data (2)


class Zone:
    """A zone's records by name and type, with the names that exist only above others.

    Raises :class:`LabError` for a record that cannot be read or may not stand where it does.
    """

    def __init__(self, plan: DnsZone, serial: int) -> None:
        self.origin = to_name(plan.name, "zone")
        self.transfer = plan.transfer == "allowed" and not plan.lame
        self.lame = plan.lame
        self._origin = key_of(self.origin)
        self._names: dict[bytes, bytes] = {self._origin: b""}
        self._cuts: set[bytes] = set()
        for record in plan.records:
            self._add(record, plan.name)
        self._complete(serial)
        for key in list(self._names):
            while key != self._origin:
                key = _parent(key)
                if key in self._names:
                    break
                self._names[key] = b""
        self._in_order = False

    @property
    def soa(self) -> dns.rrset.RRset:
        """The zone's start of authority."""
        return self._sets(self._origin, self.origin)[dns.rdatatype.SOA]

    def exists(self, name: dns.name.Name) -> None:
        """Let a name exist without records."""
        self._names.setdefault(key_of(name), b"")

    def records(self) -> Iterator[dns.rrset.RRset]:
        """All record sets but the SOA, in canonical order of names."""
        if not self._in_order:
            self._names = dict(sorted(self._names.items(), key=lambda item: _order(item[0])))
            self._in_order = True
        for key in self._names:
            for kind, found in sorted(self._sets(key, dns.name.from_wire(key, 0)[0]).items()):
                if kind != dns.rdatatype.SOA:
                    yield found

    def node(self, name: dns.name.Name) -> Sets | None:
        """Return a name's record sets, its wildcard's under its name, or None: no such name."""
        key = key_of(name)
        if key in self._names:
            return self._sets(key, name)
        while key not in self._names:
            key = _parent(key)
        star = b"\x01*" + key
        return self._sets(star, name) if star in self._names else None

    def cut_above(self, name: dns.name.Name) -> bool:
        """Whether the zone hands the name on to servers that the lab has not got."""
        key = key_of(name)
        while self._cuts and key != self._origin:
            if key in self._cuts:
                return True
            key = _parent(key)
        return False

    def _sets(self, key: bytes, name: dns.name.Name) -> Sets:
        packed, at, found = self._names[key], 0, Sets()
        while at < len(packed):
            kind = dns.rdatatype.RdataType.make(int.from_bytes(packed[at : at + 2]))
            ttl = int.from_bytes(packed[at + 2 : at + 6])
            size = int.from_bytes(packed[at + 6 : at + _HEAD])
            data = dns.rdata.from_wire(dns.rdataclass.IN, kind, packed, at + _HEAD, size)
            if kind not in found:
                found[kind] = dns.rrset.RRset(name, dns.rdataclass.IN, kind)
            found[kind].add(data, ttl)
            at += _HEAD + size
        return found

    def _add(self, record: Record, zone: str) -> None:
        key = _key(record.name, f"zone {zone}")
        where = f"zone {zone}: record {record.name} {record.rdtype} {record.value!r}"
        if not _within(key, self._origin):
            raise LabError(f"{where} stands outside the zone; move it to its own zone")
        try:
            packed = _packed(record.rdtype, record.value, record.ttl)
        except (dns.exception.DNSException, ValueError) as error:
            raise LabError(f"{where} cannot be read: {error}") from error
        kind = int.from_bytes(packed[:2])
        before = self._names.get(key)
        if not before:
            self._names[key] = packed
        else:
            kinds = _kinds(before)
            if (kind == _ALONE) != (_ALONE in kinds):
                raise LabError(
                    f"{where}: a CNAME stands beside other records (RFC 1034 section 3.6.2)"
                )
            self._names[key] = before + packed
        if kind == dns.rdatatype.NS and key != self._origin:
            self._cuts.add(key)

    def _complete(self, serial: int) -> None:
        """Give the apex the SOA and NS that a zone must have when the plan left them out."""
        text = self.origin.to_text()
        kinds = _kinds(self._names[self._origin])
        host = "ns1." + text.lstrip(".")
        if dns.rdatatype.SOA not in kinds:
            soa = f"{host} hostmaster.{text.lstrip('.')} {serial} 7200 3600 1209600 300"
            self._names[self._origin] += _packed("SOA", soa, 300)
        if dns.rdatatype.NS not in kinds:
            self._names[self._origin] += _packed("NS", host, 300)
            # A name server of the zone's own needs an address, else BIND takes no such zone.
            key = _key(host, "name server")
            if not self._names.get(key):
                self._names[key] = _packed("A", NAME_SERVER, 300)


def to_name(text: str, where: str) -> dns.name.Name:
    """Read an absolute name in lower case; raises :class:`LabError`."""
    try:
        return dns.name.from_text(text.lower(), dns.name.root)
    except dns.exception.DNSException as error:
        raise LabError(f"{where}: {text!r} is not a DNS name: {error}") from error


def key_of(name: dns.name.Name) -> bytes:
    """Return an absolute name in the form that tables know it by (RFC 1035 section 3.1)."""
    return b"".join(bytes((len(label),)) + label for label in name.labels).lower()


def _key(text: str, where: str) -> bytes:
    """The same from text, at once when it is as plain as nearly all names are."""
    if len(text) <= _MAX_NAME and _PLAIN.fullmatch(text):
        return b"".join(bytes((len(part),)) + part for part in text.encode().split(b".")) + b"\0"
    return key_of(to_name(text, where))


@lru_cache(maxsize=20_000)
def _packed(rdtype: str, value: str, ttl: int) -> bytes:
    """A record without its name; equal ones are the same object, as most hosts share servers."""
    kind = dns.rdatatype.from_text(rdtype)
    if kind in _TXT and not value.startswith('"'):
        value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    data = dns.rdata.from_text(
        dns.rdataclass.IN, kind, value, origin=dns.name.root, relativize=False
    ).to_wire()
    if data is None:
        raise ValueError("it has no form on the wire")
    return kind.to_bytes(2) + ttl.to_bytes(4) + len(data).to_bytes(2) + data


def _kinds(packed: bytes) -> set[int]:
    at, found = 0, set()
    while at < len(packed):
        found.add(int.from_bytes(packed[at : at + 2]))
        at += _HEAD + int.from_bytes(packed[at + 6 : at + 8])
    return found


def _parent(key: bytes) -> bytes:
    return key[1 + key[0] :]


def _within(key: bytes, origin: bytes) -> bool:
    while len(key) > len(origin):
        key = _parent(key)
    return key == origin


def _order(key: bytes) -> list[bytes]:
    """Labels from the root on: the canonical order of RFC 4034 section 6.1."""
    labels = []
    while key[0]:
        labels.append(key[1 : 1 + key[0]])
        key = _parent(key)
    return labels[::-1]
