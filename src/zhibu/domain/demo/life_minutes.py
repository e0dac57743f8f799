"""Minutes of the demo group: two meetings confirmed and locked, one handed over by its recorder."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.activities.models import Activity
from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.meetings.selectors import entitled
from zhibu.domain.minutes.services import minutes_confirm, minutes_hand, minutes_lock, minutes_save

SAID = (
    ("三户帮扶户的秋收用工凑齐了两户，还差一户要四个人。有人提出分两天去，先收稻谷再收红薯；车由窗口中心出，汽油各家摊。",
     "建议支部同包村干部说好时间，别赶在同一天。", "约好帮收的日子"),
    ("各人说了窗口服务里遇到的难处：老人不会用取号机，中午没有人轮换。议了轮班的办法，一周一换，值班的人中午带饭。",
     "建议在取号机旁边加一个人工取号的牌子。", "排出中午轮班表"),
    ("念了上级文件的要点，对照本组做了的和没有做的。多数人觉得走访记得太简单，要写清问了什么、答了什么。",
     "建议走访记录用支部统一的本子。", "把走访本发到各人"),
)  # fmt: skip


def minutes_make(*, on: dt.date) -> int:
    """Minutes of the last three held meetings of the demo leader's group; how many were written."""
    leader = demo_actor("leader")
    held = Activity.objects.filter(organisation=leader.bodies()[0], type="party_group_meeting", status="held")
    rows = list(held.select_related("organisation", "organisation__parent").order_by("-on")[: len(SAID)])
    for number, activity in enumerate(rows):
        others = [one.pk for one in entitled(activity) if one.pk != leader.member]
        if not others:
            continue
        said, view, todo = SAID[number]
        texts = {
            "about.recorder": others[number % len(others)], "about.host": leader.member, "about.start": activity.start or "15:00",
            "about.place": activity.place or "党员活动室", "about.theme": activity.theme, "item.p01.title": activity.theme or "本月安排",
            "item.p01.said": said, "item.p01.view": view, "task.p01.item": "p01", "task.p01.title": todo,
            "task.p01.owner": others[0], "task.p01.due": (on + dt.timedelta(days=10 + number)).isoformat(),
        }  # fmt: skip
        minutes_save(actor=leader, activity=activity, texts=texts, base=0)
        if number == 0:
            minutes_hand(actor=leader, activity=activity)
            continue
        minutes_confirm(actor=leader, activity=activity)
        minutes_lock(actor=leader, activity=activity)
    return len(rows)
