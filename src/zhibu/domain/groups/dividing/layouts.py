"""A division as it is kept: plain data. Groups in their order; whoever is in none is in no list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhibu.domain.groups.dividing.people import Division, Part, Person, Setting

NUMBERS = "一二三四五六七八九十"


def packed(division: Division) -> dict[str, Any]:
    """As JSON."""
    return {
        "groups": [
            {"name": p.name, "members": list(p.members), "present": p.present, "leader": p.leader}
            for p in division.parts
        ]
    }  # fmt: skip


def unpacked(layout: Mapping[str, Any]) -> Division:
    """From JSON."""
    return Division(tuple(
        Part(one["name"], tuple(one["members"]), one["present"], one["leader"]) for one in layout["groups"]
    ))  # fmt: skip


def ordinal(number: int) -> str:
    """第三党小组 for 3."""
    tens, ones = divmod(number, 10)
    text = NUMBERS[number - 1] if number <= 10 else ("" if tens == 1 else NUMBERS[tens - 1]) + "十"
    text += NUMBERS[ones - 1] if number > 10 and ones else ""
    return f"第{text}党小组"


def as_it_is(setting: Setting, leaders: Mapping[str, str]) -> Division:
    """The branch as it is divided now; `leaders`: group -> who leads it."""
    return Division(tuple(
        Part(
            group.name, tuple(sorted(one.id for one in setting.people if one.group == group.id)), group.id,
            leaders.get(group.id, ""),
        )
        for group in setting.present
    ))  # fmt: skip


def named(division: Division, setting: Setting, leaders: Mapping[str, str]) -> Division:
    """The solver's division with names: a group that goes on keeps its own, new ones are numbered."""
    names = {group.id: group.name for group in setting.present}
    going = {part.present for part in division.parts if part.present}
    free = fresh_names(names[key] for key in going)
    before = prefix(setting)
    order = {group.id: place for place, group in enumerate(setting.present)}
    parts = sorted(division.parts, key=lambda p: (order.get(p.present, len(order)), p.name, p.members))
    found = []
    for part in parts:
        leader = leaders.get(part.present, "")
        name = names.get(part.present) or before + next(free)
        found.append(Part(name, part.members, part.present, leader if leader in part.members else ""))
    return Division(tuple(found))


def fresh_names(taken: Iterable[str]) -> Iterator[str]:
    """第一党小组, 第二党小组 ..., leaving out those with which a name in use ends."""
    used = tuple(taken)
    return (name for name in (ordinal(n) for n in range(1, 100)) if not any(one.endswith(name) for one in used))


def prefix(setting: Setting) -> str:
    """The name of the branch where its groups are named with it, else nothing."""
    named_so = setting.present and all(group.name.startswith(setting.name) for group in setting.present)
    return setting.name if setting.name and named_so else ""


def short(name: str, branch: str) -> str:
    """The name of a group without that of its branch in front."""
    rest = name.removeprefix(branch).strip()
    return rest or name


def without_group(division: Division, people: Iterable[Person]) -> list[Person]:
    """Those who are in none of the groups."""
    placed = division.placed
    return [one for one in people if one.id not in placed]
