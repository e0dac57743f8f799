"""The one reader of YAML: every scalar stays text, every value knows its line, no key stands twice.

The usual loader would turn a key `on` into True, `0644` into 420 and `1.10` into 1.1; here the schema,
not YAML, decides what a value is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from zhibu.kernel.errors import Problem

LARGEST = 2_000_000  # letters of one file: the longest directive there is has a fortieth of that
LONGEST = 60  # characters of a line that a message shows
DEEPEST = 40  # values within values
MOST = 200_000  # values of one file, those that anchors repeat counted each time
# libyaml reads ten times as fast; where the library was built without it, the same in Python.
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc]  # one of two classes
    """Refuses what is nested too deep while it is read: further down the parser itself would break."""

    depth = 0

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Called by the composer for each value it goes into."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise _TooDeep
        super().descend_resolver(current_node, current_index)

    def ascend_resolver(self) -> None:
        """… and comes back from."""
        self.depth -= 1
        super().ascend_resolver()


class _TooDeep(Exception):
    """A value within more than DEEPEST others."""


class _TooMany(Exception):
    """More than MOST values."""


Place = tuple[str | int, ...]  # the way to a value: keys and positions from the top


@dataclass
class Document:
    """A file as plain dicts, lists and texts, with the line of every value and every key."""

    path: Path
    label: str  # how messages name the file
    value: Any = None
    text: str = ""
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def where(self, place: Place) -> str:
        """`file:line` of a value, or of the nearest thing around it that has a line."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return f"{self.label}:{self.lines[place[:length]]}"
        return self.label

    def at(self, place: Place) -> Any:
        """The value at a place; None where there is none."""
        value = self.value
        for step in place:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def problem(self, place: Place, read: str, expected: str, mend: str = "") -> None:
        """Note one thing that is wrong at a place."""
        self.problems.append(Problem(self.where(place), read, expected, mend))


def read_document(path: Path, label: str = "") -> Document:
    """Read one file; what cannot be read is in `problems` and `value` is then None."""
    document = Document(path, label or path.name)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        document.problem((), "不是 UTF-8 的文字", "UTF-8 编码的 YAML 文件", "另存为 UTF-8")
        return document
    except OSError as error:
        document.problem((), error.strerror or "读不出来", "能读的 YAML 文件")
        return document
    return _parsed(document, text)


def read_text(text: str, label: str) -> Document:
    """The same of a text that lies in no file; `label` is how messages name it."""
    return _parsed(Document(Path(label), label), text)


def _parsed(document: Document, text: str) -> Document:
    if len(text) > LARGEST:
        document.problem((), f"{len(text)} 个字", f"不大于 {LARGEST} 个字的文件", "分成几份制度")
        return document
    document.text = text
    try:
        node = yaml.compose(document.text, Loader=_Loader)
        document.value = _plain(document, (), node, set()) if node is not None else None
    except _TooDeep:
        document.problem((), "套得太深", f"最多 {DEEPEST} 层的内容", "检查括号和缩进")
    except _TooMany:
        document.problem((), "引用展开后太多", f"不多于 {MOST} 个值的文件", "不用锚点，直接写出内容")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.lines[()] = mark.line + 1 if mark else 1
        lines = document.text.splitlines()
        line = lines[mark.line].strip() if mark and mark.line < len(lines) else ""
        document.problem((), line[:LONGEST] or "文件到这里就完了", "合 YAML 写法的文字", mended(error.problem or ""))
    except yaml.YAMLError as error:
        document.problem((), str(error).splitlines()[0], "合 YAML 写法的文字", "删去看不见的控制字符")
    return document


# What PyYAML and libyaml say, by a part of it, and what it mostly comes from.
_MENDED = {
    "',' or '}'": "花括号里少了逗号，或者没有配对的 }",
    "',' or ']'": "方括号里少了逗号，或者没有配对的 ]",
    "mapping values are not allowed": "冒号放错了地方：多半是上一行没有写完，或者文字里有冒号，给文字加上引号",
    "expected key": "缩进同上面的键不齐，或者上一行的括号、引号没有配对",
    "'-' indicator": "列表的每一项以 - 和空格开头，缩进要对齐",
    "<block end>": "缩进同上面的不齐，或者上一行的括号、引号没有配对",
    "expected ':'": "键后面少了冒号；冒号后面要有空格",
    "cannot start any token": "有不能开头的字符，多半是制表符；缩进只用空格，@、`、% 开头的文字加上引号",
    "tab character": "缩进只用空格，不用制表符",
    "end of stream": "引号没有配对",
    "alphabetic or numeric": "* 和 & 开头的文字加上引号",
    "undefined alias": "* 开头的文字加上引号",
}


def mended(problem: str) -> str:
    """How a fault of the writing is mostly mended."""
    found = next((mend for part, mend in _MENDED.items() if part in problem), "")
    return found or "检查缩进、冒号后的空格和引号"


def _plain(document: Document, place: Place, node: yaml.Node, around: set[int]) -> Any:
    line = node.start_mark.line + 1
    document.lines.setdefault(place, line)
    if len(document.lines) > MOST:
        raise _TooMany
    if id(node) in around:
        document.problem(place, "引用了自己的锚点", "不绕圈的内容", "不用锚点，直接写出内容")
        return ""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    around = around | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(document, (*place, index), item, around)
            for index, item in enumerate(node.value)
        ]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            document.problem(place, "不是文字的键", "每个键是一个词")
            continue
        if key in found:
            first = document.lines[(*place, key)]
            document.lines[(*place, key)] = key_node.start_mark.line + 1
            document.problem((*place, key), key, "每个键只写一次", f"第 {first} 行已经写过，删去一处")
            continue
        document.lines[(*place, key)] = key_node.start_mark.line + 1
        found[key] = _plain(document, (*place, key), value_node, around)
    return found
