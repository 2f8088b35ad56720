"""Writes a World's web sites as a configuration of nginx, with its certificates and bodies."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

import msgspec
from cryptography.hazmat.primitives import serialization

from ronda.lab.addresses import twin
from ronda.lab.ca import Authority, Issued
from ronda.lab.problems import LabError
from ronda.lab.real import programs
from ronda.lab.servers.views import PHONES, ROBOTS
from ronda.lab.world import CertPlan, Misbehave, Respond, Route, View, VirtualHost, World

_VERSIONS = {"": "TLSv1.2 TLSv1.3", "1.2": "TLSv1.2", "1.1": "TLSv1.1", "1.0": "TLSv1"}
_REDIRECTS = (301, 302, 303, 307, 308)
# Codes that nginx keeps for itself.
_ITS_OWN = (444, 499)
CHALLENGE = "/.well-known/acme-challenge/"
"""Where an ACME server looks for the answer to its HTTP challenge (RFC 8555 section 8.3)."""


class Php(msgspec.Struct, frozen=True):
    """A site that PHP answers in place of the world's front page, inner pages and "not found"."""

    root: Path  # the document root
    socket: Path  # where php-fpm listens
    # Routes of the world's site that nginx still answers itself, by path and view.
    kept: frozenset[tuple[str, View]]


class Nginx:
    """nginx on a folder of its own. ``skipped`` says what a true server cannot do."""

    program = "nginx"

    def __init__(
        self,
        folder: Path,
        authority: Authority,
        http: int,
        https: int,
        *,
        challenges: Path | None = None,
        php: Mapping[str, Php] | None = None,
    ) -> None:
        self._folder, self._authority = folder, authority
        self._ports = {"http": http, "https": https}
        self._challenges, self._php = challenges, php or {}
        # Certificates by host that somebody else than the lab's authority issued.
        self.certificates: dict[str, Path] = {}
        self._bodies = 0
        self.skipped: list[str] = []

    @property
    def env(self) -> dict[str, str]:
        """What OpenSSL must be told: weak keys and old versions are causes, to be shown."""
        return {"OPENSSL_CONF": str(self._folder / "openssl.cnf")}

    def write(self, world: World) -> list[str | Path]:
        """Write everything; return the program's arguments."""
        for name in ("bodies", "certificates", "temp"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        self._bodies = 0
        self.skipped.clear()
        servers = "\n".join(line for host in world.hosts for line in self._host(world, host))
        defaults = "\n".join(self._defaults(world))
        path = self._folder / "nginx.conf"
        path.write_text(self._main(defaults + "\n" + servers), encoding="utf-8")
        (self._folder / "openssl.cnf").write_text(_OPENSSL, encoding="ascii")
        return ["-c", path, "-p", self._folder, "-e", self._folder / "error.log"]

    def _main(self, servers: str) -> str:
        # Started by root (only in a container), nginx would drop to a user who cannot read this.
        user = "user root;\n" if programs.is_root() else ""
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
default_type "";
geo $dollar {{ default "$"; }}
sub_filter_types *;
sub_filter_once off;
map $http_user_agent $robot {{ default ""; "~*{ROBOTS.pattern}" robot; }}
map $http_user_agent $mobile {{ default ""; "~*{PHONES.pattern}" mobile; }}
map $http_referer $searched {{ default ""; "~*^https?://([^/]*\\.)?(google|bing|duckduckgo|yahoo|yandex)\\." yes; }}
map "$robot$mobile$searched" $view {{ default any; "~robot" robot; "mobileyes" phone; }}
{servers}
}}
"""

    def _defaults(self, world: World) -> Iterator[str]:
        """For each address, what answers a name that nobody has there."""
        for scheme, port in self._ports.items():
            newest: dict[str, set[str]] = {}
            for host in world.hosts:
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

    def _host(self, world: World, host: VirtualHost) -> Iterator[str]:
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
                yield from self._certificate(world, host)
                if host.name == host.address:
                    self.skipped.append(f"{host.name}: HTTPS by address, without a name (SNI)")
            elif self._challenges is not None:
                yield f"location ^~ {CHALLENGE} {{ root {self._challenges}; }}"
            php = self._php.get(host.name) if scheme == "https" or not host.https else None
            if php is not None:
                yield from _php(php, routes)
                routes = tuple(r for r in routes if (r.path, r.view) in php.kept)
            rest = "return 404;" if php is None else "rewrite ^ /index.php last;"
            yield from self._locations(host, routes, rest)
            yield "}"

    def _certificate(self, world: World, host: VirtualHost) -> Iterator[str]:
        path = self.certificates.get(host.name)
        if path is None:
            issued = self._authority.issue(host.certificate or CertPlan((host.name,)), world.now)
            path = self._folder / "certificates" / f"{issued.id[:32]}.pem"
            path.touch(mode=0o600)
            path.write_bytes(pem(issued))
        yield f"ssl_certificate {path};\nssl_certificate_key {path};"
        yield f"ssl_protocols {_VERSIONS[host.max_tls]};"
        yield 'ssl_ciphers "ALL:@SECLEVEL=0";'

    def _locations(self, host: VirtualHost, routes: tuple[Route, ...], rest: str) -> Iterator[str]:
        """One public location a path, which leads by view and query to an internal one an answer."""
        usable = [route for route in routes if not self._impossible(host, route)]
        paths = dict.fromkeys(route.path.partition("?")[0] for route in usable)
        numbers: dict[int, int] = {}
        for route in usable:
            if isinstance(route.answer, Respond) and id(route.answer) not in numbers:
                self._bodies += 1
                numbers[id(route.answer)] = self._bodies
                yield from self._answer(self._bodies, route.answer)
        for path in paths:
            kind = "^~" if path.endswith("*") else "="
            yield f"location {kind} {_quoted(unquote(path.removesuffix('*')))} {{"
            last = ""
            for condition, route in _choices(path, usable):
                there = f"rewrite ^ /.answer/{numbers[id(route.answer)]} last;"
                if condition:
                    yield f'set $asked "$view $request_uri"; if ($asked ~ {_quoted(condition)}) {{ {there} }}'
                else:
                    last = last or there
            yield (last or rest) + " }"

    def _impossible(self, host: VirtualHost, route: Route) -> bool:
        """Whether nginx cannot give this answer; if so it is named."""
        answer, why = route.answer, ""
        if isinstance(answer, Misbehave):
            why = answer.behaviour
        elif answer.status in _ITS_OWN:
            why = f"status {answer.status}"
        elif 200 < answer.status < 300 and not _speakable(answer.body):
            why = f"a body that is no text with status {answer.status}"
        elif any(not _writable(value) for value in (route.path, *(v for _, v in answer.headers))):
            why = "a control character in a path or header"
        elif answer.delay:
            # Served, but at once.
            self.skipped.append(f"{host.name}{route.path}: {answer.delay:g} s of delay")
        if why:
            self.skipped.append(f"{host.name}{route.path}: {why}")
        return bool(why)

    def _answer(self, number: int, answer: Respond) -> Iterator[str]:
        path = self._folder / "bodies" / str(number)
        path.write_bytes(answer.body)
        headers = list(_headers(answer))
        location = next((v for n, v in answer.headers if n.lower() == "location"), "")
        yield f"location = /.answer/{number} {{ internal;"
        yield from headers
        if answer.status in _REDIRECTS and location:
            yield f"return {answer.status} {_value(location)}; }}"
        elif answer.status == HTTPStatus.OK:
            yield f"alias {path}; }}"
        elif answer.status < 300:
            yield f"return {answer.status} {_value(answer.body.decode())}; }}"
        else:
            # A body with another status is an error page, which brings its own headers.
            yield f"error_page {answer.status} /.body/{number}; return {answer.status}; }}"
            yield f"location = /.body/{number} {{ internal; alias {path};"
            yield from headers
            yield "}"


def _choices(path: str, routes: list[Route]) -> Iterator[tuple[str, Route]]:
    """The routes that may answer a location, best first, each with the pattern it asks for.

    The order is that of the lab's own server: a view's routes before those for everybody, and
    among these as they stand. A pattern matches "VIEW REQUEST"; an empty one asks for nothing.
    """
    views: tuple[View, ...] = ("robot", "phone", "any")
    for view in views:
        for route in routes:
            if route.view != view:
                continue
            own, _, query = route.path.partition("?")
            prefix = own.endswith("*") and path.startswith(own[:-1])
            if not (own == path or prefix):
                continue
            asked = ""
            if query:
                asked = re.escape(route.path.removesuffix("*")) + (
                    "" if route.path.endswith("*") else "$"
                )
            if view == "any" and not asked:
                yield "", route
                return
            yield f"^{'[a-z]+' if view == 'any' else view} {asked}", route
            if not asked:
                break


def _php(php: Php, routes: tuple[Route, ...]) -> Iterator[str]:
    """The locations of a true site, with the headers that the world's site would send."""
    front = next((r.answer for r in routes if r.path == "/" and r.view == "any"), None)
    yield f"root {php.root};\nindex index.php;\ninclude /etc/nginx/mime.types;"
    if isinstance(front, Respond):
        yield from (line for line in _headers(front) if line.startswith("add_header"))
    yield "location / { try_files $uri $uri/ /index.php?$args; }"
    yield (
        "location ~ \\.php$ { try_files $uri =404; include /etc/nginx/fastcgi_params; "
        "fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; "
        # As the outside sees it: the ports of the lab are nobody's business.
        "fastcgi_param SERVER_PORT 443; fastcgi_param HTTPS on; fastcgi_read_timeout 20; "
        f'fastcgi_param PHP_ADMIN_VALUE "auto_prepend_file={php.root.parent}/prepend.php"; '
        f"fastcgi_pass unix:{php.socket}; }}"
    )


