"""The web part of a round, ready to look up: hosts by address and name, answers by path and view."""

from collections.abc import Mapping

import h11
import msgspec
from OpenSSL import SSL

from ronda.lab.addresses import twin
from ronda.lab.ca import Authority
from ronda.lab.problems import LabError
from ronda.lab.recent import Recent
from ronda.lab.servers import behaviours
from ronda.lab.servers.contexts import context
from ronda.lab.servers.views import Visitor
from ronda.lab.world import CertPlan, Misbehave, Place, Respond, Route, Served, VirtualHost

MAX_KEPT = 512
"""Hosts whose answers and TLS contexts are kept ready, some 100 KB each."""
_FRAMING = {"content-length", "transfer-encoding"}


class Answers:
    """A host's routes on one scheme."""

    def __init__(self, routes: tuple[Route, ...]) -> None:
        self._routes: dict[str, list[Route]] = {}
        for route in routes:
            self._routes.setdefault(route.view, []).append(route)

    def find(self, target: str, view: Visitor) -> Respond | Misbehave | None:
        """Return the first match among the view's own routes, then among those for everybody.

        A route is matched with the path, or with path and query when it has a query itself.
        """
        path = target.partition("?")[0] or "/"
        for kind in (view, "any"):
            for route in self._routes.get(kind, ()):
                asked = target if "?" in route.path else path
                if route.path.endswith("*"):
                    if asked.startswith(route.path[:-1]):
                        return route.answer
                elif asked == route.path:
                    return route.answer
        return None


class _Ready(msgspec.Struct, frozen=True):
    host: VirtualHost
    http: Answers | None
    https: Answers | None


class Sites:
    """Every virtual host of a round, by loopback address and by name.

    Hosts, answers and TLS contexts are made when somebody asks, and the last ones kept. A world
    that is made already is judged as a whole at once; of another, each host when it is made.
    Both raise :class:`LabError`.
    """

    def __init__(self, served: Served, authority: Authority) -> None:
        self.by_address: dict[str, dict[str, Place]] = {}
        self.names: set[str] = set()
        self._served, self._authority = served, authority
        self._lab: dict[str, str] = {}
        self._kept: Recent[int, _Ready] = Recent(MAX_KEPT)
        self._contexts: Recent[int, SSL.Context] = Recent(MAX_KEPT)
        for place in served.places():
            address = twin(place.address)
            at = self.by_address.setdefault(address, {})
            name = place.name.lower()
            if name in at:
                raise LabError(f"host {name} stands twice at {place.address}; join its routes")
            at[name] = place
            self.names.add(name)
            self._lab[address] = place.address
            if served.at_hand:
                _judge(served.host(place.number, "/"))

    def open_for(self, scheme: str) -> tuple[set[str], set[str]]:
        """Return the addresses where at least one host speaks the scheme, and all the others."""
        speaks = {
            address
            for address, places in self.by_address.items()
            if any(_speaks(place, scheme) for place in places.values())
        }
        return speaks, set(self.by_address) - speaks

    def find(self, address: str, name: str, scheme: str) -> Place | None:
        """Return the host for a name at an address when it speaks the scheme.

        Without a name, or with the address for one: the host named by the address, else the first.
        """
        places = self.by_address.get(address, {})
        name = name.lower().rstrip(".")
        if name in ("", self._lab.get(address), address):
            first = next((p for p in places.values() if _speaks(p, scheme)), None)
            found = places.get(self._lab.get(address, "")) or first
        else:
            found = places.get(name) or places.get(f"*.{name.partition('.')[2]}")
        return found if found and _speaks(found, scheme) else None

    def answers(self, place: Place, scheme: str, path: str) -> Answers | None:
        """Return what a host answers to a path; None when it does not speak the scheme."""
        ready = self._ready(place, path)
        return ready.https if scheme == "https" else ready.http

    def tls_behaviour(self, place: Place) -> tuple[str, Mapping[str, str | int]]:
        """Return what a host does in place of a handshake ("" for an ordinary one), and how."""
        host = self._ready(place, "/").host
        return host.tls_behaviour, host.tls_params

    def context(self, place: Place) -> SSL.Context:
        """Return what a host shakes hands with."""

        def make() -> SSL.Context:
            host = self._ready(place, "/").host
            plan = host.certificate or CertPlan((host.name,))
            return context(self._authority.issue(plan, self._served.now), host.max_tls)

        return self._contexts.get(place.number, make)

    def _ready(self, place: Place, path: str) -> _Ready:
        host = self._served.host(place.number, path)

        def make() -> _Ready:
            if not self._served.at_hand:
                _judge(host)
            return _Ready(host, _answers(host.http), _answers(host.https))

        ready = self._kept.get(place.number, make)
        if ready.host is not host:  # other paths of it, made for another question
            self._kept.drop(place.number)
            ready = self._kept.get(place.number, make)
        return ready


def _answers(routes: tuple[Route, ...] | None) -> Answers | None:
    return None if routes is None else Answers(routes)


def _speaks(place: Place, scheme: str) -> bool:
    return place.https if scheme == "https" else place.http


def _judge(plan: VirtualHost) -> None:
    """Refuse now what could not be served later; raises :class:`LabError`."""
    if plan.tls_behaviour and plan.tls_behaviour not in behaviours.handshakes():
        known = ", ".join(sorted(behaviours.handshakes()))
        raise LabError(f"{plan.name}: tls_behaviour {plan.tls_behaviour!r} is not one of {known}")
    for route in (*(plan.http or ()), *(plan.https or ())):
        where = f"{plan.name} route {route.path}"
        if isinstance(route.answer, Misbehave):
            if route.answer.behaviour not in behaviours.all_behaviours():
                known = ", ".join(sorted(behaviours.all_behaviours()))
                raise LabError(
                    f"{where}: behaviour {route.answer.behaviour!r} is not one of {known}"
                )
            continue
        if not 200 <= route.answer.status <= 599:
            raise LabError(f"{where}: status {route.answer.status} is not from 200 to 599")
        for name, _ in route.answer.headers:
            if name.lower() in _FRAMING:
                raise LabError(f"{where}: {name} is set by the server; plant a behaviour instead")
        try:
            h11.Response(status_code=route.answer.status, headers=list(route.answer.headers))
        except h11.LocalProtocolError as error:
            raise LabError(f"{where}: a header cannot be sent ({error})") from error
