"""The normal form that compiled rules read, and the SQL that brings the text of a cell into it.

Ids are text, days are whole days since 1970-01-01, amounts of money are whole fen (分). A partial date
gives its first day (an end: the first day after it) and a second column `<name>_precision`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhibu.facts.contract import Column, Kind, Table

PRECISION = "_precision"
# Derived columns of organisations: below X is `path >= X.path AND path < X.path_end`.
PATH_COLUMNS = ("path", "path_end")

_SQL_TYPES = {
    Kind.DAY: "INTEGER",
    Kind.PARTIAL: "INTEGER",
    Kind.PARTIAL_END: "INTEGER",
    Kind.WHOLE: "INTEGER",
    Kind.MONEY: "BIGINT",
}
_LAST_DAY = "DATE '9999-12-31'"
# Whoever joined from the first of these days until the day before the second had no probation: he is
# a full member from the day he joined.
NO_PROBATION = (dt.date(1969, 4, 1), dt.date(1977, 9, 1))


def quoted(name: str) -> str:
    """A name as an SQL identifier (`on`, `left`, `case` are words of SQL)."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def sql_type(column: Column) -> str:
    """The type of a column in the normal form, as DuckDB spells it."""
    return _SQL_TYPES.get(column.kind, "VARCHAR")


def normal_columns(table: Table, present: Iterable[str]) -> list[tuple[str, str]]:
    """Names and types of a table in normal form, in order; only the columns that are there."""
    there = set(present)
    found: list[tuple[str, str]] = []
    for column in table.columns:
        if column.name not in there:
            continue
        found.append((column.name, sql_type(column)))
        if column.is_partial:
            found.append((column.name + PRECISION, "VARCHAR"))
    if table.name == "organisations" and "parent" in there:
        found += [(name, "VARCHAR") for name in PATH_COLUMNS]
    return found


_DATED = (Kind.DAY, Kind.PARTIAL, Kind.PARTIAL_END, Kind.MONTH)


def is_dated(column: Column) -> bool:
    """Whether the value of a column rests on the date in its text (see `date_in`)."""
    return column.kind in _DATED


def date_in(text: str) -> str:
    """SQL for the date a text may mean, a month or a year completed by its first day."""
    return f"TRY_CAST({text} || substr('0000-01-01', length({text}) + 1) AS DATE)"


def normal_value(column: Column, text: str, date: str = "NULL") -> str:
    """SQL for the value of a column, NULL if it is unreadable.

    `text` is SQL for its cell as text, `date` for what `date_in` gave: a name, so that the work is
    done once. A date counts only if it comes back exactly as it was written.
    """
    match column.kind:
        case Kind.ID | Kind.TEXT | Kind.PERIOD:
            return text
        case Kind.IDS:
            return f"regexp_replace({text}, '[\\s　]+', ' ', 'g')"
        case Kind.CHOICE:
            return _choice(column, text)
        case Kind.DAY:
            # longer ones are years beyond 9999 and before Christ, which no other engine holds
            whole = f"length({text}) = 10 AND CAST({date} AS VARCHAR) = {text}"
            return f"CASE WHEN {whole} THEN {_number(date)} END"
        case Kind.PARTIAL:
            return f"CASE WHEN {_is_partial(text, date)} THEN {_number(date)} END"
        case Kind.PARTIAL_END:
            step = f"CASE length({text}) WHEN 7 THEN 1 WHEN 4 THEN 12 ELSE 0 END"
            after = f"least(CAST({date} + to_months({step}) AS DATE), {_LAST_DAY})"
            return f"CASE WHEN {_is_partial(text, date)} THEN {_number(after)} END"
        case Kind.MONTH:
            return f"CASE WHEN length({text}) = 7 AND {_is_partial(text, date)} THEN {text} END"
        case Kind.WHOLE:
            return _if_matches(text, r"[0-9]{1,9}", f"CAST({text} AS INTEGER)")
        case Kind.MONEY:
            fen = f"CAST(CAST({text} AS DECIMAL(18, 2)) * 100 AS BIGINT)"
            return _if_matches(text, r"[0-9]{1,13}(\.[0-9]{1,2})?", fen)
        case Kind.TIME:
            return _if_matches(text, r"([01][0-9]|2[0-3]):[0-5][0-9]", text)


def precision(text: str) -> str:
    """SQL for how exactly a partial date is known."""
    return f"CASE length({text}) WHEN 10 THEN 'day' WHEN 7 THEN 'month' WHEN 4 THEN 'year' END"


def _choice(column: Column, text: str) -> str:
    named = [(code, code) for code in column.choices]
    named += [(name, code) for code, name in column.choices.items()]
    cases = " ".join(f"WHEN {literal(read)} THEN {literal(code)}" for read, code in named)
    return f"CASE {text} {cases} END"


def _if_matches(text: str, pattern: str, value: str) -> str:
    return f"CASE WHEN regexp_full_match({text}, {literal(pattern)}) THEN {value} END"


def _is_partial(text: str, date: str) -> str:
    return f"(length({text}) IN (4, 7, 10) AND starts_with(CAST({date} AS VARCHAR), {text}))"


def _number(date: str) -> str:
    return f"CAST({date} - DATE '1970-01-01' AS INTEGER)"


def shown(column: Column, alias: str = "") -> str:
    """SQL for a normal value as the text that the bundle writes: the way back."""
    name = alias + quoted(column.name)
    known = alias + quoted(column.name + PRECISION)
    match column.kind:
        case Kind.DAY:
            return _iso(name)
        case Kind.PARTIAL:
            return _cut(_iso(name), known)
        case Kind.PARTIAL_END:
            last = f"CASE WHEN {known} IN ('month', 'year') THEN {name} - 1 ELSE {name} END"
            return _cut(_iso(f"({last})"), known)
        case Kind.MONEY:
            return f"(({name} // 100) || '.' || lpad(CAST({name} % 100 AS VARCHAR), 2, '0'))"
        case Kind.WHOLE:
            return f"CAST({name} AS VARCHAR)"
        case _:
            return name


def _iso(number: str) -> str:
    return f"CAST(DATE '1970-01-01' + CAST({number} AS INTEGER) AS VARCHAR)"


def _cut(text: str, known: str) -> str:
    return f"left({text}, CASE {known} WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END)"
