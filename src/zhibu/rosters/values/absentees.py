"""The cell 缺席人员及原因: who stayed away and why, in any of the ways clerks write such a list.

Known forms: 甲（病假）、乙（出差）; 甲(病假) 乙(出差); 甲病假,乙、丙出差; 1.甲 病假; 病假2人：甲、乙; 甲：病假;
nobody (无, 0, 全勤); only a number (3人请假). One cell may mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from zhibu.rosters.values.text import BLANK, chinese_number, is_missing, squash

# Longer words first where one holds another; a word in brackets may be anything.
_REASON_WORDS = (
    "无故不参加 无故未参加 无故未到 无故缺席 擅自缺席 未请假 旷会 旷课 无故 在外培训 外出培训 外出学习 外出开会 "
    "外出务工 因公外出 因公出差 因公请假 因病请假 因事请假 因公 因病 因事 下乡驻村 驻村 下乡 下村 值班 值守 出差 外出 "
    "在外 公差 公休 年休假 年休 休假 轮休 补休 调休 病休 病假 事假 产假 陪产假 护理假 哺乳假 婚假 丧假 探亲假 探亲 "
    "住院 生病 就医 看病 陪护 开会 培训 学习 挂职 借调 抽调 支教 援疆 援藏 请假 迟到 早退"
)
REASONS = _REASON_WORDS.split()
UNEXCUSED = re.compile(r"旷|无故|擅自|未请假|没请假|不请假")
_NOBODY = (
    "0 ０ 〇 O 无 没有 全勤 无缺席 无人缺席 全到 全部到齐 全员到齐 到齐 齐 全体到会 无缺 无缺勤"
)
NOBODY_WORDS = frozenset(_NOBODY.split())

_REASON = "|".join(sorted(REASONS, key=len, reverse=True))
_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_HEADER = re.compile(
    rf"(?:^|(?<=[、,，;；\s]))(?P<reason>[\u3400-\u9fff]{{2,8}}?)(?P<count>{_COUNT})?\s*[人名]?\s*[:：]"
)
_ONLY_COUNTS = re.compile(
    rf"(?:共|有|缺席|请假|另有|等|其中|(?:{_REASON})|[、,，;；：:\s（）()])*"
    rf"(?:(?P<count>{_COUNT})\s*[人名](?:因?(?:{_REASON})|缺席|请假|未到|未参加|缺勤|[、,，;；：:\s（）()])*)+"
)
_NUMBERED = re.compile(r"(?:^|(?<=[\s、,，;；）]))[（(]?\d{1,2}[)）]?\s*[.．、）)]\s*")
_TOTAL = re.compile(rf"^\s*(?:共|合计|总计|计|缺席|缺勤|未到)?\s*{_COUNT}\s*[人名]\s*[:：]")
_NO_REASON = re.compile(r"缺席.*|缺勤.*|未到.*|名单|人员|姓名")
_ALL = re.compile(r"^[均都皆]")
_BRACKETS = str.maketrans("()［］[]【】〔〕", "（）（）（）（）（）")
_MARK = r"（[大小男女一二]）"
_REASON_AT = re.compile(rf"\s*(?:因)?({_REASON})")
_BRACKETED = re.compile(r"\s*（([^（）]*)）")
_UNKNOWN_NAME = re.compile(
    rf"[\u3400-\u9fff\U00020000-\U0003ffff](?:\s?[\u3400-\u9fff\U00020000-\U0003ffff]){{0,3}}"
    rf"(?:[·•・][\u3400-\u9fff]+)*(?:{_MARK})?"
)
_FREE_REASON = re.compile(r"[\u3400-\u9fff]{2,12}")
_SEPARATOR = re.compile(r"[、,，;；。\s和及]+")
_REST_COUNT = re.compile(rf"等?共?({_COUNT})\s*[人名](?:{_REASON}|缺席)?")


@dataclass(slots=True)
class Absentee:
    """One name of the list; `known` tells whether it stood among the names that were given."""

    name: str
    reason: str = ""
    known: bool = False
    spaced: bool = False

    @property
    def status(self) -> str:
        return "absent" if UNEXCUSED.search(self.reason) else "excused"


@dataclass(slots=True)
class AbsenceList:
    """What the cell says: people, or only how many, or nobody; `unread` holds what is left."""

    people: list[Absentee] = field(default_factory=list)
    unnamed: int = 0
    unread: list[str] = field(default_factory=list)

    @property
    def spaced(self) -> bool:
        return any(person.spaced for person in self.people)


@lru_cache(maxsize=512)
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    """The known names, longest first, with any blanks between their characters."""
    # A roster may hold a row without a name; nothing is found by it, for ever.
    ordered = sorted((name for name in names if squash(name)), key=lambda name: (-len(name), name))
    if not ordered:
        return None
    spaced = (r"\s*".join(re.escape(char) for char in name) for name in ordered)
    return re.compile(rf"(?:{'|'.join(spaced)})(?:\s*{_MARK})?")


_LONGEST = 3000  # characters; no meeting has so many absentees


def read_absences(raw: object, names: Iterable[str] = ()) -> AbsenceList:
    """Read the cell; `names` are those of the body that met (without marks such as （大）)."""
    text = BLANK.sub(lambda match: "\n" if "\n" in match[0] else " ", str(raw or "")).strip()
    if is_missing(text) or squash(text) in NOBODY_WORDS:
        return AbsenceList()
    found = AbsenceList()
    if len(text) > _LONGEST:
        found.unread.append(f"{text[:20]}……")
        return found
    text = text.translate(_BRACKETS)
    if _ONLY_COUNTS.fullmatch(text):
        counts = re.findall(rf"({_COUNT})\s*[人名]", text)
        found.unnamed = sum(chinese_number(count) or 0 for count in counts)
        return found
    pattern = _pattern(frozenset(names))
    if pattern and "\n" in text:
        text = pattern.sub(lambda match: match[0].replace("\n", " "), text)
    reason = ""
    for segment in re.split(r"[\n;；。]+", _TOTAL.sub("", text)):
        cleaned = _NUMBERED.sub(" ", segment).strip()
        reason = _Segment(cleaned, pattern, found).read(reason)
    return found


class _Segment:
    """One stretch of the cell between line breaks or semicolons."""

    def __init__(self, text: str, names: re.Pattern[str] | None, found: AbsenceList) -> None:
        self.text, self.names, self.found = text, names, found
        self.waiting: list[Absentee] = []

    def read(self, carried: str) -> str:
        """Read names under headers (病假2人：) or before reasons; returns the last header."""
        headers = [head for head in _HEADER.finditer(self.text) if not self._is_person(head)]
        starts = [head.start() for head in headers] + [len(self.text)]
        self._names(self.text[: starts[0]].replace("：", " ").replace(":", " "), carried)
        for head, end in zip(headers, starts[1:], strict=True):
            carried = "" if _NO_REASON.fullmatch(head["reason"]) else head["reason"]
            self._names(self.text[head.end() : end], carried)
        return carried

    def _is_person(self, head: re.Match[str]) -> bool:
        """甲：病假 names a person before the colon, 病假：甲 a reason."""
        word = head["reason"]
        if head["count"] or re.fullmatch(_REASON, word):
            return False
        named = self.names is not None and self.names.fullmatch(word) is not None
        return named or _REASON_AT.match(self.text, head.end()) is not None

    def _names(self, text: str, reason: str) -> None:
        self.waiting = []
        at = 0
        while at < len(text):
            if gap := _SEPARATOR.match(text, at):
                at = gap.end()
            elif rest := _REST_COUNT.match(text, at):
                self.found.unnamed += self._unnamed(rest)
                at = rest.end()
            elif (
                self.waiting
                and not self._known_at(text, at)
                and (word := _REASON_AT.match(text, at))
            ):
                self._give(word[1])
                at = word.end()
            else:
                at = self._person(text, at)
        if reason:
            self._give(reason)

    def _unnamed(self, rest: re.Match[str]) -> int:
        """等3人 after two names leaves one without a name."""
        total = chinese_number(rest[1]) or 0
        return max(total - len(self.found.people), 0) if rest[0].startswith("等") else total

    def _give(self, reason: str) -> None:
        for person in self.waiting:
            person.reason = reason
        self.waiting = []

    def _person(self, text: str, at: int) -> int:
        """One name and what follows it; returns where reading goes on."""
        match, known = self._name_at(text, at)
        if match is None:
            stop = _SEPARATOR.search(text, at)
            end = stop.start() if stop else len(text)
            self.found.unread.append(text[at:end])
            return max(end, at + 1)
        name, end = match
        spaced = bool(re.search(r"\S\s+\S", name.split("（")[0]))
        person = Absentee(squash(name).removesuffix("同志"), known=known, spaced=spaced)
        self.found.people.append(person)
        end += 2 if text.startswith("同志", end) else 0
        if bracket := _BRACKETED.match(text, end):
            person.reason = _ALL.sub("", squash(bracket[1]))
            if _ALL.match(squash(bracket[1])):
                self._give(person.reason)
            return bracket.end()
        if word := _REASON_AT.match(text, end):
            self._give(word[1])
            person.reason = word[1]
            return word.end()
        if known and (free := _FREE_REASON.match(text, end)):
            person.reason = free[0]
            return free.end()
        self.waiting.append(person)
        return end

    def _name_at(self, text: str, at: int) -> tuple[tuple[str, int] | None, bool]:
        """The name that begins here and its end, and whether it is a known one."""
        match = self._known_at(text, at)
        if match:
            return (match[0], match.end()), True
        return self._unknown_at(text, at), False

    def _known_at(self, text: str, at: int) -> re.Match[str] | None:
        match = self.names.match(text, at) if self.names else None
        return match if match and self._ends(text, match.end()) else None

    def _ends(self, text: str, at: int) -> bool:
        """Nothing behind the name shows that the name goes on."""
        return (
            at >= len(text)
            or text.startswith(("（", "同志"), at)
            or _SEPARATOR.match(text, at) is not None
            or _REASON_AT.match(text, at) is not None
            or _REST_COUNT.match(text, at) is not None
            or self._free(text, at)
        )

    def _free(self, text: str, at: int) -> bool:
        """甲家中有事: a reason in no list, with nothing in it that would make it a longer name."""
        free = _FREE_REASON.match(text, at)
        return free is not None and len(free[0]) > 2 and not re.search(_REASON, free[0])

    def _unknown_at(self, text: str, at: int) -> tuple[str, int] | None:
        """A name that no list knows: up to its reason, bracket or separator."""
        match = _UNKNOWN_NAME.match(text, at)
        if match is None:
            return None
        reason = re.compile(rf"(?:因)?(?:{_REASON})").search(text, at + 1, match.end() + 5)
        end = min(match.end(), reason.start()) if reason else match.end()
        blank = re.search(r"\s", text[at:end])
        if blank and blank.start() >= 2:
            end = at + blank.start()
        return (text[at:end], end) if end - at >= 2 else None
