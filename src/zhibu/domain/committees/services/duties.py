"""The division of work in a committee."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.committees import policies
from zhibu.domain.committees.models import Duty
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


@transaction.atomic
def duty_set(*, actor: Actor, organisation: Organisation, words: Mapping[str, str]) -> int:
    """Post id -> what its holder answers for; empty takes the words away. Answers how many changed."""
    policies.duty_set(actor, organisation)
    posts = {p.pk: p for p in Post.objects.filter(organisation=organisation, pk__in=list(words))}
    if set(words) - set(posts):
        raise NotFound("有一项任职不在这个组织里，重新打开页面。")
    before = dict(Duty.objects.filter(post__in=posts).values_list("post_id", "words"))
    changed = {k: v.strip() for k, v in words.items() if before.get(k, "") != v.strip()}
    for key, said in changed.items():
        require_fits(Duty, words=said)
        if said:
            Duty.objects.update_or_create(post=posts[key], defaults={"words": said})
        else:
            Duty.objects.filter(post=posts[key]).delete()
    if changed:
        entry_record(
            actor=actor, action="duty.set", subject=organisation.pk, organisation=organisation.pk,
            details={"before": {k: before.get(k, "") for k in changed}, "after": changed},
        )  # fmt: skip
    return len(changed)
