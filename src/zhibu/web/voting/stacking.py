"""Reading paper slips from a form: one by one as they are numbered, or equal ones as a stack with its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from zhibu.ballots.slips import Form, slip_read
from zhibu.domain.voting.selectors import slips_read, stacks_begun
from zhibu.kernel.errors import InputError, Problem, Refused

FEW_QUESTIONS = 3  # with more of them hardly two slips are equal, and slips are offered one by one
FIRST, MORE, MOST = 4, 4, 60
STACK = "stack"


def wanted(request: HttpRequest, teller: Any, form: Form) -> bool:
    """Whether stacks are entered: as chosen, else as this teller or the other did before, else where slips are short."""
    if request.method == "POST":
        return request.POST.get("by") == STACK
    if "by" in request.GET:
        return request.GET["by"] == STACK
    begun = stacks_begun(teller)
    return len(form.questions) <= FEW_QUESTIONS if begun is None else begun


def shown(typed: Mapping[str, Any]) -> int:
    """How many stacks the form has room for."""
    text = str(typed.get("stacks", ""))
    now = int(text) if text.isdecimal() and len(text) < 10 else FIRST
    return min(max(now + (MORE if "more" in typed else 0), FIRST), MOST)


def read(posted: Mapping[str, Any], form: Form) -> list[dict[str, Any]]:
    """The stacks that were entered; InputError names what has no number, Refused where there is none at all."""
    found, problems = [], []
    for number in range(1, shown(posted) + 1):
        text, marks = str(posted.get(f"t{number}", "")).strip(), slip_marks(posted, form, number)
        if text.isdecimal() and len(text) < 10 and int(text):
            found.append({**marks, "times": int(text)})
        elif text not in ("", "0") or "void" in marks or marks["answers"] or marks["names"]:
            problems.append(
                Problem(f"第 {number} 叠的张数", text, "大于 0 的整数；没有这一叠的，勾的也去掉")
            )
    if problems:
        raise InputError(problems)
    if not found:
        raise Refused("还没有填一叠。一样的票放一叠，填票上怎么勾的、一共几张。")
    return found


def void_by_rule(form: Form, readings: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was entered as valid and yet breaks a rule of the slip, with why: the teller sees it before the count."""
    found = []
    for number, one in enumerate(readings, 1):
        if "answers" not in one:
            continue
        try:
            slip_read(form, {"answers": one["answers"], "names": one.get("names", [])})
        except InputError as error:
            where = f"第 {number} 叠 {one['times']} 张" if "times" in one else f"第 {number} 张"
            why = "，".join(f"{p.where}：{p.read}，应为{p.expected}" + (f"，{p.mend}" if p.mend else "") for p in error.problems)
            found.append(f"{where}（{why}）")
    return found


def entered_before(teller: Any) -> dict[str, Any]:
    """What this teller entered before, as the form would send it, so that only what is wrong is typed again."""
    kinds: list[dict[str, Any]] = []
    times: list[int] = []
    for marks in slips_read(teller):
        if marks in kinds:
            times[kinds.index(marks)] += 1
        else:
            kinds.append(marks)
            times.append(1)
    typed: dict[str, Any] = {"stacks": str(len(kinds))}
    for number, (marks, how_many) in enumerate(zip(kinds, times, strict=True), 1):
        typed[f"t{number}"] = str(how_many)
        typed |= {
            f"s{number}_{key}": codes[0] for key, codes in marks.get("answers", {}).items() if codes
        }
        typed[f"n{number}"] = "、".join(marks.get("names", ()))
        if "void" in marks:
            typed[f"v{number}"] = "1"
    return typed


def slip_marks(posted: Mapping[str, Any], form: Form, number: int) -> dict[str, Any]:
    """What was entered for one slip, or for a stack of equal ones."""
    if posted.get(f"v{number}"):
        return {"void": "废票"}
    answers = {}
    for question in form.questions:
        code = posted.get(f"s{number}_{question.key}", "")
        if code:
            answers[question.key] = [code]
    names = [
        part
        for part in posted.get(f"n{number}", "").replace("，", "、").split("、")
        if part.strip()
    ]
    return {"answers": answers, "names": names}
