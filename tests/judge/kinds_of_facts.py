"""Kinds that judge single facts in the second reading: attendance, vote, sequence, checklist."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from tests.judge.conditions import fits, holds_post_there, when_needs, where_needs
from tests.judge.kinds import Rows
from tests.judge.kinds_of_activities import held_in_window
from tests.judge.periods import plus_duration, plus_months
from tests.judge.verdicts import Rule, bounds_text, within
from tests.judge.world import Row

# ---- 8. attendance


def attendance(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    where = params.get("where", {})
    if world.lacks(*when_needs(rule), "activities", *where_needs(where)):
        return rule.nobody_can_say()
    unknown = world.lacks(*_attendance_needs(rule))
    rows = []
    for activity in held_in_window(rule):
        on, name = activity["on"], str(activity["id"])
        if unknown:
            rows.append(rule.row(name, (on, on), None))
        elif "host_post" in params:
            host = str(activity["host"] or "")
            satisfied = bool(host) and holds_post_there(world, host, activity, params["host_post"])
            required = " ".join(params["host_post"])
            rows.append(rule.row(name, (on, on), satisfied, host, required, on, [(on, name)]))
        else:
            there, entitled = _there_of_entitled(rule, activity)
            required, satisfied = "all", there == entitled
            if "posts" not in params:
                required = bounds_text(params)
                satisfied = not entitled or within(Fraction(there, entitled), params)
            actual = f"{there}/{entitled}"
            rows.append(rule.row(name, (on, on), satisfied, actual, required, on, [(on, name)]))
    return rows


def _attendance_needs(rule: Rule) -> list[str]:
    params = rule.params
    if "host_post" in params:
        return ["activities.host", "posts.until"]
    needs = ["attendance", "members.left", "memberships.until"]
    if "states" in rule.world.columns:
        needs.append("states.until")
    if params["entitled"] == "voting":
        needs += ["members.full_since", "penalties.until"]
    if "posts" in params:
        needs.append("posts.until")
    return needs


def _there_of_entitled(rule: Rule, activity: Row) -> tuple[int, int]:
    world, params, day = rule.world, rule.params, activity["on"]
    entitled = world.counted_members(activity["organisation"], day)
    if params["entitled"] == "voting":
        barred = ("probation_within_party",)
        entitled = {m for m in entitled if world.is_full(m, day) and not world.penalised(m, barred, day)}
    if "posts" in params:
        entitled &= {row["member"] for row in world.posts_on(day, tuple(params["posts"]))}
    status = {r["member"]: r["status"] for r in world.rows("attendance") if r["activity"] == activity["id"]}
    if params.get("excused") == "leave_out":
        entitled = {member for member in entitled if status.get(member) != "excused"}
    there = {member for member in entitled if status.get(member) in ("present", "online")}
    return len(there), len(entitled)


# ---- 11. vote


def vote(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    if world.lacks(*when_needs(rule), "activities", "ballots.activity"):
        return rule.nobody_can_say()
    needed = [f"ballots.{name}" for name in ("in_favour", params["majority"]["base"])] if "majority" in params else []  # fmt: skip
    if "surplus" in params:
        needed += ["ballots.candidates", "ballots.seats"]
    unknown = world.lacks(*needed)
    held = {str(activity["id"]): activity for activity in world.rows("activities") if activity["status"] == "held"}
    rows = []
    for ballot in world.rows("ballots"):
        activity = held.get(str(ballot["activity"]))
        if ballot["matter"] not in params["matters"] or activity is None or activity["on"] < rule.since:
            continue
        on, body = activity["on"], activity["organisation"]
        if not rule.on_body(body, on) or not fits(rule, ballot["id"], body, on):
            continue
        if unknown:
            rows.append(rule.row(ballot["id"], (on, on), None))
            continue
        parts = _vote_parts(params, ballot)
        actual = " ".join(part[0] for part in parts)
        required = " ".join(part[1] for part in parts)
        satisfied = all(part[2] for part in parts)
        rows.append(rule.row(ballot["id"], (on, on), satisfied, actual, required, on, [(on, str(ballot["id"]))]))
    return rows


def _vote_parts(params: dict, ballot: Row) -> list[tuple[str, str, bool]]:
    """Each demand as (actual, required, satisfied)."""
    parts = []

    def share(above: str, below: str, bounds: dict) -> None:
        names = f"{above}/{below}"
        top, base = (ballot[name] for name in (above, below))
        satisfied = bool(top is not None and base is not None and int(str(base)) > 0)
        satisfied = satisfied and within(Fraction(int(str(top)), int(str(base))), bounds)
        parts.append((f"{names}={top or 0}/{base or 0}", bounds_text(bounds, names), satisfied))

    if "quorum" in params:
        share("present", "entitled", params["quorum"])
    if "majority" in params:
        base = params["majority"]["base"]
        share("in_favour", base, {k: v for k, v in params["majority"].items() if k != "base"})
    if "method" in params:
        wanted = params["method"]
        parts.append((f"method={ballot['method']}", f"method={wanted}", ballot["method"] == wanted))
    if "surplus" in params:
        candidates, seats = ballot["candidates"], ballot["seats"]
        satisfied = candidates is not None and seats is not None
        if satisfied:
            extra = math.ceil(Fraction(params["surplus"]) * int(str(seats)))
            satisfied = int(str(candidates)) - int(str(seats)) >= extra
        parts.append((f"candidates/seats={candidates or 0}/{seats or 0}", f"surplus>={params['surplus']}", satisfied))
    return parts


# ---- 12. sequence


def sequence(rule: Rule) -> Rows:
    world, params = rule.world, rule.params
    if world.lacks(*when_needs(rule), "cases.closed"):
        return [
            {**row, "rule": f"{rule.id}.{part['id']}"}
            for part in params["constraints"]
            for row in rule.nobody_can_say()
        ]
    rows = []
    for case in world.rows("cases"):
        opened, body = case["opened"], case["organisation"]
        if case["procedure"] != params["procedure"] or not rule.on_body(body, opened):
            continue
        if not fits(rule, case["id"], body, opened):
            continue
        for part in params["constraints"]:
            rows.append(_constraint(rule, case, part))
    return rows


def _constraint(rule: Rule, case: Row, part: dict) -> dict[str, str]:
    world = rule.world
    days = (case["opened"], case["closed"] or rule.as_of)
    if world.lacks("steps") or ("papers" in part and world.lacks("papers")):
        return rule.row(case["id"], days, None, part=part["id"])
    steps: dict[str, dt.date] = {}
    for row in world.rows("steps"):
        name = str(row["step"])
        if row["case"] == case["id"] and row["on"] < steps.get(name, dt.date.max):
            steps[name] = row["on"]
    if "order" in part:
        found = _order(part, steps)
    elif "every" in part:
        found = _every(rule, case, part["every"], steps)
    elif "papers" in part:
        found = _papers_by_step(rule, case, part, steps)
    else:
        found = _between(rule, part, steps)
    satisfied, actual, required, due, named, papers = found
    evidence = [(steps[name], _key(case, name, steps[name])) for name in named if name in steps]
    closed = case["closed"]
    if not satisfied and closed is not None and (due is None or closed < due):
        satisfied = True
    return rule.row(
        case["id"], days, satisfied, actual, required, due, evidence + papers, part=part["id"]
    )


def _key(case: Row, step: str, on: object) -> str:
    return f"steps:{case['id']}/{step}/{on}"


Found = tuple[bool, object, str, dt.date | None, list[str], list[tuple[dt.date, str]]]


def _order(part: dict, steps: dict[str, dt.date]) -> Found:
    names = part["order"]
    actual = " ".join(steps[name].isoformat() if name in steps else "-" for name in names)
    wrong = [
        steps[name]
        for place, name in enumerate(names)
        if name in steps and any(steps.get(early, dt.date.max) > steps[name] for early in names[:place])
    ]
    complete = all(name in steps for name in names)
    return complete and not wrong, actual, "->".join(names), min(wrong, default=None), names, []


def _papers_by_step(rule: Rule, case: Row, part: dict, steps: dict[str, dt.date]) -> Found:
    due = steps.get(part["step"])
    about = [p for p in rule.world.rows("papers") if p["about"] == case["id"] and p["kind"] in part["papers"]]
    papers = [(p["on"], str(p["id"])) for p in about]
    there = {p["kind"] for p in about if due is not None and p["on"] <= due}
    wanted = len(part["papers"])
    return due is not None and len(there) == wanted, len(there), str(wanted), due, [part["step"]], papers


def _between(rule: Rule, part: dict, steps: dict[str, dt.date]) -> Found:
    first, then = steps.get(part["first"]), steps.get(part["then"])
    required = f"{part['first']}->{part['then']}"
    for key, sign in (("at_least", ">="), ("at_most", "<=")):
        if key in part:
            [(unit, count)] = part[key].items()
            required += f" {sign}{count} {unit}"
    actual = then.isoformat() if then else ""
    due, satisfied = None, first is not None and then is not None
    if first is not None and "at_most" in part:
        due = plus_duration(rule.world, first, part["at_most"])
        satisfied = satisfied and then <= due
    early = then is not None and (first is None or then < first)
    if first is not None and then is not None and "at_least" in part:
        early = early or then < plus_duration(rule.world, first, part["at_least"])
    if early:
        due, satisfied = then, False
    return satisfied, actual, required, due, [part["first"], part["then"]], []


def _every(rule: Rule, case: Row, every: dict, steps: dict[str, dt.date]) -> Found:
    """From one step to another, again and again; each time at most so many months after the last."""
    begun, ended = steps.get(every["from"]), steps.get(every["until"])
    required = f"{every['from']}->{every['until']} {every['step']} <={every['months']} months"
    named = [every["from"], every["until"]]
    if ended is not None and (begun is None or ended < begun):
        return False, 0, required, ended, named, []
    if begun is None:
        return False, 0, required, None, named, []
    turns = sorted(
        {
            row["on"] for row in rule.world.rows("steps")
            if row["case"] == case["id"] and row["step"] == every["step"]
            and begun < row["on"] <= (ended or dt.date.max)
        }
    )  # fmt: skip
    evidence = [(on, _key(case, every["step"], on)) for on in turns]
    last = begun
    for following in [*turns, ended]:
        due = plus_months(last, every["months"])
        if following is None or following > due:
            return False, len(turns), required, due, named, evidence
        last = following
    return True, len(turns), required, due, named, evidence


# ---- 13. checklist


def checklist(rule: Rule) -> Rows:
    world, params, day = rule.world, rule.params, rule.as_of
    if world.lacks(*when_needs(rule)):
        return rule.nobody_can_say()
    measured = any("least" in item for item in params["items"])
    unknown = world.lacks("checks") or (measured and world.lacks("checks.value"))
    rows = []
    for body in world.bodies:
        if not rule.on_body(body, day) or not fits(rule, body, body, day):
            continue
        if unknown:
            rows.append(rule.row(body, (day, day), None))
            continue
        done, evidence = 0, []
        for item in params["items"]:
            checks = [
                check for check in world.rows("checks")
                if check["organisation"] == body and check["checklist"] == params["checklist"]
                and check["item"] == item["item"]
            ]  # fmt: skip
            if not checks:
                continue
            latest = max(checks, key=lambda check: check["on"])
            key = f"checks:{body}/{params['checklist']}/{item['item']}/{latest['on']}"
            evidence.append((latest["on"], key))
            value = latest.get("value")
            enough = "least" not in item or _reaches(value, item["least"])
            done += latest["ok"] == "yes" and enough
        wanted = len(params["items"])
        rows.append(rule.row(body, (day, day), done == wanted, done, wanted, day, evidence))
    return rows


def _reaches(value: object, least: str) -> bool:
    """Whether a value is a plain number and not below another."""
    text = str(value or "")
    if not text.isascii():
        return False
    try:
        return Decimal(text) >= Decimal(least)
    except InvalidOperation:
        return False
