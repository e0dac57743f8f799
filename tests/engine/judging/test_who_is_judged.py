"""Adoptions, existence, membership: for whom a rule is in force on which days."""

from __future__ import annotations

from pathlib import Path

from tests.engine.bundles import belongs, held, judged, member, organisation, short

MONTHLY = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month"
SPEAKS = "kind: frequency\nsubject: member\ntypes: [study]\nat_least: 1\nas: speaker\nperiod: month"


def adopted(where: str, since: str, until: str = "", directive: str = "D") -> dict[str, str]:
    return {"organisation": where, "directive": directive, "since": since, "until": until}


def test_an_adoption_covers_what_lies_below(tmp_path: Path) -> None:
    rows = {
        "organisations": [
            organisation("C", kind="committee"), organisation("D1", "C"), organisation("E"),
            organisation("G", "D1", "party_group"),
        ],
        "adoptions": [adopted("C", "2024-01-01"), adopted("E", "2024-01-01", directive="X")],
    }

    found = judged(tmp_path, MONTHLY, rows, "2024-01-31")

    assert short(found) == [(name, "2024-01-01", "unmet") for name in ("C", "D1", "G")]


def test_adoptions_one_after_the_other_are_one(tmp_path: Path) -> None:
    rows = {
        "organisations": [organisation("C", kind="committee"), organisation("B", "C")],
        "adoptions": [
            adopted("C", "2024-01-01", "2024-01-20"), adopted("B", "2024-01-20", "2024-03-15"),
            adopted("C", "2024-02-10", "2024-02-20"),
        ],
    }
    rule = MONTHLY + "\nwhen: {kind: [branch]}"

    found = judged(tmp_path, rule, rows, "2024-03-31")

    assert short(found) == [("B", "2024-01-01", "unmet"), ("B", "2024-02-01", "unmet")]


def test_an_empty_table_of_adoptions_puts_nothing_in_force(tmp_path: Path) -> None:
    rows = {"organisations": [organisation("B")], "adoptions": []}

    assert judged(tmp_path, MONTHLY, rows, "2024-01-31") == []


def test_without_adoptions_from_the_effective_day(tmp_path: Path) -> None:
    rows = {"organisations": [organisation("B")]}

    found = judged(tmp_path, MONTHLY, rows, "2024-03-31", effective="2024-01-02")

    assert short(found) == [("B", "2024-02-01", "unmet"), ("B", "2024-03-01", "unmet")]


def test_an_upper_body_may_always_have_been_there(tmp_path: Path) -> None:
    rows = {"organisations": [organisation("C", kind="committee", established="")]}

    assert short(judged(tmp_path, MONTHLY, rows, "2024-01-31")) == [("C", "2024-01-01", "unmet")]


def test_a_member_who_moves_stays_in_scope_if_both_branches_are(tmp_path: Path) -> None:
    rows = {
        "organisations": [organisation("A"), organisation("B"), organisation("C")],
        "members": [member("M"), member("N"), member("O"), member("P", left="2024-01-20")],
        "memberships": [
            belongs("M", "A", "2020-01-01", "2024-01-15"), belongs("M", "B", "2024-01-15"),
            belongs("N", "A", "2020-01-01", "2024-01-15"), belongs("N", "C", "2024-01-15"),
            belongs("O", "A", "2020-01-01", "2024-01-15"), belongs("O", "B", "2024-01-16"),
            belongs("P", "A"),
        ],
        "adoptions": [adopted("A", "2020-01-01"), adopted("B", "2020-01-01")],
    }

    found = judged(tmp_path, SPEAKS, rows, "2024-01-31")

    assert [(v.subject, v.organisation) for v in found] == [("M", "B")]


def test_when_is_read_on_the_last_day_or_the_as_of_day(tmp_path: Path) -> None:
    rows = {
        "organisations": [organisation("A", sector="organ"), organisation("B", sector="rural"),
                          organisation("G", "B", "party_group")],
        "members": [member("M", full_since="2024-01-20"), member("N"), member("O")],
        "memberships": [
            belongs("M", "A", "2020-01-01", "2024-01-20"), belongs("M", "B", "2024-01-20"),
            belongs("N", "B"), belongs("O", "B"), belongs("N", "G", "2024-01-31"),
        ],
        "posts": [{"id": "P", "member": "O", "organisation": "A", "post": "instructor",
                   "since": "2024-01-01", "until": "2024-01-31"}],
    }

    def subjects(when: str, as_of: str = "2024-01-31") -> list[str]:
        found = judged(tmp_path, f"{SPEAKS}\nwhen: {when}", rows, as_of)
        return [verdict.subject for verdict in found]

    assert subjects("{sector: [rural]}") == ["M", "N", "O"]
    assert subjects("{sector: [rural]}", "2024-01-19") == ["N", "O"]
    assert subjects("{full: false}", "2024-01-19") == ["M"]
    assert subjects("{full: false}") == []
    assert subjects("{in_group: true}") == ["N"]
    assert subjects("{in_group: false}") == ["M", "O"]
    assert subjects("{has_post: [instructor]}", "2024-01-30") == ["O"]
    assert subjects("{has_post: [instructor]}") == []
    assert subjects("{lacks_post: [instructor]}", "2024-01-30") == ["M", "N"]
    assert subjects("{members: {at_least: 3}}") == ["M", "N", "O"]
    assert subjects("{members: {at_least: 3}}", "2024-01-19") == []
    assert subjects("{party_groups: {less_than: 1}}", "2024-01-19") == ["M"]


