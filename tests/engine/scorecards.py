"""A small directive with a scorecard, for the tests of scoring."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from zhibu.engine import load
from zhibu.engine.language.rulebook import Directive
from zhibu.engine.scoring.arithmetic import Mark, Scored, scored
from zhibu.engine.scoring.periods import span_of
from zhibu.engine.scoring.tally import Judged, Tally

HEAD = """schema: 1
id: D
title: 试验制度
effective: 2020-01-01
parameters:
- {name: each_miss, label: 少开一次扣几分, value: 2, check: true, note: 条文没有写}
"""
RULES = """schema: 1
rules:
- {id: F-STUDY, article: "1", kind: frequency, strength: must, sentence: 每月学习一次,
   when: {kind: [branch]}, types: [study], period: month, at_least: 1}
- {id: F-GROUP, article: "1", kind: frequency, strength: usual, sentence: 党小组会每季度一次,
   when: {kind: [party_group]}, types: [party_group_meeting], period: quarter, at_least: 1}
- {id: F-MAY, article: "1", kind: frequency, strength: may, sentence: 可以多开,
   when: {kind: [branch]}, types: [study], period: month, at_least: 3}
"""
CARD = """schema: 1
scorecards:
- id: YEARLY
  title: 年度考评
  article: "1"
  when: {kind: [branch]}
  period: year
  at_most: 110
  sections:
  - id: LIFE
    title: 组织生活
    items:
    - {id: STUDY, title: 每月学习, rule: F-STUDY, points: 20, deduct: {parameter: each_miss}}
    - {id: GROUPS, title: 党小组会, rule: F-GROUP, points: 10, by: share}
  - id: JUDGED
    title: 上级评价
    weight: 1/2
    items:
    - {id: LOOK, title: 现场查看, points: 20, mark: {between: [0, 20], evidence: 查看记录}}
  - id: BONUS
    title: 加减分
    full: 5
    items:
    - {id: PRAISE, title: 受表彰, at_most: 5,
       mark: {each: 3, repeat: true, evidence: 表彰文件的名称和文号}}
    - {id: BLAME, title: 受通报批评, at_least: -6,
       mark: {between: [-2, 0], repeat: true, evidence: 通报}}
    - {id: VETO, title: 学习少得太多, rule: F-STUDY, veto: 一般}
  grades:
  - {label: 好, at_least: 30}
  - {label: 一般, at_least: 20}
  - {label: 差}
"""


def directive(folder: Path, card: str = CARD) -> Directive:
    """The directive, with this scorecard."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("directive", HEAD), ("rules", RULES), ("scorecard", card)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(folder).directives["D"]


def verdict(
    status: str, month: int, rule: str = "F-STUDY", at: str = "B1", subject: str = ""
) -> Judged:
    """A verdict of a month of 2024."""
    first = dt.date(2024, month, 1)
    return Judged("D", rule, subject or at, at, first, first + dt.timedelta(days=27), status)


def mark(item: str, points: str, at: str = "B1", on: str = "2024-12-20", key: str = "") -> Mark:
    """An entered mark."""
    from fractions import Fraction

    return Mark(at, item, Fraction(points), "依据", dt.date.fromisoformat(on), key)


def points(
    found: Directive, verdicts: list[Judged], marks: list[Mark] | None = None,
    as_of: str = "2024-12-31",
) -> Scored:
    """The points of branch B1 (with groups G1, G2) for 2024 by the first card."""
    card = found.scorecards[0]
    day = dt.date.fromisoformat(as_of)
    above = {"B1": ["B1"], "G1": ["G1", "B1"], "G2": ["G2", "B1"]}
    tally = Tally("D", card, span_of(card.period, day), ["B1"], lambda name: above.get(name, [name]))
    for one in verdicts:
        tally.add(one)
    return scored(tally, "B1", marks or [], day, found.digest)
