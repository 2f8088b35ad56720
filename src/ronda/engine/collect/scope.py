"""Enforces the scope table and the address guard: nothing is connected to without a permit."""

import msgspec

from ronda.engine.artifacts import (
    DOCUMENT_PREFIX,
    ICON,
    ICON_PREFIX,
    INNER_PREFIX,
    PATH_MISSING,
    PATH_PREFIX,
    Failure,
    FailureKind,
    SiteFacts,
    View,
    inner_view,
)
from ronda.engine.collect.addresses import forbidden_reason
from ronda.engine.collect.broken import now
from ronda.engine.collect.contract import Control
from ronda.engine.collect.scope_table import LIGHT, ORDINARY_PATHS, RULES, Agent, Allowance
from ronda.engine.netconfig import NetConfig
from ronda.engine.urls import parse

WEB_PORTS = frozenset({80, 443})


class Permit(msgspec.Struct, frozen=True):
    """Leave to connect to a host, at the very addresses that were judged, and no others."""

    host: str
    port: int
    addresses: tuple[str, ...]


def allowance_of(site: SiteFacts) -> Allowance:
    """Return the table's line for a site. An unknown relation gets the least."""
    for rule in RULES:
        if (
            site.relation in rule.relations
            and rule.confirmed in (None, site.confirmed)
            and rule.in_official_zone in (None, site.in_official_zone)
        ):
            return rule.allowance
    return LIGHT


def same_site(host: str, other: str) -> bool:
    """Whether two hosts are one site for imitated views: equal, or equal but for "www."."""
    return host.removeprefix("www.") == other.removeprefix("www.")


class Scope:
    """What may be touched, for all visits of a process. Asked before every connection."""

    def __init__(self, net: NetConfig, control: Control) -> None:
        self._net = net
        self._control = control

    def judge(
        self, site: SiteFacts, host: str, port: int, addresses: tuple[str, ...]
    ) -> Permit | Failure:
        """Return a permit to connect to ``host`` on behalf of a visit to ``site``, or the refusal.

        ``addresses`` is the whole DNS answer. One forbidden address refuses the host: an answer
        that mixes public and inward addresses is a broken or a hostile one. Judged before
        ``net.mapped``, so that the mapping opens nothing.
        """
        where = f"{host}:{port}"
        if self._control.stopped():
            return Failure(FailureKind.STOPPED, "policy", "stopped by an officer", now(), where)
        reason = self._control.forbids(host, addresses)
        if reason is not None:
            return Failure(FailureKind.DO_NOT_VISIT, "policy", reason, now(), where)
        for address in addresses:
            why = forbidden_reason(address, self._net.allowed_networks)
            if why is not None:
                refusal = f"{host} resolves to {address}, which is forbidden: {why}"
                # The stage tells it from our own choice: no visitor gets there either.
                return Failure(FailureKind.BLOCKED_BY_POLICY, "dns", refusal, now(), where)
        closed = self._port_refusal(site, host, port)
        if closed is not None:
            return Failure(FailureKind.BLOCKED_BY_POLICY, "policy", closed, now(), where)
        return Permit(host, port, addresses)

    def judge_key(self, site: SiteFacts, key: str, pages_used: int) -> Failure | None:
        """Return the refusal to collect an artifact of a site, or None when it is permitted.

        ``pages_used`` is how many pages this visit has fetched before.
        """
        allowance = allowance_of(site)
        refusal: str | None = None
        if key.startswith(PATH_PREFIX):
            refusal = _path_refusal(allowance, key)
        elif key.startswith(INNER_PREFIX):
            if not allowance.inner_pages:
                refusal = "further pages of the site are not permitted here"
            elif inner_view(key)[0] not in allowance.views:
                refusal = "nobody is imitated here"
        elif key.startswith(DOCUMENT_PREFIX):
            if not allowance.linked_document:
                refusal = "no document of the site is read here"
        elif (ICON if key.startswith(ICON_PREFIX) else key) not in allowance.keys:
            refusal = f"{key} is not permitted here"
        fetched = key.startswith(("http:", ICON, PATH_PREFIX, INNER_PREFIX, DOCUMENT_PREFIX))
        if refusal is None and fetched and pages_used >= allowance.pages:
            refusal = f"no more than {allowance.pages} page(s) a visit are permitted here"
        if refusal is None:
            return None
        detail = f"{refusal}: {allowance.why} (scope class {allowance.name})"
        return Failure(FailureKind.BLOCKED_BY_POLICY, "policy", detail, now(), site.url)

    def identity(self, site: SiteFacts, view: View, host: str) -> tuple[View, Agent]:
        """Return as whom to ask ``host`` during a visit to ``site``.

        Behind a redirect to another host nobody is imitated: whose that host is, is not known.
        """
        if not same_site(host, site.host):
            return "visitor", "plain"
        allowance = allowance_of(site)
        return (view if view in allowance.views else "visitor"), allowance.agent

    def _port_refusal(self, site: SiteFacts, host: str, port: int) -> str | None:
        if port in WEB_PORTS:
            return None
        registered = parse(site.url)
        if host == registered.host and port == registered.port:
            return None
        return f"port {port} is neither 80, 443 nor the registered port of the site"


def _path_refusal(allowance: Allowance, key: str) -> str | None:
    path = key.removeprefix(PATH_PREFIX)
    if key != PATH_MISSING and path in ORDINARY_PATHS:
        return None if allowance.ordinary_paths else f"path {path} is not permitted here"
    if allowance.exposure_paths:
        return None
    return f"path {path} is not one that a site shows by itself, and not permitted here"
