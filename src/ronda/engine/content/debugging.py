"""Recognises error pages that a framework shows to developers, with code and settings in them."""

import re

import msgspec

_LIMIT = 400_000

# (framework, what its page for developers holds); each is markup or text that no article needs.
_SIGNS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    (
        "Laravel",
        re.compile(
            rb"vendor[/\\]+laravel[/\\]+framework|Illuminate\\+[A-Z]\w+\\+\w+|window\.ignite\s*\("
            rb"|class=\"(?:ignition|Whoops container)|Whoops, looks like something went wrong"
        ),
    ),
    (
        "CodeIgniter",
        re.compile(
            rb"A PHP Error was encountered|A Database Error Occurred|SYSTEMPATH[/\\\s]"
            rb"|system[/\\]+core[/\\]+CodeIgniter\.php|CodeIgniter\\+Exceptions\\+"
        ),
    ),
    (
        "Django",
        re.compile(
            rb"you have <code>DEBUG\s*=\s*True</code>|DJANGO_SETTINGS_MODULE|Using the URLconf defined in"
        ),
    ),
    ("Symfony", re.compile(rb"Symfony\\+Component\\+\w+\\+Exception|class=\"sf-toolbar")),
    ("ASP.NET", re.compile(rb"Server Error in '[^'\n]{0,80}' Application|\[HttpException\b")),
    (
        "Python",
        re.compile(
            rb"Traceback \(most recent call last\)|<title>[^<]{0,120}// Werkzeug Debugger</title>"
        ),
    ),
    (
        "PHP",
        re.compile(
            rb"<b>(?:Fatal error|Warning|Notice|Parse error)</b>:[^\n]{1,400}? on line <b>\d+</b>"
            rb"|PHP (?:Fatal error|Warning):[^\n]{1,300}? in /\S{1,200} on line \d+"
        ),
    ),
)


class Debugging(msgspec.Struct, frozen=True):
    """Whose page it is, and the words by which it was recognised."""

    framework: str
    words: str


def debugging(body: bytes) -> Debugging | None:
    """Return whose page for developers this is, or None. Bounded in time and memory."""
    part = body[:_LIMIT]
    for framework, pattern in _SIGNS:
        found = pattern.search(part)
        if found:
            words = " ".join(found[0].decode("utf-8", "replace").split())
            return Debugging(framework, words[:200])
    return None
