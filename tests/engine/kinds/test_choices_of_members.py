"""Choices between dues, months in a row and steps of procedures: rows that other kinds do not give."""

from __future__ import annotations

from pathlib import Path

from tests.engine.bundles import belongs, judged, member, organisation, short

BODIES = {"organisations": [organisation("B")], "members": [member("M"), member("N")],
          "memberships": [belongs("M", "B"), belongs("N", "B")]}


def dues(who: str, month: str, assessed: str, paid: str, on: str) -> dict[str, str]:
    return {"member": who, "month": month, "assessed": assessed, "paid": paid, "paid_on": on}


def test_dues_or_a_paper_that_says_why(tmp_path: Path) -> None:
    rule = """kind: any_of
of:
- {kind: dues}
- {kind: deadline, paper: reason, period: month, due: {from: end, days: 40}}
"""
    rows = BODIES | {
        "dues": [dues("M", "2024-01", "10.00", "10.00", "2024-01-20"),
                 dues("N", "2024-01", "10.00", "10.00", "2024-02-02")],
        "papers": [{"id": "D", "kind": "reason", "on": "2024-03-05", "about": "N", "for_period": "2024-01"}],
        "states": [{"member": "M", "state": "stopped", "since": "2024-02-01", "until": "2024-03-01"}],
    }
    found = judged(tmp_path, rule, rows, "2024-04-15")
    by_month = {(v.subject, str(v.period_start)): v for v in found}

    assert by_month["M", "2024-01-01"].status == "met"
    assert by_month["M", "2024-01-01"].evidence == "dues:M/2024-01"
    late = by_month["N", "2024-01-01"]  # paid late, but the paper came by its own day
    assert (late.status, late.actual, late.required, str(late.due)) == (
        "met", "0.00 | 2024-03-05", "10.00 | <=2024-03-11", "2024-03-11")
    assert late.evidence == "dues:N/2024-01 D"
    # Stopped in February: no dues of that month, the paper alone decides.
    assert (by_month["M", "2024-02-01"].status, by_month["M", "2024-02-01"].required) == ("unmet", "<=2024-04-09")
    # The month before the window, whose paper is due in it.
    assert by_month["N", "2023-12-01"].status == "unmet"
    assert by_month["N", "2024-03-01"].status == "pending"


def test_one_of_two_streaks_unbroken_is_enough(tmp_path: Path) -> None:
    rule = """kind: any_of
of:
- {kind: streak, thing: dues, months: 3}
- {kind: streak, thing: {attended: [study]}, months: 2}
"""
    paid = [dues("M", f"2024-0{month}", "5.00", "5.00", f"2024-0{month}-10") for month in range(1, 7)]
    meeting = {"id": "A", "organisation": "B", "type": "study", "status": "held"}
    rows = BODIES | {
        "dues": paid, "attendance": [],
        "activities": [meeting | {"id": f"A{month}", "on": f"2024-0{month}-05"} for month in range(1, 7)],
    }
    found = judged(tmp_path, rule, rows, "2024-06-30")

    assert short(found) == [("M", "2024-06-30", "met"), ("N", "2024-06-30", "unmet")]
    assert found[0].required == "<3 | <2"


def test_one_of_two_ways_through_a_procedure(tmp_path: Path) -> None:
    rule = """kind: any_of
of:
- {kind: sequence, procedure: p, constraints: [{id: A, first: publish, then: decide, at_least: {days: 5}}]}
- {kind: sequence, procedure: p, constraints: [{id: B, step: decide, papers: [consent]}]}
"""
    case = {"procedure": "p", "organisation": "B", "subject": "某人", "opened": "2024-01-01", "closed": ""}
    steps = [{"case": case_, "step": step, "on": on, "outcome": "", "by": ""} for case_, step, on in (
        ("C1", "publish", "2024-02-01"), ("C1", "decide", "2024-02-10"),
        ("C2", "publish", "2024-02-01"), ("C2", "decide", "2024-02-03"),
        ("C3", "publish", "2024-02-01"), ("C3", "decide", "2024-02-03"))]
    rows = BODIES | {
        "cases": [case | {"id": name} for name in ("C1", "C2", "C3", "C4")], "steps": steps,
        "papers": [{"id": "D", "kind": "consent", "on": "2024-02-03", "about": "C2", "for_period": ""}],
    }
    found = judged(tmp_path, rule, rows, "2024-06-30")

    assert [(v.rule, v.subject_kind, v.subject, v.status) for v in found] == [
        ("R", "case", "C1", "met"), ("R", "case", "C2", "met"), ("R", "case", "C3", "unmet"),
        ("R", "case", "C4", "pending")]  # nothing done yet: no due day
