"""Why somebody should be talked to: data of the packs (talk_reasons.yaml), read once."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.packs import installed_packs


class Basis(BaseModel):
    """An article that asks for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    directive: str
    article: str


class Reason(BaseModel):
    """One reason; `finds` says by which records somebody is found whom it concerns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    label: str
    finds: Literal["", "post", "penalty", "hardship", "membership", "meeting"] = ""
    types: tuple[str, ...] = ()
    days: int = 0
    narrow: bool = False
    cure: str = ""
    basis: tuple[Basis, ...] = ()


@lru_cache(maxsize=1)
def reasons() -> dict[str, Reason]:
    """All reasons by their code, in the order of the file; a later pack's replaces an earlier one's."""
    found: dict[str, Reason] = {}
    for folder in installed_packs():
        path = folder / "talk_reasons.yaml"
        if not path.is_file():
            continue
        for number, row in enumerate(yaml.safe_load(path.read_text("utf-8"))["reasons"], 1):
            try:
                one = Reason.model_validate(row)
            except ValidationError as error:
                raise InputError([Problem(f"{path.name} 第 {number} 项", str(row), "谈话原因的写法", str(error))]) from error
            found[one.code] = one
    return found
