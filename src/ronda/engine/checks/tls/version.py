"""The connection is encrypted with TLS 1.2 or newer.

## What it does
Looks at the version of TLS that the server agreed on when offered everything.

## Why it matters
TLS 1.0 and 1.1 are formally retired and rest on hash functions that no longer hold. Modern
browsers refuse them, so visitors get an error instead of the site.

## How to fix
Allow TLS 1.2 and 1.3 only. A server that cannot is so old that it needs an update as a whole.

## Limits
Only the agreed version is seen. A server that offers TLS 1.3 and also still accepts 1.0 passes.

## References
RFC 8996 (TLS 1.0 and 1.1 deprecated), RFC 9325 (recommendations for TLS).
"""

from ronda.engine.artifacts import TLS, FailureKind
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    not_measured,
    passed,
)
from ronda.engine.checks.examples import failure, tls
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="TLS.VERSION",
    area="tls",
    title=Text("Enkripsi memakai TLS 1.2 atau lebih baru", "Encryption is TLS 1.2 or newer"),
    problem=Text("Enkripsi memakai versi TLS usang", "Encryption uses a retired version of TLS"),
    finding_class="tls-old",
    severity=Severity.MEDIUM,
    needs=(TLS,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "TLS 1.0 dan 1.1 sudah dinyatakan usang dan dapat ditembus. Peramban masa kini menolak "
            "membuka situs yang hanya punya versi itu.",
            "TLS 1.0 and 1.1 are formally retired and can be broken. Today's browsers refuse to "
            "open a site that has nothing newer.",
        ),
        steps=(
            Text(
                "Perbarui sistem operasi dan server web; versi lama tidak mengenal TLS 1.2.",
                "Update the operating system and web server; old ones do not know TLS 1.2.",
            ),
            Text(
                "Izinkan hanya TLS 1.2 dan TLS 1.3 dalam pengaturan server.",
                "Allow only TLS 1.2 and TLS 1.3 in the server's settings.",
            ),
            Text("Muat ulang server web.", "Reload the web server."),
        ),
        see_for_yourself=Text(
            "Jalankan `openssl s_client -connect nama-situs:443 -tls1_2`; bila gagal, server belum "
            "mengenal TLS 1.2.",
            "Run `openssl s_client -connect site-name:443 -tls1_2`; if it fails, the server does "
            "not know TLS 1.2.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Tulis `ssl_protocols TLSv1.2 TLSv1.3;`, lalu `nginx -t && systemctl reload nginx`.",
                    "Write `ssl_protocols TLSv1.2 TLSv1.3;`, then `nginx -t && systemctl reload nginx`.",
                ),
            ),
            "apache": (
                Text(
                    "Tulis `SSLProtocol -all +TLSv1.2 +TLSv1.3`, lalu `systemctl reload apache2`.",
                    "Write `SSLProtocol -all +TLSv1.2 +TLSv1.3`, then `systemctl reload apache2`.",
                ),
            ),
            "cpanel": (
                Text(
                    "Minta pengelola WHM mengatur SSL/TLS Protocols ke TLSv1.2 dan TLSv1.3 di "
                    "Apache Configuration > Global Configuration.",
                    "Ask the WHM administrator to set SSL/TLS Protocols to TLSv1.2 and TLSv1.3 in "
                    "Apache Configuration > Global Configuration.",
                ),
            ),
        },
    ),
)

OLD = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"})
GOOD = frozenset({"TLSv1.2", "TLSv1.3"})


def judge(seen: Seen) -> Verdict:
    """Judge the agreed version; see the manual page above."""
    shown = seen.tls()
    where = Text("versi yang disepakati", "agreed version")
    evidence = Evidence(TLS, where, f"{shown.version} {shown.cipher}"[:200])
    if shown.version in OLD:
        return failed(
            Text(
                "Server hanya mau memakai {version}, yang sudah usang.",
                "The server agrees on nothing newer than {version}, which is retired.",
            ).fill(version=shown.version),
            evidence,
        )
    if shown.version in GOOD:
        return passed(
            Text("Enkripsi memakai {version}.", "Encryption is {version}.").fill(
                version=shown.version
            ),
            evidence,
        )
    return not_measured(
        Text(
            "Belum terukur: versi enkripsinya tidak dikenal.",
            "Not measured: the version of the encryption is not known.",
        ),
        evidence,
    )


CASES = (
    Case("TLS 1.3", {TLS: tls()}, Outcome.PASS, says="TLSv1.3"),
    Case("TLS 1.2", {TLS: tls(version="TLSv1.2")}, Outcome.PASS),
    Case("TLS 1.0", {TLS: tls(version="TLSv1")}, Outcome.FAIL, says="usang"),
    Case("TLS 1.1", {TLS: tls(version="TLSv1.1")}, Outcome.FAIL, says="TLSv1.1"),
    Case("A version that nobody knows", {TLS: tls(version="TLSv9")}, Outcome.NOT_MEASURED),
    Case("No handshake", {TLS: failure(FailureKind.TLS_PROTOCOL, "tls")}, Outcome.NOT_MEASURED),
)
