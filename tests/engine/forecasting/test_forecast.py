"""The forecast says beforehand what judging will find missed, if nothing else happens."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from tests.engine.bundles import belongs, held, member, organisation
from tests.judge.engines import load_rules, sqlite_copy
from tests.judge.random_bundles import Rows, random_rows
from tests.judge.random_rules import random_rules
from zhibu import engine
from zhibu.engine.forecasting import Forecast, forecast, together
from zhibu.engine.forecasting.forecast import foreseeable
from zhibu.engine.sources.sessions import DuckDBSource, SQLiteSource
from zhibu.facts.bundle import Bundle

KINDS = ("frequency", "deadline", "term", "dues", "sequence", "vacancy")
MISSES = {"unmet", "deviation", "advice"}
BEGUN = {
    "activities": "on", "papers": "on", "cases": "opened", "steps": "on", "penalties": "since",
    "states": "since", "posts": "since", "memberships": "since", "members": "joined",
    "organisations": "established", "dues": "paid_on",
}


def until(rows: Rows, today: dt.date) -> Rows:
    """The facts as they are known today: what begins later is gone, ends that lie ahead are kept."""
    kept = {
        table: [row for row in found if row.get(BEGUN.get(table, ""), "") <= today.isoformat()]
        for table, found in rows.items()
    }
    points = ("activity", "case", "member", "organisation", "parent", "about", "subject", "host", "recorder")
    before = None
    while before != kept:  # what pointed at something that is gone is gone too
        before, ids = kept, {row["id"] for table in kept.values() for row in table if "id" in row} | {"", "nobody"}
        kept = {
            table: [
                {name: "" if name == "decided_by" and cell not in ids else cell for name, cell in row.items()}
                for row in found if all(row.get(point, "") in ids for point in points)
            ]
            for table, found in kept.items()
        }
        for row in kept["activities"]:
            row["speaker"] = " ".join(one for one in row["speaker"].split() if one in ids)
    return kept


def settled(kind: str, last: dt.date, day: dt.date) -> bool:
    """Whether a period is over: until then a rule that ends within it may still let it go."""
    return kind not in ("frequency", "deadline", "dues") or last <= day


@pytest.mark.parametrize("seed", range(8))
def test_what_it_says_is_due_by_a_day_is_what_is_missed_on_that_day(seed: int, tmp_path: Path) -> None:
    rulebook = load_rules(random_rules(seed, 5, KINDS), tmp_path)
    rules = {rule.key: rule.spec.kind for rule in rulebook.rules() if foreseeable(rule)}
    chance = Random(seed)
    today = dt.date(2024, chance.randint(1, 12), chance.randint(1, 28))
    since = dt.date(today.year, 1, 1)
    bundle = Bundle.from_rows(until(random_rows(seed)[0], today))
    source = SQLiteSource(sqlite_copy(bundle), bundle.tables)
    said = forecast(rulebook, source, today)
    for ahead in (1, chance.randint(2, 120), chance.randint(121, 364)):
        day = today + dt.timedelta(days=ahead)
        found = {
            (*verdict.key, verdict.due)
            for verdict in engine.judge(rulebook, source, engine.Window(since, day))
            if verdict.status in MISSES and (verdict.directive, verdict.rule) in rules
            and settled(rules[verdict.directive, verdict.rule], verdict.period_end, day)
        }
        promised = {
            (*duty.key, duty.latest) for duty in said.of("overdue", "due")
            if duty.latest <= day and settled(duty.kind, duty.period_end, day)
        }
        assert promised == found, (today, day)


HEAD = "schema: 1\nid: D\ntitle: 试验制度\neffective: 2020-01-01\n"
RULES = """schema: 1
rules:
- {id: F, article: "1", kind: frequency, strength: must, sentence: 每季度开两次党员大会, cure: 补开,
   when: {kind: [branch]}, types: [general_meeting], at_least: 2, period: quarter}
- {id: N, article: "2", kind: notice, strength: must, sentence: 提前一到三天通知, when: {kind: [branch]},
   types: [general_meeting], at_least: 1, at_most: 3, with: [place]}
- {id: B, article: "3", kind: record, strength: must, sentence: 提前请示, when: {kind: [branch]},
   types: [general_meeting], columns: [approved_on], before: 5}
- {id: A, article: "4", kind: record, strength: must, sentence: 会后两个工作日报送, when: {kind: [branch]},
   types: [general_meeting], columns: [reported_on], within: {workdays: 2}}
- {id: G, article: "5", kind: notice, strength: must, sentence: 党小组会提前一天通知,
   when: {kind: [party_group]}, types: [general_meeting], at_least: 1}
- {id: S, article: "6", kind: deadline, strength: usual, sentence: 交年度计划, when: {kind: [branch]},
   paper: work_plan, period: year, due: {from: start, month: 1, day: 31}}
