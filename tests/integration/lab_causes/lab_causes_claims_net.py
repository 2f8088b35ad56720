"""What the causes in DNS, mail, TLS and reachability claim."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lab_causes_client import Site
from lab_causes_registry import OWN, claim

DAY = timedelta(days=1)
SOON = timedelta(minutes=10)


def near(when: datetime, wanted: datetime) -> bool:
    """Two times are the same but for the length of a test."""
    return abs(when - wanted) < SOON


@claim("expired_certificate", "days_ago = 12")
def _expired(site: Site) -> None:
    assert "expired" in site.refused_because()
    assert near(site.certificate().not_valid_after_utc, datetime.now(UTC) - 12 * DAY)


@claim("not_yet_valid_certificate", "days = 5")
def _not_yet(site: Site) -> None:
    assert "not yet valid" in site.refused_because()
    assert near(site.certificate().not_valid_before_utc, datetime.now(UTC) + 5 * DAY)


@claim("expiring_certificate", "days = 4")
def _expiring(site: Site) -> None:
    assert site.refused_because() == ""
    assert near(site.certificate().not_valid_after_utc, datetime.now(UTC) + 4 * DAY)


@claim("weak_key")
def _weak_key(site: Site) -> None:
    key = site.certificate().public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size == 1024
    assert "Selamat datang" in site.get(scheme="blind").text


@claim("wrong_name_certificate", 'names = ["lain.co.id"]')
def _wrong_name(site: Site) -> None:
    assert "doesn't match" in site.refused_because() or "mismatch" in site.refused_because()
    names = site.certificate().extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert names.value.get_values_for_type(x509.DNSName) == ["lain.co.id"]


@claim("self_signed")
def _self_signed(site: Site) -> None:
    assert "self-signed" in site.refused_because().replace("self signed", "self-signed")
    shown = site.certificate()
    assert shown.issuer == shown.subject


@claim("missing_intermediate")
def _missing(site: Site) -> None:
    assert "unable to get local issuer" in site.refused_because()
    assert site.certificate().issuer != site.certificate().subject


@claim("old_tls", 'version = "1.1"', 'version = "1.0"')
def _old_tls(newer: Site, older: Site) -> None:
    for site, version in ((newer, "TLSv1.1"), (older, "TLSv1")):
        with pytest.raises(ssl.SSLError):
            site.shake(site.trusting()).close()
        with site.shake(site.blind()) as tls:
            assert tls.version() == version


@claim("dead")
def _dead(site: Site) -> None:
    assert site.values("A")
    for scheme in ("http", "https"):
        with pytest.raises(ConnectionRefusedError):
            site.connect(scheme).close()


@claim("name_gone")
def _name_gone(site: Site) -> None:
    assert site.asked_to_fail() == "NXDOMAIN"


@claim("dangling_cname", 'target = "situs-lama.awan-hilang.net"')
def _dangling(site: Site) -> None:
    assert site.values("CNAME") == ["situs-lama.awan-hilang.net."]
    assert site.asked_to_fail() == "NXDOMAIN"


@claim("wildcard_dns")
def _wildcard(site: Site) -> None:
    assert site.values("A", f"apa-saja.{site.host}") == site.values("A") != []


@claim("lame_delegation", "", address=OWN)
def _lame(site: Site) -> None:
    for rdtype in ("A", "NS", "TXT", "SOA"):
        answer = site.ask(rdtype)
        assert (answer.rcode().to_text(answer.rcode()), answer.answer) == ("SERVFAIL", [])


@claim("private_address", 'address = "10.20.0.5"')
def _private(site: Site) -> None:
    assert site.values("A") == ["10.20.0.5"]
    assert site.host not in {host.name for host in site.lab.world.hosts}


@claim("spoofable_mail", address=OWN)
def _spoofable(site: Site) -> None:
    assert site.values("MX") == [f"10 mail.{site.host}."]
    assert site.values("TXT") == []
    assert site.values("TXT", f"_dmarc.{site.host}") == []


@claim("spf_permissive", address=OWN)
def _permissive(site: Site) -> None:
    assert site.values("TXT") == ['"v=spf1 +all"']
    assert site.values("TXT", f"_dmarc.{site.host}") == ['"v=DMARC1; p=reject"']


@claim("dmarc_none", address=OWN)
def _dmarc_none(site: Site) -> None:
    (policy,) = site.values("TXT", f"_dmarc.{site.host}")
    assert "p=none" in policy
    assert site.values("TXT") == ['"v=spf1 -all"']
