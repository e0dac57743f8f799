"""The ten rules on one set of made-up facts: by hand, and by the engine on texts, on numbers, on kept counters."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zhibu import engine
from zhibu.engine.judging.bulk import judged_in_bulk
from zhibu.engine.sources.sessions import DuckDBSource
from zhibu.engine.store import StoreSource, build_store, open_store
from zhibu.facts.contract import TABLES

HERE = Path(__file__).resolve().parent
WINDOW = engine.Window(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
MEMORY = "1200MB"


@dataclass(frozen=True)
class Place:
    """The files of one set of facts."""

    folder: Path
    branches: int

    @property
    def narrow(self) -> Path:
        """As the hand-written rules read them."""
        return self.folder / f"narrow-{self.branches}.duckdb"

    @property
    def normal(self) -> Path:
        """As any bundle holds them."""
        return self.folder / f"normal-{self.branches}.duckdb"

    @property
    def store(self) -> Path:
        """Prepared for judging."""
        return self.folder / f"store-{self.branches}.duckdb"

    def make(self) -> float:
        """Make what is not there; the seconds that the store took."""
        if not self.narrow.exists():
            script = (HERE / "facts.sql").read_text(encoding="utf-8")
            _run(self.narrow, script.replace("{branches}", str(self.branches)))
        if not self.normal.exists():
            script = (HERE / "normal_form.sql").read_text(encoding="utf-8")
            attach = f"attach '{self.narrow}' as narrow (read_only);\n"
            _run(self.normal, attach + script.replace("{of}", "narrow").replace("{to}", "main"))
        started = time.perf_counter()
        if not self.store.exists():
            build_store(self.normal, self.store)
        return time.perf_counter() - started


def _run(path: Path, script: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in statements(script):
            connection.execute(statement).fetchall()


def statements(script: str) -> Iterator[str]:
    """The statements of a file, each ended by a semicolon at the end of a line."""
    yield from (part for part in script.split(";\n") if part.strip())


def by_hand(place: Place) -> Callable[[], int]:
    """Judges by the hand-written rules."""
    script = list(statements((HERE / "by_hand.sql").read_text(encoding="utf-8")))

    def judge() -> int:
        with duckdb.connect(str(place.narrow), read_only=True) as connection:
            for statement in script:
                connection.execute(statement).fetchall()
            names = "abcdefghij"
            counts = [connection.execute(f"select count(*) from v_{name}").fetchall() for name in names]
            return sum(rows[0][0] for rows in counts)

    return judge


def by_engine(place: Place, kept: str, only: frozenset[str] = frozenset()) -> Callable[[], int]:
    """Judges by the engine: on `texts` (facts as they come), `numbers` (a store without counters), `counters`."""
    book = engine.load(HERE / "rules")
    rules = [rule for rule in book.rules() if not only or rule.id in only]

    def judge() -> int:
        source = opened(place, kept)
        try:
            with judged_in_bulk(book, rules, source, WINDOW) as bulk:
                return sum(number for _, _, number in bulk.counts())
        finally:
            source.connection.close()

    return judge


def opened(place: Place, kept: str) -> DuckDBSource:
    """The source of a way of judging."""
    if kept == "texts":
        connection = duckdb.connect(str(place.normal), read_only=True, config={"memory_limit": MEMORY})
        rows = connection.execute("select table_name, column_name from duckdb_columns()").fetchall()
        tables: dict[str, set[str]] = {}
        for table, column in rows:
            if table in TABLES and column in TABLES[table].by_name:
                tables.setdefault(table, set()).add(column)
        return DuckDBSource(connection, tables)
    store = open_store(place.store, memory=MEMORY)
    return store if kept == "counters" else StoreSource(store.connection, store.tables, frozenset())


def timed(work: Callable[[], int]) -> tuple[int, float, float]:
    """What it gave, the seconds it took, the seconds of all processors."""
    started, spent = time.perf_counter(), time.process_time()
    number = work()
    return number, time.perf_counter() - started, time.process_time() - spent
