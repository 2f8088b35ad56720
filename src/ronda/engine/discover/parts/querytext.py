"""Lines of query logs as text: BIND, Unbound, dnsmasq, Knot Resolver, and kdig's print of dnstap."""

import re

MAX_LINE = 4_096

_NAME = rb"([^\s'\"]{1,1024}?)\.?"
_FORMS = (
    # BIND 9 (category queries): "... (dinkes.x.id): query: dinkes.x.id IN A +E(0)K (192.0.2.1)"
    re.compile(rb"\bquery: " + _NAME + rb" (?:IN|CH|HS|CLASS\d+) ([A-Z]+\d*)\b"),
    # dnsmasq (log-queries): "query[A] dinkes.x.id from 192.0.2.9"
    re.compile(rb"\bquery\[([A-Z]+\d*)\] " + _NAME + rb" from "),
    # Unbound (log-queries): "info: 192.0.2.9 dinkes.x.id. A IN"
    re.compile(rb"\binfo: \S+ " + _NAME + rb" ([A-Z]+\d*) IN\b"),
    # Knot Resolver (log level debug, group plan): "plan 'dinkes.x.id.' type 'A' uid ..."
    re.compile(rb"\bplan '" + _NAME + rb"' type '([A-Z]+\d*)'"),
    # kdig -G, dig, dnstap-read -p: ";; dinkes.x.id. IN A"
    re.compile(rb"^;;? ?" + _NAME + rb"\s+IN\s+([A-Z]+\d*)\s*$"),
)
# Lines of those programs that say something else; they are no reason to doubt the log.
_OTHER = re.compile(
    rb"^\s*$|^;;|^\s+|: (?:info|notice|debug|warning|error): |\b(?:reply|cached|config|forwarded|info:|notice:|warning:|debug:)|\[[a-z ]+\]"
)


def question_in(line: bytes) -> tuple[str, str] | None:
    """Return (name, kind) that a line tells of; None when it tells of something else.

    Raises ``ValueError`` for a line that none of the programs writes.
    """
    if len(line) > MAX_LINE:
        raise ValueError("a line too long")
    for number, form in enumerate(_FORMS):
        found = form.search(line)
        if found is not None:
            name, kind = (found[2], found[1]) if number == 1 else (found[1], found[2])
            return name.decode("ascii", "backslashreplace").lower(), kind.decode("ascii")
    if _OTHER.search(line):
        return None
    raise ValueError("a line of another form")
