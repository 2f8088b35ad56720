"""Visits one site: collects what the enabled checks want, and says in types what it could not see."""

import asyncio
import secrets
from hashlib import sha256

import msgspec

from ronda.engine.artifacts import (
    DNS,
    DOCUMENT_PREFIX,
    HTTP_PHONE,
    HTTP_PLAIN,
    HTTP_ROBOT,
    HTTP_VISITOR,
    ICON,
    ICON_PREFIX,
    INNER,
    INNER_PAGE_PREFIX,
    INNER_PREFIX,
    PAGE_PHONE,
    PAGE_ROBOT,
    PAGE_VISITOR,
    PATH_MISSING,
    PATH_PREFIX,
    TLS,
    Artifact,
    DnsArtifact,
    Failure,
    FailureKind,
    HttpArtifact,
    IconArtifact,
    LetterArtifact,
    Observation,
    PageArtifact,
    SiteFacts,
    TlsArtifact,
    View,
    inner_view,
)
from ronda.engine.collect.broken import Broken, now
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Control, Progress
from ronda.engine.collect.dns import collect_dns
from ronda.engine.collect.http import fetch
from ronda.engine.collect.icon import ICON_BYTES, icon_address, icon_of, inline_icon
from ronda.engine.collect.inner import MAX_REQUESTS, further_pages, further_sitemaps, further_views
from ronda.engine.collect.letter import read_letter
from ronda.engine.collect.letter_child import MAX_BYTES
from ronda.engine.collect.page import parse_page
from ronda.engine.collect.scope import Scope, same_site
from ronda.engine.collect.tls import ALPN, describe
from ronda.engine.collect.visit import Visit
from ronda.engine.collect.watch import watched
from ronda.engine.content.secrets import masked
from ronda.engine.netconfig import NetConfig
from ronda.engine.urls import BadUrl, Origin, parse

PATH_BODY_BYTES = 65_536
INNER_BODY_BYTES = 400_000

_PAGE_OF: dict[str, str] = {
    PAGE_VISITOR: HTTP_VISITOR,
    PAGE_ROBOT: HTTP_ROBOT,
    PAGE_PHONE: HTTP_PHONE,
}
_VIEW_OF: dict[str, View] = {HTTP_VISITOR: "visitor", HTTP_ROBOT: "robot", HTTP_PHONE: "phone"}
# In this order: what later steps rest on comes first.
_ORDER = (
    DNS,
    TLS,
    HTTP_VISITOR,
    PAGE_VISITOR,
    HTTP_ROBOT,
    PAGE_ROBOT,
    HTTP_PHONE,
    PAGE_PHONE,
    HTTP_PLAIN,
    ICON,
)
_SILENCES = 2  # time-outs in a row after which a made-up path is asked for
# Failures of the front page after which asking the same server for more is futile.
_FUTILE_STAGES = ("policy", "dns", "connect", "tls")


async def observe(
    site: SiteFacts,
    wants: frozenset[str],
    *,
    net: NetConfig,
    control: Control,
    politeness: Politeness,
    progress: Progress | None = None,
) -> Observation:
    """Visit a site once and return everything in ``wants``, as an artifact or a typed failure.

    Never raises but for cancellation: an error of Ronda's own is a failure of kind BUG. The front
    page's answer that a wanted page rests on is collected and returned too. For the wish ``INNER``
    stand the pages that were chosen, none if the site has none.
    """
    started = now()
    visit = Visit(site, net, Scope(net, control), politeness)
    artifacts: dict[str, Artifact]
    try:
        origin = parse(site.url)
    except BadUrl as error:
        bug = Failure(FailureKind.BUG, "policy", f"bad address: {error}", started, site.url[:300])
        artifacts = dict.fromkeys(in_order(wants), bug)
    else:
        async with visit:
            artifacts = await _Collector(visit, origin, control, progress).collect(wants)
    return Observation(
        site=site,
        started_at=started,
        finished_at=now(),
        artifacts=artifacts,
        requests=visit.budget.requests,
        bytes_received=visit.budget.bytes_received,
    )


def in_order(wants: frozenset[str]) -> list[str]:
    """Return the keys to collect, with what they rest on, in the order of collecting."""
    wants = wants | {PAGE_VISITOR} if ICON in wants else wants
    keys = wants | {_PAGE_OF[key] for key in wants if key in _PAGE_OF}
    # What a robot gets of a further page says little without what visitors get of it.
    keys |= {f"{INNER_PREFIX}{inner_view(key)[1]}" for key in keys if key.startswith(INNER_PREFIX)}
    known = [key for key in _ORDER if key in keys]
    return known + sorted(keys - set(known))


