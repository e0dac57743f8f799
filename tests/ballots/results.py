"""Result files for tests: one of each method."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ballots.polls import NO, YES, election, entries, opened, rule, slip
from zhibu.ballots.box import box_open
from zhibu.ballots.outcomes import Tally, choices_of
from zhibu.ballots.results import About, Counted, result_make
from zhibu.ballots.rules import Counts

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
ORGANISATION, MATTER = ("B9", "青石镇白鹤村党支部第二党小组"), ("group_leader", "推选党小组组长")


def about(method: str, poll: str = "T1") -> About:
    days = ("2026-03-02", "2026-03-02")
    return About(poll, "推选组长", ORGANISATION, MATTER, method, *days, tellers=("计甲", "计乙"))


def electronic(paper: int = 0) -> Counted:
    """Five on the roll, four tokens issued, three cast, one of them void; `paper` slips beside."""
    with TemporaryDirectory() as folder:
        poll = opened(Path(folder))
        voters = [poll.voter() for _ in range(3)]
        chosen = [slip(YES, NO), slip(NO, NO, names=("古丽·阿依",)), slip(YES, YES)]
        casts = [voter.cast(said) for voter, said in zip(voters, chosen, strict=True)]
        found = box_open(poll.keys, poll.form, casts)
    slips = [*found.slips, *[slip(NO, NO, names=("古丽·阿衣",))] * paper]
    people = 4 + paper
    counts = Counts(people + 1, people, paper, 4, paper, 3, len(slips), 3 + paper - len(slips))
    return Counted(
        about("mixed" if paper else "electronic"), poll.form, rule(), entries("T1", people + 1), counts,
        choices_of(poll.form, slips), public=poll.public,
        tokens=[(cast.token, cast.prefix, cast.signature) for cast in casts],
        merged={"古丽·阿衣": "古丽·阿依"} if paper else {}, excluded={"预备党员": 1},
    )


def by_hands() -> Counted:
    sums = {"p1": {YES: 4, NO: 1, "abstained": 0}, "p2": {YES: 1, NO: 3, "abstained": 1}}
    return Counted(about("hands"), election(names=0), rule(), entries("T1", 6), Counts.of_hands(6, 5),
                   by_hands=Tally(sums))


def on_paper() -> Counted:
    slips = [slip(YES, NO)] * 3 + [slip(NO, YES)]
    form = election(names=0)
    return Counted(about("paper"), form, rule(), entries("T1", 6), Counts(6, 5, 5, 0, 5, 0, 4, 1),
                   choices_of(form, slips))


@cache
def file(method: str) -> bytes:
    made = {"electronic": electronic, "mixed": lambda: electronic(2), "hands": by_hands, "paper": on_paper}
    return result_make(made[method](), KEY)


def data(method: str) -> Any:
    return json.loads(file(method))


METHODS = ("electronic", "mixed", "hands", "paper")
