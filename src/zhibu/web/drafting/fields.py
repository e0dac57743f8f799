"""The fields of a form from shape, data and faults: what a template shows, part in part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.packs.drafting import Fault
from zhibu.web.drafting.labels import KEYS, WORDS, key_label
from zhibu.web.drafting.shapes import ONE_BY_ONE, Shape, alternative_shape

Place = tuple[str | int, ...]
_KEY = re.compile(r"\b[a-z][a-z_]+\b", re.ASCII)
FREE = ("types", "papers")  # sorts of words that a directive may bring of its own
FEW = 9  # so many boxes stand open; more can be scrolled


@dataclass
class Node:
    """One field, or a group or list of them."""

    sort: str
    name: str
    label: str
    hint: str = ""
    required: bool = False
    options: list[tuple[str, str, bool]] = field(default_factory=list)  # word, label, chosen
    value: str = ""
    nodes: list[Node] = field(default_factory=list)
    addable: list[tuple[str, str]] = field(default_factory=list)
    removable: bool = False
    free: bool = False  # a word that no list has may be written
    errors: list[str] = field(default_factory=list)
    top: bool = False

    @property
    def field_id(self) -> str:
        """Its id on the page."""
        return f"f-{self.name.replace('.', '-')}"

    @property
    def many(self) -> bool:
        """Whether its boxes are too many to stand open."""
        return len(self.options) > FEW

    @property
    def refills(self) -> bool:
        """Whether other fields hang on what is chosen here."""
        key = self.name.rpartition(".")[2]
        return self.sort == "forms" or key in ("procedure", "checklist") or (
            key == "kind" and self.sort == "choice")

    @property
    def add_name(self) -> str:
        """The name of the select that says what is added."""
        return f"add-{self.name}"


class Words:
    """The words that packs bring, as options; steps and items hang on what else the rule says."""

    def __init__(
        self, book: Rulebook, data: Mapping[str, Any], parameters: Mapping[str, str],
        content: Mapping[str, Any] | None = None,
    ) -> None:
        self.book, self.data, self.parameters = book, data, parameters
        self.content = content or {}  # of the draft, whose own rules are offered first

    def options(self, sort: str, around: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Code and label, those of packs in their order."""
        book = self.book
        if sort == "types":
            kinds = sorted(book.activity_types.values(), key=lambda t: (t.order, t.code))
            return [(kind.code, kind.label) for kind in kinds]
        if sort == "papers":
            return [(paper.code, paper.label) for paper in book.paper_kinds.values()]
        if sort == "matters":
            return [(one.code, one.label) for one in book.ballot_matters.values()]
        if sort == "procedures":
            return [(one.code, one.label) for one in book.procedures.values()]
        if sort == "checklists":
            return [(one.code, one.label) for one in book.checklists.values()]
        if sort == "questions":
            return [(one.matter, one.question) for one in book.matters.values()]
        if sort == "rules":
            return self._rules()
        if sort == "steps":
            procedure = book.procedures.get(str(self.data.get("procedure", "")))
            return [(s.code, s.label) for s in procedure.steps] if procedure else []
        name = "marks" if sort == "marks" else str(around.get("checklist") or self.data.get("checklist"))
        checklist = book.checklists.get(name)
        return [(item.code, item.label) for item in checklist.items] if checklist else []


    def _rules(self) -> list[tuple[str, str]]:
        """The rules of the draft, then those of the other directives by DIRECTIVE/RULE."""
        own = self.content.get("head", {}).get("id")
        found = [(str(rule["id"]), f"{rule['id']} {rule.get('sentence', '')}") for rule in self.content.get("rules") or []]
        return found + [
            (f"{key}/{rule.id}", f"{directive.head.title[:14]} {rule.id} {str(rule.spec.sentence)[:30]}")
            for key, directive in self.book.directives.items() if key != own
            for rule in directive.rules if rule.judges
        ]


def form_of(shape: Shape, data: Mapping[str, Any], faults: Iterable[Fault], words: Words) -> Node:
    """The whole form; a fault stands at the nearest field around its place."""
    root = _node(shape, data, "", words, data, False)
    root.top = True
    known = _by_name(root)
    for place, problem in faults:
        name = ".".join(map(str, place))
        while name and name not in known:
            name = name.rpartition(".")[0]
        text = str(problem).partition("：")[2] if str(problem).startswith("：") else str(problem)
        known.get(name, root).errors.append(_chinese(text))
    return root


