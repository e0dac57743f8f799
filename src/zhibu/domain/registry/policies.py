"""Who may do what with the file of a member.

Narrow things (full numbers, hardship, care, doubles, clearings) are for those who answer for his branch:
its secretary and commissioners, and the clerks above; never for a group leader.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed

Bodies = Iterable[Organisation]


def keeps(actor: Actor, homes: Bodies, *roles: str) -> bool:
    """Whether he answers for one of the member's branches (in one of the roles)."""
    return actor.everything or any(actor.reaches(home.path, *(roles or KEEPERS)) for home in homes)


def member_reveal(actor: Actor, member: Member, homes: Bodies) -> None:
    """The full number or address of somebody else; of himself everybody may."""
    if member.pk != actor.member and not keeps(actor, homes):
        raise NotAllowed("完整号码和住址，只有本人、支部的书记和委员、上级的党务工作者能看。")


def record_keep(actor: Actor, homes: Bodies, what: str) -> None:
    """Rewards, hardship and care are written by those who answer for the branch."""
    if not keeps(actor, homes):
        raise NotAllowed(f"{what}由支部的书记、支部委员或者上级的党务工作者来登记。")


def correction_ask(actor: Actor, member: Member) -> None:
    """A member asks for himself (or somebody enters it for him on his behalf)."""
    if member.pk != actor.member:
        raise NotAllowed("更正申请由本人提出；替没有手机的党员提，先转为代办。")


def correction_decide(actor: Actor, member: Member, homes: Bodies) -> None:
    """The branch decides, never the member himself."""
    if member.pk == actor.member:
        raise NotAllowed("自己的申请由支部里别的人或者上级来处理。")
    if not keeps(actor, homes):
        raise NotAllowed("更正申请由支部的书记、组织委员处理。")


def correction_review(actor: Actor, member: Member, homes: Bodies, decided_by: str) -> None:
    """An objection is for the level above, and not for whoever refused."""
    if member.pk == actor.member or not keeps(actor, homes, "clerk"):
        raise NotAllowed("异议由上级的党务工作者复核。")
    if actor.name == decided_by and not actor.everything:
        raise NotAllowed("这项申请是你处理的，异议由别的人复核。")


def member_merge(actor: Actor, first: Bodies, second: Bodies) -> None:
    """Both must be in the range of one clerk (or secretary, where both are in his branch)."""
    roles = ("clerk", "secretary")
    if not (keeps(actor, first, *roles) and keeps(actor, second, *roles)):
        raise NotAllowed("两个人不都在你的管理范围里，由共同的上级党务工作者来合并。")


def clearing_decide(actor: Actor, homes: Bodies) -> None:
    """What is due is cleared or kept by a clerk."""
    if not keeps(actor, homes, "clerk"):
        raise NotAllowed("到期的资料由党务工作者批准清除或者继续保存。")
