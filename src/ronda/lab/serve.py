"""Serves a round on loopback in one process; moves on to another without losing its ports."""

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives import serialization

from ronda.lab import addresses
from ronda.lab.addresses import SERVICE, Ports, WebSockets
from ronda.lab.ca import Authority
from ronda.lab.problems import LabError
from ronda.lab.servers.counters import Counters
from ronda.lab.servers.ct import TILED, CtServer
from ronda.lab.servers.dns import DnsServer
from ronda.lab.servers.log import Log
from ronda.lab.servers.loglist import LOG_LIST, write_lists
from ronda.lab.servers.names import Names
from ronda.lab.servers.rdap import RdapServer
from ronda.lab.servers.sites import Sites
from ronda.lab.servers.web import Web
from ronda.lab.world import Served

BOOTSTRAP = "rdap-dns.json"
_WRITE_EVERY = 1.0
_PAUSE = 50.0
_START = 30.0


class LabServer:
    """A round being served: ``async with LabServer(world, var=folder) as lab: lab.env``.

    ``env`` holds the ordinary settings that lead Ronda here. Raises
    :class:`~ronda.lab.problems.LabError` for a world that cannot be served or a busy port.
    """

    def __init__(self, world: Served, *, var: Path, ports: Ports | None = None) -> None:
        self.world = world
        self.var, self._wanted = var, ports or Ports()
        var.mkdir(parents=True, exist_ok=True)
        self.authority = Authority(var / "ca")
        self.log = Log(var / "ct-log", self.authority)
        self.counters = Counters(var / "counters.json")
        self._web = Web(Sites(world, self.authority), self.counters)
        self._dns = DnsServer(names_of(world))
        self._ct = CtServer(self.log)
        self._rdap = RdapServer(lambda domain: self.world.registration(domain))
        self._sockets: dict[str, WebSockets] = {}
        self._writer: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ports = Ports()

    @property
    def env(self) -> dict[str, str]:
        """The settings, by name."""
        resolver, log = f"{SERVICE}:{self.ports.dns}", f"http://{SERVICE}:{self.ports.ct}"
        pairs = ((80, self.ports.http), (443, self.ports.https))
        registry = {"RONDA_RDAP_BOOTSTRAP": str((self.var / BOOTSTRAP).resolve())}
        logs = self.var / LOG_LIST
        return registry | settings(self.world, self.authority, resolver, log, pairs, logs)

    @property
    def summary(self) -> str:
        """How much is served, in words."""
        sites = self._web.sites
        hosts = sum(map(len, sites.by_address.values()))
        return (
            f"{hosts} hosts at {len(sites.by_address)} addresses, {len(self._dns.names)} zones, "
            f"{self.log.size} log entries"
        )

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._close()

    async def move(self, world: Served) -> None:
        """Serve another round instead, on the same ports; an impossible one changes nothing."""
        sites = await asyncio.to_thread(Sites, world, self.authority)
        names = await asyncio.to_thread(names_of, world)
        addresses.need_files(len(sites.by_address))
        await self._rebind(sites)
        self.world, self._web.sites, self._dns.names = world, sites, names
        await asyncio.to_thread(log_certificates, self.log, self.authority, world)
        self._publish()

    def move_from_thread(self, world: Served) -> None:
        """The same for callers outside the loop, with :func:`running_lab`; waits until it is so."""
        if self._loop is None:
            raise RuntimeError("the lab is not running")
        asyncio.run_coroutine_threadsafe(self.move(world), self._loop).result(_START)

    async def _open(self) -> None:
        self._loop = asyncio.get_running_loop()
        addresses.need_files(len(self._web.sites.by_address))
        await asyncio.to_thread(log_certificates, self.log, self.authority, self.world)
        dns, datagrams, streams = addresses.bind_dns(self._wanted.dns)
        await self._dns.open(datagrams, streams)
        for scheme, port in (("http", self._wanted.http), ("https", self._wanted.https)):
            sockets = addresses.bind_web(port, *self._web.sites.open_for(scheme))
            self._sockets[scheme] = sockets
            for address, sock in sockets.listening.items():
                await self._web.open(scheme, address, sock)
        ct = addresses.bind_web(self._wanted.ct, [SERVICE], [])
        await self._ct.open(ct.listening[SERVICE])
        rdap = addresses.bind_web(self._wanted.rdap, [SERVICE], [])
        await self._rdap.open(rdap.listening[SERVICE])
        http, https = self._sockets["http"].port, self._sockets["https"].port
        self.ports = Ports(dns, http, https, ct.port, rdap.port)
        self._publish()
        self._writer = asyncio.create_task(self._keep_counters())

    async def _rebind(self, sites: Sites) -> None:
        """Open what the new round needs first, so that a busy port changes nothing; then close."""
        fresh = {}
        try:
            for scheme, sockets in self._sockets.items():
                listening, _ = sites.open_for(scheme)
                missing = listening - set(sockets.listening)
                for address in missing & set(sockets.silent):
                    sockets.silent.pop(address).close()
                fresh[scheme] = addresses.bind_web(sockets.port, missing, [])
        except BaseException:
            for opened in fresh.values():
                opened.close()
            raise
        for scheme, sockets in self._sockets.items():
            listening, silent = sites.open_for(scheme)
            for address in set(sockets.listening) - listening:
                await self._web.listeners.close((scheme, address))
                del sockets.listening[address]
            for address, sock in fresh[scheme].listening.items():
                await self._web.open(scheme, address, sock)
                sockets.listening[address] = sock
            for address in set(sockets.silent) - silent:
                sockets.silent.pop(address).close()
            held = addresses.bind_web(sockets.port, [], silent - set(sockets.silent))
            sockets.silent.update(held.silent)

    def _publish(self) -> None:
        """Write the files that others read."""
        public = self.log.public_key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        (self.var / "ct-log.pub.pem").write_bytes(public)
        base = f"http://{SERVICE}:{self.ports.ct}"
        write_lists(self.var, self.log.spki, base, base + TILED)
        self.counters.write()
        (self.var / BOOTSTRAP).write_text(self._bootstrap(), encoding="utf-8")
        write_env(self.var / "lab.env", self.env)

    def _bootstrap(self) -> str:
        """IANA's file (RFC 9224) as it would be if all endings had one registry."""
        endings = sorted({place.name.rpartition(".")[2] for place in self.world.places()})
        services = [[endings, [f"http://{SERVICE}:{self.ports.rdap}/"]]]
        return json.dumps({"version": "1.0", "services": services})

    async def _keep_counters(self) -> None:
        took = 0.0
        while True:
            # Counts of many hosts take a while to write; serving comes first.
            await asyncio.sleep(max(_WRITE_EVERY, _PAUSE * took))
            begin = time.monotonic()
            self.counters.write()
            took = time.monotonic() - begin

    async def _close(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
        await self._web.listeners.close_all()
        await self._dns.close()
        await self._ct.close()
        await self._rdap.close()
        for sockets in self._sockets.values():
            sockets.close()
        self.counters.write()


def settings(
    world: Served,
    authority: Authority,
    resolver: str,
    log: str,
    ports: tuple[tuple[int, int], ...],
    log_list: Path,
) -> dict[str, str]:
    """Return the ordinary settings of Ronda for a served world.

    In the world's own settings, ``{dns}`` and ``{ct}`` stand for where those are served, and
    ``{file:NAME}`` for the path of one of the world's files, which is written beside the trust
    store.
    """
    rules = (f"{addresses.LAB}:{port}={addresses.LOOPBACK}:{to}" for port, to in ports)
    folder = authority.trust_store.resolve().parent
    places = {"{dns}": resolver, "{ct}": log}
    for name, content in world.files.items():
        (folder / name).write_text(content, encoding="utf-8")
        places[f"{{file:{name}}}"] = str(folder / name)
    own = dict(world.settings)
    for place, meant in places.items():
        own = {name: value.replace(place, meant) for name, value in own.items()}
    return {
        "RONDA_RESOLVER": resolver,
        "RONDA_CONNECT_MAP": ", ".join(rules),
        "RONDA_ALLOW_NETWORKS": str(addresses.LAB),
        "RONDA_TRUST_STORE": str(authority.trust_store.resolve()),
        "RONDA_CT_LOGS": log,
        "RONDA_CT_LOG_LIST": str(log_list.resolve()),
        **own,
    }


def log_certificates(log: Log, authority: Authority, served: Served) -> None:
    """Put every certificate that a log takes into the log, dated when it was issued."""
    log.open(served.scenario, served.round)
    taken = ((plan, when) for plan, when in served.logged() if plan.kind != "self_signed")
    log.add(authority.leaves(taken, served.now))
    log.sign(served.now)


def write_env(path: Path, env: Mapping[str, str]) -> None:
    """Write KEY=VALUE lines, values as they are, as a whole: a reader sees all or nothing."""
    for name, value in env.items():
        if "\n" in value or "\r" in value:
            raise LabError(f"setting {name} holds a line break; write it in one line")
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(f"{k}={v}\n" for k, v in env.items()), encoding="utf-8")
    os.replace(fresh, path)


