"""Where a result would tell how somebody voted: said before a poll opens, before the box is opened, and after."""

from __future__ import annotations

from dataclasses import dataclass

from zhibu.ballots.outcomes import Choices
from zhibu.ballots.rules import Counts
from zhibu.ballots.slips import Form

HANDS, PAPER, ELECTRONIC, MIXED = "hands", "paper", "electronic", "mixed"
METHODS = {HANDS: "举手", PAPER: "纸质票", ELECTRONIC: "电子票", MIXED: "纸质票和电子票"}
FEW = 5  # below this number of voters each can reckon out much of the others


@dataclass(frozen=True, slots=True)
class Warned:
    """`refused`: the poll may not go on like this; otherwise people are to be told before they vote."""

    refused: bool
    text: str


def warned_before(method: str, entitled: int, electronic: int | None = None) -> tuple[Warned, ...]:
    """Before opening. `electronic`: how many are to vote in the browser, where the method is MIXED."""
    if method == HANDS:
        return ()
    found = []
    if entitled == 1:
        found.append(Warned(True, "只有 1 人投票，结果就是他投的票。改用举手，或不投。"))
    elif entitled < FEW:
        found.append(Warned(
            False, f"只有 {entitled} 人投票，各人除去自己那一票，容易猜出别人投的什么。"))
    if method == MIXED and electronic is not None and min(electronic, entitled - electronic) < 2:
        few = "电子票" if electronic < 2 else "纸质票"
        found.append(Warned(True, f"用{few}的不到 2 人，数过另一种票的人就知道他投的什么。都改用一种票。"))
    return tuple(found)


def warned_at_closing(method: str, electronic: int, paper: int) -> tuple[Warned, ...]:
    """Before the box is opened: slips that came back. What is refused here was never opened.

    `paper`: given out to people who came. A written opinion bears a name, so it hides nobody.
    """
    if (method == ELECTRONIC and electronic == 1) or (method == PAPER and paper == 1):
        return (Warned(True, "只有 1 个人投了票，结果就是他投的票。等再有人投，或作废后重投。"),)
    if method != MIXED or min(electronic, paper) != 1:
        return ()
    few = "电子票" if electronic == 1 else "纸质票"
    return (Warned(True, f"{few}只有 1 张，开箱就知道是怎么投的。等再有人投，或作废后重投。"),)


def warned_after(form: Form, choices: Choices, counts: Counts) -> tuple[Warned, ...]:
    """After counting: questions at which all chose the same, so that everybody's vote is known."""
    found = []
    for question in form.questions:
        chosen = set(choices.answers.get(question.key, ()))
        if len(chosen) == 1 and counts.valid and not counts.void and counts.valid == counts.returned:
            code = chosen.pop()
            label = next((o.label for o in question.options if (o.code,) == code), "一样的选项")
            label = label if code else "弃权"
            found.append(Warned(False, f"“{question.title}”全部是{label}，各人投的什么大家都知道。"))
    return tuple(found)
