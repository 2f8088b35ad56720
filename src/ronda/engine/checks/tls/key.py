"""The certificate's key and signature are strong enough.

## What it does
Reads the type and length of the certificate's key and the hash that its signature rests on.

## Why it matters
A short key can be computed back, and a signature over MD5 or SHA-1 can be forged: then anybody who
sits on the way can read along or show a copy of the site as the real one.

## How to fix
Make a new key (RSA of 2048 bits or more, or an elliptic curve such as P-256), have a certificate
issued for it and load both into the web server.

## Limits
Only the site's own certificate is judged, not those above it.

## References
NIST SP 800-57 part 1 rev. 5 (key lengths), CA/Browser Forum Baseline Requirements 6.1.5 and 7.1.3.
"""

from ronda.engine.artifacts import TLS, Certificate, FailureKind
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
    id="TLS.KEY",
    area="tls",
    title=Text("Kunci sertifikat cukup kuat", "The certificate's key is strong enough"),
    problem=Text("Kunci sertifikat terlalu lemah", "The certificate's key is too weak"),
    finding_class="tls-weak-key",
    severity=Severity.MEDIUM,
    needs=(TLS,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Kunci pendek atau tanda tangan usang dapat dipalsukan. Penyadap lalu dapat membaca "
            "sandi warga atau menampilkan tiruan situs Anda.",
            "A short key or an outdated signature can be forged. An eavesdropper can then read "
            "citizens' passwords or show a copy of your site.",
        ),
        steps=(
            Text(
                "Buat kunci baru: RSA 2048 bit atau lebih, atau kurva P-256.",
                "Make a new key: RSA of 2048 bits or more, or the curve P-256.",
            ),
            Text(
                "Minta sertifikat baru untuk kunci itu, misalnya lewat Let's Encrypt.",
                "Have a certificate issued for that key, for instance by Let's Encrypt.",
            ),
            Text(
                "Pasang keduanya di server web, muat ulang, lalu hapus kunci yang lama.",
                "Install both in the web server, reload it, then delete the old key.",
            ),
        ),
        see_for_yourself=Text(
            "Buka situs, klik gembok, lihat sertifikatnya: baris kunci publik dan algoritma tanda "
            "tangan.",
            "Open the site, click the padlock and view the certificate: the lines of public key "
            "and signature algorithm.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Jalankan `certbot certonly --key-type ecdsa --force-renewal -d NAMA`, lalu "
                    "`systemctl reload nginx`.",
                    "Run `certbot certonly --key-type ecdsa --force-renewal -d NAME`, then "
                    "`systemctl reload nginx`.",
                ),
            ),
        },
    ),
)

MIN_BITS = {"RSA": 2048, "DSA": 2048, "EC": 224}
WEAK_HASHES = frozenset({"md2", "md4", "md5", "sha1"})


def judge(seen: Seen) -> Verdict:
    """Judge the key and the signature of the site's own certificate; see the manual page above."""
    shown = seen.tls()
    if not shown.chain:
        return not_measured(
            Text(
                "Belum terukur: server tidak menunjukkan sertifikat yang dapat dibaca.",
                "Not measured: the server showed no certificate that can be read.",
            )
        )
    leaf = shown.chain[0]
    what = _evidence(leaf)
    if leaf.key_bits < MIN_BITS.get(leaf.key_type, 0):
        return failed(
            Text(
                "Kunci sertifikat hanya {kind} {bits} bit.",
                "The certificate's key has only {bits} bits ({kind}).",
            ).fill(kind=leaf.key_type, bits=leaf.key_bits),
            what,
        )
    if leaf.signature_hash.lower() in WEAK_HASHES and not leaf.self_signed:
        return failed(
            Text(
                "Tanda tangan sertifikat memakai {hash}, yang dapat dipalsukan.",
                "The certificate's signature rests on {hash}, which can be forged.",
            ).fill(hash=leaf.signature_hash.upper()),
            what,
        )
    return passed(
        Text(
            "Kunci {kind} {bits} bit cukup kuat.", "The {kind} key of {bits} bits is strong enough."
        ).fill(kind=leaf.key_type, bits=leaf.key_bits),
        what,
    )


def _evidence(leaf: Certificate) -> Evidence:
    where = Text("kunci dan tanda tangan sertifikat", "key and signature of the certificate")
    return Evidence(
        TLS,
        where,
        clip(f"{leaf.subject}: {leaf.key_type} {leaf.key_bits}, {leaf.signature_hash or '-'}"),
    )


CASES = (
    Case("An elliptic curve", {TLS: tls()}, Outcome.PASS, says="EC 256"),
    Case(
        "RSA of 2048 bits",
        {TLS: tls(certificate(key_type="RSA", key_bits=2048))},
        Outcome.PASS,
    ),
    Case(
        "RSA of 1024 bits",
        {TLS: tls(certificate(key_type="RSA", key_bits=1024))},
        Outcome.FAIL,
        says="1024 bit",
    ),
    Case("Signed over SHA-1", {TLS: tls(certificate(signature_hash="sha1"))}, Outcome.FAIL),
    Case(
        "Ed25519 has a fixed length",
        {TLS: tls(certificate(key_type="Ed25519", key_bits=256, signature_hash=""))},
        Outcome.PASS,
    ),
    Case("No handshake", {TLS: failure(FailureKind.REFUSED)}, Outcome.NOT_MEASURED),
)
