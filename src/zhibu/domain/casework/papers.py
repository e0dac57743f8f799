"""A case as a paper: its steps with day, who, papers and the article that asks for each."""

from __future__ import annotations

from zhibu.domain.casework.standing import Progress, StepState
from zhibu.engine.wording import article_label
from zhibu.papers import Cell, Form

WIDTHS = (6, 20, 14, 16, 22, 22)
STATES = {
    "done": "办了", "next": "该办", "waiting": "等上级", "blocked": "还不能办", "optional": "可以办", "passed": "没有办",
}  # fmt: skip


def case_record(found: Progress, *, name: str, procedure: str, labels: dict[str, str], names: dict[str, str]) -> Form:
    """办理情况表; `labels`: kinds of paper, `names`: organisations and members that did steps."""
    case = found.case
    head = [
        [Cell("办理组织", label=True, span=2), Cell(str(case.organisation), span=2), Cell("对象", label=True), Cell(name)],
        [Cell("开始", label=True, span=2), Cell(case.opened.isoformat(), span=2), Cell("办结", label=True),
         Cell(f"{case.closed.isoformat()} {case.outcome}" if case.closed else "")],
        [Cell("路径", label=True, span=2), Cell(found.road.label, span=4, kept=True)],
        [Cell(word, label=True) for word in ("序", "步骤", "日期", "谁办的", "材料、结果", "依据")],
    ]
    shown = [step for step in found.steps if step.done or step.strength in ("must", "usual")]
    rows = [_row(place, step, labels, names) for place, step in enumerate(shown, start=1)]
    force = f"从 {found.in_force_from} 起作数。" if found.in_force_from else ""
    return Form(f"{procedure}办理情况表", WIDTHS, [*head, *rows], notes=[note for note in (force,) if note],
                signatures=("党组织盖章：", "年   月   日"), on=found.on)


def _row(place: int, step: StepState, labels: dict[str, str], names: dict[str, str]) -> list[Cell | str]:
    first = step.done[0] if step.done else None
    papers = "、".join(labels.get(kind, kind) for one in step.done for kind in one.papers)
    asked = next(iter(sorted(step.step.asked, key=lambda one: -one.weight)))
    told = (first.outcome, first.figures, first.reason) if first else ()
    said = "；".join(part for part in (papers, *told) if part)
    return [
        Cell(str(place), align="center", kept=True), Cell(step.label, kept=True),
        "、".join(one.on.isoformat() for one in step.done) or "",
        names.get(first.by, first.by) if first else Cell(step.step.doer, kept=True), said,
        Cell(f"{asked.title} {article_label(asked.article)}" if asked.article else asked.title, kept=True),
    ]  # fmt: skip
