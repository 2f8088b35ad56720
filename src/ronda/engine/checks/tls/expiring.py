"""The certificate is valid for more than two weeks still.

## What it does
Compares the end of validity of the certificate that the server shows with the time of the visit.
It speaks up when the certificate is valid and ends within 14 days. One that is valid for eight
days or less by design is left alone as long as a third of its time is left.

## Why it matters
A renewal that has not happened two weeks before the end has usually failed silently. There is
still time to mend it before visitors are warned of the site.

## How to fix
Renew the certificate now, then find out why the automatic renewal did not.

## Limits
An authority or a hosting company that always renews in the last days is reported too. A
certificate that has expired is the business of TLS.EXPIRED.

## References
RFC 5280 section 4.1.2.5 (validity), RFC 8555 (ACME, automatic renewal), RFC 9773 (renewal
information).
"""

from datetime import timedelta

from ronda.engine.artifacts import TLS, FailureKind
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
    id="TLS.EXPIRING",
    area="tls",
    title=Text(
        "Sertifikat diperpanjang sebelum waktunya habis", "The certificate is renewed in good time"
    ),
    problem=Text("Sertifikat segera berakhir", "The certificate is about to expire"),
    finding_class="tls-expiring",
    severity=Severity.LOW,
    needs=(TLS,),
    lifecycle="preview",
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Perpanjangan otomatis biasanya sudah terjadi sebulan sebelum masa berlaku habis; "
            "bila belum, kemungkinan besar gagal. Masih ada waktu sebelum pengunjung mendapat "
            "peringatan.",
            "An automatic renewal usually happens a month before the end; if it has not, it has "
            "probably failed. There is still time before visitors are warned.",
        ),
        steps=(
            Text(
                "Perpanjang sertifikatnya sekarang, lalu muat ulang server web.",
                "Renew the certificate now, then reload the web server.",
            ),
            Text(
                "Baca catatan perpanjangan otomatis dan cari sebab kegagalannya; port 80 yang "
                "tertutup adalah sebab yang lazim.",
                "Read the log of the automatic renewal and find why it failed; a closed port 80 "
                "is a common cause.",
            ),
        ),
        see_for_yourself=Text(
            "Buka situs, klik gembok di bilah alamat, lalu lihat tanggal berakhirnya sertifikat.",
            "Open the site, click the padlock in the address bar, and look at the day on which "
            "the certificate ends.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Jalankan `certbot renew`, lalu `systemctl reload nginx`; periksa "
                    "`systemctl list-timers certbot`.",
                    "Run `certbot renew`, then `systemctl reload nginx`; look at "
                    "`systemctl list-timers certbot`.",
                ),
            ),
            "apache": (
                Text(
                    "Jalankan `certbot renew`, lalu `systemctl reload apache2`; periksa "
                    "`systemctl list-timers certbot`.",
                    "Run `certbot renew`, then `systemctl reload apache2`; look at "
                    "`systemctl list-timers certbot`.",
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

SOON = timedelta(days=14)
# Certificates that live for days are renewed in their last third.
_SHORT = timedelta(days=21)
_REST = 3


def judge(seen: Seen) -> Verdict:
    """Judge how long the certificate is still valid; see the manual page above."""
    leaf = first_certificate(seen.tls())
    if isinstance(leaf, Verdict):
        return leaf
    left, whole = leaf.not_after - seen.at, leaf.not_after - leaf.not_before
    if left < timedelta(0):
        said = Text(
            "Sertifikat tidak lagi menjelang berakhir: sudah berakhir {day}.",
            "The certificate is no longer about to expire: it expired on {day}.",
        )
        return passed(on_day(said, leaf.not_after), validity_seen(leaf))
    if left < (whole / _REST if whole < _SHORT else SOON):
        said = Text(
            "Sertifikat berakhir {day}; perpanjang sekarang.",
            "The certificate ends on {day}; renew it now.",
        )
        return failed(on_day(said, leaf.not_after), validity_seen(leaf))
    said = Text("Sertifikat berlaku sampai {day}.", "The certificate is valid until {day}.")
    return passed(on_day(said, leaf.not_after), validity_seen(leaf))


CASES = (
    Case("Valid for two months more", {TLS: tls()}, Outcome.PASS, says="berlaku sampai"),
    Case(
        "Ends in five days",
        {TLS: tls(certificate(days_left=5))},
        Outcome.FAIL,
        says="berakhir 7 Maret 2026",
    ),
    Case("Ends in fifteen days", {TLS: tls(certificate(days_left=15))}, Outcome.PASS),
    Case(
        "A certificate of six days, issued yesterday",
        {TLS: tls(certificate(days_old=1, days_left=5))},
        Outcome.PASS,
    ),
    Case(
        "A certificate of six days that nobody renewed",
        {TLS: tls(certificate(days_old=5, days_left=1))},
        Outcome.FAIL,
    ),
    Case(
        "It has expired, which another check tells",
        {TLS: tls(certificate(days_left=-1), problem="expired")},
        Outcome.PASS,
        says="sudah berakhir",
    ),
    Case("No handshake", {TLS: failure(FailureKind.REFUSED)}, Outcome.NOT_MEASURED),
)
