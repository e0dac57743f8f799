"""Posts: group leaders as filed, secretaries and commissioners whose day nobody wrote."""

from __future__ import annotations

from zhibu.domain.imports.services.plan.leaving import day_written
from zhibu.domain.imports.services.plan.plan import LEAVE, Option, Plan, Question, Row, day_of, text
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.ids import new_id

SUCCESSOR = "前任组长的任期没有写到哪天，算到接任那天"


def plan_filed_posts(plan: Plan, rows: list[Row], keys: dict[str, str]) -> None:
    """Posts with a day of their own, as a filing table gives them."""
    bodies = {keys.get(text(row, "organisation"), text(row, "organisation")) for row in rows}
    there: dict[tuple[str, str, str], list[Post]] = {}
    for post in Post.objects.filter(organisation__in=bodies):
        there.setdefault((post.organisation_id, post.post, post.member), []).append(post)
    people = plan.has(Member, (keys.get(text(row, "member"), text(row, "member")) for row in rows))
    places = plan.has(Organisation, bodies)
    for row in rows:
        since = day_of(row, "since")
        member = keys.get(text(row, "member"), text(row, "member"))
        body = keys.get(text(row, "organisation"), text(row, "organisation"))
        if since is None or member not in people or body not in places:
            continue
        same = there.get((body, text(row, "post"), member), [])
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


def _end_predecessors(plan: Plan, post: Post) -> None:
    """Who held the seat until now, and has no end, ends where the successor begins."""
    if post.until is not None or post.post != "group_leader":
        return
    for old in Post.objects.filter(
        organisation=post.organisation_id, post=post.post, until=None, since__lt=post.since
    ):
        plan.assumptions[SUCCESSOR] += 1
        plan.change(old, {"until": post.since, "until_precision": "day"}, "前任组长卸任")


def plan_undated_posts(
    plan: Plan, holders: list[tuple[str, str, str, str]], answers: dict[str, str]
) -> None:
    """Secretaries and the like without a day: asked once for all, never guessed.

    `holders` are (member, organisation, post, sentence) by database ids.
    """
    waiting = []
    people = plan.has(Member, (member for member, *_ in holders))
    places = plan.has(Organisation, (body for _, body, *_ in holders))
    holders = [one for one in holders if one[0] in people and one[1] in places]
    bodies = {body for _, body, _, _ in holders}
    open_posts = {
        (post.member, post.organisation_id, post.post)
        for post in Post.objects.filter(organisation__in=bodies, until=None)
    }
    for member, body, post, sentence in dict.fromkeys(holders):
        if (member, body, post) not in open_posts:
            waiting.append((member, body, post, sentence))
    if not waiting:
        return
    plan.questions.append(
        Question(
            "posts_since",
            f"{len(waiting)} 个职务没有写从哪天任职，从哪一天算起？",
            "各支部不同的，先留着，以后在支部页里逐个填",
            (Option(LEAVE, "先留着，这些职务不写入"),),
            asks_day=True,
            lines=tuple(sentence for *_, sentence in waiting),
        )
    )
    since = day_written(answers.get("posts_since", ""))
    if since is None:
        return
    for member, body, kind, _ in waiting:
        plan.create(
            Post(id=new_id("post"), member=member, organisation_id=body, post=kind, since=since)
        )
