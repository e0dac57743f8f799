"""Words of closed lists (民族, 学历, 人员类别, 组织类别, 是否 ...) and the many ways they are written."""

from __future__ import annotations

from zhibu.rosters.values.text import plain, words

PEOPLES = ["汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"]
_SHORT_PEOPLES = {"维": "维吾尔", "蒙": "蒙古", "哈": "哈萨克", "柯": "柯尔克孜", "达": "达斡尔",
                  "朝": "朝鲜", "鲜": "朝鲜", "布": "布依", "乌": "乌孜别克", "塔": "塔吉克"}  # fmt: skip
# Peoples whose names often hold a middle dot: there an inner blank may stand for it.
DOTTED_PEOPLES = frozenset(
    f"{people}族" for people in words("维吾尔 哈萨克 藏 彝 蒙古 柯尔克孜 塔吉克 乌孜别克 塔塔尔 俄罗斯 傣 景颇 土 裕固 锡伯 达斡尔 门巴 珞巴")
)


def read_people(text: str) -> str | None:
    """The full name of a people (民族): 汉 -> 汉族, 维族 -> 维吾尔族; None for what is none."""
    word = plain(text)
    bare = word.removesuffix("民族").removesuffix("族")
    if bare in PEOPLES:
        return f"{bare}族"
    if bare in _SHORT_PEOPLES:
        return f"{_SHORT_PEOPLES[bare]}族"
    return word if word in ("穿青人", "未识别民族", "外国血统中国籍人士") else None


_EDUCATION = {
    "研究生": "研究生 硕士 硕士研究生 博士 博士研究生 在职研究生 中央党校研究生 省委党校研究生 党校研究生 博士后",
    "大学本科": "大学本科 本科 大学 全日制本科 在职大学 学士 大本 中央党校大学 省委党校大学 党校大学 党校本科 函授本科 自考本科 在职本科 大学本科毕业 本科毕业",
    "大学专科": "大学专科 大专 专科 高职 高职高专 大学普通班 党校大专 函授大专 在职大专 自考大专 大专毕业",
    "中专": "中专 中等专科 中等专业学校 中师 中技 技校 技工学校 职高 职业高中 中职 中专毕业",
    "高中": "高中 普通高中 高中毕业",
    "初中": "初中 初级中学 初中毕业 初中及以下",
    "小学": "小学 小学毕业 小学及以下 文盲 半文盲 文盲半文盲",
}
_EDUCATION_WORDS = {word: name for name, words in _EDUCATION.items() for word in words.split()}


def read_education(text: str) -> str | None:
    """The list's word for a level of education (学历): 本科 -> 大学本科; None for what is none."""
    word = plain(text).removesuffix("学历").removesuffix("文化")
    return _EDUCATION_WORDS.get(word) or _EDUCATION_WORDS.get(word.split("(")[0])


_FULL = frozenset(words("正式党员 正式 中共正式党员 正式中共党员"))
_PROBATIONARY = frozenset(words("预备党员 预备 中共预备党员 候补党员 候补 预备期党员 预备期"))
_NOT_MEMBER = ("积极分子", "发展对象", "群众", "申请人", "共青团员", "团员", "非党员", "无党派", "民主党派",
               "培养对象", "申请", "接收对象", "党外", "民主人士", "民盟", "九三学社")  # fmt: skip
_VAGUE = frozenset(words("中共党员 党员 共产党员 中国共产党党员 中共"))


def read_category(text: str) -> str:
    """`full`, `probationary`, `not_a_member`, `vague` (中共党员), "" (empty) or `unknown`."""
    word = plain(text)
    if not word:
        return ""
    if word in _FULL:
        return "full"
    if word in _PROBATIONARY:
        return "probationary"
    if any(part in word for part in _NOT_MEMBER):
        return "not_a_member"
    if ("预备" in word or "候补" in word) != ("正式" in word):
        return "full" if "正式" in word else "probationary"
    return "vague" if word in _VAGUE else "unknown"


_YES = frozenset(words("是 有 y yes √ ✓ ✔ 对 1 true 已失联 失联 流动"))
_NO = frozenset(words("否 不 无 没有 n no × x 0 false 非 — - / 正常 未失联 不是"))


def read_yes(text: str) -> bool | None:
    """True, False, or None for empty or unclear; 是,流向邻市 counts as yes."""
    word = plain(text).lower()
    if word in _YES or word.startswith("是"):
        return True
    return False if word in _NO or word.startswith("否") else None


