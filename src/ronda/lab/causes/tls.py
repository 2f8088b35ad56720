"""Faults of the certificate and of the TLS version."""

from datetime import timedelta
from typing import ClassVar, Literal

import msgspec

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.format import Host
from ronda.lab.world import CertPlan


def _plan(draft: Draft) -> CertPlan:
    if draft.certificate is None:
        raise ValueError(f"{draft.key}: a cause spoils its certificate, but it shows none")
    return draft.certificate


class ExpiredCertificate(Cause, frozen=True, kw_only=True, tag="expired_certificate"):
    """The certificate ran out some days ago."""

    days_ago: int = 12

    def plant(self, draft: Draft) -> None:
        """Move the validity into the past."""
        end = draft.now - timedelta(days=self.days_ago)
        draft.certificate = msgspec.structs.replace(
            _plan(draft), kind="expired", not_before=end - timedelta(days=90), not_after=end
        )

    def consequence(self) -> Consequence:
        """An expired certificate, and no other fault of it."""
        return Consequence(expects=frozenset({classes.TLS_EXPIRED}))


class WrongNameCertificate(Cause, frozen=True, kw_only=True, tag="wrong_name_certificate"):
    """The server shows another host's certificate."""

    names: tuple[Host, ...]

    def plant(self, draft: Draft) -> None:
        """Replace the certificate's names; it is not the site's, so not logged for it."""
        plan = _plan(draft)
        draft.certificate = msgspec.structs.replace(plan, names=self.names, logged=False)

    def consequence(self) -> Consequence:
        """A certificate for another name."""
        return Consequence(expects=frozenset({classes.TLS_NAME}))


class SelfSigned(Cause, frozen=True, kw_only=True, tag="self_signed"):
    """The certificate is signed by itself."""

    def plant(self, draft: Draft) -> None:
        """No authority signed it, so no log holds it."""
        draft.certificate = msgspec.structs.replace(_plan(draft), kind="self_signed", logged=False)

    def consequence(self) -> Consequence:
        """A certificate that no browser trusts."""
        return Consequence(expects=frozenset({classes.TLS_UNTRUSTED}))


class MissingIntermediate(Cause, frozen=True, kw_only=True, tag="missing_intermediate"):
    """The server sends its own certificate without the one between it and the root."""

    def plant(self, draft: Draft) -> None:
        """The leaf alone is sent."""
        draft.certificate = msgspec.structs.replace(_plan(draft), kind="missing_intermediate")

    def consequence(self) -> Consequence:
        """A chain that does not lead to a trusted root."""
        return Consequence(expects=frozenset({classes.TLS_UNTRUSTED}))


class OldTls(Cause, frozen=True, kw_only=True, tag="old_tls"):
    """The server speaks nothing newer than an old version of TLS."""

    version: Literal["1.0", "1.1"] = "1.1"
    own_address: ClassVar[bool] = True

    def plant(self, draft: Draft) -> None:
        """Cap the version."""
        draft.max_tls = self.version

    def consequence(self) -> Consequence:
        """TLS below 1.2."""
        return Consequence(expects=frozenset({classes.TLS_OLD}))


class NotYetValidCertificate(Cause, frozen=True, kw_only=True, tag="not_yet_valid_certificate"):
    """The certificate will be valid only in some days."""

    days: int = 5

    def plant(self, draft: Draft) -> None:
        """Move the validity into the future; no log took it before its time."""
        start = draft.now + timedelta(days=self.days)
        draft.certificate = msgspec.structs.replace(
            _plan(draft),
            kind="not_yet_valid",
            not_before=start,
            not_after=start + timedelta(days=90),
            logged=False,
        )

    def consequence(self) -> Consequence:
        """A certificate that is not valid yet, and no other fault of it."""
        return Consequence(expects=frozenset({classes.TLS_NOT_YET}))


class ExpiringCertificate(Cause, frozen=True, kw_only=True, tag="expiring_certificate"):
    """The certificate is valid and runs out in some days; nobody renews it."""

    days: int = 4

    def plant(self, draft: Draft) -> None:
        """Move the end of the validity near."""
        end = draft.now + timedelta(days=self.days)
        draft.certificate = msgspec.structs.replace(
            _plan(draft), not_before=end - timedelta(days=90), not_after=end
        )

    def consequence(self) -> Consequence:
        """A certificate that is about to expire."""
        return Consequence(expects=frozenset({classes.TLS_EXPIRING}))


class WeakKey(Cause, frozen=True, kw_only=True, tag="weak_key"):
    """The certificate's key is RSA of 1024 bits, which can be broken (NIST SP 800-131A)."""

    def plant(self, draft: Draft) -> None:
        """Show a certificate with such a key."""
        draft.certificate = msgspec.structs.replace(_plan(draft), key="rsa1024")

    def consequence(self) -> Consequence:
        """A weak key; clients may rightly refuse to trust it, or may not."""
        untrusted = frozenset({classes.TLS_UNTRUSTED})
        return Consequence(expects=frozenset({classes.TLS_WEAK_KEY}), allows=untrusted)
