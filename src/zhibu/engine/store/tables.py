"""Which tables and columns a store has, and the SQL that gives its ids numbers and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhibu.facts.contract import TABLES, Kind
from zhibu.facts.normal import PATH_COLUMNS, normal_columns, quoted

NAMES = "names"  # id: the number of a text that some column of ids holds
PLAIN = "plain_"  # views on the tables with the texts back in them
COLUMNS = "held_columns"  # table, column: what the facts have
# Never numbered: who led and spoke may be lists (the counter `kept_role` has them singly), and the words
# of settings.
_TEXTS = {("activities", name) for name in ("host", "recorder", "speaker")} | {
    (table, name) for table in ("waivers", "adoptions") for name in ("directive", "rule")}
# Free texts of which rules ask only whether they are there: the store has a mark, not the text.
_MARKED = {("organisations", "name"), ("members", "name"), ("members", "left_reason"), ("activities", "place"),
           ("activities", "theme"), ("posts", "filing_number")}
# Their ids are those of other tables, which a checked bundle makes sure of: they need not be searched.
_RESOLVED = ("attendance", "dues")


def columns_of(table: str, present: Iterable[str]) -> list[str]:
    """The columns of a table in the store: the normal form without what is personal."""
    shown = {c.name for c in TABLES[table].columns if not c.personal} & set(present)
    return [name for name, _ in normal_columns(TABLES[table], shown)]


def numbered(table: str, present: Iterable[str]) -> list[str]:
    """The columns of a table whose ids are numbers in the store."""
    return [c.name for c in TABLES[table].columns
            if c.kind is Kind.ID and c.name in present and (table, c.name) not in _TEXTS]


def texts_of_ids(tables: Mapping[str, set[str]], places: Mapping[str, str]) -> str:
    """SQL: every text that stands in a column of ids; `places` says where each table is."""
    found = [
        f"SELECT {quoted(column)} AS name FROM {places[table]}"
        for table, present in tables.items() if table not in _RESOLVED
        for column in numbered(table, present)
    ]
    return " UNION ALL ".join(found)


def with_numbers(table: str, present: set[str], relation: str) -> str:
    """SQL: the rows of a relation in the normal form with numbers for their ids."""
    return _swapped(table, present, relation, "id", "name")


def with_texts(table: str, present: set[str]) -> str:
    """SQL: the rows of a table of the store with the texts of their ids."""
    return _swapped(table, present, quoted(table), "name", "id")


def _swapped(table: str, present: set[str], relation: str, new: str, old: str) -> str:
    ids = numbered(table, present)
    selected = ", ".join(
        f"n{ids.index(name)}.{new} AS {quoted(name)}" if name in ids
        else f"CASE WHEN t.{quoted(name)} IS NOT NULL THEN '*' END AS {quoted(name)}"
        if (table, name) in _MARKED else f"t.{quoted(name)}"
        for name in columns_of(table, present))
    joined = "".join(
        f" LEFT JOIN {NAMES} AS n{place} ON n{place}.{old} = t.{quoted(name)}"
        for place, name in enumerate(ids))
    return f"SELECT {selected} FROM {relation} AS t{joined}"


# Where the rows of a table lie by whose they are, so that a branch's rows are found together.
ORDER = {"attendance": "activity, member", "dues": "member", "memberships": "member",
         "activities": quoted("organisation") + ", " + quoted("on"), "members": "id", "posts": "organisation",
         "organisations": PATH_COLUMNS[0]}
