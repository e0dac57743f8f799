"""The tables of facts of a case, as a form has them: columns, rows, words to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.language.words import STATUSES
from zhibu.facts.contract import TABLES, Column, Kind, Table
from zhibu.web.components.days import read_day
from zhibu.web.components.numbers import whole
from zhibu.web.drafting.fields import Words

Row = dict[str, Any]
Options = list[tuple[str, str]]
WRITTEN = ("rule", "subject", "period_start", "status", "period_end", "actual", "required", "due", "evidence")
DAYS = (Kind.DAY, Kind.PARTIAL, Kind.PARTIAL_END)
# Columns that are not demanded but that nearly every case of their table fills.
USUAL = {"organisations": ("parent",), "members": ("full_since",), "posts": ("until",), "papers": ("for_period",),
         "dues": ("paid", "paid_on")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its name, what is in it, and the words to choose from (none: a text)."""

    name: str
    label: str
    value: str
    options: Options
    day: bool = False

    @property
    def odd(self) -> bool:
        """Whether it holds a word that no list has."""
        return bool(self.value and self.options) and self.value not in dict(self.options)


@dataclass(frozen=True, slots=True)
class FactTable:
    """One table with its rows and the columns that may be added."""

    name: str
    label: str
    columns: list[tuple[str, str, bool]]  # name, label, demanded
    rows: list[list[Cell]]
    more: Options


def fact_tables(
    given: Mapping[str, list[Row]], book: Rulebook, rules: Iterable[Row] = ()
) -> list[FactTable]:
    """The tables of a case in the order in which they were given; `rules` may bring words that no list has."""
    words = Words(book, {}, {})
    offered = {sort: words.options(sort, {}) for sort in _WORDS.values()}
    for sort, own in own_words(rules).items():
        known = dict(offered[sort])
        offered[sort] = [*offered[sort], *((word, word) for word in own if word not in known)]
    return [_table(TABLES[name], rows, offered) for name, rows in given.items() if name in TABLES]


def own_words(rules: Iterable[Row]) -> dict[str, list[str]]:
    """The activities and papers that rules name."""
    found: dict[str, list[str]] = {"types": [], "papers": []}
    for rule in rules:
        for key, sort in (("types", "types"), ("papers", "papers"), ("paper", "papers")):
            value = rule.get(key) or []
            found[sort] += [one for one in ([value] if isinstance(value, str) else value) if isinstance(one, str)]
    return {sort: list(dict.fromkeys(words)) for sort, words in found.items()}


def _table(table: Table, rows: list[Row], offered: Mapping[str, Options]) -> FactTable:
    used = {key for row in rows for key in row} | set(USUAL.get(table.name, ()))
    columns = [one for one in table.columns if one.required or one.name in used]
    return FactTable(
        table.name, table.chinese, [(one.name, one.chinese, one.required) for one in columns],
        [
            [Cell(f"t.{table.name}.{n}.{one.name}", one.chinese, str(row.get(one.name, "")),
                  _options(table, one, offered), one.kind in DAYS) for one in columns]
            for n, row in enumerate(rows)
        ],
        [(one.name, one.chinese) for one in table.columns if one not in columns and not one.personal],
    )  # fmt: skip


_WORDS = {("activities", "type"): "types", ("papers", "kind"): "papers", ("cases", "procedure"): "procedures",
          ("ballots", "matter"): "matters", ("checks", "checklist"): "checklists"}


def _options(table: Table, column: Column, offered: Mapping[str, Options]) -> Options:
    if column.choices:
        return list(column.choices.items())
    sort = _WORDS.get((table.name, column.name))
    return offered[sort] if sort else []


def expected_rows(rows: list[Row], units: Mapping[str, str]) -> list[list[Cell]]:
    """What should come out, as fields; the seldom written columns only where one is filled."""
    used = {key for row in rows for key in row}
    labels = {"rule": "规则", "subject": "对象的编号", "period_start": "期间第一天", "status": "结论",
              "period_end": "期间最后一天", "actual": "实际", "required": "要求", "due": "期限", "evidence": "事实的编号"}
    options = {"rule": [(key, f"{key} {said}") for key, said in units.items()], "status": list(STATUSES.items())}
    columns = [key for key in WRITTEN if key in used or key in WRITTEN[:4]]
    return [
        [Cell(f"expect.{n}.{key}", labels[key], str(row.get(key, "")), options.get(key, []), key == "period_start")
         for key in columns]
        for n, row in enumerate(rows)
    ]  # fmt: skip


def read_given(post: QueryDict) -> dict[str, list[Row]]:
    """The tables as posted; `table` names them in their order, also those without a row."""
    return {
        name: read_rows(post, f"t.{name}", [one.name for one in TABLES[name].columns], TABLES[name])
        for name in post.getlist("table") if name in TABLES
    }


def read_rows(post: QueryDict, lead: str, columns: Iterable[str], table: Table | None = None) -> list[Row]:
    """Rows of named columns by their numbers; days as files have them."""
    tails = [key[len(lead) + 1:].split(".") for key in post if key.startswith(f"{lead}.")]
    given = {whole(tail[0]) for tail in tails if len(tail) == 2}
    numbers = sorted(number for number in given if number is not None)
    wanted = list(columns)
    return [
        {column: _text(post.get(f"{lead}.{n}.{column}", ""), column, table)
         for column in wanted if f"{lead}.{n}.{column}" in post}
        for n in numbers
    ]


def _text(text: str, column: str, table: Table | None) -> str:
    text = text.strip()
    days = column in ("period_start", "period_end") if table is None else table.by_name[column].kind in DAYS
    day = read_day(text) if days else None
    return day.isoformat() if day else text


def added_column(rows: list[Row], column: str) -> None:
    """Show a further column, in every row."""
    for row in rows:
        if column:
            row.setdefault(column, "")


def labelled(problem: str) -> str:
    """An error in the facts with table and column as the form calls them: 活动第 2 行“日期”."""
    name, _, rest = problem.partition(" ")
    table = TABLES.get(name)
    if table is None:
        return problem
    head, _, said = rest.partition("：")
    for column in table.columns:
        head = head.replace(f"“{column.name}”列", f"“{column.chinese}”")
    return f"{table.chinese}{head}：{said}"
