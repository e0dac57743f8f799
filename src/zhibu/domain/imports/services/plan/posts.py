"""Posts: group leaders as filed, secretaries and commissioners whose day nobody wrote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from zhibu.domain.imports.services.plan.limits import Limits
from zhibu.domain.imports.services.plan.plan import (
    LEAVE,
    Item,
    Option,
    Plan,
    Question,
    Row,
    day_of,
    day_written,
    place_key,
    text,
)
from zhibu.domain.members.choices import PostKind
from zhibu.domain.members.models import Member, Post
from zhibu.kernel.ids import new_id

SUCCESSOR = "前任的任期没有写到哪天，算到接任那天"
# Of these a body has one at a time: whoever takes the seat ends the other's term.
SINGLE = ("secretary", "group_leader")
Keys = dict[str, str]


def plan_filed_posts(plan: Plan, rows: list[Row], keys: Keys, limits: Limits) -> None:
    """Posts with a day of their own, as a filing table gives them."""
    bodies = {_id(row, "organisation", keys) for row in rows}
    there: dict[tuple[str, str, str], list[Post]] = defaultdict(list)
    for post in Post.objects.filter(organisation__in=bodies):
        there[post.organisation_id, post.post, post.member].append(post)
    people = plan.has(Member, (_id(row, "member", keys) for row in rows))
    for row in rows:
        since, member, body = (
            day_of(row, "since"),
            _id(row, "member", keys),
            _id(row, "organisation", keys),
        )
        if since is None or not text(row, "member") or not text(row, "organisation"):
            continue
        if not limits.holds(body):
            limits.not_there(plan, row, "小组长", body)
            continue
        if member not in people:
            plan.leave_out(row, "小组长", "花名册里这个人还没有写入，任职先不写")
            continue
        same = there[body, text(row, "post"), member]
        known = next((post for post in same if post.since == since.first), None)
        if known is not None:
            plan.keep(known)
            continue
        until, filed = day_of(row, "until"), day_of(row, "filed_on")
        post = Post(
            id=new_id("post"),
            member=member,
            organisation_id=body,
            post=text(row, "post"),
            since=since.first,
            since_precision=since.precision,
            until=until.after() if until else None,
            until_precision=until.precision if until else "day",
            manner=text(row, "manner"),
            filed_on=filed.first if filed else None,
            filing_number=text(row, "filing_number"),
        )
        plan.create(post)
        _end_predecessors(plan, post)


def _id(row: Row, name: str, keys: Keys) -> str:
    return keys.get(text(row, name), text(row, name))


def _end_predecessors(plan: Plan, post: Post) -> None:
    """Who held the only seat until now, and has no end, ends where the successor begins."""
    if post.until is not None or post.post not in SINGLE:
        return
    for old in Post.objects.filter(
        organisation=post.organisation_id, post=post.post, until=None, since__lt=post.since
    ):
        plan.assumptions[SUCCESSOR] += 1
        plan.change(old, {"until": post.since, "until_precision": "day"})


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a post of whom no sheet says since when."""

    key: str
    member: str
    body: str
    post: str
    name: str


def holders_of(registers: list[Row], rosters: list[Row], keys: Keys) -> list[Holder]:
    """Secretaries whom the register names, and posts in the branch that the roster gives people."""
    found: dict[tuple[str, str, str], Holder] = {}
    for row in registers:
        if text(row, "secretary"):
            one = Holder(
                f"post:{place_key(row, 'secretary')}", _id(row, "secretary", keys),
                _id(row, "key", keys), "secretary", text(row, "secretary_name"),
            )  # fmt: skip
            found.setdefault((one.member, one.body, one.post), one)
    for row in rosters:
        post = text(row, "post")
        if post in PostKind.values and post != "group_leader":
            one = Holder(
                f"post:{place_key(row, post)}", _id(row, "key", keys),
                _id(row, "branch_key", keys), post, text(row, "name"),
            )  # fmt: skip
            found.setdefault((one.member, one.body, one.post), one)
    return list(found.values())


def plan_undated_posts(
    plan: Plan, holders: list[Holder], limits: Limits, answers: dict[str, str]
) -> None:
    """Posts without a day: asked of each, one day for all or each its own, never guessed."""
    people = plan.has(Member, (one.member for one in holders))
    bodies = {one.body for one in holders if limits.holds(one.body)}
    open_posts = {
        (post.member, post.organisation_id, post.post)
        for post in Post.objects.filter(organisation__in=bodies, until=None)
    }
    waiting = [
        one
        for one in holders
        if one.member in people
        and one.body in bodies
        and (one.member, one.body, one.post) not in open_posts
    ]
    if not waiting:
        return
    plan.questions.append(
        Question(
            "posts",
            f"{len(waiting)} 人任职没有写从哪天起，从哪一天算起？",
            "各人不同的，在各人后面写；没写的留着，以后在支部页里填",
            (Option(LEAVE, "先留着，不写入"),),
            tuple(
                Item(one.key, one.name, f"{limits.body(one.body)} {PostKind(one.post).label}")
                for one in waiting
            ),
            asks_day=True,
        )
    )
    for one in waiting:
        since = day_written(answers.get(one.key, ""))
        if since is not None:
            post = Post(
                id=new_id("post"), member=one.member, organisation_id=one.body, post=one.post, since=since,
            )  # fmt: skip
            plan.create(post)
            _end_predecessors(plan, post)
