"""Small bundles and packs for tests of the engine."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhibu import engine
from zhibu.engine.sources.copies import opened
from zhibu.facts.bundle import Bundle

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

HEAD = "schema: 1\nid: D\ntitle: 试验制度\neffective: {effective}\n"
RULE = """schema: 1
rules:
- id: R
  article: "1"
  strength: {strength}
  sentence: 一条规则
"""


def pack(folder: Path, rule: str, strength: str = "must", effective: str = "2020-01-01") -> Path:
    """A pack with one rule `R` of directive `D`; `rule` is the rest of its keys."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "directive.yaml").write_text(HEAD.format(effective=effective), encoding="utf-8")
    lines = "".join(f"  {line}\n" for line in rule.strip().splitlines())
    text = RULE.format(strength=strength) + lines
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    return folder


def organisation(name: str, parent: str = "", kind: str = "branch", **more: str) -> dict[str, str]:
    body = {"id": name, "kind": kind, "name": f"{name}支部", "established": "2010-01-01", **more}
    return body | ({"parent": parent} if parent else {})


def member(name: str, joined: str = "2000-01-01", **more: str) -> dict[str, str]:
    return {"id": name, "name": f"党员{name}", "joined": joined, "full_since": joined} | more


def belongs(name: str, where: str, since: str = "2010-01-01", until: str = "") -> dict[str, str]:
    return {"member": name, "organisation": where, "since": since, "until": until}


def held(name: str, where: str, on: str, kind: str = "study", **more: str) -> dict[str, str]:
    return {"id": name, "organisation": where, "type": kind, "on": on, "status": "held", **more}


def judged(
    folder: Path, rule: str, rows: Rows, as_of: str, since: str = "", *,
    strength: str = "must", effective: str = "2020-01-01", absent: Iterable[str] = (),
    on: str = "",
) -> list[engine.Verdict]:
    """The verdicts of one rule on a small bundle; ZHIBU_TEST_ENGINE names another engine for all."""
    on = on or os.environ.get("ZHIBU_TEST_ENGINE", "sqlite")
    rulebook = engine.load(pack(folder, rule, strength, effective))
    window = engine.Window.until(
        dt.date.fromisoformat(as_of), dt.date.fromisoformat(since) if since else None)
    with opened(Bundle.from_rows(rows, absent), on) as source:
        return engine.judge(rulebook, source, window)


def short(verdicts: Iterable[engine.Verdict]) -> list[tuple[str, str, str]]:
    """Subject, first day and status of each verdict."""
    return [(v.subject, v.period_start.isoformat(), v.status) for v in verdicts]
