"""What invented meetings are about: plain, local, without slogans."""

from __future__ import annotations

from random import Random

PLACES = ("会议室", "党员活动室", "二楼会议室")
VILLAGE_PLACES = ("村部会议室", "文化活动室", "党群服务中心")
STARTS = ("09:00", "09:30", "14:30", "15:00", "16:00", "19:30")

THEMES: dict[str, tuple[str, ...]] = {
    "party_group_meeting": (
        "学习本月安排的文件，讨论窗口服务",
        "交流读书体会，提工作建议",
        "讨论节前值班和走访安排",
        "学习支部工作条例，对照检查",
        "讨论帮扶户秋收用工",
        "汇总群众意见，报支部",
        "学习党费收缴规定，核对本组党费",
        "讨论预备党员的表现",
    ),
    "general_meeting": (
        "传达上级会议精神，通报支部工作",
        "讨论预备党员转正",
        "讨论半年工作和下半年安排",
        "听取支委会工作报告",
        "讨论接收预备党员",
    ),
    "committee_meeting": (
        "研究本月工作安排",
        "研究发展党员工作",
        "研究党小组调整",
        "研究困难党员走访",
    ),
    "theme_day": (
        "清理河道志愿服务",
        "入户走访听意见",
        "重温入党誓词，集中学习",
        "到县革命纪念馆参观",
        "防火宣传进村组",
        "整治院落环境",
        "集中学习和民主议事",
        "给独居老人送温暖",
    ),
    "party_class": (
        "怎样做一名合格党员",
        "支部工作条例怎么用",
        "守住纪律底线",
        "本县党史里的几个人",
        "乡村振兴怎么干",
    ),
    "organisational_life_meeting": ("年度组织生活会", "对照检查、互相批评"),
    "democratic_life_meeting": ("年度民主生活会",),
    "democratic_appraisal": ("年度民主评议党员",),
    "study": ("集中学习本月文件", "学习党章和条例", "学习农业政策", "学习业务规程"),
    "warning_education": ("观看警示案例并讨论",),
    "mass_contact": ("上门办理社保认证", "帮农户抢收", "政策咨询进集市"),
    "thematic_activity": ("联合支部开展共建活动", "节水宣传周活动"),
    "group_annual_report": ("年度工作报告",),
    "heart_to_heart_talk": ("思想和工作情况", "家庭困难和打算", "听取对支部的意见"),
    "dues_collection": ("集中交纳党费",),
}


def theme_for(rng: Random, kind: str) -> str:
    """One theme of a type of activity."""
    return rng.choice(THEMES[kind])


def place_for(rng: Random, sector: str) -> str:
    """Where a body of a sector meets."""
    return rng.choice(VILLAGE_PLACES if sector in {"rural", "community"} else PLACES)
