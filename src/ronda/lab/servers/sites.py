"""The web part of a World, ready to look up: hosts by address and name, answers by path and view."""

from collections.abc import Mapping
from datetime import datetime

import h11
import msgspec
from OpenSSL import SSL

from ronda.lab.addresses import twin
from ronda.lab.ca import Authority
from ronda.lab.problems import LabError
from ronda.lab.servers import behaviours
from ronda.lab.servers.contexts import context
from ronda.lab.servers.views import Visitor
from ronda.lab.world import CertPlan, Misbehave, Respond, Route, VirtualHost

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


class Host(msgspec.Struct, frozen=True):
    """A virtual host ready to serve."""

    name: str
    http: Answers | None
    https: Answers | None
    context: SSL.Context | None
    tls_behaviour: str
    tls_params: Mapping[str, str | int]


class Sites:
    """Every virtual host of a World, by loopback address and by name."""

    def __init__(self, hosts: tuple[VirtualHost, ...], authority: Authority, now: datetime) -> None:
        self.by_address: dict[str, dict[str, Host]] = {}
        self.names: set[str] = set()
        self._lab: dict[str, str] = {}
        for plan in hosts:
            _judge(plan)
            address = twin(plan.address)
            at = self.by_address.setdefault(address, {})
            name = plan.name.lower()
            if name in at:
                raise LabError(f"host {name} stands twice at {plan.address}; join its routes")
            at[name] = _ready(plan, authority, now)
            self.names.add(name)
            self._lab[address] = plan.address

    def open_for(self, scheme: str) -> tuple[set[str], set[str]]:
        """Return the addresses where at least one host speaks the scheme, and all the others."""
        speaks = {
            address
            for address, hosts in self.by_address.items()
            if any(self._speaks(host, scheme) for host in hosts.values())
        }
        return speaks, set(self.by_address) - speaks

    def find(self, address: str, name: str, scheme: str) -> Host | None:
        """Return the host for a name at an address when it speaks the scheme.

        Without a name, or with the address for one: the host named by the address, else the first.
        """
        hosts = self.by_address.get(address, {})
        name = name.lower().rstrip(".")
        if name in ("", self._lab.get(address), address):
            first = next((h for h in hosts.values() if self._speaks(h, scheme)), None)
            found = hosts.get(self._lab.get(address, "")) or first
        else:
            found = hosts.get(name) or hosts.get(f"*.{name.partition('.')[2]}")
        return found if found and self._speaks(found, scheme) else None

    @staticmethod
    def _speaks(host: Host, scheme: str) -> bool:
        if scheme == "https":
            return host.https is not None or bool(host.tls_behaviour)
        return host.http is not None


def _ready(plan: VirtualHost, authority: Authority, now: datetime) -> Host:
    made = None
    if plan.https is not None or plan.tls_behaviour:
        certificate = plan.certificate or CertPlan((plan.name,))
        made = context(authority.issue(certificate, now), plan.max_tls)
    return Host(
        name=plan.name.lower(),
        http=Answers(plan.http) if plan.http is not None else None,
        https=Answers(plan.https) if plan.https is not None else None,
        context=made,
        tls_behaviour=plan.tls_behaviour,
        tls_params=plan.tls_params,
    )


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
