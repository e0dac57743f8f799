"""What programs may do with members: the same services, ids within scope, numbers covered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.conftest import actor
from tests.domain.members.test_items import NEW
from zhibu.domain.directory import actions as reads
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.registry import actions as writes
from zhibu.kernel.actions import Action, Listing, Single
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, NotFound

Bodies, People = dict[str, Organisation], dict[str, Member]
SHELF = {one.name: one for one in (*reads.ACTIONS, *writes.ACTIONS)}


def do(name: str, who: Actor, **given: Any) -> Any:
    one = SHELF[name]
    assert isinstance(one, Action)
    return one.do(who, one.given.model_validate(given))


def ids(who: Actor, **asked: Any) -> list[str]:
    one = SHELF["member.list"]
    assert isinstance(one, Listing)
    rows = one.find(who, one.asked.model_validate(asked))
    return [told.id for told in one.shape(who, list(rows))]


def test_lists_stay_in_scope_and_take_filters(tree: Bodies, people: People) -> None:
    clerk = actor("clerk", "C1")
    Member.objects.filter(pk="M2").update(full_since=None)

    assert ids(clerk) == ["M1", "M2", "M3", "M4"]
    assert ids(clerk, organisation="B1") == ["M1", "M2", "M3"]
    assert ids(clerk, standing="probationary") == ids(clerk, organisation="C1", standing="probationary") == ["M2"]
    assert ids(clerk, name="M4") == []  # no letters of a name: its pinyin begins with dangyuan
    assert ids(clerk, name="dangyuanm4") == ["M4"]
    with pytest.raises(NotFound):
        ids(clerk, organisation="B9")


def test_a_member_is_entered_changed_moved_and_leaves(tree: Bodies, people: People) -> None:
    clerk = actor("clerk", "C1")
    made = do("member.record", clerk, branch="B1", how="transferred", since="2026-03-01", items=NEW, group="G11")
    assert (made.branch, made.group, made.full) == ("B1组织", "G11组织", False)
    assert made.id_number.startswith("999999****")
    assert made.phone == "154****5678"

    assert do("member.change", clerk, member=made.id, items={"job": "会计"}, why="任免文件").job == "会计"
    assert do("placement.set", clerk, member=made.id, unit="某局", since="2026-03-01").unit == "某局"
    assert do("member.move", clerk, member=made.id, to="B2", on="2026-06-01").branch == "B2组织"
    assert do("group.assign", clerk, branch="B2", on="2026-06-01", groups={made.id: "G21"}).changed == 1
    assert do("state.begin", clerk, member=made.id, state="floating", since="2026-07-01").state == "流动"
    assert do("state.end", clerk, member=made.id, state="floating", until="2026-08-01").state == ""
    gone = do("member.leave", clerk, member=made.id, on="2026-09-01", reason="transferred", note="外省")
    assert (gone.left, gone.left_reason, gone.branch) == ("2026-09-01", "转出本系统：外省", "")
    assert do("member.restore", clerk, member=made.id, why="登记错了").branch == "B2组织"


def test_what_is_not_known_is_told(tree: Bodies, people: People) -> None:
    clerk = actor("clerk", "C1")
    with pytest.raises(InputError, match="这些里的一个"):
        do("member.change", clerk, member="M1", items={"salary": "1"})
    with pytest.raises(InputError, match="入党日期"):
        do("member.record", clerk, branch="B1", how="registered", since="2026-03-01", items={"name": "某人"})
    for name, given in (
        ("member.change", {"member": "M9", "items": {"job": "x"}}),
        ("member.leave", {"member": "M9", "on": "2024-01-01", "reason": "died"}),
        ("member.merge", {"kept": "M1", "gone": "M9", "why": "同一个人"}),
        ("group.assign", {"branch": "B9", "on": "2024-01-01", "groups": {}}),
    ):
        with pytest.raises(NotFound):
            do(name, clerk, **given)
    single = SHELF["member.get"]
    assert isinstance(single, Single)
    with pytest.raises(NotFound):
        single.get(clerk, "M9")


def test_a_correction_is_asked_and_decided(tree: Bodies, people: People) -> None:
    own = actor("member", "B1", "M2")
    asked = do("correction.ask", own, item="phone", wanted="15400009999", reason="换了号码")
    assert (asked.wanted, asked.state) == ("154****9999", "open")
    done = do("correction.decide", actor("secretary", "B1"), correction=asked.id, accept=True)
    assert done.state == "accepted"
    assert Member.objects.get(pk="M2").phone == "15400009999"
