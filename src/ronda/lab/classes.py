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
INJECTED_SPAM = "injected-spam"  # medicine, counterfeits, shops in Japanese
PARKED = "parked"
DEFAULT_PAGE = "default-page"
STALE = "stale"
OUTDATED_SOFTWARE = "outdated-software"
TLS_NOT_YET = "tls-not-yet-valid"
TLS_EXPIRING = "tls-expiring"
TLS_WEAK_KEY = "tls-weak-key"
MIXED_CONTENT = "mixed-content"
EXPOSED_SVN = "exposed-svn"
EXPOSED_BACKUP = "exposed-backup"
EXPOSED_CONFIG = "exposed-config"
EXPOSED_LOG = "exposed-log"
EXPOSED_LISTING = "exposed-listing"
EXPOSED_INFO = "exposed-info"
EXPOSED_DEBUG = "exposed-debug"
DEFACED = "defaced"
PHISHING = "phishing"
MALICIOUS_SCRIPT = "malicious-script"
MALICIOUS_REDIRECT = "malicious-redirect"
FOREIGN_CONTENT = "foreign-content"
UNFINISHED = "unfinished"
EMPTY = "empty"
SLOW = "slow"
DNS_LAME = "dns-lame"
DNS_PRIVATE = "dns-private-address"

TLS = frozenset(
    {TLS_EXPIRED, TLS_UNTRUSTED, TLS_NAME, TLS_OLD, TLS_NOT_YET, TLS_EXPIRING, TLS_WEAK_KEY}
)
HEADERS = frozenset({NO_HSTS, WEAK_HEADERS})
EXPOSURE = frozenset(
    {
        EXPOSED_GIT,
        EXPOSED_ENV,
        EXPOSED_SVN,
        EXPOSED_BACKUP,
        EXPOSED_CONFIG,
        EXPOSED_LOG,
        EXPOSED_LISTING,
        EXPOSED_INFO,
        EXPOSED_DEBUG,
    }
)
PAGE = frozenset(
    {
        INJECTED_GAMBLING,
        INJECTED_SPAM,
        PARKED,
        DEFAULT_PAGE,
        STALE,
        OUTDATED_SOFTWARE,
        MIXED_CONTENT,
        DEFACED,
        PHISHING,
        MALICIOUS_SCRIPT,
        MALICIOUS_REDIRECT,
        FOREIGN_CONTENT,
        UNFINISHED,
        EMPTY,
        SLOW,
    }
)
# What strangers put among a site's content to be found by search engines.
INJECTED = frozenset({INJECTED_GAMBLING, INJECTED_SPAM})
# All that needs an answer from the web server.
WEB = TLS | HEADERS | EXPOSURE | PAGE | {NO_HTTPS}
ALL = WEB | {UNREACHABLE, DANGLING_CNAME, MAIL_SPOOFABLE, DNS_LAME, DNS_PRIVATE}