def _headers(answer: Respond) -> Iterator[str]:
    """The headers that nginx can be told; Server and Date are its own."""
    for name, value in answer.headers:
        if name.lower() == "content-type":
            yield f"default_type {_quoted(value)};"
        elif name.lower() not in ("server", "date", "location"):
            yield f"add_header {name} {_value(value)} always;"
    if answer.rotating:
        yield "sub_filter '{token}' $request_id; sub_filter '{now}' $time_iso8601;"
        yield "sub_filter '{counter}' $msec;"


def pem(issued: Issued) -> bytes:
    """Return what a server shows, leaf first, and its key, as PEM."""
    key = issued.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in issued.shown) + key


def _speakable(body: bytes) -> bool:
    """Whether a body can stand in the configuration itself."""
    try:
        return "\0" not in body.decode()
    except UnicodeDecodeError:
        return False


def _writable(text: str) -> bool:
    return not any(ord(c) < 32 or ord(c) == 127 for c in text)


def _quoted(text: str) -> str:
    """Quote what nginx takes as it stands."""
    if "\0" in text:
        raise LabError(f"{text!r} cannot be written for nginx: it holds a zero byte")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _value(text: str) -> str:
    """Quote what nginx looks for variables in: a "$" is written as one that holds it."""
    return _quoted(text).replace("$", "${dollar}")


_OPENSSL = """openssl_conf = lab
[lab]
ssl_conf = modules
[modules]
system_default = all
[all]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
"""