def read_sex(text: str) -> str | None:
    """男 or 女; None for empty or unclear."""
    word = plain(text).lower()
    if word in ("男", "男性", "m", "1", "男士"):
        return "男"
    return "女" if word in ("女", "女性", "f", "2", "女士") else None


_LEFT = {
    "died": "死亡 去世 病故 逝世 因病去世 病逝 亡故 已故 身故 意外死亡 因公牺牲 牺牲 殉职 死",
    "transferred_out": "转出 转出县外 转出省外 转出市外 组织关系转出 调出 转走 调离 关系转出 迁出 转往外地 转出本县 转接 转移组织关系",
    "expelled": "出党 开除 开除党籍 被开除 被开除党籍 除名 党内除名 自行脱党 脱党 劝退 劝退出党 退党 取消预备党员资格 取消资格 清除",
}
_LEFT_WORDS = {word: code for code, words in _LEFT.items() for word in words.split()}


def read_left_reason(text: str) -> str | None:
    """`died`, `transferred_out`, `expelled`, `suspended` (停止党籍 is no leaving), or None."""
    word = plain(text)
    if "停止党籍" in word or word in ("停籍", "党籍停止", "停止"):
        return "suspended"
    if word in _LEFT_WORDS:
        return _LEFT_WORDS[word]
    hits = {code for known, code in _LEFT_WORDS.items() if len(known) > 1 and known in word}
    return hits.pop() if len(hits) == 1 else None


_STATES = {"停止党籍": "stopped", "停籍": "stopped", "党籍停止": "stopped", "失联": "lost", "流动": "floating"}


def read_state(text: str) -> str:
    """The state (党籍状态) that a word names: `stopped`, `lost`, `floating`, "" for 正常 or empty."""
    word = plain(text)
    if word in ("非失联", "未失联"):
        return ""
    return next((state for name, state in _STATES.items() if name in word), "")


# Longest first: 党总支部 must not be read as 党支部, nor 工作委员会 as 委员会.
_KIND_WORDS = (
    ("work_committee", ("工作委员会", "党工委", "工委")),
    ("party_group", ("党小组", "小组")),
    ("general_branch", ("总支部委员会", "党总支部", "党总支委员会", "党总支", "总支部", "总支")),
    ("branch", ("党支部委员会", "支部委员会", "临时党支部", "联合党支部", "党支部", "支部")),
    ("leading_body", ("党组",)),
    ("committee", ("党委会", "基层党委", "机关党委", "委员会", "党委")),
)


def kind_of_word(text: str) -> str | None:
    """The kind of organisation (组织类别) that a cell names; None when it names none."""
    word = plain(text)
    return next((kind for kind, words in _KIND_WORDS if any(w in word for w in words)), None)


def kind_of_name(text: str) -> str | None:
    """The kind of organisation that its name ends with; None when it does not tell."""
    word = plain(text).split("(")[0] or plain(text)
    for kind, endings in _KIND_WORDS:
        if word.endswith(endings):
            return kind
    return "party_group" if word.endswith("组") else None


_SECTORS = (
    ("organ", "党政机关 机关 行政机关 机关单位 行政单位 公务员单位"),
    ("institution", "事业单位 事业 参公事业单位 全额事业 差额事业 公立医院 医院 卫生院"),
    ("school", "学校 中小学 高校 院校 幼儿园 教育机构"),
    ("enterprise", "国有企业 企业 国企 非公企业 民营企业 私营企业 集体企业 公有制企业 非公有制企业 股份制企业 公司"),
    ("rural", "农村 行政村 村 建制村 乡村"),
    ("community", "社区 居委会 城市社区 街道社区"),
    ("social", "社会组织 社会团体 社团 协会 民办非企业 民办非企业单位 两新组织 行业协会 基金会"),
    ("other", "其他 其它 其他单位"),
)
_SECTOR_WORDS = {word: sector for sector, words in _SECTORS for word in words.split()}


def read_sector(text: str) -> str | None:
    """The sector (单位性质) of an organisation; None for what is in no list."""
    return _SECTOR_WORDS.get(plain(text))


_POSTS = (
    ("group_leader", ("党小组组长", "党小组长", "小组长", "组长")),
    ("deputy_secretary", ("副书记",)),
    ("secretary", ("书记", "支书")),
    ("organisation_commissioner", ("组织委员",)),
    ("publicity_commissioner", ("宣传委员", "宣委")),
    ("discipline_commissioner", ("纪检委员", "纪律委员")),
    ("committee_member", ("委员", "支委")),
)


def read_post(text: str) -> str | None:
    """The code of a post in the Party (党内职务); None for empty or another post."""
    word = plain(text)
    return next((code for code, words in _POSTS if any(w in word for w in words)), None)
