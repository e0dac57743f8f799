"""What a person asks of a proposal, and what weighs how much in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """Wishes beside the rules: how many groups, the largest size, by what the branch is divided, who stays put.

    `pins`: member -> the group that he stays in: the id of a present one, or any word for one that is still to
    be; those of one word stay together, those of two apart.
    """

    basis: str = "unit"  # unit, or team
    groups: int | None = None
    largest: int | None = None
    pins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taste:
    """One way of weighing what rules leave open: per person far from his kin, per split, and so on."""

    key: str
    label: str
    far: float
    split: float
    uneven: float
    moved: float
    group: float


TASTES = (
    Taste("units", "单位不拆", far=2, split=14, uneven=1, moved=2, group=4),
    Taste("even", "人数均衡", far=1, split=4, uneven=8, moved=1, group=3),
    Taste("calm", "少动人", far=1, split=3, uneven=1, moved=20, group=2),
)
