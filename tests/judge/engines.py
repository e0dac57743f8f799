"""Runs the engine on a bundle, on DuckDB and on SQLite, and brings its rows into the form compared."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import yaml

from tests.judge.verdicts import COLUMNS
from zhibu.engine import Rulebook, Window, judge, load
from zhibu.engine.sources.sessions import DuckDBSource, Source, SQLiteSource
from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import normal_columns, quoted

ARTICLE_OF_NOTHING = {"schema": 1, "articles": []}


def write_pack(rules: list[dict], folder: Path) -> Path:
    """Rules of the neutral form as packs in the project's language."""
    by_directive: dict[str, list[dict]] = {}
    for rule in rules:
        by_directive.setdefault(rule["directive"], []).append(rule)
    for directive, found in by_directive.items():
        place = folder / directive
        place.mkdir(parents=True, exist_ok=True)
        head = {"schema": 1, "id": directive, "title": directive, "effective": found[0]["effective"]}
        _dump(place / "directive.yaml", head)
        _dump(place / "rules.yaml", {"schema": 1, "rules": [in_yaml(rule) for rule in found]})
    return folder


def in_yaml(rule: dict) -> dict:
    """One rule of the neutral form as `rules.yaml` writes it."""
    written = {
        "id": rule["rule"],
        "article": rule["article"],
        "kind": rule["kind"],
        "subject": rule["subject"],
        "strength": rule["strength"],
        "sentence": "一条规则",
        "cure": "补做。",
        **rule["params"],
    }
    if rule["when"]:
        written["when"] = rule["when"]
    if rule["in_force"]:
        written["in_force"] = rule["in_force"]
    return written


def _dump(path: Path, content: dict) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def load_rules(rules: list[dict], folder: Path) -> Rulebook:
    return load([write_pack(rules, folder)])


def sqlite_copy(bundle: Bundle) -> sqlite3.Connection:
    """The tables of a bundle in an in-memory SQLite."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    for name, present in bundle.tables.items():
        columns = [column for column, _ in normal_columns(TABLES[name], present)]
        listed = ", ".join(map(quoted, columns))
        copy.execute(f"CREATE TABLE {quoted(name)} ({listed})")
        rows = bundle.connection.execute(f"SELECT {listed} FROM {quoted(name)}").fetchall()
        marks = ", ".join("?" * len(columns))
        copy.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", rows)
    return copy


def sources(bundle: Bundle) -> dict[str, Source]:
    return {
        "duckdb": DuckDBSource(bundle.connection, bundle.tables),
        "sqlite": SQLiteSource(sqlite_copy(bundle), bundle.tables),
    }


def engine_rows(
    rulebook: Rulebook, source: Source, since: dt.date, as_of: dt.date
) -> list[dict[str, str]]:
    """The engine's verdicts as rows of text, without the reason."""
    rows = []
    for verdict in judge(rulebook, source, Window(since, as_of)):
        cells = {name: getattr(verdict, name) for name in COLUMNS}
        rows.append({name: _text(value) for name, value in cells.items()})
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
