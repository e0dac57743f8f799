"""Notices on pages: one's own list, the sender's batch, settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.notices import services
from zhibu.domain.notices.models import Batch, Notice
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.clock import SHANGHAI

As = Callable[[str], Client]
MEETING = dt.datetime(2099, 11, 28, 15, 0, tzinfo=SHANGHAI)


@pytest.fixture
def batch(county: dict[str, Organisation], accounts: dict[str, User]) -> Batch:
    leader = actor_of(user=accounts["leader"], door="test")
    return services.notice_send(
        actor=leader, organisation=county["G11"], to=["M1", "M2", "M3"], kind="meeting", about=("member", "M2"),
        when=MEETING, text="党小组会",
    )  # fmt: skip


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_member_reads_it_and_the_sender_sees_that_and_no_hour(batch: Batch, client_of: As) -> None:
    member, leader = client_of("member"), client_of("leader")

    shown = text(member.get("/notices"))
    assert "党小组会" in shown
    assert "1 条没看过" in shown
    assert "1<span class=\"sr\"> 条没看</span>" in text(member.get("/more"))
    answer = member.get(f"/n/{Notice.objects.get(member='M2').pk}")
    assert answer["Location"] == "/members/M2"

    told = text(leader.get(f"/notices/sent/{batch.pk}"))
    assert "看过 1 人" in told
    assert "已看" in told
    assert "11月28日 15:00 党小组会 http://testserver/members/M2" in told
    assert "都看过了" in text(member.get("/notices"))


def test_only_the_sender_is_told_who_has_seen_it(batch: Batch, client_of: As) -> None:
    for role in ("clerk", "secretary", "member"):
        assert client_of(role).get(f"/notices/sent/{batch.pk}").status_code == 404
        assert batch.pk not in text(client_of(role).get("/notices/sent"))
    assert batch.pk in text(client_of("leader").get("/notices/sent"))
    assert client_of("secretary").get(f"/n/{Notice.objects.get(member='M2').pk}").status_code == 404


def test_slips_are_printed_for_those_without_an_account(county: dict[str, Organisation], accounts: dict[str, User], client_of: As) -> None:
    leader = actor_of(user=accounts["leader"], door="test")
    made = services.notice_send(
        actor=leader, organisation=county["G11"], to=["M2", "M4"], kind="meeting", about=("more", ""), when=MEETING, text="党小组会"
    )
    page = client_of("leader")

    assert "给没有账号的 1 人印" in text(page.get(f"/notices/sent/{made.pk}"))
    assert page.get(f"/notices/sent/{made.pk}/print").content[:4] == b"%PDF"


def test_settings_are_kept_and_faults_told_at_the_field(accounts: dict[str, User], client_of: As) -> None:
    page = client_of("member")

    assert "不是时间" in text(page.post("/notices/settings", {"quiet_from": "晚上", "quiet_until": "7"}))
    assert "应为一个邮箱" in text(page.post("/notices/settings", {"channels_wanted": ["mail"], "mail": "x"}))
    sent = {"channels_wanted": ["mail"], "mail": "a@example.cn", "rhythm": "weekly", "quiet_from": "21：30", "quiet_until": "7"}
    assert "已存好" in text(page.post("/notices/settings", sent, follow=True))
    shown = text(page.get("/notices/settings"))
    assert 'value="21:30"' in shown
    assert "这里还没有打开" in shown


def test_keepers_see_how_the_ways_out_stand_and_never_a_token(county: dict[str, Organisation], client_of: As) -> None:
    page = client_of("clerk")
    sent = {"channel": "dingtalk_robot", "name": "工作群", "token": "https://oapi.dingtalk.com/robot/send?access_token=abcdefgh12345", "secret": ""}

    assert "群机器人已添加" in text(page.post("/notices/robots/add/B1", sent, follow=True))
    shown = text(page.get("/notices/channels"))
    assert "工作群" in shown
    assert "没有打开" in shown
    assert "abcdefgh" not in shown
    robot = KEEPER and county["B1"].robots.get()
    assert "还没有打开" in text(page.post(f"/notices/robots/{robot.pk}/test"))
    assert "已停用" in text(page.post(f"/notices/robots/{robot.pk}/close", follow=True))
    assert client_of("member").get("/notices/channels").status_code == 403


def test_the_office_says_what_holds(county: dict[str, Organisation], client_of: As) -> None:
    page = client_of("clerk")

    sent = {"rhythm": "weekly", "quiet_from": "20:00", "quiet_until": "8:00"}
    assert "已存好" in text(page.post("/notices/channels/office/C1", sent, follow=True))
    assert "每周一次，20:00 到 08:00 不打扰" in text(page.get("/notices/channels"))
    assert client_of("leader").post("/notices/channels/office/G11", sent).status_code == 403
