"""What a rule demands of the steps of each case, as expressions: order, time between, papers, repetition.

Each takes candidates (a case a row, with `closed`) and gives them with `due`, `done` (1 where the demand
is met by the steps themselves), the days of the steps it names (`d0`, `d1` …) and perhaps a count `n`.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from zhibu.engine.sql.keys import row_key
from zhibu.engine.sql.spans import having, join, yes
from zhibu.engine.sql.tables import STILL, working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.language.procedure import Constraint, Duration


def demanded(candidates: ir.Table, constraint: Constraint) -> ir.Table:
    """The candidates with what the constraint says of each."""
    dated = with_days(candidates, constraint.steps)
    return {"order": _order, "between": _between, "papers": _papers, "every": _every}[
        constraint.form](dated, constraint)


def with_days(candidates: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """With the first day of each named step; empty where it was not taken."""
    import ibis

    steps = _of(candidates).filter(lambda t: t.step.isin(names))
    days = {f"d{place}": ibis.ifelse(steps.step == name, steps.on, ibis.null("int64")).min()
            for place, name in enumerate(names)}
    firsts = steps.group_by("case").agg(**days)
    return join(candidates, firsts, {"subject": "case"}, {name: name for name in days}, "left")


def _of(candidates: ir.Table) -> ir.Table:
    return having(working("step"), candidates, {"case": "subject"})


def _order(dated: ir.Table, constraint: Constraint) -> ir.Table:
    import ibis

    days = [dated[f"d{place}"] for place in range(len(constraint.steps))]
    wrong: Any = ibis.literal(STILL, type="int64")
    for place, day in enumerate(days[1:], start=1):
        early = reduce(or_, (before.isnull() | (before > day) for before in days[:place]))
        found = ibis.ifelse(day.notnull() & early, day, STILL)
        wrong = ibis.least(wrong, found)
    dated = dated.mutate(wrong=wrong)
    complete = reduce(and_, (day.notnull() for day in days))
    none = ibis.null("int64")
    return dated.mutate(due=ibis.ifelse(dated.wrong < STILL, dated.wrong, none),
                        done=yes(complete & (dated.wrong == STILL)))


def _between(dated: ir.Table, constraint: Constraint) -> ir.Table:
    import ibis

    dated = _after(dated, "d0", constraint.at_least, "soonest")
    dated = _after(dated, "d0", constraint.at_most, "latest")
    there = dated.d1.notnull()
    early = there & (dated.d0.isnull() | (dated.d1 < dated.d0))
    if constraint.at_least is not None:
        early = early | (there & dated.d0.notnull() & (dated.d1 < dated.soonest))
    dated = dated.mutate(early=yes(early))
    done = (dated.early == 0) & dated.d0.notnull() & dated.d1.notnull()
    if constraint.at_most is not None:
        done = done & (dated.d1 <= dated.latest)
    return dated.mutate(due=ibis.ifelse(dated.early == 1, dated.d1, dated.latest), done=yes(done))


def _after(dated: ir.Table, base: str, duration: Duration | None, name: str) -> ir.Table:
    """With the day so long after another; empty where that is empty, or no time is given."""
    import ibis

    if duration is None:
        return dated.mutate(**{name: ibis.null("int64")})
    unit, count = duration.span
    if unit == "days":
        return dated.mutate(**{name: dated[base] + count})
    return join(dated, step_after(unit, count), {base: "day"}, {name: "due"}, "left")


def step_after(unit: str, count: int) -> ir.Table:
    """Each day of a step with the day so many working days, months or years later."""
    table = working("step_after")
    return table.filter(table.unit == unit, table.n == count)


def papers_about(candidates: ir.Table, constraint: Constraint) -> ir.Table:
    """subject, start, kind, on, id: the papers asked for about each case."""
    papers = working("paper")
    papers = papers.filter(papers.kind.isin(constraint.papers))
    return join(candidates.select("subject", "start"), papers, {"subject": "about"},
                {"kind": "kind", "on": "on", "id": "id"})


def _papers(dated: ir.Table, constraint: Constraint) -> ir.Table:
    import ibis

    papers = join(papers_about(dated, constraint), dated, {"subject": "subject"}, {"day": "d0"})
    there = papers.filter(papers.on <= papers.day).select("subject", "kind").distinct()
    counts = there.group_by("subject").agg(n=there.count())
    dated = join(dated, counts, {"subject": "subject"}, {"found": "n"}, "left")
    dated = dated.mutate(n=ibis.coalesce(dated.found, 0))
    return dated.mutate(due=dated.d0, done=yes(dated.n == len(constraint.papers or ())))


def _turns(dated: ir.Table, constraint: Constraint) -> ir.Table:
    """subject, on: the days of the repeated step after the first and up to the last, each once."""
    assert constraint.every is not None
    step = constraint.every.step
    steps = _of(dated).filter(lambda t: t.step == step)
    found = join(steps, dated, {"case": "subject"}, {"begin": "d0", "end": "d1"})
    found = found.filter(found.on > found.begin, found.end.isnull() | (found.on <= found.end))
    return found.select("on", subject="case").distinct()


def _every(dated: ir.Table, constraint: Constraint) -> ir.Table:
    import ibis

    assert constraint.every is not None
    begun = dated.filter(dated.d0.notnull())
    points = begun.select("subject", on=begun.d0).union(
        _turns(dated, constraint).select("subject", "on"))
    following = ibis.window(group_by="subject", order_by="on")
    points = points.mutate(then=points.on.lead().over(following))
    points = join(points, dated, {"subject": "subject"}, {"end": "d1"})
    points = join(points, step_after("months", constraint.every.months), {"on": "day"},
                  {"upto": "due"})
    points = points.mutate(then=ibis.coalesce(points.then, points.end))
    late = points.then.isnull() | (points.then > points.upto)
    points = points.mutate(late=ibis.ifelse(late, points.upto, ibis.null("int64")))
    found = points.group_by("subject").agg(
        late=points.late.min(), upto=points.upto.max(), points=points.count())
    dated = join(dated, found, {"subject": "subject"},
                 {"late": "late", "upto": "upto", "points": "points"}, "left")
    early = dated.d1.notnull() & (dated.d0.isnull() | (dated.d1 < dated.d0))
    dated = dated.mutate(early=yes(early), n=ibis.coalesce(dated.points - 1, 0))
    done = (dated.early == 0) & dated.d0.notnull() & dated.late.isnull()
    due = ibis.coalesce(dated.late, dated.upto)
    return dated.mutate(due=ibis.ifelse(dated.early == 1, dated.d1, due), done=yes(done))


def evidence(candidates: ir.Table, constraint: Constraint) -> ir.Table:
    """subject, start, on, id: the steps that counted, and the papers about the case."""
    names = constraint.steps
    steps = _of(candidates).filter(lambda t: t.step.isin(names))
    firsts = steps.group_by("case", "step").agg(on=steps.on.min())
    if constraint.every is not None:
        step = constraint.every.step
        turns = _turns(with_days(candidates, names), constraint)
        again = _of(candidates).filter(lambda t: t.step == step)
        again = having(again, turns, {"case": "subject", "on": "on"})
        firsts = firsts.union(again.select("case", "step", "on"))
    found = join(firsts, candidates, {"case": "subject"}, {"start": "start"})
    found = found.select("start", "on", subject="case",
                         id=row_key("steps", found.case, found.step, day=found.on))
    found = found.select("subject", "start", "on", "id")
    if constraint.papers is None:
        return found
    return found.union(papers_about(candidates, constraint).select("subject", "start", "on", "id"))
