"""Puts certificates that an ACME server issues into the running web server, as renewing does."""

import importlib.util
import socket
import ssl
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from ronda.lab.addresses import twin
from ronda.lab.problems import LabError
from ronda.lab.real.nginx import Nginx
from ronda.lab.real.pebble import AcmeServer
from ronda.lab.real.programs import Server
from ronda.lab.world import World

if TYPE_CHECKING:
    # Its library belongs to the tests: an office that only runs Ronda has not got it.
    from ronda.lab.real.acme import AcmeClient

_TIMES = 5


class Certificates:
    """The certificates by ACME of a world that is being served."""

    def __init__(
        self, world: World, nginx: Nginx, web: Server, server: AcmeServer, folder: Path, https: int
    ) -> None:
        self._world, self._nginx, self._web = world, nginx, web
        self._folder, self._https, self._server = folder, https, server
        self._client: AcmeClient | None = None

    @property
    def root(self) -> Path:
        """The root that signs them."""
        return self._server.root

    def issue(self, *names: str) -> None:
        """Have each host's certificate issued, and shown from now on; raises :class:`LabError`."""
        hosts = {host.name: host for host in self._world.hosts}
        for name in names:
            host = hosts.get(name)
            if host is None or host.http is None or host.https is None:
                raise LabError(
                    f"no certificate for {name}: it must answer HTTP, for the challenge, and HTTPS"
                )
        client = self._account()
        paths = {}
        for name in names:
            paths[name] = self._folder / f"{name}.pem"
            paths[name].touch(mode=0o600)
            paths[name].write_bytes(client.issue(name))
        self._nginx.certificates.update(paths)
        self._nginx.write(self._world)
        self._web.reload()
        for name, path in paths.items():
            leaf = x509.load_pem_x509_certificate(path.read_bytes())
            wanted = leaf.public_bytes(serialization.Encoding.DER)
            self._web.wait(partial(self._shows, hosts[name].address, name, wanted))

    def _account(self) -> "AcmeClient":
        if self._client is None:
            if importlib.util.find_spec("acme") is None:
                raise LabError("the Python library acme is not installed: uv sync --group dev")
            from ronda.lab.real.acme import AcmeClient

            self._client = AcmeClient(self._server, self._folder / "challenges")
        return self._client

    def _shows(self, address: str, name: str, wanted: bytes) -> bool:
        """Whether the web server shows this certificate for a name by now, time after time.

        For a moment after a reload a worker with the old configuration may still take a connection.
        """
        return all(self._shows_once(address, name, wanted) for _ in range(_TIMES))

    def _shows_once(self, address: str, name: str, wanted: bytes) -> bool:
        time.sleep(0.05)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            with (
                socket.create_connection((twin(address), self._https), timeout=2) as plain,
                context.wrap_socket(plain, server_hostname=name) as secure,
            ):
                return secure.getpeercert(binary_form=True) == wanted
        except OSError:
            return False
