"""Papers of the room: the form of a member (党员信息登记表), filled in or blank, and the printed roster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from zhibu.domain.directory.people import MemberPage
from zhibu.domain.directory.rosters import RosterRow
from zhibu.domain.members.items import ITEMS, masked, text_of
from zhibu.domain.registry.selectors.files import File
from zhibu.kernel.dates import partial_text
from zhibu.papers import Cell, Column, Form, Table

CENTRED = ("序号", "性别", "类别", "入党日期", "转正日期")
WIDEST = 28  # half characters of a column of the roster, more goes on in the next line
WIDTHS = (2.2, 3.4, 2.0, 2.6, 2.0, 3.2)


def member_form(page: MemberPage, file: File, on: dt.date, full: Mapping[str, str] | None = None) -> Form:
    """The form of one member; `full`: values of sensitive items that may stand there uncovered."""
    member, shown = page.member, full or {}

    def value(name: str) -> str:
        return shown.get(name) or masked(name, text_of(member, name))

    place, branch, group = page.place, page.branch, page.group
    lost = next((s for s in page.states if s.state == "lost" and s.until is None), None)
    floating = next((s for s in page.states if s.state == "floating" and s.until is None), None)
    stopped = any(s.state == "stopped" and s.until is None for s in page.states)
    rows: list[list[Cell | str]] = [
        _row("姓名", value("name"), "性别", value("sex"), "民族", value("ethnicity")),
        _row("出生日期", value("birth"), "学历", value("education"), "人员类别", "正式党员" if page.is_full else "预备党员"),
        [_label("公民身份号码"), Cell(value("id_number"), span=3), _label("联系电话"), Cell(value("phone"))],
        [_label("所在党支部"), Cell(str(branch.organisation) if branch else "", span=3), _label("党小组"), Cell(str(group.organisation) if group else "")],
        _row("入党日期", value("joined"), "转正日期", value("full_since"), "党龄起算", value("full_since")),
        [_label("工作单位"), Cell(place.unit if place else "", span=3), _label("科室班组"), Cell(place.team if place else "")],
        [_label("工作岗位"), Cell(value("job"), span=3), _label("党籍状态"), Cell("停止党籍" if stopped else "正常")],
        [_label("家庭住址"), Cell(value("address"), span=5)],
        [_label("失联"), Cell(f"是，{lost.since} 起 {lost.details}" if lost else "否", span=2), _label("流动（流向）"), Cell(f"是，{floating.since} 起 {floating.details}" if floating else "否", span=2)],
        [_label("党内职务"), Cell("；".join(f"{p.organisation}{p.get_post_display()}（{partial_text(p.since, p.since_precision)} 起）" for p in page.posts if p.until is None), span=5)],
        [_label("奖励"), Cell("；".join(f"{r.on} {r.granted_by} {r.title}" for r in file.rewards), span=5, height=14)],
        [_label("处分"), Cell("；".join(f"{p.since} {p.get_kind_display()}" for p in page.penalties), span=5)],
        [_label("本人确认"), Cell("", span=5, height=20, foot=("本人签名：　　　　　　", "　　年　　月　　日"))],
    ]  # fmt: skip
    return Form(
        "党员信息登记表", WIDTHS, rows,
        filled=(f"党支部：{branch.organisation if branch else ''}", f"截至：{on}"),
        notes=("号码和住址只显示一部分的，由本人或支部凭事由打印完整的。",) if not shown else (),
        on=on,
    )  # fmt: skip


def blank_form() -> Form:
    """The same form for handwriting; labels only."""
    labels = [item.label for item in ITEMS.values()]
    assert labels
    rows: list[list[Cell | str]] = [
        _row("姓名", "", "性别", "", "民族", ""),
        _row("出生日期", "", "学历", "", "人员类别", ""),
        [_label("公民身份号码"), Cell(span=3), _label("联系电话"), Cell()],
        [_label("所在党支部"), Cell(span=3), _label("党小组"), Cell()],
        _row("入党日期", "", "转正日期", "", "党龄起算", ""),
        [_label("工作单位"), Cell(span=3), _label("科室班组"), Cell()],
        [_label("工作岗位"), Cell(span=3), _label("党籍状态"), Cell()],
        [_label("家庭住址"), Cell(span=5)],
        [_label("失联"), Cell(span=2), _label("流动（流向）"), Cell(span=2)],
        [_label("党内职务"), Cell(span=5)],
        [_label("奖励"), Cell(span=5, height=20)],
        [_label("处分"), Cell(span=5)],
        [_label("本人确认"), Cell(span=5, height=24, foot=("本人签名：　　　　　　", "　　年　　月　　日"))],
    ]  # fmt: skip
    return Form("党员信息登记表", WIDTHS, rows, filled=("党支部：", "填表日期：")).blank()


def roster_table(organisation: object, rows: Iterable[RosterRow], on: dt.date) -> Table:
    """The roster on paper: numbers stay masked."""
    headings = (
        "序号", "姓名", "性别", "类别", "党支部", "党小组", "职务", "入党日期", "转正日期", "状态", "公民身份号码"
    )  # fmt: skip
    lines = [
        (
            str(number), row.member.name, row.member.sex, "正式" if row.is_full else "预备", row.branch,
            row.group, row.posts, partial_text(row.member.joined, row.member.joined_precision),
            partial_text(row.member.full_since, row.member.full_since_precision), row.state, row.id_number,
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    columns = [
        Column(heading, _needed([heading, *cells]), heading in CENTRED)
        for heading, *cells in zip(headings, *lines, strict=True)
    ]
    return Table(
        f"{organisation}党员名册", columns, lines, subtitle=f"截至 {on}，共 {len(lines)} 人",
        notes=("公民身份号码只显示一部分。",), landscape=True, compact=True, on=on,
    )  # fmt: skip


def _needed(texts: Iterable[str]) -> float:
    """The share of the width with which a column's longest text stands in one line; what is very long takes two."""
    longest = max(sum(2 if ord(sign) > 0x2E7F else 1 for sign in text) for text in texts)
    return min(longest, WIDEST) + 2


def _label(text: str) -> Cell:
    return Cell(text, label=True)


def _row(*cells: str) -> list[Cell | str]:
    """Label, value, label, value ..."""
    return [_label(text) if number % 2 == 0 else Cell(text) for number, text in enumerate(cells)]
