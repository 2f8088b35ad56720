"""A raw client for the lab's servers, and a small world to serve."""

import socket
import ssl
from datetime import UTC, datetime

from ronda.lab.serve import LabServer
from ronda.lab.world import DnsZone, Record, Respond, VirtualHost, World

ZONE = "rembulanprov.go.id"
NOW = datetime.now(UTC).replace(microsecond=0)


def html(text: str, **more: bool) -> Respond:
    return Respond(200, (("Content-Type", "text/html; charset=utf-8"),), text.encode(), **more)


def world(*hosts: VirtualHost, number: int = 1, **more: object) -> World:
    """A world with one transferable zone that names every host."""
    records = tuple(Record(h.name, "A", h.address) for h in hosts if h.name.endswith(ZONE))
    zone = DnsZone(ZONE, records, "allowed")
    zones = (zone, *more.pop("zones", ()))  # type: ignore[misc]
    return World("small", number, NOW, zones, hosts, **more)  # type: ignore[arg-type]


def trusting(lab: LabServer) -> ssl.SSLContext:
    """A client that trusts the lab's root and nothing else."""
    return ssl.create_default_context(cafile=lab.env["RONDA_TRUST_STORE"])


def blind() -> ssl.SSLContext:
    """A client that takes any certificate and any version."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def connect(lab: LabServer, address: str, scheme: str = "http") -> socket.socket:
    """Connect to a lab address as Ronda's map leads there."""
    port = {"http": lab.ports.http, "https": lab.ports.https}[scheme]
    return socket.create_connection((address.replace("198.", "127.", 1), port), timeout=5)


def get(path: str, host: str, *more: str) -> bytes:
    """The bytes of a GET."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *more, "Connection: close", "", ""]
    return "\r\n".join(lines).encode()


def everything(sock: socket.socket, limit: int = 100_000_000) -> bytes:
    """Read until the server closes, or the limit; a reset raises."""
    found = []
    size = 0
    while size < limit and (data := sock.recv(65_536)):
        found.append(data)
        size += len(data)
    return b"".join(found)


def fetch(lab: LabServer, address: str, host: str, path: str = "/", *more: str) -> bytes:
    """GET over plain HTTP and return the whole answer."""
    with connect(lab, address) as sock:
        sock.sendall(get(path, host, *more))
        return everything(sock)


def fetch_tls(
    lab: LabServer, address: str, host: str, path: str = "/", context: ssl.SSLContext | None = None
) -> bytes:
    """GET over HTTPS, verified, and return the whole answer."""
    with (
        connect(lab, address, "https") as sock,
        (context or trusting(lab)).wrap_socket(sock, server_hostname=host) as tls,
    ):
        tls.sendall(get(path, host))
        return everything(tls)
