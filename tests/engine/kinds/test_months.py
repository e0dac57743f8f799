"""Dues by the month, and months in a row without dues or organisational life."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.engine.bundles import belongs, held, judged, member, organisation
from zhibu.engine import Verdict

UNPAID = "kind: streak\nthing: dues\nmonths: 3\nwarn_at: 2"
ABSENT = "kind: streak\nthing: {attended: [study, party_class]}\nmonths: 3"
PAYS = "kind: dues"
BODIES: dict[str, Any] = {
    "organisations": [organisation("B"), organisation("G", "B", "party_group")],
    "members": [member("M", "2023-01-01")],
    "memberships": [belongs("M", "B", "2023-01-01"), belongs("M", "G", "2023-01-01")],
}


def due(month: str, paid: str = "20.00", paid_on: str = "", assessed: str = "20.00") -> dict[str, str]:
    return {"member": "M", "month": month, "assessed": assessed, "paid": paid, "paid_on": paid_on}


def row(verdict: Verdict) -> tuple[str, str, str, str]:
    return verdict.status, verdict.actual, "" if verdict.due is None else str(verdict.due), verdict.evidence


def months(found: list[Verdict]) -> list[tuple[str, str, str, str]]:
    return [(str(v.period_start)[:7], v.status, v.actual, v.required) for v in found]


def paid_up_to(month: int) -> list[dict[str, str]]:
    earlier = [due(f"2023-{number:02}", paid_on="2023-12-31") for number in range(1, 13)]
    return earlier + [due(f"2024-{number:02}", paid_on=f"2024-{number:02}-05") for number in range(1, month + 1)]


@pytest.mark.parametrize(("as_of", "expected"), [
    ("2024-04-29", ("met", "0", "", "")),  # April has not ended
    ("2024-04-30", ("met", "1", "2024-06-30", "dues:M/2024-04")),
    ("2024-05-31", ("pending", "2", "2024-06-30", "dues:M/2024-04 dues:M/2024-05")),
    ("2024-06-30", ("unmet", "3", "2024-06-30", "dues:M/2024-04 dues:M/2024-05")),  # June has no row
    ("2024-12-31", ("unmet", "9", "2024-06-30", "dues:M/2024-04 dues:M/2024-05")),
])
def test_months_without_dues(tmp_path: Path, as_of: str, expected: tuple[str, ...]) -> None:
    rows = BODIES | {"dues": [*paid_up_to(3), due("2024-04", "", ""), due("2024-05", "10.00", "2024-05-02")]}

    assert [row(v) for v in judged(tmp_path, UNPAID, rows, as_of)] == [expected]


def test_late_payment_ends_the_run_but_is_late_in_its_month(tmp_path: Path) -> None:
    rows = BODIES | {"dues": [*paid_up_to(1), due("2024-02", paid_on="2024-04-10"), due("2024-03", "", "")]}

    assert row(judged(tmp_path, UNPAID, rows, "2024-04-09")[0])[:2] == ("pending", "2")
    assert row(judged(tmp_path, UNPAID, rows, "2024-04-10")[0])[:2] == ("met", "1")
    found = judged(tmp_path, PAYS, rows, "2024-04-10")
    assert months(found) == [
        ("2024-01", "met", "20.00", "20.00"), ("2024-02", "unmet", "0.00", "20.00"),
        ("2024-03", "unmet", "0.00", "20.00"), ("2024-04", "pending", "", ""),
    ]
    assert found[1].evidence == "dues:M/2024-02"
    assert found[3].evidence == ""


def test_days_of_grace_and_the_month_before_the_window(tmp_path: Path) -> None:
    rows = BODIES | {"dues": [
        due("2023-11", paid_on="2023-12-11"), due("2023-12", paid_on="2024-01-10"),
        due("2024-01", "", "", assessed="0.00"), due("2024-02", "30.00", ""),
    ]}

    assert months(judged(tmp_path, PAYS + "\ndays: 10", rows, "2024-03-09")) == [
        ("2023-12", "met", "20.00", "20.00"), ("2024-01", "met", "0.00", "0.00"),
        ("2024-02", "pending", "0.00", "20.00"), ("2024-03", "pending", "", ""),
    ]
    assert judged(tmp_path, PAYS + "\ndays: 10", rows, "2024-03-10")[2].status == "unmet"


def test_only_what_was_held_where_he_belonged_counts(tmp_path: Path) -> None:
    """February: nothing held. March: held by the group he had left. April, May: missed."""
    rows = {
        "organisations": BODIES["organisations"],
        "members": BODIES["members"],
        "memberships": [belongs("M", "B", "2023-01-01"), belongs("M", "G", "2023-01-01", "2024-03-01")],
        "activities": [
            held("A1", "B", "2024-01-10"), held("A2", "G", "2024-03-10"), held("A3", "B", "2024-04-10"),
            held("A4", "B", "2024-05-10", "party_class"), held("A5", "B", "2024-06-10", "film"),
            held("A6", "B", "2024-07-10"), {**held("A7", "B", "2024-06-11"), "status": "planned"},
        ],
        "attendance": [
            {"activity": "A1", "member": "M", "status": "online"},
            {"activity": "A3", "member": "M", "status": "excused"},
        ],
    }

    assert row(judged(tmp_path, ABSENT, rows, "2024-03-31")[0])[:3] == ("met", "0", "")
    assert row(judged(tmp_path, ABSENT, rows, "2024-06-30")[0])[:3] == ("met", "2", "2024-07-31")
    assert row(judged(tmp_path, ABSENT, rows, "2024-07-31")[0])[:3] == ("unmet", "3", "2024-07-31")


@pytest.mark.parametrize(("state", "as_of", "expected"), [
    (("2024-03-10", "2024-03-20"), "2024-06-30", ["3"]),  # the run begins in April
    (("2024-03-10", ""), "2024-06-30", []),  # not in force for him
    (("2024-06-01", "2024-07-01"), "2024-07-15", ["0"]),
])
def test_stopped_membership(
    tmp_path: Path, state: tuple[str, str], as_of: str, expected: list[str]
) -> None:
    span = {"member": "M", "state": "stopped", "since": state[0], "until": state[1]}
    rows = BODIES | {"dues": paid_up_to(0), "states": [span]}

    assert [v.actual for v in judged(tmp_path, UNPAID, rows, as_of)] == expected


def test_months_with_stopped_membership_owe_no_dues(tmp_path: Path) -> None:
    span = {"member": "M", "state": "stopped", "since": "2024-01-31", "until": "2024-02-02"}
    rows = BODIES | {"dues": [], "states": [span]}

    assert [m[0] for m in months(judged(tmp_path, PAYS, rows, "2024-04-15"))] == ["2024-03", "2024-04"]


def test_a_run_begins_with_the_first_whole_month_in_force(tmp_path: Path) -> None:
    rows = BODIES | {"dues": [due("2024-05", "", "")]}

    assert judged(tmp_path, UNPAID, rows, "2024-06-30", effective="2024-03-02")[0].actual == "3"
    own = UNPAID + "\nin_force: {since: 2024-05-01}"
    assert judged(tmp_path, own, rows, "2024-06-30")[0].actual == "2"
    early = {"organisations": [organisation("B", established="1880")], "dues": [], "members": [member("M", "1890-01-01")],
             "memberships": [belongs("M", "B", "1890-01-01")]}
    assert judged(tmp_path, UNPAID, early, "1900-02-28", effective="1880-01-01")[0].actual == "2"


@pytest.mark.parametrize(("rule", "absent", "subject"), [
    (UNPAID, "dues", "M"), (UNPAID, "dues.paid_on", "M"), (PAYS, "dues.paid", "M"),
    (ABSENT, "activities", "M"), (ABSENT, "attendance", "M"),
    (UNPAID, "members.left", "*"), (PAYS, "memberships.until", "*"), (PAYS, "states.until", "*"),
])
def test_what_is_lacking_is_named(tmp_path: Path, rule: str, absent: str, subject: str) -> None:
    rows = {**BODIES, "dues": [due("2024-01", paid_on="2024-01-09")], "activities": [], "attendance": [],
            "states": [{"member": "M", "state": "lost", "since": "2024-01-01"}]}
    table, _, column = absent.partition(".")
    if not column:
        del rows[table]
    else:
        rows[table] = [{k: v for k, v in given.items() if k != column} for given in rows[table]]

    found = judged(tmp_path, rule, rows, "2024-01-31", absent=[absent])

    assert [(v.subject, v.status) for v in found] == [(subject, "unknown")]
    assert absent in found[0].reason
