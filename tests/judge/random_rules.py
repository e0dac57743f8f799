"""Random rules of five kinds in the neutral form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.judge.random_bundles import DIRECTIVES, PENALTIES, POSTS, SECTORS, TYPES, Chance
from tests.judge.random_casework import dues, record_of_cases, sequence, streak
from tests.judge.random_rules_of_facts import attendance, checklist, share, vote, wider_where
from tests.judge.random_rules_over_time import (
    any_of,
    deadline,
    term,
    vacancy,
    with_a_day_inside,
)

ORGANISATION_KINDS = ("work_committee", "committee", "general_branch", "branch", "party_group", "leading_body")
DATE_COLUMNS = ("notice_on", "approved_on", "reported_on", "recorded_on")


def some(chance: Chance, names: tuple[str, ...]) -> list[str]:
    return chance.random.sample(names, chance.random.randint(1, len(names)))


def bounds(chance: Chance, most: int = 3) -> dict[str, int]:
    low = chance.random.randint(0, most)
    return chance.pick((
        {"at_least": low}, {"at_least": low}, {"at_most": low}, {"more_than": low}, {"less_than": low},
        {"at_least": low, "at_most": low + chance.random.randint(0, 2)},
    ))  # fmt: skip


def random_when(chance: Chance, subject: str) -> dict:
    when: dict = {}
    if chance.often(0.3) and subject != "member":
        when["kind"] = some(chance, ORGANISATION_KINDS)
    choices: list[tuple[str, Callable[[], object]]] = [
        ("sector", lambda: some(chance, SECTORS[:3])),
        ("members", lambda: bounds(chance)),
        ("full_members", lambda: bounds(chance, 2)),
        ("probationary_members", lambda: bounds(chance, 2)),
        ("party_groups", lambda: bounds(chance, 2)),
        ("has_post", lambda: some(chance, POSTS)),
        ("lacks_post", lambda: some(chance, POSTS)),
    ]
    if subject == "member":
        choices += [
            ("full", lambda: chance.often(0.5)),
            ("full", lambda: chance.often(0.5)),
            ("in_group", lambda: chance.often(0.5)),
            ("in_state", lambda: some(chance, ("stopped", "lost", "floating"))),
            ("not_in_state", lambda: some(chance, ("stopped", "lost"))),
            ("under_penalty", lambda: some(chance, PENALTIES)),
            ("free_of", lambda: some(chance, PENALTIES)),
        ]
    for _ in range(chance.pick((0, 0, 0, 1, 1, 2))):
        name, make = chance.pick(choices)
        when[name] = make()
    return when


def frequency(chance: Chance) -> tuple[str, dict]:
    if chance.often(0.15):
        return share(chance)
    subject = chance.pick(("organisation", "organisation", "member"))
    params: dict = {"types": some(chance, TYPES)}
    low = chance.random.randint(1, 2)
    params |= chance.pick((
        {"at_least": low}, {"at_least": low}, {"at_most": low - 1},
        {"at_least": low, "at_most": low + chance.random.randint(0, 1)},
    ))  # fmt: skip
    bases = ("joined", "joined", "full_since") if subject == "member" else ("established",)
    length = chance.pick(({"months": chance.random.randint(0, 4)}, {"days": chance.random.randint(0, 70)}))
    params["period"] = chance.pick((
        "month", "month", "quarter", "half_year", "year", "term",
        {"once": {"of": chance.pick(bases), **length}},
        {"anniversary": {"of": chance.pick(bases), "tolerance": chance.pick((0, 7, 40))}},
    ))  # fmt: skip
    if subject == "member":
        params["as"] = chance.pick(("attendee", "host", "speaker"))
    else:
        params["in"] = chance.pick(("self", "subtree"))
    if chance.often(0.3):
        with_a_day_inside(chance, params)
    if chance.often(0.4):
        params["where"] = chance.pick((
            {"form": some(chance, ("in_person", "online", "written"))},
            {"topics": bounds(chance)},
            {"host_post": some(chance, POSTS)},
            {"speaker_post": some(chance, POSTS)},
            wider_where(chance), wider_where(chance),
        ))  # fmt: skip
    return subject, params


def composition(chance: Chance) -> tuple[str, dict]:
    limits = []
    for _ in range(chance.pick((1, 1, 2, 3))):
        count = chance.pick((
            "members", "full_members", "probationary_members", "party_groups", "holders",
            "members_with_post", "members_under_penalty", "share_in_one_group",
        ))  # fmt: skip
        limit: dict = {"count": count}
        if chance.often(0.3):
            limits.append(_wider_limit(chance))
        if count in ("holders", "members_with_post", "share_in_one_group"):
            limit["post"] = chance.pick(POSTS)
        if count == "members_under_penalty" and chance.often(0.6):
            limit["penalties"] = some(chance, PENALTIES)
        if count == "share_in_one_group":
            limit |= chance.pick(({"at_most": "1/2"}, {"less_than": "0.5"}, {"at_most": "2/3"}))
        else:
            limit |= bounds(chance)
        limits.append(limit)
    return "organisation", {"limits": limits}


def _wider_limit(chance: Chance) -> dict:
    """A limit of the kinds that the published rules do not have."""
    post = {"post": chance.pick(POSTS)}
    share = {chance.pick(("at_least", "more_than", "at_most", "less_than")): chance.pick(("1/3", "0.5", "1", "2"))}
    count, other = chance.pick(("members", "full_members", "holders", "groups_of_only")), chance.pick(
        ("members", "party_groups", "members_with_post", "members_under_penalty"))  # fmt: skip
    named = post if count in ("holders", "groups_of_only") else {}
    return chance.pick((
        {"count": count, "odd": True, **named},
        {"count": count, "odd": True, **named, **bounds(chance)},
        {"count": count, "compared_with": other, **share,
         **(post if named or other == "members_with_post" else {})},
        {"count": "groups_of_only", **post, "at_most": 0},
    ))  # fmt: skip


def eligibility(chance: Chance) -> tuple[str, dict]:
    params: dict = {"posts": some(chance, POSTS)}
    while len(params) == 1:
        if chance.often(0.5):
            params["full_member"] = True
        if chance.often(0.4):
            params["free_of"] = some(chance, PENALTIES)
        if chance.often(0.5):
            params["member_of"] = chance.pick(("organisation", "branch"))
    return "post", params


def notice(chance: Chance) -> tuple[str, dict]:
    params: dict = {"types": some(chance, TYPES), "at_least": chance.random.randint(0, 3)}
    if chance.often(0.3):
        params["unit"] = chance.pick(("days", "workdays", "workdays"))
    if chance.often(0.2):
        params["where"] = wider_where(chance)
    if chance.often(0.4):
        params["at_most"] = params["at_least"] + chance.random.randint(0, 3)
    if chance.often(0.4):
        params["with"] = some(chance, ("place", "theme", "topics", "recorded_on"))
    return "activity", params


def record(chance: Chance) -> tuple[str, dict]:
    if chance.often(0.3):
        return "post", _record_of_posts(chance)
    if chance.often(0.2):
        return "case", record_of_cases(chance)
    params: dict = {"types": some(chance, TYPES)}
    if chance.often(0.2):
        return "activity", {**params, "columns": some(chance, DATE_COLUMNS), "before": chance.pick((0, 1, 3))}
    while len(params) == 1:
        if chance.often(0.7):
            params["columns"] = some(chance, (*DATE_COLUMNS, "recorder", "place"))
        if chance.often(0.4):
            params["papers"] = some(chance, ("script", "signin"))
    if chance.often(0.7):
        params["within"] = {chance.pick(("days", "workdays")): chance.random.randint(0, 8)}
    return "activity", params


def _record_of_posts(chance: Chance) -> dict:
    params: dict = {"of": "posts", "posts": some(chance, POSTS)}
    params["columns"] = some(chance, ("decided_by", "filed_on", "filing_number"))
    if chance.often(0.5):
        params["manner"] = some(chance, ("elected", "designated"))
    if chance.often(0.6):
        params["within"] = {chance.pick(("days", "workdays")): chance.random.randint(0, 15)}
    return params


KINDS: dict[str, Callable[[Chance], tuple[str, dict]]] = {
    "frequency": frequency,
    "composition": composition,
    "eligibility": eligibility,
    "notice": notice,
    "record": record,
    "vacancy": vacancy,
    "term": term,
    "deadline": deadline,
    "streak": streak,
    "dues": dues,
    "sequence": sequence,
    "attendance": attendance,
    "vote": vote,
    "checklist": checklist,
}
EFFECTIVE = {"D1": "2020-01-01", "D2": "2024-02-15"}


KINDS["any_of"] = lambda chance: any_of(chance, KINDS)


def random_rules(seed: int, count: int, kinds: Sequence[str] = tuple(KINDS)) -> list[dict]:
    """Rules R0, R1 ... of two directives, of the kinds named."""
    chance = Chance(seed ^ 0xC0DE)
    found = []
    for number in range(count):
        kind = chance.pick(tuple(kinds))
        subject, params = KINDS[kind](chance)
        directive = chance.pick(DIRECTIVES)
        in_force = {}
        if chance.often(0.2):
            in_force = chance.pick((
                {"since": "2024-03-01"}, {"until": "2024-10-01"}, {"since": "2023-09-15", "until": "2024-06-30"},
            ))  # fmt: skip
        found.append({
            "directive": directive, "effective": EFFECTIVE[directive], "rule": f"R{number}",
            "article": str(number), "kind": kind, "subject": subject,
            "strength": chance.pick(("must", "usual", "encouraged", "must", "may" if number else "must")),
            "when": random_when(chance, subject), "params": params, "in_force": in_force,
        })  # fmt: skip
    return found
