"""Compiles expressions to SQL, once for each rule and dialect; what is compiled is kept on disk.

With a warm cache neither ibis nor sqlglot is imported.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibu.engine.sql.tables import PREFIX
from zhibu.kernel.garbage import collector_paused

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.language.rulebook import Rule
    from zhibu.engine.sql.plan import Plan

_HINTS = (3, 35)  # the first SQLite that reads NOT MATERIALIZED
DIALECTS = ("duckdb", "sqlite", "postgres", "pyspark")


@dataclass(frozen=True)
class Compiled:
    """SQL of one rule (or of one working table, in `rows`) and the working tables it reads."""

    rows: str
    reads: tuple[str, ...]
    columns: tuple[str, ...] = ()
    evidence: str | None = None
    alike: dict[str, str] = field(default_factory=dict)  # columns told by the others, see `alike`


def rule_sql(rule: Rule, dialect: str, known: bool = True) -> Compiled:
    """The SQL of a rule. `known` False: only who would be judged, since nobody can say how."""
    key = _key("rule", rule.directive, rule.text, dialect, str(known))

    def make() -> Compiled:
        from zhibu.engine.sql.alike import alike
        from zhibu.engine.sql.built import COMMON, UNKNOWN

        built = rule.spec.build(rule.directive)
        if not known:
            assert built.candidates is not None
            return _compiled(built.candidates.select(*UNKNOWN), None, UNKNOWN, dialect)
        rows = built.rows.select(*COMMON, *built.extra)
        columns = (*COMMON, *built.extra)
        told = alike(rows, [name for name in columns if name != "ok"])
        return replace(_compiled(rows, built.evidence, columns, dialect), alike=told)

    return _kept(key, make)


def working_sql(name: str, plan: Plan, dialect: str) -> Compiled | None:
    """The SQL of a working table of facts; None where the source lacks what it is made of."""
    key = _key("working", name, plan.key(), dialect)

    def make() -> Compiled:
        from zhibu.engine.sql.facts import BUILDERS

        built = BUILDERS[name](plan)
        if built is None:
            return Compiled("", ())
        return _compiled(built, None, tuple(built.columns), dialect)

    found = _kept(key, make)
    return found if found.rows else None


def _compiled(
    rows: ir.Table, evidence: ir.Table | None, columns: tuple[str, ...], dialect: str
) -> Compiled:
    from zhibu.engine.sql.built import EVIDENCE

    reads = _reads(rows)
    text = None
    if evidence is not None:
        evidence = evidence.select(*EVIDENCE)
        reads |= _reads(evidence)
        text = _sql(evidence, dialect)
    return Compiled(_sql(rows, dialect), tuple(sorted(reads)), columns, text)


def _sql(expression: ir.Table, dialect: str) -> str:
    import ibis

    with collector_paused():
        # Merging nested selects takes half of the time and only SQLite runs the faster for it.
        ibis.options.sql.fuse_selects = dialect == "sqlite"
        sql = str(ibis.to_sql(expression, dialect=dialect, pretty=False))
        return _in_steps(sql) if dialect == "sqlite" else sql


def _in_steps(sql: str) -> str:
    """Subqueries as named steps: SQLite does not read SQL nested as deeply as ibis writes it.

    Only there: DuckDB would keep the rows of every step in memory. Steps that are read once are marked as
    not to be kept: below a step that is read twice SQLite would make a table of each of them.
    """
    import sqlglot
    from sqlglot import exp
    from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

    found = eliminate_subqueries(sqlglot.parse_one(sql, dialect="sqlite"))
    read = Counter(table.name for table in found.find_all(exp.Table))
    for step in found.find_all(exp.CTE):
        if read[step.alias] == 1 and sqlite3.sqlite_version_info >= _HINTS:
            step.set("materialized", False)
    return found.sql(dialect="sqlite")


def _reads(expression: ir.Table) -> set[str]:
    import ibis.expr.operations as ops

    names = {table.name for table in expression.op().find(ops.UnboundTable)}
    return {n.removeprefix(PREFIX) for n in names if n.startswith(PREFIX)}


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join((_engine_digest(), *parts)).encode()).hexdigest()


@functools.cache
def _engine_digest() -> str:
    """Changes whenever the engine's code does, so that no old SQL survives it."""
    found = hashlib.sha256()
    folder = Path(__file__).resolve().parents[1]
    for path in sorted([*folder.rglob("*.py"), folder.parent / "facts" / "contract.py"]):
        found.update(path.read_bytes())
    return found.hexdigest()


def cache_folder() -> Path | None:
    """Where compiled SQL is kept: `ZHIBU_CACHE`, else the user's cache folder; None: nowhere."""
    named = os.environ.get("ZHIBU_CACHE")
    if named == "":
        return None
    if named:
        return Path(named) / "sql"
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "zhibu" / "sql"
    except RuntimeError:  # no home folder
        return None


_memory: dict[str, Compiled] = {}


def _kept(key: str, make: Callable[[], Compiled]) -> Compiled:
    found = _memory.get(key)
    if found is None:
        found = _read(key)
        if found is None:
            found = make()
            _write(key, found)
        _memory[key] = found
    return found


def _read(key: str) -> Compiled | None:
    folder = cache_folder()
    if folder is None:
        return None
    try:
        data: dict[str, Any] = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        return Compiled(data["rows"], tuple(data["reads"]), tuple(data["columns"]),
                        data["evidence"], data["alike"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


_OLD = 90 * 24 * 3600  # seconds after which kept SQL is taken to be of former versions


@functools.cache
def _forget_old(folder: Path) -> None:
    """Once a process, when something new is compiled: remove what was kept long ago."""
    with os.scandir(folder) as entries:
        written = {entry.path: entry.stat().st_mtime for entry in entries}
    now = max(written.values(), default=0.0)
    for path, at in written.items():
        if now - at > _OLD:
            Path(path).unlink(missing_ok=True)


def _write(key: str, compiled: Compiled) -> None:
    """Keep it for the next process; a folder that cannot be written is no error."""
    folder = cache_folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(folder)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=folder, suffix=".tmp", delete=False
        ) as file:
            json.dump(asdict(compiled), file, ensure_ascii=False)
        os.replace(file.name, folder / f"{key}.json")
