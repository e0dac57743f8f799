"""The words of a group filing: how a leader came to office, vacancies, former leaders, lists."""

from __future__ import annotations

import re
import unicodedata

from zhibu.rosters.values.text import is_missing, squash

_MANNERS = (
    ("recommended", re.compile(r"推荐|推选|举荐|提名")),
    ("elected", re.compile(r"选举|当选|票选|差额选|等额选|改选|换届选|公推直选")),
    ("designated", re.compile(r"指定|任命|指派|委派|委任|确定|决定|安排|聘任")),
)
ALL_MANNERS = "elected|designated|recommended"
_VACANT = re.compile(r"空缺|待[选定补]|暂[缺无]|缺位|尚未|未[定选]|缺额|拟补|补选中|^[缺无空]$")
_FORMER = re.compile(r"前任|原任|上一?任|上届|历任|已免|免去|卸任|离任|曾任|原组长|已换|不再担任")
_ELSEWHERE = re.compile(r"见|详|附[后件表]|另[附有]|同花名册|略|^名册$|^花名册$")
_SPAN = re.compile(r"(?<=[\d月日年])\s*(?:至|到|[-—–~～－]{1,2})\s*(?=\d{4}|今|现在|\d{1,2}月)")
_STILL = re.compile(r"(?:至|到|[-—–~～－]{1,2})\s*(?:今|现在)")


def manner_of(text: str) -> tuple[str, list[str]]:
    """(manner, all that the text names): the manner is "" when none or several are named."""
    bare = squash(text)
    named = [manner for manner, pattern in _MANNERS if pattern.search(bare)]
    return (named[0] if len(named) == 1 else "", named)


def is_vacant(text: str) -> bool:
    """空缺, （待选）, a dash or nothing: there is no leader now."""
    bare = squash(text).strip("（）()")
    return is_missing(bare) or _VACANT.search(bare) is not None


def is_former(remark: str) -> bool:
    """The remark says that the row tells of a former leader."""
    return _FORMER.search(squash(remark)) is not None


def is_elsewhere(text: str) -> bool:
    """见花名册: the list is not here."""
    return _ELSEWHERE.search(squash(text)) is not None


def span_in(text: str) -> tuple[str, str] | None:
    """The two halves of 2019.04-2022.01; the second is "" for 2019.04至今."""
    normal = unicodedata.normalize("NFKC", text).strip()
    still = _STILL.search(normal)
    if still:
        return normal[: still.start()].strip(), ""
    found = [match for match in _SPAN.finditer(normal) if _is_whole(normal[: match.start()])]
    if not found:
        return None
    return normal[: found[0].start()].strip(), normal[found[0].end() :].strip()


def _is_whole(first: str) -> bool:
    """The half before a dash is a date of its own: 2019-04-2022-08 splits at its third dash."""
    return re.fullmatch(r"\D*\d{4}\D+\d{1,2}(?:\D+\d{1,2})?\D*", first) is not None
