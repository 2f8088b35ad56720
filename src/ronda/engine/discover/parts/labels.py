"""Host labels that name a service of a zone, not a web site of anybody."""

import re

# Mail, name service and automatic set-up: machines ask for these names, visitors never do.
_SERVICE = frozenset(
    [
        "mail",
        "smtp",
        "smtps",
        "imap",
        "pop",
        "pop3",
        "relay",
        "mta",
        "mta-sts",
        "mx",
        "autodiscover",
        "autoconfig",
        "dns",
        "ns",
        "ntp",
        "ldap",
        "sip",
        "lyncdiscover",
        "enterpriseenrollment",
        "enterpriseregistration",
        "localhost",
        "dkim",
        "spf",
        "dmarc",
        "bimi",
        "cpcalendars",
        "cpcontacts",
    ]
)
_NUMBERED = re.compile(r"(?:ns|mx|dns|mail|smtp|mta|ntp|relay)-?\d{1,3}")


def is_service(label: str) -> bool:
    """Say whether a host's first label names a service (RFC 8552 underscores, mail, name servers)."""
    return label.startswith("_") or label in _SERVICE or bool(_NUMBERED.fullmatch(label))
