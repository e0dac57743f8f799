"""Takes the facts of touched organisations over anew into a store, and adds up their counters again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from zhibu.engine.sources.sessions import DuckDBSession, Session, Source
from zhibu.engine.store.building import counter_sql
from zhibu.engine.store.counters import BY_NAME, in_order
from zhibu.engine.store.source import StoreSource, writing
from zhibu.engine.store.tables import NAMES, columns_of, numbered, with_numbers
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import normal_columns, quoted

_CHUNK = 500  # ids in one question
# Small, and read by everything: taken over whole.
WHOLE = ("organisations", "adoptions", "waivers", "terms", "calendar")
# Whose the rows of the others are: the column, and what it holds.
_OWNERS = {
    "memberships": ("organisation", "organisation"), "posts": ("organisation", "organisation"),
    "activities": ("organisation", "organisation"), "cases": ("organisation", "organisation"),
    "checks": ("organisation", "organisation"), "members": ("id", "member"), "states": ("member", "member"),
    "penalties": ("member", "member"), "dues": ("member", "member"), "attendance": ("activity", "activity"),
    "ballots": ("activity", "activity"), "steps": ("case", "case"), "papers": ("about", "any"),
}
# Where the ids of what is touched stand: those of organisations lead to the others.
_LEADS = {"member": (("memberships", "member"), ("posts", "member")), "activity": (("activities", "id"),),
          "case": (("cases", "id"),), "post": (("posts", "id"),)}


def refresh_store(store: StoreSource, source: Source, organisations: Iterable[str]) -> None:
    """Bring what belongs to some organisations (ids) to the state of a source; all of it or nothing.

    The source has the tables and columns that the store was built with. Whoever moved members between two
    organisations names both.
    """
    with source.session() as reading, writing(store) as session:
        touched: dict[str, set[str]] = {"organisation": _family(reading, source, set(organisations))}
        for kind, places in _LEADS.items():
            touched[kind] = {
                name for side, prefix in ((session, "plain_"), (reading, source.prefix))
                for table, column in places if table in store.tables
                for name in _ids(side, prefix + table, column, touched["organisation"])
            }
        for side, prefix in ((session, "plain_"), (reading, source.prefix)):
            if "attendance" in store.tables:  # guests too
                touched["member"] |= _ids(side, prefix + "attendance", "member", touched["activity"], "activity")
        touched["any"] = set().union(*touched.values())
        for table in WHOLE:
            if table in store.tables:
                _replace(store, session, table, "", set(), _rows(reading, source, store, table))
        for table, (column, kind) in _OWNERS.items():
            if table in store.tables:
                rows = _rows(reading, source, store, table, column, touched[kind])
                _replace(store, session, table, column, touched[kind], rows)
        _count_again(store, session, touched)


def _family(reading: Session, source: Source, names: set[str]) -> set[str]:
    """The organisations with all above and all below them: whose meetings their members may go to."""
    found, table = set(names), source.name("organisations")
    for listed in _listed(names):
        for path, end in reading.query(f"SELECT path, path_end FROM {table} WHERE id IN ({listed})"):
            above = ", ".join(f"'{path[:length]}'" for length in range(6, len(path) + 1, 6))
            rows = reading.query(f"SELECT id FROM {table} WHERE path IN ({above}) "
                                 f"OR (path >= '{path}' AND path < '{end}')")
            found |= {name for (name,) in rows}
    return found


def _ids(
    session: Session, table: str, column: str, owners: set[str], owner: str = "organisation"
) -> set[str]:
    found: set[str] = set()
    for listed in _listed(owners):
        rows = session.query(
            f"SELECT {quoted(column)} FROM {quoted(table)} WHERE {quoted(owner)} IN ({listed})")
        found |= {name for (name,) in rows}
    return found


def _listed(names: Iterable[str]) -> Iterator[str]:
    """Texts as SQL lists of bearable length."""
    ordered = sorted(names)
    for start in range(0, len(ordered), _CHUNK):
        yield ", ".join("'" + name.replace("'", "''") + "'" for name in ordered[start : start + _CHUNK])


def _rows(
    reading: Session, source: Source, store: StoreSource, table: str, column: str = "",
    names: Iterable[str] = (),
) -> list[tuple[object, ...]]:
    """The rows of a table in the source: all, or those of some owners."""
    columns = ", ".join(map(quoted, columns_of(table, store.tables[table])))
    question = f"SELECT {columns} FROM {source.name(table)}"
    if not column:
        return reading.query(question)
    return [row for listed in _listed(names)
            for row in reading.query(f"{question} WHERE {quoted(column)} IN ({listed})")]


def _replace(
    store: StoreSource, session: DuckDBSession, table: str, column: str, names: set[str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Put rows in the place of all rows, or of those of some owners; new ids get numbers."""
    present = store.tables[table]
    kinds = dict(normal_columns(TABLES[table], present))
    session.cursor.register("incoming", pa.table({
        name: pa.array([row[place] for row in rows], pa.string() if kinds[name] == "VARCHAR" else pa.int64())
        for place, name in enumerate(columns_of(table, present))}))
    for name in numbered(table, present):
        session.run(
            f"INSERT INTO {NAMES} SELECT CAST(row_number() OVER () + (SELECT max(id) FROM {NAMES}) AS UINTEGER), name "
            f"FROM (SELECT DISTINCT {quoted(name)} AS name FROM incoming WHERE {quoted(name)} IS NOT NULL) AS given "
            f"WHERE name NOT IN (SELECT name FROM {NAMES})")
    if column:
        _forget(session, table, column, names)
    else:
        session.run(f"DELETE FROM {quoted(table)}")
    session.run(f"INSERT INTO {quoted(table)} {with_numbers(table, present, 'incoming')}")
    session.cursor.unregister("incoming")


def _forget(session: DuckDBSession, table: str, column: str, names: Iterable[str]) -> None:
    session.cursor.register("touched", pa.table({"name": pa.array(sorted(names), pa.string())}))
    session.run(f"DELETE FROM {quoted(table)} WHERE {quoted(column)} IN "
                f"(SELECT n.id FROM touched AS t JOIN {NAMES} AS n ON n.name = t.name)")
    session.cursor.unregister("touched")


def _count_again(store: StoreSource, session: DuckDBSession, touched: dict[str, set[str]]) -> None:
    """The rows of the counters that belong to what was touched."""
    for name in in_order(store.counters):
        counter = BY_NAME[name]
        names = touched[counter.whose]
        _forget(session, counter.table, counter.key, names)
        scope = frozenset(touched["organisation"])
        session.cursor.register("wanted", pa.table({"name": pa.array(sorted(names), pa.string())}))
        session.run(
            f"INSERT INTO {counter.table} SELECT * FROM ({counter_sql(name, store, session, scope)}) AS counted "
            f"WHERE counted.{counter.key} IN (SELECT n.id FROM wanted AS t JOIN {NAMES} AS n ON n.name = t.name)")
        session.cursor.unregister("wanted")
