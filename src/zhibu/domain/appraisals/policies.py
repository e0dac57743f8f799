"""Who may do what, and who reads what is said of persons.

| what | who |
|---|---|
| package of a meeting: theme, plan, script, list of problems | whoever runs the meeting: leader of the group, secretary and commissioners of the branch, clerk above |
| an outline | its writer; the unit itself once he shares it or the meeting was held |
| criticism | the member it is about, and the unit itself |
| measures of persons | the member, whoever does it, and the unit itself; those of the unit: everybody in scope |
| plan and days of an appraisal | the branch; clerks above |
| self-appraisal, opinions of others | the member, the leader of his group, the branch itself |
| grades | the branch itself; the member once he is told; nobody else, not the leader and not the clerk above |

"The unit itself" are those whose role stands at that very body: a group's leader, the secretary and the commissioners
of the branch; of bodies without such roles the clerk of that body. A clerk of a body above is never meant.
"""

from __future__ import annotations

from zhibu.domain.appraisals.models import Appraisal, Appraisee, LifeMeeting, Measure, Outline
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import keeps, works_for
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed

BRANCH = ("secretary", "commissioner")
SMALL = (OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP)


def is_unit(actor: Actor, body: Organisation) -> bool:
    """Whether his role stands at that very body (of a group: at it or at its branch)."""
    if actor.everything or body.pk in actor.bodies():
        return True
    roles = BRANCH if body.kind in SMALL else KEEPERS
    homes = {body.pk, body.parent_id} if body.kind == OrganisationKind.PARTY_GROUP else {body.pk}
    return any(held.role in roles and held.organisation in homes for held in actor.roles)


def is_branch(actor: Actor, branch: Organisation) -> bool:
    """Whether he is secretary or commissioner of that very branch."""
    return actor.everything or any(held.role in BRANCH and held.organisation == branch.pk for held in actor.roles)


def life_change(actor: Actor, body: Organisation) -> None:
    """Prepare the meeting, write its papers, keep its list of problems."""
    if not works_for(actor, body):
        raise NotAllowed(f"{body}的生活会由它的组长、书记、支部委员或者上级的党务工作者准备。")


def life_narrow(actor: Actor, body: Organisation) -> None:
    """Write down criticism, read outlines."""
    if not is_unit(actor, body):
        raise NotAllowed(f"批评意见和发言提纲只在{body}内部看，上级不看。")


def is_himself(actor: Actor, member: str | None) -> bool:
    """Whether it is the member, in person: whoever enters for him (代办) may be the one it is kept from."""
    return bool(actor.member) and actor.in_person and actor.member == member


def outline_write(actor: Actor, member: str) -> None:
    """Write an outline: everybody his own, in person; it is nobody else's until it is handed in."""
    if not actor.everything and not is_himself(actor, member):
        raise NotAllowed("发言提纲由本人写，不能代办。不用手机的写在纸上，交给组长。")


def outline_reads(actor: Actor, outline: Outline, life: LifeMeeting, *, held: bool) -> bool:
    """Whether he may read it: his own always, the unit's once shared, or handed in and the meeting was held."""
    if is_himself(actor, outline.member_id):
        return True
    seen = outline.shared or (held and outline.handed_on is not None)
    return seen and is_unit(actor, life.activity.organisation)


def measure_reads(actor: Actor, measure: Measure) -> bool:
    """Whether he reads it; rows of the unit were scoped by the caller."""
    own = bool(actor.member) and actor.member in (measure.member_id, measure.owner_id)
    if own and (actor.in_person or not measure.member_id):
        return True
    if measure.member_id:
        return is_unit(actor, measure.organisation)
    return works_for(actor, measure.organisation)


def measure_change(actor: Actor, measure: Measure) -> None:
    """Add, change, check, extend, close."""
    body = measure.organisation
    if not (is_unit(actor, body) if measure.member_id else works_for(actor, body)):
        raise NotAllowed(f"整改清单由{body}的组长、书记或支部委员管。")


def measure_work(actor: Actor, measure: Measure) -> None:
    """Say how it goes: whoever does it, the person himself, the unit."""
    if not (actor.member and actor.member in (measure.owner_id, measure.member_id)):
        measure_change(actor, measure)


def appraisal_run(actor: Actor, branch: Organisation) -> None:
    """Plan it, record its days."""
    if not keeps(actor, branch):
        raise NotAllowed(f"民主评议由{branch}的书记、支部委员或者上级的党务工作者安排。")


def appraisal_grade(actor: Actor, branch: Organisation) -> None:
    """Give grades, tell them, answer objections."""
    if not is_branch(actor, branch):
        raise NotAllowed(f"等次由{branch}自己评定，只有它的书记和支部委员看得到、改得了。")


def self_write(actor: Actor, member: str) -> None:
    """Write a self-appraisal, object: everybody for himself."""
    if not actor.everything and (not actor.member or actor.member != member):
        raise NotAllowed("自评和不同意见由本人写。")


def mutual_write(actor: Actor, body: Organisation) -> None:
    """Write down what the others said of the members of a group, or of a branch without groups."""
    if not is_unit(actor, body):
        raise NotAllowed("互评意见由他所在党小组的组长或者支部的书记、支部委员记。")


def mutual_reads(actor: Actor, person: Appraisee) -> bool:
    """Whether he reads self-appraisal and opinions."""
    if is_himself(actor, person.member_id):
        return True
    return is_unit(actor, person.group or person.appraisal.organisation)


def grade_reads(actor: Actor, person: Appraisee) -> bool:
    """Whether he reads the grade: the branch; the member once it was told to him."""
    return (is_himself(actor, person.member_id) and person.told_on is not None) or is_branch(actor, person.appraisal.organisation)


def numbers_read(actor: Actor, appraisal: Appraisal) -> bool:
    """Whether he reads how many have which grade: the branch; those above once it was reported to them."""
    if is_branch(actor, appraisal.organisation):
        return True
    return appraisal.reported_on is not None and keeps(actor, appraisal.organisation)
