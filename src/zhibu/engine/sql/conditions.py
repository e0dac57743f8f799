"""Who is judged: runs in force, and the conditions of `when` and `where`, as expressions.

Candidates are tables with the columns subject, organisation, start, last, day; `day` is the day on
which conditions are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibu.engine.language.parts import Bounds, When, Where
from zhibu.engine.sql.aggregates import headcount_of
from zhibu.engine.sql.marks import marked
from zhibu.engine.sql.narrowing import narrowed_activities
from zhibu.engine.sql.spans import covers, earlier, having, join, lacking, later, within
from zhibu.engine.sql.tables import working
from zhibu.kernel.dates import day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.language.rule import RuleBase

MEMBER_BODIES = ("branch", "party_group")


def has_upper(when: When) -> bool:
    """Whether bodies above a branch may be judged (their members are those of the branches below)."""
    return when.kind is None or any(kind not in MEMBER_BODIES for kind in when.kind)


def organisations(when: When) -> ir.Table:
    """The organisations whose verdicts are wanted and that fit `kind`, `sector` and `not_under`."""
    bodies = working("organisation")
    bodies = bodies.filter(bodies.judged == 1)
    if when.kind is not None:
        bodies = bodies.filter(bodies.kind.isin(when.kind))
    if when.sector is not None:
        bodies = bodies.filter(bodies.sector.isin(when.sector))
    if when.not_under is not None:
        upper = working("organisation")
        bodies = lacking(bodies, upper.filter(upper.kind.isin(when.not_under)), {"parent": "id"})
    return bodies


def organisation_runs(directive: str, when: When) -> ir.Table:
    """organisation, since, until: the days on which the directive is in force for it and it exists."""
    force = working("force")
    force = force.filter(force.directive == directive)
    both = join(force, organisations(when), {"organisation": "id"}, {
        "founded": "since", "ended": "until", "established": "established",
        "established_precision": "established_precision"})
    runs = both.select(
        "organisation", "established", "established_precision",
        since=later(both.since, both.founded), until=earlier(both.until, both.ended))
    return runs.filter(runs.since < runs.until)


def fitting(rows: ir.Table, when: When) -> ir.Table:
    """The rows of judged organisations (`organisation`) that fit `kind`, `sector` and `not_under`."""
    if when.kind is None and when.sector is None and when.not_under is None:
        return rows
    return join(rows, organisations(when), {"organisation": "id"})


def in_force(rule: RuleBase, first: Any, last: Any) -> list[Any]:
    """Whether the rule's own span covers all days from `first` to `last`."""
    found = []
    if rule.in_force.since is not None:
        found.append(first >= day_number(rule.in_force.since))
    if rule.in_force.until is not None:
        found.append(last < day_number(rule.in_force.until))
    return found


def within_own_days(runs: ir.Table, rule: RuleBase) -> ir.Table:
    """Runs of days (`since`, `until`) cut to the rule's own span."""
    since, until = rule.in_force.since, rule.in_force.until
    if since is not None:
        runs = runs.mutate(since=later(runs.since, day_number(since)))
    if until is not None:
        runs = runs.mutate(until=earlier(runs.until, day_number(until)))
    return runs if since is None and until is None else runs.filter(runs.since < runs.until)


def narrowed(candidates: ir.Table, rule: RuleBase) -> ir.Table:
    """The candidates that fit `when` (but what `organisations` sees to)."""
    when = rule.when
    member = rule.subject == "member"
    for name in when.given():
        wanted = getattr(when, name)
        if name in ("has_post", "lacks_post"):
            posts = working("post")
            posts = posts.filter(posts.post.isin(wanted))
            spans = posts.select("since", "until", key="member" if member else "organisation")
            key = "subject" if member else "organisation"
            candidates = _holding(candidates, key, spans, name == "has_post")
        elif name == "full":
            candidates = _full(candidates, wanted)
        elif name == "in_group":
            spans = working("belongs")
            spans = spans.filter(spans.kind == "party_group")
            candidates = _holding(candidates, "subject", _keyed(spans), wanted)
        elif name in ("in_state", "not_in_state"):
            spans = working("state")
            spans = spans.filter(spans.state.isin(wanted))
            candidates = _holding(candidates, "subject", _keyed(spans), name == "in_state")
        elif name in ("under_penalty", "free_of"):
            spans = working("penalty")
            spans = spans.filter(spans.kind.isin(wanted))
            candidates = _holding(candidates, "subject", _keyed(spans), name == "under_penalty")
        elif name == "marked":
            candidates = marked(candidates, wanted)
        elif isinstance(wanted, Bounds):
            candidates = _counted(candidates, rule, name, wanted)
    return candidates


def _keyed(spans: ir.Table) -> ir.Table:
    return spans.select("since", "until", key="member")


def _full(candidates: ir.Table, wanted: bool) -> ir.Table:
    both = join(candidates, working("member"), {"subject": "id"}, {"full_since": "full_since"})
    full = both.full_since <= both.day
    return both.filter(full if wanted else both.full_since > both.day).select(*candidates.columns)


def _holding(candidates: ir.Table, key: str, spans: ir.Table, wanted: bool) -> ir.Table:
    """Those whose key has (or has not) a span on their day."""
    asked = candidates.select("day", key=key).distinct()
    hits = join(asked, spans, {"key": "key"}, {"since": "since", "until": "until"})
    hits = hits.filter(covers(hits, hits.day)).select("key", "day")
    return (having if wanted else lacking)(candidates, hits, {key: "key", "day": "day"})


