"""The facts behind a verdict, as a finding lists them: rows of every table, also those without an id."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor, people, tree
from zhibu.domain.activities.models import Activity
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.selectors.evidence import facts_behind
from zhibu.domain.procedures.models import Ballot, Check

__all__ = ["people", "tree"]
DAY = dt.date(2024, 3, 10)
pytestmark = pytest.mark.django_db


def said(evidence: str) -> list[tuple[dt.date | None, str, str]]:
    verdict = Verdict(evidence=evidence, subject_kind="ballot", subject="X1")
    return [(fact.day, fact.what, fact.detail) for fact in facts_behind(verdict, None, DAY, KEEPER)]


def test_a_ballot_with_its_numbers(tree: None) -> None:
    meeting = Activity.objects.create(
        id="A1", organisation_id="B1", type="election", on=DAY, status="held"
    )
    Ballot.objects.create(
        id="X1", matter="election", activity=meeting, method="secret", entitled=15, present=12,
        in_favour=7,
    )  # fmt: skip
    Ballot.objects.create(id="X2", matter="own", method="hands", entitled=3, present=3)

    assert said("X1 X2") == [
        (DAY, "表决：选举委员", "无记名投票 · 应到 15 · 实到 12 · 赞成 7"),
        (None, "表决：own", "举手 · 应到 3 · 实到 3"),
    ]


def test_checks_with_their_values(tree: None) -> None:
    for item, ok, value in (("flag", True, ""), ("area", False, "38.5")):
        Check.objects.create(
            organisation_id="B1", checklist="room", item=item, on=DAY, ok=ok, value=value
        )

    assert said(f"checks:B1/room/area/{DAY} checks:B1/room/flag/{DAY}") == [
        (DAY, "检查：面积", "不符合 · 数值 38.5"),
        (DAY, "检查：党旗党徽", "符合"),
    ]


def test_a_penalty_among_the_facts_is_not_for_a_leader(people: dict) -> None:
    verdict = Verdict(evidence="penalties:M2/warning/2024-01-01 M2", subject_kind="post", subject="P1")

    def told(role: str, place: str) -> str:
        facts = facts_behind(verdict, None, DAY, actor(role, place))
        return " ".join(f"{fact.what} {fact.detail}" for fact in facts)

    assert "警告" in told("secretary", "B1")
    assert "警告" not in told("leader", "G11")
