"""Closed lists of the room: kinds of organisation and sectors."""

from __future__ import annotations

from django.db import models


class OrganisationKind(models.TextChoices):
    """What kind of Party body it is (类别)."""

    WORK_COMMITTEE = "work_committee", "工作委员会"
    COMMITTEE = "committee", "党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    PARTY_GROUP = "party_group", "党小组"
    LEADING_BODY = "leading_body", "党组"


class Sector(models.TextChoices):
    """The kind of unit it belongs to (领域)."""

    ORGAN = "organ", "机关"
    INSTITUTION = "institution", "事业单位"
    ENTERPRISE = "enterprise", "企业"
    RURAL = "rural", "农村"
    COMMUNITY = "community", "社区"
    SCHOOL = "school", "学校"
    SOCIAL = "social", "社会组织"
    OTHER = "other", "其他"


class Form(models.TextChoices):
    """What is special about how a branch is set up (设置形式); empty: an ordinary one."""

    JOINT = "joint", "联合党支部"
    TEMPORARY = "temporary", "临时党支部"
    FLOATING = "floating", "流动党员党支部"


class UnitSituation(models.TextChoices):
    """How the body stands to the unit it is in (单位情况), as the national system asks it."""

    AS_SUPERIOR = "as_superior", "与上级党组织相同"
    LEGAL_UNIT = "legal_unit", "法人单位"
    JOINT = "joint", "联合党支部"


class UnitNature(models.TextChoices):
    """What a unit is by its nature (单位性质类别)."""

    ORGAN = "organ", "机关"
    INSTITUTION = "institution", "事业单位"
    STATE_ENTERPRISE = "state_enterprise", "国有企业"
    PRIVATE_ENTERPRISE = "private_enterprise", "非公有制企业"
    SOCIAL = "social", "社会组织"
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    SCHOOL = "school", "学校"
    OTHER = "other", "其他"


class UnitParty(models.TextChoices):
    """Which Party body the unit has (单位建立党组织情况)."""

    OWN = "own", "单独建立"
    JOINT = "joint", "联合建立"
    NONE = "none", "没有建立"


UPPER_KINDS = (
    OrganisationKind.WORK_COMMITTEE,
    OrganisationKind.COMMITTEE,
    OrganisationKind.GENERAL_BRANCH,
)
