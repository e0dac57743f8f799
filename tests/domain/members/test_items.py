"""Items of a member: read with care, changed with a trace, sensitive ones never in the record."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member, MemberChange, Membership, MemberState, Placement
from zhibu.domain.members.services import (
    member_change,
    member_record,
    placement_set,
    state_begin,
    state_end,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.errors import InputError, NotAllowed, Refused
from zhibu.rosters.values.ids import check_digit

Bodies, People = dict[str, Organisation], dict[str, Member]


def number(birth: str = "19900307", order: str = "123") -> str:
    first = f"999999{birth}{order}"
    return first + check_digit(first)


NEW = {
    "name": "欧阳娜", "sex": "男", "ethnicity": "土家族", "birth": "1990-03-07", "education": "大学本科",
    "joined": "2026-03-01", "id_number": number(), "phone": "15412345678", "address": "某省某市某县某乡某村一组 8 号",
}  # fmt: skip


def test_a_new_member_is_on_the_roll_with_all_items(tree: Bodies, people: People) -> None:
    made = member_record(
        actor=actor("secretary", "B1"), branch=tree["B1"], how="admitted",
        since=dt.date(2026, 3, 1), values=NEW, group=tree["G11"], unit="某局", team="办公室",
    )  # fmt: skip

    again = Member.objects.get(pk=made.pk)
    assert (again.name_pinyin, again.name_initials) == ("ouyangna", "oyn")
    assert again.address == NEW["address"]
    assert set(Membership.objects.filter(member=made).values_list("organisation", flat=True)) == {"B1", "G11"}
    assert str(Placement.objects.get(member=made)) == "某局 办公室"
    entry = AuditEntry.objects.latest("number")
    assert entry.action == "member.record"
    assert NEW["id_number"] not in entry.details


@pytest.mark.parametrize(
    ("item", "value", "said"),
    [
        ("id_number", number()[:-1] + ("0" if number()[-1] != "0" else "1"), "末位与前 17 位对得上"),
        ("id_number", "123", "18 位"),
        ("birth", "1990-03-08", "身份号码里的 1990-03-07"),
        ("sex", "女", "第 17 位表示的男"),
        ("ethnicity", "火星族", "从表里选"),
        ("phone", "12", "11 位手机号"),
        ("joined", "昨天", "这样的日期"),
        ("joined", "", "不能空"),
        ("full_since", "2026-02-01", "不早于入党日期"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    tree: Bodies, people: People, item: str, value: str, said: str
) -> None:
    count = Member.objects.count()
    with pytest.raises(InputError, match=said) as told:
        member_record(
            actor=KEEPER, branch=tree["B1"], how="transferred", since=dt.date(2026, 3, 1),
            values=NEW | {item: value},
        )  # fmt: skip
    assert NEW["id_number"] not in str(told.value)
    assert Member.objects.count() == count


def test_the_same_number_is_not_entered_twice(tree: Bodies, people: People) -> None:
    first = member_record(
        actor=KEEPER, branch=tree["B9"], how="registered", since=dt.date(2026, 3, 1), values=NEW
    )
    with pytest.raises(Refused, match="你看不到的支部") as told:
        member_record(
            actor=actor("clerk", "C1"), branch=tree["B1"], how="registered",
            since=dt.date(2026, 3, 2), values=NEW,
        )  # fmt: skip
    assert first.name not in str(told.value)
    with pytest.raises(Refused, match="欧阳娜"):
        member_record(
            actor=KEEPER, branch=tree["B1"], how="registered", since=dt.date(2026, 3, 2), values=NEW
        )


def test_a_change_leaves_a_trace_and_no_number_in_the_record(tree: Bodies, people: People) -> None:
    done = member_change(
        actor=actor("commissioner", "B1"), member=people["M1"], why="本人换号",
        values={"phone": "15499998888", "job": "会计", "name": people["M1"].name},
    )  # fmt: skip

    assert done == ["联系电话", "工作岗位"]
    traces = {t.item: (t.before, t.after, t.why) for t in MemberChange.objects.filter(member="M1")}
    assert traces == {
        "phone": ("15400000001", "15499998888", "本人换号"), "job": (None, "会计", "本人换号"),
    }  # fmt: skip
    entry = AuditEntry.objects.latest("number")
    assert "15499998888" not in entry.details
    assert "会计" in entry.details
    with pytest.raises(NotAllowed):
        member_change(actor=actor("secretary", "B9"), member=people["M1"], values={"job": "别的"})


def test_units_and_states_are_spans(tree: Bodies, people: People) -> None:
    one = people["M1"]
    for day, team in ((dt.date(2024, 1, 1), "一班"), (dt.date(2025, 1, 1), "二班")):
        placement_set(actor=KEEPER, member=one, unit="某厂", team=team, since=day)
    spans = list(Placement.objects.filter(member=one).values_list("team", "since", "until"))
    assert spans == [
        ("一班", dt.date(2024, 1, 1), dt.date(2025, 1, 1)), ("二班", dt.date(2025, 1, 1), None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="不能早于"):
        placement_set(actor=KEEPER, member=one, unit="某厂", team="三班", since=dt.date(2024, 6, 1))

    state = state_begin(
        actor=KEEPER, member=one, state="floating", since=dt.date(2025, 1, 1), details="广东某市"
    )
    with pytest.raises(Refused, match="已经登记“流动”"):
        state_begin(actor=KEEPER, member=one, state="floating", since=dt.date(2025, 6, 1))
    state_end(actor=KEEPER, state=state, until=dt.date(2025, 7, 1))
    assert MemberState.objects.get().until == dt.date(2025, 7, 1)
