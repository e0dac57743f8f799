"""The tree of the invented county 青禾县: committees, bureaus, schools, firms, towns, villages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random


def words(text: str) -> tuple[str, ...]:
    """A list of words written as one line of text."""
    return tuple(text.split())


COUNTY = "青禾县"
ROOT, ORGANS, SCHOOLS, FIRMS = "CY-0001", "CY-0002", "CY-0003", "CY-0004"
HEALTH, STATE_FIRMS = "CY-0005", "CY-0006"
# the town that works by the town notice; its own organ general branch also by the Loudi opinions
TOWN, TOWN_ORGAN = "ZH-01", "ZH-01-JG"
SHOWN = f"{TOWN_ORGAN}-1"  # the branch of the demo accounts: both directives are in force there

PARTY_ORGANS = words(
    "县委办公室 县纪委监委机关 县委组织部 县委宣传部 县委统战部 县委政法委 县委编办 县委党校"
)
STATE_ORGANS = words(
    "县人大常委会机关 县政府办公室 县政协机关 县人民法院 县人民检察院 县总工会 团县委机关 县妇联 "
    "县科协 县工商联 县残联 县红十字会 县档案馆 县融媒体中心 县信访局 县机关事务服务中心"
)
BUREAUS = words(
    "发展和改革局 教育局 科学技术局 工业和信息化局 公安局 民政局 司法局 财政局 人力资源和社会保障局 "
    "自然资源局 生态环境分局 住房和城乡建设局 交通运输局 水利局 农业农村局 商务局 文化旅游局 "
    "退役军人事务局 应急管理局 审计局 市场监督管理局 统计局 医疗保障局 林业局 城市管理局 "
    "行政审批服务局 乡村振兴局 税务局 气象局 供销社 烟草专卖局 邮政管理局"
)
BUREAU_UNITS = ("机关", "离退休", "执法大队", "技术服务站", "项目服务中心")
SCHOOL_NAMES = words(
    "第一中学 第二中学 第三中学 职业中专 实验中学 师范附小 青禾小学 城关小学 育才小学 明德小学 "
    "春晖小学 东门小学 西湖小学 南桥小学 北关小学 实验小学 特殊教育学校 机关幼儿园 教师进修学校"
)
TOWN_NAMES = words("云岭 青溪 石桥 双河 松坪 白塔 龙泉 柳林 高坪 清水 长岭 马鞍 凤栖 大湾")
STREET_NAMES = words("城关 新城 东湖")
VILLAGE_FIRST = words(
    "杨柳 青石 大塘 小坪 双井 桃源 竹园 上湾 下湾 黄土 白鹭 金鸡 银杏 红旗 团结 新建 和平 长塘 石门 枫树"
)
VILLAGE_SECOND = words("湾 坡 坝 坳 冲 桥 岭 塘")
COMMUNITY_NAMES = words("文庙 滨河 古井 建设路 中山路 桂花园 梨园 东风 向阳 翠湖 金桥 老街")
FIRM_NAMES = words(
    "禾丰农业 青湖纺织 云岭茶业 绿野食品 宏远建材 新科电子 天成物流 瑞康医药 远山旅游 恒信机械 清源水务 锦绣服饰"
)
SOCIAL_NAMES = words(
    "志愿者协会 律师事务所 会计师事务所 养老服务中心 书法家协会 商会 民办幼儿园 慈善会"
)


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation above the groups; `size` is how many members a branch is to have."""

    id: str
    parent: str | None
    kind: str
    name: str
    short: str
    sector: str = ""
    sizes: tuple[int, int] = field(default=(0, 0))


def _branch(number: str, parent: str, short: str, sector: str, low: int, high: int) -> Body:
    name = f"中共{_in_county(short)}支部委员会" if high >= 9 else f"中共{_in_county(short)}支部"
    return Body(number, parent, "branch", name, f"{short}党支部", sector, (low, high))


def _general(number: str, parent: str, short: str) -> Body:
    name = f"中共{_in_county(short)}总支部委员会"
    return Body(number, parent, "general_branch", name, f"{short}党总支")


def _in_county(short: str) -> str:
    """县财政局 becomes 青禾县财政局, with one 县 only."""
    return COUNTY + short.removeprefix("县")


def bodies(rng: Random) -> Iterator[Body]:
    """All committees and branches, every parent before its children."""
    yield Body(ROOT, None, "committee", f"中共{COUNTY}委员会", f"{COUNTY}委", "organ")
    yield Body(
        ORGANS,
        ROOT,
        "work_committee",
        f"中共{COUNTY}直属机关工作委员会",
        "县直属机关工委",
        "organ",
    )
    yield from _organs(rng)
    for number, short, name in (
        (SCHOOLS, "县委教育工委", "教育工作委员会"),
        (FIRMS, "县委“两新”工委", "非公有制经济组织和社会组织工作委员会"),
    ):
        yield Body(number, ROOT, "work_committee", f"中共{COUNTY}委{name}", short)
    yield Body(HEALTH, ROOT, "committee", f"中共{COUNTY}卫生健康局委员会", "县卫健局党委")
    yield Body(STATE_FIRMS, ROOT, "committee", f"中共{COUNTY}国有企业委员会", "县国企党委")
    yield from _schools()
    yield from _health()
    yield from _firms(rng)
    yield from _towns(rng)


