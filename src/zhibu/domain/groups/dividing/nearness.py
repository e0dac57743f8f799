"""How near two units lie: what somebody entered, the same parent, names that are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

SAME, NEIGHBOUR, ONE_PARENT, UNKNOWN, FAR = 0, 2, 3, 5, 8
_PARTS = re.compile(r"[/／\\>＞·•・\s—–-]+")


def parent(unit: str) -> str:
    """What a unit belongs to, where its name says so: 农业局/种植科 belongs to 农业局."""
    parts = [part for part in _PARTS.split(unit.strip()) if part]
    return "/".join(parts[:-1])


def distance(one: str, other: str, neighbours: frozenset[frozenset[str]]) -> int:
    """0 the same unit, 8 nothing in common; between them entered neighbours, one parent, like names."""
    if one == other:
        return SAME
    if frozenset((one, other)) in neighbours:
        return NEIGHBOUR
    if not one or not other:
        return UNKNOWN
    if parent(one) and (parent(one) == parent(other) or parent(one) == other or parent(other) == one):
        return ONE_PARENT
    alike = SequenceMatcher(None, _bare(one), _bare(other), autojunk=False).ratio()
    return min(FAR, max(ONE_PARENT, round(FAR - alike * (FAR - ONE_PARENT))))


def shortened(units: Iterable[str]) -> dict[str, str]:
    """How units are shown: without the parent where all have the same one."""
    known = sorted({unit for unit in units if unit})
    above = {parent(unit) for unit in known}
    if len(known) > 1 and len(above) == 1 and above != {""}:
        return {unit: _PARTS.split(unit.strip())[-1] for unit in known}
    return {unit: unit for unit in known}


def _bare(unit: str) -> str:
    """A name without the words that most units share."""
    return re.sub(r"(办公室|科室|科|股|处|室|站|所|部|队|班|组|村)$", "", unit) or unit


def why_near(one: str, other: str, neighbours: frozenset[frozenset[str]]) -> str:
    """The nearness in words; empty where there is none to speak of."""
    if frozenset((one, other)) in neighbours:
        return "登记为相邻"
    if one and other and parent(one) and parent(one) == parent(other):
        return f"同属{parent(one)}"
    if one and other and distance(one, other, neighbours) <= (ONE_PARENT + FAR) // 2:
        return "名称相近"
    return ""
