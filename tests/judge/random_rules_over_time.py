"""Random rules on vacancies, terms of office and deadlines, and rules with several alternatives."""

from __future__ import annotations

from collections.abc import Callable

from tests.judge.random_bundles import PAPERS, POSTS, Chance

Made = tuple[str, dict]


def vacancy(chance: Chance) -> Made:
    return "organisation", {
        "post": chance.pick(POSTS), "exactly": chance.pick((0, 1, 1, 1, 2)),
        "days": chance.pick((0, 1, 30, 60, 400)),
    } | ({"or_more": True} if chance.often(0.3) else {})  # fmt: skip


def term(chance: Chance) -> Made:
    params: dict = {"posts": chance.several(list(POSTS), 2) or ["secretary"], "years": chance.pick((1, 1, 2, 3))}
    if chance.often(0.6):
        params["together_with"] = {"post": chance.pick(POSTS), "days": chance.pick((0, 1, 30, 200))}
    return "post", params


def period(chance: Chance, subject: str) -> str | dict:
    bases = ("joined", "joined", "full_since") if subject == "member" else ("established",)
    length = chance.pick(({"months": chance.random.randint(0, 4)}, {"days": chance.random.randint(0, 70)}))
    return chance.pick((
        "month", "month", "quarter", "half_year", "year", "year", "term", "term",
        {"once": {"of": chance.pick(bases), **length}},
        {"anniversary": {"of": chance.pick(bases), "tolerance": chance.pick((0, 7, 40))}},
    ))  # fmt: skip


def due(chance: Chance, most: int = 12) -> dict:
    counted = {chance.pick(("days", "workdays")): chance.random.randint(0, 40)}
    return chance.pick((
        {"from": "start", "month": chance.random.randint(1, most), "day": chance.random.randint(1, 31)},
        {"from": "start", **counted}, {"from": "end", **counted}, {"from": "end", **counted},
    ))  # fmt: skip


def deadline(chance: Chance) -> Made:
    subject = chance.pick(("organisation", "organisation", "member"))
    return subject, {"paper": chance.pick(PAPERS), "period": period(chance, subject),
                     "due": due(chance, chance.pick((1, 3, 12)))}  # fmt: skip


LENGTH = {"month": 1, "quarter": 3, "half_year": 6}


def with_a_day_inside(chance: Chance, params: dict) -> None:
    """Give a frequency a day inside its period."""
    length = LENGTH.get(params["period"], 12) if isinstance(params["period"], str) else 12
    params["by"] = due(chance, length)


def any_of(chance: Chance, kinds: dict[str, Callable[[Chance], Made]]) -> Made:
    """Two or three alternatives of the same subject and the same periods."""
    family, alike = chance.pick((
        (("frequency", "deadline"), ("period",)), (("frequency", "deadline"), ("period",)),
        (("composition", "checklist"), ()), (("eligibility", "term"), ("posts",)),
        (("streak",), ()), (("sequence",), ("procedure",)), (("dues", "frequency", "deadline"), ("period",)),
        (("notice", "record", "attendance"), ("types", "where")),
    ))  # fmt: skip
    found: list[dict] = []
    subject, wanted = "", chance.pick((2, 2, 3))
    while len(found) < wanted:
        kind = chance.pick(family)
        own, params = kinds[kind](chance)
        if kind == "sequence":
            params["constraints"] = params["constraints"][:1]
        if "dues" in family and kind != "dues":  # only what is judged by the month of a member goes with it
            if own != "member":
                continue
            params["period"] = "month"
            fit_a_day_inside(chance, params)
        if own != (subject or own) or (kind == "record" and own != "activity"):
            continue
        subject = own
        if found:
            if "dues" not in family:
                params = {name: value for name, value in params.items() if name not in alike}
                params |= {name: found[0][name] for name in alike if name in found[0]}
            fit_a_day_inside(chance, params)
        found.append({"kind": kind, **params})
    return subject, {"of": found}


def fit_a_day_inside(chance: Chance, params: dict) -> None:
    """The day inside a period must fit the period, which may have become another."""
    if params.pop("by", None):
        with_a_day_inside(chance, params)
