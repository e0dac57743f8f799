"""Papers of a case: the record of the hearing (blank for handwriting too) and the decision."""

from __future__ import annotations

from zhibu.domain.discipline.models import DisciplineFile
from zhibu.kernel.dates import chinese_day
from zhibu.papers import Cell, Form, Letter


def hearing_record(file: DisciplineFile | None) -> Form:
    """处分事实告知和听取说明记录; without a file the blank form."""
    def label(text: str) -> Cell:
        return Cell(text, label=True)

    name = file.member.name if file else ""
    branch = file.organisation.name if file else ""
    rows = [
        [label("姓名"), Cell(name), label("所在支部"), Cell(branch)],
        [label("告知的\n事实"), Cell(file.gist if file else "", span=3, height=60)],
        [label("本人的\n说明和申辩"), Cell((file.statement or "") if file else "", span=3, height=80, foot=("本人签名：　　　　　　　　年　　月　　日",))],
        [label("谈话人"), Cell("", height=14), label("记录人"), Cell("", height=14)],
    ]
    return Form("处分事实告知和听取说明记录", (1, 2, 1, 2), rows, notes=("本人对记录有不同意见的，可以另附说明。",))


def decision_letter(file: DisciplineFile) -> Letter:
    """处分决定, as the approving body sends it to the branch."""
    assert file.penalty is not None
    until = f"，影响期到 {chinese_day(file.penalty.until)} 前" if file.penalty.until else ""
    body = (
        f"一、事实。{file.gist}",
        f"二、处理。经{file.organisation.name}党员大会讨论决定，{file.approved_by}批准，给予{file.member.name}"
        f"{file.penalty.get_kind_display()}处分{until}。",
        f"三、生效和申诉。处分自 {chinese_day(file.penalty.since)} 起生效。本人对处分不服，可以申诉；申诉期间不停止执行。",
    )
    return Letter(
        organ=file.approved_by, number=file.decision_number, title=f"关于给予{file.member.name}{file.penalty.get_kind_display()}处分的决定",
        to=file.organisation.name, body=body, signed_by=file.approved_by, on=file.penalty.since,
    )  # fmt: skip
