"""What the file of a member holds beyond the facts, for the branch of the demo accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db.models import Model

from zhibu.domain.demo.county import Cast
from zhibu.domain.members.models import Member, MemberChange, Membership, Placement
from zhibu.domain.registry.models import Care, Correction, Hardship, Look, Reward
from zhibu.kernel.clock import SHANGHAI

TEAMS = ("办公室", "业务一科", "业务二科", "信息中心")
EDUCATIONS = ("大学本科", "大学专科", "硕士研究生", "大学本科")
JOBS = ("科员", "科长", "副科长", "工作人员", "档案管理员")
UNIT = "某县某局机关"


def people_of(cast: Cast) -> list[Member]:
    """The members of the branch, in the order of the register."""
    there = Membership.objects.filter(organisation=cast.branch, until=None).values("member")
    return list(Member.objects.filter(pk__in=there).order_by("pk"))


def filled_in(people: Sequence[Member]) -> list[Member]:
    """The items that are no facts: nationality, education, job, address."""
    for number, one in enumerate(people):
        one.ethnicity = "土家族" if number % 7 == 3 else "汉族"
        one.education = EDUCATIONS[number % len(EDUCATIONS)]
        one.job = JOBS[number % len(JOBS)]
        one.address = f"某省某市某县某街道某某路 {number + 1} 号"
    return list(people)


FILLED = ("ethnicity", "education", "job", "address")


def file_rows(cast: Cast, people: Sequence[Member], on: dt.date) -> Iterator[list[Model]]:
    """Rows of the other tables, one list a table."""
    at = dt.datetime.combine(on - dt.timedelta(days=9), dt.time(9, 30), SHANGHAI)
    year = dt.date(on.year, 1, 1)
    yield [
        Placement(member=one, unit=UNIT, team=TEAMS[number % len(TEAMS)], since=one.joined)
        for number, one in enumerate(people)
    ]
    own = next(one for one in people if one.pk == cast.member)
    others = [one for one in people if one.pk not in (cast.member, cast.secretary)]
    yield [
        Reward(member=own, title="优秀共产党员", granted_by="某县直属机关工委", on=year.replace(month=7)),
        Reward(member=others[0], title="优秀党务工作者", granted_by="某县直属机关工委", on=year.replace(month=7)),
    ]
    yield [Hardship(member=others[1], kind="illness", since=year, details="住院治疗，医药费负担重")]
    yield [
        Care(member=others[1], kind="visit", on=year.replace(month=2), by="支部书记和组织委员", amount=Decimal("500.00"), details="到家里看望"),
    ]
    yield [
        MemberChange(member=own, item="phone", before="15400009999", after=own.phone, at=at, by="组织委员", door="web", why="本人换了手机号")
    ]
    yield [
        Correction(
            member=own, item="education", before=own.education, wanted="硕士研究生", asked_at=at,
            reason="去年在职读完，学历没有改过来", evidence="毕业证书原件",
        )
    ]  # fmt: skip
    yield [
        Look(member=own, kind="reveal", on=at.date(), at=at, by="苗清和", role="县委党务工作者", what="公民身份号码", why="核对年度统计里的号码"),
        Look(member=own, kind="export", on=at.date(), at=at, by="组织委员", role="支部委员", what="党员名册", why=""),
    ]
