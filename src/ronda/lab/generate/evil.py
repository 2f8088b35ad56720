"""Draws the parameters of a cause: hosts and words of gambling, ways of hiding, versions, paths."""

from collections.abc import Callable
from typing import Any

from ronda.lab.generate.naming import clean
from ronda.lab.generate.pen import Pen
from ronda.lab.generate.settings import rates

Parameters = dict[str, Any]

WAYS = (
    "display_none", "visibility", "opacity", "off_screen", "font_zero", "same_colour", "zero_size",
    "hidden_attribute", "css_class",
)  # fmt: skip
BEHAVIOURS = (
    "never_answers", "reset_at_once", "reset_midway", "empty_reply", "redirect_loop",
    "redirect_private", "accept_and_silence", "tls_garbage", "tls_alert", "half_handshake",
    "endless_body", "gzip_bomb", "slow_body", "huge_header", "many_headers", "deep_markup",
)  # fmt: skip
SCRIPTS = (
    "miner", "skimmer", "fake_update", "pool_miner", "packed_skimmer", "password_thief", "loader",
)  # fmt: skip
REDIRECTS = ("captcha", "push", "phone_script", "phone_http", "market", "packed_market")
THEMES = ("shop", "blog", "tongue", "speech")  # each a pair of rules: title and paragraphs
OUTDATED: tuple[Parameters, ...] = (
    {"generator": "WordPress 4.9.8"},
    {"generator": "WordPress 5.1.1"},
    {"generator": "Joomla! 1.5 - Open Source Content Management"},
    {"powered_by": "PHP/5.6.40"},
    {"powered_by": "PHP/7.1.33"},
    {"server": "Apache/2.2.15 (CentOS)"},
    {"server": "Microsoft-IIS/7.5"},
)
EXPOSED: tuple[Parameters, ...] = (
    {"kind": "exposed_git"},
    {"kind": "exposed_git", "branch": "master"},
    {"kind": "exposed_env"},
    {"kind": "exposed_env"},
    {"kind": "exposed_svn"},
    {"kind": "exposed_backup"},
    {"kind": "exposed_backup", "path": "/db.sql"},
    {"kind": "exposed_config"},
    {"kind": "exposed_log"},
    {"kind": "exposed_listing"},
    {"kind": "exposed_info"},
    {"kind": "exposed_info", "what": "server_status"},
    {"kind": "exposed_debug"},
    {"kind": "exposed_debug", "framework": "codeigniter"},
    {"kind": "exposed_debug", "framework": "django"},
)


def exposed(pen: Pen) -> Parameters:
    """Return an entry of one of the things that must not lie in the open."""
    chosen = dict(pen.rng.choice(EXPOSED))
    if chosen["kind"] == "exposed_env":
        secrets = pen.rng.sample(("APP_KEY", "DB_PASSWORD", "MAIL_PASSWORD", "SSO_SECRET"), 2)
        chosen["variables"] = {
            "APP_ENV": "production",
            "DB_HOST": "127.0.0.1",
            **{name: f"{pen.rng.getrandbits(64):016x}" for name in secrets},
        }
    return chosen


def gambling(pen: Pen) -> Parameters:
    """Return hosts and words of an injection: a few of each, other ones each time."""
    hosts = dict.fromkeys(clean(pen.say("bet.host")) for _ in range(pen.number(1, 4)))
    words = dict.fromkeys(pen.say("bet.word") for _ in range(pen.number(4, 9)))
    return {"hosts": list(hosts), "words": list(words)}


# What may be sold besides gambling, by the forms that can carry it: addresses and letters that are
# changed one by one want Latin words.
_LATIN_FORMS = (
    "hidden_links", "open_links", "spam_posts", "comment_spam", "injected_meta", "robot_only", "script_links",
    "obfuscated_links", "inner_page_links", "injected_structured_data", "doorway_pages", "injected_sitemap",
)  # fmt: skip
_JAPANESE_FORMS = (
    "hidden_links",
    "injected_meta",
    "robot_only",
    "inner_page_links",
    "script_links",
)
SPAM: dict[str, tuple[str, ...]] = {
    "pharmacy": _LATIN_FORMS,
    "counterfeit": _LATIN_FORMS,
    "japanese": _JAPANESE_FORMS,
}


def entry(pen: Pen, kind: str) -> Parameters:
    """Return a cause's entry with drawn parameters, but without its rounds."""
    make = _PARAMETERS.get(kind)
    return {"kind": kind, **(make(pen) if make else {}), **_sold(pen, kind)}


