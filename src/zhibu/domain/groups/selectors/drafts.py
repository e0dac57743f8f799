"""A division as it is kept, held against who is in the branch today."""

from __future__ import annotations

from zhibu.domain.groups.dividing.layouts import unpacked
from zhibu.domain.groups.dividing.people import Division as Layout
from zhibu.domain.groups.dividing.people import Part, Setting
from zhibu.domain.groups.models import Division


def layout_of(division: Division, setting: Setting) -> Layout:
    """Who sits where by the step that is shown; whoever has left the branch since is left out.

    A group that was dissolved since is a new one now.
    """
    step = division.steps.get(number=division.place)
    here = {one.id for one in setting.people}
    groups = {group.id for group in setting.present}
    found = []
    for part in unpacked(step.layout).parts:
        members = tuple(member for member in part.members if member in here)
        leader = part.leader if part.leader in members else ""
        found.append(Part(part.name, members, part.present if part.present in groups else "", leader))
    return Layout(tuple(part for part in found if part.members))


def pinned(division: Division, layout: Layout) -> dict[str, str]:
    """Who stays put when the solver is asked: member -> the group that the draft has him in (see `Wish.pins`)."""
    held = set(division.pins)
    return {
        key: part.present or f"new:{place}"
        for place, part in enumerate(layout.parts) for key in part.members if key in held
    }  # fmt: skip
