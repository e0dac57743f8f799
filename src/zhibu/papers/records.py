"""Word templates of minutes: which names a clerk may write in one, where an unknown one stands, filling it.

Names stand in double braces: {{会议名称}}. Lists are gone through with `{%p for 项 in 议题 %}` ... `{%p endfor %}` in
paragraphs, `{%tr for 人 in 到会 %}` in the rows of a table; what one of a list has is written {{项.标题}}.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from io import BytesIO
from typing import Any

from zhibu.kernel.errors import Problem
from zhibu.papers.templates import FOLDER, TemplateFault, filled, placeholders, sandbox

NAMES = (
    "会议名称", "单位", "活动类型", "编号", "日期", "时间", "开始时间", "结束时间", "地点", "形式", "主题", "主持人", "记录人",
    "主讲人", "应到人数", "实到人数", "到会人员", "缺席人员", "列席人员", "议题清单", "正文", "意见或决议", "版次", "核对码",
    "记录完成日期", "补记", "核对人", "核对日期", "上报日期", "更正说明",
)  # fmt: skip
LISTS: dict[str, tuple[str, ...]] = {
    "议题": ("序号", "标题", "讨论", "意见", "要办的事"),
    "内容": ("名称", "文字"),
    "到会": ("序号", "姓名"),
    "缺席": ("序号", "姓名和原因"),
    "上次的事": ("名称", "文字"),
}
NAMES_TOLD = f"可以写的名字：{'、'.join(NAMES)}。成清单的：" + "，".join(
    f"{name}（{'、'.join(f'项.{part}' for part in parts)}）" for name, parts in LISTS.items()) + "。"
_BRACES = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}|\{%-?(?:p|tr|tc|r)?\s*(.*?)\s*-?%\}", re.S)
_WORD = re.compile(r"[^\W\d]\w*")
_JINJA = {
    "for",
    "in",
    "if",
    "else",
    "elif",
    "endfor",
    "endif",
    "not",
    "and",
    "or",
    "loop",
    "index",
    "set",
    "is",
    "defined",
}


def record_template_problems(template: bytes) -> list[Problem]:
    """What is wrong with a template of minutes: names that nobody fills, where they stand, the nearest known word."""
    try:
        found = placeholders(template)
    except TemplateFault as fault:
        return [Problem("模板", fault.read, "能打开的 Word 模板", str(fault))]
    except Exception as fault:  # a damaged file can fail in any of the libraries that open it
        return [
            Problem(
                "模板",
                type(fault).__name__,
                "能打开的 Word 模板",
                "在 Word 里打开，另存为“Word 文档”再上传。",
            )
        ]
    if not found:
        return [Problem("模板", "", "至少有一个 {{名字}}", "下载我们的模板，照着改。")]
    wrong = sorted(found - set(NAMES) - set(LISTS))
    problems = [_unknown(template, name, [*NAMES, *LISTS]) for name in wrong]
    problems += [_unknown(template, f"{item}.{part}", [f"{item}.{known}" for known in LISTS[of]])
                 for item, of, part in _parts(template) if of in LISTS and part not in LISTS[of]]  # fmt: skip
    if not problems:
        problems += _unfillable(template)
    return problems


def _unfillable(template: bytes) -> list[Problem]:
    """Filled once for trial: whatever else a template says that cannot be done."""
    try:
        record_filled(template, blank_values())
    except TemplateFault as fault:
        return [Problem("模板", fault.read, "只有双花括号里的名字和清单", str(fault))]
    except Exception as fault:  # a template from outside: any fault of it is told, none is ours
        return [Problem("模板", type(fault).__name__, "能填的模板", "删去看不懂的花括号再上传。")]
    return []


def _unknown(template: bytes, name: str, known: list[str]) -> Problem:
    near = get_close_matches(name, known, 1, 0.4)
    mend = f"是不是“{near[0]}”？" if near else ""
    where = "、".join(list(_places(template, name))[:3]) or "页眉、页脚或文本框里"
    return Problem(
        f"模板{where}", f"{{{{{name}}}}}", "清单里有的名字", f"{mend}改正名字，或者删去这对花括号"
    )


def _places(template: bytes, name: str) -> Iterator[str]:
    """Where a name stands, in words: paragraph, or table with row and cell."""
    from docx import Document

    document = Document(BytesIO(template))
    for number, paragraph in enumerate(document.paragraphs, 1):
        if _names(paragraph.text, name):
            yield f"第 {number} 段"
    for number, table in enumerate(document.tables, 1):
        for line, row in enumerate(table.rows, 1):
            for place, cell in enumerate(dict.fromkeys(row.cells), 1):  # merged cells come once
                if _names(cell.text, name):
                    yield f"第 {number} 个表第 {line} 行第 {place} 格"


def _names(text: str, name: str) -> bool:
    said = [one or other for one, other in _BRACES.findall(text)]
    if "." in name:
        return any(name in re.sub(r"\s", "", one) for one in said)
    return any(name in _WORD.findall(one) and name not in _JINJA for one in said)


def _parts(template: bytes) -> Iterator[tuple[str, str, str]]:
    """What the template takes of the things in lists: (its word for one, the list, the part)."""
    from docxtpl import DocxTemplate
    from jinja2 import nodes

    opened = DocxTemplate(BytesIO(template))
    opened.init_docx()
    tree = sandbox().parse(opened.patch_xml(opened.get_xml()))
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name):
            for one in loop.find_all(nodes.Getattr):
                if isinstance(one.node, nodes.Name) and one.node.name == loop.target.name:
                    yield loop.target.name, loop.iter.name, one.attr


def blank_values() -> dict[str, Any]:
    """Every name with nothing to say, and lists with one empty thing: the same sheet to be filled in by hand."""
    return {
        **dict.fromkeys(NAMES, ""),
        **{name: [dict.fromkeys(parts, "")] for name, parts in LISTS.items()},
    }


def record_filled(template: bytes | None, values: Mapping[str, Any]) -> bytes:
    """The template (ours where none is given) with the values in their places, as a Word file."""
    from zhibu.papers.word_fonts import rare_set

    document = filled("record", {**blank_values(), **values}, template)
    if template is None:
        rare_set(document)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@cache
def starting_template() -> bytes:
    """Our template, to begin with."""
    return (FOLDER / "record.docx").read_bytes()
