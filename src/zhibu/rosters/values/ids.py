"""Citizen ID numbers (公民身份号码): what is wrong with one, what can be mended, what is lost."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from zhibu.rosters.values.text import BLANK, HASHES, is_missing, squash, words

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# Letters that look like X in another alphabet, or the sign of multiplication.
_X_ALIKE = str.maketrans(dict.fromkeys("ХхΧχ×✕✖Ⅹⅹ", "X"))
_FORMULA = re.compile(r'=\s*["“”](.*?)["“”]\s*', re.DOTALL)
_APOSTROPHES = "'’‘`´＇ʼ"
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_NOT_YET = frozenset(words("办理中 补办中 暂缺 待办 未办理 待提供 待查证 待完善 丢失 不便提供 没带 待报"))
_AROUND = re.compile(
    r"^(?:(?:公民|居民)?身份证(?:号码?)?[:：]?|[“”\"\[【])+|(?:[(（【][^()（）\d]*[)）】]|[“”\"\]】]|[，,;；。、])+$"
)
_MASKED = re.compile(r"\d+\*{3,}[\dX]*")
_OTHER_PAPER = re.compile(r"军官|士兵|护照|通行证|台胞|港澳|居留|[A-Z]\d{7,9}$")
_LOST_TAIL = re.compile(r"\d{15}000")


@dataclass(frozen=True, slots=True)
class IdReading:
    """What an ID cell says.

    `number` is the full valid number or ""; `severity` is "" (fine), note, hold or reject and
    `code` the worst finding; `notes` are what was mended; `candidate` is a number to confirm.
    """

    number: str = ""
    severity: str = ""
    code: str = ""
    reason: str = ""
    candidate: str = ""
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def born(self) -> dt.date | None:
        """The birth date inside the number, or inside the candidate."""
        number = self.number or self.candidate
        return birth_of(number) if number else None

    @property
    def sex(self) -> str:
        """男 or 女 by the 17th digit of the number (or of the candidate)."""
        number = self.number or self.candidate
        return sex_of(number) if number else ""


def check_digit(first17: str) -> str:
    """The 18th character for 17 digits (GB 11643)."""
    return _CHECKS[sum(map(int.__mul__, map(int, first17), _WEIGHTS)) % 11]


def birth_of(number: str) -> dt.date | None:
    """The birth date inside an 18-character number; None when there is no such day."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """男 or 女 by the 17th digit."""
    return "男" if int(number[16]) % 2 else "女"


@lru_cache(maxsize=65536)
def read_id(value: object, today: dt.date) -> IdReading:
    """Read one ID cell; `today` bounds the birth date inside the number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) >= 1e15:
            return _lost(f"{value:.14E}")
        value = str(int(value))
    raw = "" if value is None else str(value)
    if is_missing(raw) or squash(raw) in _NOT_YET:
        return IdReading(severity="note", code="id_missing",
                         reason="无身份证号，只能按姓名与出生日期查重")  # fmt: skip
    formula = _FORMULA.fullmatch(raw.strip())
    bare = (formula.group(1) if formula else raw).strip().strip(_APOSTROPHES)
    if _SCIENTIFIC.fullmatch(bare):
        return _lost(bare)
    text, notes = _mended(raw)
    if _MASKED.fullmatch(text):
        return IdReading(severity="note", code="id_missing",
                         reason="号码打了星号，按没有身份证号读，只能按姓名与出生日期查重")  # fmt: skip
    return _judged(text, notes, today)


def _lost(shown: str) -> IdReading:
    return IdReading(severity="reject", code="id_stored_as_number",
                     reason=f"号码存成了数字（{shown}），末几位已经丢失，补不回来")  # fmt: skip


def _mended(raw: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The bare number, and what had to be taken off it."""
    notes: list[tuple[str, str]] = []
    text = raw
    formula = _FORMULA.fullmatch(text.strip())
    if formula:
        text = formula.group(1)
        notes.append(("csv_formula_text", "写成了公式文本"))
    bare = _AROUND.sub("", text.strip())
    if bare != text.strip() and bare:
        text = bare
        notes.append(("text_around_id", "号码前后有别的字"))
    if text.strip()[:1] in _APOSTROPHES and text.strip():
        text = text.strip().lstrip(_APOSTROPHES)
        notes.append(("apostrophe_in_id", "号码前多了撇号"))
    stripped = BLANK.sub("", text[:1]) + text[1:]
    trimmed = BLANK.sub(" ", stripped).strip()
    if trimmed != text and len(BLANK.sub("", trimmed)) == len(trimmed):
        notes.append(("blank_around_id", "号码前后有空白"))
    inner = re.sub(r"[\s\-—_.·]", "", trimmed)
    if inner != trimmed:
        notes.append(("blank_inside_id", "号码中间有空白或分隔号"))
    wide = unicodedata.normalize("NFKC", inner)
    if wide != inner:
        notes.append(("full_width_id", "号码是全角字符"))
    last = wide.translate(_X_ALIKE)
    if last != wide:
        notes.append(("cyrillic_x_in_id", f"末位是形似X的字符（{wide[-1]}）"))
    if last.endswith("x"):
        last = last[:-1] + "X"
        notes.append(("lower_case_x", "末位是小写x"))
    return last, tuple(notes)


def _judged(text: str, notes: tuple[tuple[str, str], ...], today: dt.date) -> IdReading:
    def reject(code: str, reason: str) -> IdReading:
        return IdReading(severity="reject", code=code, reason=reason, notes=notes)

    if re.fullmatch(r"\d{15}", text):
        return _fifteen(text, notes)
    if HASHES.fullmatch(text):
        return reject("id_bad_character", "列太窄，只导出了#号")
    if _OTHER_PAPER.search(text):
        return reject("id_bad_character", "不是居民身份证号")
    odd = sorted(set(re.sub(r"[0-9X]", "", text)))
    if odd or "X" in text[:-1]:
        return reject("id_bad_character", f"号码里有不该有的字符“{''.join(odd) or 'X'}”")
    if len(text) != 18:
        return reject("id_wrong_length", f"只有{len(text)}位" if len(text) < 18 else f"有{len(text)}位")
    born = birth_of(text)
    if check_digit(text[:17]) != text[17]:
        if _LOST_TAIL.fullmatch(text):
            return _lost(text)
        return reject("id_checksum_wrong", "校验码不对，有一位写错了")
    if born is None:
        day = f"{text[6:10]}-{text[10:12]}-{text[12:14]}"
        return reject("id_birth_date_impossible", f"号码中的出生日期{day}不存在")
    if not dt.date(1890, 1, 1) <= born <= today:
        return reject("id_birth_date_impossible", f"号码中的出生日期{born}不可能")
    severity, code, reason = ("note", *notes[0]) if notes else ("", "", "")
    return IdReading(text, severity, code, reason, "", notes)


def _fifteen(text: str, notes: tuple[tuple[str, str], ...]) -> IdReading:
    first17 = f"{text[:6]}19{text[6:]}"
    candidate = first17 + check_digit(first17)
    if birth_of(candidate) is None:
        return IdReading(severity="reject", code="id_birth_date_impossible", notes=notes,
                         reason=f"15位旧号中的出生日期{candidate[6:14]}不存在")  # fmt: skip
    return IdReading(severity="hold", code="id_15_digits", candidate=candidate, notes=notes,
                     reason="15位旧号；补19与校验码得候选，须人工确认")  # fmt: skip
