"""The operator's network: settings, resolver, trust store, CT logs, zone transfers, contact."""

import http.client
import json
import os
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import dns.exception
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
from django.conf import settings
from django.db import DatabaseError

from ronda.engine.discover.parts.tsig import key_of, read_key
from ronda.engine.netconfig import BadSetting, NetConfig, from_env
from ronda.upkeep.doctor.contract import Item, error, ok, warning

PATIENCE = 5.0
"""Seconds that each question may take."""


def look() -> Iterator[Item]:
    """Look at the network as the settings describe it."""
    try:
        net = from_env(os.environ)
    except BadSetting as problem:
        yield error(
            "network.settings",
            f"Pengaturan jaringan tidak terbaca: {problem}.",
            f"A network setting cannot be read: {problem}.",
            "Perbaiki pengaturan yang disebut itu.",
            "Mend the setting that is named.",
        )
        return
    yield _contact()
    yield from _resolvers(net)
    yield _trust(net)
    yield from _logs(net)
    yield from _zones(net)


def _contact() -> Item:
    contact = os.environ.get("RONDA_CONTACT_URL", "")
    if contact.startswith(("http://", "https://")):
        return ok("contact", f"Alamat kontak: {contact}.", f"Contact address: {contact}.")
    return warning(
        "contact",
        "Pemilik situs yang kami kunjungi belum dapat tahu siapa kami.",
        "The owners of the sites that we visit cannot know who we are.",
        "Setel RONDA_CONTACT_URL ke halaman tentang kantor Anda.",
        "Set RONDA_CONTACT_URL to a page about your office.",
    )


def _resolvers(net: NetConfig) -> Iterator[Item]:
    if not net.resolvers:
        yield error(
            "resolver",
            "Tidak ada resolver DNS.",
            "There is no DNS resolver.",
            "Setel RONDA_RESOLVER, misalnya 192.0.2.53",
            "Set RONDA_RESOLVER, for example 192.0.2.53",
        )
    question = dns.message.make_query(_a_name(), dns.rdatatype.SOA)
    for address, port in net.resolvers:
        where = f"{address}:{port}"
        try:
            answer = dns.query.udp(question, address, port=port, timeout=PATIENCE)
        except (dns.exception.DNSException, OSError) as problem:
            yield error(
                f"resolver.{where}",
                f"Resolver {where} tidak menjawab ({_why(problem)}).",
                f"The resolver {where} does not answer ({_why(problem)}).",
                "Periksa RONDA_RESOLVER dan dinding api ke port 53.",
                "Check RONDA_RESOLVER and the firewall to port 53.",
            )
            continue
        code = answer.rcode()
        if code in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
            yield ok(
                f"resolver.{where}", f"Resolver {where} menjawab.", f"Resolver {where} answers."
            )
        else:
            words = dns.rcode.to_text(code)
            yield error(
                f"resolver.{where}",
                f"Resolver {where} menolak dengan {words}.",
                f"The resolver {where} refuses with {words}.",
                "Pakai resolver yang melayani komputer ini: RONDA_RESOLVER",
                "Use a resolver that serves this machine: RONDA_RESOLVER",
            )


def _a_name() -> dns.name.Name:
    """A name of the office's own to ask for, else the root."""
    from ronda.register.models import Zone

    with suppress(DatabaseError):
        zone = Zone.objects.order_by("pk").first()
        if zone:
            return dns.name.from_text(zone.name)
    return dns.name.root


def _trust(net: NetConfig) -> Item:
    where = net.trust_store or ssl.get_default_verify_paths().openssl_cafile
    try:
        context = _context(net)
    except (OSError, ssl.SSLError) as problem:
        return error(
            "trust_store",
            f"Daftar sertifikat akar {where} tidak terbaca: {_why(problem)}.",
            f"The root certificates in {where} cannot be read: {_why(problem)}.",
            "Setel RONDA_TRUST_STORE ke berkas PEM yang benar.",
            "Set RONDA_TRUST_STORE to a good PEM file.",
        )
    count = context.cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath
    if not count and not (not net.trust_store and folder and any(Path(folder).iterdir())):
        return error(
            "trust_store",
            f"Tidak ada sertifikat akar di {where}.",
            f"There is no root certificate in {where}.",
            "Pasang paket ca-certificates, atau setel RONDA_TRUST_STORE.",
            "Install the package ca-certificates, or set RONDA_TRUST_STORE.",
        )
    return ok(
        "trust_store", f"{count} sertifikat akar terbaca.", f"{count} root certificates read."
    )


def _context(net: NetConfig) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=net.trust_store or None)


def _logs(net: NetConfig) -> Iterator[Item]:
    if not settings.RONDA_CT_LOGS and not settings.RONDA_CT_LOG_LIST:
        yield warning(
            "ct_logs",
            "Tidak ada log CT, jadi situs di luar domain resmi lebih sulit ditemukan.",
            "There is no CT log, so sites outside the official zones are harder to find.",
            "Setel RONDA_CT_LOG_LIST ke berkas log_list.json, atau RONDA_CT_LOGS ke alamat log.",
            "Set RONDA_CT_LOG_LIST to a file log_list.json, or RONDA_CT_LOGS to logs' addresses.",
        )
    for log in settings.RONDA_CT_LOGS:
        try:
            size, date = _tree_size(log, net)
        except (OSError, ValueError, http.client.HTTPException, dns.exception.DNSException) as e:
            yield error(
                f"ct_logs.{log}",
                f"Log CT {log} tidak dapat dibaca ({_why(e)}).",
                f"The CT log {log} cannot be read ({_why(e)}).",
                "Periksa alamatnya dan jalur keluar ke internet.",
                "Check its address and the way out to the Internet.",
            )
            continue
        yield ok(f"ct_logs.{log}", f"Log CT {log}: {size} entri.", f"CT log {log}: {size} entries.")
        if date is not None and abs((date - datetime.now(UTC)).total_seconds()) > 300:
            yield warning(
                "clock.compared",
                f"Jam komputer berbeda lebih dari 5 menit dari {log}.",
                f"The clock differs by more than 5 minutes from {log}.",
                "Setel jam komputer dan nyalakan NTP.",
                "Set the clock and turn NTP on.",
            )


