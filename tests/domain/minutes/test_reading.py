"""Who reads minutes, and how they were written."""

from __future__ import annotations

import pytest

from tests.domain.conftest import actor
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.members.models import Member
from zhibu.domain.minutes.choices import State
from zhibu.domain.minutes.models import Minutes
from zhibu.domain.minutes.selectors import reading
from zhibu.domain.minutes.selectors.asking import is_box
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.engine.language.activity_types import MinutesField
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


def test_whoever_took_part_reads_what_was_confirmed_and_no_older_version(people: dict[str, Member]) -> None:
    row = Activity.objects.get(pk="A1")
    Attendance.objects.create(activity=row, member_id="M1", status="present")
    now = clock.now()
    Minutes.objects.create(
        activity=row, organisation_id="B1", on=row.on, changed_at=now, state=State.CONFIRMED, confirmed_at=now, confirmed_by="党员M3"
    )
    reader, host = (Actor(name=f"党员{key}", door="test", member=key) for key in ("M1", "M3"))

    assert reading.activity_for(reader, "A1") == row
    with pytest.raises(NotFound, match="以前的各版"):
        reading.activity_with_drafts(reader, "A1")
    assert reading.activity_with_drafts(host, "A1") == row


def test_minutes_of_a_secretary_who_presided_and_wrote_wait_for_another_of_the_committee(people: dict[str, Member]) -> None:
    row = Activity.objects.create(id="AL", organisation_id="B1", type="committee_meeting", on=clock.today(), status="held",
                                  host="M2", recorder="M2")  # fmt: skip
    Minutes.objects.create(activity=row, organisation_id="B1", on=row.on, changed_at=clock.now(), state=State.HANDED)

    def waits(role: str, member: str) -> list[str]:
        return [one.about for one in reading.desk_items(actor(role, "B1", member), clock.today()) if one.verb == "核对"]

    assert waits("commissioner", "M3") == ["AL"]
    assert waits("secretary", "M2") == []  # whoever recorded never confirms


@pytest.mark.django_db
def test_names_that_a_field_of_ones_own_asks_for_are_written_and_those_of_the_roll_are_not() -> None:
    kind = activity_type("party_group_meeting")
    own = MinutesField(code="f1", label="领读", kind="people")
    guests = MinutesField(code="guests", label="列席的人", kind="people")

    assert (is_box(kind, own), is_box(kind, guests)) == (True, False)
