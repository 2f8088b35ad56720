"""Faults of DNS and of what the registered domain says about its mail."""

from ipaddress import IPv4Address, IPv4Network
from typing import ClassVar

from ronda.engine import urls
from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.format import Host, SiteFile
from ronda.lab.standing import apex_of
from ronda.lab.world import Record

# RFC 1918 section 3.
PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


class SpoofableMail(Cause, frozen=True, kw_only=True, tag="spoofable_mail"):
    """The registered domain says nothing about who may send mail in its name."""

    needs_name: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Publish neither SPF nor DMARC."""
        draft.spf = draft.dmarc = None

    def consequence(self) -> Consequence:
        """Anybody can send mail in its name."""
        return Consequence(expects=frozenset({classes.MAIL_SPOOFABLE}))


class DanglingCname(Cause, frozen=True, kw_only=True, tag="dangling_cname"):
    """The name points at a service that was given up, whose name anybody may take."""

    target: Host
    needs_name: ClassVar[bool] = True

    def objection(self, site: SiteFile) -> str:
        """No alias stands beside the SOA and NS of a zone (RFC 1034 3.6.2, RFC 2181 10.1)."""
        host = urls.parse(site.address).host
        if apex_of(host) != host:
            return ""
        return f"cannot stand at {host}, a registered domain with records of its own - take a name below"

    def plant(self, draft: Draft) -> None:
        """A CNAME to a name that does not exist; nothing is served."""
        draft.host_records = [Record(draft.host, "CNAME", f"{self.target}.")]
        draft.http_open = draft.https_open = False

    def consequence(self) -> Consequence:
        """Dangling, and so unreachable."""
        expects = frozenset({classes.DANGLING_CNAME, classes.UNREACHABLE})
        return Consequence(expects=expects, hides=classes.WEB)


class WildcardDns(Cause, frozen=True, kw_only=True, tag="wildcard_dns"):
    """Every name below the site's own leads to the same server."""

    needs_name: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Add the wildcard record."""
        draft.more_records.append(Record(f"*.{draft.host}", "A", draft.address))

    def consequence(self) -> Consequence:
        """No finding; names below it are no sites."""
        return Consequence()


class SpfPermissive(Cause, frozen=True, kw_only=True, tag="spf_permissive"):
    """The registered domain's SPF allows every server to send mail in its name."""

    needs_name: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Publish "+all" (RFC 7208 section 5.1)."""
        draft.spf = "v=spf1 +all"

    def consequence(self) -> Consequence:
        """Anybody can send mail in its name."""
        return Consequence(expects=frozenset({classes.MAIL_SPOOFABLE}))


class DmarcNone(Cause, frozen=True, kw_only=True, tag="dmarc_none"):
    """The registered domain's DMARC only asks for reports: the first step of introducing it."""

    needs_name: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Publish "p=none" (RFC 7489 section 6.3)."""
        draft.dmarc = "v=DMARC1; p=none; rua=mailto:dmarc@" + draft.apex

    def consequence(self) -> Consequence:
        """Left open: a forged mail still arrives, and yet the domain does as it is advised."""
        return Consequence(allows=frozenset({classes.MAIL_SPOOFABLE}))


class LameDelegation(Cause, frozen=True, kw_only=True, tag="lame_delegation"):
    """The name servers that the name is delegated to do not answer for it.

    A registered domain is lame as a whole; a name below one is delegated to a server that is gone.
    """

    name_server: Host = "ns1.hosting-tutup.net"
    needs_name: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Every question about it fails; nothing is served."""
        if draft.host == draft.apex:
            draft.lame = True
        draft.host_records = [Record(draft.host, "NS", f"{self.name_server}.")]
        draft.http_open = draft.https_open = False

    def consequence(self) -> Consequence:
        """Lame, and so unreachable; what the domain says of its mail cannot be asked either."""
        expects = frozenset({classes.DNS_LAME, classes.UNREACHABLE})
        return Consequence(expects=expects, hides=classes.WEB | {classes.MAIL_SPOOFABLE})


class PrivateAddress(Cause, frozen=True, kw_only=True, tag="private_address"):
    """The public name leads to an address of an internal network (RFC 1918)."""

    address: str = "10.20.0.5"
    needs_name: ClassVar[bool] = True

    def objection(self, site: SiteFile) -> str:
        """It must be such an address."""
        try:
            address = IPv4Address(self.address)
        except ValueError as error:
            return f"address: {error}"
        if any(address in network for network in PRIVATE):
            return ""
        return f"address: {self.address} is not private - expected one of RFC 1918"

    def plant(self, draft: Draft) -> None:
        """Publish the address; nobody outside reaches the server."""
        draft.host_records = [Record(draft.host, "A", self.address)]
        draft.http_open = draft.https_open = False

    def consequence(self) -> Consequence:
        """A private address in public DNS, and so unreachable."""
        expects = frozenset({classes.DNS_PRIVATE, classes.UNREACHABLE})
        return Consequence(expects=expects, hides=classes.WEB)
