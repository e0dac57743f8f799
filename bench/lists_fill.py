"""A province for measuring lists: organisations, members, memberships, posts, by the site's own models.

About 60 600 organisations in six levels and 300 000 members; names repeat as they do in life.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from random import Random

from bench.lists_life import batches, fill_life
from bench.lists_work import fill_work
from bench.lists_year import fill_year

SINCE = dt.date(2012, 7, 1)
BATCH = 5000
ADOPTED = ("branch-regulations-2018", "loudi-groups-2023")  # by the whole province: pages ask what binds whom
# (kind, how many below each of the level above); the groups stand below every second branch
LEVELS = (
    ("work_committee", "工委", 1),
    ("committee", "市委", 20),
    ("committee", "县委", 30),
    ("general_branch", "党总支", 10),
    ("branch", "党支部", 6),
)
MEMBERS = 300_000


def organisations(scale: float) -> Iterator[tuple[str, str, str, str]]:
    """(id, parent, kind, name), parents before children; `scale` cuts the number of counties."""
    above = [""]
    for depth, (kind, word, each) in enumerate(LEVELS):
        here = []
        below = max(1, round(each * scale)) if depth == 2 else each
        for parent in above:
            for number in range(below):
                key = f"{parent}{depth}{number:02}" if parent else "0"
                here.append(key)
                yield key, parent, kind, f"第{number + 1}{word}"
        above = here
    for number, branch in enumerate(above):
        if number % 2 == 0:
            yield f"{branch}G", branch, "party_group", "第一党小组"


def filled(scale: float) -> tuple[int, int]:
    """The province, written where it is not there yet; numbers of organisations and members."""
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.filings.models import Filing
    from zhibu.domain.members.models import Member
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.plans.models import Plan

    if not Organisation.objects.exists():
        fill(scale)
    if not Filing.objects.exists():
        fill_life(scale)
    if not Activity.objects.exists():
        fill_work(scale)
    if not Plan.objects.exists():
        fill_year(scale)
    return Organisation.objects.count(), Member.objects.count()


def fill(scale: float) -> None:
    """Write the tree, its members, where they belong, secretaries, and the directives in force."""
    from zhibu.domain.demo.names import EITHER, FEMALE, MALE, SURNAMES
    from zhibu.domain.members.models import Member, Membership, Post
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.organisations.services import place
    from zhibu.domain.rulebook.models import Adoption

    chance = Random(20)
    rows = list(organisations(scale))
    placed = place([
        Organisation(id=key, parent_id=parent or None, kind=kind, name=name, sector="organ", established=SINCE)
        for key, parent, kind, name in rows
    ])  # fmt: skip
    Organisation.objects.bulk_create(placed, batch_size=BATCH)
    branches = [key for key, _, kind, _ in rows if kind == "branch"]
    groups = {parent: key for key, parent, kind, _ in rows if kind == "party_group"}
    count = round(MEMBERS * len(branches) / 36_000)

    def member(number: int) -> Member:
        given = chance.choice(EITHER) + chance.choice(MALE + FEMALE)
        joined = dt.date(chance.randint(1985, 2024), chance.randint(1, 12), 1)
        return Member(
            id=f"m{number:06}", name=chance.choice(SURNAMES) + given[chance.randint(0, 1) :], joined=joined,
            full_since=joined.replace(year=joined.year + 1), sex=chance.choice("男女"),
            birth=joined.replace(year=joined.year - 24), id_number=f"999999{19600101 + number % 300000:08}{number % 10000:04}",
            phone=f"154{number:08}",
        )  # fmt: skip

    def membership(number: int) -> Iterator[Membership]:
        branch = branches[number % len(branches)]
        yield Membership(member_id=f"m{number:06}", organisation_id=branch, since=SINCE)
        if branch in groups:
            yield Membership(member_id=f"m{number:06}", organisation_id=groups[branch], since=SINCE)

    for batch in batches(member(number) for number in range(count)):
        Member.objects.bulk_create(batch)
        print(".", end="", file=sys.stderr, flush=True)
    for batch in batches(row for number in range(count) for row in membership(number)):
        Membership.objects.bulk_create(batch)
    posts = (
        Post(id=f"p{number}", member=f"m{number:06}", organisation_id=branch, post="secretary", since=SINCE)
        for number, branch in enumerate(branches)
    )
    for batch in batches(posts):
        Post.objects.bulk_create(batch)
    Adoption.objects.bulk_create(Adoption(organisation_id="0", directive=one, since=SINCE) for one in ADOPTED)
