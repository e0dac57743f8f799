"""The lists of a draft: what each is called, what a row of it says, how its cases come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from zhibu.domain.drafting import selectors
from zhibu.domain.drafting.content import items_in, rules_in
from zhibu.engine.language.files import Article, Case
from zhibu.engine.language.scorecards import Scorecard
from zhibu.engine.language.words import ANSWERS
from zhibu.engine.wording import article_label

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective


@dataclass(frozen=True, slots=True)
class Kind:
    """One list: its words, its model, and the keys that its form does not show."""

    title: str
    one: str
    lead: str
    model: type[BaseModel]
    file: str
    kept: tuple[str, ...] = ()


KINDS = {
    "articles": Kind("条文要义", "一条", "每一条说什么，用自己的话写，不抄原文；由哪些规则核查",
                     Article, "articles.yaml", ("rules", "later")),
    "cases": Kind("样例", "一个样例", "编一点事实，写明应当得出什么结论；规则改了，跑一遍就知道有没有改错",
                  Case, "cases.yaml"),
    "scorecards": Kind("组织计分表", "一张计分表", "按结论和录入的分给党组织计分：扣分、加分、封顶、权重、等次；不给个人计分",
                       Scorecard, "scorecard.yaml"),
}  # fmt: skip


def named(name: str, item: dict[str, Any]) -> str:
    """What messages call an item: 第五条, 样例“…”."""
    if name == "articles":
        return article_label(str(item.get("article", ""))) or "新的一条"
    word = str(item.get("name" if name == "cases" else "title", ""))
    return f"{'样例' if name == 'cases' else '计分表'}{f'“{word}”' if word else ''}"


def item_list(draft: DraftDirective, name: str, run: bool = False) -> dict[str, Any]:
    """One list of a draft; `run`: with how its cases come out."""
    items = items_in(draft.content, name)
    rules = {str(rule.get("id")): rule for rule in rules_in(draft.content)}
    rows = [_row(name, item, rules) for item in items]
    if run and name == "cases":
        for row, found in zip(rows, selectors.cases_run(draft.content), strict=True):
            row |= {"ran": True, "differences": [in_chinese(one) for one in found.differences]}
    shown = {expected.get("rule", "").partition(".")[0] for case in items for expected in case.get("expect") or []}
    without = [rule for key, rule in rules.items() if key not in shown and rule.get("strength") != "may"]
    return {"draft": draft, "name": name, "kind": KINDS[name], "rows": rows, "undo": selectors.undo_of(draft),
            "without": without if name == "cases" else [], "last": len(rows)}  # fmt: skip


def _row(name: str, item: dict[str, Any], rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if name == "articles":
        answers = [ANSWERS.get(one, one) for one in item.get("answer") or [] if one != "rule"]
        return {"head": article_label(str(item.get("article", ""))), "about": item.get("gist", ""), "answers": answers,
                "rules": [rules[key] for key in item.get("rules") or [] if key in rules],
                "article": item.get("article", "")}  # fmt: skip
    if name == "cases":
        names = [one.get("rule", "") for one in item.get("expect") or []] + list(item.get("none") or [])
        return {"head": item.get("name", ""), "about": f"核查日 {item.get('as_of', '')}",
                "notes": list(dict.fromkeys(names))}  # fmt: skip
    sections = item.get("sections") or []
    count = sum(len(section.get("items") or []) for section in sections)
    return {"head": item.get("title", ""), "about": f"{len(sections)} 部分，{count} 项", "notes": [item.get("id", "")]}


_SAID = {
    "period_start": "期间第一天", "period_end": "期间最后一天", "as_of": "核查日", "status": "结论",
    "actual": "实际", "required": "要求", "due": "期限", "evidence": "事实",
}  # fmt: skip


def in_chinese(text: str) -> str:
    """A difference of a case in the words of the pages."""
    from zhibu.engine.language.words import STATUSES

    for word, label in {**STATUSES, **_SAID}.items():
        text = text.replace(f" {word}", f" {label}").replace(f"“{word}”", f"“{label}”").replace(f"：{word} ", f"：{label} ")
    return text
