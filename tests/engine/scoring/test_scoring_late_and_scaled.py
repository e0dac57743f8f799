"""What was done too late may count in part; what does not apply is taken out and the rest scaled."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from tests.engine.bundles import belongs, member, organisation
from tests.engine.scorecards import HEAD, points, verdict
from tests.engine.scorecards import directive as plain_directive
from zhibu.engine import load
from zhibu.engine.language.rulebook import Directive
from zhibu.engine.scoring.judged import score_source, was_late
from zhibu.engine.scoring.periods import span_of
from zhibu.engine.scoring.tally import Judged
from zhibu.engine.sources.copies import opened
from zhibu.engine.wording import made_late
from zhibu.facts.bundle import Bundle
from zhibu.kernel.errors import InputError

RULES = """schema: 1
rules:
- {id: F-STUDY, article: "1", kind: frequency, strength: must, sentence: 每月学习一次,
   when: {kind: [branch]}, types: [study], period: month, at_least: 1}
- {id: L-REPORT, article: "1", kind: deadline, strength: must, sentence: 每季度交一份报告,
   when: {kind: [branch]}, paper: report, period: quarter, due: {from: end, days: 10}}
- {id: R-MINUTES, article: "1", kind: record, strength: must, sentence: 三天里记好, when: {kind: [branch]},
   types: [study], columns: [recorded_on, place], within: {days: 3}}
- {id: P-DUES, article: "1", kind: dues, strength: must, sentence: 按月交党费, when: {kind: [branch]}}
- {id: F-GROUP, article: "1", kind: frequency, strength: usual, sentence: 党小组会每季度一次,
   when: {kind: [party_group]}, types: [party_group_meeting], period: quarter, at_least: 1}
"""
CARD = """schema: 1
scorecards:
- id: YEARLY
  title: 年度考评
  article: "1"
  when: {{kind: [branch]}}
  period: year
  scale: {scale}
  sections:
  - id: WORK
    title: 工作
    items:
    - {{id: REPORTS, title: 报告, rule: L-REPORT, points: 40, {report}}}
    - {{id: STUDY, title: 学习, rule: F-STUDY, points: 30, by: share}}
    - {{id: GROUPS, title: 党小组会, rule: F-GROUP, points: 30, by: share{group}}}
  - id: BONUS
    title: 加分
    items:
    - {{id: PRAISE, title: 表彰, at_most: 5, mark: {{each: 5, repeat: true, evidence: 表彰文件}}}}
