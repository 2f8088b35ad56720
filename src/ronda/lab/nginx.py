"""Writes a World's web sites as a configuration of nginx, with its certificates and bodies."""

import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from ronda.lab.addresses import twin
from ronda.lab.ca import Authority, Issued
from ronda.lab.problems import LabError
from ronda.lab.servers.views import PHONES, ROBOTS
from ronda.lab.world import CertPlan, Misbehave, Respond, Route, VirtualHost, World

_VERSIONS = {"": "TLSv1.2 TLSv1.3", "1.2": "TLSv1.2", "1.1": "TLSv1.1", "1.0": "TLSv1"}
_REDIRECTS = (301, 302, 303, 307, 308)


class Nginx:
    """The files of one world under ``folder``. ``skipped`` says what a true server cannot do."""

    def __init__(
        self, world: World, folder: Path, authority: Authority, http: int, https: int
    ) -> None:
        self._world, self._folder, self._authority = world, folder, authority
        self._ports = {"http": http, "https": https}
        self._bodies = 0
        self.skipped: list[str] = []

    def write(self) -> Path:
        """Write everything; return the path of the configuration."""
        for name in ("bodies", "certificates", "temp"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        servers = "\n".join(line for host in self._world.hosts for line in self._host(host))
        defaults = "\n".join(self._defaults())
        path = self._folder / "nginx.conf"
        path.write_text(self._main(defaults + "\n" + servers), encoding="utf-8")
        return path

    def _main(self, servers: str) -> str:
        # Started by root (only in a container), nginx would drop to a user who cannot read this.
        user = "user root;\n" if os.geteuid() == 0 else ""
        temps = "\n".join(
            f"{kind}_temp_path {self._folder}/temp/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return f"""{user}daemon off;
pid {self._folder}/nginx.pid;
error_log {self._folder}/error.log warn;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
{temps}
access_log off;
server_names_hash_bucket_size 256;
types {{ }}
default_type text/html;
sub_filter_types *;
sub_filter_once off;
map $http_user_agent $robot {{ default ""; "~*{ROBOTS.pattern}" robot; }}
map $http_user_agent $mobile {{ default ""; "~*{PHONES.pattern}" mobile; }}
map $http_referer $searched {{ default ""; "~*^https?://([^/]*\\.)?(google|bing|duckduckgo|yahoo|yandex)\\." yes; }}
map "$robot$mobile$searched" $view {{ default any; "~robot" robot; "mobileyes" phone; }}
{servers}
}}
"""

    def _defaults(self) -> Iterator[str]:
        """For each address, what answers a name that nobody has there."""
        for scheme, port in self._ports.items():
            newest: dict[str, set[str]] = {}
            for host in self._world.hosts:
                if self._routes(host, scheme) is not None:
                    newest.setdefault(twin(host.address), set()).add(host.max_tls)
            for address, versions in sorted(newest.items()):
                listen = f"listen {address}:{port} default_server"
                if scheme == "http":
                    yield f"server {{ {listen}; return 404; }}"
                    continue
                # OpenSSL settles the version before the name: all names of an address share it.
                for extra in sorted(versions)[1:]:
                    self.skipped.append(f"{address}: TLS {extra} beside another version")
                tls = _VERSIONS[min(versions)]
                yield f"server {{ {listen} ssl; ssl_protocols {tls}; ssl_reject_handshake on; }}"

    def _routes(self, host: VirtualHost, scheme: str) -> tuple[Route, ...] | None:
        if scheme == "http":
            return host.http
        return None if host.tls_behaviour else host.https

    def _host(self, host: VirtualHost) -> Iterator[str]:
        if host.tls_behaviour:
            self.skipped.append(f"{host.name}: {host.tls_behaviour} in place of the handshake")
        for scheme, port in self._ports.items():
            routes = self._routes(host, scheme)
            if routes is None:
                continue
            tls = " ssl" if scheme == "https" else ""
            yield f"server {{\nlisten {twin(host.address)}:{port}{tls};"
            yield f"server_name {_quoted(host.name)};"
            if tls:
                yield from self._certificate(host)
            yield from self._locations(host, routes)
            yield "}"

    def _certificate(self, host: VirtualHost) -> Iterator[str]:
        issued = self._authority.issue(host.certificate or CertPlan((host.name,)), self._world.now)
        path = self._folder / "certificates" / f"{issued.id[:32]}.pem"
        path.touch(mode=0o600)
        path.write_bytes(_pem(issued))
        yield f"ssl_certificate {path};\nssl_certificate_key {path};"
        yield f"ssl_protocols {_VERSIONS[host.max_tls]};"
        # Weak keys and old versions are causes; level 0 lets them be shown.
        yield 'ssl_ciphers "ALL:@SECLEVEL=0";'

    def _locations(self, host: VirtualHost, routes: tuple[Route, ...]) -> Iterator[str]:
        """One public location a path, which leads by view to an internal one an answer."""
        paths: dict[str, dict[str, int]] = {}
        for route in routes:
            if isinstance(route.answer, Misbehave):
                self.skipped.append(f"{host.name}{route.path}: {route.answer.behaviour}")
                continue
            if "?" in route.path:
                self.skipped.append(f"{host.name}{route.path}: a route by query")
                continue
            if route.answer.delay:
                self.skipped.append(f"{host.name}{route.path}: {route.answer.delay:g} s of delay")
            views = paths.setdefault(route.path, {})
            if route.view in views:
                continue
            self._bodies += 1
            views[route.view] = self._bodies
            yield from self._answer(self._bodies, route.answer)
        for path, views in paths.items():
            kind = "^~" if path.endswith("*") else "="
            yield f"location {kind} {_quoted(path.removesuffix('*'))} {{"
            for view in ("robot", "phone"):
                if view in views:
                    yield f'if ($view = "{view}") {{ rewrite ^ /.answer/{views[view]} last; }}'
            yield (
                f"rewrite ^ /.answer/{views['any']} last; }}" if "any" in views else "return 404; }"
            )

    def _answer(self, number: int, answer: Respond) -> Iterator[str]:
        path = self._folder / "bodies" / str(number)
        path.write_bytes(answer.body)
        headers = list(_headers(answer))
        location = next((v for n, v in answer.headers if n.lower() == "location"), "")
        yield f"location = /.answer/{number} {{ internal;"
        yield from headers
        if answer.status in _REDIRECTS and location:
            yield f"return {answer.status} {_quoted(location)}; }}"
        elif answer.status == 200:
            yield f"alias {path}; }}"
        else:
            # A body with another status is an error page, which brings its own headers.
            yield f"error_page {answer.status} /.body/{number}; return {answer.status}; }}"
            yield f"location = /.body/{number} {{ internal; alias {path};"
            yield from headers
            yield "}"


def _headers(answer: Respond) -> Iterator[str]:
    """The headers that nginx can be told; Server and Date are its own."""
    for name, value in answer.headers:
        if name.lower() == "content-type":
            yield f"default_type {_quoted(value)};"
        elif name.lower() not in ("server", "date", "location"):
            yield f"add_header {name} {_quoted(value)} always;"
    if answer.rotating:
        yield "sub_filter '{token}' $request_id; sub_filter '{now}' $time_iso8601;"
        yield "sub_filter '{counter}' $msec;"


def _pem(issued: Issued) -> bytes:
    key = issued.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in issued.shown) + key


def _quoted(text: str) -> str:
    """Quote a value for nginx; "$" would be a variable and cannot be escaped there."""
    if "$" in text or any(ord(c) < 32 for c in text):
        raise LabError(f"{text!r} cannot be written for nginx: it holds '$' or a control character")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
