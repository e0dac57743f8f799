"""What goes out of the site: made with the notice, so that a restart loses nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibu.domain.accounts.models import User
from zhibu.domain.notices import channels
from zhibu.domain.notices.choices import PERSONAL
from zhibu.domain.notices.models import Batch, Delivery, Notice, Robot, Wish
from zhibu.domain.notices.timing import Wanted, after_quiet, out_at
from zhibu.domain.notices.wishes import office_wanted, wanted_of
from zhibu.domain.organisations.models import Organisation


def deliveries_of(batch: Batch, made: Sequence[Notice], organisation: Organisation, now: dt.datetime) -> list[Delivery]:
    """One row for each way out of each notice, and one for each robot of the organisation; none where all is off."""
    opened = channels.opened()
    if not opened:
        return []
    office = office_wanted(organisation)
    return [*_personal(made, office, opened, now), *_robots(batch, organisation, office, opened, now)]


def _personal(made: Sequence[Notice], office: Wanted, opened: frozenset[str], now: dt.datetime) -> list[Delivery]:
    if not opened & set(PERSONAL):
        return []
    members = {one.member_id for one in made if one.member_id}
    accounts = {one.user_id for one in made if one.user_id}
    users = User.objects.filter(is_active=True)
    of_member: dict[str, list[str]] = {}
    for pk, member in users.filter(member__in=members).values_list("pk", "member"):
        of_member.setdefault(member, []).append(pk)
    everybody = accounts | {pk for pks in of_member.values() for pk in pks}
    wishes = {wish.user_id: wish for wish in Wish.objects.filter(user__in=everybody)}
    rows = []
    for one in made:
        mine = of_member.get(one.member_id, []) if one.member_id else [one.user_id or ""]
        for channel in opened & set(PERSONAL):
            wish = next((wishes[pk] for pk in mine if pk in wishes and channel in wishes[pk].channels), None)
            if wish is not None:
                due = out_at(now, wanted_of(wish, office), one.when)
                rows.append(Delivery(notice=one, channel=channel, due_at=due))
    return rows


def _robots(
    batch: Batch, organisation: Organisation, office: Wanted, opened: frozenset[str], now: dt.datetime
) -> list[Delivery]:
    found = Robot.objects.filter(organisation=organisation, closed_at=None, channel__in=opened)
    return [Delivery(batch=batch, robot=one, channel=one.channel, due_at=after_quiet(now, office)) for one in found]
