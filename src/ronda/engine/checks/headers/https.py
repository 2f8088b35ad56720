"""Visitors get the site over https, also when they type its name without it.

## What it does
Asks for http:// and follows the redirects, and tries the secure port. It fails when plain http
ends at plain http, or when the secure port refuses or breaks while plain http serves a page. A broken
application is judged in the same way when both doors give its error: it was asked without https.

## Why it matters
Over plain http anybody on the way, such as the owner of a free hotspot, can read what a citizen
types and change what the citizen sees.

## How to fix
Get a certificate, switch https on, and redirect every http address to its https twin with status 301.

## Limits
Redirects made by a script inside the page are not followed; a small page that makes one to https is
not judged. Nor are sites on a port of their own, names that send visitors to another site, errors
that only plain http gives, and pauses that are announced with Retry-After. A secure port that is
silent in the middle of the handshake is not judged: it is there, and may be slow. A certificate that is
expired or made for another name is no lack of https; checks of its own tell of it.

## References
RFC 9110 section 4.2.2 (https), RFC 9110 section 15.4.2 (301), RFC 7258 (pervasive monitoring).
"""

import re
from itertools import islice
from urllib.parse import urlsplit

from ronda.engine.artifacts import (
    HTTP_PLAIN,
    HTTP_VISITOR,
    TLS,
    FailureKind,
    HttpArtifact,
    SiteFacts,
)
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
from ronda.engine.checks.helpers import clip, led_to, not_own, status_seen
from ronda.engine.checks.legal import BSSN_SECURITY, PERSONAL_DATA
from ronda.engine.content.hosts import without_www
from ronda.engine.content.stand_in import stand_in
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
    also=(HTTP_VISITOR,),
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

# A page that leads to https by a refresh or a script instead of a redirect.
_STUB = 4_000  # bytes
_LEADS_ON = re.compile(
    rb"http-equiv\s{0,5}=\s{0,5}[\"']?refresh\b[^>]{0,100}https:"
    rb"|\blocation(?:\.href)?\s{0,5}=\s{0,5}[\"']https:"
    rb"|\blocation\.(?:replace|assign)\s{0,5}\(\s{0,5}[\"']https:"
    rb"|\blocation\.protocol\s{0,5}(?:!==?\s{0,5}[\"']https|=\s{0,5}[\"']https|===?\s{0,5}[\"']http:)"
)

_NAMED = re.compile(rb"//([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})")


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
    unseen = _not_served(seen, plain)
    if unseen is not None:
        return unseen
    if plain.final_url.lower().startswith("https://"):
        return passed(Text("http dialihkan ke https.", "http leads to https."), evidence)
    broken = seen.failure(TLS)
    if broken is not None:
        silent = broken.kind is FailureKind.TIMEOUT and broken.stage != "connect"
        if silent or broken.kind not in _NO_HTTPS:
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
    return failed(
        Text(
            "Alamat http:// menampilkan halaman tanpa mengalihkan ke https.",
            "The http:// address shows the page without leading to https.",
        ),
        evidence,
    )


def _not_served(seen: Seen, plain: HttpArtifact) -> Verdict | None:
    """Why the plain door's answer says nothing of this site, or None."""
    if plain.final_url.lower().startswith("https://") and not led_to(seen, plain):
        return None  # the redirect itself is what counts, whatever stands behind it
    if _broken_at_both_doors(seen, plain):
        return None
    unseen = not_own(seen, HTTP_PLAIN)
    if unseen is None and _leads_on(plain.body[:_STUB].lower(), seen.site.host):
        return not_measured(
            Text(
                "Belum terukur: halaman http meneruskan pengunjung ke https dari dalam halamannya.",
                "Not measured: the http page itself sends visitors on to https.",
            ),
            status_seen(HTTP_PLAIN, plain),
        )
    return unseen


def _leads_on(body: bytes, host: str) -> bool:
    """A page sends its readers to https; to a stranger's https is not to this site's."""
    for found in islice(_LEADS_ON.finditer(body), 20):
        named = _NAMED.match(body, found.end())
        if named is None or without_www(named[1].decode()) == without_www(host):
            return True
    return False


def _broken_at_both_doors(seen: Seen, plain: HttpArtifact) -> bool:
    """The application gave its error to who asked in the clear, as it does behind https.

    A server that leads to https does so before it asks its application. An error of the plain door
    alone may be its way of being closed, and a guard's refusal says nothing of the site. Nor does a
    door on which stands when to come again: who announces a pause has put something in the site's place.
    """
    if plain.status < 500 or led_to(seen, plain) or stand_in(plain) is not None:
        return False
    if plain.header("retry-after") is not None:
        return False
    front = seen.artifacts.get(HTTP_VISITOR)
    return isinstance(front, HttpArtifact) and front.status == plain.status


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
        "The redirect led to an answer over https although the handshake before had failed",
        {HTTP_PLAIN: _REDIRECTED, TLS: failure(FailureKind.RESET, "tls")},
        Outcome.PASS,
    ),
    Case(
        "The secure port opens and is slow",
        {HTTP_PLAIN: _SERVED, TLS: failure(FailureKind.TIMEOUT, "tls")},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "A name without https that only sends visitors to another site",
        {
            HTTP_PLAIN: http(url=_PLAIN, final_url="https://portal.contohprov.go.id/"),
            TLS: failure(FailureKind.REFUSED),
        },
        Outcome.NOT_MEASURED,
        says="portal.contohprov.go.id",
    ),
    Case(
        "A script leads to https",
        {
            HTTP_PLAIN: http(
                "<script>if (location.protocol !== 'https:') location.protocol = 'https:'</script>",
                url=_PLAIN,
            ),
            TLS: tls(),
        },
        Outcome.NOT_MEASURED,
    ),
    Case(
        "A script leads phones to a stranger's https",
        {
            HTTP_PLAIN: http(
                "<script>if (phone) location.replace('https://hadiah-harian.example/m')</script>",
                url=_PLAIN,
            ),
            TLS: tls(),
        },
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
        {HTTP_PLAIN: http(url=_PLAIN, status=503), TLS: tls(), HTTP_VISITOR: http()},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "An announced pause at both doors",
        {
            HTTP_PLAIN: http(url=_PLAIN, status=503, headers=(("retry-after", "3600"),)),
            TLS: tls(),
            HTTP_VISITOR: http(status=503, headers=(("retry-after", "3600"),)),
        },
        Outcome.NOT_MEASURED,
    ),
    Case(
        "The application is broken at both doors, and the plain one asked it without leading on",
        {
            HTTP_PLAIN: http(url=_PLAIN, status=500),
            TLS: tls(),
            HTTP_VISITOR: http(status=500),
        },
        Outcome.FAIL,
        says="tanpa mengalihkan",
    ),
    Case(
        "The application is broken, and plain http leads to its error behind https",
        {
            HTTP_PLAIN: http(url=_PLAIN, final_url=f"https://{HOST}/", status=500),
            TLS: tls(),
            HTTP_VISITOR: http(status=500),
        },
        Outcome.PASS,
    ),
    Case(
        "The host's own notice that its server is away, at both doors",
        {
            HTTP_PLAIN: http("<title>502 Bad Gateway</title>", url=_PLAIN, status=502),
            TLS: tls(),
            HTTP_VISITOR: http("<title>502 Bad Gateway</title>", status=502),
        },
        Outcome.NOT_MEASURED,
    ),
)
