"""Keys that sign zone transfers (TSIG, RFC 8945), as an office writes them in its settings."""

import binascii

import dns.exception
import dns.name
import dns.tsig

from ronda.engine.text import Text

_ALGORITHMS = {
    name: dns.name.from_text(name)
    for name in ("hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512")
}


class BadKey(ValueError):
    """A key cannot be read; ``text`` says how to write it, without showing the secret."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def read_key(zone: str, written: str) -> dns.tsig.Key:
    """Read "algorithm:name:secret"; raises :class:`BadKey`. MD5 and SHA-1 are not accepted."""
    parts = written.split(":")
    try:
        algorithm, name, secret = parts
        if len(binascii.a2b_base64(secret, strict_mode=True)) < 8:
            raise ValueError("short")
        return dns.tsig.Key(
            dns.name.from_text(name.strip().lower()), secret, _ALGORITHMS[algorithm.strip().lower()]
        )
    except (ValueError, KeyError, dns.exception.DNSException) as error:
        raise BadKey(
            Text(
                "Zona {zone}: kunci TSIG tidak dapat dibaca. Tulis pada RONDA_TSIG: "
                "{zone}=hmac-sha256:nama-kunci:rahasia-base64 (atau hmac-sha224, -sha384, -sha512; "
                "buat dengan tsig-keygen atau keymgr -t).",
                "Zone {zone}: the TSIG key cannot be read. Write in RONDA_TSIG: "
                "{zone}=hmac-sha256:key-name:base64-secret (or hmac-sha224, -sha384, -sha512; "
                "make one with tsig-keygen or keymgr -t).",
            ).fill(zone=zone)
        ) from error


def key_of(zone: str, setting: str) -> str:
    """Return the key for a zone out of "zone=key, other.zone=key, *=key", or ""."""
    found = {}
    for item in setting.split(","):
        name, mark, key = item.strip().partition("=")
        if mark:
            found[name.strip().rstrip(".").lower()] = key.strip()
    return found.get(zone.rstrip(".").lower(), found.get("*", ""))
