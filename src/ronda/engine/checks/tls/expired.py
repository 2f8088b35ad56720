"""The certificate has not expired.

## What it does
Compares the end of validity of the certificate that the server shows, and of those it sends
along, with the time of the visit.

## Why it matters
Browsers warn every visitor of an expired certificate. Citizens who learn to click such warnings
away will do so on a forged site too.

## How to fix
Renew the certificate and load it into the web server. Better: let a renewal client do both every
day, so that it never happens again.

## Limits
A certificate that is not valid yet and one that ends soon have checks of their own, as trust and
name have.

## References
RFC 5280 section 4.1.2.5 (validity), RFC 8555 (ACME, automatic renewal).
"""

from ronda.engine.artifacts import TLS, Certificate, FailureKind
from ronda.engine.checks.contract import (
    Case,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    passed,
)
from ronda.engine.checks.examples import certificate, failure, tls
from ronda.engine.checks.helpers import first_certificate, on_day, validity_seen
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="TLS.EXPIRED",
    area="tls",
    title=Text("Sertifikat belum kedaluwarsa", "The certificate has not expired"),
    problem=Text("Sertifikat sudah kedaluwarsa", "The certificate has expired"),
    finding_class="tls-expired",
    severity=Severity.HIGH,
    needs=(TLS,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Peramban memperingatkan setiap pengunjung bahwa situs Anda tidak aman. Warga yang "
            "terbiasa mengabaikan peringatan itu juga akan mengabaikannya di situs palsu.",
            "Browsers warn every visitor that your site is not safe. Citizens who get used to "
            "ignoring that warning will ignore it on a forged site too.",
        ),
        steps=(
            Text(
                "Terbitkan ulang sertifikat di tempat Anda memperolehnya, atau pakai Let's Encrypt "
                "yang gratis.",
                "Reissue the certificate where you got it, or use Let's Encrypt, which is free.",
            ),
            Text(
                "Pasang sertifikat baru beserta sertifikat antaranya, lalu muat ulang server web.",
                "Install the new certificate with its intermediates, then reload the web server.",
            ),
            Text(
                "Nyalakan perpanjangan otomatis dan pastikan server dimuat ulang sesudahnya.",
                "Switch automatic renewal on and make sure that the server is reloaded after it.",
            ),
        ),
        see_for_yourself=Text(
            'Buka situs, klik gembok atau tulisan "Tidak aman" di bilah alamat, lalu lihat masa '
            "berlaku sertifikat.",
            'Open the site, click the padlock or "Not secure" in the address bar, and look at '
            "the certificate's validity.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Jalankan `certbot renew`, lalu `systemctl reload nginx`; uji dengan "
                    "`certbot renew --dry-run`.",
                    "Run `certbot renew`, then `systemctl reload nginx`; test it with "
                    "`certbot renew --dry-run`.",
                ),
            ),
            "apache": (
                Text(
                    "Jalankan `certbot renew`, lalu `systemctl reload apache2`; uji dengan "
                    "`certbot renew --dry-run`.",
                    "Run `certbot renew`, then `systemctl reload apache2`; test it with "
                    "`certbot renew --dry-run`.",
                ),
            ),
            "cpanel": (
                Text(
                    "Buka cPanel > SSL/TLS Status, pilih domainnya, lalu klik Run AutoSSL.",
                    "Open cPanel > SSL/TLS Status, select the domain, then click Run AutoSSL.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge the validity of the certificates; see the manual page above."""
    shown = seen.tls()
    leaf = first_certificate(shown)
    if isinstance(leaf, Verdict):
        return leaf
    if leaf.not_after < seen.at:
        return _failed(
            Text("Sertifikat kedaluwarsa sejak {day}.", "The certificate expired on {day}."), leaf
        )
    # One that is sent along needlessly may be old without harm: only when the path broke by it.
    if shown.problem == "expired":
        for other in shown.chain[1:]:
            if other.not_after < seen.at:
                return _failed(
                    Text(
                        "Sertifikat antara kedaluwarsa sejak {day}.",
                        "The intermediate certificate expired on {day}.",
                    ),
                    other,
                )
    return passed(
        on_day(
            Text("Sertifikat berlaku sampai {day}.", "The certificate is valid until {day}."),
            leaf.not_after,
        ),
        validity_seen(leaf),
    )


def _failed(text: Text, one: Certificate) -> Verdict:
    return failed(on_day(text, one.not_after), validity_seen(one))


CASES = (
    Case("Valid for two months more", {TLS: tls()}, Outcome.PASS, says="berlaku sampai"),
    Case("Ends in five days", {TLS: tls(certificate(days_left=5))}, Outcome.PASS),
    Case(
        "Expired eight days ago",
        {TLS: tls(certificate(days_left=-8), problem="expired")},
        Outcome.FAIL,
        says="22 Februari 2026",
    ),
    Case(
        "One that is not valid yet has not expired",
        {TLS: tls(certificate(days_old=-3), problem="not_yet_valid")},
        Outcome.PASS,
    ),
    Case(
        "The intermediate has expired",
        {
            TLS: tls(
                certificate(), certificate(subject="CN=CA Lama", days_left=-40), problem="expired"
            )
        },
        Outcome.FAIL,
        says="antara",
    ),
    Case(
        "An old certificate sent along does no harm",
        {TLS: tls(certificate(), certificate(subject="CN=CA Lama", days_left=-40))},
        Outcome.PASS,
    ),
    Case("No handshake", {TLS: failure(FailureKind.REFUSED)}, Outcome.NOT_MEASURED),
    Case(
        "The server is outside what may be touched",
        {TLS: failure(FailureKind.BLOCKED_BY_POLICY, "policy")},
        Outcome.NOT_MEASURED,
    ),
)
