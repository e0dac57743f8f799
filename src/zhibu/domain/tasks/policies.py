"""Who may do what with tasks.

Whoever works for a body gives tasks in it and looks at what was done: the leader of a group, also where the
owner is the secretary who sits in it as an ordinary member; secretary and commissioners of a branch for it and its groups; clerks
above. Nobody looks at his own task: another one of the side that gave it does.
"""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.domain.tasks.models import Task
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def owns(actor: Actor, task: Task) -> bool:
    """Whether the task is his own."""
    return bool(actor.member) and any(one.member_id == actor.member for one in task.owners.all())


def checks(actor: Actor, task: Task) -> bool:
    """Whether he may look at what was done: of the side that gave it, and it is not his own."""
    return works_for(actor, task.giver) and (actor.everything or not owns(actor, task))


def task_give(actor: Actor, organisation: Organisation) -> None:
    """Give a task to members of this body."""
    if not works_for(actor, organisation):
        raise NotAllowed(f"{organisation}的任务由它的组长、书记、支部委员或者上级的党务工作者派。")


def task_change(actor: Actor, task: Task) -> None:
    """Change, withdraw or reopen it: the side that gave it; who is to do it also the body that does it."""
    if not works_for(actor, task.giver):
        raise NotAllowed(f"这项任务是{task.giver}派的，改动和撤回由那一方办。")


def task_check(actor: Actor, task: Task) -> None:
    """Accept or return what was done, decide on more time."""
    if not works_for(actor, task.giver):
        raise NotAllowed(f"这项任务是{task.giver}派的，由那一方查看。")
    if not checks(actor, task):
        raise NotAllowed("这是你自己的任务，要由派任务一方的另一个人查看：组长的由书记、支部委员看，书记的由委员或上级看。")


def task_done(actor: Actor, task: Task) -> None:
    """Say how it goes, hand it in, ask for more time: the owners; for them whoever works for the body."""
    if not owns(actor, task) and not works_for(actor, task.organisation):
        raise NotAllowed("进展、交出和申请延期由负责人自己写，或者由组长、书记代写。")


def task_owners(actor: Actor, task: Task) -> None:
    """Say who does it: the body that does it (of a task from above its leader or secretary)."""
    if not works_for(actor, task.organisation):
        raise NotAllowed(f"谁来办由{task.organisation}的组长或书记定。")