def read_env(path: Path) -> dict[str, str]:
    """Read what :func:`write_env` wrote."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


@contextmanager
def running_lab(world: Served, var: Path, ports: Ports | None = None) -> Iterator[LabServer]:
    """Serve a world from a thread, for callers that are not asyncio; stops when left."""
    ready, stop = threading.Event(), threading.Event()
    state: dict[str, LabServer | BaseException] = {}

    async def serve() -> None:
        try:
            async with LabServer(world, var=var, ports=ports) as lab:
                state["lab"] = lab
                ready.set()
                await asyncio.to_thread(stop.wait)
        except BaseException as error:
            state["error"] = error
            ready.set()
            raise

    def run() -> None:
        try:
            asyncio.run(serve())
        except Exception as error:
            state["error"] = error

    thread = threading.Thread(target=run, name="lab", daemon=True)
    thread.start()
    try:
        if not ready.wait(_START):
            raise TimeoutError(f"the lab did not start within {_START:.0f} seconds")
        lab = state.get("lab")
        if not isinstance(lab, LabServer):
            raise state["error"]  # type: ignore[misc]
        yield lab
    finally:
        stop.set()
        thread.join(_START)


def names_of(served: Served) -> Names:
    """Return a round's zones ready to answer; the serial tells day and round."""
    serial = int(served.now.strftime("%Y%m%d")) * 100 + min(served.round, 99)
    return Names(
        served.zones, served.rebinding, serial, served.hostile_names, at_once=served.at_hand
    )
