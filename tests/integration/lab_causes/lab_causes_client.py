"""A visitor of the lab who knows only its name server: asks, connects, shakes hands, reads."""

import http.client
import socket
import ssl
from dataclasses import dataclass, field

import dns.message
import dns.query
import dns.rcode
from cryptography import x509

from ronda.lab.addresses import twin
from ronda.lab.serve import LabServer

VISITOR = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 Mobile Safari/537.36"
SEARCH = "https://www.google.com/"


@dataclass(frozen=True)
class Page:
    """An answer as it came."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return str(self.headers.get("Location", ""))


@dataclass(frozen=True)
class Site:
    """A site of the lab, reached by its name alone (or by its bare address)."""

    lab: LabServer
    host: str
    healthy: "Site | None" = field(default=None, repr=False)

    def ask(self, rdtype: str, name: str = "") -> dns.message.Message:
        """A question about the site's name, or another, to the lab's name server."""
        question = dns.message.make_query(name or self.host, rdtype)
        return dns.query.udp(question, "127.0.0.1", port=self.lab.ports.dns, timeout=5)

    def values(self, rdtype: str, name: str = "") -> list[str]:
        """The records of an answer as text, aliases left out."""
        found = self.ask(rdtype, name).answer
        return [
            str(data)
            for rrset in found
            for data in rrset
            if rrset.rdtype == data.rdtype and dns.rdatatype.to_text(rrset.rdtype) == rdtype
        ]

    def connect(self, scheme: str = "https") -> socket.socket:
        """A connection to the address that the name leads to."""
        bare = self.host.replace(".", "").isdigit()
        address = self.host if bare else self.values("A")[0]
        port = {"http": self.lab.ports.http, "https": self.lab.ports.https}[scheme]
        return socket.create_connection((twin(address), port), timeout=5)

    def shake(self, context: ssl.SSLContext) -> ssl.SSLSocket:
        """A connection after the handshake; raises what the client finds wrong."""
        sock = self.connect()
        try:
            return context.wrap_socket(sock, server_hostname=self.host)
        except BaseException:
            sock.close()
            raise

    def trusting(self) -> ssl.SSLContext:
        """A client that trusts the lab's authority, as an ordinary one trusts the real ones."""
        return ssl.create_default_context(cafile=self.lab.env["RONDA_TRUST_STORE"])

    def blind(self) -> ssl.SSLContext:
        """A client that takes everything."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("ALL:@SECLEVEL=0")
        return context

    def refused_because(self) -> str:
        """What an ordinary client finds wrong with the certificate; "" when nothing."""
        try:
            self.shake(self.trusting()).close()
        except ssl.SSLCertVerificationError as error:
            return error.verify_message
        return ""

    def certificate(self) -> x509.Certificate:
        """The certificate that the server shows, whatever it is worth."""
        with self.shake(self.blind()) as tls:
            shown = tls.getpeercert(binary_form=True)
        assert shown is not None
        return x509.load_der_x509_certificate(shown)

    def get(
        self, path: str = "/", agent: str = VISITOR, referer: str = "", scheme: str = "https"
    ) -> Page:
        """One page, over a verified connection unless ``scheme`` is http or "blind"."""
        if scheme == "http":
            sock = self.connect("http")
        else:
            sock = self.shake(self.blind() if scheme == "blind" else self.trusting())
        asking = http.client.HTTPConnection(self.host)
        asking.sock = sock
        try:
            headers = {"User-Agent": agent, **({"Referer": referer} if referer else {})}
            asking.request("GET", path, headers=headers)
            with asking.getresponse() as answer:
                return Page(answer.status, answer.msg, answer.read())
        finally:
            asking.close()

    def robot(self, path: str = "/") -> Page:
        """The page as a search engine's robot gets it."""
        return self.get(path, ROBOT)

    def phone(self, path: str = "/") -> Page:
        """The page as a phone that comes from a search result gets it."""
        return self.get(path, PHONE, SEARCH)

    def asked_to_fail(self) -> str:
        """The error code of a question about the address."""
        return dns.rcode.to_text(self.ask("A").rcode())
