"""A finding leads to the form that mends it, for whoever may use it there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.domain.conftest import actor
from zhibu.domain.compliance.choices import Status
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.compliance.ways import ways

TODAY = clock.today()


def labels(who: Actor, body: str, status: str = Status.UNMET, kind: str = "organisation", subject: str = "", **spec: Any) -> list[str]:
    verdict = SimpleNamespace(
        status=status, subject_kind=kind, subject=subject or body, period_start=TODAY.replace(day=1), period_end=TODAY
    )
    citation = SimpleNamespace(spec=SimpleNamespace(**({"kind": "frequency"} | spec)))
    found: Any = SimpleNamespace(verdict=verdict, citation=citation, body=Organisation.objects.get(pk=body))
    return [way.label for way in ways(who, found)]


@pytest.fixture
def leader(people: dict[str, Member]) -> Actor:
    return actor("leader", "G11", "M1")


def test_the_form_follows_from_what_is_lacking(leader: Actor) -> None:
    assert labels(leader, "G11", types=("party_group_meeting",)) == ["补登开过的党小组会"]
    assert labels(leader, "G11", Status.PENDING, types=("party_group_meeting",))[0] == "计划党小组会"
    assert labels(leader, "G11", types=("study",)) == ["记一次学习"]
    assert labels(leader, "G11", kind="activity", subject="A11", columns=("recorded_on",)) == ["写记录", "打开这次会"]
    assert labels(leader, "G11", Status.MET, types=("study",)) == []


def test_whoever_does_not_work_there_is_led_nowhere(leader: Actor) -> None:
    assert labels(leader, "B2", types=("party_group_meeting",)) == []
    assert labels(leader, "B1", kind="member", subject="M2", types=("heart_to_heart_talk",)) == ["记一次谈话"]  # of his group
    assert labels(leader, "B1", kind="member", subject="M3", types=("heart_to_heart_talk",)) == []
    assert labels(leader, "B1", kind="member", subject="M1", types=("member_report",)) == ["写汇报"]  # his own
