"""Three kinds in the second reading: frequency, composition, eligibility."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from tests.judge.conditions import counts, fits, when_needs, where_needs
from tests.judge.periods import (
    calendar_periods,
    day_inside,
    subject_periods,
)  # fmt: skip
from tests.judge.verdicts import Rule, bounds_text, within
from tests.judge.wider import groups_of_only, keeps_to
from tests.judge.world import DAY, FOREVER, Row

Rows = list[dict[str, str]]


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


# ---- 1. frequency


def judged_periods(rule: Rule, subject: object) -> list[tuple[dt.date, dt.date]]:
    """Periods of one subject whose due day (their last) is not before the window."""
    period = rule.params["period"]
    if period == "term":
        terms = rule.world.rows("terms")
        found = [(term["since"], term["until"] - DAY) for term in terms]
        return [days for days in found if days[0] <= rule.as_of and days[1] >= rule.since]
    if isinstance(period, str):
        found = calendar_periods(period, rule.since, rule.as_of)
        return [days for days in found if days[0] >= rule.since]
    base = next(iter(period.values()))["of"]
    table = rule.world.bodies if rule.subject == "organisation" else rule.world.people
    found = subject_periods(period, table[subject].get(base), rule.as_of)
    return [days for days in found if days[1] >= rule.since]


def subjects_in_periods(rule: Rule) -> list[tuple[object, dt.date, dt.date]]:
    """Whom a rule of the kinds 1, 9 and 14 judges, and for which periods."""
    member = rule.subject == "member"
    in_force = rule.on_member if member else rule.on_body
    found = []
    for subject in rule.world.people if member else rule.world.bodies:
        for start, last in judged_periods(rule, subject):
            read_on = min(last, rule.as_of)
            if not all(in_force(subject, day) for day in days_between(start, read_on)):
                continue
            organisation = rule.world.branch_of(subject, read_on) if member else subject
            if fits(rule, subject, organisation, read_on):
                found.append((subject, start, last))
    return found


def frequency(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    needs = when_needs(rule)
    period, where = params["period"], params.get("where", {})
    if period == "term":
        needs.append("terms")
    elif not isinstance(period, str):
        base = next(iter(period.values()))["of"]
        needs.append(("members." if rule.subject == "member" else "organisations.") + base)
    if world.lacks(*needs):
        return rule.nobody_can_say()
    to_judge = ["activities", *where_needs(where)]
    if "share" in params and "states" in world.columns:
        to_judge.append("states.until")
    role = params.get("as")
    if rule.subject == "member":
        to_judge.append("attendance" if role == "attendee" else f"activities.{role}")
    unknown = world.lacks(*to_judge)
    rows = []
    for subject, start, last in subjects_in_periods(rule):
        by = day_inside(world, params.get("by"), start, last)
        if by < rule.since:
            continue
        if unknown:
            rows.append(rule.row(subject, (start, last), None))
            continue
        found = sorted(
            (activity["on"], str(activity["id"]))
            for activity in world.rows("activities")
            if activity["status"] == "held"
            and activity["type"] in params["types"]
            and start <= activity["on"] <= by
            and _is_of(rule, activity, subject)
            and counts(world, activity, where, subject if role == "attendee" else None)
        )
        if "share" in params:
            rows.append(_by_share(rule, subject, (start, last), by))
            continue
        bounds = {key: params[key] for key in ("at_least", "at_most") if key in params}
        due = by
        if "at_most" in params and len(found) > params["at_most"]:
            due = found[params["at_most"]][0]
        rows.append(
            rule.row(
                subject, (start, last), within(len(found), bounds), len(found),
                bounds_text(bounds), due, found,
            )
        )  # fmt: skip
    return rows


def _by_share(rule: Rule, subject: object, days: tuple[dt.date, dt.date], by: dt.date) -> dict[str, str]:
    """Of the activities to which he was entitled, those at which he was."""
    world, params = rule.world, rule.params
    offered = [
        activity
        for activity in world.rows("activities")
        if activity["status"] == "held"
        and activity["type"] in params["types"]
        and days[0] <= activity["on"] <= by
        and subject in world.counted_members(activity["organisation"], activity["on"])
        and counts(world, activity, params.get("where", {}), subject)
    ]
    there = [(activity["on"], str(activity["id"])) for activity in offered if _is_of(rule, activity, subject)]
    satisfied = not offered or Fraction(len(there), len(offered)) >= Fraction(params["share"])
    actual = f"{len(there)}/{len(offered)}"
    return rule.row(subject, days, satisfied, actual, f">={params['share']}", by, there)


def _is_of(rule: Rule, activity: Row, subject: object) -> bool:
    world, params = rule.world, rule.params
    if rule.subject == "organisation":
        if params.get("in", "self") == "subtree":
            return subject in world.chain(activity["organisation"])
        return activity["organisation"] == subject
    if params["as"] == "attendee":
        return any(
            row["activity"] == activity["id"] and row["member"] == subject
            and row["status"] in ("present", "online")
            for row in world.rows("attendance")
        )  # fmt: skip
    return subject in str(activity[params["as"]] or "").split()


# ---- 2. composition


def composition(rule: Rule) -> Rows:
    world, day = rule.world, rule.as_of
    if world.lacks(*when_needs(rule)):
        return rule.nobody_can_say()
    unknown = world.lacks(*_composition_needs(rule))
    rows = []
    for body in world.bodies:
        if not rule.on_body(body, day) or not fits(rule, body, body, day):
            continue
        if unknown:
            rows.append(rule.row(body, (day, day), None))
            continue
        evidence: list[tuple[dt.date, str]] = []
        actual, required, satisfied = [], [], True
        for limit in rule.params["limits"]:
            number, counted = _count(rule, body, limit)
            label = own = _label(limit, limit["count"])
            evidence += counted
            shown, other = f"{number}", None
            if "compared_with" in limit:
                other, counted = _count(rule, body, {**limit, "count": limit["compared_with"]})
                evidence += counted
                label += "/" + _label(limit, limit["compared_with"])
                shown += f"/{other}"
            actual.append(f"{label}={shown}")
            required += [text for text in [bounds_text(limit, label)] if text]
            required += [f"{own}%2=1"] if limit.get("odd") else []
            satisfied = satisfied and keeps_to(limit, number, other)
        rows.append(
            rule.row(body, (day, day), satisfied, " ".join(actual), " ".join(required), day, evidence)
        )
    return rows


def _label(limit: dict, count: str) -> str:
    post = limit.get("post")
    if count not in OF_A_POST:
        return count
    return f"{count}({post if isinstance(post, str) else ','.join(post)})"


OF_A_POST = ("holders", "members_with_post", "share_in_one_group", "groups_of_only")


def _composition_needs(rule: Rule) -> list[str]:
    needs = []
    limits = rule.params["limits"]
    names = [limit["count"] for limit in limits]
    for count in names + [limit["compared_with"] for limit in limits if "compared_with" in limit]:
        if count in OF_A_POST:
            needs.append("posts.until")
        if count not in ("holders", "party_groups"):
            needs += ["members.left", "memberships.until"]
            if "states" in rule.world.columns:
                needs.append("states.until")
        if count in ("full_members", "probationary_members"):
            needs.append("members.full_since")
        if count == "members_under_penalty":
            needs.append("penalties.until")
    return needs


def _count(rule: Rule, body: object, limit: dict) -> tuple[Fraction | int, list[tuple[dt.date, str]]]:
    """The number and what was counted, as (day, id)."""
    world, day, count = rule.world, rule.as_of, limit["count"]
    if count == "party_groups":
        groups = world.groups_on(body, day)
        return len(groups), [(world.bodies[g]["established"], str(g)) for g in groups]
    posts = limit.get("post", ())
    held = world.posts_on(day, (posts,) if isinstance(posts, str) else tuple(posts))
    if count == "holders":
        here = [row for row in held if row["organisation"] == body]
        people = {row["member"] for row in here}
        return len(people), [(row["since"], str(row["id"])) for row in here]
    if count == "groups_of_only":
        groups = groups_of_only(world, body, {row["member"] for row in held}, day)
        return len(groups), [(world.bodies[g]["established"], str(g)) for g in groups]
    members = world.counted_members(body, day)
    kinds = tuple(limit.get("penalties", ())) or (
        "warning", "serious_warning", "removal_from_post", "probation_within_party", "expulsion")  # fmt: skip
    holders = {row["member"] for row in held}
    chosen = {
        "members": members,
        "full_members": {m for m in members if world.is_full(m, day)},
        "probationary_members": {m for m in members if not world.is_full(m, day)},
        "members_with_post": members & holders,
        "members_under_penalty": {m for m in members if world.penalised(m, kinds, day)},
        "share_in_one_group": members & holders,
    }[count]
    evidence = [(world.people[m]["joined"], str(m)) for m in chosen]
    if count != "share_in_one_group":
        return len(chosen), evidence
    sizes: dict[object, int] = {}
    for member in chosen:
        group = world.group_of(member, day)
        if group is not None:
            sizes[group] = sizes.get(group, 0) + 1
    share = Fraction(max(sizes.values(), default=0), len(chosen)) if chosen else 0
    return share, evidence


# ---- 3. eligibility


def eligibility(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    if world.lacks(*when_needs(rule), "posts.until"):
        return rule.nobody_can_say()
    needs = []
    if params.get("full_member"):
        needs += ["members.full_since", "members.left"]
    if params.get("free_of"):
        needs.append("penalties.until")
    if params.get("member_of"):
        needs += ["members.left", "memberships.until"]
    rows = []
    for post in world.rows("posts"):
        last = min((post["until"] or FOREVER) - DAY, rule.as_of)
        if post["post"] not in params["posts"] or last < rule.since:
            continue
        body = post["organisation"]
        days = [day for day in days_between(post["since"], last) if rule.on_body(body, day)]
        if not any(day >= rule.since for day in days) or not fits(rule, post["id"], body, last):
            continue
        span = (max(post["since"], rule.since), last)
        if world.lacks(*needs):
            rows.append(rule.row(post["id"], span, None))
            continue
        bad = [day for day in days if not _eligible(rule, post, day)]
        evidence = [(post["since"], str(post["id"]))]
        due = bad[0] if bad else None
        rows.append(rule.row(post["id"], span, not bad, len(bad), "0", due, evidence))
    return rows


def _eligible(rule: Rule, post: Row, day: dt.date) -> bool:
    world, params = rule.world, rule.params
    member, body = post["member"], post["organisation"]
    if params.get("full_member") and not world.is_full(member, day):
        return False
    if params.get("free_of") and world.penalised(member, tuple(params["free_of"]), day):
        return False
    if params.get("member_of") == "branch" and world.bodies[body]["kind"] == "party_group":
        body = world.bodies[body]["parent"]
    return not params.get("member_of") or member in world.members_on(body, day)
