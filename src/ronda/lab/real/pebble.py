"""Runs pebble, a real ACME server (RFC 8555), whose certificates the lab's web sites may show."""

import contextlib
import http.client
import json
import ssl
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from ronda.lab import addresses
from ronda.lab.addresses import SERVICE
from ronda.lab.ca import Authority
from ronda.lab.problems import LabError
from ronda.lab.real import programs
from ronda.lab.real.nginx import pem
from ronda.lab.world import CertPlan

# It answers at once, and never refuses a good nonce on purpose.
_QUICK = {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"}
_NAME = "localhost"


class AcmeServer(msgspec.Struct, frozen=True):
    """A running ACME server."""

    directory: str  # where a client begins
    trust: Path  # what its own HTTPS is signed by
    root: Path  # the root of the certificates that it issues; another with each start


@contextlib.contextmanager
def pebble(
    folder: Path, authority: Authority, now: datetime, dns: int, http: int, https: int
) -> Iterator[AcmeServer]:
    """Run an ACME server that asks the name server at port ``dns`` and visits port ``http``."""
    folder.mkdir(parents=True, exist_ok=True)
    ports = [addresses.bind_web(0, [SERVICE], []) for _ in range(2)]
    api, management = (found.port for found in ports)
    for found in ports:
        found.close()
    own = folder / "own.pem"
    own.touch(mode=0o600)
    own.write_bytes(pem(authority.issue(CertPlan((_NAME,), logged=False), now)))
    settings = {
        "listenAddress": f"{SERVICE}:{api}",
        "managementListenAddress": f"{SERVICE}:{management}",
        "certificate": str(own),
        "privateKey": str(own),
        "httpPort": http,
        "tlsPort": https,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": False,
    }
    config = folder / "pebble.json"
    config.write_text(json.dumps({"pebble": settings}, indent=1), encoding="utf-8")
    arguments: list[str | Path] = ["-config", config, "-dnsserver", f"{SERVICE}:{dns}"]
    with programs.running("pebble", arguments, folder, _QUICK) as server:
        server.wait(
            lambda: programs.answers(SERVICE, api) and programs.answers(SERVICE, management)
        )
        root = folder / "root.pem"
        root.write_bytes(_get(management, "/roots/0", authority.trust_store))
        yield AcmeServer(f"https://{_NAME}:{api}/dir", authority.trust_store, root)


def _get(port: int, path: str, trust: Path) -> bytes:
    context = ssl.create_default_context(cafile=str(trust))
    connection = http.client.HTTPSConnection(_NAME, port, timeout=10, context=context)
    try:
        connection.request("GET", path)
        with connection.getresponse() as answer:
            body = answer.read(1 << 20)
    except (OSError, http.client.HTTPException) as error:
        raise LabError(f"pebble does not give its root: {error}") from error
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise LabError(f"pebble does not give its root: it answered {answer.status} to {path}")
    return body
