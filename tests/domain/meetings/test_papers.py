"""The papers of a meeting: what a directive demands is noted with its file, seen by rules, taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Paper
from zhibu.domain.meetings import selectors, services
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.domain.uploads.selectors import file_get
from zhibu.domain.uploads.services import file_store
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()


def test_the_script_of_a_class_is_noted_with_its_file_and_taken_back(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    adoption_activate(actor=KEEPER, organisation=tree["C1"], directive="town-life-2020", since=dt.date(2023, 9, 1))
    secretary, member = actor("secretary", "B1", "M3"), actor("member", "B1", "M2")
    made = services.meeting_plan(actor=secretary, organisation=tree["B1"], type="party_class", on=TODAY)
    script = selectors.papers_of(made)[0]
    assert (script.kind, script.noted_on, bool(script.citations)) == ("script", None, True)

    services.meeting_paper(actor=secretary, activity=made, kind="script", files=[("讲稿.txt", "一、二".encode())])
    services.meeting_paper(actor=secretary, activity=made, kind="script")  # a second tap
    assert [row.on for row in Paper.objects.filter(about=made.pk, kind="script")] == [TODAY]
    assert selectors.papers_of(made)[0].noted_on == TODAY
    with pytest.raises(NotAllowed):
        services.meeting_paper(actor=member, activity=made, kind="signin")
    with pytest.raises(Refused, match="材料种类"):
        services.meeting_paper(actor=secretary, activity=made, kind="nonsense")
    kept = file_store(actor=secretary, organisation=tree["B1"], noun="meeting", about=made.pk, name="签到.txt", content=b"1 2")
    services.meeting_notify(actor=secretary, activity=made)  # so that the member sees the meeting
    assert file_get(secretary, kept.pk) == kept
    with pytest.raises(NotFound):
        file_get(member, kept.pk)

    services.meeting_paper_undo(actor=secretary, activity=made, kind="script")
    assert not Paper.objects.filter(about=made.pk).exists()
