"""The items recorded of a member: label, kind of value, how a value is read, written and shown.

`read_items` is the one gate for values typed by a person: it answers clean values or tells every problem.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from zhibu.domain.members.codes import EDUCATIONS, ETHNICITIES, SEXES
from zhibu.domain.members.models import Member
from zhibu.kernel import clock
from zhibu.kernel.dates import PartialDate, partial_text
from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.masking import masked_address, masked_id_number, masked_phone
from zhibu.rosters.values.ids import birth_of, check_digit, sex_of

PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")
OLDEST = dt.date(1880, 1, 1)


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `sensitive` ones are encrypted, masked on pages and kept out of the record of actions."""

    name: str
    label: str
    kind: Literal["text", "day", "choice"] = "text"
    choices: tuple[str, ...] = ()
    sensitive: bool = False
    required: bool = False


ITEMS = {
    item.name: item
    for item in (
        Item("name", "姓名", required=True),
        Item("id_number", "公民身份号码", sensitive=True),
        Item("sex", "性别", "choice", tuple(SEXES)),
        Item("ethnicity", "民族", "choice", tuple(ETHNICITIES)),
        Item("birth", "出生日期", "day"),
        Item("education", "学历", "choice", tuple(EDUCATIONS)),
        Item("joined", "入党日期", "day", required=True),
        Item("full_since", "转正日期", "day"),
        Item("job", "工作岗位"),
        Item("phone", "联系电话", sensitive=True),
        Item("address", "家庭住址", sensitive=True),
    )
}
SENSITIVE = tuple(item.name for item in ITEMS.values() if item.sensitive)
_MASKS = {"id_number": masked_id_number, "phone": masked_phone, "address": masked_address}


def text_of(member: Member, name: str) -> str:
    """The value of an item as it is written in full."""
    value = getattr(member, name)
    if ITEMS[name].kind == "day":
        return partial_text(value, getattr(member, f"{name}_precision"))
    return value or ""


def masked(name: str, text: str | None) -> str:
    """The value as pages show it: a sensitive one with its middle covered."""
    return _MASKS[name](text) if name in _MASKS else text or ""


def read_items(given: Mapping[str, str], before: Member | None = None) -> dict[str, Any]:
    """Columns of `Member` and their values out of texts; InputError tells every problem.

    `before`: the member as he is, so that items that hang together are checked together.
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    require_known(given)
    if before is None:
        given = {item.name: "" for item in ITEMS.values() if item.required} | dict(given)
    for name, text in given.items():
        item, text = ITEMS[name], " ".join(str(text).replace("\0", "").split())
        if not text:
            if item.required:
                problems.append(Problem(item.label, "", f"{item.label}，不能空"))
            values[name] = "" if item.kind != "day" and not item.sensitive else None
            continue
        _read(item, text, values, problems)
    if not problems:
        _together(values, before, problems)
    if problems:
        raise InputError(problems)
    return values


def require_known(names: Iterable[str]) -> None:
    """InputError for a name that is no item."""
    strange = [name for name in names if name not in ITEMS]
    if strange:
        known = "、".join(ITEMS)
        raise InputError([Problem("项目", name, f"这些里的一个：{known}") for name in strange])


def _read(item: Item, text: str, values: dict[str, Any], problems: list[Problem]) -> None:
    if item.kind == "day":
        try:
            day = PartialDate.written(text)
        except ValueError:
            problems.append(Problem(item.label, text, "2026-11-20 这样的日期，只知道年月写 2026-11"))
            return
        if not OLDEST <= day.first <= clock.today():
            problems.append(Problem(item.label, text, "已经过去的日期"))
        values[item.name], values[f"{item.name}_precision"] = day.first, day.precision
        return
    most = 200 if item.sensitive else getattr(Member._meta.get_field(item.name), "max_length", None) or 200
    if len(text) > most:
        problems.append(Problem(item.label, f"{len(text)} 个字", f"最多 {most} 个字"))
    elif item.choices and text not in item.choices:
        problems.append(Problem(item.label, text, f"{'、'.join(item.choices[:6])}等表里的一项", "从表里选"))
    elif item.name == "phone" and not PHONE.fullmatch(text):
        problems.append(Problem(item.label, masked_phone(text), "11 位手机号，或带区号的固定电话"))
    elif item.name == "id_number":
        text = text.replace(" ", "").upper()
        _read_number(text, problems)
    values[item.name] = text


def _read_number(number: str, problems: list[Problem]) -> None:
    """18 characters, a day that exists, the right last one; the message never repeats the number."""
    label, said = ITEMS["id_number"].label, masked_id_number(number)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        problems.append(Problem(label, said, "18 位：17 位数字加末位数字或 X"))
    elif birth_of(number) is None:
        problems.append(Problem(label, said, "第 7 到 14 位是一个真实的出生日期"))
    elif check_digit(number[:17]) != number[17]:
        problems.append(Problem(label, said, "末位与前 17 位对得上", "有一位写错了，对照身份证再看一遍"))


def _together(values: dict[str, Any], before: Member | None, problems: list[Problem]) -> None:
    """Items that say the same thing twice agree; days follow each other."""

    def now(name: str) -> Any:
        return values[name] if name in values else getattr(before, name, None)

    number, birth, sex = now("id_number"), now("birth"), now("sex")
    exact = (values if "birth" in values else vars(before or Member())).get("birth_precision", "day")
    touched = {"id_number", "birth", "sex"} & set(values)
    if number and touched and len(number) == 18:
        if birth and exact == "day" and birth != birth_of(number):
            problems.append(Problem("出生日期", str(birth), f"身份号码里的 {birth_of(number)}", "两处有一处写错了"))
        if sex and sex != sex_of(number):
            problems.append(Problem("性别", sex, f"身份号码第 17 位表示的{sex_of(number)}", "两处有一处写错了"))
    joined, full = now("joined"), now("full_since")
    if joined and full and full < joined:
        problems.append(Problem("转正日期", str(full), f"不早于入党日期 {joined}"))
    if birth and joined and birth >= joined:
        problems.append(Problem("入党日期", str(joined), f"晚于出生日期 {birth}"))