def _sold(pen: Pen, kind: str) -> Parameters:
    """Other wares in the place of gambling, in a share of the injections that can carry them.

    Drawn from a stream of its own, so that all else in a province stays as it is. A half whose words
    name no such wares has none.
    """
    rng = pen.apart("spam")
    subjects = [s for s, forms in SPAM.items() if kind in forms and pen.knows(f"spam.{s}.word")]
    if not subjects or rng.random() >= rates().spam.share:
        return {}
    subject = rng.choice(subjects)
    hosts = dict.fromkeys(clean(pen.say_by(rng, f"spam.{subject}.host")) for _ in range(3))
    words = dict.fromkeys(pen.say_by(rng, f"spam.{subject}.word") for _ in range(8))
    found: Parameters = {"subject": subject, "hosts": list(hosts), "words": list(words)}
    if kind in ("injected_meta", "robot_only"):
        found["title"] = pen.say_by(rng, f"spam.{subject}.title")
    return found


def _pick(field: str, *choices: str | int) -> Callable[[Pen], Parameters]:
    return lambda pen: {field: pen.rng.choice(choices)}


def _hacked(**choices: tuple[str | int, ...]) -> Callable[[Pen], Parameters]:
    return lambda pen: {
        **gambling(pen),
        **{name: pen.rng.choice(values) for name, values in choices.items()},
    }


def _titled(pen: Pen) -> Parameters:
    return {**gambling(pen), "title": pen.say("ex.gambling.title")}


def _doorway(pen: Pen) -> Parameters:
    return {
        **gambling(pen),
        "folder": pen.say("spam.folder"),
        "count": pen.number(4, 20),
        "linked": pen.rng.choice(("sitemap", "sitemap", "hidden")),
    }


def _defacement(pen: Pen) -> Parameters:
    return {"by": pen.say("deface.by"), "message": pen.say("deface.message")}


def _phishing(pen: Pen) -> Parameters:
    return {"brand": pen.say("phish.brand"), "path": pen.say("phish.path")}


def _script(pen: Pen) -> Parameters:
    return {"what": pen.rng.choice(SCRIPTS), "host": clean(pen.say("harm.host"))}


def _redirect(pen: Pen) -> Parameters:
    what = pen.rng.choice(REDIRECTS)
    words = {"words": pen.say(f"harm.{what}")} if what in ("captcha", "push") else {}
    return {"what": what, "host": clean(pen.say("harm.host")), **words}


def _login(pen: Pen) -> Parameters:
    return {
        **_phishing(pen),
        "to": pen.rng.choice(("bot", "address", "stranger")),
        "host": clean(pen.say("harm.host")),
    }


def _foreign(pen: Pen) -> Parameters:
    theme = pen.rng.choice(THEMES)
    return {
        "title": pen.say(f"harm.{theme}.title"),
        "paragraphs": list(pen.paragraphs(9, f"harm.{theme}.para")),
    }


_PARAMETERS: dict[str, Callable[[Pen], Parameters]] = {
    "hidden_links": _hacked(way=WAYS),
    "open_links": _hacked(),
    "doorway_pages": _doorway,
    "spam_posts": _hacked(count=(2, 3, 4, 6)),
    "comment_spam": _hacked(count=(3, 6, 9)),
    "injected_meta": _titled,
    "robot_only": _titled,
    "hijacked_subdomain": _titled,
    "phone_redirect": _hacked(),
    "injected_sitemap": _hacked(count=(20, 40, 60)),
    "visitor_redirect": _hacked(how=("http", "script", "meta", "robot")),
    "obfuscated_links": _hacked(
        how=("leet", "zero_width", "homoglyph", "entities", "split"), way=("visible", *WAYS[:4])
    ),
    "script_links": _hacked(how=("document_write", "base64", "from_char_code")),
    "inner_page_links": _hacked(way=WAYS),
    "injected_structured_data": _hacked(),
    "defacement": _defacement,
    "phishing_page": _phishing,
    "phishing_front": lambda pen: {"brand": pen.say("phish.brand")},
    "malicious_script": _script,
    "malicious_redirect": _redirect,
    "phishing_login": _login,
    "foreign_content": _foreign,
    "unfinished": _pick("what", "coming_soon", "maintenance", "lorem", "template"),
    "default_page": _pick("page", "nginx", "apache", "listing"),
    "server_error": _pick("status", 500, 502, 503),
    "stale": lambda pen: {"days": pen.number(500, 2600)},
    "hostile": _pick("behaviour", *BEHAVIOURS),
    "dangling_cname": lambda pen: {"target": clean(pen.say("cname.target"))},
    "expired_certificate": lambda pen: {"days_ago": pen.number(2, 400)},
    "expiring_certificate": lambda pen: {"days": pen.number(2, 5)},
    "wrong_name_certificate": lambda pen: {"names": [f"panel.{clean(pen.say('firmslug'))}.co.id"]},
    "old_tls": _pick("version", "1.0", "1.1"),
    "outdated_software": lambda pen: dict(pen.rng.choice(OUTDATED)),
    "private_address": _pick("address", "10.20.0.5", "192.168.7.20", "172.16.4.9"),
    "parked": lambda pen: {"seller": pen.say("parked.seller")},
}
