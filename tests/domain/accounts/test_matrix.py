"""The table of rights says what holds: each cell is tried with an account, a post and rows of the database."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.conftest import SINCE
from zhibu.domain.accounts import matrix
from zhibu.domain.accounts.matrix_words import LEFT_OUT
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisations_record
from zhibu.kernel.actor import Actor

pytestmark = pytest.mark.django_db
BODIES = {"T": ("", "work_committee"), "C": ("T", "committee"), "B": ("C", "branch"), "G": ("B", "party_group")}
AT = {"committee": "C", "branch": "B", "party_group": "G"}
POSTS = {"secretary": ("secretary", "B"), "commissioner": ("committee_member", "B"), "leader": ("group_leader", "G")}


@pytest.fixture
def tree(db: None) -> dict[str, Organisation]:
    rows = [
        Organisation(id=key, parent_id=parent or None, kind=kind, name=f"{key}组织", established=SINCE)
        for key, (parent, kind) in BODIES.items()
    ]
    return {body.pk: body for body in organisations_record(actor=Actor.system("test"), organisations=rows)}


def account(column: str, level: str) -> Actor:
    """A real account: its role by a post in the branch or group, or granted to a clerk."""
    key = f"{column}-{level}"
    member = None
    if column in ("secretary", "commissioner", "leader", "member"):
        member = Member.objects.create(id=f"M-{key}", name="某", joined=SINCE)
        Membership.objects.create(member=member, organisation_id="B", since=SINCE)
    user = User.objects.create(id=f"U-{key}", username=key, name="某", member=member)
    if column in POSTS:
        post, where = POSTS[column]
        Post.objects.create(id=f"P-{key}", member=f"M-{key}", organisation_id=where, post=post, since=SINCE)
    elif column in ("above", "clerk"):
        where = "T" if column == "above" else AT[level]
        RoleGrant.objects.create(user=user, role="clerk", organisation_id=where, since=SINCE)
    return actor_of(user=user, door="test")


def test_each_cell_is_what_a_real_actor_meets(tree: dict[str, Organisation]) -> None:
    actors = {(column, level): account(column, level) for column, *_ in matrix.WHO for level in AT}
    table = {(line.room, line.name): line for line in matrix.lines()}
    assert len(table) > 30
    wrong = []
    for room, name, function in matrix.policies():
        if name in LEFT_OUT:
            continue
        line = table[(matrix.ROOMS[room], name)]
        for (column, *_), cell in zip(matrix.WHO, line.cells, strict=True):
            for level, key in AT.items():
                allowed = bool(matrix.asked(function, actors[column, level], tree[key], himself=column == "member"))
                if allowed != (level in cell):
                    wrong.append((name, column, level, allowed))

    assert wrong == []


def cells(name: str) -> dict[str, str]:
    [line] = [line for line in matrix.lines() if line.name == name]
    return dict(zip([column for column, *_ in matrix.WHO], line.words, strict=True))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("role_grant", {"above": "可以", "clerk": "可以", "secretary": "", "leader": "", "member": ""}),
        ("member_record", {"above": "可以", "secretary": "支部、党小组", "leader": "", "member": ""}),
        ("waiver_record", {"above": "可以", "clerk": "", "secretary": "", "commissioner": "", "leader": ""}),
        ("facts_import", dict.fromkeys(("above", "clerk", "secretary", "leader", "member"), "")),
    ],
)
def test_some_cells_by_hand(tree: dict[str, Organisation], name: str, expected: dict[str, str]) -> None:
    found: dict[str, Any] = cells(name)

    assert {column: found[column] for column in expected} == expected