"""


def directive(
    folder: Path, report: str = "by: share, late: 1/2", scale: str = "false", group: str = ""
) -> Directive:
    folder.mkdir(parents=True, exist_ok=True)
    card = CARD.format(report=report, scale=scale, group=group)
    for name, text in (("directive", HEAD.replace("parameters:", "note: 试验\nparameters:")),
                       ("rules", RULES), ("scorecard", card)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(folder).directives["D"]


def report(status: str, month: int, late: bool = False) -> Judged:
    return verdict(status, month, "L-REPORT")._replace(late=late)


FOUR = [report("met", 3), report("met", 6), report("unmet", 9, late=True), report("unmet", 12)]


@pytest.mark.parametrize(("way", "worth", "step"), [
    ("by: share, late: 1/2", Fraction(25), "按比例：40 × (2 + 0.5 × 1)/4 = 25"),
    ("by: share", Fraction(20), "按比例：40 × 2/4 = 20"),
    ("by: share, late: 0", Fraction(20), "按比例：40 × 2/4 = 20"),
    ("deduct: 8, late: 1/4", Fraction(26), "40 − 8 × 1（未达到） − 8 × 0.75 × 1（未达到，迟了才做到） = 26"),
    ("by: all, late: 1/2", Fraction(0), "有 2 条没做到，不得分：0"),
])
def test_what_was_late_counts_in_part(tmp_path: Path, way: str, worth: Fraction, step: str) -> None:
    item = points(directive(tmp_path, way), FOUR).item("REPORTS")

    assert item.points == worth
    assert item.steps[-1] == step
    assert ("迟了才做到 1 条，一条按" in item.steps[0]) == ("late" in way)


def test_all_done_but_late_gives_a_part_of_the_marks(tmp_path: Path) -> None:
    found = points(directive(tmp_path, "by: all, late: 1/2"), [report("met", 3), report("unmet", 6, late=True)])

    assert found.item("REPORTS").points == 20
    assert found.item("REPORTS").steps[-1] == "都做到了，有 1 条迟了：40 × 0.5 = 20"


def test_what_does_not_apply_is_taken_out_and_the_rest_scaled(tmp_path: Path) -> None:
    judged = [report("met", 3), report("unmet", 6), verdict("met", 1), verdict("met", 2)]
    scaled = points(directive(tmp_path / "a", scale="true"), judged)
    plain = points(directive(tmp_path / "b"), judged)

    assert plain.points == 80  # 20 + 30, and 30 for a group meeting that nobody has to hold
    assert scaled.item("GROUPS").is_out
    assert scaled.item("GROUPS").points == 0
    assert scaled.points == Fraction("71.43")  # 50 of 70
    assert scaled.steps[0] == (
        "缺项折算：不适用的拿掉（党小组会），满分 100 剩 70，50 × 100/70 = 500/7（约 71.43）")
    assert "满分 30 拿掉" in scaled.item("GROUPS").steps[-1]


def test_bonuses_are_not_scaled_and_an_item_may_say_otherwise(tmp_path: Path) -> None:
    from tests.engine.scorecards import mark

    judged = [report("met", 3), verdict("met", 1)]
    with_bonus = points(directive(tmp_path / "a", scale="true"), judged, [mark("PRAISE", "5")])
    kept = points(directive(tmp_path / "b", scale="true", group=", empty: zero"), judged)
    alone = points(directive(tmp_path / "c", group=", empty: out"), judged)

    assert with_bonus.points == 105
    assert kept.points == 70
    assert alone.points == 100


def test_what_is_not_due_or_lacks_data_still_applies(tmp_path: Path) -> None:
    found = directive(tmp_path, scale="true")
    for status in ("pending", "unknown"):
        result = points(found, [report("met", 3), verdict("met", 1), verdict(status, 3, "F-GROUP", "G1")])
        assert not result.item("GROUPS").is_out
        assert result.points == 100


def test_where_nothing_applies_nothing_is_scaled(tmp_path: Path) -> None:
    result = points(directive(tmp_path, scale="true"), [])

    assert result.points == 0
    assert "没有可以折算的" in result.steps[0]


def test_the_engine_tells_what_was_late_from_what_is_missing(tmp_path: Path) -> None:
    rows = {
        "organisations": [organisation("B1")], "members": [member("M"), member("N")],
        "adoptions": [{"organisation": "B1", "directive": "D", "since": "2024-01-01"}],
        "memberships": [belongs("M", "B1"), belongs("N", "B1")],
        "papers": [{"id": "D1", "kind": "report", "on": "2024-04-20", "about": "B1", "for_period": "2024-Q1"},
                   {"id": "D2", "kind": "report", "on": "2024-07-01", "about": "B1", "for_period": "2024-Q2"}],
        "activities": [],
    }
    found = directive(tmp_path)
    book = load(tmp_path)
    as_of = dt.date(2024, 10, 1)
    with opened(Bundle.from_rows(rows), "sqlite") as source:
        [(_, result)] = score_source(book, source, found, found.scorecards[0], span_of("year", as_of), as_of)

    # The first quarter late, the second in time, the third still to come.
    assert result.item("REPORTS").steps[-1] == "按比例：40 × (1 + 0.5 × 1)/2 = 30"
    assert [one.late for one in result.item("REPORTS").named if one.status == "unmet"] == [True]


@pytest.mark.parametrize(("reason", "late"), [
    ("报告 2024-04-20 才有，迟于期限 2024-04-10（late）。", True), ("缺地点；迟（late）：记录日期。", False),
    ("迟（late）：记录日期。", True), ("报告没有。", False),
    ("几种做法做到一种即可，做法1没有做到：缺地点；迟（late）：记录日期；做法2没有做到：报告才有（late）。", True),
    ("几种做法做到一种即可，做法1没有做到：缺地点；迟（late）：记录日期；做法2没有做到：没有。", False),
])
def test_a_reason_says_whether_all_was_done_too_late(reason: str, late: bool) -> None:
    assert made_late(reason) is late
    assert was_late("met", reason) is False


@pytest.mark.parametrize(("way", "said"), [
    ("by: share, late: 2", "late 是 0 到 1"), ("by: share, late: 0.5}\n    - {id: S, title: 学, rule: F-STUDY, "
     "points: 5, late: 1/2", "迟了也能补的规则"),
])
def test_the_loader_refuses_what_means_nothing(tmp_path: Path, way: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        directive(tmp_path, way)


def test_cards_that_say_nothing_of_it_are_as_before(tmp_path: Path) -> None:
    late = verdict("unmet", 11)._replace(late=True)
    found = plain_directive(tmp_path)

    assert points(found, [verdict("met", 1), late]).points == points(found, [verdict("met", 1), verdict("unmet", 11)]).points
