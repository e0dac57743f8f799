"""What waits for whom: the branch decides, a clerk reviews, nobody decides for himself."""

from __future__ import annotations

import datetime as dt

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.members.models import Member
from zhibu.domain.members.services import member_leave
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.registry.selectors.waiting import desk_items, open_items
from zhibu.domain.registry.services import (
    clearings_find,
    correction_ask,
    correction_decide,
    correction_object,
)
from zhibu.kernel import clock


def test_requests_wait_for_those_who_decide(tree: dict[str, Organisation], people: dict[str, Member]) -> None:
    own, secretary, clerk = actor("member", "B1", "M2"), actor("secretary", "B1", "M3"), actor("clerk", "C1")
    stranger, today = actor("secretary", "B9"), clock.today()

    def told(*who: object) -> list[list[str]]:
        return [[item.name for item in desk_items(one, today)] for one in who]  # type: ignore[arg-type]  # actors

    one = correction_ask(actor=own, member=people["M2"], item="job", wanted="会计", reason="写错了")
    assert told(secretary, clerk, own, stranger) == [["党员M2申请更正工作岗位"], [], [], []]
    assert [item.name for item in open_items("B1", "", "")] == ["党员M2申请更正工作岗位"]
    assert open_items("B9", "", "") == []

    correction_decide(actor=secretary, correction=one, accept=False, answer="没有依据")
    assert told(own) == [["支部没有同意更正工作岗位，可以向上级提异议"]]
    assert desk_items(own, today + dt.timedelta(days=30)) == []
    correction_object(actor=own, correction=one, objection="有任免文件")
    assert told(secretary, own, clerk) == [[], [], ["党员M2申请更正工作岗位"]]


def test_clearings_wait_for_a_clerk(tree: dict[str, Organisation], people: dict[str, Member]) -> None:
    member_leave(actor=KEEPER, member=people["M1"], on=dt.date(2024, 3, 10), reason="died")
    clearings_find(actor=KEEPER, on=dt.date(2025, 3, 10))

    names = [item.name for item in desk_items(actor("clerk", "C1"), clock.today())]
    assert names == ["离开党员的资料到期，1 项等批准"]
    assert desk_items(actor("secretary", "B1"), clock.today()) == []
