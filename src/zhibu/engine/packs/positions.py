"""Reads what a directive says to questions that no rule can judge, and holds it against their list."""

from __future__ import annotations

from collections.abc import Mapping

from zhibu.engine.language.matters import Matter, Position, PositionsFile
from zhibu.engine.language.reader import Document, Place
from zhibu.engine.language.reading import File, Reading
from zhibu.engine.language.scalars import nearest


def read_positions(
    reading: Reading, path: File, matters: Mapping[str, Matter]
) -> tuple[Position, ...]:
    """The positions of one directive; what does not fit the questions is noted."""
    if not path.is_file():
        return ()
    document, found = reading.read(path, PositionsFile)
    positions = found.positions if found is not None else ()
    for index, position in enumerate(positions):
        _check(document, ("positions", index), position, matters)
    reading.take(document)
    return positions


def _check(
    document: Document, place: Place, position: Position, matters: Mapping[str, Matter]
) -> None:
    matter = matters.get(position.matter)
    if matter is None:
        document.problem((*place, "matter"), position.matter, "matters.yaml 里的问题",
                         nearest(position.matter, matters))
        return
    if position.says not in matter.answers:
        document.problem((*place, "says"), position.says,
                         f"“{matter.question}”的回答之一：{'、'.join(matter.answers)}",
                         nearest(position.says, matter.answers))
