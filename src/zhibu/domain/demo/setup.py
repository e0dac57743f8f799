"""What an office has entered of the demo branch besides the roster: a change of name, duties, checks, particulars."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.committees.choices import COMMITTEE
from zhibu.domain.committees.services import duty_set
from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.establishment.given import Decision
from zhibu.domain.establishment.services import organisation_rename
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.credit_code import check_letter
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import (
    UnitGiven,
    organisation_change,
    organisation_describe,
    units_record,
)
from zhibu.domain.procedures.services import Looked, check_record
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.kernel.actor import Actor

DUTIES = {
    "secretary": "主持全面工作", "deputy_secretary": "协助书记", "organisation_commissioner": "发展党员、党费",
    "publicity_commissioner": "学习、主题党日", "discipline_commissioner": "监督、谈心谈话",
}  # fmt: skip
ROOM = {"flag": True, "rules": True, "furniture": True, "cabinet": True, "notice_board": True, "periodicals": False}
ELECTIONS = "elections-2020"
INVENTED = "11999999MB0000000"  # seventeen signs of a code that nobody has


def setup_make(*, on: dt.date) -> int:
    """Enter it for the demo branch; how many changes of the tree."""
    clerk, secretary = demo_actor("county"), demo_actor("secretary")
    branch = Organisation.objects.get(pk=secretary.roles[0].organisation)
    _rename(clerk, branch, on)
    if branch.parent is not None:  # without a directive that states a majority no election could be opened
        adoption_activate(
            actor=clerk, organisation=branch.parent, directive=ELECTIONS, since=dt.date(on.year, 1, 1),
            note=f"云委〔{on.year}〕3号",
        )  # fmt: skip
    posts = Post.objects.filter(organisation=branch, post__in=COMMITTEE, until=None)
    duty_set(actor=secretary, organisation=branch, words={p.pk: DUTIES[p.post] for p in posts if p.post in DUTIES})
    looked = [Looked(item, ok) for item, ok in ROOM.items()]
    for back, area in ((400, "36"), (30, "45")):
        items = [*looked, Looked("area", True, area)]
        check_record(
            actor=secretary, organisation=branch, checklist="room", on=on - dt.timedelta(days=back), items=items
        )
    organisation_describe(
        actor=secretary, organisation=branch,
        values={"unit_situation": "legal_unit", "contact": "党政办", "phone": "000-0000000", "seat": "云岭镇"},
    )  # fmt: skip
    unit = UnitGiven("云岭镇人民政府", "organ", INVENTED + check_letter(INVENTED), "own")
    units_record(actor=secretary, organisation=branch, units=[unit], on=on)
    return 1


def _rename(clerk: Actor, branch: Organisation, on: dt.date) -> None:
    """The branch has its present name since four hundred days ago, by a paper; before it was the only one."""
    day = on - dt.timedelta(days=400)
    if branch.established is not None and branch.established >= day:
        return
    now = {"name": branch.name, "short_name": branch.short_name}
    was = {key: value.replace("第一", "") for key, value in now.items()}
    organisation_change(actor=clerk, organisation=branch, values=was)
    decision = Decision(
        on=day, decided_by="中共青禾县云岭镇委员会", number=f"云委〔{day.year}〕12号",
        decided_on=day - dt.timedelta(days=9), reason="机关党员增多，分设以后更名",
    )  # fmt: skip
    organisation_rename(actor=clerk, organisation=branch, values=now, decision=decision)
