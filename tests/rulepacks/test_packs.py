"""The packs hold together: words they use exist, every article is answered, nothing is lost."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from zhibu.engine import Rulebook

LOUDI, TOWN = "loudi-groups-2023", "town-life-2020"

# The activity types that the exchange form names for every directive.
NAMED_TYPES = """
    general_meeting committee_meeting party_group_meeting party_class theme_day
    organisational_life_meeting democratic_life_meeting democratic_appraisal heart_to_heart_talk
    study education_film warning_education mass_contact member_report committee_report
    group_annual_report unit_annual_report commitment_inspection election thematic_activity
"""

# Clause of the published list -> the rules that answer it; with the strength the clause has.
ANSWERS = {
    "Z-A1.1": ("must", ["F-COMMITTEE"]),
    "Z-A1.1b": ("must", ["R-COMMITTEE"]),
    "Z-A1.2": ("must", ["F-GENERAL"]),
    "Z-A1.2b": ("must", ["R-GENERAL"]),
    "Z-A1.3": ("must", ["F-GROUP"]),
    "Z-A1.3b": ("must", ["R-GROUP"]),
    "Z-A1.3c": ("must", ["F-GROUP-STUDY"]),
    "Z-A1.4": ("must", ["F-CLASS"]),
    "Z-A1.4b": ("must", ["R-CLASS"]),
    "Z-A2a": ("must", ["F-LIFE"]),
    "Z-A2b": ("must", ["R-LIFE-BEFORE"]),
    "Z-A2c": ("must", ["R-LIFE-MINUTES"]),
    "Z-A2f": ("must", ["R-LIFE-MEASURES"]),
    "Z-A3a": ("must", ["F-THEMEDAY"]),
    "Z-A3b": ("must", ["R-THEMEDAY", "R-DUES-LEDGER"]),
    "Z-A4a": ("must", ["F-APPRAISAL"]),
    "Z-A4b": ("must", ["R-APPRAISAL"]),
    "Z-A5.4": ("must", ["R-STUDY"]),
    "Z-A6": ("usual", ["F-TALK"]),
}
# 经常: must, but without a number; the number is the national one, and that says 一般.
WITHOUT_NUMBER = {"Z-A6"}
# Clauses whose kind of rule comes later -> the article that keeps their place.
LATER = {
    "Z-3.1b": "三(一)",
    "Z-3.1d": "三(一)",
    "Z-3.1e": "三(一)",
    "Z-A5.1": "附件1-5",
    "Z-A5.2": "附件1-5",
    "Z-A5.3": "附件1-5",
}


@pytest.fixture(scope="session")
def clauses(shared: Path) -> dict[str, dict[str, str]]:
    """The published clauses of the town notice, by number; those of others: test_clauses."""
    text = (shared / "spec" / "clauses.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {row["clause"]: row for row in rows if row["clause"].startswith("Z-")}


def test_the_packs_load_without_a_warning(rulebook: Rulebook) -> None:
    assert set(rulebook.directives) >= {LOUDI, TOWN}
    assert not rulebook.warnings


def test_activity_types_named_by_the_exchange_form_are_there(rulebook: Rulebook) -> None:
    assert set(NAMED_TYPES.split()) <= set(rulebook.activity_types)
    for kind in rulebook.activity_types.values():
        assert kind.held_by, kind.code
        assert kind.short, kind.code
        assert kind.gist, kind.code
    orders = [kind.order for kind in rulebook.activity_types.values()]
    assert len(orders) == len(set(orders))


def test_papers_offered_by_activity_types_are_known(rulebook: Rulebook) -> None:
    for kind in rulebook.activity_types.values():
        assert set(kind.papers) <= set(rulebook.paper_kinds), kind.code


def test_words_used_by_rules_exist(rulebook: Rulebook) -> None:
    for directive in rulebook.directives.values():
        for rule in directive.rules:
            assert set(getattr(rule.spec, "types", None) or ()) <= set(rulebook.activity_types)
            assert set(getattr(rule.spec, "papers", None) or ()) <= set(rulebook.paper_kinds)


def test_all_sixteen_articles_are_answered(rulebook: Rulebook) -> None:
    articles = rulebook.directives[LOUDI].articles
    assert [one.article for one in articles] == [str(number) for number in range(1, 17)]


@pytest.mark.parametrize("name", [LOUDI, TOWN, "county-groups-2017", "groups-course"])
def test_articles_and_rules_name_each_other(rulebook: Rulebook, name: str) -> None:
    directive = rulebook.directives[name]
    named = {rule: one.article for one in directive.articles for rule in one.rules}
    assert named == {rule.id: rule.spec.article for rule in directive.rules}
    for one in directive.articles:
        assert ("rule" in one.answer) == bool(one.rules or one.later), one.article
        assert one.answer == ("none",) or "none" not in one.answer, one.article


def test_every_rule_says_what_would_mend_a_miss(rulebook: Rulebook) -> None:
    for directive in rulebook.directives.values():
        for rule in directive.rules:
            assert rule.spec.cure, rule.key
            for text in (rule.spec.sentence, rule.spec.cure):
                plain = re.sub("请示|申请|请假", "", text)
                assert not set(plain) & set("！!您请"), rule.key


def test_every_clause_is_answered_or_kept_for_later(clauses: dict[str, dict[str, str]]) -> None:
    ours = ("frequency", "composition", "eligibility", "notice", "record")
    for clause, row in clauses.items():
        form, _, kind = row["form"].partition(":")
        if form == "rule":
            assert clause in (ANSWERS if kind in ours else LATER), clause


@pytest.mark.parametrize("clause", ANSWERS)
def test_a_clause_is_encoded_with_its_strength(
    rulebook: Rulebook, clauses: dict[str, dict[str, str]], clause: str
) -> None:
    strength, rules = ANSWERS[clause]
    if clause not in WITHOUT_NUMBER:
        written = clauses[clause]["modality"]
        assert strength == {"generally": "usual"}.get(written, written)
    for rule in rules:
        spec = rulebook.rule(TOWN, rule).spec
        assert spec.strength == strength
        assert spec.kind == clauses[clause]["form"].partition(":")[2]


@pytest.mark.parametrize("clause", LATER)
def test_a_later_kind_of_rule_keeps_its_place(
    rulebook: Rulebook, clauses: dict[str, dict[str, str]], clause: str
) -> None:
    article = rulebook.directives[TOWN].article(LATER[clause])
    assert article is not None
    assert clauses[clause]["form"].partition(":")[2] in article.later
