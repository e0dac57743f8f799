"""Closed lists of the room: states, penalties, posts, how a post was filled."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """States that stand beside membership (党籍、流动、失联)."""

    STOPPED = "stopped", "停止党籍"
    LOST = "lost", "失联"
    FLOATING = "floating", "流动"


class PenaltyKind(models.TextChoices):
    """Party penalties (党纪处分), lightest first."""

    WARNING = "warning", "警告"
    SERIOUS_WARNING = "serious_warning", "严重警告"
    REMOVAL_FROM_POST = "removal_from_post", "撤销党内职务"
    PROBATION_WITHIN_PARTY = "probation_within_party", "留党察看"
    EXPULSION = "expulsion", "开除党籍"


class PostKind(models.TextChoices):
    """Posts (职务) that rules speak of."""

    SECRETARY = "secretary", "书记"
    DEPUTY_SECRETARY = "deputy_secretary", "副书记"
    ORGANISATION_COMMISSIONER = "organisation_commissioner", "组织委员"
    PUBLICITY_COMMISSIONER = "publicity_commissioner", "宣传委员"
    DISCIPLINE_COMMISSIONER = "discipline_commissioner", "纪检委员"
    COMMITTEE_MEMBER = "committee_member", "委员"
    GROUP_LEADER = "group_leader", "党小组组长"
    LEADING_CADRE = "leading_cadre", "领导干部"
    INSTRUCTOR = "instructor", "党建指导员"


class Manner(models.TextChoices):
    """How the holder of a post came to it (产生方式)."""

    ELECTED = "elected", "选举"
    DESIGNATED = "designated", "指定"
    RECOMMENDED = "recommended", "推荐"


class Entry(models.TextChoices):
    """How somebody came onto the roll of a branch (进入方式)."""

    ADMITTED = "admitted", "新接收的预备党员"
    TRANSFERRED = "transferred", "组织关系转入"
    REGISTERED = "registered", "补登（早已在这个支部）"
    READMITTED = "readmitted", "重新入党"


class LeaveReason(models.TextChoices):
    """Why somebody is no longer on any roll (离开原因); the word is what `left_reason` holds."""

    DIED = "died", "去世"
    TRANSFERRED = "transferred", "转出本系统"
    WITHDREW = "withdrew", "退党"
    PERSUADED = "persuaded", "劝其退党"
    REMOVED = "removed", "除名"
    EXPELLED = "expelled", "开除党籍"
    NOT_CONVERTED = "not_converted", "取消预备党员资格"
    OTHER = "other", "其他"
