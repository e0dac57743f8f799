"""Who may handle a case of discipline: clerks above, the secretary, the discipline commissioner; never himself."""

from __future__ import annotations

from django.db.models import Q

from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.members.choices import PostKind
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def handles(actor: Actor, branch: Organisation) -> bool:
    """Whether cases of this branch are his to handle; another commissioner's are not."""
    if actor.everything or actor.reaches(branch.path, "clerk", "secretary"):
        return True
    if not actor.member or not actor.reaches(branch.path, "commissioner"):
        return False
    today = clock.today()
    posts = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), member=actor.member, since__lte=today,
        organisation=branch.pk, post=PostKind.DISCIPLINE_COMMISSIONER,
    )  # fmt: skip
    return posts.exists()


def handles_any(actor: Actor) -> bool:
    """Whether cases of some branch are his to handle."""
    if actor.everything or actor.holds("clerk", "secretary"):
        return True
    held = {one.organisation for one in actor.roles if one.role == "commissioner"}
    return any(handles(actor, body) for body in Organisation.objects.filter(pk__in=held)) if held else False


def matter_open(actor: Actor, member: str, branch: Organisation) -> None:
    """Open a case."""
    if actor.member and actor.member == member:
        raise NotAllowed("不能办自己的案子，由支部其他负责人或者上级来办。")
    if not handles(actor, branch):
        raise NotAllowed("违纪案件由支部书记、纪检委员或者上级的党务工作者来办。")


def matter_handle(actor: Actor, file: DisciplineFile) -> None:
    """Record its steps."""
    matter_open(actor, file.member_id, file.organisation)


def matter_approve(actor: Actor, file: DisciplineFile) -> None:
    """Record what the body above approved, or decided on an appeal: a clerk above the branch."""
    matter_handle(actor, file)
    if not (actor.everything or actor.reaches(file.organisation.path, "clerk")):
        raise NotAllowed("批准和复议的结果由上级党组织的党务工作者登记。")


def matter_appeal(actor: Actor, file: DisciplineFile) -> None:
    """Appeal: he himself; or who handles it notes what he handed in on paper."""
    if not (actor.member and actor.member == file.member_id) and not handles(actor, file.organisation):
        raise NotAllowed("申诉由本人提出；书面交来的，由支部登记。")
