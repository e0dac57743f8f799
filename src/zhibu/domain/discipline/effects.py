"""How long each penalty has effect: data of the packs (penalties.yaml), read once."""

from __future__ import annotations

from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict

from zhibu.domain.members.choices import PenaltyKind
from zhibu.kernel.packs import installed_packs


class Effect(BaseModel):
    """One kind of penalty; `months`: the lengths that may be decided, none: for ever."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: PenaltyKind
    months: tuple[int, ...]
    directive: str
    article: str
    note: str = ""
    ends_posts: bool = False
    ends_membership: bool = False

    @property
    def label(self) -> str:
        """Its Chinese name."""
        return str(self.kind.label)


@lru_cache(maxsize=1)
def effects() -> dict[str, Effect]:
    """By kind, lightest first; a later pack's row replaces an earlier one."""
    found: dict[str, Effect] = {}
    for folder in installed_packs():
        path = folder / "penalties.yaml"
        if path.is_file():
            rows = yaml.safe_load(path.read_text("utf-8"))["penalties"]
            found |= {row["kind"]: Effect.model_validate(row) for row in rows}
    return found
