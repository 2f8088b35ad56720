"""Serves a World with real servers, as the current user, on loopback ports.

Knot DNS or BIND and nginx always; on demand real WordPress, certificates from a real ACME server
(pebble) and a real mail server. What only a hostile server does is left out and named in
``skipped``. The certificate log is the lab's own: no system package has one.
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path
from typing import Literal

import dns.exception
import dns.message
import dns.query
import msgspec

from ronda.lab import addresses
from ronda.lab.addresses import SERVICE
from ronda.lab.ca import Authority, dates
from ronda.lab.real import programs
from ronda.lab.real.bind import Bind
from ronda.lab.real.certificates import Certificates
from ronda.lab.real.knot import Knot
from ronda.lab.real.mail import PROGRAM, Mail, mail_server
from ronda.lab.real.nginx import Nginx, Php
from ronda.lab.real.pebble import pebble
from ronda.lab.real.wordpress import PROGRAMS as WORDPRESS
from ronda.lab.real.wordpress import wordpress
from ronda.lab.real.wordpress_site import WordPressSite
from ronda.lab.real.zonefiles import skipped
from ronda.lab.serve import names_of, running_lab, settings, write_env
from ronda.lab.servers.loglist import LOG_LIST
from ronda.lab.world import CertPlan, DnsZone, LogEntry, World

NameServer = Literal["knot", "bind"]


class Wanted(msgspec.Struct, frozen=True):
    """Which real servers; without more: Knot DNS and nginx."""

    dns: NameServer = "knot"
    # Hosts with certificates from an ACME server; () runs it and has none issued yet.
    acme: tuple[str, ...] | None = None
    mail: bool = False
    wordpress: tuple[WordPressSite, ...] = ()


@dataclass(frozen=True)
class RealServers:
    """What runs: the settings that lead Ronda to it, and what could not be served."""

    env: dict[str, str]
    dns: int
    http: int
    https: int
    skipped: tuple[str, ...]
    certificates: Certificates | None = None
    mail: Mail | None = None


def missing(wanted: Wanted | None = None) -> tuple[str, ...]:
    """Return the programs that are not installed, of those that are needed."""
    return programs.missing(_programs(wanted or Wanted()))


@contextlib.contextmanager
def real_servers(world: World, var: Path, wanted: Wanted | None = None) -> Iterator[RealServers]:
    """Serve a world while the context lasts; settings also in VAR/lab.env.

    Raises :class:`~ronda.lab.problems.LabError` when a program is missing or does not start.
    """
    wanted = wanted or Wanted()
    programs.need(_programs(wanted))
    var = var.resolve()
    dns_port, http, https = _free(world)
    authority = Authority(var / "ca")
    names = Bind(var / "bind", dns_port) if wanted.dns == "bind" else Knot(var / "knot", dns_port)
    challenges = None if wanted.acme is None else var / "acme/challenges"
    names_arguments = names.write(world, names_of(world))
    with contextlib.ExitStack() as stack:
        php: Mapping[str, Php] = {}
        if wanted.wordpress:
            php = stack.enter_context(wordpress(var / "wordpress", wanted.wordpress))
        nginx = Nginx(var / "nginx", authority, http, https, challenges=challenges, php=php)
        nginx_arguments = nginx.write(world)
        lab = stack.enter_context(running_lab(_inside(world), _inside_folder(var)))
        named = stack.enter_context(
            programs.running(names.program, names_arguments, var / wanted.dns)
        )
        web = stack.enter_context(
            programs.running(nginx.program, nginx_arguments, var / "nginx", nginx.env)
        )
        named.wait(lambda: _names_answer(dns_port))
        web.wait(lambda: _web_answers(world, http, https))
        certificates = None
        if wanted.acme is not None:
            acme = stack.enter_context(
                pebble(var / "pebble", authority, world.now, lab.ports.dns, http, https)
            )
            certificates = Certificates(world, nginx, web, acme, var / "acme", https)
            certificates.issue(*wanted.acme)
        mail = None
        if wanted.mail:
            mail = stack.enter_context(mail_server(world, authority, var / "mail"))
        ports = ((80, http), (443, https), *(((25, mail.port),) if mail else ()))
        resolver = f"{SERVICE}:{dns_port}"
        ct = lab.env["RONDA_CT_LOGS"]
        env = settings(world, authority, resolver, ct, ports, lab.var / LOG_LIST)
        env["RONDA_RDAP_BOOTSTRAP"] = lab.env["RONDA_RDAP_BOOTSTRAP"]
        if certificates is not None:
            env["RONDA_TRUST_STORE"] = str(_bundle(var, authority, certificates))
        write_env(var / "lab.env", env)
        yield RealServers(
            env=env,
            dns=dns_port,
            http=http,
            https=https,
            skipped=(
                *skipped(world),
                *names.skipped,
                *nginx.skipped,
                *(mail.skipped if mail else ()),
                *(words for site in wanted.wordpress for words in site.skipped),
            ),
            certificates=certificates,
            mail=mail,
        )


def _programs(wanted: Wanted) -> tuple[str, ...]:
    names = Bind.program if wanted.dns == "bind" else Knot.program
    acme = () if wanted.acme is None else ("pebble",)
    mail = (PROGRAM,) if wanted.mail else ()
    php = WORDPRESS if wanted.wordpress else ()
    return (names, Nginx.program, *acme, *mail, *php)


def _bundle(var: Path, authority: Authority, certificates: Certificates) -> Path:
    """The lab's root and the ACME server's in one trust store."""
    path = var / "ca/with-acme.pem"
    path.write_bytes(authority.trust_store.read_bytes() + certificates.root.read_bytes())
    return path


def _names_answer(port: int) -> bool:
    try:
        dns.query.udp(dns.message.make_query(".", "SOA"), SERVICE, port=port, timeout=0.3)
    except (dns.exception.DNSException, OSError):
        return False
    return True


def _web_answers(world: World, http: int, https: int) -> bool:
    """Whether the first address that should listen does; a world may have none."""
    for host in world.hosts:
        if host.http is not None or (host.https is not None and not host.tls_behaviour):
            port = http if host.http is not None else https
            return programs.answers(addresses.twin(host.address), port)
    return True


def _free(world: World) -> tuple[int, int, int]:
    """Return ports that are free now on every address of the world: DNS, HTTP, HTTPS."""
    every = [addresses.twin(host.address) for host in world.hosts]
    port, datagrams, streams = addresses.bind_dns(0)
    http, https = addresses.bind_web(0, every, []), addresses.bind_web(0, every, [])
    for found in (datagrams, streams, http, https):
        found.close()
    return port, http.port, https.port


def _inside_folder(var: Path) -> Path:
    """The lab's own servers have a folder of their own with the same authority.

    So VAR/lab.env speaks of the real servers only, and only once they answer.
    """
    folder = var / "inside"
    folder.mkdir(exist_ok=True)
    if not (folder / "ca").is_symlink():
        (folder / "ca").symlink_to(var / "ca")
    return folder


def _inside(world: World) -> World:
    """Return what the lab's own servers serve beside the real ones.

    The log takes the same certificates. The names lead to the loopback twins of the addresses, for
    servers of the lab that visit each other: they know nothing of Ronda's map.
    """
    plans = [h.certificate or CertPlan((h.name,)) for h in world.hosts if h.https or h.certificate]
    shown = [LogEntry(plan, dates(plan, world.now)[0]) for plan in plans if plan.logged]
    return msgspec.structs.replace(
        world,
        zones=tuple(map(_twinned, world.zones)),
        hosts=(),
        rebinding=(),
        log_entries=(*shown, *world.log_entries),
    )


def _twinned(zone: DnsZone) -> DnsZone:
    records = (
        msgspec.structs.replace(record, value=addresses.twin(record.value))
        if record.rdtype == "A" and IPv4Address(record.value) in addresses.LAB
        else record
        for record in zone.records
    )
    return msgspec.structs.replace(zone, records=tuple(records))
