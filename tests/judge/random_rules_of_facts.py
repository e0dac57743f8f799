"""Random rules on single facts: attendance, vote, checklist; and the wider `where`."""

from __future__ import annotations

from tests.judge.random_bundles import POSTS, TYPES, Chance
from tests.judge.random_facts import CHECKLISTS, ITEMS, MATTERS

SHARES = ("1/2", "2/3", "0.8", "1/3", "0.5", "1", "0")


def _some(chance: Chance, names: tuple) -> list:
    return chance.random.sample(names, chance.random.randint(1, len(names)))


def _above(chance: Chance) -> dict[str, str]:
    return {chance.pick(("at_least", "more_than")): chance.pick(SHARES)}


def wider_where(chance: Chance) -> dict:
    """Conditions beyond form, topics, host and speaker."""
    low = chance.random.randint(1, 20)
    return chance.pick((
        {"weekday": _some(chance, (1, 2, 3, 4, 5, 6, 7))},
        {"workday": chance.often(0.5)},
        {"day_of_month": chance.pick(({"at_least": low}, {"at_most": low}, {"at_least": low, "at_most": low + 5}))},
        {"filled": _some(chance, ("place", "host", "notice_on", "recorded_on", "speaker"))},
        {"papers": _some(chance, ("script", "signin"))},
        {"attendee_post": _some(chance, POSTS)},
        {"month": _some(chance, tuple(range(1, 13)))},
        {"quarter": _some(chance, (1, 2, 3, 4))},
        {"in_term": chance.often(0.5)},
        {"weekday": [1, 2, 3, 4, 5], "day_of_month": {"at_least": 2}, "filled": ["place"]},
    ))  # fmt: skip


def attendance(chance: Chance) -> tuple[str, dict]:
    params: dict = {"types": _some(chance, TYPES)}
    params |= chance.pick((
        {"entitled": chance.pick(("members", "voting")), **_above(chance)},
        {"entitled": chance.pick(("members", "voting")), **_above(chance)},
        {"entitled": chance.pick(("members", "voting")), "posts": _some(chance, POSTS)},
        {"host_post": _some(chance, POSTS)},
    ))  # fmt: skip
    if "host_post" not in params and chance.often(0.3):
        params["excused"] = "leave_out"
    if chance.often(0.2):
        params["where"] = wider_where(chance)
    return "activity", params


def vote(chance: Chance) -> tuple[str, dict]:
    params: dict = {"matters": _some(chance, MATTERS)}
    while len(params) == 1:
        if chance.often(0.5):
            params["quorum"] = _above(chance)
        if chance.often(0.6):
            base = chance.pick(("entitled", "present", "cast", "valid"))
            params["majority"] = {"base": base, **_above(chance)}
        if chance.often(0.3):
            params["method"] = chance.pick(("secret", "hands"))
        if chance.often(0.4):
            params["surplus"] = chance.pick(("0.2", "1/3", "0", "1"))
    return "ballot", params


def checklist(chance: Chance) -> tuple[str, dict]:
    items: list[dict] = [{"item": item} for item in _some(chance, ITEMS)]
    for item in items:
        if chance.often(0.4):
            item["least"] = chance.pick(("40", "38.5", "9", "-1", "0.50"))
    return "organisation", {"checklist": chance.pick(CHECKLISTS), "items": items}


def share(chance: Chance) -> tuple[str, dict]:
    """A frequency by share."""
    params = {"types": _some(chance, TYPES), "share": chance.pick(SHARES), "as": "attendee"}
    params["period"] = chance.pick(("month", "quarter", "half_year", "year", "term",
                                    {"anniversary": {"of": "joined", "tolerance": 40}}))  # fmt: skip
    if chance.often(0.3):
        params["where"] = wider_where(chance)
    return "member", params
