"""What is printed: papers of a package, lists of problems, registers of an appraisal, lists of grades."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from zhibu.domain.activities.models import Activity
from zhibu.domain.appraisals.choices import Grade
from zhibu.domain.appraisals.models import Appraisal, Appraisee, Criticism, LifeText, Measure
from zhibu.domain.members.models import Member
from zhibu.domain.members.selectors import is_full
from zhibu.kernel import clock
from zhibu.kernel.dates import chinese_day
from zhibu.papers import Bundle, Cell, Column, Form, Letter, Table


def text_paper(written: LifeText, activity: Activity, label: str, called: str) -> Letter:
    """A paper that was written as text, paragraph by paragraph."""
    body = tuple(line for line in written.text.splitlines() if line.strip())
    title = f"{called}{label.removeprefix('会议')}"
    return Letter(organ=activity.organisation.name, title=title, body=body, on=written.on, head="plain", sealed=False)


def talks_paper(activity: Activity, pairs: Sequence[tuple[dt.date, list[str]]], called: str) -> Table:
    """Who talked with whom and when; never what was said."""
    columns = (Column("序号", 1, centred=True), Column("日期", 2, centred=True), Column("谁和谁谈", 6))
    rows = [[str(n), day.isoformat(), "、".join(names)] for n, (day, names) in enumerate(pairs, 1)]
    return Table("谈心谈话登记表", columns, rows or [["", "", "没有登记过谈话"]],
                 subtitle=f"{activity.organisation.name}　{activity.on} {called}", on=activity.on)  # fmt: skip


def outlines_paper(activity: Activity, lines: Iterable[tuple[str, dt.date | None, bool]], called: str) -> Table:
    """Who handed in an outline and when: (name, day, late); never what it says."""
    columns = (Column("序号", 1, centred=True), Column("姓名", 2, centred=True), Column("交稿日期", 2, centred=True),
               Column("备注", 3))  # fmt: skip
    rows = [
        [str(n), name, day.isoformat() if day else "没有交", "迟交" if late and day else ""]
        for n, (name, day, late) in enumerate(lines, 1)
    ]
    return Table("发言提纲交稿登记", columns, rows, subtitle=f"{activity.organisation.name}　{activity.on} {called}", on=activity.on)


def criticism_paper(activity: Activity, said: Iterable[tuple[Member, list[Criticism]]], called: str) -> Table:
    """What was said of each; for the unit itself."""
    columns = (Column("姓名", 2, centred=True), Column("种类", 2, centred=True), Column("内容", 9))
    rows = [
        [member.name, row.get_kind_display(), f"{row.text}{f'（{row.by.name}）' if row.by else ''}"]
        for member, found in said for row in found
    ]
    return Table("批评和自我批评记录", columns, rows or [["", "", ""]], subtitle=f"{activity.organisation.name}　{activity.on} {called}",
                 notes=("只在本组织内部使用。",), on=activity.on)  # fmt: skip


def measures_paper(title: str, where: str, rows: Sequence[Measure], on: dt.date, hidden: int = 0) -> Table:
    """整改清单: problem, measure, who, by when, how far."""
    columns = (
        Column("序号", 1, centred=True), Column("层面", 2, centred=True), Column("问题", 6), Column("整改措施", 6),
        Column("责任人", 2, centred=True), Column("时限", 3, centred=True), Column("进行到", 3, centred=True),
    )  # fmt: skip
    lines = [
        [str(n), one.member.name if one.member else "组织", one.problem, one.measure, one.owner.name if one.owner else "",
         one.due_on.isoformat() if one.due_on else "", one.get_state_display()]
        for n, one in enumerate(rows, 1)
    ]  # fmt: skip
    notes = (f"另有 {hidden} 项个人的整改事项，不在这张表上。",) if hidden else ()
    return Table(title, columns, lines or [["", "", "没有查摆出问题", "", "", "", ""]], subtitle=where, notes=notes,
                 landscape=True, on=on)  # fmt: skip


def plan_paper(appraisal: Appraisal, people: Sequence[Appraisee], limit: str) -> Letter:
    """The plan of an appraisal as a notice to the members."""
    graded = sum(one.graded for one in people)
    body = [
        f"一、范围。组织关系在本支部的党员 {len(people)} 人参加，其中定等次的 {graded} 人；预备党员参加评议，不定等次。",
        "二、步骤",
        f"（一）自评。{chinese_day(appraisal.self_by)}前每人交自评。",
        f"（二）互评。{chinese_day(appraisal.mutual_by)}前在党小组互评，没有编组的在支部互评。",
        f"（三）民主测评。{chinese_day(appraisal.meeting_on)}开会，无记名填测评表。",
        f"（四）评定。{chinese_day(appraisal.grading_by)}前由支部综合评定，不以票定等次，结果告知本人。",
        f"三、等次。优秀、合格、基本合格、不合格。{limit}",
        "四、对结果有不同意见的，可以向支部提出，支部答复。",
    ]
    if appraisal.plan:
        body.append(f"五、其他。{appraisal.plan}")
    return Letter(organ=appraisal.organisation.name, title=f"{appraisal.year}年民主评议党员方案", body=body,
                  on=appraisal.opened_on, head="plain", sealed=False)  # fmt: skip


def register_paper(person: Appraisee, votes: Sequence[tuple[str, int]], *, grade: bool) -> Form:
    """民主评议党员登记表 of one member; `grade`: whether the reader may see opinion and grade."""
    member, day = person.member, person.appraisal.meeting_on
    joined = member.joined.isoformat() if member.joined_precision == "day" else str(member.joined.year)
    kind = "正式党员" if is_full(member, day) else "预备党员"
    result = person.grade_label or (f"不定等次（{person.why_not}）" if not person.graded else "")
    opinion = "\n".join(filter(None, (person.comment if grade else "", f"等次：{result}" if grade and result else "")))
    tally = "　".join(f"{label} {count}" for label, count in votes) if grade else ""
    rows: list[list[Cell | str]] = [
        [Cell("姓名", label=True), member.name, Cell("性别", label=True), member.sex, Cell("入党日期", label=True), joined],
        [Cell("党员类别", label=True), kind, Cell("党小组", label=True), Cell(person.group.name if person.group else "", span=3)],
        [Cell("自评", label=True), Cell(person.self_text, span=5, height=60)],
        [Cell("互评意见", label=True), Cell(person.mutual_text, span=5, height=40)],
        [Cell("测评票数", label=True), Cell(tally, span=5)],
        [Cell("支部意见", label=True), Cell(opinion, span=5, height=30, foot=("支部书记签名：　　　　　　　　年　　月　　日",))],
        [Cell("本人意见", label=True), Cell(_own(person), span=5, height=24, foot=("本人签名：　　　　　　　　年　　月　　日",))],
    ]
    return Form(
        title="民主评议党员登记表", widths=(1.3, 1.4, 1, 1, 1.3, 1.6), rows=rows,
        subtitle=f"{person.appraisal.organisation.name}　{person.appraisal.year} 年度",
        on=day,
    )  # fmt: skip


def _own(person: Appraisee) -> str:
    if person.objection:
        answer = f"\n支部答复：{person.answer}" if person.answer else ""
        return f"{person.objection}{answer}"
    return f"{person.read_on} 看过" if person.read_on else ""


def registers_paper(people: Iterable[tuple[Appraisee, Sequence[tuple[str, int]]]]) -> Bundle:
    """The registers of all, each on a sheet of its own."""
    return Bundle(tuple(register_paper(person, votes, grade=True) for person, votes in people))


def list_paper(appraisal: Appraisal, people: Sequence[Appraisee], grade: str) -> Table:
    """优秀党员名单, or 不合格党员名单和处置措施; where there is none it says 无."""
    poor = grade == Grade.POOR
    columns = [Column("序号", 1, centred=True), Column("姓名", 2, centred=True), Column("党小组", 4)]
    if poor:
        columns.append(Column("处置措施", 6))
    chosen = [one for one in people if one.grade == grade]
    rows = [
        [str(n), one.member.name, one.group.name if one.group else "", *([one.comment] if poor else [])]
        for n, one in enumerate(chosen, 1)
    ]
    title = "不合格党员名单和处置措施" if poor else "优秀党员名单"
    return Table(title, columns, rows or [["", "无", "", *([""] if poor else [])]],
                 subtitle=f"{appraisal.organisation.name}　{appraisal.year} 年度", on=appraisal.graded_on or clock.today())  # fmt: skip


def numbers_paper(appraisal: Appraisal, numbers: Sequence[tuple[str, int]]) -> Table:
    """What is reported above: how many have which grade, no names."""
    columns = [Column(label, 2, centred=True) for label, _ in numbers]
    return Table("民主评议党员情况统计表", columns, [[str(count) for _, count in numbers]],
                 subtitle=f"{appraisal.organisation.name}　{appraisal.year} 年度", on=appraisal.graded_on or clock.today())  # fmt: skip
