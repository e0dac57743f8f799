"""Minutes: of one meeting of the other committee, with versions, a template, a signal, an inspection."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.activities.models import Activity
from zhibu.domain.minutes.models import Inspection, Minutes, Signal, Template, Version
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "minutes-list": "/minutes?organisation=B9",
    "template-list": "/minutes-templates",
    "template-start": "/minutes-templates/start",
    "template-add": "/minutes-templates/add",
    "signal-list": "/signals",
    "inspection-open": "/signals/inspect",
    "minutes-made": "/minutes/made/0123456789abcdef0123456789abcdef",
}
OF_MEETING = ("draft", "versions", "compare", "restore", "choose", "return", "reopen", "lock", "correct", "print", "blank")


def make(accounts: dict[str, User]) -> None:
    now, today = clock.now(), clock.today()
    meeting = Activity.objects.create(
        id="N9", organisation_id="B9", type="general_meeting", on=today, status="held", theme="外列议题", host="M9"
    )
    row = Minutes.objects.create(activity=meeting, organisation_id="B9", on=today, version=1, changed_at=now, changed_by="外名")
    Version.objects.create(minutes=row, number=1, texts={"item.p01.said": "外列讨论"}, at=now, by="外名")
    Template.objects.create(
        id="W9", organisation_id="B9", number=1, name="外列模板", content=b"x", since=today, at=now, by="外名"
    )
    Signal.objects.create(id="N9", activity=meeting, organisation_id="B9", on=today, kind="late", key="late::", found_on=today)
    seen = Inspection.objects.create(
        id="N9", user="U-nobody", by="外名", why="外列原因", since=today, until=today + dt.timedelta(days=1), opened_at=now,
        closes_on=today + dt.timedelta(days=9),
    )  # fmt: skip
    seen.units.set(["B9"])


def addresses() -> dict[str, list[str]]:
    found = {f"minutes-{name}": [reverse(f"minutes-{name}", args=["N9"])] for name in OF_MEETING}
    return found | {
        "minutes": [reverse("minutes", args=["N9"])],
        "minutes-booklet": [reverse("minutes-booklet", args=["B9"])],
        "template-file": [reverse("template-file", args=["W9"])],
        "template-withdraw": [reverse("template-withdraw", args=["W9"])],
        "signal": [reverse("signal", args=["N9"])],
        "signal-pass": [reverse("signal-pass", args=["N9"])],
        "inspection": [reverse("inspection", args=["N9"])],
    }
