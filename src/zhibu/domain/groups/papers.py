"""Papers of a division: the plan as a table, the filing form, the letter that goes up; each also blank."""

from __future__ import annotations

from zhibu.domain.activities.models import Activity
from zhibu.domain.groups.selectors.board import Board
from zhibu.domain.groups.selectors.upward import filing_words
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.papers import Bundle, Cell, Column, Form, Letter, Paper, Table

PAPERS = {"plan": "党小组划分方案", "form": "党小组设置备案表", "letter": "党小组设置情况备案报告", "all": "党小组划分材料"}
COLUMNS = (
    Column("党小组", 3), Column("序号", 1, centred=True), Column("姓名", 2, centred=True), Column("党员类别", 2, centred=True),
    Column("单位", 4), Column("备注", 3),
)  # fmt: skip
LEADER = "组长人选"


def division_paper(page: Board, kind: str, *, blank: bool = False) -> Paper:
    """One of `PAPERS`; `blank`: to be filled in by hand."""
    plan, form = plan_table(page), filing_form(page)
    if kind == "plan":
        return plan.blank() if blank else plan
    if kind == "form":
        return form.blank() if blank else form
    letter = filing_letter(page)
    if kind == "letter":
        return letter.blank() if blank else letter
    return Bundle((letter, form, plan))


def plan_table(page: Board) -> Table:
    """Who sits in which group, one row a member."""
    rows: list[tuple[object, ...]] = []
    for group in page.groups:
        for number, seat in enumerate(group.people, start=1):
            notes = [LEADER] if seat.person.id == group.leader else []
            notes += ["领导干部"] if seat.cadre else []
            standing = "正式党员" if seat.person.full else "预备党员"
            rows.append((
                group.short if number == 1 else "", number, seat.person.name, standing, seat.unit, "、".join(notes)
            ))  # fmt: skip
    outside = [("不编组", n, s.person.name, "", s.unit, "") for n, s in enumerate(page.outside, start=1)]
    sizes = "，".join(f"{group.short}{group.size}人" for group in page.groups)
    return Table(
        title=f"{page.division.branch.name}党小组划分方案", columns=COLUMNS, rows=[*rows, *outside],
        subtitle=_state(page), notes=(f"共{len(page.groups)}个党小组：{sizes}。",) if page.groups else (),
        on=page.division.since or page.division.opened_on,
    )  # fmt: skip


def filing_form(page: Board) -> Form:
    """党小组设置备案表: one row a group, the decision, what the level above says."""
    head = [Cell(text, label=True) for text in ("党小组名称", "党员人数", "其中正式党员", "组长（人选）", "主要单位")]
    rows: list[list[Cell | str]] = [
        [Cell("支部名称", label=True), Cell(page.division.branch.name, span=4)],
        [Cell("决定的会议", label=True), Cell(_meeting(page), span=2), Cell("执行日期", label=True),
         Cell(str(page.division.since or ""))],
        [*head],
    ]  # fmt: skip
    for group in page.groups:
        leader = next((seat.person.name for seat in group.people if seat.person.id == group.leader), "")
        units = "、".join(name for name, _ in group.units if name)
        rows.append([group.short, str(group.size), str(group.full), leader, units])
    sign = ("（盖章）", "年    月    日")
    rows += [
        [Cell("支部意见", label=True, height=26), Cell("", span=4, height=26, foot=("支部书记（签字）：", "年    月    日"))],
        [Cell("上级党组织意见", label=True, height=26), Cell("", span=4, height=26, foot=sign)],
    ]  # fmt: skip
    return Form(
        title="党小组设置备案表", widths=(3, 2, 2, 3, 4), rows=rows, on=page.division.since,
        notes=("附：党小组划分方案。",),
    )  # fmt: skip


def filing_letter(page: Board) -> Letter:
    """The letter that goes up with the form; before the decision its days stand open."""
    row, branch = page.division, page.division.branch
    if row.decided_by:
        title, text = filing_words(row, "file")
        body = text.split("\n")
    else:
        title = "关于党小组设置情况的备案报告"
        body = [
            "我支部于    年    月    日召开支部委员会，研究党小组设置，决定如下。",
            *(f"{n}. {group.short}：{group.size}人。" for n, group in enumerate(page.groups, start=1)),
            "现报上，请予备案。",
        ]
    return Letter(
        organ=branch.name, title=title, to=branch.parent.name if branch.parent else "", body=body,
        attachments=("党小组设置备案表", "党小组划分方案"), on=row.since, head="plain", sealed=False,
    )  # fmt: skip


def _state(page: Board) -> str:
    row = page.division
    return f"{row.since} 起执行" if row.since else "草案"


def _meeting(page: Board) -> str:
    found = Activity.objects.filter(pk=page.division.decided_by).first() if page.division.decided_by else None
    return f"{found.on} {activity_labels().get(found.type, '会议')}" if found else ""
