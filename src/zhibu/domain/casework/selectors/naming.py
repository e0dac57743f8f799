"""What the subjects of cases are called: members, organisations, holders of posts, or the text itself."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case


def subject_names(cases: Iterable[Case]) -> dict[str, str]:
    """Subject -> its name; three queries, whatever their number."""
    keys = {case.subject for case in cases}
    found = {key: key for key in keys}
    found |= {body.pk: str(body) for body in Organisation.objects.filter(pk__in=keys)}
    posts = list(Post.objects.filter(pk__in=keys))
    people = dict(Member.objects.filter(pk__in=keys | {post.member for post in posts}).values_list("pk", "name"))
    found |= {post.pk: f"{people.get(post.member, post.member)}（{post.get_post_display()}）" for post in posts}
    return found | {key: name for key, name in people.items() if key in keys}


def subject_name(case: Case) -> str:
    """The same of one."""
    return subject_names([case])[case.subject]
