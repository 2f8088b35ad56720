"""Visitors get the site over https, also when they type its name without it.

## What it does
Asks for http:// and follows the redirects, and tries the secure port. It fails when plain http
ends at plain http, or when the secure port refuses or breaks while plain http serves a page.

## Why it matters
Over plain http anybody on the way, such as the owner of a free hotspot, can read what a citizen
types and change what the citizen sees.

## How to fix
Get a certificate, switch https on, and redirect every http address to its https twin with status 301.

## Limits
Redirects made by a script inside the page are not followed. Sites on a port of their own are not
judged. An error page on plain http shows nothing to protect and is not judged either.

## References
RFC 9110 section 4.2.2 (https), RFC 9110 section 15.4.2 (301), RFC 7258 (pervasive monitoring).
"""

from urllib.parse import urlsplit

from ronda.engine.artifacts import HTTP_PLAIN, TLS, FailureKind, HttpArtifact, SiteFacts
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    NotSeen,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    not_applicable,
    not_measured,
    passed,
)
from ronda.engine.checks.examples import HOST, failure, http, tls
from ronda.engine.checks.helpers import clip, status_seen
from ronda.engine.checks.legal import BSSN_SECURITY, PERSONAL_DATA
from ronda.engine.judge import failure_text
from ronda.engine.text import Text

META = Meta(
    id="HEADERS.HTTPS",
    area="headers",
    title=Text("Pengunjung selalu sampai ke https", "Visitors always arrive at https"),
    problem=Text("Situs dilayani tanpa https", "The site is served without https"),
    finding_class="no-https",
    severity=Severity.MEDIUM,
    needs=(HTTP_PLAIN, TLS),
    judges_failure=(HTTP_PLAIN, TLS),
    legal=(BSSN_SECURITY, PERSONAL_DATA),
    guidance=Guidance(
        why=Text(
            "Tanpa https, siapa pun di jaringan yang sama dapat membaca isian warga. Mereka juga "
            "dapat mengubah isi halaman di tengah jalan.",
            "Without https anybody on the same network can read what citizens type. They can also "
            "change the page on its way.",
        ),
        steps=(
            Text(
                "Pasang sertifikat; Let's Encrypt gratis dan dapat diperpanjang otomatis.",
                "Install a certificate; Let's Encrypt is free and renews by itself.",
            ),
            Text(
                "Buka port 443 di firewall dan pastikan situs dapat dibuka dengan https://.",
                "Open port 443 in the firewall and make sure that the site opens with https://.",
            ),
            Text(
                "Alihkan semua alamat http:// ke alamat https:// yang sama dengan status 301.",
                "Redirect every http:// address to the same https:// address with status 301.",
            ),
        ),
        see_for_yourself=Text(
            "Ketik http://nama-situs di jendela penyamaran; bilah alamat harus berubah menjadi https.",
            "Type http://site-name in a private window; the address bar must change to https.",
        ),
        platforms={
            "wordpress": (
                Text(
                    "Ubah kedua alamat di Pengaturan > Umum menjadi https://, lalu Alat > Kesehatan "
                    "Situs untuk memastikan.",
                    "Change both addresses in Settings > General to https://, then see Tools > Site "
                    "Health.",
                ),
            ),
            "nginx": (
                Text(
                    "Di blok port 80 tulis `return 301 https://$host$request_uri;`.",
                    "In the server block of port 80 write `return 301 https://$host$request_uri;`.",
                ),
            ),
            "apache": (
                Text(
                    "Di VirtualHost port 80 tulis `Redirect permanent / https://nama-situs/`.",
                    "In the VirtualHost of port 80 write `Redirect permanent / https://site-name/`.",
                ),
            ),
            "cpanel": (
                Text(
                    'Buka cPanel > Domains, lalu nyalakan "Force HTTPS Redirect".',
                    'Open cPanel > Domains and switch "Force HTTPS Redirect" on.',
                ),
            ),
        },
    ),
)

_NO_HTTPS = frozenset(
    {
        FailureKind.REFUSED,
        FailureKind.RESET,
        FailureKind.TIMEOUT,
        FailureKind.UNREACHABLE,
        FailureKind.TLS_ALERT,
        FailureKind.TLS_PROTOCOL,
    }
)