def _tree_size(log: str, net: NetConfig) -> tuple[int, datetime | None]:
    """Ask for the signed tree head (RFC 6962, 4.3)."""
    parts = urlsplit(log)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an http(s) address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address, mapped_port = net.mapped(_address(parts.hostname, net), port)
    link = http.client.HTTPConnection(address, mapped_port, timeout=PATIENCE)
    with closing(link):
        link.connect()
        if parts.scheme == "https":
            link.sock = _context(net).wrap_socket(link.sock, server_hostname=parts.hostname)
        path = f"{parts.path.rstrip('/')}/ct/v1/get-sth"
        link.request("GET", path, headers={"Host": parts.netloc, "User-Agent": net.user_agent})
        with link.getresponse() as answer:
            body = answer.read(65_536)
            if answer.status != 200:
                raise ValueError(f"HTTP {answer.status}")
            size = json.loads(body)["tree_size"]
            date = None
            with suppress(TypeError, ValueError):
                date = parsedate_to_datetime(answer.headers.get("Date", ""))
            return int(size), date


def _address(host: str, net: NetConfig) -> str:
    """The host's address by the configured resolvers, never by the system's."""
    with suppress(ValueError):
        return str(ip_address(host))
    deadline = time.monotonic() + PATIENCE
    for rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
        question = dns.message.make_query(host, rdtype)
        for address, port in net.resolvers:
            left = max(0.5, deadline - time.monotonic())
            answer = dns.query.udp(question, address, port=port, timeout=left)
            for rrset in answer.answer:
                if rrset.rdtype == rdtype:
                    return str(rrset[0].to_text())
    raise ValueError(f"no address for {host}")


def _zones(net: NetConfig) -> Iterator[Item]:
    from ronda.register.models import Zone

    try:
        zones = list(Zone.objects.order_by("name"))
    except DatabaseError:
        return
    for zone in zones:
        if zone.zone_file:
            yield _zone_file(zone.name, Path(zone.zone_file))
        elif zone.transfer_from:
            yield _transfer(zone.name, zone.transfer_from, net)
        else:
            yield warning(
                f"zones.{zone.name}",
                f"Isi domain {zone.name} tidak dapat kami baca: tanpa server transfer dan berkas.",
                f"We cannot read the zone {zone.name}: no server to transfer it from, no file.",
                f'Setel RONDA_ZONES="{zone.name}@ALAMAT-SERVER" lalu jalankan: ronda init',
                f'Set RONDA_ZONES="{zone.name}@SERVER-ADDRESS", then run: ronda init',
            )


def _zone_file(name: str, path: Path) -> Item:
    if os.access(path, os.R_OK) and path.is_file():
        return ok(
            f"zones.{name}", f"Berkas zona {path} terbaca.", f"The zone file {path} is readable."
        )
    return error(
        f"zones.{name}",
        f"Berkas zona {path} untuk {name} tidak terbaca.",
        f"The zone file {path} of {name} cannot be read.",
        "Periksa letak dan hak aksesnya.",
        "Check its place and permissions.",
    )


def _transfer(name: str, server: str, net: NetConfig) -> Item:
    """Ask for a transfer (RFC 5936) and look at its first message only."""
    host, _, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "53")
    try:
        address, mapped_port = net.mapped(host, int(port))
        answer = _first_message(name, address, mapped_port, key_of(name, settings.RONDA_TSIG))
    except (OSError, ValueError, EOFError, dns.exception.DNSException) as problem:
        return error(
            f"zones.{name}",
            f"Server {server} tidak menjawab permintaan transfer {name} ({_why(problem)}).",
            f"The server {server} does not answer a transfer of {name} ({_why(problem)}).",
            "Periksa alamatnya dan port 53/TCP.",
            "Check its address and port 53/TCP.",
        )
    if answer.rcode() != dns.rcode.NOERROR or not answer.answer:
        words = dns.rcode.to_text(answer.rcode())
        return error(
            f"zones.{name}",
            f"Server {server} menolak transfer {name} ({words}).",
            f"The server {server} refuses to transfer {name} ({words}).",
            "Minta pengelola DNS mengizinkan AXFR dari alamat komputer ini, atau setel RONDA_TSIG.",
            "Ask the keeper of the DNS to allow AXFR from this machine's address, or set RONDA_TSIG.",
        )
    return ok(
        f"zones.{name}", f"Domain {name} dapat ditransfer.", f"The zone {name} can be transferred."
    )


def _first_message(name: str, address: str, port: int, key: str) -> dns.message.Message:
    import socket

    question = dns.message.make_query(name, dns.rdatatype.AXFR)
    if key:
        question.use_tsig(read_key(name, key))
    deadline = time.time() + PATIENCE
    with socket.create_connection((address, port), timeout=PATIENCE) as link:
        dns.query.send_tcp(link, question, expiration=deadline)
        answer, _ = dns.query.receive_tcp(
            link, expiration=deadline, keyring=question.keyring, request_mac=question.mac
        )
        return answer


def _why(problem: BaseException) -> str:
    return " ".join(str(problem).split())[:120] or type(problem).__name__
