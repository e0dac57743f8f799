"""Party groups of the demo branch: units that lie near each other, a draft of another division, an interview."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.demo.files import TEAMS, UNIT
from zhibu.domain.groups.services import division_open, neighbour_note
from zhibu.domain.leaders.services import interview_record
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.models import Organisation


def groupings_make(*, on: dt.date) -> int:
    """What a secretary has on his desk about groups; how many drafts."""
    secretary = demo_actor("secretary")
    branch = Organisation.objects.get(pk=secretary.roles[0].organisation)
    neighbour_note(actor=secretary, branch=branch, one=f"{UNIT}/{TEAMS[0]}", other=f"{UNIT}/{TEAMS[3]}")
    division_open(actor=secretary, branch=branch)
    led = Post.objects.filter(organisation__parent=branch, post="group_leader", until__isnull=True)
    one = led.exclude(member=secretary.member).filter(since__lt=on - dt.timedelta(days=30)).order_by("pk").last()
    if one is not None:
        day = on - dt.timedelta(days=20)
        interview_record(
            actor=secretary, post=one, on=day, by="支部书记", gist="小组会记录总是拖到月底才补，说定以后三天内记完。",
            improve_by=on + dt.timedelta(days=40),
        )  # fmt: skip
    return 1
