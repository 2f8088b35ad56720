"""Mail to the province's zone: found by its MX record, sent over STARTTLS, read from the maildir."""

import smtplib
import ssl
import time
from collections.abc import Iterator
from email.message import EmailMessage

import dns.message
import dns.query
import pytest
from lab_client import ZONE, html, world

from ronda.engine import netconfig
from ronda.lab.addresses import SERVICE
from ronda.lab.realservers import RealServers, Wanted, real_servers
from ronda.lab.world import DnsZone, Record, Route, VirtualHost

pytestmark = pytest.mark.real("knotd", "nginx", "exim4")
MAIL_ZONE = "rembulankota.go.id"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServers]:
    zone = DnsZone(
        MAIL_ZONE,
        (
            Record(MAIL_ZONE, "MX", f"10 surat.{MAIL_ZONE}."),
            Record(f"surat.{MAIL_ZONE}", "A", "198.18.0.9"),
        ),
    )
    host = VirtualHost(f"ppid.{ZONE}", "198.18.0.1", (Route("/", html("ppid")),), None)
    made = world(host, zones=(zone,))
    with real_servers(made, tmp_path_factory.mktemp("mail"), Wanted(mail=True)) as found:
        yield found


@pytest.fixture
def client(real: RealServers) -> Iterator[smtplib.SMTP]:
    """Connected as a sender would: MX, then its address, then port 25 by Ronda's map."""
    exchange = str(ask(real, MAIL_ZONE, "MX").exchange).rstrip(".")
    address = str(ask(real, exchange, "A"))
    where = netconfig.from_env(real.env).mapped(address, 25)
    trust = ssl.create_default_context(cafile=real.env["RONDA_TRUST_STORE"])
    with smtplib.SMTP(*where, local_hostname="ronda", timeout=5) as found:
        # Verified by the name in the MX record: a wrong certificate would end here.
        found._host = exchange  # type: ignore[attr-defined]
        found.starttls(context=trust)
        yield found


def ask(real: RealServers, name: str, kind: str) -> object:
    query = dns.message.make_query(name, kind)
    return dns.query.udp(query, SERVICE, port=real.dns, timeout=3).answer[0][0]


def letter(to: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = f"ronda@{ZONE}", to
    made["Subject"] = "Temuan baru: sertifikat kedaluwarsa"
    made.set_content("Sertifikat situs ini kedaluwarsa sejak kemarin.\n")
    return made


def test_letter_to_the_zone_arrives_in_the_maildir(real: RealServers, client: smtplib.SMTP) -> None:
    assert real.mail is not None
    client.send_message(letter(f"pengelola@{MAIL_ZONE}"))
    until = time.monotonic() + 10
    while not real.mail.messages():
        assert time.monotonic() < until, "the letter did not arrive"
        time.sleep(0.05)
    (arrived,) = real.mail.messages()
    assert arrived["Envelope-to"] == f"pengelola@{MAIL_ZONE}"
    assert arrived["Subject"] == "Temuan baru: sertifikat kedaluwarsa"
    assert "kedaluwarsa sejak kemarin" in arrived.get_content()


def test_letter_to_somebody_else_is_not_relayed(client: smtplib.SMTP) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="relay not permitted"):
        client.send_message(letter("siapa@lain.id"))
