"""Once a day: whoever wants to hear outside the site learns that something on his desk is due soon; what, stands there."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.module_loading import import_string

from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.members.models import Membership
from zhibu.domain.notices.choices import Rhythm
from zhibu.domain.notices.models import Wish
from zhibu.domain.notices.services.sending import notice_send
from zhibu.domain.notices.timing import MONDAY
from zhibu.domain.notices.wishes import office_wanted, wanted_of
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor

SOON = dt.timedelta(days=3)
KIND, DESK, TEXT = "desk", "desk", "工作台上快到期的事"


def desks_remind(*, actor: Actor, day: dt.date) -> int:
    """Tell each of them; how many persons. A second time on the same day tells nobody again."""
    told = 0
    for wish in Wish.objects.exclude(channels=[]).select_related("user").filter(user__is_active=True):
        home = _home(wish.user, day)
        if home is None or not _wanted_today(wish, home, day) or not _due_soon(wish.user, day):
            continue
        to = {"to": [wish.user.member_id], "users": []} if wish.user.member_id else {"to": [], "users": [wish.user_id]}
        notice_send(actor=actor, organisation=home, kind=KIND, about=(DESK, ""), when=None, text=TEXT, **to)
        told += 1
    return told


def _wanted_today(wish: Wish, home: Organisation, day: dt.date) -> bool:
    weekly = wanted_of(wish, office_wanted(home)).rhythm == Rhythm.WEEKLY
    return not weekly or day.weekday() == MONDAY


def _due_soon(user: User, day: dt.date) -> bool:
    his = actor_of(user=user, door="jobs", on=day)
    desk = (item for path in import_string(settings.ZHIBU_DESK) for item in import_string(path)(his, day))
    return any(item.due is not None and item.due <= day + SOON for item in desk)


def _home(user: User, day: dt.date) -> Organisation | None:
    """The organisation in whose name he is told: that of his first role, else his branch."""
    his = actor_of(user=user, door="jobs", on=day)
    if his.roles:
        return Organisation.objects.filter(pk=his.roles[0].organisation).first()
    there = Membership.objects.filter(member=user.member_id, until=None).order_by("organisation__depth").first()
    return there.organisation if there else None
