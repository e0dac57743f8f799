"""One notice a person and thing; nothing lost, nothing twice, nobody watched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.domain.conftest import KEEPER
from tests.domain.notices.stand_ins import SECRET, TOKEN, Box, Chat, chat_server, mail_server
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.notices import selectors, services
from zhibu.domain.notices.models import Batch, Delivery, Notice
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]
ABOUT = ("organisation", "G11")
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)
MEETING = dt.datetime(2026, 11, 28, 15, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture(scope="module")
def places() -> Iterator[tuple[Box, Chat, dict[str, Any]]]:
    with mail_server() as (box, mail), chat_server() as (chat, web):
        yield box, chat, {
            "open": frozenset({"mail", "wecom", "dingtalk_robot"}), "site": "https://zhibu.example", "sender": "z@example.cn",
            "server": mail, "wecom": web, "dingtalk": web, "feishu": web,
        }  # fmt: skip


@pytest.fixture
def outside(places: tuple[Box, Chat, dict[str, Any]], settings: Any) -> tuple[Box, Chat]:
    box, chat, settings.ZHIBU_NOTICES = places
    box.letters, box.to, box.full, chat.told, chat.broken = [], [], False, [], False
    return box, chat


def account(member: str, **wish: Any) -> Actor:
    user = User.objects.create(id=f"U-{member}", username=member, name=f"{member}某", member_id=member, email=f"{member}@example.cn")
    his = actor_of(user=user, door="test")
    if wish:
        services.notice_wish_set(actor=his, **wish)
    return his


def send(body: Organisation, to: tuple[str, ...] = ("M1", "M2"), when: dt.datetime | None = MEETING, **more: Any) -> Batch:
    more = {"kind": "meeting", "about": ABOUT, "text": "党小组会"} | more
    return services.notice_send(actor=KEEPER, organisation=body, to=to, when=when, **more)


def test_everybody_has_it_on_his_list_and_only_he_reads_it(tree: dict[str, Organisation]) -> None:
    mine, other = account("M1"), account("M3")
    send(tree["G11"])

    [notice] = selectors.notices(mine)
    assert (notice.text, selectors.unread_count(mine), selectors.unread_count(other)) == ("党小组会", 1, 0)
    with pytest.raises(NotFound):
        selectors.notice_get(other, notice.pk)


def test_the_same_told_twice_is_told_once(tree: dict[str, Organisation]) -> None:
    first = send(tree["G11"])
    again = send(tree["G11"], to=("M2", "M1"))

    assert (first.pk, Notice.objects.count(), Batch.objects.count()) == (again.pk, 2, 1)
    assert send(tree["G11"], to=("M1", "M2", "M3")).notices.count() == 1  # only who was not told yet


def test_a_new_time_takes_the_place_of_the_old_also_where_it_went_out_not_yet(
    tree: dict[str, Organisation], outside: tuple[Box, Chat]
) -> None:
    mine = account("M1", channels_wanted=["mail"])
    send(tree["G11"])
    send(tree["G11"], when=MEETING + dt.timedelta(days=2))
    send(tree["G11"])  # and back again

    [notice] = selectors.notices(mine)
    assert notice.when == MEETING
    services.outbox_work_off(now=NOON + dt.timedelta(days=1))
    [letter] = outside[0].letters
    text = letter.get_payload(decode=True).decode()  # type: ignore[union-attr]  # one part
    assert text.count("https://zhibu.example/n/") == 1
    assert "11月28日 15:00" in text


def test_what_is_cancelled_does_not_go_out(tree: dict[str, Organisation], outside: tuple[Box, Chat]) -> None:
    mine = account("M1", channels_wanted=["mail"])
    services.robot_add(actor=KEEPER, organisation=tree["G11"], channel="dingtalk_robot", name="群", token=TOKEN, secret=SECRET)
    send(tree["G11"])

    assert services.notice_cancel(actor=KEEPER, organisation=tree["G11"], about=ABOUT) == 2
    assert services.outbox_work_off(now=NOON + dt.timedelta(days=1)) == (0, 0)
    assert selectors.unread_count(mine) == 0
    assert (outside[0].letters, outside[1].told) == ([], [])


def test_a_month_is_one_message_with_times_and_links_only(tree: dict[str, Organisation], outside: tuple[Box, Chat]) -> None:
    account("M1", channels_wanted=["mail"])
    services.robot_add(actor=KEEPER, organisation=tree["G11"], channel="dingtalk_robot", name="群", token=TOKEN, secret=SECRET)
    days = [MEETING + dt.timedelta(days=n) for n in range(3)]
    things = [services.About("organisation", key, when, "党小组会") for key, when in zip(("G11", "B1", "C1"), days, strict=True)]

    services.notices_send(actor=KEEPER, organisation=tree["G11"], to=["M1", "M2"], kind="meeting", things=things)
    services.outbox_work_off(now=NOON + dt.timedelta(days=1))

    [letter] = outside[0].letters
    text = letter.get_payload(decode=True).decode()  # type: ignore[union-attr]  # one part
    assert [line.split(" http")[0] for line in text.splitlines()[1:4]] == ["11月28日 15:00", "11月29日 15:00", "11月30日 15:00"]
    assert "党小组会" not in text
    assert "M1" not in text + str(letter["Subject"])
    [(channel, _, said)] = outside[1].told
    assert (channel, said.count("https://zhibu.example/organisations/")) == ("dingtalk_robot", 3)


def test_nothing_goes_out_while_all_is_off_or_nobody_asked(tree: dict[str, Organisation], outside: tuple[Box, Chat], settings: Any) -> None:
    account("M2")
    send(tree["G11"])
    assert Delivery.objects.count() == 0

    account("M1", channels_wanted=["mail"])
    settings.ZHIBU_NOTICES = settings.ZHIBU_NOTICES | {"open": frozenset()}
    send(tree["G11"], kind="other")
    assert Delivery.objects.count() == 0


def test_whoever_has_opened_it_is_not_written_to(tree: dict[str, Organisation], outside: tuple[Box, Chat]) -> None:
    mine = account("M1", channels_wanted=["mail"])
    send(tree["G11"])

    seen = services.notice_see(actor=mine, notice=selectors.notices(mine)[0])
    assert seen.seen_on == clock.today()
    assert services.outbox_work_off(now=NOON + dt.timedelta(days=1)) == (0, 0)


def test_a_failing_server_is_tried_again_then_given_up_and_the_sender_tries_anew(
    tree: dict[str, Organisation], outside: tuple[Box, Chat]
) -> None:
    account("M1", channels_wanted=["mail"], rhythm="at_once")
    sender = account("M3")
    body = tree["G11"]
    batch = services.notice_send(
        actor=sender.entrusted(), organisation=body, to=["M1"], kind="meeting", about=ABOUT, when=MEETING, text="党小组会"
    )
    outside[0].full = True
    at, tries = NOON, []
    for _ in range(10):
        tries.append(services.outbox_work_off(now=at)[1])
        at += dt.timedelta(hours=10)

    kept = Delivery.objects.get()
    assert (kept.state, sum(tries)) == ("given_up", 6)
    assert "没有收下" in kept.problem
    with pytest.raises(NotAllowed):
        services.notice_again(actor=account("M2"), batch=batch)
    outside[0].full = False
    assert services.notice_again(actor=sender, batch=batch) == 1
    assert services.outbox_work_off(now=NOON) == (1, 0)


def test_a_claim_of_a_dead_worker_runs_out(tree: dict[str, Organisation], outside: tuple[Box, Chat]) -> None:
    account("M1", channels_wanted=["mail"], rhythm="at_once")
    send(tree["G11"])
    Delivery.objects.update(claim="dead", claimed_until=NOON + dt.timedelta(minutes=10))

    assert services.outbox_work_off(now=NOON) == (0, 0)
    assert services.outbox_work_off(now=NOON + dt.timedelta(minutes=11)) == (1, 0)


def test_what_is_over_does_not_go_out(tree: dict[str, Organisation], outside: tuple[Box, Chat]) -> None:
    account("M1", channels_wanted=["mail"], rhythm="at_once")
    send(tree["G11"])

    assert services.outbox_work_off(now=MEETING + dt.timedelta(days=1)) == (0, 0)
    assert Delivery.objects.get().state == "dropped"


def test_the_office_says_for_whoever_said_nothing(tree: dict[str, Organisation], outside: tuple[Box, Chat]) -> None:
    quiet = {"quiet_from": dt.time(11, 0), "quiet_until": dt.time(14, 0)}
    services.office_wish_set(actor=KEEPER, organisation=tree["C1"], rhythm="at_once", **quiet)
    account("M1", channels_wanted=["mail"])
    account("M2", channels_wanted=["mail"], rhythm="weekly", quiet_from=dt.time(20), quiet_until=dt.time(7))
    send(tree["G11"], when=None)

    due = {row.notice.member_id: row.due_at for row in Delivery.objects.select_related("notice") if row.notice}
    assert due["M1"] == NOON.replace(hour=14)
    assert due["M2"] == dt.datetime(2026, 11, 30, 8, tzinfo=SHANGHAI)


@pytest.mark.parametrize("text", ["", "电话15400000001", "很" * 61])
def test_a_notice_holds_no_numbers_and_no_contents(tree: dict[str, Organisation], text: str) -> None:
    with pytest.raises(Refused):
        send(tree["G11"], text=text)


def test_addresses_are_checked_and_never_everybody(tree: dict[str, Organisation]) -> None:
    with pytest.raises(InputError, match="邮箱"):
        account("M1", channels_wanted=["mail"], mail="不是邮箱")
    with pytest.raises(InputError, match="企业微信账号"):
        services.notice_wish_set(actor=account("M2"), channels_wanted=["wecom"], wecom="@all")
    with pytest.raises(InputError, match="令牌"):
        services.robot_add(actor=KEEPER, organisation=tree["B1"], channel="wecom_robot", name="群", token="https://elsewhere/?x")


def test_a_robot_s_token_is_kept_sealed_and_forgotten(tree: dict[str, Organisation]) -> None:
    from django.db import connection

    address = f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"
    made = services.robot_add(actor=KEEPER, organisation=tree["B1"], channel="dingtalk_robot", name="群", token=address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM notices_robot")
        assert TOKEN not in cursor.fetchone()[0]

    assert made.token == TOKEN
    assert services.robot_close(actor=KEEPER, robot=made).token == "-"
    assert TOKEN not in "".join(AuditEntry.objects.values_list("details", flat=True))


def test_a_desk_is_reminded_of_once_a_day(tree: dict[str, Organisation], outside: tuple[Box, Chat], settings: Any) -> None:
    settings.ZHIBU_DESK = "tests.domain.notices.test_notices.DESK"
    mine = account("M1", channels_wanted=["mail"])
    account("M2")

    day = NOON.date()
    assert services.desks_remind(actor=KEEPER, day=day) == 1
    services.desks_remind(actor=KEEPER, day=day)
    assert [notice.text for notice in selectors.notices(mine)] == ["工作台上快到期的事"]
    assert Delivery.objects.filter(state="waiting").count() == 1


def soon(actor: Actor, today: dt.date) -> list[Any]:
    from zhibu.kernel.open_work import OpenItem

    return [OpenItem("任务", "交材料", "/", today + dt.timedelta(days=2))]


DESK = ("tests.domain.notices.test_notices.soon",)