def _organs(rng: Random) -> Iterator[Body]:
    """Bureaus below the organs' work committee: a branch, or a general branch with several."""
    offices = [*PARTY_ORGANS, *STATE_ORGANS, *(f"县{name}" for name in BUREAUS)]
    for number, office in enumerate(offices, 1):
        code = f"JG-{number:02d}"
        if number <= 8 or rng.random() < 0.55:
            yield _branch(code, ORGANS, office, "organ", 8, 30)
        else:
            yield _general(code, ORGANS, office)
            for unit in range(rng.randint(3, 4)):
                sector = "organ" if unit < 2 else "institution"
                short = f"{office.removesuffix('机关')}{BUREAU_UNITS[unit]}"
                yield _branch(f"{code}-{unit + 1}", code, short, sector, 7, 30)
        if office.endswith("局") and number % 2:
            name = f"中共{COUNTY}{office.removeprefix('县')}党组"
            yield Body(f"DZ-{number:02d}", ROOT, "leading_body", name, f"{office}党组", "organ")


def _schools() -> Iterator[Body]:
    numbers = iter(range(1, 100))
    for place in ("", *TOWN_NAMES[:11]):
        for name in SCHOOL_NAMES if not place else ("中学", "中心小学", "中心幼儿园"):
            code, school = f"XX-{next(numbers):02d}", f"县{name}" if not place else place + name
            if name.startswith("第") or name == "职业中专":
                yield _general(code, SCHOOLS, school)
                for part, unit in enumerate(("行政", "教学", "离退休"), 1):
                    yield _branch(f"{code}-{part}", code, school + unit, "school", 8, 30)
            else:
                low, high = (3, 12) if name.endswith("园") else (6, 26)
                yield _branch(code, SCHOOLS, school, "school", low, high)


def _health() -> Iterator[Body]:
    for part, hospital in enumerate(("县人民医院", "县中医医院", "县妇幼保健院"), 1):
        code = f"WS-{part}"
        yield _general(code, HEALTH, hospital)
        for ward, unit in enumerate(("行政", "内科", "外科", "医技", "离退休"), 1):
            yield _branch(f"{code}-{ward}", code, hospital + unit, "institution", 9, 30)
    for number, town in enumerate(TOWN_NAMES[:10], 1):
        yield _branch(f"WS-W{number:02d}", HEALTH, f"{town}卫生院", "institution", 4, 14)


def _firms(rng: Random) -> Iterator[Body]:
    for number, firm in enumerate(FIRM_NAMES, 1):
        for form, label in enumerate(("有限公司", "合作社", "集团"), 1):
            code, short = f"QY-{number:02d}{form}", f"{firm}{label}"
            yield _branch(code, FIRMS, short, "enterprise", 3, 8 if rng.random() < 0.8 else 20)
    for number, name in enumerate(SOCIAL_NAMES, 1):
        yield _branch(f"SH-{number:02d}", FIRMS, f"县{name}", "social", 3, 9)
    for number, firm in enumerate(("水务集团", "城投集团", "公交公司", "粮油集团"), 1):
        code = f"GQ-{number}"
        yield _general(code, STATE_FIRMS, f"县{firm}")
        for part, unit in enumerate(("机关", "运营", "工程", "退休"), 1):
            yield _branch(f"{code}-{part}", code, f"县{firm}{unit}", "enterprise", 6, 24)


def _towns(rng: Random) -> Iterator[Body]:
    """Towns with villages, streets with communities; each has its own organ branch."""
    for number, name in enumerate((*TOWN_NAMES, *STREET_NAMES), 1):
        street = number > len(TOWN_NAMES)
        code, place = f"ZH-{number:02d}", name + ("街道" if street else "镇")
        full = f"中共{COUNTY}{place}{'工作' if street else ''}委员会"
        kind = "work_committee" if street else "committee"
        yield Body(code, ROOT, kind, full, f"{place}党{'工' if street else ''}委", "organ")
        if code == TOWN:
            yield _general(TOWN_ORGAN, code, f"{place}机关")
            for part, unit in enumerate(("机关第一", "机关第二", "机关离退休"), 1):
                yield _branch(f"{TOWN_ORGAN}-{part}", TOWN_ORGAN, place + unit, "organ", 18, 28)
        else:
            yield _branch(f"{code}-JG", code, f"{place}机关", "organ", 12, 30)
        names = {first + rng.choice(VILLAGE_SECOND) for first in VILLAGE_FIRST}
        villages = 0 if street else rng.randint(11, 15)
        for part, village in enumerate(sorted(names)[:villages], 1):
            yield _branch(f"{code}-C{part:02d}", code, f"{place}{village}村", "rural", 6, 36)
        for part, community in enumerate(rng.sample(COMMUNITY_NAMES, 7 if street else 2), 1):
            short = f"{place}{community}社区"
            yield _branch(f"{code}-S{part:02d}", code, short, "community", 8, 38)
