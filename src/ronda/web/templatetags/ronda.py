"""Tags and filters of the screens: words, badges, times and untrusted text shown safely."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import formats, timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ronda.engine.text import Text
from ronda.web.labels import artifact_word, look

register = template.Library()

SOLID = {"critical", "high", "medium", "low", "play"}
# Categories that can turn, hide or break a line of text that a stranger wrote.
_TREACHEROUS = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of our own sprite; it says nothing to a screen reader."""
    classes = f"icon solid {extra}" if name in SOLID else f"icon {extra}"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes.strip(),
        staticfiles_storage.url("ronda/icons.svg"),
        name,
    )


@register.simple_tag
def badge(kind: str, value: object, extra: str = "") -> SafeString:
    """Show a value as word, shape and colour."""
    shown = look(kind, value)
    drawn = icon(shown.icon) if shown.icon else ""
    return format_html(
        '<span class="badge {} {}">{}{}</span>', shown.tone, extra, drawn, shown.word
    )


@register.filter
def label(value: object, kind: str) -> str:
    """The word of a value in the reader's language."""
    return str(look(kind, value).word)


@register.filter
def say(text: object) -> str:
    """A sentence of the engine in the reader's language, from a Text or its JSON."""
    language = get_language() or settings.LANGUAGE_CODE
    if isinstance(text, Text):
        return text.get(language)
    if isinstance(text, dict):
        chosen = text.get("en" if language.startswith("en") else "id") or text.get("id") or ""
        return chosen if isinstance(chosen, str) else str(chosen)
    return "" if text is None else str(text)


@register.filter
def artifact(key: object) -> str:
    """The words for an artifact's key."""
    return artifact_word(str(key))


@register.filter
def clean(text: object) -> str:
    """Untrusted text with invisible and direction-turning characters made visible as �."""
    return _TREACHEROUS.sub("\ufffd", unicodedata.normalize("NFC", str(text or "")))


@register.filter
def prose(text: object) -> SafeString:
    """A sentence of ours with `code` marked as such; everything is escaped."""
    parts = re.split(r"`([^`]+)`", say(text))
    pieces = (
        format_html("<code>{}</code>", part) if n % 2 else escape(part)
        for n, part in enumerate(parts)
    )
    return mark_safe("".join(pieces))  # noqa: S308  each piece has been escaped above


@register.simple_tag
def out_link(url: str, words: str = "") -> SafeString:
    """Link to a site without telling it where from; anything but http(s) stays plain text."""
    shown = clean(words or url)
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https"):
        return format_html("<bdi>{}</bdi>", shown)
    return format_html(
        '<a class="{}" href="{}" rel="noopener noreferrer nofollow" target="_blank">'
        '<bdi>{}</bdi><span class="only-read"> ({})</span></a>',
        "" if words else "address",
        url,
        shown,
        _("opens in a new tab"),
    )


_ADDRESS = re.compile(r"(https?://[^\s,;()<>\"']{1,500})")


@register.filter
def linked(text: object) -> SafeString:
    """Untrusted words in which addresses can be followed; everything is escaped."""
    parts = _ADDRESS.split(clean(text))
    pieces = (out_link(part) if n % 2 else escape(part) for n, part in enumerate(parts))
    return mark_safe("".join(pieces))  # noqa: S308  each piece has been escaped above


@register.filter
def short_url(url: str) -> str:
    """An address without its scheme and lone slash, for tables."""
    bare = url.split("://", 1)[-1]
    bare = bare[:-1] if bare.endswith("/") and bare.count("/") == 1 else bare
    return clean(f"http://{bare}" if url.startswith("http://") else bare)


@register.filter
def soft(address: str) -> SafeString:
    """An address that breaks, where it must, after its dots, slashes and hyphens."""
    pieces = re.split(r"(?<=[./-])(?=[^./-])", address)
    return format_html_join(mark_safe("<wbr>"), "{}", ((piece,) for piece in pieces))


def exact(moment: datetime) -> str:
    """A moment in the office's zone with the zone's name: "2 Maret 2026 09.00 WITA"."""
    local = timezone.localtime(moment)
    day = formats.date_format(local, "j F Y")
    return f"{day} {local:%H.%M} {local.tzname()}"


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago, or how soon, in the largest whole unit; older than 30 days: the date."""
    seconds = ((now or timezone.now()) - moment).total_seconds()
    future, seconds = seconds < 0, abs(seconds)
    if seconds < 60:
        return _("in a moment") if future else _("just now")
    if seconds > 30 * 86400:
        return str(formats.date_format(timezone.localtime(moment), "j M Y"))
    if seconds < 3600:
        n = int(seconds // 60)
        said = ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
    elif seconds < 86400:
        n = int(seconds // 3600)
        said = ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    else:
        n = int(seconds // 86400)
        said = ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
    return (_("in %(time)s") if future else _("%(time)s ago")) % {"time": said}


@register.filter
def when(moment: datetime | date | None) -> SafeString | str:
    """A time as people say it, the exact one on pointing and on focus."""
    if moment is None:
        return _("never")
    if not isinstance(moment, datetime):
        return str(formats.date_format(moment, "j F Y"))
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact(moment), ago(moment)
    )


@register.filter
def exactly(moment: datetime | None) -> SafeString | str:
    """The exact time, written out."""
    if moment is None:
        return _("never")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), exact(moment))


@register.filter
def number(value: Any) -> str:
    """A whole number with the language's thousands."""
    if value is None or value == "":
        return "–"
    return str(formats.number_format(value, use_l10n=True, force_grouping=True))


@register.filter
def percent(value: float | None) -> str:
    """A share (0..1) as whole percent; never 100 or 0 unless it is exactly so."""
    if value is None:
        return "–"
    whole = round(value * 100)
    if whole == 100 and value < 1:
        whole = 99
    if whole == 0 and value > 0:
        whole = 1
    return f"{whole}%"


@register.filter
def weight_word(weight: float) -> str:
    """How strongly a reason speaks, in words, from its log-odds."""
    size = abs(weight)
    if size >= 2:
        return _("strong")
    return _("fair") if size >= 0.8 else _("weak")
