"""Puts DNS zones together: what the sites say, the zone's own records, and its mail policy."""

from collections.abc import Iterable, Mapping, Sequence
from typing import overload

from ronda.lab.scenario import Scenario, is_address
from ronda.lab.standing import Standing, apex_of
from ronda.lab.world import DnsZone, Record

NAME_SERVER = "198.18.0.2"
MAIL_SERVER = "198.18.0.3"
_STRICT = ("v=spf1 mx -all", "v=DMARC1; p=reject")

Policy = tuple[str | None, str | None]
"""SPF and DMARC as TXT records; None: the domain publishes none."""


class ZoneTable(Sequence[DnsZone]):
    """Every zone of a round. A zone's records are put together when it is taken."""

    def __init__(
        self, scenario: Scenario, addresses: Mapping[str, str], standings: Iterable[Standing]
    ) -> None:
        self._official = {zone.name: zone for zone in scenario.about.zones}
        self._records: dict[str, list[Record]] = {name: [] for name in self._official}
        self._mail: dict[str, Policy] = dict.fromkeys(self._official, _STRICT)
        for plan in scenario.about.shared_hosts:
            star = [f"*.{plan.name}"] if plan.kind == "label" else []
            self._records[apex_of(plan.name)] = [
                Record(name, "A", addresses[f"shared:{plan.name}"]) for name in (plan.name, *star)
            ]
            self._mail[apex_of(plan.name)] = _STRICT
        for short in scenario.about.shorteners:
            where = Record(short.name, "A", addresses[f"short:{short.name}"])
            self._records[apex_of(short.name)] = [where]
            self._mail[apex_of(short.name)] = _STRICT
        self._lame: set[str] = set()
        for standing in standings:
            if standing.lame:
                self._lame.add(standing.apex)
            if scenario.shared_host(standing.host) is None and not is_address(standing.host):
                self._stand(standing)
        self._names = list(self._records)

    def _stand(self, standing: Standing) -> None:
        host, official = standing.host, self._official
        zone = next((z for z in official if host.endswith(f".{z}") or host == z), None)
        name = zone or standing.apex
        self._records.setdefault(name, []).extend(standing.records)
        if name not in official and (host == name or name not in self._mail):
            self._mail[name] = (standing.spf, standing.dmarc)

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, at: int) -> DnsZone: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[DnsZone, ...]: ...
    def __getitem__(self, at: int | slice) -> DnsZone | tuple[DnsZone, ...]:
        if isinstance(at, slice):
            return tuple(map(self._zone, self._names[at]))
        return self._zone(self._names[at])

    def _zone(self, name: str) -> DnsZone:
        transfer = self._official[name].transfer if name in self._official else "refused"
        about = [*_authority(name), *_mail_records(name, self._mail.get(name, (None, None)))]
        return DnsZone(
            name, tuple(dict.fromkeys((*about, *self._records[name]))), transfer, name in self._lame
        )


def _authority(zone: str) -> Iterable[Record]:
    soa = f"ns1.{zone}. hostmaster.{zone}. 2026030201 3600 900 1209600 300"
    yield Record(zone, "SOA", soa)
    yield Record(zone, "NS", f"ns1.{zone}.")
    yield Record(f"ns1.{zone}", "A", NAME_SERVER)


def _mail_records(zone: str, policy: Policy) -> Iterable[Record]:
    spf, dmarc = policy
    yield Record(zone, "MX", f"10 mail.{zone}.")
    yield Record(f"mail.{zone}", "A", MAIL_SERVER)
    if spf is not None:
        yield Record(zone, "TXT", f'"{spf}"')
    if dmarc is not None:
        yield Record(f"_dmarc.{zone}", "TXT", f'"{dmarc}"')
