"""Word templates: what a clerk may write in one, reading its placeholders, filling it.

A template is an ordinary .docx with Chinese names in double braces: {{ 标题 }}. It is filled in a sandbox,
so that a template from outside can do nothing but place texts.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibu.kernel.errors import Problem

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2 import Environment

FOLDER = Path(__file__).parent / "templates"
LARGEST = 20_000_000  # bytes of everything in a template, unpacked
LETTER = {
    "发文机关标志": False, "发文字号": False, "签发人": False, "标题": True, "主送": False, "正文": True,
    "附件": False, "署名": False, "成文日期": False, "附注": False, "版记": False, "缺字说明": False,
}  # fmt: skip
SHEET = {"表号": False, "标题": False, "副标题": False, "表格": True, "附注": False}
KNOWN: dict[str, dict[str, bool]] = {
    "document": LETTER, "letter": LETTER, "plain": LETTER, "sheet": SHEET
}  # fmt: skip


class TemplateFault(ValueError):
    """A template that cannot be read at all; the text is Chinese and says how to mend it, `read` what was read."""

    def __init__(self, text: str, read: str = "不是 Word 文档的文件") -> None:
        super().__init__(text)
        self.read = read


def sandbox() -> Environment:
    """Where templates are filled: texts are escaped, nothing of Python can be reached, and nothing is reckoned.

    A template places names, goes through lists and asks whether there is something. Whatever else the language
    knows (sums, calls, filters, loops over anything else) is refused when it is read, before any of it is worked out:
    three signs could keep the machine busy for a day.
    """
    from jinja2 import TemplateSyntaxError, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    known = (
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not, nodes.And,
        nodes.Or, nodes.Compare, nodes.Operand, nodes.Const, nodes.Test, nodes.CondExpr,
    )  # fmt: skip

    class PlacesOnly(ImmutableSandboxedEnvironment):
        """Looks at what was read before anything is done with it."""

        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            tree = super()._parse(source, name, filename)
            for loop in tree.find_all(nodes.For):
                deep = isinstance(loop.iter, nodes.Getattr) or any(True for _ in loop.find_all(nodes.For))
                if deep or loop.recursive or not isinstance(loop.iter, nodes.Name):
                    raise TemplateSyntaxError("for 只能走一张清单，清单里不再套 for", loop.lineno)
            for node in tree.find_all(nodes.Node):
                if not isinstance(node, known):
                    raise TemplateSyntaxError(f"有不认识的写法（{type(node).__name__}）", node.lineno)
            return tree

    return PlacesOnly(autoescape=True)


def placeholders(template: bytes) -> set[str]:
    """The names that a template asks for; TemplateFault where it is no Word file or its braces are wrong."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError

    _opened(template)
    try:
        names = DocxTemplate(BytesIO(template)).get_undeclared_template_variables(sandbox())
    except TemplateSyntaxError as fault:
        raise TemplateFault(*_misread(fault.message or "")) from fault
    except (KeyError, ValueError) as fault:
        raise TemplateFault("不是 Word 文档（.docx）。在 Word 里另存为“Word 文档”再上传。") from fault
    return {str(name) for name in names}


def _misread(said: str) -> tuple[str, str]:
    """How to mend what the reader of templates stumbled over, and what that is, in Chinese."""
    if re.search("[\u4e00-\u9fff]", said.split("'")[0]):
        return f"{said}。照我们的模板改正，或者删去这一处。", "看不懂的花括号"
    if found := re.search(r"unknown tag '([^']*)'", said):
        return "百分号里只写 for … in …、if …、else、endfor、endif。照我们的模板改正，或者删去这一处。", f"{{% {found[1]} %}}"
    if "was looking for" in said:
        return "每个 for 要有 endfor，每个 if 要有 endif。补上，或者把这一对都删去。", "没有结束的 for 或 if"
    return "双花括号要成对，里面只写一个名字。照我们的模板改正，或者删去这一处。", "看不懂的花括号"


def _opened(template: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(template)) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as fault:
        raise TemplateFault("不是 Word 文档（.docx）。在 Word 里另存为“Word 文档”再上传。") from fault
    if total > LARGEST:
        raise TemplateFault(f"展开后有 {total // 1_000_000} MB，最多 {LARGEST // 1_000_000} MB。删去图片再上传。", "太大的文件")


def problems(template: bytes, kind: str) -> list[Problem]:
    """What is wrong with a template of this kind: names it may not use, names it must have."""
    known = KNOWN[kind]
    try:
        found = placeholders(template)
    except TemplateFault as fault:
        return [Problem("模板", fault.read, "能打开的 Word 模板", str(fault))]
    allowed = "、".join(known)
    unknown = [
        Problem("模板", f"{{{{ {name} }}}}", f"这些名字之一：{allowed}", "改正名字，或删去这对花括号。")
        for name in sorted(found - set(known))
    ]
    absent = [
        Problem("模板", "", f"有 {{{{ {name} }}}}", "在该出现的位置写上它。")
        for name, needed in known.items()
        if needed and name not in found
    ]
    return unknown + absent


def filled(kind: str, values: Mapping[str, Any], template: bytes | None = None) -> Document:
    """A template of ours, or a given one, with the values in their places; TemplateFault where it asks for more."""
    from docx import Document as opened
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    source = BytesIO(template if template is not None else (FOLDER / f"{kind}.docx").read_bytes())
    document = DocxTemplate(source)
    try:
        document.render(dict(values), sandbox())
    except TemplateError as fault:
        raise TemplateFault(f"模板里有填不了的写法：{fault.message}。只写双花括号里的名字。", "填不了的花括号") from fault
    buffer = BytesIO()
    document.save(buffer)  # what was filled is another tree than the one that python-docx has opened
    return opened(buffer)
