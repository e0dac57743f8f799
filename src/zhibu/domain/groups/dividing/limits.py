"""The limits of a demand as rows of the whole-number program.

A hard demand stands as it is. One that may be missed has a column that says so and costs; how far it is
missed costs too, so that the nearest division is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from zhibu.domain.groups.dividing.asking import MOST_GROUPS
from zhibu.domain.groups.dividing.demands import TEST, Demand, constant, weigh
from zhibu.domain.groups.dividing.model import Model
from zhibu.engine.kinds.limits import Limit


def demand_rows(model: Model, demand: Demand) -> None:
    """Rows of one demand: hard as it stands, else with a column that says that it is missed."""
    soft = not demand.hard or model.elastic
    if demand.of_group:
        for seat in range(len(model.seats)):
            rows = [_in_group(model, seat, limit) for limit in demand.ways[0]]
            _either(model, demand, [[row for some in rows for row in some]], soft)
    else:
        _either(model, demand, [w for w in (_way(model, way) for way in demand.ways) if w is not None], soft)


Row = tuple[dict[int, float], float]  # the sum is not below the bound


def _either(model: Model, demand: Demand, ways: list[list[Row]], soft: bool) -> None:
    program, most = model.program, 4.0 * max(len(model.setting.people), MOST_GROUPS)
    if any(not way for way in ways):
        return  # one way holds whatever is done
    chosen = [program.column() for _ in ways] if len(ways) != 1 else []
    missed = program.column(cost=demand.weight) if soft else None
    if missed is not None:
        model.misses.append((demand, missed))
    if len(ways) != 1:
        program.at_least(dict.fromkeys(chosen, 1.0) | ({missed: 1.0} if missed is not None else {}), 1)
    for number, way in enumerate(ways):
        for terms, bound in way:
            scale = most * max(1.0, *(abs(v) for v in terms.values()))
            row, wanted = dict(terms), bound
            if missed is not None:  # how far it is missed counts too, so that the nearest is found
                short = program.column(scale, demand.weight / 20, whole=False)
                program.at_most({short: 1.0, missed: -scale}, 0)
                row[short] = 1.0
            if chosen:
                row[chosen[number]] = row.get(chosen[number], 0.0) - scale
                wanted -= scale
            program.at_least(row, wanted)


def _in_group(model: Model, seat: int, limit: Limit) -> list[Row]:
    """The limit on the group at a seat, where it is opened."""
    opened, count, rows = model.open[seat], model.sum_of(seat, limit), []
    for sign, text in limit.bounds():
        if limit.other is not None:
            other = model.sum_of(seat, limit.other)
            part = Fraction(text)
            terms = {c: v * part.denominator for c, v in count.items()}
            for column, value in other.items():
                terms[column] = terms.get(column, 0.0) - value * part.numerator
            rows.append(_row(terms, opened, sign, 0))
        else:
            rows.append(_row(dict(count), opened, sign, int(text)))
    if limit.odd:
        half, some = model.program.column(len(model.setting.people)), model.program.column()
        terms = {c: -v for c, v in count.items()} | {half: 2.0, some: 1.0}
        rows += [(terms, 0.0), ({c: -v for c, v in terms.items()}, 0.0)]
        rows.append(({**count, some: -1.0}, 0.0))
        rows.append(({**{c: -v for c, v in count.items()}, some: float(len(model.setting.people))}, 0.0))
    return rows


def _row(terms: dict[int, float], opened: int, sign: str, bound: int) -> Row:
    """Counts are whole, so that more than is one more; a group that is not opened owes nothing."""
    if sign in (">=", ">"):
        wanted = bound + (sign == ">")
        return {**terms, opened: -float(wanted)}, 0.0
    wanted = bound - (sign == "<")
    return {**{c: -v for c, v in terms.items()}, opened: float(wanted)}, 0.0


def _way(model: Model, limits: Iterable[Limit]) -> list[Row] | None:
    """Rows of limits on the branch; None where one of them cannot hold."""
    rows: list[Row] = []
    for limit in limits:
        own, other = constant(limit, model.setting), None
        if limit.other is not None:
            other = constant(limit.other, model.setting)
        for sign, text in limit.bounds():
            row = _of_branch(model, limit, own, other, sign, Fraction(text))
            if row is None:
                return None
            rows += row
        if own is not None and limit.odd and own and own % 2 == 0:
            return None
    return rows


def _of_branch(
    model: Model, limit: Limit, own: int | None, other: int | None, sign: str, bound: Fraction
) -> list[Row] | None:
    groups = dict.fromkeys(model.open, 1.0)
    if limit.count == "share_in_one_group":
        return _shared(model, limit, sign, bound)
    if limit.count == "groups_of_only":
        return _only(model, limit, int(bound) - (sign == "<"))
    if limit.count == "party_groups":
        wanted = bound if limit.other is None else bound * (other or 0)
        least, most = (floor(wanted) + 1 if sign == ">" else ceil(wanted)), (
            ceil(wanted) - 1 if sign == "<" else floor(wanted))  # fmt: skip
        if sign in (">=", ">"):
            return [(groups, float(least))]
        return [(dict.fromkeys(groups, -1.0), -float(most))]
    if limit.compared_with == "party_groups":
        signed = 1.0 if sign in (">=", ">") else -1.0
        strict = 1 if sign in (">", "<") else 0
        terms = dict.fromkeys(groups, -signed * bound.numerator)
        return [(terms, strict - signed * (own or 0) * bound.denominator)]
    holds = TEST[sign](Fraction(own or 0), bound if limit.other is None else bound * (other or 0))
    return [] if holds else None


def _shared(model: Model, limit: Limit, sign: str, share: Fraction) -> list[Row]:
    """No group has more of those who hold the post than its share of them."""
    total = sum(weigh(limit, person) for person in model.setting.people)
    most = floor(share * total) if sign == "<=" else ceil(share * total) - 1
    if not total:
        return [] if sign == "<=" or share > 0 else [({}, 1.0)]
    return [
        ({c: -v for c, v in model.sum_of(seat, limit).items()}, -float(most)) for seat in range(len(model.seats))
    ]  # fmt: skip


def _only(model: Model, limit: Limit, most: int) -> list[Row]:
    """At most so many groups have nobody without the post."""
    program, whole = model.program, []
    for seat, opened in enumerate(model.open):
        only = program.column()
        others = {
            model.here[p, seat]: 1.0 for p, sort in enumerate(model.sorts) if not weigh(limit, sort.people[0])
        }  # fmt: skip
        program.at_least(others | {only: 1.0, opened: -1.0}, 0)
        whole.append(only)
    return [(dict.fromkeys(whole, -1.0), -float(most))]
