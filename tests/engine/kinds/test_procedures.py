"""The steps of a procedure: order, time between, papers, repetition; records of cases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.engine.bundles import judged, organisation, pack
from zhibu import engine
from zhibu.engine import Verdict
from zhibu.engine.packs.cases import run_cases
from zhibu.engine.sources.copies import opened
from zhibu.facts.bundle import Bundle
from zhibu.kernel.errors import InputError

BODY: dict[str, Any] = {"organisations": [organisation("B")]}
ALL = """kind: sequence
procedure: leader
constraints:
- {id: ORDER, order: [ask, vet, vote]}
- {id: SOON, first: vet, then: vote, at_least: {days: 2}, at_most: {months: 1}}
- {id: FORM, step: vet, papers: [form, letter]}
"""
EVERY = """kind: sequence
procedure: leader
constraints:
- {id: AGAIN, every: {step: check, months: 6, from: ask, until: vote}}
"""


def case(*steps: tuple[str, str], closed: str = "", **more: Any) -> dict[str, Any]:
    one = {"id": "K", "procedure": "leader", "organisation": "B", "subject": "X",
           "opened": "2023-01-05", "closed": closed}
    taken = [{"case": "K", "step": step, "on": on} for step, on in steps]
    return BODY | {"cases": [one], "steps": taken, "papers": []} | more


def row(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.status, verdict.actual, "" if verdict.due is None else str(verdict.due)


def by_part(found: list[Verdict]) -> dict[str, tuple[str, str, str]]:
    return {verdict.rule: row(verdict) for verdict in found}


def paper(name: str, kind: str, on: str) -> dict[str, str]:
    return {"id": name, "kind": kind, "on": on, "about": "K"}


def test_one_verdict_a_constraint(tmp_path: Path) -> None:
    rows = case(("ask", "2023-01-05"), ("vet", "2023-01-31"), ("vote", "2023-02-28"), ("vote", "2023-03-05"),
                papers=[paper("D1", "form", "2023-01-31"), paper("D2", "letter", "2023-02-01")])

    found = judged(tmp_path, ALL, rows, "2024-06-30")

    assert by_part(found) == {
        "R.ORDER": ("met", "2023-01-05 2023-01-31 2023-02-28", ""),
        "R.SOON": ("met", "2023-02-28", "2023-02-28"),
        "R.FORM": ("unmet", "1", "2023-01-31"),
    }
    said = {verdict.rule: (verdict.required, verdict.evidence) for verdict in found}
    assert said["R.SOON"] == ("vet->vote >=2 days <=1 months",
                              "steps:K/vet/2023-01-31 steps:K/vote/2023-02-28")
    assert said["R.FORM"] == ("2", "D1 steps:K/vet/2023-01-31 D2")
    assert {(v.subject_kind, str(v.period_start), str(v.period_end)) for v in found} == {
        ("case", "2023-01-05", "2024-06-30")}


@pytest.mark.parametrize(("steps", "closed", "order", "soon"), [
    ([], "", ("pending", "- - -", ""), ("pending", "", "")),
    ([("ask", "2023-01-05"), ("vet", "2023-01-06")], "",
     ("pending", "2023-01-05 2023-01-06 -", ""), ("unmet", "", "2023-02-06")),
    ([("vote", "2023-01-10"), ("ask", "2023-01-10"), ("vet", "2023-01-11")], "",
     ("unmet", "2023-01-10 2023-01-11 2023-01-10", "2023-01-10"), ("unmet", "2023-01-10", "2023-01-10")),
    ([("vet", "2023-01-10"), ("vote", "2023-01-11")], "",
     ("unmet", "- 2023-01-10 2023-01-11", "2023-01-10"), ("unmet", "2023-01-11", "2023-01-11")),
    ([("vet", "2023-01-10")], "2023-02-09",
     ("unmet", "- 2023-01-10 -", "2023-01-10"), ("met", "", "2023-02-10")),
    ([("vet", "2023-01-10")], "2023-02-10",
     ("unmet", "- 2023-01-10 -", "2023-01-10"), ("unmet", "", "2023-02-10")),
])
def test_missing_early_and_closed(
    tmp_path: Path, steps: list[tuple[str, str]], closed: str, order: tuple[str, ...], soon: tuple[str, ...]
) -> None:
    found = by_part(judged(tmp_path, ALL, case(*steps, closed=closed), "2024-06-30"))

    assert (found["R.ORDER"], found["R.SOON"]) == (order, soon)


@pytest.mark.parametrize(("steps", "expected"), [
    ([], ("pending", "0", "")),
    ([("check", "2023-02-01")], ("pending", "0", "")),
    ([("ask", "2023-08-31")], ("unmet", "0", "2024-02-29")),
    ([("ask", "2023-08-31"), ("check", "2024-02-29")], ("pending", "1", "2024-08-29")),
    ([("ask", "2023-08-31"), ("check", "2024-03-01"), ("vote", "2024-04-01")], ("unmet", "1", "2024-02-29")),
    ([("ask", "2023-01-31"), ("check", "2023-07-31"), ("check", "2024-01-31"), ("vote", "2024-06-01"),
      ("check", "2024-06-02")], ("met", "2", "2024-07-31")),
    ([("ask", "2023-08-31"), ("vote", "2024-02-29")], ("met", "0", "2024-02-29")),
    ([("vote", "2024-02-29")], ("unmet", "0", "2024-02-29")),
    ([("vote", "2024-02-01"), ("ask", "2024-02-02")], ("unmet", "0", "2024-02-01")),
])
def test_a_repeated_step(
    tmp_path: Path, steps: list[tuple[str, str]], expected: tuple[str, ...]
) -> None:
    found = judged(tmp_path, EVERY, case(*steps), "2024-06-30")

    assert [row(v) for v in found] == [expected]
    assert found[0].required == "ask->vote check <=6 months"


def test_working_days_between_steps(tmp_path: Path) -> None:
    rule = "kind: sequence\nprocedure: leader\nconstraints:\n- {id: P, first: ask, then: vote, at_least: {workdays: 5}}"

    def status(vote: str, **more: Any) -> str:
        rows = case(("ask", "2023-09-28"), ("vote", vote), **more)
        return judged(tmp_path, rule, rows, "2024-06-30")[0].status

    # 7 and 8 October 2023 were make-up working days.
    assert (status("2023-10-11"), status("2023-10-10")) == ("met", "unmet")
    assert status("2023-10-11", calendar=[{"date": "2023-10-07", "workday": "no"}]) == "unmet"


@pytest.mark.parametrize("name", ["R", "R.SOON"])
def test_a_waiver_names_the_rule_or_the_constraint(tmp_path: Path, name: str) -> None:
    waiver = {"directive": "D", "rule": name, "subject": "K", "since": "2023-01-01", "until": "",
              "reason": "搬迁", "approved_by": "C"}
    rows = case(("vet", "2023-01-10"), ("vote", "2023-01-11"), waivers=[waiver])

    found = by_part(judged(tmp_path, ALL, rows, "2024-06-30"))

    assert found["R.SOON"][0] == "waived"
    assert found["R.ORDER"][0] == ("waived" if name == "R" else "unmet")


@pytest.mark.parametrize(("absent", "expected"), [
    ("steps", {"R.ORDER": "K", "R.SOON": "K", "R.FORM": "K"}),
    ("papers", {"R.FORM": "K"}),
    ("cases.closed", {"R.ORDER": "*", "R.SOON": "*", "R.FORM": "*"}),
])
def test_what_is_lacking_is_named(tmp_path: Path, absent: str, expected: dict[str, str]) -> None:
    rows = case(("ask", "2023-01-05"), ("vet", "2023-01-31"), ("vote", "2023-02-28"))
    rows.pop(absent, None)
    rows["cases"] = [{k: v for k, v in rows["cases"][0].items() if f"cases.{k}" != absent}]

    found = judged(tmp_path, ALL, rows, "2024-06-30", absent=[absent])

    unknown = {v.rule: v.subject for v in found if v.status == "unknown"}
    assert unknown == expected


def test_explained_by_the_name_of_the_constraint(tmp_path: Path) -> None:
    rulebook = engine.load(pack(tmp_path, ALL.replace("id: SOON,", "id: SOON, sentence: 考察后一个月内表决,")))
    rows = case(("vet", "2023-01-10"), ("vote", "2023-01-11"))
    window = engine.Window.until(dt.date(2024, 6, 30))
    with opened(Bundle.from_rows(rows), "sqlite") as source:
        said = engine.explain(rulebook, source, window, "D", "R.SOON", "K")
        with pytest.raises(InputError, match=r"R.ORDER、R.SOON、R.FORM"):
            engine.explain(rulebook, source, window, "D", "R", "K")

    assert said.sentence == "考察后一个月内表决"
    assert [fact.id for fact in said.facts] == ["steps:K/vet/2023-01-10", "steps:K/vote/2023-01-11"]
    assert "vote：2023-01-11" in said.arithmetic
    assert said.missing == ("间隔不合要求：从 2023-01-10 到 2023-01-11，相隔 1 天，太短",)


def test_cases_of_a_pack_name_the_constraint(tmp_path: Path) -> None:
    folder = pack(tmp_path, EVERY)
    (folder / "cases.yaml").write_text("""schema: 1
