"""Changes of a draft's plain data: a rule put in or taken out, with the article it rests on."""

from __future__ import annotations

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
    _linked(made, {former} - {rule["id"]}, rule)
    return made


def without_rule(content: Content, key: str) -> Content:
    """The content without a rule; its cases go with it."""
    made = deepcopy(content)
    made["rules"] = [rule for rule in rules_in(made) if rule.get("id") != key]
    made["cases"] = [case for case in made.get("cases") or [] if not _only_about(case, key)]
    _linked(made, {key}, None)
    return made


def _only_about(case: dict[str, Any], key: str) -> bool:
    """Whether a case speaks of the rule (or of a constraint of it)."""
    named = [found.get("rule", "") for found in case.get("expect") or []] + list(case.get("none") or [])
    return any(name == key or name.startswith(f"{key}.") for name in named)


def _linked(content: Content, gone: set[str], rule: dict[str, Any] | None) -> None:
    """Keep the articles in step: each rule under its own; an article made for a rule goes with it."""
    articles = content.setdefault("articles", [])
    key = rule["id"] if rule else ""
    for article in articles:
        names = [name for name in article.get("rules") or [] if name not in gone | {key}]
        article["rules"] = names
    if rule is not None:
        here = next((one for one in articles if one.get("article") == rule["article"]), None)
        if here is None:
            here = {"article": rule["article"], "gist": rule["sentence"], "answer": ["rule"], "rules": []}
            articles.append(here)
        here["rules"].append(key)
        here["answer"] = list(dict.fromkeys([*(here.get("answer") or []), "rule"]))
    content["articles"] = [one for one in articles if one["rules"] or one.get("answer") != ["rule"]]
    for one in content["articles"]:
        if not one["rules"]:
            del one["rules"]
