"""Inviting another unit and answering, on the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.domain.conftest import KEEPER
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.content import Content
from zhibu.domain.meetings.models import JointInvitation
from zhibu.domain.meetings.services import meeting_plan
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock

Clients = Callable[[str], Client]
SOON = clock.today() + dt.timedelta(days=6)


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_branch_of_elsewhere_invites_and_the_secretary_accepts_from_his_desk(client_of: Clients) -> None:
    theirs = meeting_plan(
        actor=KEEPER, organisation=Organisation.objects.get(pk="B9"), type="theme_day", on=SOON,
        content=Content(theme="植树", place="林场", start="09:00"),
    )  # fmt: skip
    clerk, secretary = client_of("stranger"), client_of("secretary")
    assert "邀请单位一起开" in text(clerk, f"/meetings/{theirs.pk}")
    said = clerk.post(f"/meetings/invite/{theirs.pk}", {"others": "B1组\n没有这个", "word": "一起来"})
    assert said.status_code == 422
    assert "本系统里没有叫“没有这个”" in said.content.decode()
    assert clerk.post(f"/meetings/invite/{theirs.pk}", {"others": "B1组织", "word": "一起来"}).status_code == 302
    asked = JointInvitation.objects.get()

    desk = text(secretary, "/")
    assert f"/meetings/invitations/{asked.pk}" in desk
    page = text(secretary, f"/meetings/invitations/{asked.pk}")
    assert "植树" in page
    assert "一起来" in page
    assert page.count("btn--go") == 1
    text(secretary, f"/meetings/{theirs.pk}", 404)
    answer = secretary.post(f"/meetings/invitations/accept/{asked.pk}", {"word": "来两个人"})
    made = Activity.objects.get(organisation="B1", on=SOON)
    assert answer["Location"] == f"/meetings/{made.pk}"
    own = text(secretary, f"/meetings/{made.pk}")
    assert "由它发起" in own
    assert "退出" in own
    assert "改期" not in own
    assert "联合：B9组织发起" in text(secretary, "/meetings")
    assert "答应了：来两个人" in text(clerk, f"/meetings/{theirs.pk}")
    assert "一起开的单位" in text(clerk, f"/attendance/{theirs.pk}")

    assert secretary.post(f"/meetings/invitations/decline/{asked.pk}", {"word": ""}).status_code == 422
    assert secretary.post(f"/meetings/invitations/decline/{asked.pk}", {"word": "防汛"}).status_code == 302
    assert "不参加：防汛" in text(clerk, f"/meetings/{theirs.pk}")
    assert clerk.post(f"/meetings/invitations/withdraw/{asked.pk}", {"word": ""}).status_code == 422  # nothing to take back
