"""Columns of verdict rows that need not be stored: copies of another column, days so many after it, constants.

Found by following each column down the expression that gives it, so no kind has to say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zhibu.facts.normal import literal, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir

Origin = tuple[Any, int]  # where a value comes from, and what is added to it


def alike(rows: ir.Table, names: Sequence[str]) -> dict[str, str]:
    """For each column that an earlier one tells (or that is the same in all rows): SQL for it from the others."""
    found: dict[str, str] = {}
    first: dict[Any, tuple[str, int]] = {}  # origin -> the column that holds it
    for name in names:
        origin, added = _traced(_field(rows.op(), name))
        if (constant := _constant(origin, added)) is not None:
            found[name] = constant
        elif origin in first:
            holder, own = first[origin]
            found[name] = quoted(holder) + (f" + {added - own}" if added != own else "")
        else:
            first[origin] = (name, added)
    return found


def _field(relation: Any, name: str) -> Any:
    import ibis.expr.operations as ops

    return ops.Field(relation, name)


def _constant(origin: Any, added: int) -> str | None:
    import ibis.expr.operations as ops

    if not isinstance(origin, ops.Literal):
        return None
    if origin.value is None:
        return "NULL"
    return literal(origin.value) if isinstance(origin.value, str) else str(origin.value + added)


def _traced(value: Any) -> Origin:
    """The value that a column only hands on, and what was added to it on the way."""
    import ibis.expr.operations as ops

    added = 0
    while True:
        if isinstance(value, ops.Field):
            below = _below(value)
            if below is None:
                return value, added
            value = below
        elif isinstance(value, (ops.Add, ops.Subtract)) and _whole(value.right):
            added += value.right.value if isinstance(value, ops.Add) else -value.right.value
            value = value.left
        else:
            return value, added


def _below(field: Any) -> Any:
    """The value that a column of a relation hands on; None where the relation makes it itself."""
    import ibis.expr.operations as ops

    relation, name = field.rel, field.name
    if isinstance(relation, ops.Project):
        return relation.values[name]
    if isinstance(relation, (ops.Filter, ops.Sort, ops.Distinct, ops.DropColumns)):
        return _field(relation.parent, name)
    if isinstance(relation, ops.JoinChain):
        # A column of the first table only: those of the others may be empty where nothing was found.
        given = relation.values[name]
        if isinstance(given, ops.Field) and given.rel == relation.first:
            return _field(relation.first.parent, given.name)
    return None


def _whole(value: Any) -> bool:
    import ibis.expr.operations as ops

    return isinstance(value, ops.Literal) and isinstance(value.value, int) and not isinstance(value.value, bool)