def _chinese(text: str) -> str:
    """An error of the checker as a form shows it: what is not there is not filled in, keys have their labels."""
    text = text.replace("是空的，应为填好的一项。", "还没有填。").removeprefix("：")
    text = re.sub(r"^读到“\{[^”]*”，", "", text)  # a whole group as it would be written in a file
    said = re.split(r"(“[^”]*”)", text)  # what was read stays as it was read
    return "".join(part if part.startswith("“") else _KEY.sub(_label, part) for part in said)


def _label(hit: re.Match[str]) -> str:
    return KEYS.get(hit[0]) or WORDS.get(hit[0], hit[0])


def _by_name(node: Node) -> dict[str, Node]:
    found = {node.name: node}
    for part in node.nodes:
        found |= _by_name(part)
    return found


def _node(
    shape: Shape, data: Any, name: str, words: Words, around: Mapping[str, Any], removable: bool
) -> Node:
    if shape.sort == "alternative":
        shape = alternative_shape(str(data.get("kind", "")) if isinstance(data, dict) else "")
    node = Node(shape.sort, name, shape.label, shape.hint, shape.required, removable=removable)
    node.free = shape.words in FREE
    if shape.sort == "group":
        _fill_group(node, shape, data if isinstance(data, dict) else {}, words)
    elif shape.sort == "list" and shape.item is not None:
        for number, item in enumerate(data if isinstance(data, list) else []):
            part = _node(shape.item, item, f"{name}.{number}", words, around, True)
            part.label = f"{shape.label} {number + 1}"
            node.nodes.append(part)
    elif shape.sort == "forms":
        _fill_forms(node, shape, data, words, around)
    elif shape.sort in ("choices", "opens", "order"):
        chosen = [_shown(item) for item in data] if isinstance(data, list) else [
            _shown(data)] if data else []
        options = list(shape.options) or words.options(shape.words, around)
        node.options = _chosen_first(options, chosen)
        if shape.sort == "order":
            node.nodes = [_select(name, options, value) for value in [*chosen, "", ""]]
    elif shape.sort == "words":
        node.value = " ".join(map(_shown, data)) if isinstance(data, list) else _shown(data)
    else:
        node.value = _shown(data)
        options = list(shape.options) or (words.options(shape.words, around) if shape.words else [])
        if shape.sort in ("choice", "open", "flag"):
            node.options = _select(name, options, node.value, words.parameters).options
    return node


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{value['parameter']}}}" if "parameter" in value else ""
    return "" if value is None else str(value)


def _select(
    name: str, options: list[tuple[str, str]], value: str, parameters: Mapping[str, str] | None = None
) -> Node:
    known = [(word, label, word == value) for word, label in options]
    known += [(f"{{{key}}}", f"参数：{label}", f"{{{key}}}" == value)
              for key, label in (parameters or {}).items()]
    if value and not any(chosen for _, _, chosen in known):
        known.append((value, f"{value}（不在清单里）", True))
    return Node("select", name, "", options=known, value=value)


def _chosen_first(options: list[tuple[str, str]], chosen: list[str]) -> list[tuple[str, str, bool]]:
    """The chosen ones in the order in which they were written, then the others."""
    labels = dict(options)
    first = [(word, labels.get(word, f"{word}（不在清单里）"), True) for word in chosen]
    return first + [(word, label, False) for word, label in options if word not in chosen]


def _fill_group(node: Node, shape: Shape, data: Mapping[str, Any], words: Words) -> None:
    """Groups and keys that are seldom used stand behind a button; the others are open."""
    for key, part in shape.keys.items():
        hidden = shape.part in ONE_BY_ONE or part.sort in ("group", "list")
        needed = part.required or key in ("when",)
        name = f"{node.name}.{key}" if node.name else key
        if key in data or not hidden or needed:
            removable = hidden and not needed
            node.nodes.append(_node(part, data.get(key), name, words, data, removable))
        else:
            node.addable.append((key, part.label or key_label(key)))


def _fill_forms(
    node: Node, shape: Shape, data: Any, words: Words, around: Mapping[str, Any]
) -> None:
    form = next(iter(data), "") if isinstance(data, dict) and "parameter" not in data else _shown(data)
    node.value = form
    node.options = _select(node.name, list(shape.options), form).options
    if form in shape.keys:
        inner = _node(shape.keys[form], data[form], f"{node.name}.{form}", words, around, False)
        inner.label = inner.label or KEYS.get(form, "")
        node.nodes = [inner]