def judge(seen: Seen) -> Verdict:
    """Judge both doors of the site together; see the manual page above."""
    if urlsplit(seen.site.url).port is not None:
        return not_applicable(
            Text("Situs ini memakai port sendiri.", "This site has a port of its own.")
        )
    plain = seen.artifacts.get(HTTP_PLAIN)
    broken = seen.failure(TLS)
    if isinstance(plain, HttpArtifact):
        return _served_plain(seen, plain)
    closed = seen.failure(HTTP_PLAIN)
    if closed is None:
        raise NotSeen(HTTP_PLAIN, None)
    if broken is not None:
        raise NotSeen(TLS, broken)
    if closed.kind is FailureKind.REFUSED and closed.stage == "connect":
        return passed(
            Text("Situs hanya dilayani lewat https.", "The site is served over https only."),
            Evidence(HTTP_PLAIN, Text("port 80", "port 80"), clip(closed.detail)),
        )
    raise NotSeen(HTTP_PLAIN, closed)


def _served_plain(seen: Seen, plain: HttpArtifact) -> Verdict:
    evidence = status_seen(HTTP_PLAIN, plain)
    broken = seen.failure(TLS)
    if broken is not None:
        if broken.kind not in _NO_HTTPS:
            raise NotSeen(TLS, broken)
        said = failure_text(broken)
        where = Text("port 443", "port 443")
        return failed(
            Text(
                f"Situs dilayani tanpa https; pintu https-nya {said.id}.",
                f"The site is served without https; its https port {said.en}.",
            ),
            Evidence(TLS, where, clip(f"{broken.where} {broken.detail}".strip())),
            evidence,
        )
    if plain.final_url.lower().startswith("https://"):
        return passed(Text("http dialihkan ke https.", "http leads to https."), evidence)
    if plain.status >= 400:
        return not_measured(
            Text(
                "Belum terukur: http menjawab dengan status {status}.",
                "Not measured: http answers with status {status}.",
            ).fill(status=plain.status),
            evidence,
        )
    return failed(
        Text(
            "Alamat http:// menampilkan halaman tanpa mengalihkan ke https.",
            "The http:// address shows the page without leading to https.",
        ),
        evidence,
    )


_PLAIN = f"http://{HOST}/"
_REDIRECTED = http(url=_PLAIN, final_url=f"https://{HOST}/")
_SERVED = http(url=_PLAIN)

CASES = (
    Case("http leads to https", {HTTP_PLAIN: _REDIRECTED, TLS: tls()}, Outcome.PASS),
    Case(
        "The plain port is closed",
        {HTTP_PLAIN: failure(FailureKind.REFUSED), TLS: tls()},
        Outcome.PASS,
        says="hanya",
    ),
    Case(
        "Both doors show the page",
        {HTTP_PLAIN: _SERVED, TLS: tls()},
        Outcome.FAIL,
        says="tanpa mengalihkan",
    ),
    Case(
        "There is no https at all",
        {HTTP_PLAIN: _SERVED, TLS: failure(FailureKind.REFUSED)},
        Outcome.FAIL,
        says="menolak sambungan",
    ),
    Case(
        "https is broken",
        {HTTP_PLAIN: _SERVED, TLS: failure(FailureKind.TLS_ALERT, "tls")},
        Outcome.FAIL,
    ),
    Case(
        "A site on a port of its own",
        {HTTP_PLAIN: _SERVED, TLS: tls()},
        Outcome.NOT_APPLICABLE,
        site=SiteFacts(url=f"https://{HOST}:8443/", host=HOST, relation="official"),
    ),
    Case(
        "Neither door opens: the site is down, which another check says",
        {HTTP_PLAIN: failure(FailureKind.TIMEOUT), TLS: failure(FailureKind.TIMEOUT)},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "The stop switch was engaged before https was tried",
        {HTTP_PLAIN: _SERVED, TLS: failure(FailureKind.STOPPED, "policy")},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "An error page on plain http",
        {HTTP_PLAIN: http(url=_PLAIN, status=503), TLS: tls()},
        Outcome.NOT_MEASURED,
    ),
)
