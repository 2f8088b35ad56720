"""Django's settings, from the environment and ``var/``; secrets are made at the first start."""

import ipaddress
import os
import secrets
import sys
from pathlib import Path

import dj_database_url
import structlog
from django.core.exceptions import ImproperlyConfigured

VAR = Path(os.environ.get("RONDA_VAR", "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    if "RONDA_SECRET_KEY" in os.environ:
        return os.environ["RONDA_SECRET_KEY"]
    path = VAR / "secret_key"
    try:
        # O_EXCL: of several processes that start at once, one writes and the others read.
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(fd, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("RONDA_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("RONDA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("RONDA_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "ronda.accounts",
    "ronda.jobs",
    "ronda.inbox",
    "ronda.register",
    "ronda.discovery",
    "ronda.reporting",
    "ronda.cases",
    "ronda.patrol",
    "ronda.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "django_cotton",
    "django_htmx",
    "rules",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ronda.web.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ronda.web.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ronda.web.middleware.small_bodies_from_strangers",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "ronda.web.urls"
WSGI_APPLICATION = "ronda.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ronda.web.context.frame",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("RONDA_DATABASE_URL", f"sqlite:///{VAR / 'ronda.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
        ),
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
    # Tests use a file too: threads see it as they see the real one.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "ronda.accounts.adapter.ClosedSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("RONDA_TIME_ZONE", "Asia/Makassar")

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # files are served from the package; whitenoise wants the folder
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR / "files"

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if os.environ.get("RONDA_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# --- Ronda's own --------------------------------------------------------------------------------
# The government that runs this installation; attribution reads it.
RONDA_REGION_LEVEL = os.environ.get("RONDA_REGION_LEVEL", "province")
RONDA_REGION_NAME = os.environ.get("RONDA_REGION_NAME", "")
RONDA_REGION_AREA_CODES = tuple(
    x for x in os.environ.get("RONDA_REGION_AREA_CODES", "").split(",") if x
)
RONDA_REGION_POSTCODES = tuple(
    x for x in os.environ.get("RONDA_REGION_POSTCODES", "").split(",") if x
)
# TOML or JSON file of other governments, to tell namesakes apart; see register.gazetteer.
RONDA_OTHER_GOVERNMENTS = os.environ.get("RONDA_OTHER_GOVERNMENTS", "")
RONDA_REGION_TOWNS = tuple(x for x in os.environ.get("RONDA_REGION_TOWNS", "").split(",") if x)
# "name@address:port, name@/path/zonefile, name": the office's official zones, seeded by `ronda init`.
RONDA_ZONES = os.environ.get("RONDA_ZONES", "")
RONDA_CT_LOGS = tuple(
    x.strip() for x in os.environ.get("RONDA_CT_LOGS", "").split(",") if x.strip()
)
# Keys that sign zone transfers: "zone=algorithm:name:secret, *=..." for every other zone.
RONDA_TSIG = os.environ.get("RONDA_TSIG", "")
# Query logs of the office's own DNS servers: dnstap, or text of BIND, Unbound, dnsmasq, Knot.
RONDA_QUERY_LOGS = tuple(
    x.strip() for x in os.environ.get("RONDA_QUERY_LOGS", "").split(",") if x.strip()
)
# Address ranges of the office, whose names are looked up in reverse.
RONDA_OWN_RANGES = tuple(
    x.strip() for x in os.environ.get("RONDA_OWN_RANGES", "").split(",") if x.strip()
)
# Path of a list of logs with their keys (log_list.json, version 3); what they say is verified.
RONDA_CT_LOG_LIST = os.environ.get("RONDA_CT_LOG_LIST", "")
# Entries read of a log that was never read, from its end.
RONDA_CT_BACKFILL = int(os.environ.get("RONDA_CT_BACKFILL", "1000000"))
# A name that stands in an official zone's own records is official by definition; "0": a candidate.
RONDA_ZONE_NAMES_ARE_OFFICIAL = os.environ.get("RONDA_ZONE_NAMES_ARE_OFFICIAL", "1") != "0"
RONDA_SHARD_SIZE = int(os.environ.get("RONDA_SHARD_SIZE", "25"))
RONDA_LEASE_SECONDS = int(os.environ.get("RONDA_LEASE_SECONDS", "60"))
# Names with a weak sign that one search looks at, at most; the others wait for the next.
RONDA_LEADS_A_RUN = int(os.environ.get("RONDA_LEADS_A_RUN", "1000"))
# Names without any sign, from certificates: front pages that are looked at in 24 hours, those whose
# names read most like a government's first, and how many may wait. 0: none are kept or looked at.
RONDA_BARE_LOOKS_A_DAY = int(os.environ.get("RONDA_BARE_LOOKS_A_DAY", "500"))
RONDA_BARE_KEPT = int(os.environ.get("RONDA_BARE_KEPT", "20000"))
# After how many hours a name with a weak sign that did not answer is looked at again.
RONDA_LEAD_RETRY_HOURS = float(os.environ.get("RONDA_LEAD_RETRY_HOURS", "24"))
# What the links source reads by itself of the office's own sites, and how many short links it asks.
RONDA_CRAWL_PAGES_A_SITE = int(os.environ.get("RONDA_CRAWL_PAGES_A_SITE", "12"))
RONDA_CRAWL_PAGES_A_RUN = int(os.environ.get("RONDA_CRAWL_PAGES_A_RUN", "2000"))
RONDA_CRAWL_AGAIN_DAYS = int(os.environ.get("RONDA_CRAWL_AGAIN_DAYS", "14"))
RONDA_SHORT_LINKS_A_RUN = int(os.environ.get("RONDA_SHORT_LINKS_A_RUN", "200"))
RONDA_READ_SOCIAL = os.environ.get("RONDA_READ_SOCIAL", "0") == "1"
# Visits under way at once in one process.
RONDA_CONCURRENCY = int(os.environ.get("RONDA_CONCURRENCY", "80"))
# Days that replaced bodies and observations are kept; what a finding cites is kept with it.
RONDA_RETENTION_DAYS = int(os.environ.get("RONDA_RETENTION_DAYS", "400"))
# A finding waits this long for the second measurement that confirms it.
RONDA_CONFIRM_MINUTES = int(os.environ.get("RONDA_CONFIRM_MINUTES", "60"))
# The open form "Laporkan situs": "0" closes it. Reports an hour, from one sender and in all.
RONDA_PUBLIC_REPORTS = os.environ.get("RONDA_PUBLIC_REPORTS", "1") != "0"
RONDA_REPORTS_PER_SENDER = int(os.environ.get("RONDA_REPORTS_PER_SENDER", "5"))
RONDA_REPORTS_PER_HOUR = int(os.environ.get("RONDA_REPORTS_PER_HOUR", "120"))
# Days that a reporter's contact is kept.
RONDA_REPORT_CONTACT_DAYS = int(os.environ.get("RONDA_REPORT_CONTACT_DAYS", "180"))
# Proxies of the office (addresses or networks) whose X-Forwarded-For tells who really asks; with
# RONDA_HTTPS=1 one on this machine unless said otherwise.
_LOCAL_PROXY = "127.0.0.1,::1" if os.environ.get("RONDA_HTTPS") == "1" else ""
RONDA_PROXIES = tuple(
    x.strip() for x in os.environ.get("RONDA_PROXIES", _LOCAL_PROXY).split(",") if x.strip()
)
for _proxy in RONDA_PROXIES:
    try:
        ipaddress.ip_network(_proxy, strict=False)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"RONDA_PROXIES: {error}; write addresses or networks, for example 127.0.0.1, 10.0.0.0/8"
        ) from error
# Seconds between two looks at what is new in certificate logs.
RONDA_FOLLOW_SECONDS = int(os.environ.get("RONDA_FOLLOW_SECONDS", "30"))
# The office's mail server ("smtp+starttls://user:password@host") and the sender of Ronda's messages.
RONDA_SMTP = os.environ.get("RONDA_SMTP", "")
RONDA_MAIL_FROM = os.environ.get("RONDA_MAIL_FROM", "")
# Folders with files for sources: index results of web archives, exports of search engines, logs.
RONDA_FOLDERS = {
    source: folder
    for source, folder in (
        ("archive", os.environ.get("RONDA_ARCHIVE_DIR", "")),
        ("search", os.environ.get("RONDA_SEARCH_DIR", "")),
        ("referrers", os.environ.get("RONDA_LOGS_DIR", "")),
    )
    if folder
}
# A search service of the office: "google" or "bing", its key, and requests a month at most.
RONDA_SEARCH_API = os.environ.get("RONDA_SEARCH_API", "google")
RONDA_SEARCH_KEY = os.environ.get("RONDA_SEARCH_KEY", "")
RONDA_SEARCH_ENGINE = os.environ.get("RONDA_SEARCH_ENGINE", "")
RONDA_SEARCH_ENDPOINT = os.environ.get("RONDA_SEARCH_ENDPOINT", "")
RONDA_SEARCH_MONTHLY = int(os.environ.get("RONDA_SEARCH_MONTHLY", "1000"))
# Registration data: IANA's bootstrap file on this machine ("" asks nobody), questions a second to one
# server, and in one run.
RONDA_RDAP_BOOTSTRAP = os.environ.get("RONDA_RDAP_BOOTSTRAP", "")
RONDA_RDAP_PER_SECOND = float(os.environ.get("RONDA_RDAP_PER_SECOND", "2"))
RONDA_RDAP_PER_RUN = int(os.environ.get("RONDA_RDAP_PER_RUN", "200"))

# What happens is told on standard error: standard output holds what a command was asked for.
structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
