"""The papers of minutes: the sheet of one meeting, the same to be written by hand, booklets, and values for Word templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zhibu.domain.minutes.record import Record, Said, code_short
from zhibu.kernel.dates import chinese_day
from zhibu.papers import Bundle, Cell, Column, Form, Table

if TYPE_CHECKING:
    from zhibu.domain.minutes.selectors.asking import Asking

WIDTHS = (1.1, 3.4, 1.1, 2.4)
NUMBERS = "一二三四五六七八九十"
SIGNED = ("主持人（签名）：＿＿＿＿＿＿＿＿", "记录人（签名）：＿＿＿＿＿＿＿＿")
BY_HAND = "　　　　年　　月　　日"
DATED = (f"核对日期：{BY_HAND}", f"报送日期：{BY_HAND}")
BODY_HEIGHT = 90.0  # mm: as much as is written by hand on one page
LEAST_HEIGHT = 25.0  # what is left for the discussion where a type has many fields: then there are two pages


def minutes_form(record: Record, code: str = "", corrections: Sequence[str] = ()) -> Form:
    """The sheet of one meeting on A4. `code`: the check code where it is locked; `corrections` in words."""
    rows: list[list[Cell | str]] = [
        [_label("时　间"), _when(record), _label("地　点"), record.place],
        [_label("主持人"), record.host, _label("记录人"), record.recorder],
        [_label("应　到"), _people(record.entitled), _label("实　到"), _people(record.counted)],
    ]
    rows += [[_label(label), Cell(text, span=3)] for label, text in _wide(record) if text]
    rows += _body(record)
    rows += [[_label("更正"), Cell("\n".join(corrections), span=3)]] if corrections else []
    notes = (_foot(record, code),)
    return Form(
        record.title, WIDTHS, rows, filled=(record.unit, f"编号：{record.number}" if record.number else ""),
        signatures=SIGNED, notes=(*_after(record), *notes), on=record.day,
    )  # fmt: skip


def blank_form(title: str, unit: str, agenda: Sequence[str] = (), word: str = "意见", asked: Sequence[Asking] = ()) -> Form:
    """The same sheet to be written by hand at the meeting; what the plan knows stands on it, and the fields of the type."""
    own = [_to_write(one) for one in asked]
    room = max(BODY_HEIGHT - sum(height + 3 for _, height in own), LEAST_HEIGHT)
    rows: list[list[Cell | str]] = [
        [_label("时　间"), Cell(height=11), _label("地　点"), Cell()],
        [_label("主持人"), Cell(height=11), _label("记录人"), Cell()],
        [_label("应　到"), Cell("　　　　人", height=11), _label("实　到"), "　　　　人"],
        [_label("到会人"), Cell(span=3, height=18)],
        [_label("缺　席\n及原因"), Cell(span=3, height=14)],
        [_label("议　题"), Cell("\n".join(_numbered(agenda)), span=3, height=18)],
        [Cell(f"讨论情况、{word}和要办的事（写谁来办、办到哪天）", span=4, label=True, align="left")],
        [Cell(span=4, height=room)],
        *(row for row, _ in own),
    ]  # fmt: skip
    return Form(
        title,
        WIDTHS,
        rows,
        filled=(unit, "编号："),
        signatures=SIGNED,
        notes=("　　　".join(DATED),),
    )


def _to_write(one: Asking) -> tuple[list[Cell | str], float]:
    """The row of a field of the type, to be filled by hand, and its height in mm."""
    height = 9.0 if one.choices or one.kind in ("number", "people") else 12.0
    ticks = "　　".join(f"□ {choice}" for choice in one.choices)
    return [_label(one.label), Cell(ticks, span=3, height=height)], height


def booklet(
    title: str, parts: Sequence[Form], lines: Sequence[Sequence[object]], on: dt.date
) -> Bundle:
    """Several minutes as one file: first the list of what is in it, each then on pages of its own."""
    columns = (
        Column("序号", 6, True), Column("日期", 13, True), Column("会议", 18), Column("组织", 26), Column("应到", 7, True),
        Column("实到", 7, True), Column("记完", 13, True), Column("补记", 11, True), Column("核对码", 12, True),
    )  # fmt: skip
    contents = Table(
        f"{title}目录", columns, list(lines), notes=(f"共 {len(parts)} 份。截至 {on}。",), on=on
    )
    return Bundle((contents, *parts), title=title, on=on)


def _label(text: str) -> Cell:
    return Cell(text, label=True)


def _people(count: int | None) -> str:
    return f"{count} 人" if count is not None else ""


def _when(record: Record) -> str:
    hours = f" {record.start}" if record.start else ""
    return f"{chinese_day(record.day)}{hours}" + (f"至{record.end}" if record.end else "")


def _wide(record: Record) -> list[tuple[str, str]]:
    titles = [one.title for one in record.items if one.title]
    return [
        ("主　题", record.theme if record.theme not in titles else ""),
        ("主讲人", record.speaker),
        ("形　式", record.form if record.form and record.form != "现场" else ""),
        ("到会人", "、".join(record.present)),
        ("缺　席\n及原因", "；".join(record.missing)),
        ("列　席", "、".join(record.guests)),
        ("议　题", "；".join(_numbered(titles))),
    ]


def _numbered(titles: Sequence[str]) -> list[str]:
    return [f"{_number(n)}{title}" for n, title in enumerate(titles)]


def _number(n: int) -> str:
    return f"{NUMBERS[n]}、" if n < len(NUMBERS) else f"{n + 1}. "


def _body(record: Record) -> list[list[Cell | str]]:
    rows: list[list[Cell | str]] = []
    if record.follow:
        rows += _part(
            "上次定的事", "\n".join(f"　　{one.label}：{one.text}" for one in record.follow)
        )
    for n, item in enumerate(record.items):
        rows += _part(f"{_number(n)}{item.title}", _said(item, record.view_word))
    for box in record.boxes:
        rows += _part(box.label, _indented(box.text))
    if not rows:
        rows.append([Cell("", span=4, height=BODY_HEIGHT)])
    return rows


def _part(title: str, text: str) -> list[list[Cell | str]]:
    return [[Cell(title, span=4, label=True, align="left")], [Cell(text or "　", span=4)]]


def _said(item: Said, word: str) -> str:
    lines = [_indented(item.said)] if item.said else []
    lines += [f"　　{word}：{item.view}"] if item.view else []
    lines += [f"　　要办的事：{'；'.join(item.todos)}。"] if item.todos else []
    return "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"　　{line.lstrip('　 ')}" for line in text.split("\n") if line.strip())


def _after(record: Record) -> tuple[str, ...]:
    checked = f"核对日期：{record.confirmed_on}" if record.confirmed_on else DATED[0]
    reported = f"报送日期：{record.reported_on}" if record.reported_on else DATED[1]
    return (f"{checked}　　　　{reported}",)


def late_words(record: Record) -> str:
    """记录于会议当日, 补记 12 天, or the day on which it was finished."""
    if record.late:
        return f"补记 {record.late} 天（{record.recorded_on} 记完）"
    if not record.recorded_on:
        return "还没有记完"
    return "记录于会议当日" if record.recorded_on == record.on else f"{record.recorded_on} 记完"


def _foot(record: Record, code: str) -> str:
    locked = f"核对码 {code_short(code)}" if code else "还没有锁定，内容以锁定的为准"
    return f"支部工作台打印 · 第 {record.version} 版 · {late_words(record)} · {locked}"


def word_values(record: Record, code: str = "", corrections: Sequence[str] = ()) -> dict[str, Any]:
    """What a Word template of minutes may name (`zhibu.papers.records`)."""
    titles = [one.title for one in record.items if one.title]
    items = [
        {
            "序号": _number(n), "标题": one.title, "讨论": _indented(one.said),
            "意见": f"　　{record.view_word}：{one.view}" if one.view else "",
            "要办的事": f"　　要办的事：{'；'.join(one.todos)}。" if one.todos else "",
        }
        for n, one in enumerate(record.items)
    ]  # fmt: skip
    return {
        "会议名称": record.title, "单位": record.unit, "活动类型": record.title.removesuffix("记录"), "编号": record.number,
        "日期": chinese_day(record.day), "时间": _when(record), "开始时间": record.start, "结束时间": record.end,
        "地点": record.place, "形式": record.form, "主题": record.theme, "主持人": record.host, "记录人": record.recorder,
        "主讲人": record.speaker, "应到人数": _people(record.entitled), "实到人数": _people(record.counted),
        "到会人员": "、".join(record.present), "缺席人员": "；".join(record.missing), "列席人员": "、".join(record.guests),
        "议题清单": "；".join(_numbered(titles)), "正文": "\n".join(_plain_body(record)), "意见或决议": record.view_word,
        "版次": str(record.version), "核对码": code_short(code) or "（还没有锁定）", "记录完成日期": record.recorded_on,
        "补记": late_words(record), "核对人": record.confirmed_by, "核对日期": record.confirmed_on or BY_HAND,
        "上报日期": record.reported_on or BY_HAND, "更正说明": "\n".join(corrections), "议题": items,
        "内容": [{"名称": one.label, "文字": _indented(one.text)} for one in record.boxes],
        "到会": [{"序号": n, "姓名": name} for n, name in enumerate(record.present, 1)],
        "缺席": [{"序号": n, "姓名和原因": name} for n, name in enumerate(record.missing, 1)],
        "上次的事": [{"名称": one.label, "文字": one.text} for one in record.follow],
    }  # fmt: skip


def _plain_body(record: Record) -> list[str]:
    found = []
    for n, item in enumerate(record.items):
        found += [f"{_number(n)}{item.title}", _said(item, record.view_word)]
    for box in record.boxes:
        found += [box.label, _indented(box.text)]
    return [line for line in found if line]
