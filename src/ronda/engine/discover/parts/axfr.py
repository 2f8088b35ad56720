"""A zone transfer (RFC 5936) as a stream of records, bounded in time, bytes and records."""

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_address

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype

from ronda.engine.netconfig import NetConfig
from ronda.engine.text import Text

MAX_BYTES = 512 * 1024 * 1024
MAX_RECORDS = 3_000_000
SECONDS = 600.0
SILENCE = 15.0


class TransferFailed(Exception):
    """A zone could not be transferred; ``text`` says what happened and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


async def transfer(zone: str, server: str, net: NetConfig) -> AsyncIterator[tuple[str, str, str]]:
    """Yield (owner, type, value) of each record of a zone; raises :class:`TransferFailed`.

    ``server`` is an address or address:port. Owners are lower case without the final dot. A
    transfer that ends early raises after what came is yielded, so that it is not lost.
    """
    address, port = net.mapped(*_address(zone, server))
    deadline = asyncio.get_running_loop().time() + SECONDS
    try:
        async with asyncio.timeout(net.limits.connect_timeout):
            reader, writer = await asyncio.open_connection(address, port)
    except (OSError, TimeoutError) as error:
        raise TransferFailed(_unreachable(zone, server, str(error) or "timeout")) from error
    try:
        query = dns.message.make_query(dns.name.from_text(zone), dns.rdatatype.AXFR)
        wire = query.to_wire()
        writer.write(len(wire).to_bytes(2, "big") + wire)
        await writer.drain()
        async for record in _records(zone, server, query, reader, deadline):
            yield record
    except (OSError, EOFError, TimeoutError) as error:
        detail = str(error) or type(error).__name__
        raise TransferFailed(_cut(zone, server, detail)) from error
    finally:
        writer.close()


async def _records(
    zone: str,
    server: str,
    query: dns.message.Message,
    reader: asyncio.StreamReader,
    deadline: float,
) -> AsyncIterator[tuple[str, str, str]]:
    """Read answers until the zone's SOA stands there the second time."""
    soas = received = count = 0
    while soas < 2:
        left = deadline - asyncio.get_running_loop().time()
        async with asyncio.timeout(min(SILENCE, max(left, 0.0))):
            size = int.from_bytes(await reader.readexactly(2), "big")
            wire = await reader.readexactly(size)
        received += size
        answer = _parsed(zone, server, wire, query.id)
        if answer.rcode() != dns.rcode.NOERROR:
            raise TransferFailed(_refused(zone, server, dns.rcode.to_text(answer.rcode())))
        if not answer.answer and not soas:
            raise TransferFailed(_refused(zone, server, "an empty answer"))
        for rrset in answer.answer:
            owner = rrset.name.to_text(omit_final_dot=True).lower()
            kind = dns.rdatatype.to_text(rrset.rdtype)
            for value in rrset:
                if kind == "SOA":
                    soas += 1
                count += 1
                yield owner, kind, value.to_text()[:300]
        if received > MAX_BYTES or count > MAX_RECORDS:
            raise TransferFailed(_too_large(zone, server))


def _parsed(zone: str, server: str, wire: bytes, wanted: int) -> dns.message.Message:
    try:
        # one_rr_per_rrset keeps both SOA records of a small zone apart.
        answer = dns.message.from_wire(wire, xfr=True, one_rr_per_rrset=True)
    except (dns.exception.DNSException, ValueError, IndexError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise TransferFailed(_cut(zone, server, detail)) from error
    if answer.id != wanted:
        raise TransferFailed(_cut(zone, server, "an answer to another question"))
    return answer


def _address(zone: str, server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "53")
    if server.startswith("["):
        host, _, port = server[1:].partition("]")
        port = port.removeprefix(":") or "53"
    try:
        return str(ip_address(host)), int(port)
    except ValueError as error:
        raise TransferFailed(
            Text(
                "Zona {zone}: server {server!r} bukan alamat IP. Tulis misalnya 192.0.2.53 atau "
                "192.0.2.53:5353 pada pengaturan domain resmi.",
                "Zone {zone}: server {server!r} is no IP address. Write for example 192.0.2.53 or "
                "192.0.2.53:5353 in the setting of official domains.",
            ).fill(zone=zone, server=server)
        ) from error


def _refused(zone: str, server: str, detail: str) -> Text:
    return Text(
        "Zona {zone}: server {server} menolak transfer zona ({detail}). Minta pengelola DNS "
        "mengizinkan alamat mesin ini (BIND: allow-transfer; Knot: acl dengan action transfer), "
        "atau pakai berkas zona.",
        "Zone {zone}: server {server} refused the zone transfer ({detail}). Ask who runs the DNS "
        "to allow this machine's address (BIND: allow-transfer; Knot: an acl with action "
        "transfer), or use a zone file.",
    ).fill(zone=zone, server=server, detail=detail)


def _unreachable(zone: str, server: str, detail: str) -> Text:
    return Text(
        "Zona {zone}: server {server} tidak dapat dihubungi lewat TCP ({detail}). Periksa alamat, "
        "porta, dan tembok api (transfer zona memakai TCP porta 53).",
        "Zone {zone}: server {server} cannot be reached over TCP ({detail}). Check the address, "
        "the port and the firewall (a zone transfer uses TCP port 53).",
    ).fill(zone=zone, server=server, detail=detail)


def _cut(zone: str, server: str, detail: str) -> Text:
    return Text(
        "Zona {zone}: transfer dari {server} terputus sebelum selesai ({detail}). Nama yang sudah "
        "terbaca tetap disimpan; jalankan lagi nanti.",
        "Zone {zone}: the transfer from {server} ended before it was complete ({detail}). The "
        "names read so far are kept; run it again later.",
    ).fill(zone=zone, server=server, detail=detail)


def _too_large(zone: str, server: str) -> Text:
    return Text(
        "Zona {zone}: jawaban {server} melebihi batas ({records} rekaman). Nama yang sudah "
        "terbaca tetap disimpan; periksa apakah zona itu benar sebesar itu.",
        "Zone {zone}: the answer of {server} exceeds the limit ({records} records). The names "
        "read so far are kept; check whether the zone is really that large.",
    ).fill(zone=zone, server=server, records=MAX_RECORDS)
