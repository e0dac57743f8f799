"""A case of a pack as both readings take it: the facts given, the window, what must come out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.judge.judge import judge as judge_plainly
from zhibu.engine import Directive, Window
from zhibu.engine.language.files import Case
from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES

KEY = ("rule", "subject", "period_start")
HEAD = {"id", "article", "kind", "subject", "strength", "sentence", "cure", "when", "in_force"}

Row = dict[str, str]


def window_of(case: Case) -> Window:
    """The days that the case judges."""
    return Window.until(case.as_of, case.from_)


def bundle_of(case: Case) -> Bundle:
    """The facts that the case gives."""
    return Bundle.from_rows(case.given, absent=case.absent)


def neutral_rules(directive: Directive) -> list[dict[str, Any]]:
    """The rules of a pack in the neutral form of the published ones."""
    return [
        {
            "directive": directive.id,
            "effective": directive.head.effective.isoformat(),
            "rule": rule.id,
            "article": rule.spec.article,
            "strength": rule.spec.strength,
            "kind": rule.spec.kind,
            "subject": rule.spec.subject,
            "when": _written(rule.spec.when),
            "in_force": _written(rule.spec.in_force),
            "params": _written(rule.spec, HEAD)
            | ({"in": "self"} if _counts_its_own(rule.spec) else {}),
        }
        for rule in directive.rules
    ]


def _written(part: Any, without: set[str] | None = None) -> dict[str, Any]:
    """What a part of a rule says, under the names of the file."""
    found: dict[str, Any] = part.model_dump(
        by_alias=True, exclude_defaults=True, exclude=without or set(), mode="json"
    )
    return found


def _counts_its_own(spec: Any) -> bool:
    return spec.kind == "frequency" and spec.subject == "organisation" and spec.in_ is None


def plainly(directive: Directive, case: Case) -> list[Row]:
    """All rows of the second, plain way of judging."""
    missing = set(case.absent)
    columns = {
        name: {c.name for c in table.columns if f"{name}.{c.name}" not in missing}
        for name, table in TABLES.items()
        if name not in missing and (name != "adoptions" or name in case.given)
    }
    window = window_of(case)
    rows = {name: list(some) for name, some in case.given.items()}
    return judge_plainly(neutral_rules(directive), rows, columns, window.since, window.as_of)


def failures(case: Case, rows: list[Row]) -> list[str]:
    """What the case demands and the rows do not say; nothing where it holds."""
    found = []
    for expected in case.expect:
        wanted = {k: _text(v) for k, v in expected.model_dump(exclude_none=True).items()}
        same = [row for row in rows if all(row[k] == wanted[k] for k in KEY if k in wanted)]
        if len(same) != 1 or any(same[0][k] != v for k, v in wanted.items()):
            found.append(f"{wanted}: {same}")
    found += [f"none: {row}" for row in rows if row["rule"] in case.none]
    return found


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