def test_counts_of_an_upper_body_are_those_of_the_branches_below(tmp_path: Path) -> None:
    rows = {
        "organisations": [
            organisation("C", kind="committee"), organisation("B1", "C"), organisation("B2", "C"),
            organisation("G", "B1", "party_group"),
        ],
        "members": [member("M"), member("N")],
        "memberships": [belongs("M", "B1"), belongs("M", "G"), belongs("N", "B2")],
        "states": [{"member": "N", "state": "stopped", "since": "2024-02-01", "until": ""}],
    }
    rule = MONTHLY + "\nwhen: {kind: [committee], members: {at_least: 2}, party_groups: {at_least: 1}}"

    assert short(judged(tmp_path, rule, rows, "2024-02-29")) == [("C", "2024-01-01", "unmet")]


def test_states_and_penalties_in_when(tmp_path: Path) -> None:
    rows = {
        "organisations": [organisation("B")],
        "members": [member("M"), member("N"), member("O")],
        "memberships": [belongs(name, "B") for name in "MNO"],
        "states": [{"member": "M", "state": "lost", "since": "2024-01-31", "until": ""}],
        "penalties": [{"member": "N", "kind": "warning", "since": "2023-01-01", "until": "2024-02-01"}],
    }

    def subjects(when: str) -> list[str]:
        found = judged(tmp_path, f"{SPEAKS}\nwhen: {when}", rows, "2024-01-31")
        return [verdict.subject for verdict in found]

    assert subjects("{in_state: [lost]}") == ["M"]
    assert subjects("{not_in_state: [lost, floating]}") == ["N", "O"]
    assert subjects("{under_penalty: [warning]}") == ["N"]
    assert subjects("{free_of: [warning]}") == ["M", "O"]


def test_facts_of_the_subtree_and_several_speakers(tmp_path: Path) -> None:
    rows = {
        "organisations": [organisation("B"), organisation("G", "B", "party_group")],
        "members": [member("M1"), member("M2"), member("M11")],
        "memberships": [belongs(name, "B") for name in ("M1", "M2", "M11")],
        "activities": [
            held("A1", "G", "2024-01-05", speaker="M11 M2"), held("A2", "B", "2024-01-04"),
            held("A3", "B", "2024-01-03") | {"status": "planned"},
        ],
    }

    found = judged(tmp_path, MONTHLY + "\nin: subtree", rows, "2024-01-31")
    assert [(v.subject, v.evidence) for v in found] == [("B", "A2 A1"), ("G", "A1")]
    found = judged(tmp_path, SPEAKS, rows, "2024-01-31")
    assert [(v.subject, v.evidence) for v in found] == [("M1", ""), ("M11", "A1"), ("M2", "A1")]


def test_a_speaker_by_his_post_that_day_here_or_above(tmp_path: Path) -> None:
    post = {"member": "M", "post": "secretary", "since": "2024-01-10", "until": "2024-01-20"}
    rows = {
        "organisations": [organisation("C", kind="committee"), organisation("B", "C"),
                          organisation("E", "C")],
        "members": [member("M"), member("N")],
        "posts": [post | {"id": "P1", "organisation": "C"}, post | {"id": "P2", "organisation": "E"}],
        "activities": [
            held("A1", "B", "2024-01-09", speaker="M"), held("A2", "B", "2024-01-10", speaker="N M"),
            held("A3", "B", "2024-01-20", speaker="M"), held("A4", "B", "2024-01-15", host="M"),
        ],
    }
    rule = MONTHLY + "\nwhen: {kind: [branch]}\nwhere: {speaker_post: [secretary]}"

    found = judged(tmp_path, rule, rows, "2024-01-31")
    assert [(v.subject, v.evidence) for v in found] == [("B", "A2"), ("E", "")]
    found = judged(tmp_path, rule.replace("speaker_post", "host_post"), rows, "2024-01-31")
    assert [(v.subject, v.evidence) for v in found] == [("B", "A4"), ("E", "")]


def test_guests_do_not_matter_and_excused_is_not_there(tmp_path: Path) -> None:
    rule = SPEAKS.replace("speaker", "attendee")
    rows = {
        "organisations": [organisation("A"), organisation("B")],
        "members": [member("M"), member("N")],
        "memberships": [belongs("M", "A"), belongs("N", "A")],
        "activities": [held("X", "B", "2024-01-05")],
        "attendance": [
            {"activity": "X", "member": "M", "status": "online"},
            {"activity": "X", "member": "N", "status": "excused"},
        ],
    }

    assert short(judged(tmp_path, rule, rows, "2024-01-31")) == [
        ("M", "2024-01-01", "met"), ("N", "2024-01-01", "unmet")]
