"""Bodies named in a row of their own, above their people: 一、××支部（12人）, 第一党小组：."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from zhibu.rosters.columns import Layout
from zhibu.rosters.register import Match, Organisation, Register
from zhibu.rosters.sheets import Sheet

Level = Literal["branch", "group", "upper"]
UPPER = ("committee", "general_branch", "work_committee")

_FIGURE = re.compile(r"[(]?(共|计|合计)?[\d.]+[)]?[名人个]?|[(]?[一二三四五六七八九十]+[)]?[、.]?")
_ORDINAL = re.compile(r"^(?:[(](?:[一二三四五六七八九十]+|\d{1,3})[)][、.]?|(?:第?[一二三四五六七八九十]+|\d{1,3})[、.．,])")
_LABEL = re.compile(r"^(?:所在|所属)?(?:党支部|支部|党组织|党小组|小组|单位)(?:名称)?:")
_YEAR = re.compile(r"^(?:19|20)\d\d年?度?")
_COUNT = re.compile(r"[(][^()]*[)]$|[:,]?(?:共|计|合计)?\d+[名人个]?(?:正式|预备)?(?:党员)?$")
_LIST = re.compile(r"(?:全体|在册|正式|现有)*党员(?:名单|名册|花名册|信息表|登记表|情况表|一览表|台账)?$|花名册$|名册$|名单$")
_GROUP = re.compile(r"(?:.{0,20}(?:党小组|小组)|第?[一二三四五六七八九十\d]+组)")
_BRANCH = re.compile(r"(?!党?支部)(?!.*总支部).{1,30}(?:党支部|支部|支部委员会)")
_UPPER = re.compile(r".{2,30}(?:党总支|总支|总支部|总支部委员会|党委|委员会|工委|党工委|党组)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A body named in a row: its level, its name without ordinal and count, the cell as written."""

    level: Level
    name: str
    raw: str


def heading_in(sheet: Sheet, row: int, layout: Layout) -> Heading | None:
    """The body that a row names and nothing else; None for a row of data."""
    filled = sheet.filled(row)
    if not filled or len(filled) > 4:
        return None
    words = [(column, text) for column, text in filled if not _FIGURE.fullmatch(unicodedata.normalize("NFKC", text))]
    if len(words) != 1:
        return None
    column, text = words[0]
    merge = sheet.merge_at(row, column)
    alone = merge is None or merge.right == merge.left
    if alone and column in (layout.index("branch"), layout.index("group")):
        return None  # the cell of a row that names nobody
    return named(text, sheet.text(row, column))


def named(text: str, raw: str = "") -> Heading | None:
    """The body in a text without blanks; None where it says something else."""
    bare = _ORDINAL.sub("", unicodedata.normalize("NFKC", text))
    bare = _YEAR.sub("", _LABEL.sub("", bare)).rstrip(":")
    for _ in range(3):
        shorter = _LIST.sub("", _COUNT.sub("", bare)).rstrip(":,")
        if shorter == bare:
            break
        bare = shorter
    levels: tuple[tuple[Level, re.Pattern[str]], ...] = (("group", _GROUP), ("branch", _BRANCH), ("upper", _UPPER))
    for level, pattern in levels:
        if pattern.fullmatch(bare):
            return Heading(level, bare, raw or text)
    return None


def narrowed(register: Register, match: Match[Organisation], above: Organisation | None) -> Match[Organisation]:
    """A match narrowed to the bodies below one, where it left several open."""
    below = [one for one in match.candidates if above is not None and _is_below(register, one, above.key)]
    if match.found is not None or not below:
        return match
    return Match("exact", below[0]) if len(below) == 1 else Match(match.how, None, tuple(below))


def _is_below(register: Register, one: Organisation, above: str) -> bool:
    seen: set[str] = set()  # a list may hold a circle
    while one.parent and one.parent not in seen:
        if one.parent == above:
            return True
        seen.add(one.parent)
        parent = register.organisations.get(one.parent)
        if parent is None:
            return False
        one = parent
    return False
