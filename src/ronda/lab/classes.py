"""The public classes of findings that the truth speaks of, and which of them share a fate."""

UNREACHABLE = "unreachable"
DANGLING_CNAME = "dangling-cname"
TLS_EXPIRED = "tls-expired"
TLS_UNTRUSTED = "tls-untrusted"
TLS_NAME = "tls-name"
TLS_OLD = "tls-old"
NO_HTTPS = "no-https"
NO_HSTS = "no-hsts"
WEAK_HEADERS = "weak-headers"
MAIL_SPOOFABLE = "mail-spoofable"
EXPOSED_GIT = "exposed-git"
EXPOSED_ENV = "exposed-env"
INJECTED_GAMBLING = "injected-gambling"
PARKED = "parked"
DEFAULT_PAGE = "default-page"
STALE = "stale"
OUTDATED_SOFTWARE = "outdated-software"

TLS = frozenset({TLS_EXPIRED, TLS_UNTRUSTED, TLS_NAME, TLS_OLD})
HEADERS = frozenset({NO_HSTS, WEAK_HEADERS})
EXPOSURE = frozenset({EXPOSED_GIT, EXPOSED_ENV})
PAGE = frozenset({INJECTED_GAMBLING, PARKED, DEFAULT_PAGE, STALE, OUTDATED_SOFTWARE})
# All that needs an answer from the web server.
WEB = TLS | HEADERS | EXPOSURE | PAGE | {NO_HTTPS}
ALL = WEB | {UNREACHABLE, DANGLING_CNAME, MAIL_SPOOFABLE}
