"""The page that lists every hostile behaviour, made from the functions' own words."""

import importlib
from collections import defaultdict

from ronda.lab.servers.behaviours import About, every

_TOP = """# What hostile servers do

Made by `ronda lab behaviours --page` from the functions themselves; a test fails when it is stale.
In a scenario's file, a cause names a behaviour and, if need be, its parameters:

```toml
[[causes]]
kind = "hostile"                  # or hostile_path, with path = "/robots.txt"
behaviour = "gzip_bomb"
params = { megabytes = 100 }
[causes.outcome]                  # what each collector must bring back
tls = "seen"
"http:visitor" = ["seen", "cut"]
```

The words of an outcome are the kinds of failures (`timeout`, `tls_alert`, `blocked_by_policy`, ...)
and, for what is brought back, `seen` with `cut` (at a limit), `flawed` (wrong in a way that could
be survived), `untrusted` and `misnamed` (certificates). All words that hold are given, and no
others. `ronda lab hostile DIR` visits every site and compares.

"Place": instead of an HTTP answer, of a TLS handshake, or of a name server's answer. "A visitor
sees": what the most patient visitor sees of the site, from which the truth follows.
"""
_SEES = {"none": "nothing", "certificate": "only its certificate", "open": "perhaps a page"}


def as_page() -> str:
    """Return the page in Markdown."""
    families: dict[str, list[About]] = defaultdict(list)
    for about in every().values():
        families[about.module].append(about)
    parts = [_TOP]
    for module, members in sorted(families.items()):
        rows = "".join(
            f"| `{a.name}` | {a.what.replace('``', '`')} | {', '.join(a.levels)} | {_SEES[a.page]} |\n"
            for a in sorted(members, key=lambda a: a.name)
        )
        head = "| Behaviour | What it does | Place | A visitor sees |\n|---|---|---|---|\n"
        parts.append(f"\n## {_title(module)}\n\n{head}{rows}")
    return "".join(parts)


def _title(module: str) -> str:
    """The first line of a family's module, without its full stop."""
    found = importlib.import_module(f"ronda.lab.servers.hostile.{module}")
    return (found.__doc__ or module).partition("\n")[0].rstrip(".")
