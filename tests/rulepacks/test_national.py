"""The national rules: levels, days of force, parameters that say why, answers to the known disagreements."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from zhibu.engine import Rulebook

# Directive -> level and first day in force, as the research on the field has them.
NATIONAL = {
    "party-constitution": ("constitution", "2022-10-22"),
    "branch-regulations-2018": ("central", "2018-10-28"),
    "admission-rules-2014": ("central", "2014-05-28"),
    "dues-2008": ("central_department", "2008-04-01"),
    "elections-2020": ("central", "2020-07-13"),
    "education-2019": ("central", "2019-05-06"),
    "organs-2019": ("central", "2020-01-01"),
    "central-groups": ("central_department", "2021-01-01"),
    "democratic-life": ("central", "2016-12-23"),
    "unqualified-2024": ("central", "2024-06-16"),
    "mobile-2024": ("central", "2024-12-01"),
    "appraisal-notices": ("central_department", "2019-01-01"),
    "discipline-2023": ("central", "2024-01-01"),
    "secretary-review-2019": ("central_department", "2020-01-01"),
}
# Questions on which a national rule says something that facts can show.
TOUCHED = """
    c01 c02 c03 c04 c05 c06 c07 c08 c09 c11 c12 c13 c14 c15 c16 c17 c20 c21 c22 c23 c24 c25 c26 c29 c36 c42
"""
# Days of force that were not read in an official copy: the note says so.
UNSURE_DAYS = {"admission-rules-2014", "organs-2019", "central-groups", "democratic-life",
               "mobile-2024", "appraisal-notices", "secretary-review-2019"}


@pytest.mark.parametrize("name", NATIONAL)
def test_level_and_first_day(rulebook: Rulebook, name: str) -> None:
    head = rulebook.directives[name].head
    level, day = NATIONAL[name]

    assert (head.level, head.effective) == (level, dt.date.fromisoformat(day))
    assert head.issuer
    assert head.note
    assert ("须" in head.note and "核对" in head.note) or name not in UNSURE_DAYS


@pytest.mark.parametrize("name", NATIONAL)
def test_a_parameter_says_why_it_is_one(rulebook: Rulebook, name: str) -> None:
    directive = rulebook.directives[name]
    articles = {one.article for one in directive.articles}
    used = {name for rule in directive.rules for name in rule.parameters}
    assert directive.folder is not None
    forms = directive.folder / "branch_forms.yaml"  # what is said beside the rules
    used |= set(re.findall(r"{parameter: (\w+)}", forms.read_text("utf-8"))) if forms.is_file() else set()

    for one in directive.head.parameters:
        assert one.name in used, one.name
        assert one.article in articles, one.name
        if one.check:
            assert "须与正式文本核对：" in one.note, one.name
        else:
            assert re.search("没有写|只写|写一般", one.note), one.name


def test_questions_that_national_rules_touch_are_named(rulebook: Rulebook) -> None:
    named = {rule.spec.matter for name in NATIONAL for rule in rulebook.directives[name].rules}

    assert {matter for matter in named if re.fullmatch(r"c\d\d", matter)} == set(TOUCHED.split())


def test_questions_are_those_of_the_published_list(rulebook: Rulebook, shared: Path) -> None:
    text = (shared / "spec" / "conflicts.md").read_text("utf-8")
    known = {found.lower() for found in re.findall(r"^\| (C\d\d) ", text, re.M)}

    assert set(TOUCHED.split()) <= known


def test_a_number_of_our_own_never_makes_a_breach(rulebook: Rulebook) -> None:
    """及时 and the like: a miss by a number that no text gives is a deviation at most."""
    ours = {"prompt_days", "vacancy_days", "register_days", "contact_months", "letter_days", "rectify_days"}
    for name in NATIONAL:
        for rule in rulebook.directives[name].rules:
            if ours & set(rule.parameters):
                assert rule.spec.strength == "usual", rule.key


def test_what_the_notice_of_2017_changed_is_dated(rulebook: Rulebook) -> None:
    fixed = rulebook.rule("dues-2008", "L-FIXED").spec

    assert fixed.in_force.since == dt.date(2018, 1, 1)
    assert rulebook.rule("dues-2008", "P-MONTH").spec.in_force.since is None


def test_family_planning_is_no_ground(rulebook: Rulebook) -> None:
    for rule in rulebook.directives["admission-rules-2014"].rules:
        assert "生育" not in rule.spec.sentence + rule.spec.cure, rule.id


def test_steps_and_matters_are_known_words(rulebook: Rulebook) -> None:
    assert not [one for one in rulebook.warnings if "程序" in one or "表决事项" in one]


def test_the_basis_of_a_procedure_is_a_directive(rulebook: Rulebook) -> None:
    assert {one.basis for one in rulebook.procedures.values()} <= set(rulebook.directives)
