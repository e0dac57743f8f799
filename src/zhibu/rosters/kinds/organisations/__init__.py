"""党组织名册: the tree of Party organisations, by order, indents, kinds and names."""

from zhibu.rosters.columns import Vocabulary
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.kinds.organisations.sheet import finish, read

VOCABULARY = Vocabulary(
    {
        "system": "系统 所属系统 归口系统 归口 系统名称 所属单位系统 口",
        "ordinal": "序号 序 编号 号 顺序号 No",
        "name": "党组织名称 组织名称 党组织全称 党组织 基层党组织名称 名称 全称 党组织名称全称 支部名称 党支部名称 基层党组织",
        "short_name": "简称 党组织简称 组织简称 规范简称",
        "kind": "组织类别 党组织类别 类别 组织类型 党组织类型 类型 组织形式 党组织形式",
        "sector": "单位性质 单位类别 单位类型 所在单位性质 所属行业 性质 单位性质类别 领域",
        "secretary": "书记 党组织书记 书记姓名 支部书记 负责人 党组织负责人 书记组长 书记小组长 党支部书记 书记或组长",
        "established": "成立时间 成立日期 批准成立时间 建立时间 建立日期 组建时间 成立年月 批复时间 批准成立日期 设立时间",
        "dissolved": "撤销时间 撤销日期 撤并时间 注销时间",
        "term_end": "本届届满时间 届满时间 届满日期 任期届满时间 换届时间 本届届满日期 下次换届时间 本届期满时间 应换届时间 届满年月",
        "members": "党员数合计 党员数 党员总数 党员人数 党员 合计 总数 党员人数合计 党员总数合计 人数 党员数小计",
        "full_members": "党员数正式 正式 正式党员 正式党员数 正式党员人数 党员人数正式 其中正式",
        "probationary_members": "党员数预备 预备 预备党员 预备党员数 预备党员人数 党员人数预备 其中预备",
        "groups": "党小组数 小组数 党小组 党小组个数 党小组数量",
        "phone": "联系电话 电话 联系方式 办公电话 手机 手机号码 联系人电话",
        "remark": "备注 说明 备考 附注",
        "parent": "上级党组织 上级党组织名称 隶属党组织 隶属 上级组织 所属党组织 所属党委",
        "former": "曾用名 原名称 原名 旧名称",
    }
)

KIND = Kind(
    "organisations", "党组织名册", 10, VOCABULARY,
    required=(("name",), ("kind", "established", "short_name"), ("established", "term_end", "secretary", "kind")),
    read=read,
    telling=("short_name", "kind", "established"),
    title_words=("党组织名册", "组织名册", "党组织花名册", "党组织一览", "党组织情况"),
    finish=finish,
    tables=("organisations",),
)  # fmt: skip
