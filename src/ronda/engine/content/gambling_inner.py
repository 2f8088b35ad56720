"""Judges for injected gambling what a visit saw of a site's further pages and sitemaps."""

from collections.abc import Mapping
from urllib.parse import urljoin

import msgspec

from ronda.engine.artifacts import (
    INNER_PREFIX,
    Artifact,
    Failure,
    HttpArtifact,
    PageArtifact,
)
from ronda.engine.content.gambling import ENOUGH, Sides, Sign, signs, total
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.gambling_sitemap import DOORWAYS, promoting_addresses
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import belongs, host_of
from ronda.engine.content.inner import inner_pages


class Inner(msgspec.Struct, frozen=True):
    """A further page, by its artifact's key, and the signs that decide of it, weightiest first."""

    key: str
    signs: tuple[Sign, ...]

    @property
    def path(self) -> str:
        """The page's path below the site."""
        return self.key.removeprefix(INNER_PREFIX)


def gambling_inside(
    artifacts: Mapping[str, Artifact], host: str, listed: HostList = EMPTY
) -> list[Inner]:
    """Return the further pages and sitemaps whose signs are enough for a verdict."""
    found = []
    for key, answer, page in inner_pages(artifacts):
        if isinstance(answer, Failure):
            continue
        told = _of(answer, page, host, listed)
        if total(told) >= ENOUGH:
            found.append(Inner(key, told))
    return found


def _of(
    answer: HttpArtifact, page: PageArtifact | None, host: str, listed: HostList
) -> tuple[Sign, ...]:
    if 300 <= answer.status < 400:
        target = urljoin(answer.final_url, (answer.header("location") or "")[:2_000])
        there = host_of(target)
        form = gambling_form(there) if there and not belongs(there, host) else None
        if form and form.strength == "strong":
            return (Sign("redirect", "visitor", 1.0, f"{answer.final_url} -> {target}"),)
        return ()
    if answer.status != 200:
        return ()
    if page is not None:
        return signs(Sides(host, {"visitor": answer}, {"visitor": page}, listed=listed))
    found = promoting_addresses(answer.body, host)
    if len(found) >= DOORWAYS:
        return (Sign("sitemap", "robot", 1.0, " ".join(found[:3])),)
    return ()
