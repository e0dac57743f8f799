"""Classes of record and how long each is kept after somebody left: data of the packs, read once."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.packs import installed_packs

# What a class may hold: columns of the member, or rows kept of him.
Held = Literal[
    "phone", "address", "id_number", "hardships", "cares", "corrections", "looks", "box_words", "leave_reasons",
    "appraisal_texts", "outlines", "criticism", "letter_keys",
]  # fmt: skip


class RecordClass(BaseModel):
    """One class of record; `months` after leaving it is due, where `then` is `clear`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    label: str
    holds: tuple[Held, ...] = ()
    months: int | None = None
    after: Literal["left", "closed"] = "left"  # closed: of an opinion, cleared by the night's work of its room
    then: Literal["keep", "clear"]
    basis: str

    def due_on(self, left: dt.date) -> dt.date | None:
        """From which day it is due for somebody who left then; None: never."""
        return None if self.then == "keep" or self.months is None or self.after == "closed" else add_months(left, self.months)

    def left_by(self, day: dt.date) -> dt.date | None:
        """The last day of leaving for which it is due by `day`; None: never."""
        return None if self.then == "keep" or self.months is None or self.after == "closed" else add_months(day, -self.months)

    @property
    def how_long(self) -> str:
        """长期, or 离开满 1 年."""
        if self.then == "keep" or self.months is None:
            return "长期保存"
        years, rest = divmod(self.months, 12)
        since = "办结" if self.after == "closed" else "离开"
        return f"{since}满 {years} 年" if not rest else f"{since}满 {self.months} 个月"


@lru_cache(maxsize=1)
def record_classes() -> tuple[RecordClass, ...]:
    """All classes, in the order of the file; a later pack's class of the same code replaces the earlier."""
    found: dict[str, RecordClass] = {}
    for folder in installed_packs():
        path = folder / "retention.yaml"
        if not path.is_file():
            continue
        for number, row in enumerate(yaml.safe_load(path.read_text("utf-8"))["classes"], 1):
            try:
                one = RecordClass.model_validate(row)
            except ValidationError as error:
                where = f"{path.name} 第 {number} 类"
                raise InputError([Problem(where, str(row), "档案类别的写法", str(error))]) from error
            found[one.code] = one
    return tuple(found.values())


def record_class(code: str) -> RecordClass | None:
    """One class; None where the packs no longer know it."""
    return next((one for one in record_classes() if one.code == code), None)
