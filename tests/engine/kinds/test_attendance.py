"""Attendance: who is entitled, who counts as there, shares, posts, hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.bundles import belongs, held, judged, member, organisation, pack
from zhibu.engine import load
from zhibu.kernel.errors import InputError

SHARE = "kind: attendance\ntypes: [study]\nentitled: {who}\n{share}"
ON = "2024-03-10"


def present(*names: str, activity: str = "A", status: str = "present") -> list[dict[str, str]]:
    return [{"activity": activity, "member": name, "status": status} for name in names]


def span(since: str, until: str = "") -> dict[str, str]:
    return {"since": since, "until": until}


ROWS = {
    "organisations": [organisation("B"), organisation("G", "B", "party_group"), organisation("B2")],
    "members": [
        member("M1"), member("M2"), member("M3", "2023-06-01", full_since=""),
        member("M4"), member("M5"), member("OLD", left="2024-03-10"), member("GUEST"),
    ],
    "memberships": [
        *(belongs(name, "B") for name in ("M1", "M2", "M4", "M5", "OLD")),
        belongs("M3", "B", "2023-06-01"), belongs("M1", "G"), belongs("GUEST", "B2"),
    ],
    "states": [{"member": "M4", "state": "stopped", **span("2024-03-01")},
               {"member": "M1", "state": "floating", **span("2020-01-01")}],
    "penalties": [{"member": "M5", "kind": "probation_within_party", **span("2024-01-01", "2024-03-11")},
                  {"member": "M2", "kind": "warning", **span("2024-01-01")}],
    "activities": [held("A", "B", ON)],
    "attendance": [*present("M1", "M4", "GUEST", "OLD"), *present("M3", status="online"),
                   *present("M2", status="excused"), *present("M5", status="absent")],
}


def actual(folder: Path, rule: str, rows: object = ROWS, as_of: str = "2024-03-31") -> list[str]:
    found = judged(folder, rule, rows, as_of)  # type: ignore[arg-type]  # rows of many tables
    return [f"{v.subject} {v.status} {v.actual} {v.required}" for v in found]


def test_members_are_those_of_the_day_without_the_stopped_and_guests(tmp_path: Path) -> None:
    rule = SHARE.format(who="members", share="at_least: 1/2")

    found = judged(tmp_path, rule, ROWS, "2024-03-31")

    assert [(v.status, v.actual, v.required, str(v.due), v.evidence) for v in found] == [
        ("met", "2/4", ">=1/2", ON, "A")]
    assert actual(tmp_path, rule.replace("at_least", "more_than")) == ["A unmet 2/4 >1/2"]


def test_voting_leaves_out_probationary_members_and_who_lost_his_vote(tmp_path: Path) -> None:
    rule = SHARE.format(who="voting", share="at_least: 1")

    assert actual(tmp_path, rule) == ["A unmet 1/2 >=1"]
    later = ROWS | {"activities": [held("A", "B", "2024-03-11")]}  # the penalty is over that day
    assert actual(tmp_path, rule, later) == ["A unmet 1/3 >=1"]


def test_the_excused_may_be_left_out(tmp_path: Path) -> None:
    rule = SHARE.format(who="members", share="at_least: 2/3\nexcused: leave_out")

    found = judged(tmp_path, rule, ROWS, "2024-03-31")

    assert (found[0].status, found[0].actual) == ("met", "2/3")
    assert "请假的 1 人不算应到" in found[0].reason


def test_nobody_entitled_is_met(tmp_path: Path) -> None:
    rows = ROWS | {"activities": [held("A", "G2", ON)],
                   "organisations": [*ROWS["organisations"], organisation("G2", "B", "party_group")]}

    assert actual(tmp_path, SHARE.format(who="members", share="at_least: 1"), rows) == [
        "A met 0/0 >=1"]


def test_changes_of_standing_on_the_very_day(tmp_path: Path) -> None:
    rule = SHARE.format(who="voting", share="at_least: 0")
    rows = {
        "organisations": [organisation("B")],
        "members": [member("M", "2023-01-01", full_since="2024-02-10")],
        "memberships": [belongs("M", "B", "2023-01-01", "2024-02-20"), belongs("M", "B", "2024-02-25")],
        "states": [{"member": "M", "state": "stopped", **span("2024-02-12", "2024-02-14")},
                   {"member": "M", "state": "stopped", **span("2024-02-13", "2024-02-16")}],
        "penalties": [{"member": "M", "kind": "probation_within_party", **span("2024-02-15", "2024-02-18")}],
        "activities": [held(f"A{day}", "B", f"2024-02-{day:02}") for day in range(9, 28)],
    }

    entitled = [line.split()[0] for line in actual(tmp_path, rule, rows) if "0/1" in line]

    assert entitled == ["A10", "A11", "A18", "A19", "A25", "A26", "A27"]


def test_bodies_above_have_the_members_of_their_branches(tmp_path: Path) -> None:
    rows = ROWS | {
        "organisations": [organisation("C", kind="committee"), organisation("B", "C"),
                          organisation("G", "B", "party_group"), organisation("B2", "C")],
        "activities": [held("A", "C", ON)],
    }

    assert actual(tmp_path, SHARE.format(who="members", share="at_least: 1/2"), rows) == [
        "A met 3/5 >=1/2"]


def test_who_holds_a_post_anywhere_must_be_there(tmp_path: Path) -> None:
    rule = "kind: attendance\ntypes: [study]\nposts: [leading_cadre, secretary]"

    def posts(*pairs: tuple[str, str, str]) -> dict[str, object]:
        return ROWS | {"posts": [
            {"id": f"P{number}", "member": who, "organisation": where, "post": post, **span("2020-01-01")}
            for number, (who, where, post) in enumerate(pairs)]}

    assert actual(tmp_path, rule, posts()) == ["A met 0/0 all"]
    everywhere = posts(("M1", "B2", "secretary"), ("M1", "B", "leading_cadre"), ("GUEST", "B", "secretary"))
    assert actual(tmp_path, rule, everywhere) == ["A met 1/1 all"]
    missing = posts(("M1", "B", "secretary"), ("M2", "B", "leading_cadre"), ("M4", "B", "secretary"))
    assert actual(tmp_path, rule, missing) == ["A unmet 1/2 all"]
    assert actual(tmp_path, rule + "\nexcused: leave_out", missing) == ["A met 1/1 all"]
    voting = posts(("M3", "B", "leading_cadre"), ("M5", "B", "secretary"))
    assert actual(tmp_path, rule + "\nentitled: voting", voting) == ["A met 0/0 all"]


def test_the_host_holds_a_post_there_or_above(tmp_path: Path) -> None:
    rule = "kind: attendance\ntypes: [study]\nhost_post: [group_leader, secretary]"
    rows = ROWS | {
        "attendance": [],
        "activities": [held("A1", "G", ON, host="M1"), held("A2", "G", ON, host="M2"),
                       held("A3", "G", ON), held("A4", "B", ON, host="M1"), held("A5", "G", ON, host="M5")],
        "posts": [
            {"id": "P1", "member": "M1", "organisation": "G", "post": "group_leader", **span("2020-01-01")},
            {"id": "P2", "member": "M2", "organisation": "B", "post": "secretary", **span("2020-01-01", ON)},
            {"id": "P3", "member": "M5", "organisation": "B", "post": "secretary", **span(ON)},
        ],
    }

    required = "group_leader secretary"
    assert actual(tmp_path, rule, rows) == [
        f"A1 met M1 {required}", f"A2 unmet M2 {required}", f"A3 unmet  {required}",
        f"A4 unmet M1 {required}", f"A5 met M5 {required}"]


@pytest.mark.parametrize(("keys", "told"), [
    ("", "恰好写一个键"), ("at_least: 1/2\nposts: [secretary]", "恰好写一个键"),
    ("at_least: 1/2", "写了比例，要写明谁应到"), ("entitled: members\nat_least: 3/2", "不大于 1"),
    ("host_post: [secretary]\nexcused: leave_out", "不写 entitled、excused"),
    ("entitled: everybody\nat_least: 1/2", "members 或 voting"),
])
def test_what_cannot_be_meant_is_told(tmp_path: Path, keys: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        load(pack(tmp_path, f"kind: attendance\ntypes: [study]\n{keys}"))
    assert told in str(error.value)
