"""Activities, attendance and papers are written by one way, which holds what rules read."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER
from zhibu.domain.activities.models import Activity, Attendance, Paper
from zhibu.domain.activities.services import (
    activity_change,
    activity_record,
    activity_remove,
    attendance_clear,
    attendance_set,
    paper_note,
    paper_withdraw,
)
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused

DAY = dt.date(2025, 3, 5)


def held(tree: dict[str, Organisation], **values: object) -> Activity:
    given = {
        "organisation": tree["G11"],
        "type": "party_group_meeting",
        "on": DAY,
        "status": "held",
        **values,
    }
    return activity_record(actor=KEEPER, **given)  # type: ignore[arg-type]  # values of a test, read as objects


def test_people_are_taken_as_members_or_ids(
    tree: dict[str, Organisation], people: dict[str, Member]
) -> None:
    made = held(tree, host=people["M1"], speaker=["M2", people["M1"], "M2"], start="15:00")

    made.refresh_from_db()
    assert (made.host, made.speaker, made.start) == ("M1", "M2 M1", "15:00")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"start": "25:00"}, "25:00"),
        ({"form": "在家"}, "在家"),
        ({"status": "done"}, "done"),
        ({"topics": -1}, "-1"),
        ({"on": dt.date(2019, 1, 1)}, "才成立"),
        ({"recorded_on": dt.date(2199, 1, 1)}, "记录完成日期"),
        ({"theme": "长" * 501}, "501"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(
    tree: dict[str, Organisation], values: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        held(tree, **values)

    assert not Activity.objects.exists()


def test_nothing_held_lies_ahead(tree: dict[str, Organisation]) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(Refused, match="还没到"):
        held(tree, on=tomorrow)

    assert held(tree, on=tomorrow, status="planned").status == "planned"


def test_an_unknown_host_is_not_written(tree: dict[str, Organisation]) -> None:
    with pytest.raises(NotFound):
        held(tree, host="M404")


def test_a_change_writes_what_differs_and_only_then(tree: dict[str, Organisation]) -> None:
    made = held(tree, theme="学习")
    entries = AuditEntry.objects.count()

    activity_change(actor=KEEPER, activity=made, theme="学习")
    assert AuditEntry.objects.count() == entries
    activity_change(actor=KEEPER, activity=made, theme="学习，议事", place="会议室")

    made.refresh_from_db()
    assert (made.theme, made.place) == ("学习，议事", "会议室")
    assert AuditEntry.objects.latest("number").action == "activity.change"


def test_a_part_hangs_on_the_outermost_gathering_only(tree: dict[str, Organisation]) -> None:
    whole = held(tree)
    part = held(tree, type="study", part_of=whole)

    with pytest.raises(Refused, match="最外面"):
        held(tree, type="study", part_of=part)
    with pytest.raises(Refused, match="还有别的活动"):
        activity_change(actor=KEEPER, activity=whole, part_of=held(tree))


def test_attendance_of_those_named_is_replaced_and_the_rest_stays(
    tree: dict[str, Organisation], people: dict[str, Member]
) -> None:
    made = held(tree)
    attendance_set(actor=KEEPER, activity=made, rows={"M1": ("present", ""), "M2": ("absent", "")})
    attendance_set(actor=KEEPER, activity=made, rows={"M2": ("excused", "出差")}, lock=False)

    rows = Attendance.objects.filter(activity=made).values_list("member", "status", "reason")
    assert sorted(rows) == [("M1", "present", ""), ("M2", "excused", "出差")]
    attendance_clear(actor=KEEPER, activity=made, members=["M1"])
    assert [row.member_id for row in made.attendance.all()] == ["M2"]


def test_reasons_of_absence_are_not_on_record(
    tree: dict[str, Organisation], people: dict[str, Member]
) -> None:
    attendance_set(actor=KEEPER, activity=held(tree), rows={"M2": ("excused", "住院")})

    assert "住院" not in AuditEntry.objects.latest("number").details


def test_a_paper_is_noted_once_and_holds_its_activity(tree: dict[str, Organisation]) -> None:
    made = held(tree)
    given = {
        "actor": KEEPER,
        "organisation": tree["G11"],
        "kind": "minutes",
        "on": DAY,
        "about": made.pk,
    }
    paper, again = (paper_note(**given) for _ in range(2))  # type: ignore[arg-type]  # read as objects

    assert again.pk == paper.pk
    with pytest.raises(Refused, match="材料"):
        activity_remove(actor=KEEPER, activity=made)
    paper_withdraw(actor=KEEPER, organisation=tree["G11"], paper=paper)
    activity_remove(actor=KEEPER, activity=made)
    assert not Paper.objects.exists()
    assert not Activity.objects.exists()


def test_a_period_of_a_paper_is_written_as_the_exchange_form_says(
    tree: dict[str, Organisation],
) -> None:
    with pytest.raises(Refused, match="2024-H1"):
        paper_note(
            actor=KEEPER,
            organisation=tree["G11"],
            kind="work_plan",
            on=DAY,
            about="G11",
            for_period="24年",
        )
