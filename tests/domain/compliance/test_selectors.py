"""What each actor finds: desk, lists, past days; always within his scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from tests.domain.compliance.test_judging import AS_OF, judged, meeting
from tests.domain.conftest import KEEPER, actor, people, tree
from zhibu.domain.compliance import selectors
from zhibu.domain.compliance.models import Run, Verdict
from zhibu.domain.compliance.selectors import Filter, Key, Wanted
from zhibu.domain.compliance.selectors.visible import verdicts_seen_by
from zhibu.domain.compliance.services import judge_all
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.errors import NotFound

__all__ = ["judged", "people", "tree"]


def subjects(found: Iterable[Verdict]) -> set[str]:
    return {verdict.subject for verdict in found}


def test_a_clerk_sees_his_subtree(judged: Run) -> None:
    seen = verdicts_seen_by(actor("clerk", "C1"))

    assert seen.count() == Verdict.objects.count() > 0
    assert verdicts_seen_by(actor("clerk", "C9")).count() == 0


def test_a_secretary_sees_his_branch_only(judged: Run) -> None:
    lines = set(verdicts_seen_by(actor("secretary", "B1")).values_list("line", flat=True))

    assert lines == {"B1"}


def test_a_leader_sees_his_group_and_its_members(judged: Run) -> None:
    seen = verdicts_seen_by(actor("leader", "G11", "M1"))

    assert set(seen.exclude(subject_kind="member").values_list("organisation", flat=True)) == {
        "G11"
    }
    assert set(seen.filter(subject_kind="member").values_list("subject", flat=True)) <= {"M1", "M2"}


def test_a_member_sees_himself(judged: Run) -> None:
    assert subjects(verdicts_seen_by(actor("member", "B1", "M2"))) <= {"M2"}


def test_the_desk_of_a_clerk_groups_by_rule(judged: Run) -> None:
    desk = selectors.desk(actor=actor("clerk", "C1"), today=AS_OF)
    missed = {item.rule: (item.count, item.lines) for item in desk.missed}

    assert desk.is_wide
    assert missed["C-SIZE"] == (3, 2)  # three groups with too few members, in two branches
    assert all(not item.is_single for item in desk.missed)


def test_the_desk_of_a_secretary_names_each(judged: Run) -> None:
    desk = selectors.desk(actor=actor("secretary", "B1"), today=AS_OF)

    assert not desk.is_wide
    assert {item.organisation for item in desk.missed} <= {"", "G11组织", "G12组织"}
    assert desk.missed[0].is_single


def test_the_next_step_is_what_is_due_first(judged: Run) -> None:
    day = dt.date(2024, 6, 20)
    judge_all(as_of=day)
    desk = selectors.desk(actor=actor("secretary", "B1"), today=day)

    assert desk.next is not None
    assert desk.next.status == "pending"
    assert desk.next.due == min(item.due for item in desk.due if item.due)


def test_a_member_desk_lists_what_he_has_done(judged: Run) -> None:
    desk = selectors.desk(actor=actor("member", "B1", "M2"), today=AS_OF)

    assert desk.homes == []
    assert {item.subject for item in [*desk.due, *desk.later, *desk.missed, *desk.done]} <= {"M2"}


def test_verdict_list_narrows(judged: Run) -> None:
    clerk = actor("clerk", "C1")
    all_of_b1 = selectors.verdict_list(actor=clerk, wanted=Wanted(at="B1"))
    misses = selectors.verdict_list(actor=clerk, wanted=Wanted(at="B1", statuses=("deviation",)))

    assert {verdict.line for verdict in all_of_b1} == {"B1"}
    assert {verdict.status for verdict in misses} == {"deviation"}


def test_a_foreign_finding_is_not_found(judged: Run) -> None:
    row = Verdict.objects.filter(line="B2").first()
    assert row is not None
    key = Key(row.directive, row.rule, row.subject, row.period_start)

    assert selectors.finding(actor=actor("clerk", "C1"), key=key).verdict == row
    with pytest.raises(NotFound):
        selectors.finding(actor=actor("secretary", "B1"), key=key)


def test_the_facts_of_a_finding_say_what_counts(judged: Run) -> None:
    meeting("in-june", "G11", dt.date(2024, 6, 3))
    key = Key("loudi-groups-2023", "F-MEETING", "G11", dt.date(2024, 4, 1))
    found = selectors.finding(actor=KEEPER, key=key)

    assert found.headline == "2024年4月没有开党小组会"
    assert [(fact.day, fact.counted) for fact in found.facts] == [(dt.date(2024, 5, 10), False)]
    assert "后一期" in found.facts[0].why


def test_a_past_day_is_judged_anew(judged: Run) -> None:
    key = Key("loudi-groups-2023", "F-MEETING", "G11", dt.date(2024, 5, 1))
    before = selectors.finding(actor=KEEPER, key=key, past=dt.date(2024, 5, 5))

    assert selectors.finding(actor=KEEPER, key=key).verdict.status == "met"
    assert before.verdict.status == "pending"
    assert before.facts == []  # what happened later does not exist yet


def test_the_grid_of_the_store_and_of_a_judging_anew_are_equal(
    judged: Run, tree: dict[str, Organisation]
) -> None:
    clerk, opened = actor("clerk", "C1"), frozenset({"B1", "G11"})
    bodies = [tree["B1"], tree["B2"]]
    stored = selectors.lines_filled(clerk, bodies, Filter(2024), opened)
    anew = selectors.lines_filled(clerk, bodies, Filter(2024, past=AS_OF), opened)

    def shown(lines: list[selectors.Line]) -> list[object]:
        return [
            (
                line.organisation.pk,
                [(cell.status, cell.count) for cell in line.cells],
                line.unmet,
                line.deviation,
                [
                    (d.rule, [(c.first, c.span, c.status, c.count) for c in d.cells])
                    for d in line.duties
                ],
                shown(line.groups),
            )
            for line in lines
        ]

    assert shown(stored) == shown(anew)


def test_lines_stand_in_the_order_of_the_register(
    judged: Run, tree: dict[str, Organisation]
) -> None:
    lines = selectors.lines_below(actor("clerk", "C1"), tree["C1"], Filter(2024))

    assert [line.pk for line in lines] == ["B1", "B2"]


def test_a_preview_counts_and_writes_nothing(judged: Run, tree: dict[str, Organisation]) -> None:
    before = Verdict.objects.count()
    asked = selectors.adoption_preview(
        actor=actor("clerk", "C9"),
        organisation=tree["B9"],
        directive="town-life-2020",
        since=dt.date(2024, 1, 1),
        today=AS_OF,
    )
    preview = asked.shown(asked.work()(lambda text: None))

    assert preview.total == sum(count for _, count in preview.counts) > 0
    assert preview.bodies == 1
    assert Verdict.objects.count() == before
