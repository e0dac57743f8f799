"""Notices: one to the other committee's member, a batch and a robot of its branch."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.notices.models import Batch, Notice, Robot
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "notice-list": "/notices",
    "notices-see": "/notices/seen",
    "batch-list": "/notices/sent",
    "notice-wish-set": "/notices/settings",
    "wish-test": "/notices/settings/test/mail",
    "channel-list": "/notices/channels",
}


def make(accounts: dict[str, User]) -> None:
    now = clock.now()
    batch = Batch.objects.create(id="BT9", organisation_id="B9", made_by=accounts["stranger"], made_at=now, lines=[["外列", "more", ""]])
    Notice.objects.create(
        id="N9", batch=batch, member_id="M9", kind="meeting", text="外列", about_name="more", day=clock.today(), made_at=now
    )
    Robot.objects.create(id="RB9", organisation_id="B9", channel="wecom_robot", name="外列", token="foreign-token", made_at=now)


def addresses() -> dict[str, list[str]]:
    of_batch = {name: [reverse(name, args=["BT9"])] for name in ("batch", "batch-print", "notice-again")}
    of_robot = {name: [reverse(name, args=["RB9"])] for name in ("robot-close", "robot-test")}
    of_body = {name: [reverse(name, args=["B9"])] for name in ("office-wish-set", "robot-add")}
    return of_batch | of_robot | of_body | {"notice-open": [reverse("notice-open", args=["N9"])]}
