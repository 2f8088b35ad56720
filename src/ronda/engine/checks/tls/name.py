"""The certificate is made out to the name of this site.

## What it does
Compares the names in the certificate (subjectAltName) with the site's host name, wildcards
included.

## Why it matters
A certificate for another name proves nothing about this site; browsers stop the visitor. Often it
is the sign of a new subdomain that was never finished, or of a server that shows its default site.

## How to fix
Add this name to the certificate or get one of its own, and make sure that the server has a site
configured for exactly this name.

## Limits
Only the names are compared, without regard to age or trust.

## References
RFC 9525 (service identity in TLS), RFC 5280 section 4.2.1.6 (subjectAltName).
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
from ronda.engine.checks.examples import certificate, failure, tls
from ronda.engine.checks.helpers import clip
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="TLS.NAME",
    area="tls",
    title=Text("Sertifikat untuk nama situs ini", "The certificate is for this site's name"),
    problem=Text("Sertifikat untuk nama lain", "The certificate is for another name"),
    finding_class="tls-name",
    severity=Severity.HIGH,
    needs=(TLS,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Peramban menghentikan pengunjung karena sertifikatnya milik nama lain. Sering kali "
            "subdomain ini belum selesai dipasang di server.",
            "Browsers stop visitors because the certificate belongs to another name. Often this "
            "subdomain was never fully set up on the server.",
        ),
        steps=(
            Text(
                "Pastikan server mempunyai konfigurasi untuk nama situs ini, bukan menampilkan "
                "situs bawaannya.",
                "Make sure that the server has a configuration for this site's name and does not "
                "show its default site.",
            ),
            Text(
                "Terbitkan sertifikat yang memuat nama ini (dan bentuk www bila dipakai).",
                "Get a certificate that holds this name (and its www form if used).",
            ),
            Text(
                "Pasang untuk situs ini, lalu muat ulang server web.",
                "Install it for this site, then reload the web server.",
            ),
        ),
        see_for_yourself=Text(
            "Buka situs, klik peringatan di bilah alamat, lalu lihat nama pada sertifikat.",
            "Open the site, click the warning in the address bar, and look at the certificate's names.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Tulis nama ini di `server_name`, lalu `certbot --nginx -d nama-situs`.",
                    "Put this name in `server_name`, then `certbot --nginx -d site-name`.",
                ),
            ),
            "apache": (
                Text(
                    "Tulis nama ini di `ServerName`, lalu `certbot --apache -d nama-situs`.",
                    "Put this name in `ServerName`, then `certbot --apache -d site-name`.",
                ),
            ),
            "cpanel": (
                Text(
                    "Tambahkan subdomain di cPanel > Domains, lalu SSL/TLS Status > Run AutoSSL.",
                    "Add the subdomain in cPanel > Domains, then SSL/TLS Status > Run AutoSSL.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge the names of the certificate; see the manual page above."""
    shown = seen.tls()
    if not shown.chain:
        return not_measured(
            Text(
                "Belum terukur: server tidak menunjukkan sertifikat yang dapat dibaca.",
                "Not measured: the server showed no certificate that can be read.",
            )
        )
    names = shown.chain[0].names
    evidence = Evidence(
        TLS,
        Text("nama pada sertifikat", "names in the certificate"),
        clip(", ".join(names[:20]) or shown.chain[0].subject),
    )
    if shown.name_matches:
        return passed(
            Text("Sertifikat memuat nama situs ini.", "The certificate holds this site's name."),
            evidence,
        )
    return failed(
        Text(
            "Sertifikat dibuat untuk {other}, bukan untuk {host}.",
            "The certificate is for {other}, not for {host}.",
        ).fill(other=names[0] if names else "-", host=shown.host),
        evidence,
    )


CASES = (
    Case("The site's own name", {TLS: tls()}, Outcome.PASS),
    Case(
        "A wildcard of the zone",
        {TLS: tls(certificate(names=("*.contohprov.go.id",)))},
        Outcome.PASS,
    ),
    Case(
        "The certificate of the hosting server",
        {TLS: tls(certificate(names=("srv7.hosting.example",)), name_matches=False)},
        Outcome.FAIL,
        says="srv7.hosting.example",
    ),
    Case(
        "A certificate without any name",
        {TLS: tls(certificate(names=()), name_matches=False)},
        Outcome.FAIL,
    ),
    Case("No handshake", {TLS: failure(FailureKind.TIMEOUT)}, Outcome.NOT_MEASURED),
)
