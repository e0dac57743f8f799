"""Finding the dates inside a text; what each part means is judged in `dates`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from zhibu.rosters.values.text import chinese_number, words


@dataclass(frozen=True, slots=True)
class Token:
    """One date as it stands in a text; `form` is full, two_digit_year, day_first or serial."""

    form: str
    year: int | None = None
    month: int | None = None
    day: int | None = None


_MONTHS = {name: number for number, name in enumerate(
    words("jan feb mar apr may jun jul aug sep oct nov dec"), 1)}  # fmt: skip
_ENGLISH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SEP = r"\s*[./\-—–−、,，\\_·。~:;]\s*"
_NUM = "〇○零一二三四五六七八九十廿卅元"

# One alternative a form, the more exact ones first; group names tell form and part.
_FORMS = re.compile(
    rf"""
    (?P<cy>[{_NUM}]{{4}})年(?:(?P<cm>[{_NUM}]{{1,3}})月(?:(?P<cd>[{_NUM}]{{1,4}})[日号]?)?)?
  | (?<!\d)(?P<y8>(?:18|19|20|21)\d\d)(?P<m8>\d\d)(?P<d8>\d\d)(?!\d)
  | (?<!\d)(?P<y>\d{{4}})\s*年\s*(?:(?P<m>\d{{1,2}})\s*[月./\-]?\s*份?(?:\s*(?P<d>\d{{1,2}})\s*[日号]?)?)?
  | (?<!\d)(?P<ys>\d{{4}}){_SEP}(?P<ms>\d{{1,2}})(?:{_SEP}(?P<ds>\d{{1,2}}))?(?!\d)[月日号]?
  | (?<!\d)(?P<y4>\d{{4}})\.(?P<m4>\d\d)(?P<d4>\d\d)(?!\d)
  | (?<!\d)(?P<yb>\d{{4}})\s+(?P<mb>\d{{1,2}})(?:\s+(?P<db>\d{{1,2}}))?(?!\d)
  | (?<!\d)(?P<dl>\d{{1,2}})[./\-](?P<ml>\d{{1,2}})[./\-](?P<yl>\d{{4}})(?!\d)
  | (?<!\d)(?P<mr>\d{{1,2}})[./\-](?P<yr>(?:19|20)\d\d)(?!\d)
  | (?<!\d)(?P<yt>\d{{2}})(?:{_SEP}|\s*年\s*)(?P<mt>\d{{1,2}})(?:(?:{_SEP}|\s*月\s*)(?P<dt>\d{{1,2}})\s*[日号]?|\s*月)(?!\d)
  | (?<!\d)(?:(?P<de>\d{{1,2}})[-\s]+)?{_ENGLISH.format("me")}[-\s,.']*(?P<ye>\d{{4}}|\d\d)(?!\d)
  | {_ENGLISH.format("mf")}\s*(?P<df>\d{{1,2}}),?\s*(?P<yf>\d{{4}})(?!\d)
  | (?<!\d)(?P<y6>(?:18|19|20|21)\d\d)(?P<m6>\d\d)(?!\d)
  | (?<!\d)(?P<yt2>\d\d)\s*年(?!\d)
  | (?<!\d)(?P<mm>\d{{1,2}})\s*月\s*(?P<dm>\d{{1,2}})\s*[日号]?(?!\d)
  | (?P<cmm>[{_NUM}]{{1,3}})月(?P<cdm>[{_NUM}]{{1,4}})[日号]?
  | (?<!\d)(?P<md>\d{{1,2}})[./\-](?P<dd>\d{{1,2}})(?!\d)[日号]?
  | (?<!\d)(?P<do>\d{{1,2}})\s*[日号]
  | (?P<cdo>[{_NUM}]{{1,4}})[日号]
  | (?<!\d)(?P<mo>\d{{1,2}})\s*月份?
  | (?<!\d)(?P<serial>\d{{5}})(?![\d])
  | (?<!\d)(?P<yy>(?:18|19|20|21)\d\d)(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A time of day or a weekday after the day says nothing more about the date.
_TIME = re.compile(r"[T\s]*\d{1,2}[:时点]\d{2}分?(?::\d{2}(?:\.\d+)?)?秒?Z?|(?<=[日号午晚])\s*\d{1,2}[时点](?:半|整)?|[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?")


def tokens_of(text: str) -> tuple[list[Token], str]:
    """The dates in a text (NFKC already done) and what is left of it."""
    return _tokens_of(text.strip())


@lru_cache(maxsize=16384)
def _tokens_of(text: str) -> tuple[list[Token], str]:
    # A time is taken away only behind a date, else `2024-01-10:30` would lose its day.
    text = _TIME.sub(" ", text)
    found: list[Token] = []
    rest: list[str] = []
    end = 0
    for match in _FORMS.finditer(text):
        found.append(_token(match))
        rest.append(text[end : match.start()])
        end = match.end()
    return found, "".join([*rest, text[end:]])


def _token(match: re.Match[str]) -> Token:
    part = {name: value for name, value in match.groupdict().items() if value is not None}
    if "serial" in part:
        return Token("serial", day=int(part["serial"]))
    if "ml" in part:
        return Token("day_first", int(part["yl"]), int(part["ml"]), int(part["dl"]))
    if "yt" in part or "yt2" in part:
        return Token("two_digit_year", int(part.get("yt") or part["yt2"]), _int(part, "mt"),
                     _int(part, "dt"))  # fmt: skip
    if "me" in part or "mf" in part:
        suffix = "e" if "me" in part else "f"
        year = part[f"y{suffix}"]
        form = "full" if len(year) == 4 else "two_digit_year"
        return Token(form, int(year), _MONTHS[part[f"m{suffix}"].lower()], _int(part, f"d{suffix}"))
    return Token("full", _any(part, "cy y8 y ys y4 yb yr y6 yy"), _any(part, "cm m8 m ms m4 mb mr m6 mm cmm md mo"),
                 _any(part, "cd d8 d ds d4 db dm cdm dd do cdo"))  # fmt: skip


def _int(part: dict[str, str], name: str) -> int | None:
    return int(part[name]) if name in part else None


def _any(part: dict[str, str], names: str) -> int | None:
    for name in names.split():
        if name in part:
            return chinese_number(part[name])
    return None
