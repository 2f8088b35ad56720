"""Collects the sentences of screens and rooms into the Indonesian catalogue, and compiles it.

scripts/translations.py            collect (needs xgettext from gettext), then compile
scripts/translations.py --compile  only compile the .mo from the .po
scripts/translations.py --check    change nothing; say what lacks Indonesian or is not compiled
"""

import os
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ronda"
LOCALE = PACKAGE / "web" / "locale"
PO = LOCALE / "id" / "LC_MESSAGES" / "django.po"


def collect() -> None:
    """Let Django's own collector find every sentence of the package."""
    sys.path.insert(0, str(PACKAGE.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ronda.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.LOCALE_PATHS = [str(LOCALE)]
    from django.core.management import call_command

    os.chdir(PACKAGE)
    call_command("makemessages", locale=["id"], add_location=None, no_obsolete=True, verbosity=0)


def compile_catalogue() -> list[str]:
    """Write the .mo; returns the sentences that still lack Indonesian."""
    catalogue = polib.pofile(str(PO))
    for gone in ("POT-Creation-Date", "PO-Revision-Date"):
        catalogue.metadata.pop(gone, None)  # a date alone is no change
    catalogue.metadata |= {
        "Language": "id",
        "Plural-Forms": "nplurals=1; plural=0;",
        "Content-Type": "text/plain; charset=UTF-8",
    }
    catalogue.header = "Indonesian words of Ronda's screens."
    catalogue.metadata_is_fuzzy = False
    catalogue.wrapwidth = 100
    catalogue.save(str(PO))
    catalogue.save_as_mofile(str(PO.with_suffix(".mo")))
    return [e.msgid for e in catalogue if e.fuzzy or not e.translated()]


def check() -> int:
    """Compare the written with the compiled catalogue; the tests compare it with the code too."""
    written = polib.pofile(str(PO))
    stored = polib.mofile(str(PO.with_suffix(".mo")))
    compiled = {e.msgid: (e.msgstr, dict(e.msgstr_plural)) for e in stored}
    problems = [f"no Indonesian yet: {e.msgid}" for e in written if e.fuzzy or not e.translated()]
    if compiled != {e.msgid: (e.msgstr, dict(e.msgstr_plural)) for e in written}:
        problems.append("the .mo is not the compiled .po: run scripts/translations.py --compile")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def main() -> int:
    """Run; exit code 1 while sentences lack Indonesian."""
    if "--check" in sys.argv[1:]:
        return check()
    if "--compile" not in sys.argv[1:]:
        collect()
    missing = compile_catalogue()
    for msgid in missing:
        print(f"no Indonesian yet: {msgid}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
