"""Faults of DNS and of what the registered domain says about its mail."""

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.format import Host
from ronda.lab.world import Record


class SpoofableMail(Cause, frozen=True, kw_only=True, tag="spoofable_mail"):
    """The registered domain says nothing about who may send mail in its name."""

    def plant(self, draft: Draft) -> None:
        """Publish neither SPF nor DMARC."""
        draft.spf = draft.dmarc = None

    def consequence(self) -> Consequence:
        """Anybody can send mail in its name."""
        return Consequence(expects=frozenset({classes.MAIL_SPOOFABLE}))


class DanglingCname(Cause, frozen=True, kw_only=True, tag="dangling_cname"):
    """The name points at a service that was given up, whose name anybody may take."""

    target: Host

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

    def plant(self, draft: Draft) -> None:
        """Add the wildcard record."""
        draft.more_records.append(Record(f"*.{draft.host}", "A", draft.address))

    def consequence(self) -> Consequence:
        """No finding; names below it are no sites."""
        return Consequence()
