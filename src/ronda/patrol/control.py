"""The stop switch and the do-not-visit list, watched by a thread and asked by every visit."""

import threading
import time
from collections.abc import Callable
from ipaddress import ip_address, ip_network

import structlog
from django.db import DatabaseError, InterfaceError, connections

from ronda.engine.netconfig import Network
from ronda.patrol.models import DoNotVisit, StopSwitch

log = structlog.get_logger(__name__)

# Seconds between two looks at the switch; with the collectors' own, well below a second in all.
POLL = 0.3
# Seconds without knowing how the switch stands after which it counts as engaged.
BLIND = 10.0


class Forbidden:
    """The do-not-visit list in a form that is quick to ask."""

    def __init__(self, rows: tuple[tuple[str, str], ...]) -> None:
        self._hosts: dict[str, str] = {}
        self._networks: list[tuple[Network, str]] = []
        for pattern, reason in rows:
            try:
                self._networks.append((ip_network(pattern.strip(), strict=False), reason))
            except ValueError:
                host = pattern.strip().lower().removeprefix("*.").strip(".")
                self._hosts[host] = reason

    def reason(self, host: str, addresses: tuple[str, ...]) -> str | None:
        """Return why a host (or one above it) or one of the addresses is not visited, or None."""
        labels = host.lower().rstrip(".").split(".")
        for start in range(len(labels)):
            name = ".".join(labels[start:])
            if name in self._hosts:
                return f"{name}: {self._hosts[name]}"
        for text in (host, *addresses):
            try:
                address = ip_address(text.strip("[]"))
            except ValueError:
                continue
            for network, reason in self._networks:
                if address.version == network.version and address in network:
                    return f"{network}: {reason}"
        return None


class Watch:
    """Knows how the switch and the list stand, at most half a second old."""

    def __init__(self) -> None:
        self._engaged = True  # until it has been read
        self._forbidden = Forbidden(())
        self._rows: tuple[tuple[str, str], ...] | None = None
        self._read_at = 0.0
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Read once in this thread, then keep reading in one of its own."""
        self.read()
        self._thread = threading.Thread(target=self._run, name="stop-switch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop reading."""
        self._end.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def stopped(self) -> bool:
        """The switch is engaged, or how it stands is not known."""
        return self._engaged or time.monotonic() - self._read_at > BLIND

    def forbids(self, host: str, addresses: tuple[str, ...]) -> str | None:
        """Return the reason of the do-not-visit list, or None."""
        return self._forbidden.reason(host, addresses)

    def read(self) -> None:
        """Read switch and list now."""
        self._engaged = StopSwitch.objects.filter(engaged=True).exists()
        rows = tuple(DoNotVisit.objects.order_by("pk").values_list("pattern", "reason"))
        if rows != self._rows:
            self._rows, self._forbidden = rows, Forbidden(rows)
        self._read_at = time.monotonic()

    def _run(self) -> None:
        try:
            while not self._end.wait(POLL):
                try:
                    self.read()
                except (DatabaseError, InterfaceError) as error:
                    log.warning("stop_switch_not_read", error=str(error))
                    connections.close_all()
        finally:
            connections.close_all()


class VisitControl:
    """What one visit asks: the watch, and whether its own work is over."""

    def __init__(self, watch: Watch, over: Callable[[], bool]) -> None:
        self._watch = watch
        self._over = over

    def stopped(self) -> bool:
        """Nothing more may be asked of any site."""
        return self._over() or self._watch.stopped()

    def forbids(self, host: str, addresses: tuple[str, ...]) -> str | None:
        """Return the reason when a host or address is not to be visited."""
        return self._watch.forbids(host, addresses)
