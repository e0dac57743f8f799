"""What a value of the rule language looks like in a form: read from the JSON Schema of its model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel

from zhibu.engine.kinds import MODELS
from zhibu.engine.kinds.alternatives import CHOICES
from zhibu.engine.language.files import Article, DirectiveFile
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scorecards import Scorecard
from zhibu.facts import choices
from zhibu.web.drafting.labels import COLUMNS, NUMBERED, key_label, labels_of

Options = list[tuple[str, str]]
# Keys whose words are those that packs bring, each with the sort of word.
OPEN = {
    "types": "types", "attended": "types", "papers": "papers", "paper": "papers",
    "matters": "matters", "procedures": "procedures", "procedure": "procedures",
    "checklist": "checklists", "marked": "marks", "matter": "questions", "order": "steps",
    "first": "steps", "then": "steps", "step": "steps", "from": "steps", "until": "steps",
    "item": "items", "rule": "rules", "rules": "rules",
}  # fmt: skip
LONG = ("sentence", "cure", "note", "gist")
ONE_BY_ONE = ("When", "Where", "Item")  # groups whose keys are added one by one
_WORDS_OF_FILES = re.compile(
    r"，(?:事项表的|检查表里的) \w+|（of: \w+[^）]*）|\b(?:as|of|subject|from|kind): \w+[、，：]?|\b(?!true|false)[a-z_]{2,} (?=[\u4e00-\u9fff])")
COMMON = ("id", "article", "strength", "sentence", "cure", "matter", "subject", "when", "in_force")


@dataclass(frozen=True)
class Shape:
    """One value: its sort, its words, its parts.

    `sort`: text, long, number, share, day, flag, choice, choices, open, opens, order, group, list, forms.
    """

    sort: str
    key: str = ""
    label: str = ""
    hint: str = ""
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    words: str = ""  # which words of packs are offered
    part: str = ""  # the model of a group
    keys: Mapping[str, Shape] = field(default_factory=dict)  # of a group, of the forms with keys
    item: Shape | None = None  # of a list


@cache
def rule_shape(kind: str) -> Shape:
    """The fields of a rule of a kind, those of every rule first; without `kind` itself."""
    model = MODELS[kind]
    found = _of_model(model)
    keys = {key: shape for key, shape in found.keys.items() if key != "kind"}
    options = labels_of(model.subjects)
    if kind in ("frequency", "deadline", "any_of"):
        keys["subject"] = Shape("choice", "subject", "判断谁", options=tuple(options))
    else:
        del keys["subject"]
    if kind == "any_of":
        keys["of"] = Shape("list", "of", key_label("of"), "至少两种，做到一种就行", True,
                           item=Shape("alternative", "of"))
    ordered = {key: keys[key] for key in (*COMMON, *keys) if key in keys}
    return Shape("group", keys=ordered, part=model.__name__)


@cache
def alternative_shape(kind: str) -> Shape:
    """The keys of one of several ways to meet a rule: those of its kind alone."""
    options = labels_of(CHOICES)
    keys = {"kind": Shape("choice", "kind", "规则种类", required=True, options=tuple(options))}
    if kind in CHOICES:
        own = rule_shape(kind)
        keys |= {key: shape for key, shape in own.keys.items() if key not in COMMON}
    return Shape("group", keys=keys, part=MODELS[kind].__name__ if kind in CHOICES else "")


@cache
def head_shape() -> Shape:
    """The fields of `directive.yaml`."""
    found = _of_model(DirectiveFile)
    return Shape("group", keys={k: s for k, s in found.keys.items() if k != "schema"},
                 part="DirectiveFile")


@cache
def item_shape(name: str) -> Shape:
    """The fields of one article or scorecard; what follows from the rest is not asked."""
    model: type[BaseModel] = Article if name == "articles" else Scorecard
    left_out = ("rules", "later") if name == "articles" else ("subject",)
    found = _of_model(model)
    return Shape("group", keys={k: s for k, s in found.keys.items() if k not in left_out}, part=model.__name__)


def _of_model(model: type[BaseModel]) -> Shape:
    schema = model.model_json_schema(by_alias=True)
    return _group(schema, schema.get("$defs", {}), model.__name__)


def _group(schema: dict[str, Any], definitions: dict[str, Any], part: str, **more: Any) -> Shape:
    required = set(schema.get("required", ()))
    keys = {
        key: _shape(key, found, definitions, part, key in required)
        for key, found in schema.get("properties", {}).items()
    }
    return Shape("group", keys=keys, part=part, **more)


def _shape(
    key: str, schema: dict[str, Any], definitions: dict[str, Any], part: str, required: bool
) -> Shape:
    """One key; the forms of a value that may be empty are told from those that it may take."""
    label = key_label(key, part)
    if label == key:  # a key that has no label yet is called what the schema says first
        label = re.split("[，；：（]", schema.get("description", ""))[0] or key
    about: dict[str, Any] = {"key": key, "label": label, "required": required,
                             "hint": plain(schema.get("description", ""), label)}
    forms = [f for f in schema.get("anyOf", schema.get("oneOf", [])) if f.get("type") != "null"]
    if key == "post" and part == "Limit":
        return Shape("choices", options=tuple(choices.POSTS.items()), **about)
    if key == "columns":
        return Shape("choices", options=tuple(COLUMNS.items()), **about)
    if key == "level":
        enum = next(f for f in forms if "enum" in f)["enum"]
        return Shape("choice", options=tuple(labels_of(enum)), **about)
    if len(forms) == 1:
        schema = {**schema, **forms[0]}
    elif forms:
        return _forms(key, forms, definitions, about)
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _group(definitions[name], definitions, name, **about)
    return _plain(key, schema, definitions, part, about)


def plain(description: str, label: str = "") -> str:
    """What the schema says of a key, without the words that only files use; nothing where the label says it."""
    text = _WORDS_OF_FILES.sub("", description)
    text = text.replace("true：", "选“是”：").replace("false：", "选“否”：")
    text = text.replace("true ", "选“是”：").replace("false ", "选“否”：")
    return "" if text == label or not text.strip("（）、，：") else text


def _plain(
    key: str, schema: dict[str, Any], definitions: dict[str, Any], part: str, about: dict[str, Any]
) -> Shape:
    sort = schema.get("type", "string")
    if sort == "array":
        return _several(key, schema["items"], definitions, about)
    if "enum" in schema or "const" in schema:
        return Shape("choice", options=tuple(labels_of(schema.get("enum") or [schema["const"]], key)),
                     **about)
    if sort == "boolean":
        return Shape("flag", options=(("true", "是"), ("false", "否")), **about)
    if isinstance(sort, list):
        return Shape("share", **about)
    if sort == "integer":
        return Shape("number", **about)
    if schema.get("format") == "date":
        return Shape("day", **about)
    if key in OPEN and part != "InForce" and part != "DirectiveFile":
        return Shape("open", words=OPEN[key], **about)
    return Shape("long" if key in LONG else "text", **about)


def _several(
    key: str, items: dict[str, Any], definitions: dict[str, Any], about: dict[str, Any]
) -> Shape:
    if "$ref" in items:
        name = items["$ref"].rpartition("/")[2]
        return Shape("list", item=_group(definitions[name], definitions, name), **about)
    if "enum" in items:
        return Shape("choices", options=tuple(labels_of(items["enum"], key)), **about)
    if key in NUMBERED:
        return Shape("choices", options=tuple(NUMBERED[key].items()), **about)
    if key not in OPEN:
        return Shape("words", **about)
    sort = "order" if key == "order" else "opens"
    return Shape(sort, words=OPEN.get(key, ""), **about)


def _forms(
    key: str, forms: list[dict[str, Any]], definitions: dict[str, Any], about: dict[str, Any]
) -> Shape:
    """A word, or a group with one key that tells which form it is: `month`, `{once: ...}`."""
    options: Options = []
    keys: dict[str, Shape] = {}
    for form in forms:
        if "$ref" not in form:
            options += labels_of(form.get("enum") or [form["const"]] if "const" in form else form["enum"], key)
            continue
        name = form["$ref"].rpartition("/")[2]
        group = _group(definitions[name], definitions, name)
        keys |= group.keys
        options += labels_of(group.keys, key)
    return Shape("forms", options=tuple(options), keys=keys, **about)


__all__ = ["ONE_BY_ONE", "RuleBase", "Shape", "alternative_shape", "head_shape", "item_shape", "rule_shape"]
