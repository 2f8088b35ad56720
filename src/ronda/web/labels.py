"""The words for values in the database, in the reader's language, with a colour and a shape.

A value never shows by colour alone: each has a word, and states that matter have a shape too.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ronda.engine.artifacts import inner_view


class Look(NamedTuple):
    """How a value is shown: its word, the class of its colour and the icon of its shape."""

    word: str | Promise
    tone: str = ""
    icon: str = ""


LOOKS: dict[str, dict[str, Look]] = {
    "role": {
        "officer": Look(_("Diskominfo officer")),
        "security": Look(_("Security team (CSIRT)")),
        "leader": Look(_("Head of office")),
        "auditor": Look(_("Auditor")),
        "agency": Look(_("Web manager of an agency")),
    },
    "level": {
        "province": Look(_("Province")),
        "regency": Look(_("Regency")),
        "city": Look(_("City")),
        "central": Look(_("Central government")),
        "village": Look(_("Village")),
    },
    "report_kind": {
        "public": Look(_("Citizen's report")),
        "declared": Look(_("Declared by the agency")),
    },
    "lead_state": {
        "waiting": Look(_("Waits for a look")),
        "ours": Look(_("Became a candidate")),
        "others": Look(_("Does not concern us")),
        "silent": Look(_("Never answered")),
    },
    "name_kind": {
        "official": Look(_("Official name")),
        "short": Look(_("Short name")),
        "alias": Look(_("Also called")),
        "former": Look(_("Former name")),
    },
    "lifecycle": {
        "proposed": Look(_("Proposed")),
        "building": Look(_("Being built")),
        "active": Look(_("Active")),
        "inactive": Look(_("Inactive")),
        "retired": Look(_("Retired")),
    },
    "relation": {
        "official": Look(_("Official"), "is-good", "official"),
        "unofficial": Look(_("Unofficial"), "is-medium", "unofficial"),
        "impersonation": Look(_("Impersonation"), "is-critical", "impersonation"),
        "other_government": Look(_("Other government"), "is-low", "other"),
        "third_party": Look(_("Third party"), "", "other"),
        "ex_official": Look(_("Formerly official"), "is-high", "clock"),
        "unrelated": Look(_("Unrelated"), "", "none"),
        "undecided": Look(_("Undecided"), "is-unknown", "unknown"),
    },
    "relation_full": {
        "official": Look(_("Official")),
        "unofficial": Look(_("Unofficial (an agency's)")),
        "impersonation": Look(_("Impersonation")),
        "other_government": Look(_("Other government")),
        "third_party": Look(_("Third party")),
        "ex_official": Look(_("Formerly official")),
        "unrelated": Look(_("Unrelated")),
        "undecided": Look(_("Undecided")),
    },
    "site_state": {
        "candidate": Look(_("Candidate"), "is-unknown", "candidate"),
        "registered": Look(_("Registered"), "is-good", "pass"),
        "retired": Look(_("Retired"), "", "none"),
    },
    "schedule": {
        "hot": Look(_("Every 6 hours")),
        "daily": Look(_("Daily")),
        "weekly": Look(_("Weekly")),
    },
    "action": {
        "confirm": Look(_("Right"), "is-good", "pass"),
        "correct": Look(_("Corrected"), "is-medium", "pass"),
        "reject": Look(_("Not ours"), "", "none"),
        "impersonation": Look(_("Impersonation"), "is-critical", "impersonation"),
        "skip": Look(_("Skipped"), "", "next"),
    },
    "round_kind": {
        "scheduled": Look(_("Scheduled")),
        "manual": Look(_("Asked for by an officer")),
        "check_now": Look(_("Check now")),
    },
    "visit_state": {
        "pending": Look(_("Waiting"), "is-unknown", "clock"),
        "done": Look(_("Done"), "is-good", "pass"),
        "failed": Look(_("Failed"), "is-high", "fail"),
        "cancelled": Look(_("Cancelled"), "", "none"),
    },
    "finding_state": {
        "unconfirmed": Look(_("Not yet confirmed"), "is-unknown", "unknown"),
        "confirmed": Look(_("Certain"), "is-high", "fail"),
        "mended": Look(_("Mended"), "is-good", "pass"),
        "withdrawn": Look(_("Withdrawn"), "", "none"),
    },
    "event_kind": {
        "opened": Look(_("Found")),
        "confirmed": Look(_("Confirmed")),
        "changed": Look(_("Evidence changed")),
        "unmeasured": Look(_("Could not be measured")),
        "mended": Look(_("Mended")),
        "withdrawn": Look(_("Withdrawn")),
    },
    "severity": {
        "critical": Look(_("Critical"), "is-critical", "critical"),
        "high": Look(_("High"), "is-high", "high"),
        "medium": Look(_("Medium"), "is-medium", "medium"),
        "low": Look(_("Low"), "is-low", "low"),
        "info": Look(_("Information"), "", "info"),
    },
    "outcome": {
        "pass": Look(_("Good"), "is-good", "pass"),
        "fail": Look(_("Needs mending"), "is-high", "fail"),
        "not_applicable": Look(_("Does not apply"), "", "none"),
        "not_measured": Look(_("Not yet measured"), "is-unknown", "unknown"),
    },
    "reachable": {
        "True": Look(_("Reachable"), "is-good", "pass"),
        "False": Look(_("Unreachable"), "is-high", "fail"),
        "None": Look(_("Not yet measured"), "is-unknown", "unknown"),
    },
    "area": {
        "reach": Look(_("Reachability")),
        "dns": Look(_("Domain names (DNS)")),
        "tls": Look(_("Secure connection (TLS)")),
        "headers": Look(_("HTTP headers")),
        "mail": Look(_("E-mail")),
        "exposure": Look(_("Exposed files")),
        "content": Look(_("Content")),
        "freshness": Look(_("Freshness")),
        "software": Look(_("Software")),
    },
    "certainty": {
        "V": Look(_("read in the cited source")),
        "S": Look(_("from a secondary source")),
        "K": Look(_("general knowledge, not verified")),
        "?": Look(_("not found")),
    },
    "view": {
        "visitor": Look(_("An ordinary visitor")),
        "robot": Look(_("A search engine's robot")),
        "phone": Look(_("A phone coming from a search")),
    },
    "import_kind": {
        "agencies": Look(_("Agencies")),
        "systems": Look(_("Systems")),
        "sites": Look(_("Sites")),
    },
    "row_action": {
        "new": Look(_("New"), "is-good", "for"),
        "changed": Look(_("Changes"), "is-medium", "refresh"),
        "same": Look(_("Same"), "", "none"),
        "error": Look(_("Error"), "is-critical", "fail"),
    },
    "lifecycle_of_check": {
        "preview": Look(_("Preview"), "is-unknown", "unknown"),
        "stable": Look(_("Stable"), "is-good", "pass"),
        "deprecated": Look(_("Deprecated"), "", "none"),
    },
    "network": {
        "instagram": Look("Instagram"),
        "facebook": Look("Facebook"),
        "x": Look("X (Twitter)"),
        "youtube": Look("YouTube"),
        "tiktok": Look("TikTok"),
        "threads": Look("Threads"),
        "telegram": Look("Telegram"),
        "whatsapp": Look(_("WhatsApp channel")),
        "play": Look(_("Application in Google Play")),
        "appstore": Look(_("Application in the App Store")),
        "appgallery": Look(_("Application in AppGallery")),
        "apk": Look(_("Android application offered outside a store (APK)")),
    },
    "platform": {
        "wordpress": Look("WordPress"),
        "joomla": Look("Joomla"),
        "drupal": Look("Drupal"),
        "moodle": Look("Moodle"),
        "laravel": Look("Laravel"),
        "cpanel": Look("cPanel"),
        "nginx": Look("Nginx"),
        "apache": Look("Apache"),
        "litespeed": Look("LiteSpeed"),
    },
    "artifact": {
        "dns": Look(_("the answer of the DNS")),
        "tls": Look(_("the TLS handshake")),
        "http:plain": Look(_("the answer without encryption (http)")),
        "http:visitor": Look(_("the front page as a visitor gets it")),
        "http:robot": Look(_("the front page as a search robot gets it")),
        "http:phone": Look(_("the front page as a phone from a search gets it")),
    },
}


def look(kind: str, value: object) -> Look:
    """Return how a value is shown; an unknown value shows as itself."""
    return LOOKS[kind].get(str(value)) or Look(str(value))


def artifact_word(key: str) -> str:
    """Say in words which artifact a key names."""
    plain = key.replace("page:", "http:", 1)
    found = LOOKS["artifact"].get(plain)
    if found:
        return str(found.word)
    prefix, _colon, path = key.partition(":")
    if prefix == "inner":
        view, path = inner_view(key)
        said = str(_("the answer at %(path)s")) % {"path": path}
        return said if view == "visitor" else f"{said} ({look('view', view).word})"
    if prefix == "path":
        return str(_("the answer at %(path)s")) % {"path": path}
    return key
