"""Kinds that run over time in the second reading: vacancy, term, deadline, streak, dues."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.judge.conditions import fits, when_needs
from tests.judge.kinds import Rows, days_between, judged_periods, subjects_in_periods
from tests.judge.periods import calendar_periods, due_day, plus_months
from tests.judge.verdicts import Rule
from tests.judge.world import DAY, FOREVER, Row

Days = tuple[dt.date, dt.date]


# ---- 4. vacancy


def vacancy(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    if world.lacks(*when_needs(rule)):
        return rule.nobody_can_say()
    unknown = world.lacks("posts.until")
    rows = []
    for body in world.bodies:
        days = [day for day in _days_of(rule, body) if rule.on_body(body, day)]
        inside = [day for day in days if day >= rule.since]
        if not inside or not fits(rule, body, body, days[-1]):
            continue
        whole = (inside[0], inside[-1])
        if unknown:
            rows.append(rule.row(body, whole, None))
            continue
        posts = [r for r in world.rows("posts") if r["post"] == params["post"] and r["organisation"] == body]
        required = f"<={params['days']}"
        gaps = [gap for gap in _gaps(rule, days, posts) if gap[1] >= rule.since]
        for first, last in gaps:
            length = (last - first).days + 1
            due = first + params["days"] * DAY
            still_open = last == rule.as_of
            satisfied = length <= params["days"] and not still_open
            rows.append(rule.row(body, (max(first, rule.since), last), satisfied, length, required, due))
        if not gaps:
            holding = [(p["since"], str(p["id"])) for p in posts if any(world.holds(p, d) for d in inside)]
            rows.append(rule.row(body, whole, True, 0, required, None, holding))
    return rows


def _days_of(rule: Rule, body: object) -> list[dt.date]:
    """All days on which the body may be judged, from its first on."""
    begun = rule.world.bodies[body]["established"] or dt.date(2000, 1, 1)
    return days_between(begun, rule.as_of) if begun <= rule.as_of else []


def _gaps(rule: Rule, days: list[dt.date], posts: list[Row]) -> list[Days]:
    """Runs of days in force, one after the other, with another number of holders."""
    found: list[Days] = []
    for day in days:
        holders = {post["member"] for post in posts if rule.world.holds(post, day)}
        wanted = rule.params.get("exactly", 1)
        if len(holders) == wanted or (rule.params.get("or_more") and len(holders) > wanted):
            continue
        if found and found[-1][1] + DAY == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


# ---- 5. term


def term(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    if world.lacks(*when_needs(rule), "posts.until"):
        return rule.nobody_can_say()
    rows = []
    for post in world.rows("posts"):
        last = min((post["until"] or FOREVER) - DAY, rule.as_of)
        if post["post"] not in params["posts"] or last < rule.since:
            continue
        span = (max(post["since"], rule.since), last)
        body = post["organisation"]
        if not any(rule.on_body(body, day) for day in days_between(*span)):
            continue
        if not fits(rule, post["id"], body, last):
            continue
        due = plus_months(post["since"], 12 * params["years"])
        evidence = [(post["since"], str(post["id"]))]
        together = params.get("together_with")
        pair = _paired(rule, post, together, last) if together else None
        if pair:
            evidence.append((pair["since"], str(pair["id"])))
            if pair["until"]:
                due = min(due, pair["until"] + together["days"] * DAY)
        ended = post["until"]
        satisfied = ended is not None and ended <= due
        actual = ended.isoformat() if ended else ""
        rows.append(rule.row(post["id"], span, satisfied, actual, f"<={due}", due, evidence))
    return rows


def _paired(rule: Rule, post: Row, together: dict, last: dt.date) -> Row | None:
    """The post it goes with: held some days after it began, or on its last day if that is earlier."""
    day = min(post["since"] + together["days"] * DAY, last)
    body = post["organisation"]
    for place in (body, rule.world.bodies[body].get("parent")):
        others = rule.world.posts_on(day, (together["post"],))
        held = [r for r in others if r["organisation"] == place and r["id"] != post["id"]]
        if held:
            latest = max(row["since"] for row in held)
            return min((r for r in held if r["since"] == latest), key=lambda r: str(r["id"]))
    return None


# ---- 9. deadline


def deadline(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    needs, period = when_needs(rule), params["period"]
    if period == "term":
        needs.append("terms")
    elif not isinstance(period, str):
        base = next(iter(period.values()))["of"]
        needs.append(("members." if rule.subject == "member" else "organisations.") + base)
    if world.lacks(*needs):
        return rule.nobody_can_say()
    once = isinstance(period, dict) and "once" in period
    unknown = world.lacks("papers") or (not once and world.lacks("papers.for_period"))
    rows = []
    for subject, start, last in _judged_before_due(rule):
        due = _due(rule, start, last)
        if unknown:
            rows.append(rule.row(subject, (start, last), None))
            continue
        papers = sorted(
            (paper["on"], str(paper["id"]))
            for paper in world.rows("papers")
            if paper["kind"] == params["paper"] and paper["about"] == subject
            and (once or paper["for_period"] == _label(rule, start, last))
        )  # fmt: skip
        actual = papers[0][0].isoformat() if papers else ""
        satisfied = bool(papers) and papers[0][0] <= due
        if satisfied:
            papers = [paper for paper in papers if paper[0] <= due]
        rows.append(rule.row(subject, (start, last), satisfied, actual, f"<={due}", due, papers))
    return rows


def _due(rule: Rule, start: dt.date, last: dt.date) -> dt.date:
    return due_day(rule.world, rule.params["due"], start, last)


def _judged_before_due(rule: Rule) -> list[tuple[object, dt.date, dt.date]]:
    """Calendar periods begun before the window only if due after their end; none due before it."""
    before, period = rule.since, rule.params["period"]
    rule.since = plus_months(before, -24)
    found = subjects_in_periods(rule)
    rule.since = before
    if isinstance(period, str) and period != "term":
        found = [(s, a, z) for s, a, z in found if a >= before or _due(rule, a, z) > z]
    return [(s, a, z) for s, a, z in found if _due(rule, a, z) >= before]


def _label(rule: Rule, start: dt.date, last: dt.date) -> str:
    period = rule.params["period"]
    if period == "term":
        return next(str(r["name"]) for r in rule.world.rows("terms") if r["since"] == start)
    if isinstance(period, dict):
        return str((start + (last - start) / 2).year)
    half, quarter = (start.month + 5) // 6, (start.month + 2) // 3
    return {
        "month": f"{start:%Y-%m}", "quarter": f"{start.year}-Q{quarter}",
        "half_year": f"{start.year}-H{half}", "year": f"{start.year}",
    }[period]  # fmt: skip


# ---- 10. streak


def _member_needs(rule: Rule) -> list[str]:
    """Stopped members are not in force: where states have no end nobody can say who that is."""
    return when_needs(rule) + (["states.until"] if "states" in rule.world.columns else [])


def streak(rule: Rule) -> Rows:
    world, params, as_of = rule.world, rule.params, rule.as_of
    if world.lacks(*_member_needs(rule)):
        return rule.nobody_can_say()
    thing = params["thing"]
    unknown = world.lacks("dues.paid", "dues.paid_on") if thing == "dues" else world.lacks("activities", "attendance")  # fmt: skip
    rows = []
    for member in world.people:
        if not rule.on_member(member, as_of) or world.in_state(member, ("stopped",), as_of):
            continue
        if not fits(rule, member, world.branch_of(member, as_of), as_of):
            continue
        if unknown:
            rows.append(rule.row(member, (as_of, as_of), None))
            continue
        months = _run(rule, member)
        count, wanted = len(months), params["months"]
        evidence = []
        if thing == "dues":
            keys = {(r["member"], r["month"]) for r in world.rows("dues")}
            named = [(start, f"{start:%Y-%m}") for start, _ in months]
            evidence = [(start, f"dues:{member}/{name}") for start, name in named if (member, name) in keys]
        due = None
        if count >= wanted:
            due = months[wanted - 1][1]
        elif count:
            ended = as_of + DAY
            first = ended.replace(day=1)  # the first month that has not ended
            due = plus_months(first, wanted - count) - DAY
        row = rule.row(member, (as_of, as_of), count < wanted, count, f"<{wanted}", due, evidence)
        if params.get("warn_at", wanted) <= count < wanted:
            row["status"] = "pending"
        rows.append(row)
    return rows


def _run(rule: Rule, member: object) -> list[Days]:
    """Months in a row without the thing, earliest first, up to the last one that ended."""
    found: list[Days] = []
    months = [m for m in calendar_periods("month", dt.date(2015, 1, 1), rule.as_of) if m[1] <= rule.as_of]
    for start, last in reversed(months):
        days = days_between(start, last)
        stopped = any(rule.world.in_state(member, ("stopped",), day) for day in days)
        if stopped or not all(rule.on_member(member, day) for day in days):
            break
        done = _done(rule, member, start, last)
        if done:
            break
        if done is not None:
            found.append((start, last))
    return found[::-1]


def _done(rule: Rule, member: object, start: dt.date, last: dt.date) -> bool | None:
    """Whether the month has the thing; None: it does not count."""
    world, thing = rule.world, rule.params["thing"]
    if thing == "dues":
        for row in world.rows("dues"):
            if row["member"] == member and row["month"] == f"{start:%Y-%m}":
                return _paid_by(row, rule.as_of) >= Decimal(str(row["assessed"]))
        return False
    held = [
        activity for activity in world.rows("activities")
        if activity["status"] == "held" and activity["type"] in thing["attended"]
        and start <= activity["on"] <= last
    ]  # fmt: skip
    there = {r["activity"] for r in world.rows("attendance")
             if r["member"] == member and r["status"] in ("present", "online")}  # fmt: skip
    if any(activity["id"] in there for activity in held):
        return True
    own = any(world.belongs(member, activity["organisation"], activity["on"]) for activity in held)
    return False if own else None


def _paid_by(row: Row, day: dt.date) -> Decimal:
    if row["paid"] is None or row["paid_on"] is None or row["paid_on"] > day:
        return Decimal("0.00")
    return Decimal(str(row["paid"]))


# ---- 14. dues


def dues(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    if world.lacks(*_member_needs(rule)):
        return rule.nobody_can_say()
    unknown = world.lacks("dues.paid", "dues.paid_on")
    late = params.get("days", 0) * DAY
    first = plus_months(rule.since, -3) if late else rule.since
    rows = []
    for member in world.people:
        for start, last in calendar_periods("month", first, rule.as_of):
            if (start < rule.since and not late) or last + late < rule.since:
                continue
            read_on = min(last, rule.as_of)
            days = days_between(start, read_on)
            stopped = any(world.in_state(member, ("stopped",), day) for day in days)
            if stopped or not all(rule.on_member(member, day) for day in days):
                continue
            if not fits(rule, member, world.branch_of(member, read_on), read_on):
                continue
            if unknown:
                rows.append(rule.row(member, (start, last), None))
                continue
            month = f"{start:%Y-%m}"
            found = [r for r in world.rows("dues") if r["member"] == member and r["month"] == month]
            if not found:
                rows.append(rule.row(member, (start, last), False, "", "", last + late))
                continue
            paid = _paid_by(found[0], last + late)
            assessed = Decimal(str(found[0]["assessed"]))
            evidence = [(start, f"dues:{member}/{month}")]
            rows.append(
                rule.row(
                    member, (start, last), paid >= assessed, f"{paid:.2f}", f"{assessed:.2f}",
                    last + late, evidence,
                )
            )  # fmt: skip
    return rows


__all__ = ["deadline", "dues", "judged_periods", "streak", "term", "vacancy"]
