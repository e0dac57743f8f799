"""The systems that every organisation is asked to have: data of the packs (bylaws.yaml), read once."""

from __future__ import annotations

from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.packs import installed_packs

CHECKLIST = "systems"  # where it is noted which of them there are


class System(BaseModel):
    """One system: code (an item of the checklist), title, and a text to begin with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    title: str
    body: str


@lru_cache(maxsize=1)
def systems() -> dict[str, System]:
    """All by their code, in the order of the file; a later pack's replaces an earlier one's."""
    found: dict[str, System] = {}
    for folder in installed_packs():
        path = folder / "bylaws.yaml"
        if not path.is_file():
            continue
        for number, row in enumerate(yaml.safe_load(path.read_text("utf-8"))["systems"], 1):
            try:
                one = System.model_validate(row)
            except ValidationError as error:
                raise InputError([Problem(f"{path.name} 第 {number} 项", str(row)[:80], "规章制度的写法", str(error))]) from error
            found[one.code] = one
    return found
