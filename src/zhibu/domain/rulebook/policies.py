"""Who may put a directive in force: a clerk, for organisations in his range."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def may_adopt(actor: Actor, organisation: Organisation) -> bool:
    """Whether a page should offer it."""
    return actor.reaches(organisation.path, "clerk")


def adoption_activate(actor: Actor, organisation: Organisation) -> None:
    """Put a directive in force for an organisation."""
    if not may_adopt(actor, organisation):
        raise NotAllowed(f"在{organisation}执行哪些文件，由管辖它的党务工作者来定。")


adoption_retire = adoption_activate
adoption_withdraw = adoption_activate


def interpretation_record(actor: Actor, organisation: Organisation) -> None:
    """Record which reading holds for an organisation and everything below it."""
    if not may_adopt(actor, organisation):
        raise NotAllowed(f"{organisation}按哪种读法办，由管辖它的党务工作者登记。")


interpretation_revoke = interpretation_record


def may_set_parameters(actor: Actor) -> bool:
    """Whether a page should offer it: the values hold for the whole installation."""
    if actor.everything:
        return True
    tops = Organisation.objects.filter(parent__isnull=True).values_list("path", flat=True)[:2]
    return len(tops) == 1 and actor.reaches(tops[0], "clerk")


def parameter_set(actor: Actor) -> None:
    """Set an own value for a parameter: it holds for everybody, so only who stands above all may."""
    if not may_set_parameters(actor):
        raise NotAllowed("参数的取值管到全部组织，由最上级组织的党务工作者或者管理员设定。")


parameter_reset = parameter_set


def own_type_record(actor: Actor, organisation: Organisation) -> None:
    """Invent, change or retire an activity type that an organisation and all below it may use."""
    if organisation.kind == "party_group" or not may_adopt(actor, organisation):
        raise NotAllowed(f"{organisation}用哪些活动类型，由管辖它的党务工作者来定；党小组用支部的。")


own_type_change = own_type_retire = own_type_undo = own_type_record
