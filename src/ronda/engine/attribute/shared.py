"""Where one owner's site begins: at a host, a label of a shared host, or a path of one."""

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
import tldextract

from ronda.engine.urls import Origin, parse

# The public suffix list as bundled; never fetched.
_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


class SharedHosts(msgspec.Struct, frozen=True):
    """Hosts whose labels or paths belong to different owners."""

    labels: frozenset[str]
    paths: dict[str, int]

    def host_of(self, host: str) -> str | None:
        """Return the shared host that a host is or stands below, or None."""
        if host in self.paths:
            return host
        rest = host
        while "." in rest:
            if rest in self.labels:
                return rest
            rest = rest.partition(".")[2]
        return None

    def site_of(self, url: str) -> str:
        """Return the address of the site that a URL stands in; raises ``BadUrl``.

        On an ordinary host that is the origin. On a shared host it is the label below it, or as
        many path segments as one owner has there ("https://sites.google.com/view/contoh").
        """
        origin = parse(url)
        depth = self.paths.get(origin.host, 0)
        if origin.host in self.labels and not depth:
            depth = 1
        if not depth:
            return msgspec.structs.replace(origin, path="/").url
        segments = [s for s in origin.path.split("/") if s][:depth]
        path = "/" + "/".join(segments)
        return msgspec.structs.replace(origin, path=path).url

    def owned_words(self, origin: Origin) -> str:
        """Return the part of an address that its owner chose: labels before the suffix, or path."""
        shared = self.host_of(origin.host)
        if shared is None:
            return " ".join([chosen_labels(origin.host), origin.path.strip("/")])
        label = origin.host.removesuffix(shared).rstrip(".")
        return " ".join([label, origin.path.strip("/")])


@cache
def _shipped() -> SharedHosts:
    text = files("ronda.engine.attribute.data").joinpath("shared_hosts.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return SharedHosts(frozenset(data["labels"]), dict(data["paths"]))


@lru_cache(maxsize=16)
def _with(extra: frozenset[str]) -> SharedHosts:
    shipped = _shipped()
    return SharedHosts(shipped.labels | extra, shipped.paths)


def shared_hosts(extra: Iterable[str] = ()) -> SharedHosts:
    """Return the shipped list together with an office's own additions."""
    return _with(frozenset(h.strip().lower().strip(".") for h in extra if h.strip()))


@lru_cache(maxsize=20_000)
def registered_domain(host: str) -> str:
    """Return the domain that somebody registered ("a.b.go.id" -> "b.go.id"), or the host itself."""
    return _extract(host).top_domain_under_public_suffix or host


@lru_cache(maxsize=20_000)
def chosen_labels(host: str) -> str:
    """Return a host without its public suffix: what somebody chose as a name."""
    found = _extract(host)
    return ".".join(part for part in (found.subdomain, found.domain) if part)
