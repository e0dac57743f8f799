"""Joins by name and the arithmetic of spans of days: cutting, covering, merging."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any, Literal

from zhibu.engine.sql.tables import AS_OF, ENDED_DAY, ENDED_MONTH, STILL

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.language.parts import Bounds


def join(
    left: ir.Table, right: ir.Table, on: Mapping[str, str], take: Mapping[str, str] | None = None,
    how: Literal["inner", "left"] = "inner",
) -> ir.Table:
    """The columns of `left`, and those of `right` that are taken (new name -> its name there).

    `on` pairs a column of `left` with one of `right`. Joining by name keeps two readings of the same
    table apart, which references to columns would mix up.
    """
    taken = dict(take or {})
    keys = {f"join_{number}": name for number, name in enumerate(on.values())}
    other = right.select(**{new: right[name] for new, name in (keys | taken).items()})
    both = left.join(other, list(zip(on, keys, strict=True)), how=how)
    return both.select(*left.columns, *taken)


def having(left: ir.Table, right: ir.Table, on: Mapping[str, str]) -> ir.Table:
    """The rows of `left` that have a partner in `right`."""
    keys = {f"join_{number}": name for number, name in enumerate(on.values())}
    other = right.select(**{new: right[name] for new, name in keys.items()}).distinct()
    return left.join(other, list(zip(on, keys, strict=True))).select(*left.columns)


def found_by(keys: ir.Table, table: ir.Table, on: Mapping[str, str]) -> ir.Table:
    """The rows of a large table that have a partner among a few keys (`on`: key -> column of `table`).

    Written as a cross join, because SQLite then looks each key up in the table's index and never the
    other way round; to the other engines it is all the same.
    """
    few = keys.select(**{f"few_{number}": keys[name] for number, name in enumerate(on)}).distinct()
    both = few.cross_join(table)
    pairs = [both[f"few_{number}"] == both[name] for number, name in enumerate(on.values())]
    return both.filter(*pairs).select(*table.columns)


def lacking(left: ir.Table, right: ir.Table, on: Mapping[str, str]) -> ir.Table:
    """The rows of `left` that have no partner in `right`."""
    keys = {f"join_{number}": name for number, name in enumerate(on.values())}
    other = right.select(**{new: right[name] for new, name in keys.items()}).distinct()
    both = left.join(other, list(zip(on, keys, strict=True)), how="left")
    return both.filter(both.join_0.isnull()).select(*left.columns)


def together(tables: list[ir.Table]) -> ir.Table:
    """The different rows of several tables with the same columns."""
    return reduce(lambda a, b: a.union(b, distinct=True), tables).distinct()


def as_of() -> Any:
    """The as-of day."""
    import ibis

    return ibis.literal(AS_OF, type="int64")


def ended_day() -> Any:
    """The last day of the last month that had ended by the as-of day."""
    import ibis

    return ibis.literal(ENDED_DAY, type="int64")


def ended_month() -> Any:
    """The number of that month."""
    import ibis

    return ibis.literal(ENDED_MONTH, type="int64")


def cut(day: Any) -> Any:
    """A date cell, empty if it lies after the as-of day."""
    import ibis

    return ibis.ifelse(day <= as_of(), day, ibis.null())


def open_end(day: Any) -> Any:
    """An end as a day that can be compared: a far day where it is empty or not known yet."""
    import ibis

    return ibis.coalesce(cut(day), ibis.literal(STILL, type="int64"))


def earlier(left: Any, right: Any) -> Any:
    """The earlier of two days, neither of which is empty."""
    import ibis

    return ibis.least(left, right)


def later(left: Any, right: Any) -> Any:
    """The later of two days, neither of which is empty."""
    import ibis

    return ibis.greatest(left, right)


def yes(condition: Any) -> Any:
    """A condition as 1 or 0: a cast from truth values does not run everywhere."""
    import ibis

    return ibis.ifelse(condition, 1, 0)


def covers(spans: ir.Table, day: Any) -> Any:
    """Whether a span (`since`, `until`) holds on a day."""
    return (spans.since <= day) & (spans.until > day)


def merged(spans: ir.Table, keys: list[str]) -> ir.Table:
    """Spans of each key melted into runs that neither overlap nor touch."""
    import ibis

    before = ibis.window(
        group_by=keys, order_by=["since", "until"], preceding=(None, 1))
    spans = spans.select(*keys, "since", "until")
    # Most have one span only, and need not be looked at in order.
    counted = spans.group_by(keys).agg(
        pieces=spans.count(), only_since=spans.since.min(), only_until=spans.until.max())
    single = counted.filter(counted.pieces == 1).select(
        *keys, since=counted.only_since, until=counted.only_until)
    spans = having(spans, counted.filter(counted.pieces > 1), {key: key for key in keys})
    reached = spans.mutate(reached=spans.until.max().over(before))
    starts = reached.mutate(
        starts=yes(reached.reached.isnull() | (reached.since > reached.reached)))
    upto = ibis.window(group_by=keys, order_by=["since", "until"], preceding=(None, 0))
    numbered = starts.mutate(run=starts.starts.sum().over(upto))
    runs = numbered.group_by([*keys, "run"]).agg(
        since=numbered.since.min(), until=numbered.until.max())
    return single.union(runs.select(*keys, "since", "until"))


def within(number: Any, bounds: Bounds) -> list[Any]:
    """A number within bounds, as conditions."""
    signs = {">=": number.__ge__, ">": number.__gt__, "<=": number.__le__, "<": number.__lt__}
    return [signs[sign](limit) for sign, limit in bounds.pairs()]
