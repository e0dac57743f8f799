"""Answers as they are posted: each its own, else the one given for all; what cannot be is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict

from zhibu.domain.imports.services.plan import LEAVE
from zhibu.kernel import clock
from zhibu.kernel.dates import PartialDate
from zhibu.rosters.values.ids import read_id
from zhibu.web.components.days import read_day
from zhibu.web.imports.asking import AMOUNT, DATE, DAY, ID, NAME, NUMBER
from zhibu.web.imports.families import PICKED, Asked, Family

_PARTIAL = re.compile(r"(\d{4})(?:[-./年](\d{1,2})月?)?年?")
_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,2})?")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,30}")
_WIDE = str.maketrans("０１２３４５６７８９．－／　Ｘｘ", "0123456789.-/ Xx")
NEEDS_DAY = "?"
EXPECTED = {
    DATE: "日期，如 1998-07-01；只知道年月写 1998-07",
    DAY: "哪一天，如 2026-11-20",
    ID: "18 位身份证号，最后一位要对得上",
    AMOUNT: "金额，如 25.00",
    NUMBER: "人数，如 12",
    NAME: "姓名，两个字以上，少数民族姓名中间用·",
}


@dataclass
class Posted:
    """What was posted: answers by key, keys to remember, and what could not be read, in Chinese."""

    answers: dict[str, str] = field(default_factory=dict)
    remember: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def answers_posted(posted: QueryDict, families: Iterable[Family]) -> Posted:
    """All answers of the form; questions that were not on it keep theirs."""
    found = Posted()
    for family in families:
        common = _common(posted, family, found)
        dayless = 0
        for item in family.items:
            answer = _answer(posted, item, common, found)
            if answer == NEEDS_DAY:
                dayless += 1
            elif answer is not None:
                for key in item.keys:
                    found.answers[key] = answer
                if family.remember and posted.get(f"remember-{family.key}"):
                    found.remember |= set(item.keys)
        if dayless:
            found.wrong.append(f"“{family.title}”：{dayless} 人选了已离开，还要写是哪一天。")
    return found


def _common(posted: QueryDict, family: Family, found: Posted) -> tuple[str, str]:
    """(choice, day) given for all of a family; both "" where none was."""
    chosen = posted.get(f"all-{family.key}", "").strip()
    written = posted.get(f"all-{family.key}-text", "").strip()
    if chosen not in {choice.value for choice in family.every}:
        chosen = ""
    day = read_day(written) if written and family.writes == DAY else None
    if written and day is None:
        found.wrong.append(f"“{family.title}”：读到“{written}”，要写{EXPECTED[DAY]}。")
        return "", ""
    newly = written and written != family.every_written
    if chosen == LEAVE and newly and not family.days:
        chosen = ""  # a day that was typed after the choice counts
    return chosen, "" if day is None or chosen == LEAVE else day.isoformat()


def _answer(posted: QueryDict, item: Asked, common: tuple[str, str], found: Posted) -> str | None:
    """The answer to one question: its own, else the one for all; None where nothing was said."""
    chosen = posted.get(item.field, "").strip()
    written = posted.get(f"{item.field}-text", "").strip()
    if chosen not in item.values:
        chosen = ""
    newly = bool(written) and written != item.written
    if not chosen and not written:
        if item.written and f"{item.field}-text" in posted:
            return ""  # what was written is taken back
        return _from_common(common, item) or (item.answer or None)
    if item.days:
        return _leaving(chosen or common[0], written or common[1], item, found)
    if chosen and not newly:
        return chosen
    read = _read(written, item.writes, item)
    if read is None:
        shown = written if item.writes != ID else "这个号码"
        expected = EXPECTED.get(item.writes, "列出的一个")
        found.wrong.append(f"{item.who}：读到“{shown}”，要写{expected}。")
    return read


def _from_common(common: tuple[str, str], item: Asked) -> str:
    """The answer for all as it is of this one: the same word, or the candidate at that place."""
    chosen, day = common
    if chosen.startswith("#") and chosen[1:].isdecimal():
        place = int(chosen[1:])
        return item.choices[place].value if place < len(item.choices) - 1 else ""
    if chosen in item.days:
        return f"{chosen} {day}" if day else NEEDS_DAY
    return chosen or day


def _leaving(chosen: str, written: str, item: Asked, found: Posted) -> str | None:
    """Why somebody left and when: the one without the other is told."""
    if chosen and chosen not in item.days:
        return chosen
    day = read_day(written.translate(_WIDE)) if written else None
    if written and day is None:
        found.wrong.append(f"{item.who}：读到“{written}”，要写{EXPECTED[DAY]}。")
        return None
    if day is not None and not chosen:
        found.wrong.append(f"{item.who}：写了日期，还要选转出、去世还是出党。")
        return None
    return f"{chosen} {day.isoformat()}" if day is not None else NEEDS_DAY


def _read(text: str, writes: str, item: Asked) -> str | None:
    plain = text.translate(_WIDE).strip()
    if writes in PICKED:
        return plain if plain in dict(item.picks) else None
    if writes in (DATE, DAY):
        day = read_day(plain)
        if day is not None:
            return day.isoformat() if day <= clock.today() else None
        return _partial(plain) if writes == DATE else None
    if writes == ID:
        number = read_id(plain.replace(" ", ""), clock.today()).number
        return number or None
    match writes:
        case "amount" if _AMOUNT.fullmatch(plain.removesuffix("元")):
            return f"{float(plain.removesuffix('元')):.2f}"
        case "number" if plain.removesuffix("人").strip().isdecimal():
            return str(int(plain.removesuffix("人")))
        case "name" if _NAME.fullmatch(text.strip()):
            return text.strip()
    return None


def _partial(plain: str) -> str | None:
    """1998-07, 1998.7, 1998年7月 or 1998, as it is stored."""
    match = _PARTIAL.fullmatch(plain)
    if match is None:
        return None
    year, month = match.groups()
    written = f"{year}-{int(month):02d}" if month else year
    try:
        first = PartialDate.parse(written).first
    except ValueError:
        return None
    return written if first <= clock.today() else None