- {id: C, article: "7", kind: composition, strength: must, sentence: 至少三名党员, when: {kind: [branch]},
   limits: [{count: members, at_least: 3}]}
- {id: P, article: "8", kind: dues, strength: must, sentence: 按月交党费, when: {kind: [branch]}}
"""


def said_of(tmp_path: Path, today: str, **more: list[dict[str, str]]) -> Forecast:
    (tmp_path / "directive.yaml").write_text(HEAD, "utf-8")
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    rows = {
        "organisations": [organisation("C", kind="committee"), organisation("B", "C")],
        "members": [member("M"), member("N")],
        "memberships": [belongs("M", "B"), belongs("N", "B")],
        "activities": [held("T", "B", "2024-07-03", "general_meeting")],
        "posts": [{"id": "P", "member": "M", "organisation": "B", "post": "deputy_secretary",
                   "since": "2020-01-01"}],
        **more,
    }
    bundle = Bundle.from_rows(rows)
    return forecast(engine.load(tmp_path), DuckDBSource(bundle.connection, bundle.tables),
                    dt.date.fromisoformat(today))


def test_a_duty_says_how_many_are_missing_by_when_and_who_acts(tmp_path: Path) -> None:
    said = said_of(tmp_path, "2024-08-15")
    due = [duty for duty in said.of("due") if duty.rule == "F"]

    assert [(str(d.earliest), str(d.latest), d.missing, d.needed) for d in due] == [
        ("2024-08-15", "2024-09-30", 1, 2), ("2024-10-01", "2024-12-31", 2, 2),
        ("2025-01-01", "2025-03-31", 2, 2), ("2025-04-01", "2025-06-30", 2, 2)]
    assert due[0].who == "secretary"  # no pack says who: nobody is named, the usual post is
    assert not [duty for duty in said.duties if duty.kind == "composition"]


def test_what_was_missed_stays_overdue_and_comes_first(tmp_path: Path) -> None:
    said = said_of(tmp_path, "2024-08-15")

    assert [(d.rule, str(d.latest)) for d in said.of("overdue") if d.subject == "B"] == [
        ("S", "2024-01-31"), ("F", "2024-03-31"), ("F", "2024-06-30")]
    assert [duty.state for duty in said.duties][: len(said.of("overdue"))] == ["overdue"] * len(said.of("overdue"))


def test_a_waiver_ends_it(tmp_path: Path) -> None:
    waiver = {"directive": "D", "rule": "S", "subject": "B", "since": "2024-01-01", "until": "2025-01-01",
              "reason": "刚合并", "approved_by": "C"}
    said = said_of(tmp_path, "2024-08-15", waivers=[waiver])

    assert [(d.state, str(d.latest)) for d in said.duties if d.rule == "S"] == [
        ("waived", "2024-01-31"), ("due", "2025-01-31")]


def test_the_steps_around_it_come_from_the_rules_on_the_same_activities(tmp_path: Path) -> None:
    duty = next(d for d in said_of(tmp_path, "2024-08-15").of("due") if d.rule == "F")

    assert [(s.place, s.rule, str(s.earliest), str(s.latest)) for s in duty.steps] == [
        ("before", "B", "None", "2024-09-25"), ("before", "N", "2024-09-27", "2024-09-29"),
        ("after", "A", "2024-09-30", "2024-10-09")]  # the National Day holiday lies between


def test_a_day_off_is_told_with_the_working_day_before(tmp_path: Path) -> None:
    due = {d.latest: d.advised for d in said_of(tmp_path, "2024-08-15").of("due") if d.rule == "P"}

    assert str(due[dt.date(2024, 8, 31)]) == "2024-08-30"  # a Saturday
    assert due[dt.date(2024, 9, 30)] == dt.date(2024, 9, 30)


def test_only_days_in_the_months_that_count_are_advised(tmp_path: Path) -> None:
    rule = """schema: 1
rules:
- {id: Q, article: "1", kind: frequency, strength: must, sentence: 上半年在三四月讲一次, when: {kind: [branch]},
   types: [party_class], at_least: 1, period: year, where: {month: [3, 4]}}
"""
    (tmp_path / "directive.yaml").write_text(HEAD, "utf-8")
    (tmp_path / "rules.yaml").write_text(rule, "utf-8")
    bundle = Bundle.from_rows({"organisations": [organisation("B")]})
    said = forecast(engine.load(tmp_path), DuckDBSource(bundle.connection, bundle.tables),
                    dt.date(2024, 1, 10))

    duty = said.of("due")[0]
    assert (str(duty.earliest), str(duty.advised), str(duty.latest)) == (
        "2024-03-01", "2024-04-30", "2024-12-31")


def test_members_of_one_branch_stand_together(tmp_path: Path) -> None:
    dues = [d for d in together(said_of(tmp_path, "2024-08-15").of("due")) if d.rule == "P"]

    assert [d.subjects for d in dues] == [("M", "N")] * 12
    assert dues[0].who == "self"
