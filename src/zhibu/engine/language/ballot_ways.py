"""How a matter is voted (`voting.yaml` of a directive, `voting_defaults.yaml` of the packs together).

A `vote` rule says what a finished ballot is judged by. This says what is offered before it: which methods,
who draws up the list, whether other names may be written in, in which order candidates stand, who wins.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.scalars import Article, Code, Count, Flag, Model, Share, among, wrong
from zhibu.engine.language.words import Strength

POLLS = {
    "election": "选举",
    "approval": "逐人表决",
    "choice": "推选一人",
    "recommendation": "推荐人选",
    "measurement": "测评",
    "survey": "问卷",
}
METHODS = {"hands": "举手", "paper": "纸票", "electronic": "电子票", "mixed": "纸票和电子票并用"}
WINNERS = {
    "rule": "够表决规则要的票数",
    "most_votes": "得票最多",
    "none": "只计票，不分胜负",
}
# Reasons for which somebody who has the right is left out of those called, by the election regulations.
EXCLUSIONS = {
    "incapable": "患精神病或其他疾病，不能表达本人意志",
    "abroad": "自费出国半年以上",
    "penalty": "留党察看，或没有受留党察看处分但正在服刑",
    "infirm": "年老体弱卧床不起、长期生病，生活不能自理",
    "not_moved": "外出半年以上，组织关系应转没有转",
    "settled": "已经回原籍长期居住，因特殊原因没有转组织关系，确实不能到会",
}
# Who has no vote whatever he wishes, and is not among those called.
NO_VOTE = {
    "probationary": "预备党员",
    "probation_within_party": "留党察看期间",
    "stopped": "停止党籍",
}
OPENERS = {"secretary": "书记", "commissioner": "支部委员", "leader": "党小组组长"}

PollCode: Any = among(POLLS, "表决种类")
MethodCode: Any = among(METHODS, "表决方法")
ExclusionCode: Any = among(EXCLUSIONS, "不计入的情形")
NoVoteCode: Any = among(NO_VOTE, "没有表决权的人")
OpenerCode: Any = among(OPENERS, "谁可以发起")


class BallotWay(Model):
    """voting.yaml 的一条：一种或几种表决事项怎么投。没写的按没有写的那样，照别的文件或通常的做法。"""

    matters: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(description="表决事项")
    article: Article | None = Field(None, description="出自哪一条")
    methods: tuple[MethodCode, ...] = Field((), description="准许的表决方法；各份文件准许的合在一起")
    poll: PollCode | None = Field(None, description="表决种类")
    secrecy: Literal["always", "chosen", "never"] | None = Field(
        None, description="无记名：always 必须，chosen 由到会的人定，never 公开")
    write_in: Flag | None = Field(None, description="true：可以另选别人")
    order: Literal["strokes", "given"] | None = Field(
        None, description="候选人次序：strokes 按姓氏笔画，given 按提出的次序")
    winners: Literal["rule", "most_votes", "none"] | None = Field(
        None, description="；".join(f"{key} {word}" for key, word in WINNERS.items()))
    tie: Literal["again", "decide"] | None = Field(
        None, description="票数相同：again 对票数相同的再投一次，decide 由召集人按文件办")
    second_round: Flag | None = Field(None, description="true：没选满的可以再投一轮")
    one_by_one: Flag | None = Field(None, description="true：几个人的一个一个分开表决")
    voters: Literal["full", "all", "committee"] | None = Field(
        None, description="谁投：full 有表决权的正式党员，all 预备党员也投，committee 支委会委员（没有支委会的，正式党员）")
    no_vote: tuple[NoVoteCode, ...] = Field((), description="哪些人没有表决权，不进应到")
    subjects: Literal["full", "all"] | None = Field(
        None, description="投的是谁：full 只列正式党员，all 不限")
    written_opinions: Flag | None = Field(
        None, description="true：因故不到会的正式党员会前书面提出的意见计票")
    best_share: Share | None = Field(None, description="测评最高一档最多占几分之几")
    best_strength: Strength | None = Field(None, description="这个比例有多硬：没写的是“一般”，超出要写原因；must 超出就不行")
    exclusions: tuple[ExclusionCode, ...] = Field((), description="可以不计入应到会的情形")
    opened_by: tuple[OpenerCode, ...] = Field((), description="谁可以发起")
    fewest: Count | None = Field(None, description="少于几个人投票时，结果会让人猜出各人怎么投")
    check: Flag = Field(False, description="true：没有同正式文本核对过")
    note: str = Field("", description="说明")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        said = self.model_dump(exclude={"matters", "article", "check", "note"}, exclude_none=True)
        if not any(value or value is False or value == 0 for value in said.values()):
            raise wrong("除了 matters、article 还要写怎么投，如 methods")
        return self


class VotingHead(Model):
    """voting.yaml 的外层；每一条另读，参数先代进去。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    voting: tuple[Any, ...] = Field(description="各表决事项怎么投")


class VotingFile(Model):
    """voting.yaml：一件制度说的，各表决事项怎么投。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    voting: Annotated[tuple[BallotWay, ...], Field(min_length=1)] = Field(description="各表决事项怎么投")


class VotingDefaultsFile(Model):
    """voting_defaults.yaml：没有文件另说时，各表决事项怎么投。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    voting_defaults: Annotated[tuple[BallotWay, ...], Field(min_length=1)] = Field(
        description="各表决事项怎么投")
