"""Two people count and enter: where they differ, each difference is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ballots.polls import ABSTAIN, NO, YES, election, persons, slip
from zhibu.ballots.telling import TellerCount, VoidSlip, agree, entries_agree
from zhibu.kernel.errors import InputError

FORM = election(names=0)
GOOD = {"p1": {YES: 5, NO: 1, ABSTAIN: 0}, "p2": {YES: 1, NO: 4, ABSTAIN: 1}}


def test_two_tellers_who_agree_make_the_sums() -> None:
    one, other = TellerCount("甲", GOOD, {"present": 6}), TellerCount("乙", GOOD, {"present": 6})

    assert agree(FORM, 6, one, other).sums == GOOD


def test_every_difference_is_named() -> None:
    other = {**GOOD, "p2": {YES: 2, NO: 3, ABSTAIN: 1}}

    with pytest.raises(InputError) as error:
        agree(FORM, 6, TellerCount("甲", GOOD, {"present": 6}), TellerCount("乙", other, {"present": 5}))

    told = [str(problem) for problem in error.value.problems]
    assert len(told) == 3
    assert "到会：读到“甲 6，乙 5”" in told[0]
    assert "“曾庆和”赞成：读到“甲 1，乙 2”" in told[1]
    assert "“曾庆和”不赞成：读到“甲 4，乙 3”" in told[2]


def test_one_person_does_not_count_twice() -> None:
    with pytest.raises(InputError, match="两个人各数一遍"):
        agree(FORM, 6, TellerCount("甲", GOOD), TellerCount("甲", GOOD))


@pytest.mark.parametrize(("sums", "told"), [
    ({**GOOD, "p1": {YES: 6, NO: 1, ABSTAIN: 0}}, "不超过到会的 6 人"),
    ({**GOOD, "p1": {YES: -1, NO: 1, ABSTAIN: 0}}, "0 或更大的整数"),
    ({"p1": GOOD["p1"]}, "0 或更大的整数"),
    ({"p1": {YES: 4, NO: 2, ABSTAIN: 0}, "p2": {YES: 4, NO: 2, ABSTAIN: 0}}, "每人最多 1 次"),
])
def test_hands_that_cannot_be(sums: dict[str, dict[str, int]], told: str) -> None:
    with pytest.raises(InputError, match=told):
        agree(FORM, 6, TellerCount("甲", sums), TellerCount("乙", sums))


def test_hands_may_be_raised_for_several_where_several_are_asked() -> None:
    form = replace(FORM, questions=persons("甲", "乙"), favours_most=2)
    sums = {"p1": {YES: 6, NO: 0, ABSTAIN: 0}, "p2": {YES: 6, NO: 0, ABSTAIN: 0}}

    assert agree(form, 6, TellerCount("甲", sums), TellerCount("乙", sums)).sums == sums


PILE = [slip(YES, NO), VoidSlip("选了两人"), slip(NO, NO)]


def test_two_entries_that_agree() -> None:
    other = [slip(YES, NO), VoidSlip("赞成两人"), slip(NO, NO)]

    assert entries_agree("甲", PILE, "乙", other, FORM) == ((slip(NO, NO), slip(YES, NO)), 1)


def test_slips_that_differ_are_named_by_number() -> None:
    other = [slip(YES, NO), slip(NO, YES), slip(NO, NO, names=("古丽",))]

    with pytest.raises(InputError) as error:
        entries_agree("甲", PILE, "乙", other, FORM)

    told = [str(problem) for problem in error.value.problems]
    assert [text.split("：")[0] for text in told] == ["第 2 张", "第 3 张"]
    assert "甲：废票（选了两人）" in told[0]
    assert "另选 古丽" in told[1]
    assert "in_favour" not in told[0]  # in the words of the slip


def test_piles_of_different_height() -> None:
    with pytest.raises(InputError, match="甲录了 3 张，乙录了 2 张"):
        entries_agree("甲", PILE, "乙", PILE[:2], FORM)
    with pytest.raises(InputError, match="换一个人"):
        entries_agree("甲", PILE, "甲", PILE, FORM)
