"""Every page of a vote is there at each step, for whoever runs it, tells it or votes in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.domain.conftest import tree
from tests.domain.voting.conftest import (
    Browser,
    account,
    branch,
    close,
    opened,
    people,
    read,
    secretary,
    vote,
)
from zhibu.domain.accounts.models import User
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll, Slot
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.voting import casting

__all__ = ["account", "branch", "opened", "secretary", "tree"]
pytestmark = pytest.mark.django_db

Account = Callable[..., Actor]
Opened = Callable[..., Poll]


@pytest.fixture
def client_of(account: Account, secretary: Actor) -> Callable[[str], Client]:
    """A client signed in as a member."""

    def make(member: str) -> Client:
        account(member)
        client = Client()
        client.force_login(User.objects.get(pk=f"U-{member}"), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


def text_of(client: Client, name: str, *arguments: str, **query: str) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, (name, answer.status_code, answer.content.decode()[-500:])
    return str(answer.content.decode())


def test_an_election_from_the_form_to_the_report(
    branch: Organisation, client_of: Callable[[str], Client], account: Account, secretary: Actor
) -> None:
    runs = client_of("V6")
    page = text_of(runs, "voting-open", at="B1", matter="election")
    assert "预备党员" in page
    assert "电子票" in page
    data = {"title": "补选支部委员", "on": clock.today().isoformat(), "means": "paper", "seats": "2",
            "people": "曾五，站长\n丁一\n白三"}  # fmt: skip
    address = f"{reverse('voting-open')}?at=B1&matter=election"
    answer = runs.post(address, {**data, "means": "electronic"})
    assert answer.status_code == 422
    answer = runs.post(address, data)
    poll = Poll.objects.get()
    assert answer["Location"] == reverse("voting", args=[poll.pk])
    assert [one.name for one in poll.options.all()] == ["丁一", "白三", "曾五"]
    assert poll.options.get(name="曾五").member == "V5"

    page = text_of(runs, "voting", poll.pk)
    assert "要有两位监票人" in page
    for member in ("V2", "V4"):
        runs.post(reverse("voting-act", args=["teller", poll.pk]), {"member": member, "duty": "watch"})
    page = text_of(runs, "voting", poll.pk)
    assert "可以开始" in page
    assert "两位监票人、计票人都没有账号" in page
    for which in ("rules", "slips", "tally"):
        assert runs.get(reverse("voting-paper", args=[which, poll.pk])).content[:4] == b"%PDF"
    runs.post(reverse("voting-act", args=["start", poll.pk]))
    poll.refresh_from_db()
    assert poll.state == "open"
    give = reverse("voting-act", args=["give", poll.pk])
    runs.post(give, {"member": "V1", "way": "paper"})
    told = runs.post(give, {"member": ["V1", "V2", "V3", "V4", "V5"], "way": "paper"}, follow=True).content.decode()
    assert "4 人领了票" in told  # those who come together are ticked together; one of them had a slip already
    assert "丁一没有记下" in told
    assert "点错了" in text_of(runs, "voting-slips", poll.pk)
    for member in ("V2", "V4"):
        teller = client_of(member)
        teller.post(reverse("voting-act", args=["close", poll.pk]), {"teller": member, "present": "5"})
    poll.refresh_from_db()
    assert poll.state == "closed"
    typed = {"slips": "5"}
    for number in range(1, 6):
        typed |= {f"s{number}_q1": "in_favour", f"s{number}_q2": "in_favour", f"s{number}_q3": "against"}
    for member in ("V2", "V4"):
        assert "第 5 张" in text_of(client_of(member), "voting-read", poll.pk, by="slip")
        client_of(member).post(reverse("voting-read", args=[poll.pk]), typed)
    runs.post(reverse("voting-act", args=["count", poll.pk]))
    page = text_of(runs, "voting-result", poll.pk)
    assert "丁一、白三当选" in page
    assert "不少于应到会有表决权人数的 4/5，即 5 人" in page
    assert f"{poll.on} 党员大会当场宣布" in text_of(runs, "voting", poll.pk)  # offered, not to be typed
    runs.post(reverse("voting-act", args=["confirm", poll.pk]), {"confirmed_by": "大会当场宣布"})
    assert "大会当场宣布" in text_of(runs, "voting", poll.pk)
    assert runs.get(reverse("voting-paper", args=["report", poll.pk])).content[:4] == b"%PDF"
    assert runs.get(reverse("voting-file", args=[poll.pk])).content.startswith(b"{")
    assert "补选支部委员" in text_of(client_of("V1"), "voting-list")


def test_a_member_votes_and_nothing_tells_who(
    opened: Opened, client_of: Callable[[str], Client], account: Account, secretary: Actor
) -> None:
    poll = opened("group_leader", "electronic", ("V1", "V2"), at="G11")
    page = text_of(client_of("V3"), "voting-vote", poll.pk)
    assert "checked" not in page
    assert "主要栏目" not in page
    assert "轮到你投票" in text_of(client_of("V3"), "voting-list")
    desk = text_of(client_of("V3"), "desk")
    assert "领票，投票" in desk.split("下一步")[1]  # due today: before all that the rules ask
    assert "现在没有要你办的" not in desk
    other = client_of("V6").get(reverse("voting-vote", args=[poll.pk]), follow=True)
    assert "不在这次表决有表决权的名册里" in other.content.decode()
    assert other.redirect_chain[-1][0] == reverse("voting", args=[poll.pk])

    browser = Browser(poll)
    answer = client_of("V3").post(
        reverse("voting-token", args=[poll.pk]), json.dumps({"blinded": browser.blinded.hex()}),
        content_type="application/json",
    )  # fmt: skip
    assert set(answer.json()) == {"signature"}
    browser.take(account("V3"))
    slip = json.dumps(browser.slip({"q1": ["in_favour"]}))
    before = AuditEntry.objects.count()
    address = reverse("voting-cast", args=[poll.pk])
    nobody = Client(enforce_csrf_checks=True)

    refused = nobody.post(address, slip, content_type="application/json")
    assert refused.json()["taken"] is False
    foreign = nobody.post(address, slip, content_type="application/json", headers={"Origin": "https://elsewhere"})
    assert foreign.json()["taken"] is False
    known = client_of("V3").post(address, slip, content_type="application/json", headers={"Origin": "http://testserver"})
    assert "登录信息" in known.json()["why"]
    assert not Slot.objects.filter(token__isnull=False).exists()

    taken = nobody.post(address, slip, content_type="application/json", headers={"Origin": "http://testserver"})
    assert (taken.status_code, taken.json()) == (200, {"taken": True, "why": ""})
    assert "Set-Cookie" not in taken
    assert nobody.cookies == {}
    assert AuditEntry.objects.count() == before
    assert Slot.objects.filter(token=browser.token).count() == 1


def test_what_is_no_slip_is_told_so_and_keeps_no_voter_out(
    opened: Opened, account: Account, secretary: Actor
) -> None:
    poll = opened("group_leader", "electronic", ("V1", "V2"), at="G11")
    browser = Browser(poll)
    browser.take(account("V3"))
    slip = browser.slip({"q1": ["in_favour"]})
    address, nobody = reverse("voting-cast", args=[poll.pk]), Client()
    casting._lately.clear()

    def cast(body: str) -> dict[str, object]:
        answer = nobody.post(address, body, content_type="application/json", headers={"Origin": "http://testserver"})
        assert answer.status_code == 200
        return dict(answer.json())

    for _ in range(casting.AT_ONCE + 1):
        assert "不是十六进制" in str(cast(json.dumps({**slip, "sealed": "x"}))["why"])
    for body in ("[" * 100_000, "{", "null", '"x"', json.dumps({**slip, "more": "00"}), json.dumps({**slip, "token": 1}),
                 json.dumps({**slip, "public_key": "00"}), json.dumps({**slip, "signature": "00"}),
                 json.dumps({**slip, "bound": "00" * 64}), json.dumps({**slip, "sealed": slip["sealed"] + "00"})):  # fmt: skip
        assert cast(body)["taken"] is False
    assert cast(json.dumps(slip)) == {"taken": True, "why": ""}


def test_keys_beside_the_database_are_told_before_and_while_people_vote(
    opened: Opened, branch: Organisation, client_of: Callable[[str], Client], secretary: Actor, settings: Any, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the data folder holds no database")
    draft = services.poll_draft(
        actor=secretary, organisation=Organisation.objects.get(pk="G11"), matter="group_leader", title="推选",
        on=clock.today(), means="electronic", people=people("V1", "V2"),
    )  # fmt: skip
    for key in ("V4", "V5"):
        services.poll_teller(actor=secretary, poll=draft, member=Member.objects.get(pk=key), duty="count")
    assert "移到别处" in text_of(client_of("V6"), "voting", draft.pk)
    services.poll_open(actor=secretary, poll=draft)
    assert "在同一个文件夹里" in text_of(client_of("V3"), "voting-vote", draft.pk)
    assert json.loads(AuditEntry.objects.get(action="poll.open").details)["keys_beside"] is True
    settings.ZHIBU_KEYS = tmp_path
    assert "在同一个文件夹里" not in text_of(client_of("V3"), "voting-vote", draft.pk)


def test_the_board_and_the_result_of_a_secret_vote(
    opened: Opened, client_of: Callable[[str], Client], account: Account, secretary: Actor
) -> None:
    poll = opened("group_leader", "electronic", ("V1", "V2"), at="G11")
    browsers = [vote(poll, account(m), {"q1": ["in_favour"]}) for m in ("V1", "V2", "V3", "V4")]
    assert "一共 0 张" in text_of(client_of("V1"), "voting-board", poll.pk)
    assert client_of("V1").get(reverse("voting-result", args=[poll.pk])).status_code == 409
    closed = close(poll, account, 4)
    services.poll_count(actor=secretary, poll=closed)
    said = text_of(client_of("V1"), "voting-board", poll.pk, receipt=browsers[2].token[:8])
    assert "这张票算进去了" in said
    result = text_of(client_of("V1"), "voting-result", poll.pk)
    assert "丁一得票最多" in result
    assert "各人投的什么大家都知道" in result


def test_hands_and_paper_pages_for_tellers(
    opened: Opened, client_of: Callable[[str], Client], account: Account, secretary: Actor
) -> None:
    poll = opened("resolution", "hands", ("V1",))
    teller = client_of("V4")
    assert "两个人各数各填" in text_of(teller, "voting-read", poll.pk)
    bad = {"h_q1_in_favour": "四", "h_q1_against": "1", "present": "5"}
    assert "应为一个整数" in teller.post(reverse("voting-read", args=[poll.pk]), bad).content.decode()
    teller.post(reverse("voting-read", args=[poll.pk]), {**bad, "h_q1_in_favour": "4"})
    assert poll.readings.count() == 1
    assert client_of("V1").get(reverse("voting-read", args=[poll.pk])).status_code == 403


def test_differences_are_settled_on_the_page(
    opened: Opened, client_of: Callable[[str], Client], account: Account, secretary: Actor
) -> None:
    poll = opened("group_leader", "paper", ("V1", "V2"), at="G11")
    for member in ("V1", "V2", "V3"):
        services.poll_hand_out(actor=secretary, poll=poll, member=Member.objects.get(pk=member))
    closed = close(poll, account, 3)
    one = {"answers": {"q1": ["in_favour"]}, "names": []}
    read(closed, account, [one, one, one], [one, {"void": "认不出"}, one])
    page = text_of(client_of("V4"), "voting-read", poll.pk)
    assert "第 2 张，票上写的是" in page
    client_of("V4").post(reverse("voting-read", args=[poll.pk]), {"settle": "2", "s2_q1": "in_favour"})
    assert "两个人录的不一样" not in text_of(client_of("V4"), "voting-read", poll.pk)


def test_somebody_left_out_is_told_why(
    branch: Organisation, client_of: Callable[[str], Client], secretary: Actor
) -> None:
    runs = client_of("V6")
    poll = services.poll_draft(
        actor=secretary, organisation=branch, matter="election", title="选举", on=clock.today(),
        means="paper", people=people("V1", "V2", "V3"), seats=2,
    )  # fmt: skip
    page = text_of(runs, "voting-roll", poll.pk)
    assert "留党察看期间" in page
    data = {"member": "V3", "reason": "infirm", "approved_by": "", "resolution": "大会"}
    assert "还没有写哪个上级" in runs.post(reverse("voting-roll", args=[poll.pk]), data).content.decode()
    runs.post(reverse("voting-roll", args=[poll.pk]), {**data, "approved_by": "机关工委"})
    assert "重新计入" in text_of(runs, "voting-roll", poll.pk)
    runs.post(reverse("voting-act", args=["include", poll.pk]), {"member": "V3"})
    assert not poll.voters.exists()
