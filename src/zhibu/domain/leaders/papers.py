"""Papers on leaders: the file as a form, the filing form."""

from __future__ import annotations

from zhibu.domain.leaders.selectors.choosing import SelectionShown
from zhibu.domain.leaders.selectors.file import LeaderFile
from zhibu.kernel import clock
from zhibu.papers import Cell, Form

ROWS = 4


def leader_form(file: LeaderFile) -> Form:
    """党小组组长档案: who, which posts, training, meetings held, appraisal, interviews (without what was said)."""
    one, post = file.member, file.post
    group, branch = file.group, file.group.parent
    rows: list[list[Cell | str]] = [
        [_label("姓名"), one.name, _label("性别"), one.sex, _label("入党日期"), one.joined.isoformat()],
        [_label("党小组"), Cell(group.name, span=2), _label("党支部"), Cell(branch.name if branch else "", span=2)],
        [_label("任职日期"), post.since.isoformat(), _label("产生方式"), post.get_manner_display(),
         _label("任期届满"), _day(post.planned_until)],
        [_label("决定的会议"), Cell(_decision(file), span=2), _label("备案"),
         Cell(" ".join(filter(None, (_day(post.filed_on), post.filing_number))), span=2)],
        _section("任组长的经历", [
            f"{held.since} 至 {held.until or '今'}　{held.organisation.name}" for held in file.posts
        ]),
        _section("培训", [f"{held.on}　{held.theme or '党小组组长培训'}" for held in file.training]),
        _section("主持的会议活动", [f"{held.label} {held.count} 次，最近 {held.last}" for held in file.meetings]),
        _section("评议", [f"{on}　{outcome}" for on, outcome in file.appraisals]),
        _section("约谈", [
            f"{heard.row.on}　{heard.row.by}　{heard.row.get_outcome_display()}" for heard in file.interviews
        ]),
    ]  # fmt: skip
    return Form(
        title="党小组组长档案", widths=(3, 3, 2, 3, 3, 3), rows=rows, on=clock.today(),
        notes=("各栏由会议、任职、评议等记录汇总而成，不另填写；约谈只写日期和结果。",),
    )  # fmt: skip


def leader_filing_form(shown: SelectionShown) -> Form:
    """党小组组长备案表: who was chosen, how, what the branch and the level above say."""
    row, chosen = shown.row, shown.row.chosen
    branch = row.group.parent
    how = "；".join(
        f"{one.row.member.name} {one.row.votes} 票" for one in shown.candidates if one.row.votes is not None
    )
    voted = shown.progress.step("leader_vote")
    how = next((one.figures for one in voted.done if one.figures), how) if voted else how
    rows: list[list[Cell | str]] = [
        [_label("党支部"), Cell(branch.name if branch else "", span=2), _label("党小组"), Cell(row.group.name, span=2)],
        [_label("姓名"), chosen.name if chosen else "", _label("性别"), chosen.sex if chosen else "", _label("入党日期"),
         chosen.joined.isoformat() if chosen else ""],
        [_label("缘由"), row.get_kind_display(), _label("产生办法"), Cell(shown.progress.road.label, span=3)],
        [_label("得票"), Cell(how, span=5)],
        [_label("决定的会议"), Cell(str(shown.decision.on) if shown.decision else "", span=2), _label("任职日期"),
         Cell(_day(row.since), span=2)],
        [_label("支部意见", 26), Cell("", span=5, height=26, foot=("支部书记（签字）：", "年    月    日"))],
        [_label("上级党组织意见", 26), Cell("", span=5, height=26, foot=("（盖章）", "年    月    日"))],
    ]  # fmt: skip
    return Form(title="党小组组长备案表", widths=(3, 3, 2, 3, 3, 3), rows=rows, on=row.since)


def _label(text: str, height: float = 0) -> Cell:
    return Cell(text, label=True, height=height)


def _section(name: str, lines: list[str]) -> list[Cell | str]:
    return [_label(name, 18), Cell("\n".join(lines[:12]) or "没有记录", span=5, height=18)]


def _day(day: object) -> str:
    return str(day) if day else ""


def _decision(file: LeaderFile) -> str:
    return f"{file.decision.on} {file.decision.theme}" if file.decision else ""
