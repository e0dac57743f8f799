"""What stands as one line of an agenda, and what does not."""

from __future__ import annotations

import datetime as dt

from zhibu.engine.forecasting import together
from zhibu.engine.forecasting.duties import Duty

DUE = dt.date(2024, 12, 31)


def duty(directive: str, member: str, what: str = "参加谈心谈话，1 次") -> Duty:
    return Duty(
        directive, "TALK", "1", "usual", "frequency", "一年至少谈一次", what, "member", member, "B1",
        dt.date(2024, 1, 1), DUE, "due", dt.date(2024, 8, 1), DUE, DUE, 1, 1, "", types=("talk",),
    )


def test_one_talk_answers_two_directives_that_ask_the_same_of_the_same_members() -> None:
    found = together([duty(directive, member) for directive in ("A", "B") for member in ("M1", "M2")])

    assert [(one.directive, one.subjects) for one in found] == [("A", ("M1", "M2"))]
    assert [other[0] for other in found[0].also] == ["B"]


def test_other_members_or_another_talk_stand_apart() -> None:
    assert len(together([duty("A", "M1"), duty("B", "M2")])) == 2
    assert len(together([duty("A", "M1"), duty("B", "M1", "参加同党小组组长的谈心谈话，1 次")])) == 2
