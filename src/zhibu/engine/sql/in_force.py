"""The working tables that say what is in force for whom: directives, and members, posts, activities under them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zhibu.engine.sql.spans import as_of, covers, earlier, ended_day, join, later, merged, open_end
from zhibu.engine.sql.tables import SINCE, WORKING, working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.sql.plan import Plan


def force(plan: Plan) -> ir.Table | None:
    """Runs of days on which a directive is in force for an organisation, whether it exists or not."""
    directive = working("directive")
    if not plan.facts.has("adoptions"):
        bodies = working("organisation").select(organisation="id")
        return directive.cross_join(bodies).select(
            "organisation", "since", "until", directive=directive.id)
    spans = plan.facts("adoptions")
    spans = spans.filter(spans.since <= as_of())
    named = join(spans, directive, {"directive": "id"}, {"end": "until"})
    named = named.select(
        "directive", "organisation", "since", until=earlier(open_end(named.until), named.end))
    below = join(named.rename(adopter="organisation"), working("up"), {"adopter": "above"},
                 {"organisation": "organisation"})
    return merged(below.filter(below.since < below.until), ["directive", "organisation"])


def member_run(plan: Plan) -> ir.Table | None:
    """Runs of days on which a directive is in force for a member: that of his branch each day."""
    spans = working("belongs")
    spans = spans.filter(spans.kind == "branch").select("member", "organisation", "since", "until")
    found = join(spans, working("force"), {"organisation": "organisation"},
                 {"directive": "directive", "force_since": "since", "force_until": "until"})
    found = found.select(
        "directive", "member", since=later(found.since, found.force_since),
        until=earlier(found.until, found.force_until))
    return merged(found.filter(found.since < found.until), ["directive", "member"])


def today(plan: Plan) -> ir.Table | None:
    """Members for whom a directive is in force on the as-of day, with the branch they belong to then."""
    import ibis

    runs, spans, bodies = working("member_run"), working("belongs"), working("organisation")
    now = runs.filter(covers(runs, as_of()))
    spans = spans.filter(spans.kind == "branch", covers(spans, as_of()))
    spans = join(spans, bodies.filter(bodies.judged == 1), {"organisation": "id"})
    found = join(now, spans, {"member": "member"}, {"organisation": "organisation"})
    ended = runs.filter(covers(runs, ended_day()), runs.until <= as_of())
    found = join(found, ended, {"directive": "directive", "member": "member"}, {"before": "since"}, "left")
    return found.select(
        "directive", "member", "organisation", "since",
        begun=ibis.ifelse(found.since <= ended_day(), found.since, found.before))


def runs_in_force() -> ir.Table:
    """directive, organisation, since, until: while it is in force for a judged organisation that exists."""
    force, bodies = working("force"), working("organisation")
    runs = join(force, bodies.filter(bodies.judged == 1), {"organisation": "id"},
                {"founded": "since", "ended": "until"})
    runs = runs.select("directive", "organisation", since=later(runs.since, runs.founded),
                       until=earlier(runs.until, runs.ended))
    return runs.filter(runs.since < runs.until)


def tenure(plan: Plan) -> ir.Table | None:
    """Posts with the days up to the as-of day on which they are held and a directive is in force."""
    if not plan.facts.has("posts"):
        return None
    posts = working("post")
    posts = posts.select("id", "member", "organisation", "post", post_since="since",
                         post_until=earlier(posts.until, as_of() + 1))
    found = join(posts, runs_in_force(), {"organisation": "organisation"},
                 {"directive": "directive", "run_since": "since", "run_until": "until"})
    found = found.mutate(since=later(found.post_since, found.run_since),
                         until=earlier(found.post_until, found.run_until))
    return found.filter(found.since < found.until).select(*WORKING["tenure"])


def held(plan: Plan) -> ir.Table | None:
    """Activities in the window with the directives in force that day for the organisation that held them."""
    if not plan.facts.has("activities"):
        return None
    facts = working("activity")
    found = join(facts.filter(facts.on >= SINCE), runs_in_force(), {"organisation": "organisation"},
                 {"directive": "directive", "force_since": "since", "force_until": "until"})
    found = found.filter(found.force_since <= found.on, found.force_until > found.on)
    return found.select(*WORKING["held"])


IN_FORCE: dict[str, Callable[[Plan], Any]] = {
    f.__name__: f for f in (force, member_run, today, tenure, held)
}
