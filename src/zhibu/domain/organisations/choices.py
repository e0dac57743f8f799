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


UPPER_KINDS = (
    OrganisationKind.WORK_COMMITTEE,
    OrganisationKind.COMMITTEE,
    OrganisationKind.GENERAL_BRANCH,
)
