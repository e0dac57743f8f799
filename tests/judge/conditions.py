"""`when` and `where` of the second reading, and what must be there to say whom they mean."""

from __future__ import annotations

import datetime as dt

from tests.judge.periods import is_workday
from tests.judge.verdicts import Rule, within
from tests.judge.world import Row, World

COUNTS = ("members", "full_members", "probationary_members")


def when_needs(rule: Rule) -> list[str]:
    """Without these nobody can say which rows there are."""
    when, needs = rule.when, ["organisations", "organisations.parent", "organisations.dissolved"]
    if "adoptions" in rule.world.columns:
        needs.append("adoptions.until")
    if rule.subject == "member" or any(name in when for name in COUNTS) or "in_group" in when:
        needs += ["members.left", "memberships.until"]
    if any(name in when for name in COUNTS) and "states" in rule.world.columns:
        needs.append("states.until")
    if "sector" in when:
        needs.append("organisations.sector")
    if "marked" in when:
        needs.append("checks")
    if "full" in when or "full_members" in when or "probationary_members" in when:
        needs.append("members.full_since")
    if "has_post" in when or "lacks_post" in when:
        needs.append("posts.until")
    if "in_state" in when or "not_in_state" in when:
        needs.append("states.until")
    if "under_penalty" in when or "free_of" in when:
        needs.append("penalties.until")
    return needs


def fits(rule: Rule, subject: object, organisation: object, day: dt.date) -> bool:
    """Whether `when` holds. `organisation`: of the fact; for a member his branch that day."""
    world, when = rule.world, rule.when
    body = world.bodies[organisation]
    if "kind" in when and body["kind"] not in when["kind"]:
        return False
    if "sector" in when and body["sector"] not in when["sector"]:
        return False
    upper = body.get("parent")
    known = "not_under" in when and upper is not None and world.is_there(upper)
    if known and world.bodies[upper]["kind"] in when["not_under"]:
        return False
    if "marked" in when and not any(_bears(world, organisation, mark, day) for mark in when["marked"]):
        return False
    for name in COUNTS:
        if name in when and not within(_count(world, name, organisation, day), when[name]):
            return False
    groups = len(world.groups_on(organisation, day)) if "party_groups" in when else 0
    if not within(groups, when.get("party_groups", {})):
        return False
    return _fits_posts(rule, subject, organisation, day) and _fits_member(rule, subject, day)


def _bears(world: World, organisation: object, mark: str, day: dt.date) -> bool:
    """Whether the latest check of a mark by that day says yes."""
    checks = [
        (row["on"], row["ok"])
        for row in world.rows("checks")
        if (row["organisation"], row["checklist"], row["item"]) == (organisation, "marks", mark) and row["on"] <= day
    ]
    return bool(checks) and max(checks)[1] == "yes"


def _count(world: World, name: str, organisation: object, day: dt.date) -> int:
    people = world.counted_members(organisation, day)
    if name == "members":
        return len(people)
    return len([m for m in people if world.is_full(m, day) == (name == "full_members")])


def _fits_posts(rule: Rule, subject: object, organisation: object, day: dt.date) -> bool:
    for name, wanted in (("has_post", True), ("lacks_post", False)):
        if name in rule.when:
            held = rule.world.posts_on(day, tuple(rule.when[name]))
            if rule.subject == "member":
                found = any(row["member"] == subject for row in held)
            else:
                found = any(row["organisation"] == organisation for row in held)
            if found != wanted:
                return False
    return True


def _fits_member(rule: Rule, member: object, day: dt.date) -> bool:
    world, when = rule.world, rule.when
    tests = (
        ("full", lambda wanted: world.is_full(member, day) == wanted),
        ("in_group", lambda wanted: (world.group_of(member, day) is not None) == wanted),
        ("in_state", lambda wanted: world.in_state(member, tuple(wanted), day)),
        ("not_in_state", lambda wanted: not world.in_state(member, tuple(wanted), day)),
        ("under_penalty", lambda wanted: world.penalised(member, tuple(wanted), day)),
        ("free_of", lambda wanted: not world.penalised(member, tuple(wanted), day)),
    )
    return all(test(when[name]) for name, test in tests if name in when)


def where_needs(where: dict) -> list[str]:
    """Without these nobody can say which activities count."""
    needs = []
    if "form" in where:
        needs.append("activities.form")
    if "topics" in where:
        needs.append("activities.topics")
    for role in ("host", "speaker"):
        if f"{role}_post" in where:
            needs += [f"activities.{role}", "posts.until"]
    if "attendee_post" in where:
        needs += ["attendance", "posts.until"]
    if "papers" in where:
        needs.append("papers")
    if "in_term" in where:
        needs.append("terms")
    return needs + [f"activities.{name}" for name in where.get("filled", ())]


def counts(world: World, activity: Row, where: dict, himself: object = None) -> bool:
    """Whether an activity counts under `where`; for an attendee it is another who holds the post."""
    if not _on_day(world, activity["on"], where):
        return False
    if any(activity[name] is None for name in where.get("filled", ())):
        return False
    about = {row["kind"] for row in world.rows("papers") if row["about"] == activity["id"]}
    if not about.issuperset(where.get("papers", ())):
        return False
    if "attendee_post" in where:
        came = [
            row["member"] for row in world.rows("attendance")
            if row["activity"] == activity["id"] and row["status"] in ("present", "online")
            and row["member"] != himself
        ]  # fmt: skip
        if not any(holds_post_there(world, m, activity, where["attendee_post"]) for m in came):
            return False
    if "form" in where and activity["form"] not in where["form"]:
        return False
    if "topics" in where and activity["topics"] is None:
        return False
    if "topics" in where and not within(int(str(activity["topics"])), where["topics"]):
        return False
    for role in ("host", "speaker"):
        if f"{role}_post" in where:
            names = str(activity[role] or "").split()
            if not any(holds_post_there(world, n, activity, where[f"{role}_post"]) for n in names):
                return False
    return True


def _on_day(world: World, day: dt.date, where: dict) -> bool:
    if "weekday" in where and day.isoweekday() not in where["weekday"]:
        return False
    if "workday" in where and is_workday(world, day) != where["workday"]:
        return False
    if "month" in where and day.month not in where["month"]:
        return False
    if "quarter" in where and (day.month - 1) // 3 + 1 not in where["quarter"]:
        return False
    if "in_term" in where and where["in_term"] != any(
            row["since"] <= day < row["until"] for row in world.rows("terms")):
        return False
    return within(day.day, where.get("day_of_month", {}))


def holds_post_there(world: World, member: str, activity: Row, posts: list[str]) -> bool:
    """A post held that day in the activity's organisation or one above."""
    chain = list(world.chain(activity["organisation"]))
    return any(
        row["member"] == member and row["organisation"] in chain
        for row in world.posts_on(activity["on"], tuple(posts))
    )
