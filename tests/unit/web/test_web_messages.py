"""The Indonesian catalogue: whole, compiled, and with every place filled."""

import ast
import re
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType

import ronda

PACKAGE = Path(ronda.__file__).parent
PO = PACKAGE / "web/locale/id/LC_MESSAGES/django.po"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
TRANS = re.compile(r"""^(?:trans|translate)\s+(?:"([^"]*)"|'([^']*)')""")
PLACE = re.compile(r"%\(\w+\)[sd]")


def catalogue() -> polib.POFile:
    return polib.pofile(str(PO))


def in_templates() -> set[str]:
    """The plain sentences of {% trans %} in all templates."""
    found = set()
    for path in PACKAGE.rglob("templates/**/*.html"):
        for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
            match = TRANS.match(token.contents) if token.token_type == TokenType.BLOCK else None
            if match:
                found.add(match.group(1) or match.group(2))
    return found


def in_code() -> set[str]:
    """The first sentence of each call that translates, in all modules that import gettext."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "django.utils.translation" not in text or "/lab/" in str(path):
            continue
        for node in ast.walk(ast.parse(text)):
            name = (
                node.func.id
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                else ""
            )
            if name in CALLS and isinstance(node, ast.Call) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_every_sentence_of_templates_and_code_is_in_the_catalogue() -> None:
    known = {entry.msgid for entry in catalogue()}
    missing = (in_templates() | in_code()) - known
    assert not missing, "run scripts/translations.py and write the Indonesian"


def test_every_sentence_has_indonesian() -> None:
    assert not [e.msgid for e in catalogue() if e.fuzzy or not e.translated()]


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = {
        e.msgid: (e.msgstr, dict(e.msgstr_plural)) for e in polib.mofile(str(PO.with_suffix(".mo")))
    }
    written = {e.msgid: (e.msgstr, dict(e.msgstr_plural)) for e in catalogue()}
    assert compiled == written, "run scripts/translations.py --compile"


def test_places_in_a_sentence_are_the_same_in_both_languages() -> None:
    wrong = []
    for entry in catalogue():
        said = entry.msgstr or entry.msgstr_plural[0]
        same = sorted(PLACE.findall(said)) == sorted(PLACE.findall(entry.msgid))
        if not same or said.count("<strong>") != said.count("</strong>"):
            wrong.append(entry.msgid)
    assert not wrong
