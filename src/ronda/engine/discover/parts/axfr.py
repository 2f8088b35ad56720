"""A zone transfer (RFC 5936, RFC 1995) as a stream of records, bounded in time, bytes and records."""

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_address

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import dns.tsig

from ronda.engine.discover.parts.ixfr import Place, Sequence
from ronda.engine.netconfig import NetConfig
from ronda.engine.text import Text

MAX_BYTES = 512 * 1024 * 1024
MAX_RECORDS = 3_000_000
SECONDS = 600.0
SILENCE = 15.0


class TransferFailed(Exception):
    """A zone could not be transferred; ``text`` says what happened and how to mend it."""

    def __init__(self, text: Text, rcode: int | None = None) -> None:
        super().__init__(text.en)
        self.text = text
        self.rcode = rcode  # what the server answered instead of the zone


class Transfer:
    """One transfer of a zone: everything, or with ``since`` what changed since that serial.

    ``server`` is an address or address:port; ``key`` signs the question, and then every answer
    must be signed too. What the server made of it stands in ``sequence`` afterwards.
    """

    def __init__(
        self,
        zone: str,
        server: str,
        net: NetConfig,
        *,
        key: dns.tsig.Key | None = None,
        since: int | None = None,
    ) -> None:
        self._zone, self._server, self._net = zone, server, net
        self._key, self._since = key, since
        self.sequence = Sequence(since)

    async def records(self) -> AsyncIterator[tuple[str, str, str, Place]]:
        """Yield (owner, type, value, added or removed); raises :class:`TransferFailed`.

        Owners are lower case without the final dot. A transfer that ends early raises after what
        came is yielded, so that it is not lost.
        """
        zone, server, net = self._zone, self._server, self._net
        address, port = net.mapped(*_address(zone, server))
        try:
            async with asyncio.timeout(net.limits.connect_timeout):
                reader, writer = await asyncio.open_connection(address, port)
        except (OSError, TimeoutError) as error:
            raise TransferFailed(_unreachable(zone, server, str(error) or "timeout")) from error
        try:
            query = self._query()
            wire = query.to_wire()
            writer.write(len(wire).to_bytes(2, "big") + wire)
            await writer.drain()
            async for record in self._read(query, reader):
                yield record
        except (OSError, EOFError, TimeoutError) as error:
            detail = str(error) or type(error).__name__
            raise TransferFailed(_cut(zone, server, detail)) from error
        finally:
            writer.close()

    def _query(self) -> dns.message.Message:
        name = dns.name.from_text(self._zone)
        kind = dns.rdatatype.AXFR if self._since is None else dns.rdatatype.IXFR
        query = dns.message.make_query(name, kind)
        if self._since is not None:
            soa = f". . {self._since} 0 0 0 0"
            query.authority.append(dns.rrset.from_text(name, 0, "IN", "SOA", soa))
        if self._key is not None:
            query.use_tsig(self._key)
        return query

    async def _read(
        self, query: dns.message.Message, reader: asyncio.StreamReader
    ) -> AsyncIterator[tuple[str, str, str, Place]]:
        zone, server, sequence = self._zone, self._server, self.sequence
        deadline = asyncio.get_running_loop().time() + SECONDS
        received = count = 0
        last: dns.message.Message | None = None
        while not sequence.over:
            left = deadline - asyncio.get_running_loop().time()
            async with asyncio.timeout(min(SILENCE, max(left, 0.0))):
                size = int.from_bytes(await reader.readexactly(2), "big")
                wire = await reader.readexactly(size)
            received += size
            answer = last = self._parsed(wire, query, last)
            if answer.rcode() != dns.rcode.NOERROR:
                code = answer.rcode()
                raise TransferFailed(_refused(zone, server, dns.rcode.to_text(code)), int(code))
            if not answer.answer and sequence.serial < 0:
                raise TransferFailed(_refused(zone, server, "an empty answer"), 0)
            for rrset in answer.answer:
                owner = rrset.name.to_text(omit_final_dot=True).lower()
                kind = dns.rdatatype.to_text(rrset.rdtype)
                for value in rrset:
                    count += 1
                    text = value.to_text()[:300]
                    place = sequence.take(kind, text)
                    yield owner, kind, text, place
            sequence.message_ends()
            if received > MAX_BYTES or count > MAX_RECORDS:
                raise TransferFailed(_too_large(zone, server))
        if self._key is not None and not (last and last.had_tsig):
            raise TransferFailed(_unsigned(zone, server, "the last message is not signed"))

    def _parsed(
        self, wire: bytes, query: dns.message.Message, last: dns.message.Message | None
    ) -> dns.message.Message:
        zone, server = self._zone, self._server
        try:
            # one_rr_per_rrset keeps both SOA records of a small zone apart.
            answer = dns.message.from_wire(
                wire,
                xfr=True,
                one_rr_per_rrset=True,
                keyring=query.keyring,
                request_mac=query.mac,
                tsig_ctx=last.tsig_ctx if last else None,
                multi=True,
            )
        except (dns.tsig.BadSignature, dns.tsig.BadTime, dns.tsig.PeerError) as error:
            raise TransferFailed(_unsigned(zone, server, type(error).__name__)) from error
        except (dns.message.UnknownTSIGKey, dns.tsig.BadKey, dns.tsig.BadAlgorithm) as error:
            raise TransferFailed(_unsigned(zone, server, type(error).__name__)) from error
        except (dns.exception.DNSException, ValueError, IndexError) as error:
            detail = f"{type(error).__name__}: {error}"
            raise TransferFailed(_cut(zone, server, detail)) from error
        if answer.id != query.id:
            raise TransferFailed(_cut(zone, server, "an answer to another question"))
        unsigned = self._key is not None and last is None and not answer.had_tsig
        # A server that refuses may do so unsigned; a zone from it would prove nothing.
        if unsigned and answer.rcode() == dns.rcode.NOERROR:
            raise TransferFailed(_unsigned(zone, server, "the answer is not signed"))
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


def _unsigned(zone: str, server: str, detail: str) -> Text:
    return Text(
        "Zona {zone}: tanda tangan TSIG pada transfer dari {server} tidak cocok ({detail}). Periksa "
        "nama kunci, algoritma dan rahasia di RONDA_TSIG dan di server, serta jam kedua mesin.",
        "Zone {zone}: the TSIG signature of the transfer from {server} does not fit ({detail}). "
        "Check the key's name, algorithm and secret in RONDA_TSIG and at the server, and the "
        "clocks of both machines.",
    ).fill(zone=zone, server=server, detail=detail)