def _counted(candidates: ir.Table, rule: RuleBase, name: str, bounds: Bounds) -> ir.Table:
    """Those whose organisation has a count within bounds on their day."""
    import ibis

    if rule.kind == "composition" and (heads := headcount_of(name)) is not None:
        both = join(candidates, heads, {"organisation": "organisation"}, {"n": "n"}, "left")
        both = both.mutate(n=ibis.coalesce(both.n, 0))
        return both.filter(*within(both.n, bounds)).select(*candidates.columns)
    asked = candidates.select("organisation", "day").distinct()
    if name == "party_groups":
        found = groups_below(asked)
    else:
        upper = rule.subject != "member" and has_upper(rule.when)
        found = by_standing(members_of(asked, upper), name)
    counts = found.group_by("organisation", "day").agg(n=found.count())
    both = join(candidates, counts, {"organisation": "organisation", "day": "day"}, {"n": "n"},
                "left")
    both = both.mutate(n=ibis.coalesce(both.n, 0))
    return both.filter(*within(both.n, bounds)).select(*candidates.columns)


def members_of(asked: ir.Table, upper: bool) -> ir.Table:
    """organisation, day, member: its members that day, but those whose membership is stopped.

    Those of a body above the branches are the members of all branches below it.
    """
    take = {"member": "member", "since": "since", "until": "until"}
    found = join(asked, working("belongs"), {"organisation": "organisation"}, take)
    found = found.filter(covers(found, found.day)).select("organisation", "day", "member")
    if upper:
        below = join(asked, working("up"), {"organisation": "above"}, {"branch": "organisation"})
        below = below.filter(below.branch != below.organisation)
        branches = working("belongs")
        branches = branches.filter(branches.kind == "branch")
        rolled = join(below, branches, {"branch": "organisation"}, take)
        rolled = rolled.filter(covers(rolled, rolled.day))
        found = found.union(rolled.select("organisation", "day", "member"), distinct=True)
    return not_stopped(found)


def not_stopped(found: ir.Table) -> ir.Table:
    """Without those whose membership is stopped (停止党籍) that day."""
    states = working("state")
    stopped = states.filter(states.state == "stopped")
    asked = found.select("member", "day").distinct()
    hits = join(asked, stopped, {"member": "member"}, {"since": "since", "until": "until"})
    hits = hits.filter(covers(hits, hits.day))
    return lacking(found, hits, {"member": "member", "day": "day"})


def by_standing(found: ir.Table, name: str) -> ir.Table:
    """All members, or only the full or the probationary ones."""
    if name == "members":
        return found
    both = join(found, working("member"), {"member": "id"}, {"full_since": "full_since"})
    full = both.full_since <= both.day
    wanted = full if name == "full_members" else both.full_since > both.day
    return both.filter(wanted).select(*found.columns)


def groups_below(asked: ir.Table) -> ir.Table:
    """organisation, day, id, on: the party groups below it that exist that day."""
    bodies = working("organisation")
    groups = bodies.filter(bodies.kind == "party_group")
    below = join(asked, working("up"), {"organisation": "above"}, {"id": "organisation"})
    below = below.filter(below.id != below.organisation)
    found = join(below, groups, {"id": "id"}, {"since": "since", "until": "until"})
    return found.filter(covers(found, found.day)).select(
        "organisation", "day", "id", on=found.since)


def activities(types: tuple[str, ...], where: Where, directive: str | None = None) -> ir.Table:
    """Held activities of given types that fit `where`: all, or those in the window while a directive was in force."""
    facts = working("activity") if directive is None else in_window(directive)
    facts = facts.filter(facts.type.isin(types))
    if where.form is not None:
        facts = facts.filter(facts.form.isin(where.form))
    if where.topics is not None:
        facts = facts.filter(facts.topics.notnull(), *within(facts.topics, where.topics))
    return narrowed_activities(facts, where)


def in_window(directive: str) -> ir.Table:
    """Activities in the window, held by judged organisations for which a directive was in force that day."""
    facts = working("held")
    return facts.filter(facts.directive == directive)


def own(name: str) -> str:
    """A column of the fact itself among the columns of candidates, which has `start` for its day."""
    return f"own_{name}" if name == "start" else name


def fact_candidates(
    directive: str, rule: RuleBase, facts: ir.Table, day: str, settled: bool = False
) -> ir.Table:
    """Candidates of one fact each (id, organisation, a day on which the rule must be in force).

    `settled`: they come from `in_window`, so that the directive is known to be in force.
    """
    whole = in_force(rule, facts[day], facts[day])
    facts = facts.filter(*whole) if whole else facts
    if settled:
        found = fitting(facts, rule.when)
    else:
        runs = organisation_runs(directive, rule.when)
        found = join(facts, runs, {"organisation": "organisation"},
                     {"run_since": "since", "run_until": "until"})
        found = found.filter((found.run_since <= found[day]) & (found.run_until > found[day]))
    more = {own(c): found[c] for c in facts.columns if c not in ("id", "organisation")}
    found = found.select(
        "organisation", **more, subject=found.id, start=found[day], last=found[day],
        day=found[day])
    return narrowed(found, rule)
