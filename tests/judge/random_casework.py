"""Random dues, cases and steps for the random bundles, and random rules of the kinds that read them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.judge.world import DAY

if TYPE_CHECKING:
    from tests.judge.random_bundles import Chance, Rows

PROCEDURES = ("development", "transfer")
STEPS = ("ask", "talk", "vet", "vote", "file")
CASE_PAPERS = ("form", "letter")


def add_dues(chance: Chance, rows: Rows) -> None:
    """Most months paid, in time or late, in part or before the month; stretches without any row."""
    found = []
    first = dt.date(2023, 8, 1)
    months = [dt.date(2023 + (7 + n) // 12, (7 + n) % 12 + 1, 1) for n in range(20)]
    for member in rows["members"]:
        pays = chance.pick((0.9, 0.9, 0.6, 0.2))
        silent = chance.day(first, dt.date(2025, 2, 1)) if chance.often(0.4) else None
        for month in months:
            if chance.often(0.1):
                continue
            row = {"member": member["id"], "month": f"{month:%Y-%m}",
                   "assessed": chance.pick(("20.00", "20.00", "7.50", "0.00")), "paid": "", "paid_on": ""}  # fmt: skip
            gone = silent is not None and silent <= month < silent + 150 * DAY
            if chance.often(pays) and not gone:
                row["paid"] = chance.pick((row["assessed"], row["assessed"], "5.00", "30"))
                row["paid_on"] = chance.maybe((month + chance.random.randint(-20, 60) * DAY).isoformat(), 0.9)
            found.append(row)
    chance.random.shuffle(found)
    rows["dues"] = found


def add_cases(chance: Chance, rows: Rows) -> None:
    bodies = [row["id"] for row in rows["organisations"]]
    cases: list[dict[str, str]] = []
    steps: list[dict[str, str]] = []
    for number in range(chance.pick((0, 3, 6))):
        opened = chance.day(dt.date(2023, 9, 1))
        closed = opened + chance.random.randint(0, 200) * DAY if chance.often(0.4) else None
        name = f"K{number}"
        cases.append({
            "id": name, "procedure": chance.pick(PROCEDURES), "organisation": chance.pick(bodies),
            "subject": "applicant", "opened": opened.isoformat(),
            "closed": closed.isoformat() if closed else "", "outcome": chance.maybe("done", 0.5),
        })  # fmt: skip
        seen, day = set(), opened
        for step in STEPS:
            for _ in range(chance.pick((0, 1, 1, 1, 2))):
                day = day + chance.random.randint(-3, 40) * DAY
                if chance.often(0.2):
                    day = chance.day()
                if (step, day) not in seen:
                    seen.add((step, day))
                    steps.append({"case": name, "step": step, "on": day.isoformat(), "outcome": "", "by": ""})
        for _ in range(chance.pick((0, 0, 1, 2, 3))):
            on = opened + chance.random.randint(0, 60) * DAY
            rows["papers"].append({"id": f"E{len(rows['papers'])}", "kind": chance.pick(CASE_PAPERS),
                                   "on": on.isoformat(), "about": name, "for_period": ""})  # fmt: skip
    chance.random.shuffle(steps)
    rows["cases"], rows["steps"] = cases, steps


def add_waivers(chance: Chance, rows: Rows) -> None:
    """Waivers of cases and members, by the rule or by one of its constraints."""
    for number in range(chance.pick((0, 0, 4))):
        subjects = [row["id"] for name in ("cases", "members") for row in rows[name]]
        since = chance.day(dt.date(2023, 1, 1), dt.date(2024, 6, 30))
        rows["waivers"].append({
            "directive": chance.pick(("D1", "D2")),
            "rule": f"R{chance.random.randint(0, 4)}{chance.pick(('', '.C0', '.C1'))}",
            "subject": chance.pick(subjects), "since": since.isoformat(),
            "until": chance.maybe((since + 200 * DAY).isoformat()), "reason": f"另{number}", "approved_by": "B",
        })  # fmt: skip


def streak(chance: Chance) -> tuple[str, dict]:
    types = chance.random.sample(("general_meeting", "study", "party_class"), chance.random.randint(1, 3))
    months = chance.pick((1, 2, 3, 5))
    params: dict = {"thing": chance.pick(("dues", {"attended": types})), "months": months}
    if months > 1 and chance.often(0.6):
        params["warn_at"] = chance.random.randint(1, months - 1)
    return "member", params


def dues(chance: Chance) -> tuple[str, dict]:
    return "member", chance.pick(({}, {}, {"days": 0}, {"days": 10}, {"days": 45}))


def sequence(chance: Chance) -> tuple[str, dict]:
    constraints = []
    for number in range(chance.pick((1, 2, 2, 3))):
        constraints.append({"id": f"C{number}", **_constraint(chance)})
    return "case", {"procedure": chance.pick(PROCEDURES), "constraints": constraints}


def _constraint(chance: Chance) -> dict:
    steps = chance.random.sample(STEPS, 3)
    form = chance.pick(("order", "between", "between", "between", "papers", "every", "every"))
    if form == "order":
        return {"order": steps[: chance.pick((2, 3))]}
    if form == "papers":
        papers = chance.random.sample(CASE_PAPERS, chance.pick((1, 2)))
        return {"step": steps[0], "papers": papers}
    if form == "every":
        months = chance.pick((1, 2, 3))
        return {"every": {"step": steps[0], "months": months, "from": steps[1], "until": steps[2]}}
    found: dict = {"first": steps[0], "then": steps[1]}
    bounds = chance.pick((("at_least",), ("at_most",), ("at_least", "at_most")))
    for bound in bounds:
        unit = chance.pick(("days", "workdays", "months", "years"))
        most = {"days": 50, "workdays": 15, "months": 3, "years": 1}[unit]
        found[bound] = {unit: chance.random.randint(0, most)}
    return found


def record_of_cases(chance: Chance) -> dict:
    params: dict = {"of": "cases", "procedures": chance.random.sample(PROCEDURES, chance.pick((1, 2)))}
    while len(params) == 2:
        if chance.often(0.6):
            params["columns"] = chance.random.sample(("closed", "outcome"), chance.pick((1, 2)))
        if chance.often(0.6):
            params["papers"] = chance.random.sample(CASE_PAPERS, chance.pick((1, 2)))
    if chance.often(0.7):
        params["within"] = {chance.pick(("days", "workdays")): chance.random.randint(0, 60)}
    return params
