"""What holds for every check, those written next year too."""

import re

import pytest

from ronda.engine import artifacts
from ronda.engine.artifacts import Observation
from ronda.engine.checks.contract import MANUAL_HEADINGS, Case, Outcome
from ronda.engine.checks.registry import Check, all_checks
from ronda.engine.checks.scaffold import AREA_OF_PREFIX
from ronda.engine.judge import judge
from ronda.engine.text import Text

CHECKS = all_checks()
KNOWN_KEYS = {
    value
    for name, value in vars(artifacts).items()
    if name.isupper() and isinstance(value, str) and not value.endswith(":")
}
PLATFORMS = {"wordpress", "nginx", "apache", "cpanel"}

every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.meta.id)
every_case = pytest.mark.parametrize(
    ("check", "case"),
    [(check, case) for check in CHECKS for case in check.cases],
    ids=lambda x: x.meta.id if isinstance(x, Check) else re.sub(r"\W+", "_", x.name),
)


@every_case
def test_example_is_judged_as_it_says(check: Check, case: Case) -> None:
    verdict = judge(check, Observation(case.site, case.at, case.at, case.artifacts))
    assert verdict.outcome is case.expect, verdict
    assert case.says in verdict.summary.id
    assert verdict.summary.en
    assert verdict.summary.id != verdict.summary.en


@every_case
def test_evidence_names_an_artifact_of_the_visit_and_is_bounded(check: Check, case: Case) -> None:
    verdict = judge(check, Observation(case.site, case.at, case.at, case.artifacts))
    for evidence in verdict.evidence:
        assert evidence.artifact in case.artifacts
        assert evidence.where.id
        assert evidence.where.en
        assert len(evidence.excerpt) <= 500
    if verdict.outcome is Outcome.FAIL:
        assert verdict.evidence, "a failing check shows what it saw"


@every_check
def test_examples_show_pass_fail_and_not_measured(check: Check) -> None:
    shown = {case.expect for case in check.cases}
    assert {Outcome.PASS, Outcome.FAIL, Outcome.NOT_MEASURED} <= shown
    names = [case.name for case in check.cases]
    assert len(set(names)) == len(names)


@every_check
def test_manual_page_has_all_headings_in_order_with_words_under_each(check: Check) -> None:
    parts = re.split(r"^## (.+)$", check.manual, flags=re.MULTILINE)
    assert tuple(parts[1::2]) == MANUAL_HEADINGS
    assert all(body.strip() for body in parts[2::2])
    assert "TODO" not in check.manual


@every_check
def test_id_folder_and_area_agree(check: Check) -> None:
    prefix, name = check.meta.id.split(".")
    assert AREA_OF_PREFIX[prefix] == check.meta.area
    assert check.module == f"ronda.engine.checks.{check.meta.area}.{name.lower()}"


@every_check
def test_needs_are_keys_that_a_visit_can_bring(check: Check) -> None:
    assert check.meta.needs
    for key in check.meta.needs:
        assert key in KNOWN_KEYS or re.fullmatch(r"path:/\S+", key), key
    assert set(check.meta.judges_failure) <= set(check.meta.needs)


def _texts(check: Check) -> list[Text]:
    guide = check.meta.guidance
    steps = [*guide.steps, *(step for steps in guide.platforms.values() for step in steps)]
    basis = [law.about for law in check.meta.legal]
    return [check.meta.title, check.meta.problem, guide.why, guide.see_for_yourself, *steps, *basis]


@every_check
def test_every_text_stands_in_both_languages(check: Check) -> None:
    for text in _texts(check):
        assert text.id.strip()
        assert text.en.strip()
        assert text.id != text.en
        assert "TODO" not in text.id + text.en


@every_check
def test_guidance_has_steps_and_known_platforms(check: Check) -> None:
    guide = check.meta.guidance
    assert guide.steps
    assert set(guide.platforms) <= PLATFORMS
    assert all(guide.platforms.values())


def test_ids_and_finding_classes_are_unique() -> None:
    ids = [check.meta.id for check in CHECKS]
    classes = [check.meta.finding_class for check in CHECKS]
    assert len(set(ids)) == len(ids)
    assert len(set(classes)) == len(classes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in classes)
