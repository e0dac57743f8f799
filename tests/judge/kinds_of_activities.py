"""Two kinds in the second reading that look at how an activity was prepared and recorded: notice, record."""

from __future__ import annotations

import datetime as dt

from tests.judge.conditions import counts, fits, when_needs, where_needs
from tests.judge.kinds import Rows, days_between
from tests.judge.periods import is_workday, minus_workdays, plus_duration
from tests.judge.verdicts import Rule, bounds_text, within
from tests.judge.world import DAY, FOREVER, Row, World

# ---- 6. notice


def held_in_window(rule: Rule) -> list[Row]:
    """Held activities of the rule's types that it judges."""
    return [
        activity
        for activity in rule.world.rows("activities")
        if activity["status"] == "held"
        and activity["type"] in rule.params["types"]
        and rule.since <= activity["on"] <= rule.as_of
        and rule.on_body(activity["organisation"], activity["on"])
        and fits(rule, activity["id"], activity["organisation"], activity["on"])
        and counts(rule.world, activity, rule.params.get("where", {}))
    ]


def notice(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    if world.lacks(*when_needs(rule), "activities", *where_needs(params.get("where", {}))):
        return rule.nobody_can_say()
    named = params.get("with", [])
    unknown = world.lacks("activities.notice_on", *[f"activities.{name}" for name in named])
    bounds = {key: params[key] for key in ("at_least", "at_most") if key in params}
    rows = []
    for activity in held_in_window(rule):
        on, name = activity["on"], str(activity["id"])
        if unknown:
            rows.append(rule.row(name, (on, on), None))
            continue
        given = activity["notice_on"]
        days = (on - given).days if given else None
        due = on - params["at_least"] * DAY
        if params.get("unit") == "workdays":
            days = _workdays_between(world, given, on) if given else None
            due = minus_workdays(world, on, params["at_least"])
        satisfied = days is not None and within(days, bounds)
        satisfied = satisfied and all(activity[column] is not None for column in named)
        actual = "" if days is None else days
        rows.append(rule.row(name, (on, on), satisfied, actual, bounds_text(bounds), due, [(on, name)]))
    return rows


def _workdays_between(world: World, given: dt.date, on: dt.date) -> int:
    """Working days from the notice up to the day before; below 0 where it came afterwards."""
    if given > on:
        return -max(1, sum(is_workday(world, day) for day in days_between(on, given - DAY)))
    return sum(is_workday(world, day) for day in days_between(given, on - DAY))


# ---- 7. record


def record(rule: Rule) -> Rows:
    """Of activities held, or (`of`) of posts begun or cases opened, in the window."""
    world, params = rule.world, rule.params
    columns, papers = params.get("columns", []), params.get("papers", [])
    table = params.get("of", "activities")
    if world.lacks(*when_needs(rule), table, *where_needs(params.get("where", {}))):
        return rule.nobody_can_say()
    manner = ["manner"] if "manner" in params else []
    needs = [f"{table}.{name}" for name in [*columns, *manner]]
    unknown = world.lacks(*needs, *(["papers"] if papers else []))
    rows = []
    facts = {"posts": _posts_begun, "cases": _cases_opened}.get(table, held_in_window)(rule)
    for fact in facts:
        on, name = fact[{"posts": "since", "cases": "opened"}.get(table, "on")], str(fact["id"])
        if unknown:
            rows.append(rule.row(name, (on, on), None))
            continue
        due, limit = on, FOREVER
        if "within" in params:
            due = limit = plus_duration(world, on, params["within"])
        if "before" in params:
            due = limit = on - params["before"] * DAY
        done = 0
        evidence = [(on, name)]
        for column in columns:
            value = fact[column]
            done += value is not None and (not isinstance(value, dt.date) or value <= limit)
        if manner:
            done += fact["manner"] in params["manner"]
        for kind in papers:
            about = [p for p in world.rows("papers") if p["about"] == name and p["kind"] == kind]
            evidence += [(paper["on"], str(paper["id"])) for paper in about]
            done += any(paper["on"] <= limit for paper in about)
        wanted = len(columns) + len(papers) + len(manner)
        rows.append(rule.row(name, (on, on), done == wanted, done, wanted, due, evidence))
    return rows


def _posts_begun(rule: Rule) -> list[Row]:
    return [
        post
        for post in rule.world.rows("posts")
        if post["post"] in rule.params["posts"]
        and rule.since <= post["since"]
        and rule.on_body(post["organisation"], post["since"])
        and fits(rule, post["id"], post["organisation"], post["since"])
    ]


def _cases_opened(rule: Rule) -> list[Row]:
    return [
        case
        for case in rule.world.rows("cases")
        if case["procedure"] in rule.params["procedures"]
        and rule.since <= case["opened"]
        and rule.on_body(case["organisation"], case["opened"])
        and fits(rule, case["id"], case["organisation"], case["opened"])
    ]
