"""Changes of a draft's plain data: a rule put in or taken out, with the article it rests on."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

Content = dict[str, Any]


def rules_in(content: Content) -> list[dict[str, Any]]:
    """Its rules as plain data."""
    return [rule for rule in content.get("rules") or [] if isinstance(rule, dict)]


def rule_in(content: Content, key: str) -> dict[str, Any] | None:
    """The rule of an id."""
    return next((rule for rule in rules_in(content) if rule.get("id") == key), None)


def with_rule(content: Content, rule: dict[str, Any], former: str = "") -> Content:
    """The content with a rule in place of the one of the id `former`, or at the end."""
    made = deepcopy(content)
    rules = made.setdefault("rules", [])
    place = next((n for n, one in enumerate(rules) if former and one.get("id") == former), len(rules))
    rules[place:place + 1] = [rule]
    if former and former != rule["id"]:
        _named(made, former, rule["id"])
    former_rule = rule_in(content, former) if former else None
    _linked(made, former_rule, rule)
    return made


def without_rule(content: Content, key: str) -> Content:
    """The content without a rule; what cases say of it goes with it, and cases that say nothing else."""
    made = deepcopy(content)
    made["rules"] = [rule for rule in rules_in(made) if rule.get("id") != key]
    for case in items_in(made, "cases"):
        _take_out(case, key)
    made["cases"] = [case for case in items_in(made, "cases") if case.get("expect") or case.get("none")]
    _linked(made, rule_in(content, key), None)
    return made


def _take_out(case: dict[str, Any], key: str) -> None:
    """Take out of a case what it says of a rule, or of a constraint of it."""
    expect = [row for row in case.get("expect") or [] if not _is_of(row.get("rule", ""), key)]
    none = [name for name in case.get("none") or [] if not _is_of(name, key)]
    case |= {"expect": expect, "none": none}
    for name in ("expect", "none"):
        if not case[name]:
            del case[name]


def _is_of(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}.")


def _named(content: Content, former: str, name: str) -> None:
    """A rule with another id is called so in cases and scorecards as well."""
    def renamed(old: str) -> str:
        return name + old[len(former):] if _is_of(old, former) else old

    for case in items_in(content, "cases"):
        for row in case.get("expect") or []:
            row["rule"] = renamed(row.get("rule", ""))
        if case.get("none"):
            case["none"] = [renamed(old) for old in case["none"]]
    for card in items_in(content, "scorecards"):
        for item in (one for part in card.get("sections") or [] for one in part.get("items") or []):
            if "rule" in item:
                item["rule"] = renamed(item["rule"])
            if item.get("rules"):
                item["rules"] = [renamed(old) for old in item["rules"]]


def article_order(name: str) -> list[tuple[int, int, str]]:
    """A key to sort articles by as people count: 9 before 11, 附件1-2 before 附件1-10."""
    parts = re.findall(r"\d+|\D+", name)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _place(articles: list[dict[str, Any]], name: str) -> int:
    """Where an article goes: after the last one that counts before it."""
    key = article_order(name)
    before = [n for n, one in enumerate(articles) if article_order(str(one.get("article", ""))) <= key]
    return before[-1] + 1 if before else 0


def _linked(content: Content, former: dict[str, Any] | None, rule: dict[str, Any] | None) -> None:
    """Keep the articles in step: each rule under its own; an article made for a rule goes with it."""
    articles = content.setdefault("articles", [])
    key = rule["id"] if rule else ""
    gone = {key, str(former["id"]) if former else ""}
    emptied = []
    for article in articles:
        names = [name for name in article.get("rules") or [] if name not in gone]
        if former and article.get("rules") and not names and _made_for(article, former):
            emptied.append(article)
        article["rules"] = names
    if rule is not None:
        here = next((one for one in articles if one.get("article") == rule["article"]), None)
        if here is None:
            here = {"article": rule["article"], "gist": rule["sentence"], "answer": ["rule"], "rules": []}
            articles.insert(_place(articles, here["article"]), here)
        here["rules"].append(key)
        here["answer"] = list(dict.fromkeys([*(here.get("answer") or []), "rule"]))
    content["articles"] = [one for one in articles if one["rules"] or one not in emptied]
    for one in content["articles"]:
        if not one["rules"]:
            del one["rules"]


def _made_for(article: dict[str, Any], rule: dict[str, Any]) -> bool:
    """Whether an article says no more than the rule for which it was made."""
    return article.get("answer") == ["rule"] and article.get("gist") == rule.get("sentence")


def items_in(content: Content, name: str) -> list[dict[str, Any]]:
    """The items of one of its lists (`articles`, `cases`, `scorecards`) as plain data."""
    return [item for item in content.get(name) or [] if isinstance(item, dict)]


def with_item(content: Content, name: str, item: dict[str, Any], place: int | None) -> Content:
    """The content with an item in place of that at `place`, or at the end; an article stands as people count."""
    made = deepcopy(content)
    items = made.setdefault(name, [])
    if place is not None and name == "articles":
        _renamed(made, str(items[place].get("article", "")), str(item.get("article", "")))
    at = place if place is not None else _place(items, str(item["article"])) if name == "articles" else len(items)
    items[at:at if place is None else at + 1] = [item]
    return made


def without_item(content: Content, name: str, place: int) -> Content:
    """The content without an item."""
    made = deepcopy(content)
    del made[name][place]
    return made


def moved_item(content: Content, name: str, place: int, by: int) -> Content:
    """The content with an item moved by so many places; it stays within the list."""
    made = deepcopy(content)
    item = made[name].pop(place)
    made[name].insert(max(0, place + by), item)
    return made


def _renamed(content: Content, former: str, name: str) -> None:
    """An article with another number takes its rules and parameters along."""
    for one in [*rules_in(content), *(content.get("head", {}).get("parameters") or [])]:
        if former and one.get("article") == former:
            one["article"] = name
