"""Invented papers, one of each kind, and ways to read a PDF back."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

from pypdf import PdfReader

from zhibu.papers import (
    Cell,
    Column,
    Counterfoil,
    Form,
    Leaf,
    Letter,
    Node,
    Paper,
    Slip,
    Slips,
    Table,
    Tree,
    render,
)

DAY = dt.date(2026, 11, 22)
LETTER = Letter(
    organ="中共溪口镇委员会",
    number="溪党发〔2026〕3号",
    title="关于同意桃源村党支部选举结果的批复",
    to="桃源村党支部",
    body=("你支部的请示收悉。", "一、同意选举结果", "（一）任期。自2026年11月20日起算。", "此复。"),
    attachments=("委员名单", "选举结果报告单"),
    on=DAY,
    contact="联系人：王某",
    copies_to=("县委组织部",),
    printed_by="溪口镇党政办公室",
    printed_on=DAY,
)
FORM = Form(
    title="票决情况登记表",
    widths=(1, 2, 1, 2),
    serial="附件2",
    filled=("单位：桃源村党支部", "填表日期：2026年11月22日"),
    rows=(
        (Cell("姓名", label=True), Cell("王喆"), Cell("性别", label=True), "男"),
        (Cell("支部意见", label=True, rows=2), Cell("同意接收。", span=3, height=30, foot=("书记签名：", "年　月　日"))),
        (Cell("备注在意见之下", span=3),),
    ),
    notes=("注：一式两份。",),
    signatures=("监票人：", "计票人："),
    on=DAY,
)
TABLE = Table(
    title="党员名册",
    columns=(Column("序号", 0.5, True), Column("姓名"), Column("入党日期", 1.2, True)),
    rows=[(n, f"王某{n}", dt.date(2000, 1, 1 + n % 28)) for n in range(1, 31)],
    subtitle="截至 2026-11-22",
    notes=("注：按姓名笔画。",),
    on=DAY,
)
SLIP = Slip(
    title="委员选票",
    body=("赞成的画“○”。",),
    columns=(Column("候选人", 2, True), Column("赞成", 1, True), Column("不赞成", 1, True)),
    rows=(("丁某", "", ""), ("王某", "", ""), ("", "", "")),
    notes=("应选1名。",),
    foot="桃源村党支部（盖章）",
)
SLIPS = Slips.same(SLIP, 5, per_page=4, on=DAY)
COUNTERFOIL = Counterfoil(
    "党员组织关系介绍信",
    "溪组字第001号",
    (
        Leaf("第一联　存根", "介绍信存根", body=("王某同志的组织关系转出。",), on=DAY),
        Leaf("第二联", "介绍信", to="县教育局党委", body=("王某同志的组织关系转到你处。",), signed_by="溪口镇党委"),
        Leaf("第三联　回执", "介绍信回执", to="溪口镇党委", body=("王某同志的组织关系已接收。",)),
    ),
    on=DAY,
)
TREE = Tree(
    "溪口镇党组织",
    (
        Node(0, "溪口镇党委", ("党委", 60)),
        Node(1, "桃源村党总支", ("党总支", 40)),
        Node(2, "第一党支部", ("党支部", 20)),
        Node(1, "机关党支部", ("党支部", 20)),
    ),
    columns=(Column("类别", 1, True), Column("党员", 0.6, True)),
    on=DAY,
)
ALL: dict[str, Paper] = {
    "letter": LETTER, "form": FORM, "table": TABLE, "slips": SLIPS, "counterfoil": COUNTERFOIL, "tree": TREE,
}  # fmt: skip


def read(file: bytes) -> PdfReader:
    return PdfReader(BytesIO(file))


def pages(paper: Paper) -> list[str]:
    """The text of each page without white space, as a PDF reader finds it."""
    return [bare(page.extract_text()) for page in read(render(paper)).pages]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)
