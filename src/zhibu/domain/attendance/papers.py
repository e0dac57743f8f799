"""签到表: the list of a meeting on paper, to be signed by hand."""

from __future__ import annotations

from zhibu.domain.attendance.selectors import AttendanceRoll
from zhibu.kernel.dates import chinese_day
from zhibu.papers import Column, Table

GUEST_LINES = 4  # empty lines for guests who come unannounced
ROW = 10.0  # mm: room to sign


def sign_in_sheet(roll: AttendanceRoll, kind: str) -> Table:
    """A4: names with room to sign beside, two columns of people from 25 on; guests below; no number of anybody."""
    held = roll.activity
    where = "，".join(filter(None, (chinese_day(held.on), held.start, held.place)))
    people = [line.member.name for line in roll.lines]
    leave = {line.member.name for line in roll.lines if line.status == "excused"}
    guests = [line.member.name for line in roll.guests] + [one.name for one in roll.named]
    others = [(name, one.unit) for one in roll.joined for name in one.names]
    notes = (
        f"应到 {len(people)} 人；实到＿＿＿人。签名要本人签；没到的空着，会后记请假或缺席和原因。",
        "列席的人：" + ("、".join(guests) + "；其他列席的人写在最后几行。" if guests else "写在最后几行。"),
    )
    rows = [_cell(number, name, leave) for number, name in enumerate(people, 1)]
    rows += [("", f"{name}（{unit}）", "") for name, unit in others]
    rows += [("", f"{name}（列席）", "") for name in guests] + [("", "", "")] * GUEST_LINES
    columns = (Column("序号", 6, True), Column("姓名", 14, True), Column("签名", 22, True))
    if len(people) < 25:
        return Table(f"{held.organisation}{kind}签到表", columns, rows, where, notes, height=ROW, on=held.on)
    half = -(-len(rows) // 2)
    paired = [(*rows[at], *(rows[at + half] if at + half < len(rows) else ("", "", ""))) for at in range(half)]
    return Table(f"{held.organisation}{kind}签到表", (*columns, *columns), paired, where, notes, height=ROW, on=held.on)


def _cell(number: int, name: str, leave: set[str]) -> tuple[object, str, str]:
    return number, name, "（已请假）" if name in leave else ""
