"""Fetches a page in one of three views, following redirects by hand: each hop is judged anew."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

from ronda.engine.artifacts import FailureKind, Hop, HttpArtifact, View
from ronda.engine.collect.body import OFFERED
from ronda.engine.collect.broken import Broken, now
from ronda.engine.collect.cookies import Cookies
from ronda.engine.collect.exchange import Exchange
from ronda.engine.collect.lines import Line
from ronda.engine.collect.scope import Permit, same_site
from ronda.engine.collect.scope_table import Agent
from ronda.engine.collect.target import Target, redirected, target_of
from ronda.engine.collect.visit import Visit
from ronda.engine.urls import MAX_URL

_SKIP_BYTES, _SKIP_TIME = 16_384, 1.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
_PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
_ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def user_agent(own: str, view: View, agent: Agent) -> str:
    """Return the user agent of a view; each names Ronda and where to read of it."""
    if view == "visitor" and agent == "plain":
        return own
    named = own.removeprefix("Mozilla/5.0 ")
    return f"{ {'visitor': _BROWSER, 'robot': _ROBOT, 'phone': _PHONE}[view] } {named}"


async def fetch(
    visit: Visit,
    url: str,
    view: View,
    *,
    body_limit: int | None = None,
    leave_site: bool = True,
    keep: bool = False,
) -> HttpArtifact:
    """GET a URL; raises :class:`Broken`.

    ``leave_site`` false: a redirect to another host is the answer and is not followed. ``keep``: more
    requests to this server are to follow on the same connection.
    """
    hops: list[Hop] = []
    try:
        return await _follow(visit, url, view, body_limit, leave_site, keep, hops)
    except Broken as broken:
        if hops:
            broken.towards = _led_to(hops[-1])
            broken.detail = f"behind a redirect of {hops[-1].url[:300]}: {broken.detail}"
        raise


async def _follow(
    visit: Visit,
    url: str,
    view: View,
    body_limit: int | None,
    leave_site: bool,
    keep: bool,
    hops: list[Hop],
) -> HttpArtifact:
    """Go from redirect to redirect, adding each answered one to ``hops``."""
    limits = visit.net.limits
    target = target_of(url)
    cookies = Cookies()
    while True:
        permit = await visit.permit(target.host, target.port)
        await visit.turn(target.host)
        async with _answer(visit, permit, target, view, cookies, keep) as (exchange, line):
            hop = _hop(target, exchange, line)
            following = None
            if exchange.status in _REDIRECTS and hop.location:
                hops.append(hop)
                # The whole of it: what was cut to be shown leads somewhere else.
                following = redirected(target, _location(exchange))
                if not leave_site and not same_site(following.host, target.host):
                    following = None
                    hops.pop()
            fresh = cookies.take(target.host, exchange.headers)
            if following is None:
                body = await exchange.body(body_limit or limits.body_bytes)
                elapsed_ms = int((time.monotonic() - line.started) * 1000)
                return HttpArtifact(
                    at=now(),
                    view=view,
                    url=url,
                    final_url=target.url,
                    address=line.tcp.address,
                    status=exchange.status,
                    headers=exchange.headers,
                    hops=tuple(hops),
                    body=body,
                    body_sha256=sha256(body).hexdigest(),
                    truncated=exchange.truncated,
                    elapsed_ms=elapsed_ms,
                    http_version=exchange.http_version,
                    framing_problem=exchange.framing_problem,
                )
            if keep and (following.scheme, following.authority) == (
                target.scheme,
                target.authority,
            ):
                await _skip(exchange)
        _guard_loop(following, hops, fresh, limits.redirects)
        target = following


async def _skip(exchange: Exchange) -> None:
    """Read a redirect's small body away, so that its connection can serve the next request."""
    with contextlib.suppress(Broken, TimeoutError):
        async with asyncio.timeout(_SKIP_TIME):
            await exchange.skip(_SKIP_BYTES)


@asynccontextmanager
async def _answer(
    visit: Visit, permit: Permit, target: Target, view: View, cookies: Cookies, keep: bool
) -> AsyncIterator[tuple[Exchange, Line]]:
    """Connect or use the kept connection, ask, and give the answer's head, all under the request's timeout."""
    limits, lines = visit.net.limits, visit.lines
    worn_out = False
    while True:
        line = await lines.line(permit, target, view, fresh=worn_out)
        exchange: Exchange | None = None
        whole = False
        try:
            async with asyncio.timeout(limits.request_timeout):
                if target.scheme == "https" and not line.used_before:
                    await line.shake_hands(target.host, limits.certificate_bytes)
                exchange = Exchange(line.wire, limits)
                headers = _headers(visit, target, view, cookies)
                await exchange.ask(target, headers, last=not (keep and lines.may_keep(line)))
                yield exchange, line
                whole = True
                return
        except TimeoutError as error:
            stage = exchange.stage if exchange else "tls"
            detail = f"the answer took more than {limits.request_timeout:g} s"
            raise Broken(FailureKind.TIMEOUT, stage, detail, target.url) from error
        except Broken as broken:
            if not worn_out and lines.worn_out(line, exchange, broken):
                worn_out = True
                visit.budget.request()
                continue
            broken.where = broken.where or target.url
            raise
        finally:
            await lines.done(line, exchange if whole else None)


def _headers(visit: Visit, target: Target, view: View, cookies: Cookies) -> list[tuple[str, str]]:
    view, agent = visit.scope.identity(visit.site, view, target.host)
    headers = [
        ("User-Agent", user_agent(visit.net.user_agent, view, agent)),
        ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"),
        ("Accept-Language", "id,en;q=0.5"),
        ("Accept-Encoding", OFFERED),
    ]
    if view == "phone":
        headers.append(("Referer", "https://www.google.com/"))
    sent = cookies.header(target.host)
    if sent:
        headers.append(("Cookie", sent))
    return headers


def _hop(target: Target, exchange: Exchange, line: Line) -> Hop:
    return Hop(target.url, line.tcp.address, exchange.status, _location(exchange)[:MAX_URL])


def _led_to(hop: Hop) -> str:
    """The address to which a redirect leads, also one for which no request can be made."""
    try:
        return redirected(target_of(hop.url), hop.location).url
    except Broken:
        return hop.location


def _location(exchange: Exchange) -> str:
    return next((v for k, v in exchange.headers if k == "location"), "")


def _guard_loop(following: Target, hops: list[Hop], fresh_cookies: bool, most: int) -> None:
    """Raise on too many redirects, and at once on a loop that no new cookie can end."""
    seen = {hop.url for hop in hops}
    if following.url in seen and not fresh_cookies:
        detail = f"redirect loop: {following.url[:300]} was already asked"
    elif len(hops) > most:
        detail = f"more than {most} redirects; the last leads to {following.url[:300]}"
    else:
        return
    raise Broken(FailureKind.TOO_MANY_REDIRECTS, "http", detail, following.url[:300])
