"""What persons and offices want; robots of group chats; trying a channel; sending again what did not get out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.accounts.models import User
from zhibu.domain.audit.services import entry_record
from zhibu.domain.notices import channels, policies
from zhibu.domain.notices.choices import PERSONAL, ROBOTS, Channel, DeliveryState, Rhythm
from zhibu.domain.notices.models import Batch, Delivery, OfficeWish, Robot, Wish
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, NotAllowed, Problem, Refused
from zhibu.kernel.ids import new_id


@transaction.atomic
def notice_wish_set(
    *,
    actor: Actor,
    channels_wanted: Sequence[str],
    rhythm: str = "",
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
    mail: str = "",
    wecom: str = "",
) -> Wish:
    """What he himself wants outside the site; `rhythm` and hours empty: as the office has it."""
    user = User.objects.filter(pk=actor.user).first()
    if user is None:
        raise NotAllowed("通知设置由有账号的人自己改。")
    if (quiet_from is None) != (quiet_until is None):
        raise Refused("不打扰的时间，从几点到几点两格都填，或者都空着。")
    wanted = [one.value for one in PERSONAL if one in channels_wanted]
    _require_addresses(wanted, mail or user.email, wecom)
    if rhythm and rhythm not in Rhythm.values:
        raise Refused("多久一次：随时、每天一次、每周一次里选一个。")
    values = {"channels": wanted, "rhythm": rhythm, "quiet_from": quiet_from, "quiet_until": quiet_until, "mail": mail, "wecom": wecom}
    made, _ = Wish.objects.update_or_create(user=user, defaults=values)
    left = [one.value for one in PERSONAL if one not in wanted]
    mine = Delivery.objects.filter(state=DeliveryState.WAITING, channel__in=left)
    mine.filter(notice__user=user).update(state=DeliveryState.DROPPED)
    if user.member_id:
        mine.filter(notice__member=user.member_id).update(state=DeliveryState.DROPPED)
    entry_record(actor=actor, action="notice_wish.set", subject=user.pk, details={"channels": wanted, "rhythm": rhythm})
    return made


def _require_addresses(wanted: Sequence[str], mail: str, wecom: str) -> None:
    problems = []
    if Channel.MAIL in wanted and not channels.MAIL.fullmatch(mail):
        problems.append(Problem("邮箱", mail, "一个邮箱，如 name@example.cn"))
    if Channel.WECOM in wanted and not channels.WECOM_NAME.fullmatch(wecom):
        problems.append(Problem("企业微信账号", wecom, "自己在企业微信里的账号（不是姓名），如 zhangsan"))
    if problems:
        raise InputError(problems)


@transaction.atomic
def office_wish_set(
    *, actor: Actor, organisation: Organisation, rhythm: str, quiet_from: dt.time, quiet_until: dt.time
) -> OfficeWish:
    """What holds at an organisation and below it for whoever said nothing himself."""
    policies.channel_keep(actor, organisation)
    if rhythm not in Rhythm.values:
        raise Refused("多久一次：随时、每天一次、每周一次里选一个。")
    values = {"rhythm": rhythm, "quiet_from": quiet_from, "quiet_until": quiet_until}
    made, _ = OfficeWish.objects.update_or_create(organisation=organisation, defaults=values)
    details = {"rhythm": rhythm, "from": quiet_from, "until": quiet_until}
    entry_record(actor=actor, action="office_wish.set", subject=organisation.pk, organisation=organisation.pk, details=details)
    return made


@transaction.atomic
def robot_add(
    *, actor: Actor, organisation: Organisation, channel: str, name: str, token: str, secret: str = ""
) -> Robot:
    """A robot of a group chat: the token that stands at the end of the address the program shows, not the address."""
    policies.channel_keep(actor, organisation)
    if channel not in ROBOTS:
        raise Refused("群机器人：企业微信、钉钉、飞书里选一种。")
    require_fits(Robot, name=name)
    bare = token.strip().rsplit("=", 1)[-1].rsplit("/", 1)[-1]  # the whole address pasted: only its end is taken
    if not name.strip() or not channels.TOKEN.fullmatch(bare):
        raise InputError([Problem("令牌", "" if not bare else "读不出令牌的文字", "机器人地址末尾那一串字母和数字", "在群里打开机器人的设置，把地址复制过来")])
    made = Robot.objects.create(
        id=new_id("rob"), organisation=organisation, channel=channel, name=name.strip(), token=bare,
        secret=secret.strip(), made_at=clock.now(),
    )  # fmt: skip
    entry_record(actor=actor, action="robot.add", subject=made.pk, organisation=organisation.pk, details={"channel": channel})
    return made


@transaction.atomic
def robot_close(*, actor: Actor, robot: Robot) -> Robot:
    """It is told nothing any more; its token is forgotten."""
    found = Robot.objects.select_for_update().get(pk=robot.pk)
    policies.channel_keep(actor, found.organisation)
    if found.closed_at is not None:
        raise Refused("这个机器人已经停用。")
    found.closed_at, found.token, found.secret = clock.now(), "-", None
    found.save(update_fields=["closed_at", "token", "secret"])
    Delivery.objects.filter(robot=found, state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)
    entry_record(actor=actor, action="robot.close", subject=found.pk, organisation=found.organisation_id)
    return found


def channel_test(*, actor: Actor, robot: Robot | None = None, channel: str = "") -> str:
    """Send one line now: by a robot, or to himself by `channel`; "" or why it was not taken."""
    if robot is not None:
        policies.channel_keep(actor, robot.organisation)
        channel = robot.channel
    if channel not in channels.opened():
        raise Refused("这一种还没有打开。由维护机器的人在设置里写上 ZHIBU_NOTICES 和 ZHIBU_SITE。")
    text = channels.message(["试发的一条，收到就是通了。"])
    if robot is not None:
        problem = channels.robot(channel, robot.token, robot.secret or "", text)
    else:
        problem = _to_himself(actor, channel, text)
    with transaction.atomic():
        at = robot.organisation_id if robot else ""
        details = {"channel": channel, "taken": not problem}
        entry_record(actor=actor, action="channel.test", subject=robot.pk if robot else actor.user, organisation=at, details=details)
    return problem


def _to_himself(actor: Actor, channel: str, text: str) -> str:
    wish = Wish.objects.filter(user=actor.user).select_related("user").first()
    if wish is None:
        raise Refused("先存好自己的通知设置，再试发。")
    if channel == Channel.MAIL:
        return channels.mail(wish.mail or wish.user.email, text, f"test {new_id('tst')}")
    return channels.wecom(wish.wecom or "", text)


@transaction.atomic
def notice_again(*, actor: Actor, batch: Batch) -> int:
    """Try once more what was given up; how many."""
    policies.notice_again(actor, batch)
    found = Delivery.objects.filter(batch=batch) | Delivery.objects.filter(notice__batch=batch, notice__superseded_at=None)
    rows = list(found.filter(state=DeliveryState.GIVEN_UP).values_list("pk", flat=True))
    if not rows:
        raise Refused("没有要重新发的。")
    Delivery.objects.filter(pk__in=rows).update(state=DeliveryState.WAITING, due_at=clock.now(), tries=0, problem="")
    entry_record(actor=actor, action="notice.again", subject=batch.pk, organisation=batch.organisation_id, details={"messages": len(rows)})
    return len(rows)