class _Collector:
    """Goes through the keys of one visit."""

    def __init__(
        self, visit: Visit, origin: Origin, control: Control, progress: Progress | None
    ) -> None:
        self._visit = visit
        self._origin = origin
        self._control = control
        self._progress = progress
        self._found: dict[str, Artifact] = {}
        self._pages = 0
        self._silences = 0  # requests in a row that ended at a time limit
        # Keys that failed behind a redirect: the site itself did answer.
        self._elsewhere: set[str] = set()

    async def collect(self, wants: frozenset[str]) -> dict[str, Artifact]:
        left = in_order(wants - {INNER})
        while left:
            await self._take(left.pop(0))
            if self._silences >= _SILENCES and PATH_MISSING in left:
                # Does it still answer for anything? What a firewall is silent about, it does not.
                left.remove(PATH_MISSING)
                left.insert(0, PATH_MISSING)
        if INNER in wants:
            await self._inner()
        return self._found

    async def _take(self, key: str) -> None:
        if self._progress is not None:
            self._progress(key)
        got = self._found[key] = await self._one(key)
        if isinstance(got, HttpArtifact):
            self._silences = 0
        elif isinstance(got, Failure) and got.kind is FailureKind.TIMEOUT:
            self._silences += 1
        if key.startswith(INNER_PREFIX) and isinstance(got, HttpArtifact) and got.status == 200:
            page = f"{INNER_PAGE_PREFIX}{key.removeprefix(INNER_PREFIX).lstrip('/')}"
            parsed = parse_page(got, self._visit.net.limits)
            if isinstance(parsed, PageArtifact):
                self._found[page] = parsed  # a sitemap is none

    async def _inner(self) -> None:
        """Look at some further pages, chosen by what has been seen so far."""
        refusal = self._visit.scope.judge_key(self._visit.site, INNER, self._pages)
        if refusal is not None:
            self._found[INNER] = refusal
            return
        salt = now().isoformat()
        inner = [key for key in self._found if key.startswith(INNER_PREFIX)]
        known = sum(inner_view(key)[0] == "visitor" for key in inner)
        sitemaps = further_sitemaps(self._found, self._origin, salt)
        for key in sitemaps:
            await self._take(key)
        room = MAX_REQUESTS - known - len(sitemaps)
        for key in further_pages(self._found, self._origin, salt, room):
            await self._take(key)
        for key in further_views(self._found, self._origin, salt):
            await self._take(key)

    async def _one(self, key: str) -> Artifact:
        """Collect one key; everything that goes wrong becomes a failure here."""
        one_of = (PATH_PREFIX, INNER_PREFIX, ICON_PREFIX, DOCUMENT_PREFIX)
        if key not in _ORDER and not key.startswith(one_of):
            detail = f"no collector knows the key {key!r}"
            return Failure(FailureKind.NOT_ATTEMPTED, "policy", detail, now(), self._origin.url)
        refusal = self._visit.scope.judge_key(self._visit.site, key, self._pages)
        refusal = refusal or self._earlier_failure(key)
        if refusal is not None:
            return refusal
        try:
            return await watched(self._control, self._in_time(key))
        except Broken as broken:
            if broken.towards:
                self._elsewhere.add(key)
            return broken.failure()
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"[:500]
            return Failure(FailureKind.BUG, "policy", f"{key}: {detail}", now(), self._origin.url)

    async def _in_time(self, key: str) -> Artifact:
        """Run a step within what is left of the visit's time."""
        try:
            async with asyncio.timeout(self._visit.budget.remaining()):
                return await self._step(key)
        except TimeoutError as error:
            raise self._visit.budget.used_up(self._origin.url) from error

    async def _step(self, key: str) -> Artifact:
        if key == DNS:
            return await self._dns()
        if key == TLS:
            return await self._tls()
        if key in _PAGE_OF:
            return self._page(key)
        if key == ICON or key.startswith(ICON_PREFIX):
            return await self._icon(key.removeprefix(ICON).removeprefix(":"))
        self._pages += 1
        if key in _VIEW_OF:
            return await fetch(self._visit, self._origin.url, _VIEW_OF[key])
        if key == HTTP_PLAIN:
            return await fetch(self._visit, self._plain_url(), "visitor")
        url = self._path_url(key)
        if key.startswith(DOCUMENT_PREFIX):
            return await self._letter(url)
        limit = INNER_BODY_BYTES if key.startswith(INNER_PREFIX) else PATH_BODY_BYTES
        view = inner_view(key)[0] if key.startswith(INNER_PREFIX) else "visitor"
        found = await fetch(self._visit, url, view, body_limit=limit, leave_site=False, keep=True)
        # Secrets end here: nothing behind the collector ever holds, stores or prints them.
        body = masked(found.body)
        return msgspec.structs.replace(found, body=body, body_sha256=sha256(body).hexdigest())

    async def _letter(self, url: str) -> LetterArtifact:
        """Read how a document begins; the document itself ends here."""
        found = await fetch(
            self._visit, url, "visitor", body_limit=MAX_BYTES, leave_site=False, keep=True
        )
        if found.status != 200:
            raise Broken(FailureKind.NOT_ATTEMPTED, "parse", f"answered {found.status}", url)
        lines, no_text = await read_letter(found.body)
        return LetterArtifact(found.at, found.final_url, lines, no_text)

    async def _dns(self) -> DnsArtifact:
        permit = self._visit.scope.judge(self._visit.site, self._origin.host, 443, ())
        if isinstance(permit, Failure):
            raise Broken.of(permit)
        found = await collect_dns(self._visit.resolver, self._origin.host)
        if found.addresses:
            self._visit.pin(self._origin.host, found.addresses)
        return found

    async def _tls(self) -> TlsArtifact:
        limits = self._visit.net.limits
        host = self._origin.host
        permit = await self._visit.permit(host, self._tls_port())
        async with self._visit.tcp(permit) as tcp:
            wire = self._visit.tls(tcp, host, ALPN)
            try:
                async with asyncio.timeout(limits.request_timeout):
                    await wire.handshake()
            except TimeoutError as error:
                detail = f"no handshake within {limits.request_timeout:g} s"
                raise Broken(FailureKind.TIMEOUT, "tls", detail, tcp.where) from error
            return describe(wire, host, self._visit.net.trust_store, limits)

    def _page(self, key: str) -> Artifact:
        seen = self._found[_PAGE_OF[key]]
        if not isinstance(seen, HttpArtifact):
            detail = f"there is no answer to read: {_PAGE_OF[key]} failed"
            raise Broken(FailureKind.NOT_ATTEMPTED, "parse", detail, self._origin.url)
        return parse_page(seen, self._visit.net.limits)

    async def _icon(self, url: str) -> IconArtifact:
        """Ask for the icon at an address; without one, for that of the front page.

        One that the page brings along costs no request.
        """
        url = url or self._named_icon()
        brought = inline_icon(url, self._origin.url)
        if brought is not None:
            return brought
        if not url or not same_site(parse(url).host, self._origin.host):
            detail = "there is no page of the site whose icon could be asked for"
            raise Broken(FailureKind.NOT_ATTEMPTED, "parse", detail, self._origin.url)
        self._pages += 1
        return icon_of(
            await fetch(
                self._visit,
                url,
                "visitor",
                body_limit=ICON_BYTES,
                leave_site=False,
                keep=True,
            )
        )

    def _named_icon(self) -> str:
        """Where the front page's icon is, or "" where no page of the site was shown."""
        answer, page = self._found[HTTP_VISITOR], self._found[PAGE_VISITOR]
        shown = isinstance(answer, HttpArtifact) and answer.status == 200
        if not shown or not isinstance(page, PageArtifact):
            return ""
        return icon_address(page, self._origin.host)

    def _earlier_failure(self, key: str) -> Failure | None:
        """Return why a step need not be tried any more after what came before, or None."""
        if key == HTTP_VISITOR and self._origin.scheme == "https":
            # The page rests on the very connection that timed out a moment ago.
            tls = self._found.get(TLS)
            if isinstance(tls, Failure) and tls.kind is FailureKind.TIMEOUT:
                return tls
        later = (PATH_PREFIX, INNER_PREFIX, DOCUMENT_PREFIX)
        if key not in (HTTP_ROBOT, HTTP_PHONE) and not key.startswith(later):
            return None
        any_path = self._found.get(PATH_MISSING)
        silent = isinstance(any_path, Failure) and any_path.kind is FailureKind.TIMEOUT
        if silent and key.startswith(later) and self._silences > _SILENCES:
            detail = f"the site did not answer {self._silences} requests in a row"
            return Failure(FailureKind.NOT_ATTEMPTED, "http", detail, now(), self._origin.url)
        front = self._found.get(HTTP_VISITOR)
        if not isinstance(front, Failure) or HTTP_VISITOR in self._elsewhere:
            return None
        if front.kind in (FailureKind.STOPPED, FailureKind.BUDGET):
            return None  # these say themselves again
        if front.stage not in _FUTILE_STAGES and front.kind is not FailureKind.TIMEOUT:
            return None
        detail = f"the front page failed before: {front.kind}: {front.detail}"
        return Failure(FailureKind.NOT_ATTEMPTED, front.stage, detail, now(), self._origin.url)

    def _tls_port(self) -> int:
        return self._origin.port if self._origin.scheme == "https" else 443

    def _plain_url(self) -> str:
        """The unencrypted address; a registered http site keeps its own port."""
        host = f"[{self._origin.host}]" if ":" in self._origin.host else self._origin.host
        port = self._origin.port if self._origin.scheme == "http" else 80
        return f"http://{host}/" if port == 80 else f"http://{host}:{port}/"

    def _path_url(self, key: str) -> str:
        base = self._origin.url.rstrip("/")
        if key == PATH_MISSING:
            return f"{base}/ronda-{secrets.token_hex(8)}"
        if key.startswith(INNER_PREFIX):
            path = inner_view(key)[1]
        else:
            path = key.removeprefix(PATH_PREFIX).removeprefix(DOCUMENT_PREFIX)
        return base + "/" + path.lstrip("/")
