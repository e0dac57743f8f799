"""Why these people are together: one short line each, from the division itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from zhibu.domain.groups.dividing.layouts import short
from zhibu.domain.groups.dividing.nearness import shortened, why_near
from zhibu.domain.groups.dividing.people import CADRE, Division, Setting
from zhibu.domain.groups.dividing.solving import block_of

UNKNOWN = "单位没有登记"


def reasons_of(division: Division, setting: Setting, basis: str) -> list[list[str]]:
    """For each group: its units and why they are joined, who was split off, who comes from elsewhere."""
    people = {one.id: one for one in setting.people}
    shown = shortened(block_of(one, basis) for one in setting.people)
    whole = Counter(block_of(one, basis) for one in setting.people)
    cadres = sum(CADRE in one.posts for one in setting.people)
    found = []
    for part in division.parts:
        inside = [people[m] for m in part.members if m in people]
        units = Counter(block_of(one, basis) for one in inside)
        lines = [_together(units, setting, shown)]
        lines += [
            f"{shown[name]}共 {whole[name]} 人，{count} 人在这一组"
            for name, count in units.most_common() if name and count < whole[name]
        ]  # fmt: skip
        here = sum(CADRE in one.posts for one in inside)
        if cadres > 1 and here:
            lines.append(f"领导干部 {cadres} 人，这一组 {here} 人")
        names = {group.id: short(group.name, setting.name) for group in setting.present}
        moved = Counter(names.get(one.group, "") for one in inside if one.group and one.group != part.present)
        lines += [f"从{name}调来 {count} 人" for name, count in moved.most_common() if name]
        found.append([line for line in lines if line])
    return found


def _together(units: Counter[str], setting: Setting, shown: Mapping[str, str]) -> str:
    """The units, and what makes the smaller ones neighbours of the largest."""
    named = [(name, count) for name, count in units.most_common() if name]
    if not named:
        return UNKNOWN
    first = named[0][0]
    if len(named) == 1:
        own = shown[first]
        return f"{own}自成一组" if len(units) == 1 else f"{own}，另有{UNKNOWN}的 {units['']} 人"
    joined = []
    for name, count in named[1:]:
        why = why_near(first, name, setting.neighbours)
        joined.append(f"{shown[name]} {count} 人{f'（{why}）' if why else ''}")
    return f"以{shown[first]}为主，合并{'、'.join(joined)}"