cases:
- name: 半年没有考察
  as_of: 2024-06-30
  given:
    organisations: [{id: B, kind: branch, name: 甲, established: 2010-01-01}]
    cases: [{id: K, procedure: leader, organisation: B, subject: X, opened: 2023-01-05}]
    steps: [{case: K, step: ask, on: 2023-01-05}]
  expect:
  - {rule: R.AGAIN, subject: K, status: unmet, due: "2023-07-05"}
""", encoding="utf-8")

    assert run_cases(engine.load(folder)).holds


@pytest.mark.parametrize(("constraint", "said"), [
    ("{id: X}", "写一种：order"),
    ("{id: X, first: a, then: b}", "至少写一个界限"),
    ("{id: X, order: [a, b], at_most: {days: 1}}", "first、then 同 at_least、at_most"),
    ("{id: X, order: [a, a]}", "只写一次"),
    ("{id: X, first: a, then: b, at_most: {days: 1, months: 2}}", "恰好写一个键"),
    ("{id: X.Y, order: [a, b]}", "中间没有点"),
    ("{id: X, every: {step: a, months: 0, from: b, until: c}}", "1 或更大"),
    ("{id: X, every: {step: a, months: 6, from: a, until: c}}", "三个不同的步骤"),
    ("{id: X, order: [a, b]}\n- {id: X, order: [b, a]}", "没有用过的编号"),
])
def test_what_is_written_wrong_is_told(tmp_path: Path, constraint: str, said: str) -> None:
    rule = f"kind: sequence\nprocedure: leader\nconstraints:\n- {constraint}"

    with pytest.raises(InputError, match=said):
        engine.load(pack(tmp_path, rule))


def test_a_record_of_cases(tmp_path: Path) -> None:
    rule = "kind: record\nof: cases\nprocedures: [leader]\ncolumns: [closed, outcome]\npapers: [form]\nwithin: {days: 30}"
    one = {"procedure": "leader", "organisation": "B", "subject": "X"}
    rows = BODY | {
        "cases": [
            {"id": "K", "opened": "2024-01-10", "closed": "2024-02-09", "outcome": "done", **one},
            {"id": "L", "opened": "2024-01-11", "closed": "2024-02-11", "outcome": "done", **one},
            {"id": "M", "opened": "2023-12-31", "closed": "", "outcome": "", **one},
            {"id": "N", "opened": "2024-06-01", "closed": "", "outcome": "", **one},
        ],
        "papers": [paper("D1", "form", "2024-02-09"), paper("D2", "form", "2024-02-10")],
    }

    found = judged(tmp_path, rule, rows, "2024-06-30")

    assert [(v.subject, *row(v), v.evidence) for v in found] == [
        ("K", "met", "3", "2024-02-09", "K D1 D2"), ("L", "unmet", "1", "2024-02-10", "L"),
        ("N", "pending", "0", "2024-07-01", "N"),
    ]
    assert found[0].subject_kind == "case"
