"""Closed lists of notices."""

from __future__ import annotations

from django.db.models import TextChoices


class Rhythm(TextChoices):
    """How often somebody wants what lies outside the site."""

    AT_ONCE = "at_once", "随时"
    DAILY = "daily", "每天一次"
    WEEKLY = "weekly", "每周一次"


class Channel(TextChoices):
    """Ways out of the site; all off until the machine's keeper switches them on."""

    MAIL = "mail", "邮件"
    WECOM = "wecom", "企业微信（发给本人）"
    WECOM_ROBOT = "wecom_robot", "企业微信群机器人"
    DINGTALK_ROBOT = "dingtalk_robot", "钉钉群机器人"
    FEISHU_ROBOT = "feishu_robot", "飞书群机器人"


PERSONAL = (Channel.MAIL, Channel.WECOM)
ROBOTS = (Channel.WECOM_ROBOT, Channel.DINGTALK_ROBOT, Channel.FEISHU_ROBOT)


class DeliveryState(TextChoices):
    """How far one way out of one notice is."""

    WAITING = "waiting", "等着发"
    SENT = "sent", "已发出"
    GIVEN_UP = "given_up", "没有发成"
    DROPPED = "dropped", "不用发了"
