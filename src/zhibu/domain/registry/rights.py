"""What a member may claim, with its article: data of the packs, read once."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from zhibu.engine.wording import article_label
from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.packs import installed_packs

# What somebody can do here for a right.
Does = Literal["", "meetings", "study", "opinions", "votes", "hearing", "looks", "corrections"]


class MemberRight(BaseModel):
    """One right: its gist in our own words, where it stands, what can be done here for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gist: str
    source: str
    article: str
    do: Does = ""

    @property
    def cited(self) -> str:
        """中国共产党章程 第四条."""
        return f"{self.source} {article_label(self.article)}"


@lru_cache(maxsize=1)
def member_rights() -> tuple[MemberRight, ...]:
    """All of them, in the order of the files; a later pack's of the same gist replaces the earlier."""
    found: dict[str, MemberRight] = {}
    for folder in installed_packs():
        path = folder / "member_rights.yaml"
        if not path.is_file():
            continue
        for number, row in enumerate(yaml.safe_load(path.read_text("utf-8"))["rights"], 1):
            try:
                one = MemberRight.model_validate(row)
            except ValidationError as error:
                raise InputError([Problem(f"{path.name} 第 {number} 项", str(row), "党员权利的写法", str(error))]) from error
            found[one.gist] = one
    return tuple(found.values())
