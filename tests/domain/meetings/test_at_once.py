"""Two people make the same step at the same moment: it is made once, the other is told."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from tests.domain.conftest import KEEPER
from zhibu.domain.meetings import services
from zhibu.domain.meetings.models import StepDone
from zhibu.domain.members.models import Member
from zhibu.domain.notices.models import Batch
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_step_made_by_two_at_once_is_made_once(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    day = clock.today() + dt.timedelta(days=3)
    made = services.meeting_plan(actor=KEEPER, organisation=tree["G11"], type="party_group_meeting", on=day)
    told: list[object] = []
    start = threading.Barrier(2)

    def notify() -> None:
        start.wait(5)
        try:
            told.append(services.meeting_notify(actor=KEEPER, activity=made))
        except Refused as refused:
            told.append(refused)
        finally:
            connection.close()

    both = [threading.Thread(target=notify) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert sum(isinstance(one, Refused) for one in told) == 1
    assert StepDone.objects.filter(activity=made, code="notify").count() == 1
    assert Batch.objects.count() == 1
