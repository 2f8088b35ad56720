"""Runs Exim, a real mail server, at the addresses that a World's MX records name."""

import contextlib
import email
import email.policy
import os
import pwd
import shutil
import smtplib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import IPv4Address
from pathlib import Path

from ronda.lab import addresses
from ronda.lab.ca import Authority
from ronda.lab.problems import LabError
from ronda.lab.real import programs
from ronda.lab.real.nginx import pem
from ronda.lab.world import CertPlan, World

PROGRAM = "exim4"
_NAMES = 100
"""Names that one certificate holds; a big world has more mail hosts than anybody wants in one."""
# As root Exim delivers nothing, so that it then runs as the user who owns nothing.
_STRANGER = "nobody"


@dataclass(frozen=True)
class Mail:
    """A running mail server: where it takes mail, for which domains, and the mail it took."""

    port: int
    domains: tuple[str, ...]
    maildir: Path
    skipped: tuple[str, ...]

    def messages(self) -> list[EmailMessage]:
        """Return what has been delivered so far, oldest first; who it was for is in Envelope-to."""
        files = sorted((self.maildir / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in files
        ]


@contextlib.contextmanager
def mail_server(world: World, authority: Authority, folder: Path) -> Iterator[Mail]:
    """Take mail for every domain of the world that names a mail host of the lab, while it lasts.

    It speaks STARTTLS, relays nothing, asks no name server, and puts all mail into one maildir.
    """
    domains, hosts = _mail_hosts(world)
    if not hosts:
        raise LabError("no domain of this world has an MX record that leads to a lab address")
    every = sorted(set(hosts.values()))
    held = addresses.bind_web(0, [addresses.twin(address) for address in every], [])
    port = held.port
    held.close()
    names = tuple(sorted(hosts))
    skipped = tuple(f"{name}: STARTTLS under this name" for name in names[_NAMES:])
    with _own_folder(folder) as own:
        (own / "maildir").mkdir(exist_ok=True)
        certificate = own / "certificate.pem"
        certificate.touch(mode=0o600)
        plan = CertPlan(names[:_NAMES], logged=False)
        certificate.write_bytes(pem(authority.issue(plan, world.now)))
        (own / "domains").write_text("".join(f"{name}\n" for name in domains), encoding="ascii")
        config = own / "exim.conf"
        config.write_text(_configuration(own, names[0], every, port), encoding="utf-8")
        user = _give(own)
        with programs.running(PROGRAM, ["-bdf", "-C", config], own, user=user) as server:
            server.wait(lambda: _greets(addresses.twin(every[0]), port))
            yield Mail(port, domains, own / "maildir", skipped)


def _mail_hosts(world: World) -> tuple[tuple[str, ...], dict[str, str]]:
    """The domains with a mail host of the lab, and these hosts with their addresses."""
    where = {
        record.name: record.value
        for zone in world.zones
        for record in zone.records
        if record.rdtype == "A" and IPv4Address(record.value) in addresses.LAB
    }
    domains: dict[str, None] = {}
    hosts: dict[str, str] = {}
    for zone in world.zones:
        for record in zone.records:
            host = record.value.rpartition(" ")[2].rstrip(".")
            if record.rdtype == "MX" and host in where:
                domains[record.name] = None
                hosts[host] = where[host]
    return tuple(domains), hosts


@contextlib.contextmanager
def _own_folder(folder: Path) -> Iterator[Path]:
    """The server's folder; as root one that another user can reach, with a link to it."""
    if not programs.is_root():
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    if folder.is_dir() and not folder.is_symlink():
        raise LabError(f"{folder} is of a run by an ordinary user; remove it to run as root")
    own = Path(tempfile.mkdtemp(prefix="ronda-mail-"))
    folder.unlink(missing_ok=True)
    folder.symlink_to(own)
    try:
        yield own
    finally:
        folder.unlink(missing_ok=True)
        shutil.rmtree(own, ignore_errors=True)


def _give(folder: Path) -> int | None:
    """As root, give the folder to the user that the server then runs as."""
    if not programs.is_root():
        return None
    user = pwd.getpwnam(_STRANGER)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    return user.pw_uid


def _greets(address: str, port: int) -> bool:
    try:
        with smtplib.SMTP(address, port, local_hostname="lab", timeout=3) as client:
            return client.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _configuration(folder: Path, name: str, every: list[str], port: int) -> str:
    user = pwd.getpwnam(_STRANGER) if programs.is_root() else pwd.getpwuid(os.getuid())
    listen = " ; ".join(f"[{addresses.twin(address)}]:{port}" for address in every)
    return f"""primary_hostname = {name}
exim_user = {user.pw_uid}
exim_group = {user.pw_gid}
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/exim.pid
daemon_smtp_ports = {port}
local_interfaces = <; {listen}
disable_ipv6 = true
deliver_drop_privilege = true
keep_environment =
rfc1413_hosts =
tls_advertise_hosts = *
tls_certificate = {folder}/certificate.pem
tls_privatekey = {folder}/certificate.pem
message_size_limit = 5M
check_spool_space = 0
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  accept domains = lsearch;{folder}/domains
         control = dkim_disable_verify
  deny message = relay not permitted
begin routers
box:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = {folder}/maildir
  envelope_to_add
  return_path_add
begin retry
* * F,1h,1m
"""
