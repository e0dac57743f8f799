"""Who may do what with opinions.

Whoever works for a body takes opinions down in it and handles those that lie with it: the leader of a group, secretary and
commissioners of a branch, clerks above. What is about a person is read only where it lies, by its secretary, leader or
clerk, and by whoever took it down; others see that it is there and how old it is.
"""

from __future__ import annotations

from zhibu.domain.opinions.choices import Source
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed

NARROW = ("clerk", "secretary", "leader")


def reads(actor: Actor, opinion: Opinion) -> bool:
    """Whether he may read the words; who may see the row is said by the selectors."""
    if actor.everything or said_by(actor, opinion) or not opinion.confidential:
        return True
    if actor.user and opinion.taken_user == actor.user:
        return True
    return any(held.organisation == opinion.at_id and held.role in NARROW for held in actor.roles)


def said_by(actor: Actor, opinion: Opinion) -> bool:
    """Whether it is his own, put in by himself or taken down with his name; whoever enters for him (代办) is not meant.

    What a member said of his secretary is not read by the secretary who enters for him.
    """
    return bool(actor.member) and actor.in_person and opinion.member_id == actor.member


def handles(actor: Actor, opinion: Opinion) -> bool:
    """Whether he may answer it: he works for the body where it lies, and reads it."""
    return works_for(actor, opinion.at) and reads(actor, opinion)


def tells(actor: Actor, opinion: Opinion) -> bool:
    """Whether he may tell the answer and close it: where it lies, and where it was said, which knows who said it."""
    return reads(actor, opinion) and (works_for(actor, opinion.at) or works_for(actor, opinion.organisation))


def opinion_take(actor: Actor, organisation: Organisation) -> None:
    """Take down what somebody said."""
    if not works_for(actor, organisation):
        raise NotAllowed(f"{organisation}的意见由它的组长、书记、支部委员或者上级的党务工作者记。自己的意见用“提意见”。")


def opinion_pass(actor: Actor, opinion: Opinion, to: Organisation | None = None) -> None:
    """Pass it on: whoever works for the body where it lies; a clerk or secretary above may take it up unread.

    Unread it goes only upwards: else a commissioner who leads a group would hand it to himself and read it there.
    """
    if not works_for(actor, opinion.at):
        raise NotAllowed(f"这条意见现在在{opinion.at}，由那里转交。")
    if to is not None and not reads(actor, opinion) and not opinion.at.path.startswith(to.path):
        raise NotAllowed("这条意见涉及个人，你看不到内容，只能往上转交；转给下级由看得到内容的人定。")


def opinion_answer(actor: Actor, opinion: Opinion) -> None:
    """Answer, merge, publish, reopen, mark as about a person."""
    if not handles(actor, opinion):
        why = "它涉及个人，只有那里的书记、组长或党务工作者办；上级要办，先转到自己这里。" if opinion.confidential else ""
        raise NotAllowed(f"这条意见现在在{opinion.at}，由那里答复和办结。{why}")


def opinion_close(actor: Actor, opinion: Opinion) -> None:
    """Tell the answer and close."""
    if not tells(actor, opinion):
        opinion_answer(actor, opinion)


def opinion_withdraw(actor: Actor, opinion: Opinion) -> None:
    """Take it back: who said it himself, or who took it down by mistake."""
    own = opinion.source == Source.MEMBER and said_by(actor, opinion)
    mine = bool(actor.user) and opinion.taken_user == actor.user
    if not actor.everything and not own and not mine:
        raise NotAllowed("意见由提的人自己撤回；记错了的，由记下的人撤回。")


def box_open(actor: Actor, organisation: Organisation) -> None:
    """Open, change and close the box of a body: its secretary or leader, or a keeper above."""
    if not works_for(actor, organisation):
        raise NotAllowed(f"{organisation}的意见箱由它的书记、支部委员、组长或者上级的党务工作者开和关。")
